"""Which files the server reads for a client, and how: none outside of the client's folders, and none that blocks."""

import os
from collections.abc import Iterable

from scn_compiler.project.files import Input, ReadFailure, Unreadable, decode, read_regular

_SUFFIX = ".scn"


def read_script(path: str, folders: Iterable[str]) -> str:
    """The text of a script that is not open.

    Raises:
        Unreadable: if it is no script in one of the folders, also where a link leads out of them; if it is not a
            regular file, or cannot be read as text.
    """
    if "\0" in path:
        raise Unreadable(ReadFailure(path, "cannot be read: no file can have this name"))
    real = os.path.realpath(path)
    if not (path.endswith(_SUFFIX) and real.endswith(_SUFFIX)):
        raise Unreadable(ReadFailure(path, f"cannot be read: only files that end in {_SUFFIX} are"))
    if not any(is_inside(real, os.path.realpath(folder)) for folder in folders):
        raise Unreadable(
            ReadFailure(path, "cannot be read: it is not open, and not in a folder that is open")
        )
    source = Input(path, path)
    return decode(source, read_regular(source))


def is_inside(path: str, folder: str) -> bool:
    """Whether a path is below a folder; links are not followed."""
    return os.path.normcase(path).startswith(os.path.join(os.path.normcase(folder), ""))  # noqa: PTH118
