"""A project whose scripts import files."""

from pathlib import Path

LIBRARY = """\
import: values.scn

fragment: verify(code)
WHEN contains "code"
  say: It's $code, for $clinic.
"""

VALUES = "let clinic = Lakeside Dental\n"

SCRIPT = """\
import: ../shared/verify.scn

scenario: Case {0}, $day
examples: day
rows: days.csv
role: A caller
language: en

FIRST_MESSAGE
  say: Hello
insert: verify(code = "A{0}")
WHEN contains "$day"
  say: Bye <endcall />
"""

DAYS = "day\nTuesday\nFriday\n"

MISTAKE = LIBRARY.replace("  say:", "  sya:")
"""`LIBRARY` with an error that has a safe fix."""


def write(folder: Path, files: dict[str, str]) -> None:
    """Write files by their paths in `folder`."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def team(folder: Path, count: int = 2, library: str = LIBRARY) -> Path:
    """Write a project with `count` scripts that import a library, which imports values; each has a table from a file."""
    write(
        folder,
        {
            "scn.toml": "",
            "shared/verify.scn": library,
            "shared/values.scn": VALUES,
            "suites/days.csv": DAYS,
            **{f"suites/{number}.scn": SCRIPT.format(number) for number in range(count)},
        },
    )
    return folder
