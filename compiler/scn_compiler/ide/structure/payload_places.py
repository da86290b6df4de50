"""The places of blocks in payloads.

Emitters don't say which block a value comes from. So the script is emitted once more, with a mark in the texts of each
block, and the marks are found in the result: that works for every platform, also for those of plugins.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import count

from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.jsondoc.spans import JsonPath, JsonSpans
from scn_compiler.pipeline.compile import Compiled
from scn_compiler.platforms import target_named
from scn_compiler.platforms.kit.target import Target
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.nodes import WORDLESS, Say, Text
from scn_dsl.records import Record, replace
from scn_dsl.source import Span

_FIRST_MARK = 0x100000
_MOST_BLOCKS = 0xFFFD
"""The marks are the private characters of Unicode's last plane."""


_ESCAPE = re.compile(r"\\.")
_CHARACTER = re.compile(
    r"\\u[dD][89abAB]\w{2}\\u[dD][c-fC-F]\w{2}|\\u\w{4}|\\.|.", re.DOTALL
)  # in a JSON string, maybe escaped


class BlockPlace(Record):
    """A block of a script in a payload.

    Attributes:
        block: The block in the script; of an imported block, the line that inserts it.
        span: Its part of the payload's JSON text. Parts may contain those of other blocks, e.g. of follow-ups.
    """

    block: Span
    span: Span


class PlacedPayload(Record):
    """A payload as editors show it.

    Attributes:
        name: The name of its scenario.
        text: Its JSON text.
        places: The places of blocks in the text.
    """

    name: str | None
    text: str
    places: tuple[BlockPlace, ...]


def placed_payloads(compiled: Compiled) -> tuple[PlacedPayload, ...]:
    """Write the payloads of a script without errors, and find its blocks in them."""
    texts = tuple(dump(each.value) for each in compiled.payloads)
    places = payload_places(compiled, target_named(compiled.target), texts)
    names = (each.name for each in compiled.payloads)
    return tuple(PlacedPayload(*each) for each in zip(names, texts, places, strict=True))


def payload_places(
    compiled: Compiled, target: Target, texts: tuple[str, ...]
) -> tuple[tuple[BlockPlace, ...], ...]:
    """Find the blocks of a script in its payloads; those that a payload has no place for are missing.

    Args:
        compiled: The script without errors.
        target: Its target.
        texts: The JSON text of each payload.
    """
    numbers = count()
    blocks: list[Span] = []
    scenarios: list[ResolvedScenario] = []
    for scenario in compiled.document.scenarios:
        rows = tuple(_marked(row, chr(_FIRST_MARK + next(numbers))) for row in scenario.rows)
        blocks += (row.block.in_script or Span(0, 0) for row in scenario.rows)
        scenarios.append(replace(scenario, rows=rows, version=None))
    marked = target.emit(replace(compiled.document, scenarios=tuple(scenarios))).payloads
    if len(blocks) > _MOST_BLOCKS or len(marked) != len(texts):
        return ((),) * len(texts)
    return tuple(
        tuple(BlockPlace(blocks[number], span) for number, span in _spans(each.value, text))
        for each, text in zip(marked, texts, strict=True)
    )


def _marked(row: ResolvedBlock, mark: str) -> ResolvedBlock:
    """Add a mark to each text of a block; one without texts says the mark."""
    actions = tuple(
        each
        if isinstance(each, WORDLESS)
        else replace(each, text=replace(each.text, value=each.text.value + mark))
        for each in row.block.actions
    )
    if actions == row.block.actions:
        actions = (Say(text=Text(value=mark)),)
    return replace(row, block=replace(row.block, actions=actions))


def _spans(value: Json, text: str) -> Iterator[tuple[int, Span]]:
    """Yield the number of each marked block, with its part of `text`, the JSON of the payload without marks."""
    found = {path: string for path, string in _strings(value, ()) if _numbers(string)}
    inside: defaultdict[JsonPath, set[int]] = defaultdict(set)
    for path, string in found.items():
        inside[path[:-1]].update(_numbers(string))
        for end in range(len(path) - 1):
            inside[path[:end]].update(_numbers(string))
    spans = JsonSpans(text)
    for path, string in found.items():
        numbers = _numbers(string)
        if len(numbers) == 1:
            is_member = len(path) > 1 and isinstance(path[-2], int)
            around = path[:-1] if is_member and min(inside[path[:-1]]) == numbers[0] else path
            if span := spans.whole(around):
                yield numbers[0], span
        elif span := spans.whole(path):
            yield from _inside(string, text, span) if string[:1] in ("{", "[") else _lines(string, text, span)


def _strings(value: Json, path: JsonPath) -> Iterator[tuple[JsonPath, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield from _strings(each, (*path, key))
    elif isinstance(value, list):
        for index, each in enumerate(value):
            yield from _strings(each, (*path, index))


def _numbers(string: str) -> list[int]:
    """Return the numbers of the blocks whose marks are in a string, each once, in order."""
    return list(dict.fromkeys(ord(char) - _FIRST_MARK for char in string if ord(char) >= _FIRST_MARK))


def _inside(marked: str, text: str, whole: Span) -> Iterator[tuple[int, Span]]:
    """Yield the parts of blocks in a string that is itself JSON."""
    try:
        value, plain = json.loads(marked), json.loads(text[slice(*whole)])
    except (ValueError, RecursionError):
        return
    starts = [each.start() for each in _CHARACTER.finditer(text, whole.start + 1, whole.end)]
    if len(starts) == len(plain) + 1:
        for number, span in _spans(value, plain):
            yield number, Span(starts[span.start], starts[span.end])


def _lines(marked: str, text: str, whole: Span) -> Iterator[tuple[int, Span]]:
    """Yield the lines of each block in a string that holds several blocks, if each has lines of its own."""
    owners = [_numbers(line) for line in marked.split("\n")]
    escapes = _ESCAPE.finditer(text, whole.start, whole.end)
    breaks = [Span(*each.span()) for each in escapes if each[0] == "\\n"]
    if len(breaks) != len(owners) - 1 or any(len(each) > 1 for each in owners):
        return
    starts = [whole.start + 1, *(each.end for each in breaks)]
    ends = [*(each.start for each in breaks), whole.end - 1]
    first = next(index for index, each in enumerate(owners) if each)
    for index, numbers in enumerate(owners):
        if numbers:
            yield numbers[0], Span(starts[first], ends[index])
            first = index + 1
