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
    if reason := _refusal(path, folders):
        raise Unreadable(ReadFailure(path, f"cannot be read: {reason}"))
    source = Input(path, path)
    return decode(source, read_regular(source))


def _refusal(path: str, folders: Iterable[str]) -> str | None:
    """Why a file may not be read, or that it is a folder; nothing outside of the folders is even looked at."""
    if "\0" in path:
        return "no file can have this name"
    allowed = {name for folder in folders for name in (os.path.normpath(folder), os.path.realpath(folder))}
    if not any(is_inside(os.path.normpath(path), folder) for folder in allowed):
        return "it is not open, and not in a folder that is open"
    real = os.path.realpath(path)
    if not any(is_inside(real, folder) for folder in allowed):
        return "this link leads out of the folders that are open"
    if os.path.isdir(real):  # noqa: PTH112
        return _unlisted(real)
    if not (path.endswith(_SUFFIX) and real.endswith(_SUFFIX)):
        return f"only files that end in {_SUFFIX} are"
    return None


def _unlisted(folder: str) -> str:
    try:
        os.listdir(folder)  # noqa: PTH208
    except OSError as error:
        return f"this folder cannot be listed: {(error.strerror or 'unknown error').lower()}"
    return "this is a folder"


def is_inside(path: str, folder: str) -> bool:
    """Whether a path is below a folder; links are not followed."""
    return os.path.normcase(path).startswith(os.path.join(os.path.normcase(folder), ""))  # noqa: PTH118
