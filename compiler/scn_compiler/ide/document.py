"""A script as it is being written: read scenario by scenario, and what did not change is not read again."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, TypeVar

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import stem, target_of
from scn_compiler.platforms import find_target
from scn_compiler.platforms.kit.target import Target
from scn_compiler.semantics.resolve import ResolvedScenario, resolve
from scn_dsl.nodes import Field, Script, ScriptItem
from scn_dsl.records import Record, field, replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.assemble import assemble
from scn_grammar.parser import BYTE_ORDER_MARK, not_a_script, read_items, sections

_MARGIN = BYTE_ORDER_MARK + BLANKS

MAX_CACHED = 32
"""Drafts whose parts are kept, each as it was when it was last asked for."""


class OpenScript(Record):
    """A text that an author is at.

    Attributes:
        path: Its file, after which a scenario without a `scenario:` line is named.
        target: What it is meant to be compiled to, if the author chose it; otherwise what the script says.
        config: What the project chose.
    """

    text: str
    path: str | None = None
    target: str | None = None
    config: Config = Config()


class ScriptPart(Record):
    """A scenario with its `scenario:` line, or what stands above the first one.

    Attributes:
        start: Where it begins in the draft; everything else in it counts from there.
        text: As it stands in the draft.
        items: What was understood of it, in order.
        scenario: The same with labels found and ids given. In a part that is only what stands above the
            first scenario it is there all the same; rows that it has belong to no scenario.
        cache: What features found of it, see `cached_per_part`.
    """

    start: int
    text: str
    items: tuple[ScriptItem, ...]
    scenario: ResolvedScenario
    cache: dict[Any, Any] = field(default_factory=dict, compare=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_titled(self) -> bool:
        """Whether it begins with a `scenario:` line."""
        return self.scenario.scenario.title is not None

    def absolute(self, span: Span) -> Span:
        """A span that counts from the part's start, in the draft."""
        return span.shift(self.start)


_T = TypeVar("_T")


def cached_per_part(feature: Callable[[ScriptPart], _T]) -> Callable[[ScriptPart], _T]:
    """A feature that is asked once of a part, as long as its text stays; places in it count from the part's start."""

    def asked(part: ScriptPart) -> _T:
        if feature not in part.cache:
            part.cache[feature] = feature(part)
        found: _T = part.cache[feature]
        return found

    return asked


class _Read(Record):
    """A draft with its parts.

    Attributes:
        items: Of each text in which there is one scenario at most.
        known: The parts, each as if it began at 0, by all that they depend on.
    """

    script: OpenScript
    parts: tuple[ScriptPart, ...]
    items: dict[str, tuple[ScriptItem, ...]]
    known: dict[tuple[str, str, str | None, bool], ScriptPart]


_READ: dict[str | None, _Read] = {}


def parts(script: OpenScript) -> tuple[ScriptPart, ...]:
    """The whole draft, in order and without gaps; none for what is no script."""
    before = _READ.get(script.path)
    if before and before.script == script:
        return before.parts
    read = _read(script, before or _Read(script, (), {}, {}))
    _READ.pop(script.path, None)
    _READ[script.path] = read
    for path in list(_READ)[:-MAX_CACHED]:
        _READ.pop(path, None)
    return read.parts


def parts_of_file(script: OpenScript) -> tuple[ScriptPart, ...]:
    """The same of what nobody is at: read, and not kept in the place of a draft that somebody is at."""
    return _read(script, _Read(script, (), {}, {})).parts


def part_at(script: OpenScript, offset: int) -> ScriptPart | None:
    """The part that `offset` is in; an offset between two belongs to the later one."""
    found = parts(script)
    at = bisect_right(found, offset, key=lambda part: part.start) - 1
    return found[at] if found else None


def target_of_script(script: OpenScript) -> Target:
    """The target that the author or the script chose, by the rules of the day that the project chose."""
    asked = script.target if script.target and find_target(script.target) else None
    return target_of(_above(_aims(sections(script.text)[0])), asked, script.config)[0]


def _aims(head: str) -> str:
    """The lines that say a target: to find it, the others are not read."""
    if "target" not in head:
        return ""
    return "\n".join(line for line in head.split("\n") if line.lstrip(_MARGIN).startswith("target"))


def has_ids(script: OpenScript) -> bool:
    """Whether the target knows blocks by ids."""
    return target_of_script(script).has_ids


def _read(script: OpenScript, before: _Read) -> _Read:
    if not_a_script(script.text):
        return _Read(script, (), {}, {})
    cuts = list(_cuts(script.text, before.items))
    items = {text: found for _, text, found in cuts}
    first = cuts[0][1]
    titled = bool(items[first]) and _is_title(items[first][0])
    above = "" if titled else first
    name = stem(script.path) if len(cuts) == 1 and not titled else None
    fragment = target_of_script(script).is_fragment
    known: dict[tuple[str, str, str | None, bool], ScriptPart] = {}
    placed: list[ScriptPart] = []
    for start, text, _ in cuts:
        key = ("" if text is above else above, text, name, fragment)
        known[key] = before.known.get(key) or _part(key[0], text, items[text], name, fragment)
        placed.append(replace(known[key], start=start))
    return _Read(script, tuple(placed), items, known)


def _cuts(
    text: str, known: dict[str, tuple[ScriptItem, ...]]
) -> Iterator[tuple[int, str, tuple[ScriptItem, ...]]]:
    """What stands above the first scenario, if anything, and each scenario: its place, text and items."""
    head, scenarios = sections(text)
    for start, section in [(0, head), *scenarios] if head or not scenarios else scenarios:
        found = known.get(section) or tuple(read_items(section)[0])
        late = [section.rfind("\n", 0, item.at) + 1 for item in found[1:] if _is_title(item)]
        if not late:
            yield start, section, found
            continue
        for begin, end in zip([0, *late], [*late, len(section)], strict=True):  # misspelt, and yet understood
            yield start + begin, section[begin:end], tuple(read_items(section[begin:end])[0])


def _is_title(item: ScriptItem) -> bool:
    return isinstance(item, Field) and item.name == "scenario"


@lru_cache(maxsize=8)
def _above(head: str) -> Script:
    """What stands above the first scenario."""
    return assemble(list(read_items(head)[0]))


def _part(
    above: str, text: str, items: tuple[ScriptItem, ...], name: str | None, fragment: bool
) -> ScriptPart:
    """A part, as if it began at 0; `above` stands above it."""
    settings = tuple(setting for each in _above(above).scenarios for setting in each.settings)
    script = replace(assemble(list(items)), defaults=settings)
    return ScriptPart(0, text, items, resolve(script, name, fragment=fragment)[0].scenarios[-1])
