"""A script open in an editor, parsed part by part: after an edit, only changed scenarios and fragments are parsed again."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import choose_target, file_stem
from scn_compiler.platforms import find_target
from scn_compiler.platforms.kit.target import Target
from scn_compiler.semantics.resolve import ResolvedScenario, resolve
from scn_dsl.nodes import Field, Fragment, Scenario, Script, ScriptItem, Then
from scn_dsl.records import Record, field, replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, TITLES
from scn_grammar.assemble import assemble
from scn_grammar.parser import BYTE_ORDER_MARK, not_a_script, read_items, sections

_TARGET_LINE = re.compile(rf"^[{BYTE_ORDER_MARK}{BLANKS}]*target[{BLANKS}]*:.*", re.MULTILINE)

MAX_CACHED = 32
"""The number of scripts whose parts are cached, each in its latest version."""


class OpenScript(Record):
    """A script open in an editor.

    Attributes:
        path: Its file, which names a scenario that has no `scenario:` line.
        target: The target that the author chose; `None` for the script's own `target:`.
        config: The project's configuration.
        needs: The other files that it needs, directly or not: the path of each, and a hash of its text. Two scripts are
            only equal if the files that they need are.
    """

    text: str
    path: str | None = None
    target: str | None = None
    config: Config = Config()
    needs: tuple[tuple[str, int], ...] = ()


class ScriptPart(Record):
    """One scenario or fragment with its title line, or the head of the file above the first title.

    Attributes:
        start: Its offset in the script; all other offsets in a part are relative to it.
        text: Its text in the script.
        items: Its parsed items, in order.
        scenario: Its items with labels and ids resolved. A head also has one, although its blocks belong to no scenario,
            and so has a fragment.
        fragment: The fragment; `None` for other parts.
        cache: Results of features; see `cached_per_part`.
    """

    start: int
    text: str
    items: tuple[ScriptItem, ...]
    scenario: ResolvedScenario
    fragment: Fragment | None = None
    cache: dict[Any, Any] = field(default_factory=dict, compare=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def has_title(self) -> bool:
        """Whether the part starts with a `scenario:` or `fragment:` line."""
        return self.scenario.scenario.title is not None

    def absolute(self, span: Span) -> Span:
        """Convert a span of the part to a span of the script."""
        return span.shift(self.start)


_T = TypeVar("_T")


def cached_per_part(feature: Callable[[ScriptPart], _T]) -> Callable[[ScriptPart], _T]:
    """Decorate a feature: cache its result in the part. Its offsets must be relative to the part's start."""

    def cached(part: ScriptPart) -> _T:
        if feature not in part.cache:
            part.cache[feature] = feature(part)
        result: _T = part.cache[feature]
        return result

    return cached


class _ReadScript(Record):
    """A parsed script.

    Attributes:
        items: The items of each section, by the section's text.
        parts_by_key: The parts, each with start 0, by everything they depend on.
    """

    script: OpenScript
    parts: tuple[ScriptPart, ...]
    items: dict[str, tuple[ScriptItem, ...]]
    parts_by_key: dict[tuple[str, str, str | None, bool], ScriptPart]


_CACHE: dict[str | None, _ReadScript] = {}


def parts(script: OpenScript) -> tuple[ScriptPart, ...]:
    """Parse a script into its parts, in order and without gaps; empty if the text isn't a script."""
    before = _CACHE.get(script.path)
    if before and _is_same(before.script, script):
        return before.parts
    read = _read(script, before or _ReadScript(script, (), {}, {}))
    _CACHE.pop(script.path, None)
    _CACHE[script.path] = read
    for path in list(_CACHE)[:-MAX_CACHED]:
        _CACHE.pop(path, None)
    return read.parts


def _is_same(one: OpenScript, other: OpenScript) -> bool:
    """Return whether two scripts have the same parts; the files that they need don't matter."""
    return (
        one.text == other.text
        and (one.path, one.target) == (other.path, other.target)
        and one.config == other.config
    )


def parts_of_file(script: OpenScript) -> tuple[ScriptPart, ...]:
    """Parse a file that no editor has open; not cached."""
    return _read(script, _ReadScript(script, (), {}, {})).parts


def part_at(script: OpenScript, offset: int) -> ScriptPart | None:
    """Find the part at `offset`; an offset between two parts belongs to the later one."""
    found = parts(script)
    at = bisect_right(found, offset, key=lambda part: part.start) - 1
    return found[at] if found else None


def target_of_script(script: OpenScript) -> Target:
    """Choose the target: the author's choice or the script's, with the rules of the project's date."""
    chosen = script.target if script.target and find_target(script.target) else None
    return choose_target(_parse_head(_target_lines(script.text)), chosen, script.config)[0]


def _target_lines(text: str) -> str:
    """Extract the `target:` lines of a script; nothing else is parsed to find the target."""
    return "\n".join(_TARGET_LINE.findall(text)) if "target" in text else ""


def has_ids(script: OpenScript) -> bool:
    """Return whether the script's target gives blocks ids."""
    return target_of_script(script).has_ids


def _read(script: OpenScript, before: _ReadScript) -> _ReadScript:
    if not_a_script(script.text):
        return _ReadScript(script, (), {}, {})
    found = list(_sections(script.text, before.items))
    items = {text: own for _, text, own in found}
    first = found[0][1]
    has_title = bool(items[first]) and _is_title_field(items[first][0])
    head = "" if has_title else first
    name = file_stem(script.path) if len(found) == 1 and not has_title else None
    fragment = target_of_script(script).is_fragment
    parts_by_key: dict[tuple[str, str, str | None, bool], ScriptPart] = {}
    shifted: list[ScriptPart] = []
    for start, text, _ in found:
        key = ("" if text is head else head, text, name, fragment)
        parts_by_key[key] = before.parts_by_key.get(key) or _part(key[0], text, items[text], name, fragment)
        shifted.append(replace(parts_by_key[key], start=start))
    return _ReadScript(script, tuple(shifted), items, parts_by_key)


def _sections(
    text: str, items: dict[str, tuple[ScriptItem, ...]]
) -> Iterator[tuple[int, str, tuple[ScriptItem, ...]]]:
    """Yield the head, unless it is empty, and each scenario: start, text and items."""
    head, scenarios = sections(text)
    for start, section in [(0, head), *scenarios] if head or not scenarios else scenarios:
        found = items.get(section) or tuple(read_items(section)[0])
        more_titles = [section.rfind("\n", 0, item.at) + 1 for item in found[1:] if _is_title_field(item)]
        if not more_titles:
            yield start, section, found
            continue
        for begin, end in zip(
            [0, *more_titles], [*more_titles, len(section)], strict=True
        ):  # a misspelled `scenario:`, recovered
            yield start + begin, section[begin:end], tuple(read_items(section[begin:end])[0])


def _is_title_field(item: ScriptItem) -> bool:
    return isinstance(item, Field) and item.name in TITLES


@lru_cache(maxsize=8)
def _parse_head(head: str) -> Script:
    """Parse the head of a file."""
    return assemble(list(read_items(head)[0]))


def _part(
    head: str, text: str, items: tuple[ScriptItem, ...], name: str | None, fragment: bool
) -> ScriptPart:
    """Build a part with start 0; `head` is the text above the first scenario of its file."""
    above = _parse_head(head)
    settings = (*above.defaults, *(setting for each in above.scenarios for setting in each.settings))
    own = assemble(list(items))
    found = next(iter(own.fragments), None)
    script = replace(own, defaults=settings)
    if found is None:
        declared = (
            Scenario(settings=own.defaults, uses=own.uses),
        )  # a file may declare values and nothing else
        script = replace(script, scenarios=own.scenarios or declared)
        whole = resolve(script, name, fragment=fragment)[0].scenarios[-1]
        return ScriptPart(0, text, items, _below_inserts(whole))
    inside = Scenario(settings=found.settings, blocks=found.blocks, uses=found.uses)
    resolved = resolve(replace(script, scenarios=(inside,)), None, fragment=fragment)[0].scenarios[0]
    scenario = replace(
        _below_inserts(resolved),
        scenario=replace(inside, title=found.title),
        name=found.title.value.value,
        span=found.title.whole,
    )
    return ScriptPart(0, text, items, scenario, found)


def _below_inserts(scenario: ResolvedScenario) -> ResolvedScenario:
    """Detach each `THEN` below an `insert:`, whose parent is a block of the fragment."""
    places = {use.blocks for use in scenario.scenario.uses if use.name == "insert"}
    if not places:
        return scenario
    rows = tuple(
        replace(row, parent=None, parent_id=None)
        if row.index in places and isinstance(row.block.opening, Then)
        else row
        for row in scenario.rows
    )
    return replace(scenario, rows=rows)
