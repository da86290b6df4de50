"""Messages on a stream: headers, then JSON. What a client sends is bounded, however it sends it."""

import asyncio
import re

MAX_LINE = 1 << 16
"""Bytes of the longest line of a header: for `StreamReader(limit=…)`."""

MAX_MESSAGE = 1 << 27
"""Bytes of the longest message."""

_MAX_HEADERS = 32
"""Lines before the content of a message."""

_HEADER = re.compile(rb"content-(?:length|type)[ \t]*:[^\r\n]*\r?\n", re.IGNORECASE)
_LENGTH = re.compile(rb"content-length[ \t]*:[ \t]*(\d{1,12})[ \t]*\r?\n", re.IGNORECASE)


class NotSpokenError(Exception):
    """What comes from a client is not of this protocol, or is too long for it."""


async def read_message(
    reader: asyncio.StreamReader, *, strict: bool = False, limit: int = MAX_MESSAGE
) -> bytes | None:
    """The content of the next message; `None` at the end of the stream.

    Args:
        strict: Whether a header of another protocol, such as HTTP, is an error; otherwise it is passed over.
        limit: Bytes of the longest message.

    Raises:
        NotSpokenError: if the client does not speak the protocol, or the message is too long.
        asyncio.IncompleteReadError: if the stream ends within the content.
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
        raise NotSpokenError("a header without end") from None
