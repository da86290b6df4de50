"""Printing and usage errors, without loading click until an error is raised."""

import sys


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print `text` to standard output or standard error, and flush."""
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{text}\n" if nl else text)
    stream.flush()


def usage_error(message: str) -> Exception:
    """The error to raise when a command was called with wrong arguments."""
    import click  # noqa: PLC0415  (slow to load, and only errors need it)

    return click.UsageError(message)
