"""The command line: files in, exit code out. 0 clean, 1 findings, 2 usage or unreadable, 101 a bug in scn."""

import gc
import sys

from scn_compiler.project.console import echo
from scn_compiler.project.files import UNREADABLE

COMMANDS = {
    "new": "new",
    "compile": "compile_",
    "decompile": "decompile",
    "check": "check",
    "fmt": "fmt",
    "graph": "graph",
    "explain": "explain",
    "targets": "targets",
    "lsp": "lsp",
    "completion": "completion",
}
"""Each command: the module of its name, and the function there."""

BUG = 101


def main() -> None:
    """Run `scn`; an error that nobody foresaw is our bug, and says so."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.set_threshold(
        100_000
    )  # what a run makes is dropped with it: looking for leftovers costs more than they do
    try:
        _run(sys.argv[1:])
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # whoever read it has gone, and nothing can be flushed any more
        sys.exit(1)
    except KeyboardInterrupt:
        echo("scn: stopped", err=True)
        sys.exit(1)
    except OSError as error:
        echo(f"scn: {(error.strerror or str(error)).lower()}", err=True)
        sys.exit(UNREADABLE)
    except Exception as error:
        from scn_compiler.installed_plugins import PluginError  # noqa: PLC0415

        if isinstance(error, PluginError):
            echo(f"scn: this is {error}", err=True)
            echo(
                "scn: please report it to those who make that package, with the input that led to it",
                err=True,
            )
            sys.exit(BUG)
        import traceback  # noqa: PLC0415

        where = traceback.extract_tb(error.__traceback__)[-1]
        reason = f"{type(error).__name__} in {where.name}, line {where.lineno} of {where.filename.rsplit('/', 1)[-1]}"
        echo(f"scn: this is a bug in scn, not in your file: {reason}", err=True)
        echo("scn: please report it, with the input that led to it; nothing was written", err=True)
        sys.exit(BUG)


def _run(words: list[str]) -> None:
    """Run a command; a check without any option does not wait for the command line to be loaded."""
    if words[:1] == ["check"] and not any(word.startswith("-") and word != "-" for word in words):
        from scn_compiler.cli.checking.run import CheckOptions, run_check  # noqa: PLC0415
        from scn_compiler.project.discovery import Configurations  # noqa: PLC0415

        try:
            sys.exit(run_check(tuple(words[1:]), Configurations(), CheckOptions()))
        except Exception as error:
            click = sys.modules.get("click")
            if not (click and isinstance(error, click.ClickException)):
                raise
            # It was called wrongly, and nothing is done yet: the command line says so as it always does.
    from scn_compiler.cli.group import cli  # noqa: PLC0415

    cli()
