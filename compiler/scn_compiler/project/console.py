"""Printing and usage errors, without loading click until an error is raised."""

import sys

from scn_compiler.inert_text import one_line, without_commands


def echo(text: str, *, err: bool = False, styled: bool = False) -> None:
    """Print a message on one line to standard output or standard error, and flush; what would steer a reader is escaped.

    Args:
        styled: Whether control characters in it are ours, as for colours, and so are line breaks.
    """
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{without_commands(text) if styled else one_line(text)}\n")
    stream.flush()


def write_bytes(data: bytes, *, err: bool = False) -> None:
    """Write to standard output or standard error as it is, and flush: a text stream would translate line ends."""
    stream = sys.stderr if err else sys.stdout
    stream.flush()
    if hasattr(stream, "buffer"):
        stream.buffer.write(data)
        stream.buffer.flush()
    else:  # the stream of a notebook
        stream.write(data.decode("utf-8"))


def usage_error(message: str) -> Exception:
    """The error to raise when a command was called with wrong arguments."""
    import click  # noqa: PLC0415  (slow to load, and only errors need it)

    return click.UsageError(message)
