"""Writes sections, tables and fragments as the nodes of scripts."""

import json
from collections.abc import Iterable, Iterator, Sequence

from scn_compiler.reuse.share.patterns import as_written
from scn_compiler.reuse.share.section import CellTable, Insert, SharedFragment, SharedSection
from scn_compiler.reuse.share.slots import written
from scn_dsl.nodes import Field, Fragment, Scenario, Script, Setting, Text, Use
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import BLANKS
from scn_grammar.plain_text import is_plain

_PLAIN_CELL = lazy_pattern(r"[^\s|\"#\[{](?:[^\n|]|(?<=\S)\|(?=\S))*")


def script_of(
    above: Sequence[Setting],
    sections: Sequence[SharedSection],
    fragments: Iterable[SharedFragment] = (),
    imports: Sequence[str] = (),
) -> Script:
    """Make a script of its parts; the paths of `imports` are relative to it."""
    uses = tuple(Use(line=_line("import", path)) for path in imports)
    scenarios = tuple(map(_scenario, sections))
    if scenarios and scenarios[0].title is None:
        first = scenarios[0]
        own = tuple(
            Use(line=each.line, settings=each.settings + len(above), blocks=each.blocks)
            for each in first.uses
        )
        untitled = Scenario(settings=(*above, *first.settings), blocks=first.blocks, uses=(*uses, *own))
        return Script(scenarios=(untitled, *scenarios[1:]), fragments=tuple(map(_fragment, fragments)))
    return Script(
        defaults=tuple(above), uses=uses, scenarios=scenarios, fragments=tuple(map(_fragment, fragments))
    )


def _scenario(section: SharedSection) -> Scenario:
    lines = written(section.lines)
    uses = list(_table(section.table)) if section.table else []
    for insert in section.inserts:
        line = _line("insert", _call(insert))
        uses.append(Use(line=line, settings=len(lines.settings), blocks=insert.at or 0))
    return Scenario(title=lines.title, settings=lines.settings, blocks=lines.blocks, uses=tuple(uses))


def _table(table: CellTable) -> Iterator[Use]:
    yield Use(line=_line("examples", " | ".join(table.columns)))
    for row in table.rows:
        text = " | ".join(row)
        if all(map(_PLAIN_CELL.fullmatch, row)) and is_plain(text) and all(c == c.strip(BLANKS) for c in row):
            yield Use(line=_line("row", text))
        else:
            yield Use(line=_line("row", json.dumps(row, ensure_ascii=False), raw=True))


def _call(insert: Insert) -> str:
    if not insert.arguments:
        return insert.fragment
    arguments = (f"{name} = {_quoted(value)}" for name, value in insert.arguments)
    return f"{insert.fragment}({', '.join(arguments)})"


def _quoted(text: str) -> str:
    return json.dumps(as_written(text), ensure_ascii=False)


def _fragment(fragment: SharedFragment) -> Fragment:
    lines = written(fragment.lines)
    parameters = ", ".join(
        name if default is None else f"{name} = {_quoted(default)}" for name, default in fragment.parameters
    )
    title = _line("fragment", f"{fragment.name}({parameters})" if parameters else fragment.name)
    return Fragment(title=title, settings=lines.settings, blocks=lines.blocks)


def _line(name: str, text: str, *, raw: bool = False) -> Field:
    return Field(name=name, value=Text(value=text), raw=raw)
