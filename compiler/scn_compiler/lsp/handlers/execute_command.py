"""`workspace/executeCommand`: compile or draw a script, decompile a payload, list the targets, find a page."""

from typing import Any

from pygls.exceptions import JsonRpcInvalidParams

from scn_compiler import api
from scn_compiler.graph.draw import Drawn
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.structure.effective_target import EffectiveTarget, TargetOrigin, effective_target
from scn_compiler.ide.structure.payload_places import BlockPlace, placed_payloads
from scn_compiler.lsp.app import App
from scn_compiler.lsp.positions import LineIndex, line_index
from scn_compiler.lsp.text_document import ScriptDocument
from scn_compiler.lsp.uris import uri_of
from scn_compiler.pipeline.compile import Compiled
from scn_compiler.platforms import DEFAULT_TARGET, all_targets, find_target
from scn_compiler.project.manual import page_address, page_source, rule_page
from scn_compiler.project.paths import relative_path
from scn_compiler.project.project_config import ProjectConfig
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Source

_Answer = dict[str, Any]
_SYNTAX = "SCN1"
"""Prefix of the codes of lines that scn can't read."""


def register_execute_command(app: App) -> None:
    """Register the `scn.…` commands; their answers are plain JSON."""
    session = app.session

    @session.command("scn.compile")
    async def compile_(*arguments: Any) -> _Answer:
        uri, target = strings_of(arguments, "the URI of a script", "a target")
        if target is not None and not find_target(target):
            raise JsonRpcInvalidParams(f"unknown target `{target}`")
        document = session.document(uri or "")
        script, project = session.script_and_config(document)
        result = await session.run_in_thread(_compiled, script, target)
        answer = await session.run_in_thread(_payloads, result, script, project, session.encoding)
        return {**answer, "held": app.held.wait_for(document, result.findings)}

    @session.command("scn.graph")
    async def graph(*arguments: Any) -> _Answer:
        uri, form, nonce = strings_of(arguments, "the URI of a script", "a format", "a nonce")
        document = session.document(uri or "")
        script = session.open_script_of(document)
        drawn = await session.run_in_thread(_drawn, script, form or "svg", nonce)
        answer = _picture(drawn, Source(script.text), session.encoding)
        return {**answer, "held": app.held.wait_for(document, drawn.findings)}

    @session.command("scn.decompile")
    async def decompile_(*arguments: Any) -> _Answer:
        (text,) = strings_of(arguments, "the text of a payload")
        return await session.run_in_thread(_decompile, text or "")

    @session.command("scn.docs")
    async def docs(*arguments: Any) -> _Answer:
        (name,) = strings_of(arguments or ("index",), "a page or the name of a rule")
        return _page(name or "index")

    @session.command("scn.target")
    async def target(*arguments: Any) -> _Answer:
        (uri,) = strings_of(arguments, "the URI of a script")
        document = session.document(uri or "")
        script, project = session.script_and_config(document)
        return _target(document, effective_target(script), project)

    @session.command("scn.targets")
    async def targets(*_arguments: Any) -> list[_Answer]:
        return [
            {"name": name, "summary": each.summary, "default": name == DEFAULT_TARGET}
            for name, each in all_targets().items()
        ]


def strings_of(arguments: tuple[Any, ...], first: str, *more: str) -> list[str | None]:
    """Check the arguments of a command: strings, of which only the first is required."""
    strings = [*arguments, *[None] * (1 + len(more) - len(arguments))]
    wrong = not isinstance(strings[0], str) or any(not isinstance(each, str | None) for each in strings)
    if wrong or len(strings) > 1 + len(more):
        raise JsonRpcInvalidParams(f"the arguments of this command are {', '.join((first, *more))}")
    return strings


def _compiled(script: OpenScript, target: str | None) -> Compiled:
    return api.compile_text(
        script.text, path=script.path, target=target or script.target, config=script.config
    )


def _payloads(result: Compiled, script: OpenScript, project: ProjectConfig, encoding: str) -> _Answer:
    problems = errors_of(result, script, project)
    count = len(problems)
    answer: _Answer = {"target": result.target, "payloads": [], "errors": count, "diagnostics": count}
    if problems:
        return {**answer, "problems": problems}
    lines = line_index(script.text, encoding)
    payloads = [
        {
            "name": each.name,
            "json": each.text,
            "places": _places(each.places, lines, line_index(each.text, encoding)),
        }
        for each in placed_payloads(result)
    ]
    return {**answer, "payloads": payloads}


def errors_of(result: Compiled, script: OpenScript, project: ProjectConfig) -> list[str]:
    """Return the errors of a compiled script and of the files that it needs, each with its line."""
    return [
        *_problems(result.diagnostics, Source(script.text)),
        *(
            f"{project.display_path}:{each}"
            for each in _problems(result.findings.in_config, Source(project.text))
        ),
        *(
            f"{relative_path(source.path or '')}:{each}"
            for source in result.sources
            for each in _problems(
                tuple(
                    found
                    for found in result.findings.in_files
                    if found.origin and found.origin.path == source.path
                ),
                source,
            )
        ),
    ]


def _places(found: tuple[BlockPlace, ...], script: LineIndex, payload: LineIndex) -> list[_Answer]:
    """Convert the places of blocks in one payload."""
    return [{"block": script.range(each.block), "range": payload.range(each.span)} for each in found]


def _drawn(script: OpenScript, form: str, nonce: str | None) -> Drawn:
    try:
        return api.draw(
            script.text,
            path=script.path,
            target=script.target,
            config=script.config,
            format=form,
            nonce=nonce,
        )
    except KeyError:
        raise JsonRpcInvalidParams(f"unknown format `{form}`") from None


def _picture(drawn: Drawn, source: Source, encoding: str) -> _Answer:
    errors = [each for each in drawn.diagnostics if each.severity is Severity.ERROR]
    lines = line_index(source.text, encoding)
    return {
        "text": drawn.text,
        "blocks": [lines.range(each) for each in drawn.blocks],
        "problems": _problems(tuple(errors), source),
        "unread": any(each.code.startswith(_SYNTAX) for each in errors),
    }


def _decompile(text: str) -> _Answer:
    result = api.decompile(text)
    problems = _problems(result.diagnostics, Source(text), Severity.INFO)
    return {"script": result.text, "target": result.target, "problems": problems}


def _target(document: ScriptDocument, found: EffectiveTarget, project: ProjectConfig) -> _Answer:
    """Return the target of a document, with the file and the range that decide it."""
    file = range_ = None
    if found.origin is TargetOrigin.SCRIPT and found.line:
        file, range_ = document.uri, document.range_of(found.line)
    elif found.origin is TargetOrigin.CONFIGURATION and project.path:
        file = uri_of(project.path)
    return {
        "target": found.name,
        "origin": found.origin.value,
        "own": found.own,
        "uri": file,
        "range": range_,
    }


def _page(name: str) -> _Answer:
    """Find a page of the manual: its address, and the Markdown of a rule."""
    rule = api.explain(name)
    page = rule_page(rule.kind.name) if rule else name
    address, source = page_address(page), page_source(page)
    if address is None:
        raise JsonRpcInvalidParams(f"no page `{page}` in the documentation of this installation")
    return {"address": address, "source": source and source.as_uri()}


def _problems(
    found: tuple[Diagnostic, ...], source: Source, min_severity: Severity = Severity.ERROR
) -> list[str]:
    """Return each problem with its line, e.g. `3: unknown field `nam``."""
    return [
        f"{source.position(each.span.start).line}: {each.message}"
        for each in found
        if each.severity >= min_severity
    ]
