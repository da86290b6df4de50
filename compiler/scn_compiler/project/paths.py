"""Paths: whether links lead outside, and paths from one folder to another."""

import os


def leads_outside(path: str) -> bool:
    """Return whether the file at `path`, with all links resolved, is outside its repository or, without one, its folder."""
    from scn_compiler.project.gitignore import repository_root  # noqa: PLC0415  (links are rare)
    from scn_compiler.project.walk import lies_in  # noqa: PLC0415  (links are rare)

    folder = os.path.dirname(os.path.abspath(path))  # noqa: PTH100, PTH120
    return not lies_in(os.path.realpath(path), repository_root(folder) or folder)


def relative_path(path: str, start: str = os.curdir) -> str:
    """Return the path from the folder `start` to `path`; an absolute one if they are on different drives."""
    try:
        return os.path.relpath(path, start)
    except (ValueError, OSError):  # on another drive; the current folder is gone
        return path if os.path.isabs(path) else os.path.join(start, path)  # noqa: PTH117, PTH118
