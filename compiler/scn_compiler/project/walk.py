"""Walks a folder for files; enters no ignored or excluded folder, and follows no link to the outside."""

import os
import stat
from collections.abc import Callable

from scn_compiler.project.gitignore import GitIgnore
from scn_dsl.records import Record

IGNORED_FOLDERS = frozenset({"node_modules", "site-packages", "venv", "__pycache__", "__pypackages__"})
"""Folders of other tools, which are skipped like all folders that start with a dot."""

_VIRTUAL_ENVIRONMENT = "pyvenv.cfg"


class Walked(Record):
    """The files in a folder.

    Attributes:
        files: The paths, sorted; also entries that can't be examined or listed, so that reading them reports why.
        has_excluded: Whether the configuration excludes something in the folder.
        has_ignored: Whether something was skipped for another reason.
        remarks: A message for each entry that looks like a file but was skipped.
    """

    files: tuple[str, ...]
    has_excluded: bool = False
    has_ignored: bool = False
    remarks: tuple[str, ...] = ()


def walk(
    top: str,
    suffix: str,
    excluded: Callable[[str], bool] | None = None,
    *,
    no_ignore: bool = False,
    gitignore: bool = True,
    asked: tuple[str, ...] = (),
) -> Walked:
    """Find the files below the folder `top` that end in `suffix`.

    Args:
        excluded: Returns whether to skip a file, or a folder with everything in it.
        no_ignore: Whether to search `IGNORED_FOLDERS` and virtual environments as well.
        gitignore: Whether to skip files that git ignores.
        asked: Other files and folders that links may lead to.
    """
    walker = _Walker(top, suffix, excluded, not no_ignore, (top, *asked))
    walker.walk(GitIgnore.above(top) if gitignore else None)
    return walker.walked()


class _Walker:
    def __init__(
        self,
        top: str,
        suffix: str,
        excluded: Callable[[str], bool] | None,
        ignore: bool,
        asked: tuple[str, ...],
    ) -> None:
        self._top = top
        self._suffix = suffix
        self._excluded = excluded
        self._ignore = ignore
        self._asked = asked
        self._files: list[str] = []
        self._links: list[tuple[str, str]] = []
        self._remarks: list[str] = []
        self._has_excluded = self._has_ignored = False

    def walk(self, rules: GitIgnore | None) -> None:
        folders = [(self._top, rules)]
        while folders:
            folder, rules = folders.pop()
            try:
                with os.scandir(folder) as entries:
                    listed = list(entries)
            except OSError:
                self._files.append(folder)
                continue
            names = {entry.name for entry in listed}
            if self._ignore and folder != self._top and _VIRTUAL_ENVIRONMENT in names:
                self._has_ignored = True
                continue
            if rules and ".gitignore" in names:
                rules = rules.inside(folder)
            for entry in listed:
                if not entry.name.startswith("."):
                    path = entry.path.removeprefix(f".{os.sep}")
                    if entry.is_dir(follow_symlinks=False):
                        if not self._skips(path, rules, is_folder=True):
                            folders.append((path, rules))
                    elif entry.name.endswith(self._suffix) and not self._skips(path, rules):
                        self._add(entry, path)

    def walked(self) -> Walked:
        """Return the result; drop links to files that were found."""
        found = {os.path.realpath(path) for path in self._files} if self._links else set()
        links = (path for path, target in self._links if target not in found)
        files = tuple(sorted((*self._files, *links), key=lambda path: path.split(os.sep)))  # noqa: PTH206
        return Walked(files, self._has_excluded, self._has_ignored, tuple(self._remarks))

    def _skips(self, path: str, rules: GitIgnore | None, *, is_folder: bool = False) -> bool:
        if is_folder and self._ignore and os.path.basename(path) in IGNORED_FOLDERS:  # noqa: PTH119
            self._has_ignored = True
            return True
        if rules and rules.ignores(path, is_folder=is_folder):
            self._has_ignored = True
            return True
        if self._excluded and self._excluded(path):
            self._has_excluded = True
            return True
        return False

    def _add(self, entry: "os.DirEntry[str]", path: str) -> None:
        try:
            mode = entry.stat().st_mode
        except OSError:
            self._files.append(path)
            return
        if stat.S_ISDIR(mode):
            return
        if not stat.S_ISREG(mode):
            self._remarks.append(
                f"skipped {path}: it is {_kind(mode)}; name it on the command line to read it"
            )
        elif not entry.is_symlink():
            self._files.append(path)
        else:
            target = os.path.realpath(path)
            if any(lies_in(target, folder) for folder in self._asked):
                self._links.append((path, target))
            else:
                self._remarks.append(
                    f"skipped {path}: it is a link to {target}, outside {self._top}; "
                    "name it on the command line to read it"
                )


def lies_in(path: str, folder: str) -> bool:
    """Return whether the real path `path` is `folder`, or is inside it."""
    real = os.path.realpath(folder)
    return path == real or path.startswith(real.rstrip(os.sep) + os.sep)


def _kind(mode: int) -> str:
    if stat.S_ISFIFO(mode):
        return "a pipe"
    return "a socket" if stat.S_ISSOCK(mode) else "a device"
