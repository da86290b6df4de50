"""Printing and usage errors; loads click only to raise an error."""

import sys

from scn_compiler.inert_text import one_line, without_commands


def echo(text: str, *, err: bool = False, styled: bool = False) -> None:
    """Print a message on one line, and flush; control characters and commands to CI runners are escaped.

    Args:
        styled: Whether to keep its control characters and line breaks, which are ours, such as colors.
    """
    stream = sys.stderr if err else sys.stdout
    stream.write(f"{without_commands(text) if styled else one_line(text)}\n")
    stream.flush()


def write_bytes(data: bytes, *, err: bool = False) -> None:
    """Write bytes unchanged, and flush; a text stream would translate line breaks."""
    stream = sys.stderr if err else sys.stdout
    stream.flush()
    if hasattr(stream, "buffer"):
        stream.buffer.write(data)
        stream.buffer.flush()
    else:  # the stream of a notebook
        stream.write(data.decode("utf-8"))


def usage_error(message: str) -> Exception:
    """Return the error to raise for wrong arguments of a command."""
    import click  # noqa: PLC0415  (slow to load, and only errors need it)

    return click.UsageError(message)
