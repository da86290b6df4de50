"""A script as it is being written: read scenario by scenario, and what was read once is remembered."""

from bisect import bisect_right
from functools import lru_cache

from scn_compiler.compiling import stem, target_of
from scn_compiler.config import Config
from scn_compiler.platforms import TARGETS
from scn_compiler.resolve import Resolved, resolve
from scn_compiler.target import Target
from scn_dsl.nodes import Script
from scn_dsl.records import Record, replace
from scn_dsl.source import Span
from scn_grammar.parser import not_a_script, read_items, sections
from scn_grammar.scripts import Item, assemble

REMEMBERED = 1 << 12
"""Parts that are kept; a script of 100,000 lines has about that many."""


class Draft(Record):
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


class Part(Record):
    """A scenario with its `scenario:` line, or what stands above the first one.

    Attributes:
        start: Where it begins in the draft; everything else in it counts from there.
        text: As it stands in the draft.
        items: What was understood of it, in order.
        scenario: The same with labels found and ids given. In a part that is only what stands above the
            first scenario it is there all the same, without rows.
    """

    start: int
    text: str
    items: tuple[Item, ...]
    scenario: Resolved

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def settle(self, span: Span) -> Span:
        """A span that counts from the part's start, in the draft."""
        return span.shift(self.start)


def parts(draft: Draft) -> tuple[Part, ...]:
    """The whole draft, in order and without gaps; none for what is no script."""
    if not_a_script(draft.text):
        return ()
    head, scenarios = sections(draft.text)
    fragment = target_of_draft(draft).is_fragment
    if not scenarios:
        return (_part("", head, stem(draft.path), fragment),)
    below = (replace(_part(head, text, None, fragment), start=start) for start, text in scenarios)
    return (_part("", head, None, fragment), *below) if head else tuple(below)


def part_at(draft: Draft, offset: int) -> Part | None:
    """The part that `offset` is in; an offset between two belongs to the later one."""
    found = parts(draft)
    at = bisect_right(found, offset, key=lambda part: part.start) - 1
    return found[at] if found else None


def target_of_draft(draft: Draft) -> Target:
    """The target that the author or the script chose, by the rules of the day that the project chose."""
    asked = draft.target if draft.target in TARGETS else None
    return target_of(_above(sections(draft.text)[0]), asked, draft.config)[0]


def _above(head: str) -> Script:
    """What stands above the first scenario."""
    return assemble(list(_items(head)))


@lru_cache(maxsize=REMEMBERED)
def _items(text: str) -> tuple[Item, ...]:
    return tuple(read_items(text)[0])


@lru_cache(maxsize=REMEMBERED)
def _part(head: str, text: str, name: str | None, fragment: bool) -> Part:
    """A part, as if it began at 0; `head` stands above it."""
    items = _items(text)
    settings = tuple(setting for each in _above(head).scenarios for setting in each.settings)
    script = replace(assemble(list(items)), defaults=settings)
    return Part(0, text, items, resolve(script, name, fragment=fragment)[0].scenarios[-1])
