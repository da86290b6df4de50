"""The wrong lines of `tests/grammar/near_misses`, each with the script around it."""

from collections.abc import Iterator
from dataclasses import dataclass

from scn_compiler import api
from scn_compiler.config import Config
from scn_dsl.diagnostic import Diagnostic
from support.paths import NEAR_MISSES as FOLDER
from support.several_files import reading

HERE = "…\n"

_FILES = {
    "shared/opening.scn": """\
fragment: greet
@greeted WHEN The agent greets
  say: Hello.

fragment: verify(code)
WHEN contains "code"
  say: $code.
""",
    "other.scn": "fragment: greet\n@greeted WHEN The agent greets\n  say: Hello.\n",
    "shared.scn": "fragment: greet\n@greeted WHEN The agent greets\n  say: Hello.\n",
    "tested.scn": """\
scenario: Move an appointment
role: A caller
language: en
tools: end_call
FIRST_MESSAGE
  say: Hi
@day WHEN The agent asks for a day
  say: Friday, please.
WHEN contains "bye"
  end call
""",
    "days.csv": "day,answer\nTuesday,Fine.\n",
}
"""The files that the scripts of near misses use."""


@dataclass(frozen=True)
class NearMiss:
    """A wrong line, or several, and the script around it."""

    above: str
    typed: str
    below: str

    def checked(self, typed: str) -> tuple[Diagnostic, ...]:
        return api.check(self.above + typed + self.below, path="a.scn", config=Config(read=reading(_FILES)))

    @property
    def found(self) -> tuple[Diagnostic, ...]:
        return self.checked(self.typed)

    @property
    def after_fix(self) -> str | None:
        """The wrong lines with the fix applied; the script around them must not change."""
        (found,) = self.found
        if found.fix is None:
            return None
        text = self.above + self.typed + self.below
        for edit in sorted(found.fix.edits, key=lambda edit: -edit.span.start):
            text = text[: edit.span.start] + edit.text + text[edit.span.end :]
        assert text.startswith(self.above)
        assert text.endswith(self.below)
        return text[len(self.above) : len(text) - len(self.below)]


def read(name: str) -> Iterator[NearMiss]:
    above = below = ""
    for part in parts(name):
        if part.startswith("==="):
            above, below = part.removeprefix("===\n").removesuffix("===\n").split(HERE)
        elif part.startswith("- "):
            lines = [line[2:] for line in part.splitlines(keepends=True) if line.startswith("- ")]
            yield NearMiss(above, "".join(lines), below)


def parts(name: str) -> list[str]:
    return [part.strip("\n") + "\n" for part in (FOLDER / name).read_text(encoding="utf-8").split("\n\n")]


TRIGGERS, LINES = list(read("triggers.txt")), [*read("lines.txt"), *read("habits.txt"), *read("tests.txt")]
