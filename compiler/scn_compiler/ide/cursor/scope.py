"""What a scenario has, and what its file has, as far as a suggestion needs it: found line by line, not read whole."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from scn_compiler import installed_plugins as plugins
from scn_compiler.ide.cursor.line import lines_below
from scn_compiler.ide.document import OpenScript
from scn_compiler.semantics.settings import Settings, read_settings
from scn_dsl.nodes import Field, PlatformValue, Setting, Variable
from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS, FIELDS, HOLDERS, OPENINGS, PLATFORM_NAMES
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify, head_of
from scn_grammar.parser import read_items, sections

_B = r"\n[ \t\xa0\r]*"
_LABEL = re.compile(rf"{_B}@([^ \t\xa0\n]+)[ \t\xa0]+(?:{'|'.join(OPENINGS)})\b")
_NAMED = re.compile(r"AFTER[ \t\xa0]+@([a-z][a-z0-9_-]*)")
_OPENING = re.compile(rf"{_B}(?=(?:@\S+[ \t\xa0]+)?(?:{'|'.join(OPENINGS)})\b)")
_FIRST = re.compile(rf"{_B}(?=(?:@\S+[ \t\xa0]+)?FIRST_MESSAGE\b)")
_USED = re.compile(r"\{\{\s*test_profile\.([A-Za-z0-9_-]+)")


class Scope(Record):
    """A scenario in its file, by where it begins and ends.

    Attributes:
        above: Where the first scenario begins that has a `scenario:` line: up to there fields hold for all.
            Without such a line the whole file is one scenario, and this is 0.
        titled: Whether there is such a line.
    """

    text: str
    start: int
    end: int
    above: int
    titled: bool

    @property
    def is_head(self) -> bool:
        """Whether it is what stands above the first scenario."""
        return self.titled and self.start < self.above

    @property
    def inside(self) -> str:
        return self.text[self.start : self.end]

    def given(self) -> frozenset[str]:
        """The fields that it sets itself."""
        return self._given(self.start, self.end)

    def inherited(self) -> frozenset[str]:
        """The fields that stand above the first scenario."""
        return self._given(0, self.above)

    def _given(self, start: int, end: int) -> frozenset[str]:
        names = (_name_of(self.text, at) for at in _settings(self.text, start, end))
        return frozenset(name for name in names if name)

    def has_block(self, before: int | None = None) -> bool:
        """Whether a block stands in it, or in what of it is above an offset."""
        end = self.end if before is None else before
        return next(_places(_OPENING, self.text, self.start, end), None) is not None

    def has_more(self, after: int, before: int | None = None) -> bool:
        """Whether fields or blocks stand in it below an offset, and above another."""
        end = self.end if before is None else before
        found = (_places(form, self.text, after, end) for form in (_setting(), _OPENING))
        return any(next(places, None) is not None for places in found)

    def begun(self) -> bool:
        """Whether it says how the call begins."""
        return next(_places(_FIRST, self.text, self.start, self.end), None) is not None

    def settings(self) -> Settings:
        """What holds in it, of variables and functions."""
        above = [] if self.is_head or not self.titled else list(_settings(self.text, 0, self.above))
        own = list(_settings(self.text, self.start, self.end))
        read = [read_settings(tuple(_others(self.text, places)))[0] for places in (own, above)]
        return read[0].over(read[1])

    def labels_above(self, before: int) -> Iterator[tuple[str, int]]:
        """The labels of the blocks above an offset, and where they stand; the nearest first."""
        at = self.text.rfind("@", self.start, before)
        while at != -1:
            if not self.text[self.text.rfind("\n", 0, at) + 1 : at].strip(BLANKS):
                line = _at(self.text, at)
                if classify(line) is LineKind.OPENING:
                    yield line.split()[0][1:], at
            at = self.text.rfind("@", self.start, at)

    def labels(self) -> frozenset[str]:
        return frozenset(_LABEL.findall("\n" + self.inside))

    def wanted(self) -> tuple[str, ...]:
        """The labels that `AFTER` names and no block has."""
        have = self.labels()
        return tuple(dict.fromkeys(name for name in _NAMED.findall(self.inside) if name not in have))

    def variables(self) -> tuple[str, ...]:
        """The names after `test_profile.` that the file uses."""
        return tuple(dict.fromkeys(_USED.findall(self.text)))


def scope_at(script: OpenScript, offset: int) -> Scope:
    """The scenario that `offset` is in; an offset between two belongs to the later one."""
    head, found = sections(script.text)
    starts = [start for start, _ in found]
    at = bisect_right(starts, offset) - 1
    if at < 0:
        return Scope(script.text, 0, len(head), len(head) if found else 0, bool(found))
    start, text = found[at]
    return Scope(script.text, start, start + len(text), len(head), titled=True)


def values_of(text: str, name: str, but: int) -> tuple[str, ...]:
    """What a field is elsewhere in the file, in order; not in the line that begins at `but`."""
    found = (at for at in _places(_field(name), text, 0, len(text)) if at != but)
    lines = (_at(text, at) for at in found)
    values = (line[len(head_of(line)) :].strip(BLANKS) for line in lines if head_of(line).endswith(":"))
    return tuple(dict.fromkeys(value for value in values if value))


def _name_of(text: str, at: int) -> str:
    """The name of the field whose line begins at `at`; empty for other settings."""
    line = _at(text, at)
    if classify(line) not in (LineKind.SETTING, LineKind.TITLE):
        return ""
    word = head_of(line).split(":")[0].split()[0]
    return word if word in FIELDS else ""


def setting_at(text: str, at: int) -> Setting | None:
    """The setting whose line begins at `at`, with the lines that continue it."""
    end = text.find("\n", at)
    end = end if end != -1 else len(text)
    for line in lines_below(text, at):
        if line.kind is not LineKind.CONTINUATION:
            break
        end = line.end
    item = _item(text[at:end])
    return item if isinstance(item, Field | Variable | PlatformValue) else None


@lru_cache(maxsize=256)
def _item(text: str) -> object:
    items = read_items(text)[0]
    return items[0] if items else None


def _others(text: str, places: list[int]) -> Iterator[Setting]:
    """The variables and passed-through values among settings."""
    for at in places:
        if not _name_of(text, at) and (setting := setting_at(text, at)):
            yield setting


def _settings(text: str, start: int, end: int) -> Iterator[int]:
    return _places(_setting(), text, start, end)


@lru_cache(maxsize=1)
def _setting() -> re.Pattern[str]:
    platforms = map(re.escape, plugins.names())
    return re.compile(rf"{_B}(?=(?:{'|'.join((*FIELDS, *HOLDERS, *PLATFORM_NAMES, *platforms))})\b)")


@lru_cache(maxsize=64)
def _field(name: str) -> re.Pattern[str]:
    return re.compile(rf"{_B}(?={name}[ \t\xa0]*:)")


def _places(form: re.Pattern[str], text: str, start: int, end: int) -> Iterator[int]:
    """Where the lines begin that `form`, which begins with a line end, finds."""
    if start == 0 and (first := form.match("\n" + text[: text.find("\n") if "\n" in text else len(text)])):
        yield first.end() - 1
    for found in form.finditer(text, max(start - 1, 0), end):
        yield found.end()


def _at(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[at : end if end != -1 else len(text)].rstrip(BLANKS)
