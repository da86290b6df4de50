"""The session with one client: its documents as open scripts, its settings and its capabilities."""

import asyncio
import functools
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import version
from typing import Any, TypeVar, cast
from urllib.parse import unquote

from click import ClickException
from lsprotocol import types
from pygls.capabilities import get_capability
from pygls.exceptions import FeatureRequestError, JsonRpcException, JsonRpcInternalError, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from scn_compiler.ide.document import OpenScript
from scn_compiler.lsp.projects import Projects
from scn_compiler.lsp.protocol import ScriptProtocol
from scn_compiler.lsp.text_document import ScriptDocument, ScriptWorkspace
from scn_compiler.platforms import find_target
from scn_compiler.project.files import Unreadable, find_files
from scn_compiler.project.project_config import ProjectConfig

_LOG = logging.getLogger(__name__)
_Result = TypeVar("_Result")

_LONG = 20_000
"""Characters of a document from which on answers are made in a thread, so that others need not wait."""


REFRESH_REQUESTS = {
    "diagnostics": types.WORKSPACE_DIAGNOSTIC_REFRESH,
    "code_lens": types.WORKSPACE_CODE_LENS_REFRESH,
    "inlay_hint": types.WORKSPACE_INLAY_HINT_REFRESH,
}
"""Pulled results that depend on configuration and target: a reload tells clients to pull them again."""


class ScriptServer(LanguageServer):
    """The session: one client's documents, settings and capabilities, and threads for long work.

    It is the server object of pygls, but knows no handler: `make_server` registers those.

    Attributes:
        target: The target that the client chose; `None` for the one of each script.
        commands: The commands that the client announced.
        projects: The configurations and baselines of its folders.
        on_reload: Called when configurations or the target may have changed.
        on_hang_up: Called when the client has gone.
    """

    protocol: ScriptProtocol

    def __init__(self) -> None:
        super().__init__("scn", version("scnlang"), protocol_cls=ScriptProtocol)
        self.target: str | None = None
        self.commands: frozenset[str] = frozenset()
        self.projects = Projects()
        self.on_reload: list[Callable[[], None]] = []
        self.on_hang_up: Callable[[], object] = lambda: None

        @self.feature(types.INITIALIZE)
        def initialize(params: types.InitializeParams) -> None:
            self._initialize(params)

    # Documents

    def document(self, uri: str) -> ScriptDocument:
        """A snapshot of a document, open or read from its file."""
        document = cast("ScriptDocument", self.workspace.get_text_document(uri))
        try:
            return document.snapshot()
        except Unreadable as error:
            raise JsonRpcInvalidParams(str(error)) from None

    def open_document(self, uri: str) -> ScriptDocument | None:
        """A snapshot of a document, if it is open."""
        return self.document(uri) if unquote(uri) in self.workspace.text_documents else None

    @property
    def open_documents(self) -> list[ScriptDocument]:
        """Snapshots of the open documents."""
        return [self.document(each.uri) for each in self.workspace.text_documents.values()]

    def open_script_of(self, document: ScriptDocument) -> OpenScript:
        """A document as the features take it."""
        return self.script_and_config(document)[0]

    def script_and_config(self, document: ScriptDocument) -> tuple[OpenScript, ProjectConfig]:
        """A document as the features take it, and its configuration."""
        path = to_fs_path(document.uri)
        project = self.projects.config_for(path)
        return OpenScript(document.source, path, self.target, project.config), project

    @property
    def folders(self) -> list[str]:
        """The paths of the client's folders."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        root = self.workspace.root_uri
        paths = [to_fs_path(uri) for uri in uris or ([root] if root else [])]
        return [path for path in paths if path]

    def scripts(self) -> list[str]:
        """The paths of the scripts in the folders, without those that a configuration excludes."""
        found: dict[str, None] = {}
        for folder in self.folders:
            with suppress(ClickException):  # no script, or no folder any more
                inside = find_files(
                    (folder,), ".scn", lambda path: self.projects.config_for(path).excludes(path)
                )
                found.update(dict.fromkeys(os.path.abspath(each.path) for each in inside))  # noqa: PTH100
        return list(found)

    # Work

    def feature(self, feature_name: str, options: Any = None) -> Callable[[Any], Any]:
        """Register a handler; one that is not `async` runs in a thread for long documents."""
        register = super().feature(feature_name, options)

        def decorate(handler: Callable[..., Any]) -> Any:
            is_request = types.METHOD_TO_TYPES[feature_name][1] is not None
            if asyncio.iscoroutinefunction(handler) or not is_request or feature_name == types.INITIALIZE:
                return register(handler)

            @functools.wraps(handler)
            async def run(params: Any) -> Any:
                if len(self.document(params.text_document.uri).source) < _LONG:
                    return handler(params)
                return await self.run_in_thread(lambda: self.protocol.encode_result(handler(params)))

            return register(run)

        return decorate

    async def run_in_thread(self, function: Callable[..., _Result], *arguments: Any) -> _Result:
        """Run a slow function in a thread, while other requests are answered."""
        if self.protocol.ended.is_set():
            raise asyncio.CancelledError  # the client has gone
        return await asyncio.get_running_loop().run_in_executor(self.thread_pool, function, *arguments)

    @contextmanager
    def work_progress(
        self, token: types.ProgressToken | None, title: str, total: int
    ) -> Iterator[Callable[[int], bool]]:
        """Report progress to a client that gave a token.

        Yields a function to call with the number of finished items; it returns whether the user cancelled.
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
            begin = types.WorkDoneProgressBegin(title=title, cancellable=True, percentage=0)
            self.work_done_progress.begin(token, begin)
        try:
            yield step
        finally:
            if token is not None:
                self.work_done_progress.end(token, types.WorkDoneProgressEnd())

    # The client

    @property
    def encoding(self) -> str:
        """The unit of the client's columns, see `LineIndex`."""
        return types.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value

    def can(self, capability: str) -> bool:
        """Whether the client has a capability, e.g. `text_document.diagnostic`."""
        return bool(get_capability(self.client_capabilities, capability))

    @property
    def shows_related(self) -> bool:
        """Whether the client shows related locations of a diagnostic."""
        pulled, published = "text_document.diagnostic", "text_document.publish_diagnostics"
        return self.can(f"{pulled}.related_information") or self.can(f"{published}.related_information")

    def choose_target(self, name: object) -> None:
        """Set the target for all scripts; with `None` each script's own."""
        known = isinstance(name, str) and find_target(name) is not None
        if name is not None and not known:
            message = f"there is no target `{name}`: what each script says is taken"
            self.show(message)
        self.target = name if isinstance(name, str) and known else None

    def show(self, message: str, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Show a message to the user."""
        self.window_show_message(types.ShowMessageParams(type=kind, message=f"scn: {message}"))

    def reload(self) -> None:
        """Drop all configurations and baselines, and check open documents again."""
        self.projects = self.projects.reloaded()
        for notify in self.on_reload:
            notify()
        for feature, method in REFRESH_REQUESTS.items():
            if self.can(f"workspace.{feature}.refresh_support"):
                self.protocol.send_request(method)

    def hang_up(self) -> None:
        """End the connection: nothing is sent any more, and running requests are cancelled."""
        self.protocol.ended.set()
        for future in tuple(self.protocol._request_futures.values()):
            future.cancel()
        self.on_hang_up()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log an internal error, and show it unless the client gets it as an answer."""
        if self.protocol.answer_parse_error(error):
            return
        if isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError):
            return  # an error of the request, which is the answer
        _LOG.error("an error in the server", exc_info=sys.exc_info()[1] or error)
        if source is not FeatureRequestError:
            self.show(f"there was an error in the server: {error}", types.MessageType.Error)

    def report_failure(self, task: "asyncio.Task[Any]") -> None:
        """Report the error of a task that answers no request."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self.report_server_error(error, None)

    def _initialize(self, params: types.InitializeParams) -> None:
        workspace = self.workspace
        folders = list(workspace.folders.values())
        self.protocol._workspace = ScriptWorkspace(
            workspace.root_uri, types.TextDocumentSyncKind.Incremental, folders, workspace.position_encoding
        )
        self.projects.root = next(iter(self.folders), None)
        options = params.initialization_options
        if isinstance(options, dict):
            self.choose_target(options.get("target"))
            commands = options.get("commands")
            self.commands = frozenset(map(str, commands)) if isinstance(commands, list) else frozenset()
