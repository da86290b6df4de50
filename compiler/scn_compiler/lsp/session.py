"""The session with one client: its documents, settings and capabilities."""

import asyncio
import logging
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import cache, partial, wraps
from importlib.metadata import version
from typing import Any, TypeVar, cast
from weakref import WeakMethod

from click import ClickException
from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import FeatureRequestError, JsonRpcException, JsonRpcInternalError, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.protocol import default_converter

from scn_compiler.ide.document import OpenScript
from scn_compiler.installed_plugins import contracts_unchecked
from scn_compiler.lsp.file_access import is_inside
from scn_compiler.lsp.needed_files import NeededFiles
from scn_compiler.lsp.preferences import Preferences, mistakes_in
from scn_compiler.lsp.projects import Projects
from scn_compiler.lsp.protocol import FOR_CONFIGURATIONS, NEVER_NULL, ScriptProtocol
from scn_compiler.lsp.text_document import ScriptDocument, ScriptWorkspace
from scn_compiler.lsp.uris import configuration_table, is_toml, path_key, path_of, uri_of
from scn_compiler.platforms import find_target
from scn_compiler.project.files import Unreadable, find_files
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.records import replace

_LOG = logging.getLogger(__name__)
_Result = TypeVar("_Result")

_converter = cache(default_converter)
"""One for all clients: it generates code for each type of message that it sees, which takes longer than most answers."""

_LONG = 20_000
"""The length of a document, in characters, from which on a thread answers, so that other requests don't wait."""


REFRESH_REQUESTS = {
    "diagnostics": types.WORKSPACE_DIAGNOSTIC_REFRESH,
    "code_lens": types.WORKSPACE_CODE_LENS_REFRESH,
    "inlay_hint": types.WORKSPACE_INLAY_HINT_REFRESH,
}
"""Results that depend on configuration and target: after a reload, clients are told to pull them again."""


class DocumentGone(JsonRpcInvalidParams):
    """A document isn't open, and the server can't read its file."""


class ScriptServer(LanguageServer):
    """The session: one client's documents, settings and capabilities, and threads for long work.

    It is the server object of pygls; `make_server` registers the handlers.

    Attributes:
        target: The target that the client chose; `None` for each script's own.
        commands: The commands that the client announced.
        preferences: Hints, lenses and problems that the client shows.
        projects: The configurations, baselines and measurements of its folders.
        needed_files: The files that scripts import, and files of rows.
        on_reload: Called when configurations or the target may have changed.
        on_file_change: Called with the URI of a file that another program changed.
        on_hang_up: Called when the client is gone.
    """

    protocol: ScriptProtocol

    def __init__(self) -> None:
        super().__init__("scn", version("scnlang"), protocol_cls=ScriptProtocol, converter_factory=_converter)
        self.target: str | None = None
        self.commands: frozenset[str] = frozenset()
        self.preferences = Preferences()
        self.projects = Projects()
        self.needed_files = NeededFiles(WeakMethod(self._open_text), WeakMethod(self._is_in_folder))
        self.on_reload: list[Callable[[], None]] = []
        self.on_file_change: list[Callable[[str], None]] = []
        self.on_hang_up: Callable[[], object] = lambda: None
        self._reported: set[str] = set()
        self._watched: set[str] = set()
        self._told_unchecked = False

        @self.feature(types.INITIALIZE)
        def initialize(params: types.InitializeParams) -> None:
            self._initialize(params)

    # Documents

    @property
    def workspace(self) -> ScriptWorkspace:
        """The client's folders and open documents."""
        return cast("ScriptWorkspace", super().workspace)

    def document(self, uri: str) -> ScriptDocument:
        """Return a snapshot of a document, open or read from its file."""
        try:
            return self.workspace.get_text_document(uri).snapshot()
        except Unreadable as error:
            raise DocumentGone(str(error)) from None

    def open_document(self, uri: str) -> ScriptDocument | None:
        """Return a snapshot of a document, if it is open."""
        document = self.workspace.open_document(uri)
        return document and document.snapshot()

    @property
    def open_documents(self) -> list[ScriptDocument]:
        """Snapshots of the open scripts."""
        return [each.snapshot() for each in self.workspace.opened if not is_toml(each.uri)]

    @property
    def open_configurations(self) -> list[ScriptDocument]:
        """Snapshots of the open configurations."""
        return [
            each.snapshot() for each in self.workspace.opened if configuration_table(each.uri) is not None
        ]

    def open_script_of(self, document: ScriptDocument) -> OpenScript:
        """Convert a document for the features in `ide`."""
        return self.script_and_config(document)[0]

    def script_and_config(self, document: ScriptDocument) -> tuple[OpenScript, ProjectConfig]:
        """Convert a document for the features in `ide`; return it with its configuration."""
        project = self.config_of(document)
        return self.script_at(path_of(document.uri), document.source, project), project

    def script_at(self, path: str | None, text: str, project: ProjectConfig | None = None) -> OpenScript:
        """Build a script with the files that it needs; `project` is its configuration."""
        project = project or self.projects.config_for(path)
        measurement = self.projects.measurement_for(project, path)
        if path is None:
            config = replace(project.config, read=None, measurement=measurement)
            return OpenScript(text, path, self.target, config)
        files = self.needed_files.of(text, path, project)
        config = replace(project.config, read=files.read, measurement=measurement)
        return OpenScript(text, path, self.target, config, files.state)

    def _is_in_folder(self, path: str) -> bool:
        return any(is_inside(os.path.normpath(path), folder) for folder in self.folders)

    def _open_text(self, path: str) -> str | None:
        return self.workspace.open_text(path)

    def importers(self, path: str) -> list[ScriptDocument]:
        """Return the open documents that need the file at `path`, directly or not."""
        key = path_key(path)
        return [
            document
            for document in self.open_documents
            if any(path_key(needed) == key for needed, _ in self.needs_of(document))
        ]

    def needs_of(self, document: ScriptDocument) -> tuple[tuple[str, int], ...]:
        """Return the files that a document needs, as `OpenScript.needs`."""
        return self.open_script_of(document).needs

    def config_of(self, document: ScriptDocument) -> ProjectConfig:
        """Return the configuration of a document."""
        return self.projects.config_for(path_of(document.uri))

    def excludes(self, document: ScriptDocument) -> bool:
        """Return whether a configuration excludes a document."""
        path = path_of(document.uri)
        return path is not None and self.config_of(document).excludes(path)

    @property
    def folders(self) -> list[str]:
        """The paths of the client's folders."""
        return self.workspace.folder_paths

    def scripts(self) -> list[str]:
        """List the paths of the scripts in the folders, without excluded ones."""
        found: dict[str, None] = {}
        for folder in self.folders:
            with suppress(ClickException):  # no script in it, or it is gone
                inside = find_files(
                    (folder,),
                    ".scn",
                    lambda path: self.projects.config_for(path).excludes(path),
                    gitignore=lambda path: self.projects.config_for(f"{path}/").config.respect_gitignore,
                )
                found.update(dict.fromkeys(os.path.abspath(each.path) for each in inside))  # noqa: PTH100
        return list(found)

    # Work

    def feature(self, feature_name: str, options: Any = None) -> Callable[[Any], Any]:
        """Register a handler; for long documents, one that isn't `async` runs in a thread."""
        register = super().feature(feature_name, options)

        def decorate(handler: Callable[..., Any]) -> Any:
            is_request = types.METHOD_TO_TYPES[feature_name][1] is not None
            if not is_request or feature_name == types.INITIALIZE:
                return register(handler)
            silent = feature_name.startswith("textDocument/") and feature_name not in NEVER_NULL

            @wraps(handler)
            async def run(params: Any) -> Any:
                try:
                    return await self._answer(feature_name, handler, params)
                except JsonRpcException as error:
                    if not (silent and isinstance(error, DocumentGone)):
                        raise
                except Exception as error:
                    if not silent:
                        raise
                    self.report_server_error(error, None)
                return None

            return register(run)

        return decorate

    async def _answer(self, feature: str, handler: Callable[..., Any], params: Any) -> Any:
        own = feature.startswith("textDocument/") and feature not in FOR_CONFIGURATIONS
        if own and is_toml(params.text_document.uri):
            return None
        if asyncio.iscoroutinefunction(handler):
            return await handler(params)
        if len(self.document(params.text_document.uri).source) < _LONG:
            return handler(params)
        return await self.run_in_thread(lambda: self.protocol.encode_result(handler(params)))

    async def run_in_thread(self, function: Callable[..., _Result], *arguments: Any) -> _Result:
        """Run a slow function in a thread; the server keeps answering other requests."""
        if self.protocol.ended.is_set():
            raise asyncio.CancelledError  # the client is gone
        return await asyncio.get_running_loop().run_in_executor(self.thread_pool, function, *arguments)

    @contextmanager
    def work_progress(self, token: types.ProgressToken | None, total: int) -> Iterator[Callable[[int], bool]]:
        """Report the progress of a check to a client that sent a token.

        Yields a function to call with the number of items just finished; it returns whether the user cancelled.
        """
        done = 0

        def step(count: int) -> bool:
            nonlocal done
            done += count
            if token is None:
                return False
            report = types.WorkDoneProgressReport(
                message=f"{done:,} of {total:,}", percentage=100 * done // total
            )
            self.work_done_progress.report(token, report)
            return self.work_done_progress.tokens[token].cancelled()

        if token is not None:
            begin = types.WorkDoneProgressBegin(title="scn: checking", cancellable=True, percentage=0)
            self.work_done_progress.begin(token, begin)
        try:
            yield step
        finally:
            if token is not None:
                self.work_done_progress.end(token, types.WorkDoneProgressEnd())

    # The client

    @property
    def encoding(self) -> str:
        """The unit of the client's columns; see `LineIndex`."""
        return types.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value

    def can(self, capability: str) -> bool:
        """Return whether the client has a capability, e.g. `text_document.diagnostic`."""
        return bool(get_capability(self.client_capabilities, capability))

    @property
    def shows_related(self) -> bool:
        """Whether the client shows related locations of a diagnostic."""
        pulled, published = "text_document.diagnostic", "text_document.publish_diagnostics"
        return self.can(f"{pulled}.related_information") or self.can(f"{published}.related_information")

    def configure(self, options: dict[str, Any]) -> None:
        """Apply the settings that the client sent, and show a message about each that isn't valid."""
        if "target" in options:
            self.choose_target(options["target"])
        if "environment" in options:
            self.choose_environment(options["environment"])
        for message in mistakes_in(options):
            self.show(message)
        self.preferences = self.preferences.updated(options)

    def choose_target(self, name: object) -> None:
        """Set the target for all scripts; `None` for each script's own."""
        known = isinstance(name, str) and find_target(name) is not None
        if name is not None and not known:
            message = f"unknown target `{name}`: each script keeps its own target"
            self.show(message)
        self.target = name if isinstance(name, str) and known else None

    def choose_environment(self, name: object) -> None:
        """Set the environment for all scripts; `None` for that of `SCN_ENV` or the configuration."""
        self.projects.choose_environment(name if isinstance(name, str) and name else None)

    def show(self, message: str, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Show a message to the user."""
        self.window_show_message(types.ShowMessageParams(type=kind, message=f"scn: {message}"))

    def log_unchecked_contracts(self) -> None:
        """Log once, in the client, if platform values can't be checked."""
        message = None if self._told_unchecked else contracts_unchecked()
        if message:
            self._told_unchecked = True
            kind = types.MessageType.Warning
            self.window_log_message(types.LogMessageParams(type=kind, message=f"scn: {message}"))

    def watch_files(self, paths: Iterable[str]) -> None:
        """Have the client report changes of files with the names of these."""
        self.watch(re.sub(r"[][*?{}]", "?", os.path.basename(path)) for path in paths)  # noqa: PTH119

    def watch(self, globs: Iterable[str]) -> None:
        """Have the client report changes of files whose names match, in addition to those it already watches."""
        names = set(globs) - self._watched
        if names and self.can("workspace.did_change_watched_files.dynamic_registration"):
            watchers = [types.FileSystemWatcher(glob_pattern=f"**/{name}") for name in sorted(names)]
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
            identity = f"scn-files-{len(self._watched)}"
            registration = types.Registration(id=identity, method=method, register_options=options)
            self.client_register_capability(types.RegistrationParams(registrations=[registration]))
            self._watched |= names

    def reload(self) -> None:
        """Drop all configurations, baselines and measurements, and check open documents again."""
        self.projects = self.projects.reloaded(self._is_there)
        self.needed_files.forget_folders()
        for notify in self.on_reload:
            notify()
        for feature, method in REFRESH_REQUESTS.items():
            if self.can(f"workspace.{feature}.refresh_support"):
                self.protocol.send_request(method)

    def refresh_diagnostics(self) -> None:
        """Tell a client that pulls diagnostics to pull them again."""
        if self.can("workspace.diagnostics.refresh_support"):
            self.protocol.send_request(types.WORKSPACE_DIAGNOSTIC_REFRESH)

    def hang_up(self) -> None:
        """End the connection: send nothing more, and cancel running requests."""
        self.protocol.ended.set()
        for future in tuple(self.protocol._request_futures.values()):
            future.cancel()
        self.on_hang_up()

    def _is_there(self, script: str) -> bool:
        """Return whether a script is open, or in a folder of the client."""
        return any(map(partial(is_inside, script), self.folders)) or bool(self.open_document(uri_of(script)))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an internal error; show it once, unless the client gets it as an answer."""
        if isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError):
            return  # a mistake in the request; the answer says so
        self.log_bug(error)
        message = f"the server failed: {type(error).__name__}: {error}"
        if source is not FeatureRequestError and message not in self._reported:
            self._reported.add(message)
            self.show(message, types.MessageType.Error)

    def log_bug(self, error: Exception) -> None:
        """Write an internal error to standard error; safe to call in a thread."""
        _LOG.error("the server failed", exc_info=sys.exc_info()[1] or error)

    def report_failure(self, task: "asyncio.Task[Any]") -> None:
        """Report the error of a background task."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self.report_server_error(error, None)

    def _initialize(self, params: types.InitializeParams) -> None:
        workspace = self.protocol.workspace
        folders = list(workspace.folders.values())
        self.protocol._workspace = ScriptWorkspace(
            None if folders else workspace.root_uri,
            types.TextDocumentSyncKind.Incremental,
            folders,
            workspace.position_encoding,
        )
        self.projects.root = next(iter(self.folders), None)
        options = params.initialization_options
        if isinstance(options, dict):
            self.configure(options)
            commands = options.get("commands")
            self.commands = frozenset(map(str, commands)) if isinstance(commands, list) else frozenset()
