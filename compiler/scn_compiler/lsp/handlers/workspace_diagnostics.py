"""`workspace/diagnostic` for all scripts in the client's folders, and changes of files and configuration."""

import os
from collections.abc import AsyncIterator

from lsprotocol import types
from pygls.exceptions import JsonRpcRequestCancelled

from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import error_diagnostic
from scn_compiler.lsp.diagnostics import CheckedDocument, check_document, findings_key
from scn_compiler.lsp.file_access import read_script
from scn_compiler.lsp.handlers.document_diagnostics import lsp_diagnostics, lsp_findings
from scn_compiler.lsp.positions import line_index
from scn_compiler.lsp.preferences import Checks
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.uris import document_key, path_key, path_of, uri_of
from scn_compiler.project.bugs import bug_text
from scn_compiler.project.files import ReadFailure, Unreadable

_BATCH = 16
"""The number of files to check before answering other requests."""

WATCHED = ("*.scn", "scn.toml", "pyproject.toml")
"""Names of files whose changes clients report. Baselines, measurements, and configurations that others extend, are added when
they are found."""

_Report = types.WorkspaceFullDocumentDiagnosticReport | types.WorkspaceUnchangedDocumentDiagnosticReport


def register_workspace_diagnostics(app: App) -> None:
    """Register the handlers: they check whole folders, and reload when files or settings change."""
    session = app.session

    @session.feature(types.WORKSPACE_DIAGNOSTIC)
    async def workspace_diagnostic(
        params: types.WorkspaceDiagnosticParams,
    ) -> types.WorkspaceDiagnosticReport:
        found: list[_Report] = []
        async for reports in _reports(app, params):
            if params.partial_result_token is None:
                found += reports
            else:
                part = types.WorkspaceDiagnosticReportPartialResult(items=reports)
                session.progress(types.ProgressParams(token=params.partial_result_token, value=part))
        app.config_diagnostics.publish()
        return types.WorkspaceDiagnosticReport(items=found)

    @session.feature(types.INITIALIZED)
    async def initialized(_params: types.InitializedParams) -> None:
        session.watch(WATCHED)

    @session.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    async def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        needed = {path_key(path) for each in session.open_documents for path, _ in session.needs_of(each)}
        for change in params.changes:
            for notify in session.on_file_change:
                notify(change.uri)
        if any(
            not change.uri.endswith(".scn") and document_key(change.uri) not in needed
            for change in params.changes
        ):
            session.reload()

    @session.feature(types.TEXT_DOCUMENT_DID_SAVE)
    async def did_save(params: types.DidSaveTextDocumentParams) -> None:
        app.held.release(params.text_document.uri)
        if not session.can("workspace.did_change_watched_files.dynamic_registration"):
            session.reload()  # these clients don't report changed configurations

    @session.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    async def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        settings = params.settings.get("scn") if isinstance(params.settings, dict) else None
        if isinstance(settings, dict) and settings:
            session.configure(settings)
            session.reload()

    @session.feature(types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS)
    async def did_change_workspace_folders(_params: types.DidChangeWorkspaceFoldersParams) -> None:
        session.projects.root = next(iter(session.folders), None)
        session.reload()


async def _reports(app: App, params: types.WorkspaceDiagnosticParams) -> AsyncIterator[list[_Report]]:
    """Yield the reports in batches; the server answers other requests between them."""
    session = app.session
    known = {document_key(each.uri): each for each in params.previous_result_ids}
    checks = session.preferences.checks
    files = await session.run_in_thread(session.scripts) if checks is Checks.ALL else []
    open_documents = {document_key(document.uri): document for document in session.open_documents}
    elsewhere = {key for key, document in open_documents.items() if not _is_deleted(document.uri)}
    if checks is Checks.NONE:
        elsewhere = set()
    gone = known.keys() - elsewhere - set(map(path_key, files))
    yield [_full(known[key].uri, None, [], None) for key in sorted(gone)]
    with session.work_progress(params.work_done_token, len(files)) as step:
        for start in range(0, len(files), _BATCH):
            batch = {path_key(path): path for path in files[start : start + _BATCH]}
            closed = {key: path for key, path in batch.items() if key not in open_documents}
            reports = await session.run_in_thread(_file_reports, app, closed, known)
            for key in batch.keys() & open_documents.keys():
                checked = app.held.hold(await app.diagnostics.check(open_documents[key]))
                reports.append(_open_report(checked, known.get(key), session))
            yield reports
            if step(len(batch)):
                raise JsonRpcRequestCancelled("check cancelled")


def _is_deleted(uri: str) -> bool:
    """Return whether a file is gone: an editor may keep its document open for a while after closing it."""
    path = path_of(uri)
    return path is not None and not os.path.lexists(path)


def _open_report(
    checked: CheckedDocument, known: types.PreviousResultId | None, session: ScriptServer
) -> _Report:
    uri, version, result_id = checked.document.uri, checked.document.version, str(checked.key)
    if known and known.value == result_id:
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, version=version, result_id=result_id)
    return _full(uri, version, lsp_diagnostics(checked, session), result_id)


def _file_reports(app: App, paths: dict[str, str], known: dict[str, types.PreviousResultId]) -> list[_Report]:
    return [_guarded_report(app, path, known.get(key)) for key, path in paths.items()]


def _guarded_report(app: App, path: str, known: types.PreviousResultId | None) -> _Report:
    try:
        return _file_report(app, path, known)
    except Exception as error:  # reported in this file only
        app.session.log_bug(error)
        return _full(
            uri_of(path), None, [error_diagnostic(bug_text(error), line_index("", "utf-16"), 0, 0)], None
        )


def _file_report(app: App, path: str, known: types.PreviousResultId | None) -> _Report:
    session = app.session
    uri = known.uri if known else uri_of(path)  # in the client's spelling
    try:
        text = read_script(path, session.folders)
    except Unreadable as error:
        return _full(uri, None, [_unreadable(error.failure, session)], None)
    projects = session.projects
    project = projects.config_for(path)
    script = session.script_at(path, text, project)
    result_id = str(findings_key(script, project, projects))
    if known and (known.value == result_id or app.held.holds_file(uri, script.needs)):
        return types.WorkspaceUnchangedDocumentDiagnosticReport(uri=uri, result_id=known.value)
    found = check_document(script, project, projects)
    if not (found.in_script or found.bug):
        return _full(uri, None, [], result_id)
    return _full(uri, None, lsp_findings(found, line_index(text, session.encoding), uri, session), result_id)


def _unreadable(file: ReadFailure, session: ScriptServer) -> types.Diagnostic:
    """Build a diagnostic with the reason why a file can't be read; its column is approximate without the text."""
    diagnostic = error_diagnostic(file.reason, line_index("", session.encoding), 0, 0)
    if file.line and file.column:
        place = types.Position(line=file.line - 1, character=file.column - 1)
        diagnostic.range = types.Range(start=place, end=place)
    return diagnostic


def _full(
    uri: str, version: int | None, found: list[types.Diagnostic], result_id: str | None
) -> types.WorkspaceFullDocumentDiagnosticReport:
    return types.WorkspaceFullDocumentDiagnosticReport(
        uri=uri, version=version, items=found, result_id=result_id
    )
