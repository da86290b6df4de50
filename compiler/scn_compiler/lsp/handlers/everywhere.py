"""What is wrong with all scripts of the client's folders, open or not; and the news of files that changed."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled
from pygls.uris import from_fs_path, to_fs_path

from scn_compiler.features.draft import Draft
from scn_compiler.lsp.checks import Checked, findings, key_of
from scn_compiler.lsp.converting import diagnostic, problem
from scn_compiler.lsp.handlers.diagnostics import converted
from scn_compiler.lsp.lines import lines_of
from scn_compiler.project.files import Input, Unread, Unreadable, read

if TYPE_CHECKING:
    from scn_compiler.lsp.server import ScriptServer

AT_ONCE = 16
"""Files that are checked before the thread is free for others."""

WATCHED = ("**/*.scn", "**/scn.toml", "**/pyproject.toml")

Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


def everywhere(server: "ScriptServer") -> None:
    """Answer for whole folders, and look again when files or choices change."""

    @server.feature(types.WORKSPACE_DIAGNOSTIC)
    async def asked(params: types.WorkspaceDiagnosticParams) -> types.WorkspaceDiagnosticReport:
        found: list[Report] = []
        async for reports in _reports(server, params):
            if params.partial_result_token is None:
                found += reports
            else:
                part = types.WorkspaceDiagnosticReportPartialResult(items=reports)
                server.progress(types.ProgressParams(token=params.partial_result_token, value=part))
        return types.WorkspaceDiagnosticReport(items=found)

    @server.feature(types.INITIALIZED)
    async def begun(_params: types.InitializedParams) -> None:
        if server.can("workspace.did_change_watched_files.dynamic_registration"):
            watchers = [types.FileSystemWatcher(glob_pattern=glob) for glob in WATCHED]
            method = types.WORKSPACE_DID_CHANGE_WATCHED_FILES
            options = types.DidChangeWatchedFilesRegistrationOptions(watchers=watchers)
            registration = types.Registration(id="scn-files", method=method, register_options=options)
            server.client_register_capability(types.RegistrationParams(registrations=[registration]))

    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def files_changed(params: types.DidChangeWatchedFilesParams) -> None:
        if any(not change.uri.endswith(".scn") for change in params.changes):
            server.reread()

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def saved(_params: types.DidSaveTextDocumentParams) -> None:
        if not server.can("workspace.did_change_watched_files.dynamic_registration"):
            server.reread()  # nobody says when a configuration changes

    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def choices_changed(params: types.DidChangeConfigurationParams) -> None:
        settings = params.settings.get("scn") if isinstance(params.settings, dict) else None
        if isinstance(settings, dict) and "target" in settings:
            server.choose_target(settings["target"])
            server.reread()

    @server.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def folders_changed(_params: types.DidChangeWorkspaceFoldersParams) -> None:
        server.projects.root = next(iter(server.folders), None)
        server.reread()


async def _reports(
    server: "ScriptServer", params: types.WorkspaceDiagnosticParams
) -> AsyncIterator[list[Report]]:
    """The reports, some files at a time; between them others are answered."""
    known = {each.uri: each.value for each in params.previous_result_ids}
    files = await server.aside(server.scripts)
    gone = known.keys() - {str(from_fs_path(path)) for path in files}
    yield [_full(uri, None, [], None) for uri in sorted(gone)]
    opened = {to_fs_path(document.uri): document for document in server.open_documents}
    with server.working(params.work_done_token, "scn: checking", len(files)) as step:
        for start in range(0, len(files), AT_ONCE):
            some = files[start : start + AT_ONCE]
            closed = [path for path in some if path not in opened]
            reports = await server.aside(_closed, server, closed, known)
            for path in (path for path in some if path in opened):
                reports.append(_opened(await server.checks.of(opened[path]), known, server))
            yield reports
            if step(len(some)):
                raise JsonRpcRequestCancelled("the check was stopped")


def _opened(checked: Checked, known: dict[str, str], server: "ScriptServer") -> Report:
    uri, version, result_id = checked.document.uri, checked.document.version, str(checked.key)
    if known.get(uri) == result_id:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, version=version, result_id=result_id)
    return _full(uri, version, converted(checked, server), result_id)


def _closed(server: "ScriptServer", paths: list[str], known: dict[str, str]) -> list[Report]:
    return [_of_file(server, path, known) for path in paths]


def _of_file(server: "ScriptServer", path: str, known: dict[str, str]) -> Report:
    uri = str(from_fs_path(path))
    try:
        text = read(Input(path, path))
    except Unreadable as error:
        return _full(uri, None, [_unread(error.file, server)], None)
    projects = server.projects
    loaded = projects.of(path)
    draft = Draft(text, path, server.target, loaded.config)
    result_id = str(key_of(draft, projects))
    if known.get(uri) == result_id:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=result_id)
    found = findings(draft, loaded, projects).here
    lines = lines_of(text, server.encoding) if found else None
    return _full(
        uri,
        None,
        [diagnostic(each, lines, uri, related=server.relates) for each in found] if lines else [],
        result_id,
    )


def _unread(file: Unread, server: "ScriptServer") -> types.Diagnostic:
    """Why a file cannot be read; its place is only nearly right, as its text cannot be measured."""
    made = problem(file.reason, lines_of("", server.encoding), 0, 0)
    if file.line and file.column:
        place = types.Position(line=file.line - 1, character=file.column - 1)
        made.range = types.Range(start=place, end=place)
    return made


def _full(
    uri: str, version: int | None, found: list[types.Diagnostic], result_id: str | None
) -> types.WorkspaceFullDocumentDiagnosticReport:
    return types.WorkspaceFullDocumentDiagnosticReport(
        uri=uri, version=version, items=found, result_id=result_id
    )
