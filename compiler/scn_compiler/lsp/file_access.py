"""Access to files for a client: only inside the client's folders, and only regular files, which can't block."""

import os
from collections.abc import Iterable

from scn_compiler.project.files import Input, ReadFailure, Unreadable, decode, read_regular
from scn_dsl.file_names import SCRIPT_SUFFIX


def read_script(path: str, folders: Iterable[str]) -> str:
    """Read a script that isn't open.

    Raises:
        Unreadable: If it isn't a script in one of the folders, or a link leads out of them; if it isn't a regular
            file, or not text.
    """
    if reason := _refusal(path, folders):
        raise Unreadable(ReadFailure(path, f"cannot be read: {reason}"))
    source = Input(path, path)
    return decode(source, read_regular(source))


def _refusal(path: str, folders: Iterable[str]) -> str | None:
    """Return why a file can't be read; outside the folders, without a look at the disk."""
    if "\0" in path:
        return "invalid file name"
    allowed = {name for folder in folders for name in (os.path.normpath(folder), os.path.realpath(folder))}
    if not any(is_inside(os.path.normpath(path), folder) for folder in allowed):
        return "it isn't open, and it's outside the open folders"
    real = os.path.realpath(path)
    if not any(is_inside(real, folder) for folder in allowed):
        return "this link leads out of the open folders"
    if os.path.isdir(real):  # noqa: PTH112
        return _unlisted(real)
    if not (path.endswith(SCRIPT_SUFFIX) and real.endswith(SCRIPT_SUFFIX)):
        return f"its name doesn't end in {SCRIPT_SUFFIX}"
    return None


def _unlisted(folder: str) -> str:
    try:
        os.listdir(folder)  # noqa: PTH208
    except OSError as error:
        return f"can't list this folder: {(error.strerror or 'unknown error').lower()}"
    return "it's a folder"


def is_inside(path: str, folder: str) -> bool:
    """Return whether a path is inside a folder, without following links."""
    return os.path.normcase(path).startswith(os.path.join(os.path.normcase(folder), ""))  # noqa: PTH118
