"""Messages on a stream: headers, then JSON. Limits apply to all that a client sends."""

import asyncio
import re

from scn_dsl.patterns import lazy_pattern

MAX_LINE = 1 << 16
"""The maximum length of a header line, in bytes: for `StreamReader(limit=…)`."""

MAX_MESSAGE = 1 << 27
"""The maximum length of a message, in bytes."""

_MAX_HEADERS = 32
"""The maximum number of lines before the content of a message."""

_HEADER = lazy_pattern(rb"content-(?:length|type)[ \t]*:[^\r\n]*\r?\n", re.IGNORECASE)
_LENGTH = lazy_pattern(rb"content-length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r?\n", re.IGNORECASE)


class NotSpokenError(Exception):
    """The client doesn't speak this protocol, or its message is too long."""


async def read_message(
    reader: asyncio.StreamReader, *, strict: bool = False, limit: int = MAX_MESSAGE
) -> bytes | None:
    """Read the content of the next message; `None` at the end of the stream.

    Args:
        strict: Whether a header of another protocol, such as HTTP, is an error; if not, it is skipped.
        limit: The maximum length of a message, in bytes.

    Raises:
        NotSpokenError: If the client doesn't speak the protocol, or the message is too long.
        asyncio.IncompleteReadError: If the stream ends inside the content.
    """
    length = lines = 0
    while line := await _line(reader):
        lines += 1
        if strict and (
            lines > _MAX_HEADERS or not (_HEADER.fullmatch(line) or (length and not line.strip()))
        ):
            raise NotSpokenError("a header of another protocol")
        if found := _LENGTH.fullmatch(line):
            length = length or int(found[1])
            if length > limit:
                raise NotSpokenError(f"a message of {length:,} bytes")
        elif length and not line.strip():
            return await reader.readexactly(length)
    return None


async def _line(reader: asyncio.StreamReader) -> bytes:
    try:
        return await reader.readline()
    except ValueError:
        raise NotSpokenError("a header without an end") from None
