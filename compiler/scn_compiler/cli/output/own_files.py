"""Reads files that only scn uses, without following links and without waiting for pipes."""

import os
import stat

NO_FOLLOW = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""The flags with which such a file is opened."""


def read_no_follow(path: str) -> bytes:
    """Read a file.

    Raises:
        OSError: if it is a link, or can't be read.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | NO_FOLLOW), "rb") as stream:
        return stream.read()


def read_own_file(path: str) -> bytes | None:
    """Read a file that only scn uses; return `None` for a link, a pipe, or an unreadable file."""
    try:
        return read_no_follow(path) if stat.S_ISREG(os.lstat(path).st_mode) else None
    except OSError:
        return None
