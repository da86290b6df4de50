"""The command line. Exit codes: 0 clean, 1 findings, 2 wrong usage or unreadable files, 101 a bug in scn."""

import gc
import os
import sys
from contextlib import suppress
from typing import TextIO

from scn_compiler.installed_plugins import contracts_unchecked
from scn_compiler.project.console import echo
from scn_compiler.project.files import EXIT_UNREADABLE


def program() -> None:
    """Run `main`, and exit without tearing down modules, which would take a tenth as long as a check."""
    try:
        main()
    except SystemExit as done:
        if "threading" in sys.modules or not isinstance(done.code, int):
            raise  # something may be waiting for a normal exit
        with suppress(OSError):
            for stream in filter(None, (sys.stdout, sys.stderr)):
                stream.flush()
            os._exit(done.code)
        raise


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
            _run(sys.argv[1:])
        finally:
            if message := contracts_unchecked():
                echo(f"scn: {message}", err=True)
        sys.stdout.flush()
    except BrokenPipeError:
        sys.stdout = None  # the reader has closed the pipe, so a flush at exit would fail again
        sys.exit(1)
    except KeyboardInterrupt:
        echo("scn: interrupted", err=True)
        sys.exit(1)
    except OSError as error:
        echo(f"scn: {(error.strerror or str(error)).lower()}", err=True)
        sys.exit(EXIT_UNREADABLE)
    except Exception as error:
        from scn_compiler.cli.bugs import EXIT_BUG, report_bug  # noqa: PLC0415  (only bugs need it)

        report_bug(error)
        sys.exit(EXIT_BUG)


def _nowhere() -> TextIO:
    """Open a stream to use instead of one that was closed before the start."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123  (open until the end)


def _run(arguments: list[str]) -> None:
    """Run a command; a check without options doesn't load click."""
    has_options = any(argument.startswith("-") and argument != "-" for argument in arguments)
    if arguments[:1] == ["check"] and not has_options:
        from scn_compiler.cli.checking.run import CheckOptions, run_check  # noqa: PLC0415
        from scn_compiler.project.discovery import ConfigDiscovery  # noqa: PLC0415

        try:
            sys.exit(run_check(tuple(arguments[1:]), ConfigDiscovery(), CheckOptions()))
        except Exception as error:
            click = sys.modules.get("click")
            if not (click and isinstance(error, click.ClickException)):
                raise
            # A usage or configuration error, raised before anything was done; click reports it below.
    from scn_compiler.cli.group import run_command  # noqa: PLC0415

    sys.exit(run_command())
