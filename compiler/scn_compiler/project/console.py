"""What is said, and what is wrong with how scn was called; click is loaded only for the latter."""

import sys


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print `text` to standard output, or to standard error, at once."""
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{text}\n" if nl else text)
    stream.flush()


def usage(message: str) -> Exception:
    """The error of a command that was called wrongly."""
    import click  # noqa: PLC0415  (a check that goes well does without)

    return click.UsageError(message)
