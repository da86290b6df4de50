"""Prints documents to standard output, byte for byte; what a terminal or a runner would obey is not printed as it is."""

import os
import stat
import sys

from scn_compiler.inert_text import inert, line_with_command
from scn_compiler.project.console import usage_error, write_bytes


def print_document(text: str, *, err: bool = False) -> None:
    """Print a document in which nothing steers: JSON, XML, a picture, annotations."""
    write_bytes(text.encode("utf-8", "backslashreplace"), err=err)


def show_script(text: str, name: str) -> None:
    """Print a script, which has no escapes that would leave it the same script: on a terminal it is shown with escapes.

    Raises:
        click.UsageError: if the log of a build would take a line of it for a command.
    """
    if sys.stdout.isatty():
        print_document(_shown(text))
        return
    refuse_commands(text, name)
    print_document(text)


def refuse_commands(text: str, name: str) -> None:
    """Check that no line of what goes to standard output or standard error is a command to the runner of a build.

    Raises:
        click.UsageError: if one is.
    """
    # A report goes on in a line that has no end.
    whole = text if text.endswith("\n") else f"{text}warning[SCN000]"
    line = line_with_command(whole) if _goes_to_a_log() else None
    if line:
        raise usage_error(
            f"line {line} of what is printed for {name} would be a command to this build: write it to a file"
        )


def show_difference(text: str) -> None:
    """Print a difference: one that a program reads stays as it is, on a terminal and in a log it has escapes."""
    print_document(_shown(text) if sys.stdout.isatty() or _goes_to_a_log() else text)


def _shown(text: str) -> str:
    return inert(text.replace("\r\n", "\n"))


def _goes_to_a_log() -> bool:
    """Whether a runner that looks for commands may read standard output: nobody knows who reads a pipe."""
    runners = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
    if not any(os.environ.get(name) for name in runners):
        return False
    try:
        return not stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return True
