"""Prints documents to standard output, byte for byte, except for text that a terminal or a CI runner would obey."""

import os
import stat
import sys

from scn_compiler.inert_text import inert, line_with_command
from scn_compiler.project.console import usage_error, write_bytes


def print_document(text: str, *, err: bool = False) -> None:
    """Print an inert document: JSON, XML, a picture, annotations."""
    write_bytes(text.encode("utf-8", "backslashreplace"), err=err)


def show_script(text: str, name: str) -> None:
    """Print a script: to a terminal with escapes, anywhere else unchanged, since escapes would change its meaning.

    Raises:
        click.UsageError: if a CI runner would obey a line of it.
    """
    if sys.stdout.isatty():
        print_document(_shown(text))
        return
    refuse_commands(text, name)
    print_document(text)


def refuse_commands(text: str, name: str) -> None:
    """Check that no line of a text for standard output or standard error is a command to a CI runner.

    Raises:
        click.UsageError: if one is.
    """
    # If the last line has no end, a report continues it.
    whole = text if text.endswith("\n") else f"{text}warning[SCN000]"
    line = line_with_command(whole) if _goes_to_a_log() else None
    if line:
        raise usage_error(
            f"refusing to print {name}: the CI runner would run line {line} as a command; write to a file instead"
        )


def show_difference(text: str) -> None:
    """Print a diff: with escapes on a terminal and in a CI log, unchanged for other programs."""
    print_document(_shown(text) if sys.stdout.isatty() or _goes_to_a_log() else text)


def _shown(text: str) -> str:
    return inert(text.replace("\r\n", "\n"))


def _goes_to_a_log() -> bool:
    """Return whether a CI runner may read standard output: a pipe may lead to one."""
    runners = ("GITHUB_ACTIONS", "TF_BUILD", "TEAMCITY_VERSION")
    if not any(os.environ.get(name) for name in runners):
        return False
    try:
        return not stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode)
    except (OSError, ValueError):
        return True
