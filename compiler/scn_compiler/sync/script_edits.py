"""Edits of scripts that change one line; all other lines stay as they are."""

import re
from itertools import takewhile

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
    if not is_key(key):
        raise ValueError(f"not a key: {key!r}")
    title, items = _section(text, line)
    written = next((item for item in items if isinstance(item, Field) and item.name == "key"), None)
    if written:
        return text[: written.whole.start] + f"key: {key}" + text[written.whole.end :]
    if title:
        return _below(text, title, key)
    file_wide = list(takewhile(_is_file_wide, items))
    return _below(text, file_wide[-1], key) if file_wide else _above(text, items[0], key)


def _section(text: str, line: int) -> tuple[Field | None, list[ScriptItem]]:
    """Return the title and the items of the scenario that a line belongs to."""
    source = Source(text)
    sections: list[tuple[Field | None, list[ScriptItem]]] = [(None, [])]
    chosen = sections[0]
    for item in read_items(text)[0]:
        if isinstance(item, Field) and item.name in TITLES:
            sections.append((item, []))
            if source.position(item.at).line <= line:
                chosen = sections[-1]
        else:
            sections[-1][1].append(item)
    title, items = chosen
    is_scenario = title.name == "scenario" if title else bool(items)
    if not is_scenario or (title is None and any(each and each.name == "scenario" for each, _ in sections)):
        raise ValueError(f"line {line} isn't part of a scenario")
    return title, items


def _is_file_wide(item: ScriptItem) -> bool:
    """Tell whether an item applies to the whole file, so that it goes above the lines of its scenario."""
    return isinstance(item, Version) or (isinstance(item, Field) and NAMED_LINES[item.name].of_file)


def _below(text: str, item: ScriptItem, key: str) -> str:
    """Insert the key on the line below an item."""
    start = max(text.rfind("\n", 0, item.whole.start) + 1, body_start(text))
    indent = _INDENT.match(text, start)
    end = text.find("\n", item.whole.end)
    line = f"{indent[0] if indent else ''}key: {key}{line_ending(text)}"
    return f"{text}{line_ending(text)}{line}" if end == -1 else text[: end + 1] + line + text[end + 1 :]


def _above(text: str, item: ScriptItem, key: str) -> str:
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
    return f"{text[:start]}key: {key}{line_ending(text)}{gap}{text[start:]}"
