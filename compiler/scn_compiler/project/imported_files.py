"""Reads the files that scripts import: regular files of the project, each once."""

import os
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import lru_cache

from scn_compiler.project.files import Input, ReadFailure, Unreadable, decode, read_regular
from scn_compiler.project.gitignore import repository_root
from scn_compiler.project.paths import relative_path
from scn_compiler.project.walk import IGNORED_FOLDERS, lies_in
from scn_compiler.reuse.library import EXTENSIONS, UnreadableFile
from scn_dsl.file_names import SCRIPT_SUFFIX
from scn_dsl.suggest import nearest

MAX_SIZE = 1 << 24
"""A larger file (in bytes) is not read: nobody writes one, and it would take all memory."""

_MAX_SEARCHED = 2000
"""How many entries of folders are compared with the name of a missing file."""


_IGNORES_CASE = sys.platform in ("darwin", "win32")
"""Whether the file system usually finds `identity.scn` by the name `Identity.scn`, which fails on other machines."""


class ImportedFiles:
    """The files that the scripts of a run import; each is read once."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], str | UnreadableFile] = {}
        self._changed: dict[str, str] = {}

    def read(self, path: str, top: str) -> str:
        """Read a file in the folder `top` of the project.

        Raises:
            UnreadableFile: if it is outside of that folder, missing, not a regular file, or not a text.
        """
        key = os.path.abspath(path) if "\0" not in path else path, top  # noqa: PTH100
        if key not in self._read:
            try:
                self._read[key] = self._load(path, *key)
            except UnreadableFile as error:
                self._read[key] = error
        known = self._read[key]
        if isinstance(known, UnreadableFile):
            raise UnreadableFile(str(known), known.hint, known.near)
        return known

    def change(self, path: str, text: str) -> None:
        """Take `text` as the content of a file from now on."""
        self._changed[os.path.realpath(path)] = text
        self._read.clear()

    def _load(self, path: str, absolute: str, top: str) -> str:
        if "\0" in path:
            raise UnreadableFile("this isn't a valid file name")
        if not lies_in_text(absolute, top):
            raise _outside(path, top)
        real = os.path.realpath(absolute)
        if real in self._changed:
            return self._changed[real]
        if not lies_in(real, top):
            hint = "use a file of the project, or copy this one into it"
            raise UnreadableFile(f"`{path}` is a link to `{real}`, outside of the project", hint)
        try:
            text = _text(path, absolute)
        except FileNotFoundError:
            raise _missing(path, absolute, top) from None
        if _IGNORES_CASE and (near := _NearFile(top).in_other_case(absolute)):
            raise _in_other_case(path, absolute, near)
        return text


def _text(path: str, absolute: str) -> str:
    """Read a text.

    Raises:
        FileNotFoundError: if it is missing.
        UnreadableFile: if it can't be read.
    """
    try:
        state = os.stat(absolute)  # noqa: PTH116
    except (FileNotFoundError, NotADirectoryError):
        raise FileNotFoundError from None
    except OSError as error:
        raise UnreadableFile(
            f"`{path}` cannot be read: {(error.strerror or 'unknown error').lower()}"
        ) from None
    if stat.S_ISDIR(state.st_mode):
        raise UnreadableFile(f"`{path}` is a folder", "write the path of a file")
    if not (absolute.endswith(EXTENSIONS) and os.path.realpath(absolute).endswith(EXTENSIONS)):
        raise UnreadableFile(f"`{path}` is neither a script nor a file of rows")
    if state.st_size > MAX_SIZE:
        raise UnreadableFile(f"`{path}` is larger than {MAX_SIZE >> 20} MB", "split it into several files")
    source = Input(absolute, path)
    try:
        return decode(source, read_regular(source))
    except Unreadable as error:
        raise _refused(path, error.failure) from None


def _refused(path: str, failure: ReadFailure) -> UnreadableFile:
    """Describe a file that can't be read as text, with what to do as the hint."""
    if failure.line is None:
        return UnreadableFile(f"`{path}` {failure.reason}")
    reason, _, hint = failure.reason.partition(": ")
    reason = reason.replace("this file is", "it is")
    return UnreadableFile(f"`{path}:{failure.line}:{failure.column}` cannot be read: {reason}", hint or None)


def _outside(path: str, top: str) -> UnreadableFile:
    shown = relative_path(top)
    folder = "the current folder" if shown == os.curdir else f"the folder `{shown}`"
    hint = "a project is the folder of its `scn.toml`: put one into the folder that has both files"
    return UnreadableFile(f"`{path}` is outside of the project, which is {folder}", hint)


def _missing(path: str, absolute: str, top: str) -> UnreadableFile:
    near = _NearFile(top).find(absolute)
    if near and near.casefold() == absolute.casefold():
        return _in_other_case(path, absolute, near)
    return UnreadableFile(f"can't find `{path}`", near=near and _relative(near, absolute))


def _in_other_case(path: str, absolute: str, near: str) -> UnreadableFile:
    name = _relative(near, absolute)
    message = f"can't find `{path}`: upper and lower case of `{name}` differ"
    return UnreadableFile(message, near=name)


def _relative(near: str, absolute: str) -> str:
    """Return the path of a file from the folder of another, as scripts write it."""
    return relative_path(near, os.path.dirname(absolute)).replace(os.sep, "/")  # noqa: PTH120


class _NearFile:
    """Finds the file of a project that the path of a missing file means."""

    def __init__(self, top: str) -> None:
        self.top = top
        self.left = _MAX_SEARCHED

    def find(self, absolute: str) -> str | None:
        """Return the file whose path is nearest, or else a file of that name in another folder."""
        names = relative_path(absolute, self.top).split(os.sep)  # noqa: PTH206
        return self._below(self.top, names) or self._of_name(names[-1])

    def in_other_case(self, absolute: str) -> str | None:
        """Return how the path of an existing file is really written; `None` if it is written like that."""
        path = self.top
        inside = relative_path(absolute, self.top)
        if os.path.isabs(inside):  # noqa: PTH117
            return None
        for name in inside.split(os.sep):  # noqa: PTH206
            listed = {each.name for each in self._entries(path)}
            same = {each.casefold(): each for each in listed}
            path = os.path.join(path, name if name in listed else same.get(name.casefold(), name))  # noqa: PTH118
        return path if path != absolute else None

    def _below(self, folder: str, names: list[str]) -> str | None:
        """Follow a path from a folder; take the nearest name where it has a name that doesn't exist."""
        name, *others = names
        found = [each.name for each in self._entries(folder) if _is_folder(each) == bool(others)]
        for each in _nearest_names(name, found):
            path = os.path.join(folder, each)  # noqa: PTH118
            if not others:
                return path
            if below := self._below(path, others):
                return below
        return None

    def _of_name(self, name: str) -> str | None:
        folders = [self.top]
        while folders and self.left > 0:
            folder = folders.pop(0)
            for each in self._entries(folder):
                if each.is_dir(follow_symlinks=False):
                    folders.append(each.path)
                elif each.name.casefold() in (name.casefold(), name.casefold() + SCRIPT_SUFFIX):
                    return each.path
        return None

    def _entries(self, folder: str) -> Iterator["os.DirEntry[str]"]:
        try:
            with os.scandir(folder) as entries:
                listed = sorted(entries, key=lambda each: each.name)
        except OSError:
            return
        for each in listed:
            self.left -= 1
            if self.left < 0:
                return
            if not each.name.startswith(".") and each.name not in IGNORED_FOLDERS:
                yield each


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that leads to itself
        return False


def _nearest_names(name: str, found: list[str]) -> Iterable[str]:
    """Return the names that `name` may mean, the likeliest first."""
    if name in found:
        return [name]
    wanted = (name.casefold(), name.casefold() + SCRIPT_SUFFIX)
    same = [each for each in found if each.casefold() in wanted]
    close = nearest(name, [each for each in found if each not in same])
    return [*same, close] if close else same


def lies_in_text(path: str, folder: str) -> bool:
    """Return whether an absolute path is inside of a folder, without following links."""
    inside = os.path.join(os.path.normcase(folder), "")  # noqa: PTH118
    return os.path.normcase(path).startswith(inside)


def project_folder(folder: str, configs: Iterable[str]) -> str:
    """Return the folder of the project of the scripts in `folder`.

    That is the folder of their configuration, or else of their repository, or else `folder` itself. A configuration that
    extends one in a folder above belongs to the project of that one, unless that is outside of the repository.
    """
    repository = repository_root(folder)
    above = {os.path.dirname(each) for each in configs}  # noqa: PTH120
    found = [each for each in above if folder == each or lies_in_text(folder, each)]
    inside = [
        each for each in found if not repository or each == repository or lies_in_text(each, repository)
    ]
    return min(inside or found, key=len, default=repository or folder)


@lru_cache(maxsize=8)
def files_of_run(_number: int) -> ImportedFiles:
    """Return the files of a run, which has this number: in a worker, for all the jobs that it gets."""
    return ImportedFiles()
