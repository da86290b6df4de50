"""Refactorings with fragments: extract blocks to a fragment, write the lines of a fragment in place of its insert."""

import json
import re
from collections.abc import Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, part_at
from scn_compiler.ide.edits.move_block import block_lines, end_of_follow_ups
from scn_compiler.ide.edits.refactoring import Refactoring, chosen_block
from scn_compiler.ide.reuse.files import file_mentions, text_of_file
from scn_compiler.ide.reuse.mentions import InsertLine, insert_lines, name_mentions
from scn_compiler.ide.reuse.symbols import library_of, symbol_of
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.reuse.expand import expand
from scn_compiler.reuse.library import KnownFragment
from scn_compiler.reuse.merge_settings import LISTS
from scn_compiler.reuse.values import GivenValue
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import Block, Field, Fragment, Scenario, Script, Setting, When
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS
from scn_grammar.printer import print_script

_LONG = 50_000
"""The length of a scenario, in characters, from which on only a selection is extracted: to compile it takes too long."""


def extractions(script: OpenScript, selection: Span) -> Iterator[Refactoring]:
    """Yield the ways to extract the selected blocks to a fragment: in this file, or in one that it imports."""
    part = part_at(script, selection.start)
    rows = _selected(part, selection) if part else ()
    if part is None or not rows:
        return
    lines = block_lines(part, rows[0], rows[-1])
    start = max(lines.start, part.text.rfind("\n", 0, _trimmed(part, selection).start) + 1)
    name = _free_name(script, tuple(each.block for each in rows))
    text = part.text[start : lines.end].rstrip()
    for path, title in _homes(script):
        parameters = list(
            dict.fromkeys(_parameters(script, part, Span(start, lines.end), is_same=path == script.path))
        )
        signature = f"{name}({', '.join(parameters)})" if parameters else name
        values = ", ".join(f'{each} = "${each}"' for each in parameters)
        call = f"insert: {name}({values})" if parameters else f"insert: {name}"
        replaced = Edit(part.absolute(Span(start, start + len(text))), call)
        home = text_of_file(script, path) or ""
        end = line_ending(home or script.text)
        gap = "" if not home else end if home.endswith("\n") else end * 2
        moved = text.replace("\r\n", "\n").replace("\n", end)
        added = Edit(Span(len(home), len(home)), f"{gap}fragment: {signature}{end}{moved}{end}")
        edits: dict[str | None, tuple[Edit, ...]] = {script.path: (replaced,)}
        edits[path] = (*edits.get(path, ()), added)
        yield Refactoring(title, "extract", edits)


def _homes(script: OpenScript) -> Iterator[tuple[str | None, str]]:
    yield script.path, "Extract fragment"
    for each in file_mentions(script):
        if each.name == "import" and text_of_file(script, each.path) is not None:
            yield each.path, f"Extract fragment to {each.written}"


def block_at(script: OpenScript, offset: int) -> Span | None:
    """Return the lines of the `WHEN` whose opening an offset is in, with its follow-ups and comments."""
    chosen = chosen_block(script, offset)
    if chosen is None or not chosen.is_at_opening or not isinstance(chosen.row.block.opening, When):
        return None
    if len(chosen.part.text) > _LONG:
        return None
    rows = chosen.part.scenario.rows
    last = rows[end_of_follow_ups(rows, chosen.row.index) - 1]
    return chosen.part.absolute(block_lines(chosen.part, chosen.row, last))


def _selected(part: ScriptPart, selection: Span) -> tuple[ResolvedBlock, ...]:
    """Return the blocks that a selection contains as a whole, if it contains nothing else but comments, and no `insert:`."""
    start, end = _trimmed(part, selection)
    touched = [each for each in part.items if each.whole.start < end and start < each.whole.end]
    if start >= end or not touched or not all(isinstance(each, Block) for each in touched):
        return ()
    chosen = {each.at for each in touched}
    rows = tuple(each for each in part.scenario.rows if each.block.at in chosen)
    if len(rows) != len(touched) or any(each.block.broken for each in rows):
        return ()
    lines = block_lines(part, rows[0], rows[-1])
    is_whole = lines.start <= start <= rows[0].block.whole.start and end >= rows[-1].block.whole.end
    return rows if is_whole else ()


def _trimmed(part: ScriptPart, selection: Span) -> Span:
    """Return a selection in a part, without whitespace around it."""
    text = part.text[max(selection.start - part.start, 0) : selection.end - part.start]
    start = selection.start - part.start + len(text) - len(text.lstrip())
    return Span(start, selection.end - part.start - len(text) + len(text.rstrip()))


def _free_name(script: OpenScript, blocks: tuple[Block, ...]) -> str:
    label = next((each.label.name for each in blocks if each.label and each.label.number is None), "part")
    base = re.sub(r"[^A-Za-z0-9_-]", "_", label)
    known = library_of(script).fragments
    names = (base, *(f"{base}_{number}" for number in range(2, len(known) + 3)))
    return next(each for each in names if each not in known)


def _parameters(script: OpenScript, part: ScriptPart, span: Span, *, is_same: bool) -> Iterator[str]:
    """Yield the values that the extracted blocks use, and that only this part, or only this file, has."""
    for mention in name_mentions(part):
        if mention.kind == "value" and span.start <= mention.span.start < span.end:
            symbol = symbol_of(script, part, mention)
            is_of_part = symbol is None or symbol.owner or symbol.kind == "column"
            if symbol and symbol.kind != "environment" and (is_of_part or not is_same):
                yield mention.name


def inlining(script: OpenScript, offset: int) -> Refactoring | None:
    """Return the change that writes the lines of a fragment in place of the `insert:` at an offset."""
    part = part_at(script, offset)
    lines = insert_lines(part) if part else ()
    line = next(
        (each for each in lines if part and each.span.start <= offset - part.start <= each.span.end), None
    )
    known = library_of(script).fragments.get(line.call.name) if line else None
    if part is None or line is None or known is None or _has_dollars(script, known):
        return None
    made = _expanded(script, part, line)
    settings = _new_settings(part, made) if made else None
    if made is None or settings is None:
        return None
    end = line_ending(script.text)

    def printed(scenario: Scenario) -> str:
        return print_script(Script(scenarios=(scenario,))).strip("\n").replace("\n", end)

    blocks = printed(Scenario(blocks=made.blocks)) if made.blocks else ""
    place = part.absolute(line.span)
    edits = [Edit(place, blocks)] if blocks else [_line_edit(script, place)]
    if settings:
        own = [
            each for each in part.items if isinstance(each, Setting) and each.whole.start < line.span.start
        ]
        at = part.absolute(own[-1].whole).end if own else place.start
        text = printed(Scenario(settings=tuple(settings)))
        edits.insert(0, Edit(Span(at, at), f"{end}{text}" if own else f"{text}{end}"))
    return Refactoring(f"Inline the insert of {known.name}", "inline", {script.path: tuple(edits)})


def _line_edit(script: OpenScript, place: Span) -> Edit:
    """Return the edit that removes a line."""
    end = script.text.find("\n", place.end)
    return Edit(Span(place.start, end + 1 if end != -1 else len(script.text)), "")


def _has_dollars(script: OpenScript, known: KnownFragment) -> bool:
    """Tell whether a fragment's file writes dollar signs that would be values in the scenario."""
    text = text_of_file(script, known.library.path if known.library.origin else script.path) or ""
    return "$$" in text


def _expanded(script: OpenScript, part: ScriptPart, line: InsertLine) -> Scenario | None:
    """Expand one insert; values of the scenario stay as they are written."""
    config, library = script.config, library_of(script)
    names = {
        each.name
        for each in name_mentions(part)
        if each.kind == "value" and line.span.start <= each.span.start < line.span.end
    }
    kept = tuple(GivenValue(name, f"${name}") for name in sorted(names) if name not in library.scope.values)
    use = next(each for each in part.scenario.scenario.uses if each.line is line.line)
    alone = Scenario(uses=(replace(use, settings=0, blocks=0),))
    made = expand(
        replace(library.script, scenarios=(alone,), fragments=_fragments(script)),
        script.text,
        path=script.path,
        given=(*config.values, *kept),
        assigned=config.assigned,
        read=config.read,
    )
    wrong = [
        each for each in made.diagnostics if each.name in ("bad-insert", "unknown-fragment", "circular-reuse")
    ]
    return None if wrong else next(iter(made.script.scenarios), None)


def _fragments(script: OpenScript) -> tuple[Fragment, ...]:
    return library_of(script).script.fragments


def _new_settings(part: ScriptPart, made: Scenario) -> list[Setting] | None:
    """Return the settings of a fragment that the scenario doesn't override; `None` if a list would be extended."""
    own = {_key(each) for each in part.scenario.scenario.settings}
    found: list[Setting] = []
    for each in made.settings:
        if _key(each) not in own:
            found.append(each)
        elif isinstance(each, Field) and FIELDS[each.name].kind in LISTS:
            return None
    return found


def _key(setting: Setting) -> str:
    if isinstance(setting, Field):
        return setting.name
    return json.dumps(
        [getattr(setting, name) for name in ("holder", "name", "platform", "key") if hasattr(setting, name)]
    )
