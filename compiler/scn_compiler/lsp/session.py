"""The session with one client: its documents as open scripts, what it chose, what it can."""

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
from scn_compiler.project.loaded import LoadedConfig

_LOG = logging.getLogger(__name__)
_Result = TypeVar("_Result")

_LONG = 20_000
"""Characters of a document about which one answer may take longer than others shall wait."""


REFRESH_REQUESTS = {
    "diagnostics": types.WORKSPACE_DIAGNOSTIC_REFRESH,
    "code_lens": types.WORKSPACE_CODE_LENS_REFRESH,
    "inlay_hint": types.WORKSPACE_INLAY_HINT_REFRESH,
}
"""What depends on configurations and targets, and clients ask for: they are told to ask again."""


class ScriptServer(LanguageServer):
    """A language server for one client; it knows no handler.

    Attributes:
        target: What the client chose to compile to; `None` for what each script says.
        commands: The commands that the client says it has.
        projects: What holds for scripts, by folder.
        on_reread: Called when what holds for open documents may have changed.
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
        def begin(params: types.InitializeParams) -> None:
            self._begin(params)

    # Documents

    def document(self, uri: str) -> ScriptDocument:
        """A document as it is now: an open one, or its file."""
        document = cast("ScriptDocument", self.workspace.get_text_document(uri))
        try:
            return document.snapshot()
        except Unreadable as error:
            raise JsonRpcInvalidParams(str(error)) from None

    def open_document(self, uri: str) -> ScriptDocument | None:
        """A document as it is now, if it is open."""
        return self.document(uri) if unquote(uri) in self.workspace.text_documents else None

    @property
    def open_documents(self) -> list[ScriptDocument]:
        """The documents that are open, as they are now."""
        return [self.document(each.uri) for each in self.workspace.text_documents.values()]

    def open_script_of(self, document: ScriptDocument) -> OpenScript:
        """A document as the features see it."""
        return self.script_and_config(document)[0]

    def script_and_config(self, document: ScriptDocument) -> tuple[OpenScript, Loaded]:
        """A document as the features see it, and the configuration that holds for it."""
        path = to_fs_path(document.uri)
        loaded = self.projects.loaded_for(path)
        return OpenScript(document.source, path, self.target, loaded.config), loaded

    @property
    def folders(self) -> list[str]:
        """The folders that the client has open."""
        uris = [folder.uri for folder in self.workspace.folders.values()]
        root = self.workspace.root_uri
        paths = [to_fs_path(uri) for uri in uris or ([root] if root else [])]
        return [path for path in paths if path]

    def scripts(self) -> list[str]:
        """The scripts in these folders, by their paths; those that a configuration excludes are passed over."""
        found: dict[str, None] = {}
        for folder in self.folders:
            with suppress(ClickException):  # there is none, or the folder is gone
                inside = find_files(
                    (folder,), ".scn", lambda path: self.projects.loaded_for(path).excludes(path)
                )
                found.update(dict.fromkeys(os.path.abspath(each.path) for each in inside))  # noqa: PTH100
        return list(found)

    # Work

    def feature(self, feature_name: str, options: Any = None) -> Callable[[Any], Any]:
        """Register a handler; of a long document one that is not `async` answers in a thread, for it takes long."""
        register = super().feature(feature_name, options)

        def choose(handler: Callable[..., Any]) -> Any:
            answers = types.METHOD_TO_TYPES[feature_name][1] is not None
            if asyncio.iscoroutinefunction(handler) or not answers or feature_name == types.INITIALIZE:
                return register(handler)

            @functools.wraps(handler)
            async def run(params: Any) -> Any:
                if len(self.document(params.text_document.uri).source) < _LONG:
                    return handler(params)
                return await self.run_in_thread(lambda: self.protocol.encode_result(handler(params)))

            return register(run)

        return choose

    async def run_in_thread(self, function: Callable[..., _Result], *arguments: Any) -> _Result:
        """The result of a function that may take long, worked out in a thread while others are answered."""
        if self.protocol.ended.is_set():
            raise asyncio.CancelledError  # nobody waits for it any more
        return await asyncio.get_running_loop().run_in_executor(self.thread_pool, function, *arguments)

    @contextmanager
    def work_progress(
        self, token: types.ProgressToken | None, title: str, total: int
    ) -> Iterator[Callable[[int], bool]]:
        """Shows how far a work is to a client that gave a token.

        What is given says that so many more are done, and returns whether the person has stopped it.
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

    # What the client says of itself

    @property
    def encoding(self) -> str:
        """What the client's columns count."""
        return types.PositionEncodingKind(self.workspace.position_encoding or "utf-16").value

    def can(self, capability: str) -> bool:
        """Whether the client has a capability, e.g. `text_document.diagnostic`."""
        return bool(get_capability(self.client_capabilities, capability))

    @property
    def shows_related(self) -> bool:
        """Whether the client shows the places that belong to a diagnostic."""
        asking, told = "text_document.diagnostic", "text_document.publish_diagnostics"
        return self.can(f"{asking}.related_information") or self.can(f"{told}.related_information")

    def choose_target(self, name: object) -> None:
        """Compile to this target, whatever a script says; with `None` to what it says."""
        known = isinstance(name, str) and find_target(name) is not None
        if name is not None and not known:
            message = f"there is no target `{name}`: what each script says is taken"
            self.show(message)
        self.target = name if isinstance(name, str) and known else None

    def show(self, message: str, kind: types.MessageType = types.MessageType.Warning) -> None:
        """Tell the person at the editor something."""
        self.window_show_message(types.ShowMessageParams(type=kind, message=f"scn: {message}"))

    def reload(self) -> None:
        """Forget what was read of files, and look at all open documents again."""
        self.projects = self.projects.reloaded()
        for tell in self.on_reload:
            tell()
        for what, method in REFRESH_REQUESTS.items():
            if self.can(f"workspace.{what}.refresh_support"):
                self.protocol.send_request(method)

    def hang_up(self) -> None:
        """End the conversation: nothing is sent any more, and nothing is worked on."""
        self.protocol.ended.set()
        for future in tuple(self.protocol._request_futures.values()):
            future.cancel()
        self.on_hang_up()

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Log what went wrong; the client is told of it where it does not get it as an answer."""
        if self.protocol.answer_parse_error(error):
            return
        if isinstance(error, JsonRpcException) and not isinstance(error, JsonRpcInternalError):
            return  # said to the client, as it is about what that wants
        _LOG.error("an error in the server", exc_info=sys.exc_info()[1] or error)
        if source is not FeatureRequestError:
            self.show(f"there was an error in the server: {error}", types.MessageType.Error)

    def report_failure(self, task: "asyncio.Task[Any]") -> None:
        """The error of something that was done without being asked for."""
        error = None if task.cancelled() else task.exception()
        if isinstance(error, Exception):
            self.report_server_error(error, None)

    def _begin(self, params: types.InitializeParams) -> None:
        made = self.workspace
        folders = list(made.folders.values())
        self.protocol._workspace = ScriptWorkspace(
            made.root_uri, types.TextDocumentSyncKind.Incremental, folders, made.position_encoding
        )
        self.projects.root = next(iter(self.folders), None)
        options = params.initialization_options
        if isinstance(options, dict):
            self.choose_target(options.get("target"))
            commands = options.get("commands")
            self.commands = frozenset(map(str, commands)) if isinstance(commands, list) else frozenset()
