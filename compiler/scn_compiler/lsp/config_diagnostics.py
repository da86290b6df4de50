"""What is wrong in files that are no scripts: configurations and baselines. Said once, and shown in the file."""

from collections.abc import Iterator

from click import ClickException
from lsprotocol import types
from pygls.uris import from_fs_path

from scn_compiler.lsp.convert import diagnostic, problem
from scn_compiler.lsp.positions import Lines, lines_of
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.project.config_file import Misconfigured
from scn_compiler.project.loaded import LoadedConfig
from scn_dsl.diagnostic import Diagnostic


class ConfigDiagnostics:
    """What the client was told of such files."""

    def __init__(self, session: ScriptServer) -> None:
        self._session = session
        self._said: set[str] = set()
        self._beneath: dict[str, tuple[LoadedConfig, tuple[Diagnostic, ...]]] = {}
        self._shown: dict[str, list[types.Diagnostic]] = {}

    def tell(self, uri: str, loaded: LoadedConfig, beneath: tuple[Diagnostic, ...]) -> None:
        """Say what is new, after the script at `uri` was checked: faults, and findings beneath the script."""
        if self._session.opened(uri):
            self._beneath[uri] = loaded, beneath
        if self._session.projects.faults or self._said or beneath or self._shown:
            self._tell()

    def forget(self, uri: str) -> None:
        """A script was closed."""
        if self._beneath.pop(uri, None):
            self._tell()

    def _tell(self) -> None:
        faults = dict(self._session.projects.faults)
        for error in faults.values():
            if error.message not in self._said:
                words = error.message.replace("scn: ", "")
                self._session.show(f"{words}\nScripts are checked without it.", types.MessageType.Error)
        self._said = {error.message for error in faults.values()}
        found = {path: list(self._problems(error)) for path, error in faults.items()}
        for loaded, beneath in self._beneath.values():
            if loaded.path and beneath:
                lines = self._lines(loaded.text)
                uri = str(from_fs_path(loaded.path))
                converted = (diagnostic(each, lines, uri) for each in beneath)
                own = found.setdefault(loaded.path, [])
                own.extend(each for each in converted if each not in own)
        for path in {**found, **self._shown}:
            self._publish(path, found.get(path, []))

    def _problems(self, error: ClickException) -> Iterator[types.Diagnostic]:
        if not (isinstance(error, Misconfigured) and error.problems):
            yield problem(error.message.removeprefix("scn: "), self._lines(""), 0, 0)
            return
        lines = self._lines(error.text)
        for each in error.problems:
            words = f"{each.message}\nhelp: {each.hint}" if each.hint else each.message
            yield problem(words, lines, each.span.start, each.span.end)

    def _publish(self, path: str, found: list[types.Diagnostic]) -> None:
        if self._shown.get(path, []) == found:
            return
        self._shown[path] = found
        params = types.PublishDiagnosticsParams(uri=str(from_fs_path(path)), diagnostics=found)
        self._session.text_document_publish_diagnostics(params)

    def _lines(self, text: str) -> Lines:
        return lines_of(text, self._session.encoding)
