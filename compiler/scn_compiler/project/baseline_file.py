"""A baseline file read: what it lists, and how it names files."""

import os
from collections import Counter
from pathlib import Path

from scn_compiler.findings.baseline import BaselineEntry, NoBaseline, read_baseline
from scn_compiler.project.console import usage
from scn_compiler.project.files import STDIN, Input, Unreadable, read_file


def listed_in(file: str) -> Counter[BaselineEntry]:
    """The findings that the baseline `file` lists.

    Raises:
        click.UsageError: if it cannot be read, or is none.
    """
    try:
        return read_baseline(read_file(Input(file, file)))
    except (Unreadable, NoBaseline) as error:
        shown = str(error) if isinstance(error, Unreadable) else f"{file} is no baseline: {error}"
        raise usage(shown) from None


def path_in(file: str, path: str) -> str:
    """What the baseline `file` calls the script at `path`: its path from the folder of the baseline."""
    folder = os.path.dirname(os.path.abspath(file))  # noqa: PTH100, PTH120
    return path if path == STDIN else Path(os.path.relpath(path, folder)).as_posix()
