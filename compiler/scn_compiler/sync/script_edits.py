"""Edits of scripts that change one line; all other lines stay as they are."""

import re
from bisect import bisect_right
from collections.abc import Iterable
from itertools import takewhile
from operator import itemgetter

from scn_compiler.pipeline.fix import line_ending
from scn_compiler.semantics.keys import is_letter
from scn_dsl.nodes import Block, Field, ScriptItem, Version
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Source
from scn_dsl.vocabulary import BLANKS, NAMED_LINES, TITLES
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import body_start, split
from scn_grammar.parser import read_items

_SUPPRESSION = lazy_pattern(rf"^[{BLANKS}]*#\s*(?i:scn)\s*:", re.MULTILINE)
_Edit = tuple[int, int, str]
"""The start and the end of the part of a text that something replaces, and what replaces it."""

_Section = tuple[int, Field | None, list[ScriptItem]]
"""The first line of a scenario, its title, and its other items."""

_INDENT = lazy_pattern(rf"[{BLANKS}]*")


def is_key(word: str) -> bool:
    """Tell whether a word can be the key of a scenario."""
    return bool(word) and all(is_letter(char) or char in "_.-" for char in word)


def with_key(text: str, line: int, key: str) -> str:
    """Write the key of a scenario into a script, or replace the key that it has there.

    Rows of a table share the key of their scenario, and each adds its first cell.

    Args:
        text: The script.
        line: The number of a line of the scenario, for example of its `scenario:` or `row:`, from 1.
        key: One word of letters, digits, hyphens, underscores and periods.

    Returns:
        The script with a `key:` line below the `scenario:` line, or where a scenario without that line begins.

    Raises:
        ValueError: if the line isn't part of a scenario, or the key isn't such a word.
    """
    return with_keys_at(text, [(line, key)])


def with_keys_at(text: str, keys: Iterable[tuple[int, str]]) -> str:
    """Write the keys of several scenarios into a script, as `with_key` writes one.

    Args:
        keys: The number of a line of each scenario, and its key; in the order of the lines.
    """
    sections = _sections(text)
    edits = [_edit(text, *_section(sections, line), key) for line, key in keys]
    parts, end = [], 0
    for start, stop, new in edits:
        parts += [text[end:start], new]
        end = stop
    return "".join((*parts, text[end:]))


def _edit(text: str, title: Field | None, items: list[ScriptItem], key: str) -> _Edit:
    if not is_key(key):
        raise ValueError(f"not a key: {key!r}")
    written = next((item for item in items if isinstance(item, Field) and item.name == "key"), None)
    if written:
        return written.whole.start, written.whole.end, f"key: {key}"
    if title:
        return _below(text, title, key)
    file_wide = list(takewhile(_is_file_wide, items))
    return _below(text, file_wide[-1], key) if file_wide else _above(text, items[0], key)


def _sections(text: str) -> list[_Section]:
    """Return each scenario, test or fragment with its first line, after the lines above all of them."""
    source = Source(text)
    sections: list[_Section] = [(0, None, [])]
    for item in read_items(text)[0]:
        if isinstance(item, Field) and item.name in TITLES:
            sections.append((source.position(item.at).line, item, []))
        else:
            sections[-1][2].append(item)
    return sections


def _section(sections: list[_Section], line: int) -> tuple[Field | None, list[ScriptItem]]:
    """Return the title and the items of the scenario that a line belongs to."""
    _, title, items = sections[bisect_right(sections, line, key=itemgetter(0)) - 1]
    is_scenario = title.name == "scenario" if title else bool(items)
    if not is_scenario or (
        title is None and any(each and each.name == "scenario" for _, each, _ in sections)
    ):
        raise ValueError(f"line {line} isn't part of a scenario")
    return title, items


def _is_file_wide(item: ScriptItem) -> bool:
    """Tell whether an item applies to the whole file, so that it goes above the lines of its scenario."""
    return isinstance(item, Version) or (isinstance(item, Field) and NAMED_LINES[item.name].of_file)


def _below(text: str, item: ScriptItem, key: str) -> _Edit:
    """Insert the key on the line below an item."""
    start = max(text.rfind("\n", 0, item.whole.start) + 1, body_start(text))
    indent = _INDENT.match(text, start)
    end = text.find("\n", item.whole.end)
    line = f"{indent[0] if indent else ''}key: {key}{line_ending(text)}"
    if end == -1:
        return len(text), len(text), f"{line_ending(text)}{line}"
    return end + 1, end + 1, line


def _above(text: str, item: ScriptItem, key: str) -> _Edit:
    """Insert the key above the first item, and above its comments if they are about that item alone."""
    top = body_start(text)
    start = max(text.rfind("\n", 0, item.whole.start) + 1, top)
    gap = ""
    if _SUPPRESSION.search(text, top, start):
        start = top
    elif isinstance(item, Block):
        gap = line_ending(text)
        lines = list(split(text[:start].removesuffix("\n"), top)) if start > top else []
        while lines and lines[-1].kind is LineKind.COMMENT:
            start = max(text.rfind("\n", 0, lines.pop().start) + 1, top)
    return start, start, f"key: {key}{line_ending(text)}{gap}"
