"""An index of the scripts in a client's folders: which files each needs. Changed files are read again."""

import os
from collections.abc import Iterator
from contextlib import suppress

from click import ClickException

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.reuse.files import named_files
from scn_compiler.ide.reuse.symbols import CONFIG_FILE
from scn_compiler.lsp.file_access import read_script
from scn_compiler.lsp.projects import file_stamp
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.uris import path_key, path_of
from scn_compiler.project.files import Unreadable, find_files
from scn_compiler.reuse.library import EXTENSIONS, join
from scn_dsl.file_names import TEST_SUFFIX


class ScriptIndex:
    """Which script needs which files, kept up to date file by file."""

    def __init__(self, session: ScriptServer) -> None:
        self._session = session
        self._needs: dict[str, tuple[object, frozenset[str]]] = {}
        self._listed: list[str] | None = None
        session.on_reload.append(self._forget_list)
        session.on_file_change.append(lambda _uri: self._forget_list())

    def importers(self, path: str | None) -> Iterator[OpenScript]:
        """Yield the scripts that need the file at `path`, directly or not; all scripts for `CONFIG_FILE`.

        Of open documents, the text in the editor counts.
        """
        paths = self._paths()
        if path == CONFIG_FILE:
            found = set(map(path_key, paths))
        elif path is None:
            return
        else:
            found = self._above(path_key(path), {path_key(each): self._needs_of(each) for each in paths})
        for each in paths:
            if path_key(each) in found and (script := self._script(each)):
                yield script

    def test_files(self) -> Iterator[OpenScript]:
        """Yield the files of tests in the folders, and the open ones."""
        for each in self._paths():
            if each.endswith(TEST_SUFFIX) and (script := self._script(each)):
                yield script

    def tests_of(self, path: str | None) -> Iterator[OpenScript]:
        """Yield the files whose tests play the script at `path`, or a script that imports it."""
        if any(each.endswith(TEST_SUFFIX) for each in self._paths()):
            yield from (each for each in self.importers(path) if (each.path or "").endswith(TEST_SUFFIX))

    def paths_around(self, script: OpenScript) -> list[str]:
        """List the scripts and the files of rows that a script may name."""
        if script.path is None:
            return []
        project = self._session.projects.config_for(script.path)
        top = os.path.join(self._session.needed_files.project_of(script.path, project), "")  # noqa: PTH118
        return [path for path in (*self._paths(), *self._rows_files()) if path.startswith(top)]

    def _rows_files(self) -> Iterator[str]:
        for folder in self._session.folders:
            for suffix in EXTENSIONS[1:]:
                with suppress(ClickException):  # it has no such file
                    found = find_files((folder,), suffix, gitignore=lambda _path: True)
                    yield from (os.path.abspath(each.path) for each in found)  # noqa: PTH100

    def _forget_list(self) -> None:
        self._listed = None

    def _paths(self) -> list[str]:
        """List the scripts in the folders, and the open ones."""
        watched = self._session.can("workspace.did_change_watched_files.dynamic_registration")
        if self._listed is None or not watched:
            self._listed = self._session.scripts()
        opened = [path for each in self._session.open_documents if (path := path_of(each.uri))]
        return list({path_key(path): path for path in (*self._listed, *opened)}.values())

    def _needs_of(self, path: str) -> frozenset[str]:
        opened = self._session.workspace.open_text(path)
        state: object = opened if opened is not None else file_stamp(path)
        known = self._needs.get(path)
        if known is None or known[0] != state:
            text = opened if opened is not None else self._read(path)
            known = state, frozenset(path_key(join(path, each)) for each in named_files(text or "", path))
            self._needs[path] = known
        return known[1]

    def _above(self, path: str, needs: dict[str, frozenset[str]]) -> set[str]:
        found: set[str] = set()
        waiting = {path}
        while waiting:
            below = waiting
            waiting = {each for each, needed in needs.items() if each not in found and needed & below}
            found |= waiting
        return found

    def _read(self, path: str) -> str | None:
        with suppress(Unreadable):
            return read_script(path, self._session.folders)
        return None

    def _script(self, path: str) -> OpenScript | None:
        opened = self._session.workspace.open_text(path)
        text = opened if opened is not None else self._read(path)
        return None if text is None else self._session.script_at(path, text)
