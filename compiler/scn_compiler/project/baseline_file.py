"""Reads a baseline file, and names scripts as it does."""

import os
from collections import Counter
from pathlib import Path

from scn_compiler.findings.baseline import BaselineEntry, InvalidBaseline, read_baseline
from scn_compiler.project.console import usage_error
from scn_compiler.project.files import STDIN, Input, Unreadable, decode, read_file, read_regular
from scn_compiler.project.project_config import relative_path


def load_baseline(file: str, *, regular: bool = False) -> Counter[BaselineEntry]:
    """The findings that the baseline `file` lists.

    Args:
        regular: Whether it must be a regular file, see `read_regular`.

    Raises:
        click.UsageError: if the file cannot be read, or is not a baseline.
    """
    try:
        source = Input(file, file)
        return read_baseline(decode(source, read_regular(source)) if regular else read_file(source))
    except (Unreadable, InvalidBaseline) as error:
        message = str(error) if isinstance(error, Unreadable) else f"{file} is no baseline: {error}"
        raise usage_error(message) from None


def path_in_baseline(file: str, path: str) -> str:
    """The script's path as the baseline `file` lists it: relative to the folder of the baseline."""
    folder = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120
    return path if path == STDIN else Path(relative_path(path, folder)).as_posix()
