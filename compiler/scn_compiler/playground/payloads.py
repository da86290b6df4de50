"""Answers about payloads: compile a script, draw it, decompile JSON, expand a script."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from scn_compiler.api import Decompiled, compile_text, decompile, draw, expand_text
from scn_compiler.graph.theme import page_styles
from scn_compiler.ide.structure.payload_places import placed_payloads
from scn_compiler.platforms import SOURCES, find_target, instead_of
from scn_compiler.playground.code_units import code_units
from scn_compiler.playground.page_project import BadAnswerRequest, PageProject
from scn_compiler.semantics.keys import key_from
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.file_names import SCRIPT_SUFFIX
from scn_dsl.source import Source

_UNNAMED = "payload"


def compile_answer(project: PageProject, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Compile the open script; without errors, also find its blocks in the payloads."""
    script = project.open_script()
    compiled = compile_text(script.text, path=script.path, target=script.target, config=script.config)
    answer: dict[str, Any] = {"ok": compiled.ok, "target": compiled.target, "documents": [], "marks": []}
    if not compiled.ok:
        return answer
    own = code_units(script.text)
    for number, payload in enumerate(placed_payloads(compiled)):
        units = code_units(payload.text)
        answer["documents"].append({"name": payload.name, "text": payload.text})
        answer["marks"] += (
            {
                "document": number,
                **own.ends(each.block),
                "start": units.units(each.span.start),
                "end": units.units(each.span.end),
            }
            for each in payload.places
        )
    return answer


def draw_answer(project: PageProject, request: Mapping[str, Any]) -> dict[str, Any]:
    """Draw the open script; the styles are for a page that is as dark as the request says."""
    script = project.open_script()
    drawn = draw(
        script.text,
        path=script.path,
        target=script.target,
        config=script.config,
        format="svg",
        styled=False,
    )
    units = code_units(script.text)
    return {
        "svg": drawn.text,
        "css": page_styles(dark=bool(request.get("dark"))),
        "blocks": [units.ends(each) for each in drawn.blocks],
    }


def expand_answer(project: PageProject, _request: Mapping[str, Any]) -> dict[str, Any]:
    """Write the open script without fragments, tables and values."""
    script = project.open_script()
    expanded = expand_text(script.text, path=script.path, config=script.config)
    if not expanded.text:
        is_library = expanded.compiled.is_library and expanded.compiled.ok
        raise BadAnswerRequest(
            "this file has no scenario to expand" if is_library else "a script with errors can't be expanded"
        )
    return {"text": expanded.text}


def decompile_answer(_project: PageProject | None, request: Mapping[str, Any]) -> dict[str, Any]:
    """Decompile the payload `json`: its scripts, each with a name for its file, and remarks."""
    text, source = request.get("json"), request.get("platform")
    if not isinstance(text, str):
        raise BadAnswerRequest("`json` must be the text of a payload")
    if source is not None and not (isinstance(source, str) and (source in SOURCES or find_target(source))):
        raise BadAnswerRequest(f"unknown form `{source}`: {instead_of(str(source))}")
    made = decompile(text, source=source)
    files = [_file(each) for each in made.parts or (made,) if each.text is not None]
    first = files[0] if files else {"name": None, "text": None}
    diagnostics = (
        [each for part in made.parts for each in part.diagnostics] if made.parts else made.diagnostics
    )
    return {**first, "files": files, "remarks": list(_remarks(diagnostics, text))}


def _file(made: Decompiled) -> dict[str, Any]:
    text = made.text or ""
    compiled = compile_text(text, payloads=False)
    names = (each.name for each in compiled.document.scenarios if each.name)
    return {"name": f"{key_from(next(names, '')) or _UNNAMED}{SCRIPT_SUFFIX}", "text": text}


def _remarks(found: Iterable[Diagnostic], text: str) -> Iterator[dict[str, Any]]:
    source, units = Source(text), code_units(text)
    for each in found:
        position = source.position(each.span.start)
        yield {
            "message": each.message,
            "help": each.hint,
            "severity": each.severity.word,
            "code": each.code,
            "line": position.line,
            "column": position.column,
            **units.ends(each.span),
        }
