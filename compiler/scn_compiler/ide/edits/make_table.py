"""Makes a table of the scenarios in a selection, if they differ only in words."""

from collections.abc import Iterable, Mapping

from scn_compiler.ide.document import OpenScript, ScriptPart, parts
from scn_compiler.ide.edits.refactoring import Refactoring
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.reuse.share.scripts import script_of
from scn_compiler.reuse.share.section import Unit
from scn_compiler.reuse.share.slots import Lines
from scn_compiler.reuse.share.tables import with_tables
from scn_dsl.diagnostic import Edit, Severity
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_grammar.printer import print_script


def table_of(script: OpenScript, selection: Span) -> Refactoring | None:
    """Make one scenario with a table of two or more neighbors that a selection touches."""
    chosen = [
        part for part in parts(script) if part.start < selection.end and selection.start < _text_end(part)
    ]
    if len(chosen) < 2 or not all(map(_is_plain, chosen)):
        return None
    units = [_unit(part, number) for number, part in enumerate(chosen)]
    sections = with_tables(units, in_order=True)
    table = sections[0].table if len(sections) == 1 else None
    if table is None or any("$" in cell for row in table.rows for cell in row):
        return None
    end = line_ending(script.text)
    printed = print_script(script_of((), sections)).strip("\n").replace("\n", end)
    span = Span(chosen[0].start, _text_end(chosen[-1]))
    return Refactoring("Make a table of these scenarios", "rewrite", {script.path: (Edit(span, printed),)})


def _text_end(part: ScriptPart) -> int:
    return part.start + len(part.text.rstrip())


def _is_plain(part: ScriptPart) -> bool:
    """Tell whether a part is a scenario without comments, and without lines about reuse, which a table would change."""
    has_comments = any(line.lstrip().startswith("#") for line in part.text.splitlines())
    return part.has_title and not part.fragment and not has_comments and not part.scenario.scenario.uses


def _unit(part: ScriptPart, number: int) -> Unit:
    scenario = part.scenario.scenario
    return Unit(
        0, number, part.scenario.name or "", Lines(scenario.title, scenario.settings, scenario.blocks)
    )


def keeps_payloads(script: OpenScript, edits: Mapping[str | None, Iterable[Edit]]) -> bool:
    """Tell whether edits of a script, and of files that it needs, leave its payloads as they are.

    In a script that has no payload yet, because of errors, they may lead to no error of another rule.
    """
    script, edits = _without_others(script, edits)
    texts = {path: _edited(_text(script, path), own) for path, own in edits.items()}

    def read(path: str) -> str:
        return texts[path] if path in texts else script.config.read(path) if script.config.read else ""

    config = replace(script.config, read=read if script.config.read else None)
    after = compile_text(texts.get(script.path, script.text), path=script.path, config=config)
    before = compile_text(script.text, path=script.path, config=script.config)
    return (
        after.ok == before.ok
        and _broken_rules(after) <= _broken_rules(before)
        and [each.value for each in after.payloads] == [each.value for each in before.payloads]
    )


def _broken_rules(compiled: Compiled) -> set[str]:
    return {each.name for each in compiled.diagnostics if each.severity is Severity.ERROR}


def _without_others(
    script: OpenScript, edits: Mapping[str | None, Iterable[Edit]]
) -> tuple[OpenScript, dict[str | None, Iterable[Edit]]]:
    """Leave out the scenarios of a script that no edit touches: they compile to the same, and often take the most time."""
    own = sorted(edits.get(script.path, ()), key=lambda each: each.span)
    texts: list[str] = []
    moved: list[Edit] = []
    left_out = 0
    for part in parts(script):
        touching = [each for each in own if each.span.start <= part.end and part.start <= each.span.end]
        if touching or part.fragment or not part.has_title:
            texts.append(part.text)
            inside = [
                each
                for each in touching
                if part.start <= each.span.start < part.end or each.span.start == len(script.text)
            ]
            moved += (Edit(each.span.shift(-left_out), each.text) for each in inside)
        else:
            left_out += len(part.text)
    return replace(script, text="".join(texts)), {**edits, script.path: tuple(moved)}


def _text(script: OpenScript, path: str | None) -> str:
    return (
        script.text if path == script.path or script.config.read is None else script.config.read(path or "")
    )


def _edited(text: str, edits: Iterable[Edit]) -> str:
    for edit in sorted(edits, key=lambda each: each.span, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text
