"""Diagnostics of configurations, baselines and measurements."""

import asyncio
import os
from collections.abc import Iterator

from click import ClickException
from lsprotocol import types

from scn_compiler.lsp.convert import error_diagnostic, lsp_diagnostic
from scn_compiler.lsp.positions import LineIndex, line_index
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.uris import configuration_table, document_key, path_of, uri_of
from scn_compiler.project.config_file import Misconfigured, misconfigured
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic

PAUSE = 0.5
"""Seconds without an edit before the problems of an open configuration are published: half a value isn't a mistake."""


class ConfigDiagnostics:
    """Publishes diagnostics of these files. It shows no messages: the user may be typing there.

    Of an open configuration, it reads the text in the editor. Scripts are checked with the saved one.
    """

    def __init__(self, session: ScriptServer) -> None:
        self._session = session
        self._in_config: dict[str, tuple[ProjectConfig, tuple[Diagnostic, ...]]] = {}
        self._published: dict[str, list[types.Diagnostic]] = {}
        self._timer: asyncio.TimerHandle | None = None
        session.on_reload.append(self._reload)

    def update(self, uri: str, project: ProjectConfig, in_config: tuple[Diagnostic, ...]) -> None:
        """Publish what a check of the script at `uri` changed: faults, and findings in its configuration."""
        if self._session.open_document(uri):
            self._in_config[document_key(uri)] = project, in_config
        self.publish()

    def forget(self, uri: str) -> None:
        """Drop the findings of a closed script."""
        if self._in_config.pop(document_key(uri), None):
            self.publish()

    def publish_soon(self) -> None:
        """Publish after a pause, while an open configuration is edited."""
        if self._timer:
            self._timer.cancel()
        self._timer = asyncio.get_running_loop().call_later(PAUSE, self.publish)

    def publish(self) -> None:
        """Publish changed diagnostics, and have the client watch files that are new, such as baselines."""
        self._session.watch_files(self._session.projects.other_files)
        faults = dict(self._session.projects.faults)
        opened = {path_of(each.uri) or "": each for each in self._session.open_configurations}
        for path, document in opened.items():
            if "scn" not in document.source and configuration_table(document.uri):
                continue  # a `pyproject.toml` that isn't about scn
            if not os.path.lexists(path):
                continue  # deleted: an editor may keep its document open for a while after closing it
            faults.pop(path, None)
            if error := misconfigured(path, document.source):
                faults[path] = error
        if not (faults or self._published or any(found for _, found in self._in_config.values())):
            return
        diagnostics = {path: list(self._diagnostics(error)) for path, error in faults.items()}
        for project, in_config in self._in_config.values():
            is_saved = project.path not in opened or opened[project.path].source == project.text
            if project.path and in_config and is_saved:
                lines = self._lines(project.text)
                uri = uri_of(project.path)
                converted = (lsp_diagnostic(each, lines, uri) for each in in_config)
                own = diagnostics.setdefault(project.path, [])
                own.extend(each for each in converted if each not in own)
        for path in {**diagnostics, **self._published}:
            self._publish(path, diagnostics.get(path, []))

    def _reload(self) -> None:
        """Drop the findings in configurations that have changed."""
        for document in self._session.open_documents:
            key = document_key(document.uri)
            if key in self._in_config and self._in_config[key][0] != self._session.config_of(document):
                del self._in_config[key]
        self.publish()

    def _diagnostics(self, error: ClickException) -> Iterator[types.Diagnostic]:
        if not (isinstance(error, Misconfigured) and error.problems):
            yield error_diagnostic(error.message.removeprefix("scn: "), self._lines(""), 0, 0)
            return
        lines = self._lines(error.text)
        for each in error.problems:
            message = f"{each.message}\nhelp: {each.hint}" if each.hint else each.message
            yield error_diagnostic(message, lines, each.span.start, each.span.end)

    def _publish(self, path: str, diagnostics: list[types.Diagnostic]) -> None:
        if self._published.get(path, []) == diagnostics:
            return
        if diagnostics:
            self._published[path] = diagnostics
        else:
            del self._published[path]
        document = self._session.open_document(uri_of(path))
        uri = document.uri if document else uri_of(path)  # as the editor writes it
        params = types.PublishDiagnosticsParams(uri=uri, diagnostics=diagnostics)
        self._session.text_document_publish_diagnostics(params)

    def _lines(self, text: str) -> LineIndex:
        return line_index(text, self._session.encoding)
