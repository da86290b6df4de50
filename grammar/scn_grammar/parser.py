"""Text to script: plain lines at once, the rest item by item by the grammar; a broken item is recovered."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Field, Script, ScriptItem, Version
from scn_dsl.records import Record, replace
from scn_dsl.source import Source, Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.assemble import assemble
from scn_grammar.fast import reader

if TYPE_CHECKING:
    from scn_grammar.line_shapes import LineKind

BYTE_ORDER_MARK = "\ufeff"

_TITLE = re.compile(r"scenario(?:[ \t\xa0]+raw)?[ \t\xa0]*:")


class Parsed(Record):
    """The outcome of reading a text: what could be understood, and what could not."""

    script: Script
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(source: Source) -> Parsed:
    """Read a script; a broken text is a normal outcome, not an exception."""
    foreign = not_a_script(source.text)
    if foreign:
        return Parsed(Script(), (foreign,))
    items, found = read_items(source.text)
    return Parsed(assemble(items), tuple(found))


def not_a_script(text: str) -> Diagnostic | None:
    """What `text` is instead of a script; `None` if it may be one."""
    if reader.begins(text) and "\0" not in text and ("\r" not in text or "\n" in text):
        return None
    from scn_grammar.recovery.foreign_files import recognise  # noqa: PLC0415  (scripts do without)

    return recognise(text)


def sections(text: str) -> tuple[str, list[tuple[int, str]]]:
    """What stands above the first `scenario:` line, and from each such line on, with its offset."""
    starts: list[int] = []
    at = text.find("scenario")
    while at != -1:
        start = text.rfind("\n", 0, at) + 1
        if not text[start:at].strip(BLANKS) and _TITLE.match(text, at):
            starts.append(start)
        end = text.find("\n", at)
        at = -1 if end == -1 else text.find("scenario", end)
    ends = [*starts[1:], len(text)] if starts else []
    head = text[: starts[0]] if starts else text
    return head, [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]


def read_items(text: str) -> tuple[list[ScriptItem], list[Diagnostic]]:
    """The items of `text` in order, and what could not be understood."""
    if not text.startswith(BYTE_ORDER_MARK):
        return _read(text)
    items, found = _read(text[1:])
    return [replace(item, at=item.at + 1) for item in items], [each.shift(1) for each in found]


def _read(text: str) -> tuple[list[ScriptItem], list[Diagnostic]]:
    items: list[ScriptItem] = []
    found: list[Diagnostic] = []
    for read in reader.read_plain(text):
        if isinstance(read, Span):
            read_with_grammar(text[read.start : read.end], read.start, items, found)
        elif isinstance(read, Version):
            _add(read, items, found)
        else:
            items.append(read)
    return items, found


def read_with_grammar(text: str, start: int, items: list[ScriptItem], found: list[Diagnostic]) -> None:
    from scn_grammar.items import record_above, split_items  # noqa: PLC0415  (plain scripts do without)

    above = record_above(_fields_at_the_end(items))
    for stretch in split_items(text, above=above):
        item, mistakes = read_item(text[stretch.start : stretch.end], stretch.kind, stretch.above)
        found.extend(mistake.shift(start + stretch.start) for mistake in mistakes)
        if item is not None:
            _add(replace(item, at=start + stretch.start), items, found)


def _fields_at_the_end(items: list[ScriptItem]) -> Iterator[str]:
    """The names of the fields that nothing else stands behind, the last one first."""
    for item in reversed(items):
        if not isinstance(item, Field):
            return
        yield item.name


def _add(item: ScriptItem, items: list[ScriptItem], found: list[Diagnostic]) -> None:
    if isinstance(item, Version) and items:
        message = "the version stands once, above everything else"
        hint = "move it to the top, or take it out"
        found.append(report("unknown-version", item.whole, message, hint))
    else:
        items.append(item)


def parse_item(text: str) -> ScriptItem | None:
    """The item that `text` is; `None` where it is none, or a broken one."""
    from scn_grammar.lalr.engine import accept_item  # noqa: PLC0415  (plain scripts do without)

    return reader.plain_item(text) or accept_item(text)


@lru_cache(maxsize=1 << 13)
def read_item(text: str, kind: "LineKind", above: str) -> tuple[ScriptItem | None, tuple[Diagnostic, ...]]:
    from scn_grammar.lalr.engine import accept_item  # noqa: PLC0415

    item = accept_item(text)
    if item is not None:
        return item, ()
    from scn_grammar.recovery.recover import recover  # noqa: PLC0415  (needed only once there is a mistake)

    return recover(text, kind, above)
