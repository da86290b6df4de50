"""Outputs other than regular files: standard output under all its names, open descriptors, pipes, devices."""

import os
import stat

from scn_compiler.cli.output.documents import refuse_commands
from scn_compiler.project.console import write_bytes
from scn_dsl.patterns import lazy_pattern

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

_NAMES = {"/dev/stdout": 1, "/dev/stderr": 2}
_OPEN = lazy_pattern(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")


def is_standard_output(path: str) -> bool:
    """Return whether an option names standard output: `-`, or a path such as `/dev/stdout`."""
    return path == "-" or _descriptor(path) == 1


def write_to_stream(path: "str | Path", text: str) -> bool:
    """Write to `path` if it is a stream instead of a regular file; return whether it is.

    An open descriptor isn't opened again, so that the text goes after what others wrote to it.

    Raises:
        OSError: if the stream can't be written.
        click.UsageError: if a CI runner would obey a line of the text.
    """
    number = _descriptor(os.fspath(path).replace(os.sep, "/"))
    if number is None and not _is_special(path):
        return False
    if number in (1, 2):
        refuse_commands(text, str(path))
        write_bytes(text.encode("utf-8"), err=number == 2)
        return True
    with open(path if number is None else os.dup(number), "wb") as stream:  # noqa: PTH123
        stream.write(text.encode("utf-8"))
    return True


def _descriptor(path: str) -> int | None:
    """Return the number of the open descriptor that a path names, directly or through links."""
    for _ in range(40):
        found = _OPEN.fullmatch(path)
        if found or path in _NAMES:
            return int(found[1]) if found else _NAMES[path]
        try:
            path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))  # noqa: PTH115, PTH118, PTH120
        except (OSError, ValueError):
            return None
    return None


def _is_special(path: "str | Path") -> bool:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
