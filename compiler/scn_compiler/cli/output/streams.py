"""Outputs that are no files: standard output under its names, other open descriptors, pipes, devices."""

import os
import re
import stat
from pathlib import Path

from scn_compiler.cli.output.documents import refuse_commands
from scn_compiler.project.console import write_bytes

_NAMES = {"/dev/stdout": 1, "/dev/stderr": 2}
_OPEN = re.compile(r"/(?:dev|proc/self)/fd/([0-9]{1,9})")


def is_standard_output(path: str) -> bool:
    """Whether an option names standard output: as `-`, or as the system does."""
    return path == "-" or _descriptor(path) == 1


def write_to_stream(path: Path, text: str) -> bool:
    """Write to what `path` names, if that is no regular file; returns whether it is not.

    What is open already is not opened again: the text is written where it stands, behind what others wrote there.

    Raises:
        OSError: if it cannot be written.
        click.UsageError: if the log of a build would take a line for a command.
    """
    number = _descriptor(path.as_posix())
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
    """The number of the open descriptor that a path stands for, also by way of links."""
    for _ in range(40):
        found = _OPEN.fullmatch(path)
        if found or path in _NAMES:
            return int(found[1]) if found else _NAMES[path]
        try:
            path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))  # noqa: PTH115, PTH118, PTH120
        except (OSError, ValueError):
            return None
    return None


def _is_special(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not (stat.S_ISREG(mode) or stat.S_ISDIR(mode))
