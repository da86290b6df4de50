"""The command line. Exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable files, 101 a bug in scn.

Common runs take about as long as Python takes to start, so this module loads nothing that they don't need: a check of
unchanged files ends in `_run`, and only options need click.
"""

import gc
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TextIO


def program() -> None:
    """Run `main`, and exit without tearing down modules, which would take a tenth as long as a check."""
    try:
        main()
    except SystemExit as done:
        if "threading" in sys.modules or not isinstance(done.code, int):
            raise  # something may be waiting for a normal exit
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
            os._exit(done.code)
        except OSError:
            raise done from None


def main() -> None:
    """Run `scn`; an unexpected exception is reported as a bug, without its traceback."""
    sys.stdout = sys.stdout or _nowhere()
    sys.stderr = sys.stderr or _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    gc.set_threshold(100_000)  # a run is short: collecting cycles costs more than the memory they hold
    try:
        try:
            code = _run(sys.argv[1:])
        finally:
            _warn_of_unchecked_contracts()
        sys.stdout.flush()
        sys.exit(code)
    except BrokenPipeError:
        sys.stdout = None  # the reader has closed the pipe, so a flush at exit would fail again
        sys.exit(1)
    except KeyboardInterrupt:
        _say("interrupted")
        sys.exit(1)
    except OSError as error:
        _say((error.strerror or str(error)).lower())
        sys.exit(2)
    except Exception as error:
        from scn_compiler.cli.bugs import EXIT_BUG, report_bug  # noqa: PLC0415  (only bugs need it)

        report_bug(error)
        sys.exit(EXIT_BUG)


def _warn_of_unchecked_contracts() -> None:
    if plugins := sys.modules.get("scn_compiler.installed_plugins"):
        message = plugins.contracts_unchecked()
        if message:
            _say(message)


def _say(message: str) -> None:
    from scn_compiler.project.console import echo  # noqa: PLC0415

    echo(f"scn: {message}", err=True)


def _nowhere() -> "TextIO":
    """Open a stream to use instead of one that was closed before the start."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  (open until the end)


def _run(arguments: list[str]) -> int:
    """Run a command, and return its exit code; load click only if its arguments need it."""
    from scn_compiler.cli.plain import run_plain  # noqa: PLC0415

    code = run_plain(arguments)
    if code is not None:
        return code
    from scn_compiler.cli.group import run_with_click  # noqa: PLC0415

    return run_with_click()
