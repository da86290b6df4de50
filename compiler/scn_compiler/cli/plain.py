"""Runs the most common command lines without click, which takes three times as long to load as Python to start.

It only knows the forms in `FLAGS`; click parses all others, and explains what is wrong with them.
"""

import os
import sys

FLAGS: dict[str, dict[str, str]] = {
    "check": {},
    "fmt": {"--check": "only_check", "--diff": "diff"},
    "compile": {"--compact": "compact", "--jsonl": "jsonl"},
}
"""The flags of each command that are known here, and the fields of its options that they set."""

_EXPANDED = "*?[~$%"
"""Signs of patterns, home folders and variables in arguments, which click expands on Windows."""

_HELP = """\
Usage: scn [OPTIONS] COMMAND [ARGS]...

  Check and format scripts for simulated callers, compile them for a testing
  platform, and run them there.

Options:
  --version   Show the version and exit.
  -h, --help  Show this message and exit.
"""


def run_plain(arguments: list[str]) -> int | None:
    """Run a command, and return its exit code; return `None` if click must parse the arguments."""
    if os.name == "nt" and any(sign in word for word in arguments for sign in _EXPANDED):
        return None  # Windows leaves it to programs to expand patterns
    if len(arguments) == 1 and arguments[0] in ("--version", "-h", "--help"):
        text = _version() if arguments[0] == "--version" else _help()
        if text is None:
            return None
        sys.stdout.write(text)
        return 0
    name, *words = arguments or [""]
    flags = [word for word in words if word.startswith("-") and word != "-"]
    if name not in FLAGS or not FLAGS[name].keys() >= set(flags):
        return None
    paths = tuple(word for word in words if word not in flags)
    if name == "check" and _is_known_to_be_clean(paths):
        return 0
    from scn_compiler.cli.bundle import install  # noqa: PLC0415

    bundle = install()
    try:
        return _run(name, paths, {FLAGS[name][flag]: True for flag in flags})
    except Exception as error:
        click = sys.modules.get("click")
        if not (click and isinstance(error, click.ClickException)):
            raise
        from scn_compiler.cli.group import report_error  # noqa: PLC0415

        return report_error(error, name)
    finally:
        bundle.close()


def _run(name: str, paths: tuple[str, ...], flags: dict[str, bool]) -> int:
    from scn_compiler.project.discovery import ConfigDiscovery  # noqa: PLC0415

    if name == "check":
        from scn_compiler.cli.check.run import CheckOptions, run_check  # noqa: PLC0415

        return run_check(paths, ConfigDiscovery(uses_measurements=True), CheckOptions())
    if name == "fmt":
        from scn_compiler.cli.fmt.run import FmtOptions, run_fmt  # noqa: PLC0415

        return run_fmt(paths, ConfigDiscovery(uses_environments=False), FmtOptions(**flags))
    from scn_compiler.cli.compile.run import CompileOptions, run_compile  # noqa: PLC0415

    return run_compile(paths, ConfigDiscovery(), CompileOptions(**flags))  # type: ignore[arg-type]


def _is_known_to_be_clean(paths: tuple[str, ...]) -> bool:
    """Answer a check of files that the cache knows to be clean; return whether it was answered."""
    on_github = os.environ.get("GITHUB_ACTIONS") == "true"  # the report has another format there
    if not paths or "-" in paths or on_github:
        return False
    from scn_compiler.cli.cache.clean import all_clean  # noqa: PLC0415

    if not all_clean(paths, os.environ.get("SCN_ENV")):
        return False
    count = len({os.path.realpath(path) for path in paths})
    sys.stderr.write(f"no problems in {count} file{'' if count == 1 else 's'}\n")
    return True


def _version() -> str | None:
    """Return the answer to `--version`, from a file that is written when the package is built."""
    try:
        with open(os.path.join(os.path.dirname(__file__), "version.txt"), encoding="utf-8") as file:  # noqa: PTH118, PTH120, PTH123
            return f"scn, version {file.read()}\n"
    except OSError:
        return None


def _help() -> str | None:
    """Return the answer to `--help`, as click lays it out in 80 columns or more."""
    from scn_compiler.cli.commands import SECTIONS  # noqa: PLC0415

    try:
        columns = os.get_terminal_size(sys.__stdout__.fileno()).columns if sys.__stdout__ else 0
    except (OSError, ValueError):
        columns = 0
    is_known = os.path.basename(sys.argv[0]) == "scn"  # noqa: PTH119  (the first line shows the program's name)
    if 0 < columns < 80 or os.environ.get("COLUMNS") or not is_known:
        return None
    sections = (
        f"\n{title}:\n" + "".join(f"  {name:<10}  {summary}\n" for name, summary in commands.items())
        for title, commands in SECTIONS.items()
    )
    return _HELP + "".join(sections)
