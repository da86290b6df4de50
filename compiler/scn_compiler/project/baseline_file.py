"""Reads a baseline file, and spells paths as it does."""

import os
from collections import Counter
from pathlib import Path

from scn_compiler.findings.baseline import BaselineEntry, InvalidBaseline, read_baseline
from scn_compiler.project.console import usage_error
from scn_compiler.project.files import STDIN, Input, Unreadable, decode, read_file, read_regular
from scn_compiler.project.paths import leads_outside, relative_path


def load_baseline(file: str, *, regular: bool = False) -> Counter[BaselineEntry]:
    """Load the findings in the baseline `file`.

    Args:
        regular: Whether it must be a regular file (see `read_regular`) inside the project, because a configuration
            names it, not the command line.

    Raises:
        click.UsageError: if the file can't be read, or isn't a baseline.
    """
    if regular and os.path.islink(file) and leads_outside(file):  # noqa: PTH114
        raise usage_error(f"the baseline {file} is a link to {os.path.realpath(file)}, outside the project")
    try:
        return _read(file, regular=regular)
    except (Unreadable, InvalidBaseline) as error:
        message = str(error) if isinstance(error, Unreadable) else f"{file} is not a valid baseline: {error}"
        raise usage_error(message) from None


def is_baseline(file: str) -> bool:
    """Return whether a file is a baseline."""
    try:
        _read(file)
    except (Unreadable, InvalidBaseline):
        return False
    return True


def _read(file: str, *, regular: bool = False) -> Counter[BaselineEntry]:
    source = Input(file, file)
    text = decode(source, read_regular(source)) if regular else read_file(source)
    return read_baseline(text.removeprefix("\ufeff"))


def path_in_baseline(file: str, path: str) -> str:
    """Return the path of a script as the baseline `file` lists it: relative to the baseline's folder."""
    folder = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120
    return path if path == STDIN else Path(relative_path(path, folder)).as_posix()
