"""The files that scripts need: their text in the editor if they are open there, or else on disk."""

import os
from collections.abc import Callable
from weakref import WeakMethod

from scn_compiler.ide.reuse.files import FilesOfScript, FileText, named_files, needed_files
from scn_compiler.lsp.projects import file_stamp
from scn_compiler.lsp.uris import path_key
from scn_compiler.project.imported_files import ImportedFiles, lies_in_text, project_folder
from scn_compiler.project.project_config import ProjectConfig
from scn_compiler.reuse.library import EXTENSIONS, UnreadableFile

_MAX_CACHED = 1 << 10
"""The number of files whose texts are cached."""


class NeededFiles:
    """The files that the scripts of a client need, each read again only after it has changed.

    Caches keep the scripts, and so this object, after the client has gone: both references to its session are weak.

    Args:
        open_text: Returns the text of an open document by its path.
        may_read: Returns whether the files that a script names may be read from disk, as far as they are in its project.
    """

    def __init__(
        self, open_text: WeakMethod[Callable[[str], str | None]], may_read: WeakMethod[Callable[[str], bool]]
    ) -> None:
        self._open_text = open_text
        self._may_read = may_read
        self._cached: dict[tuple[str, str], tuple[object, FileText]] = {}
        self._named: dict[str, tuple[str, tuple[str, ...]]] = {}
        self._folders: dict[tuple[str, tuple[str, ...]], str] = {}

    def of(self, text: str, path: str, project: ProjectConfig) -> FilesOfScript:
        """Read the files that a script needs."""
        top = self.project_of(path, project)

        def read(needed: str) -> FileText:
            return self._text(needed, top, path)

        return FilesOfScript(needed_files(text, path, read, self._names), read)

    def known_text(self, path: str) -> str | None:
        """Return the text of a file that a script needed."""
        key = path_key(path)
        texts = (text for (known, _), (_, text) in list(self._cached.items()) if known == key)
        return next((text for text in texts if isinstance(text, str)), None)

    def forget_folders(self) -> None:
        """Find the folders of the projects again: a configuration may be new."""
        self._folders.clear()

    def _names(self, text: str, path: str) -> tuple[str, ...]:
        known = self._named.pop(path, None)
        if known is None or known[0] != text:
            known = text, named_files(text, path)
        self._named[path] = known
        for old in list(self._named)[:-_MAX_CACHED]:
            self._named.pop(old, None)
        return known[1]

    def project_of(self, path: str, project: ProjectConfig) -> str:
        """Return the folder of the project that a script belongs to."""
        key = folder, configs = os.path.dirname(path), project.paths  # noqa: PTH120
        if key not in self._folders:
            self._folders[key] = project_folder(folder, configs)
        return self._folders[key]

    def _text(self, path: str, top: str, script: str) -> FileText:
        open_text, may_read = self._open_text(), self._may_read()
        if open_text and lies_in_text(os.path.normpath(path), top) and (text := open_text(path)) is not None:
            return text
        if may_read is None or not may_read(script):
            message = f"`{os.path.basename(path)}` isn't open, and the editor hasn't opened its folder"  # noqa: PTH119
            return UnreadableFile(message, "open the folder of the project")
        if not path.endswith(EXTENSIONS):
            return UnreadableFile(f"`{os.path.basename(path)}` is neither a script nor a file of rows")  # noqa: PTH119
        stamp: object = file_stamp(path) or file_stamp(os.path.dirname(path))  # noqa: PTH120
        key = path_key(path), top
        known = self._cached.pop(key, None)
        if known is None or known[0] != stamp:
            known = stamp, _read(path, top)
        self._cached[key] = known
        for old in list(self._cached)[:-_MAX_CACHED]:
            self._cached.pop(old, None)
        return known[1]


def _read(path: str, top: str) -> FileText:
    try:
        return ImportedFiles().read(path, top)
    except UnreadableFile as error:
        return error
