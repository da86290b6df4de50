"""The scope of a cursor: fields, blocks, labels and variables, found line by line without parsing."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from scn_compiler.ide.cursor.line import lines_below
from scn_compiler.ide.document import OpenScript
from scn_compiler.installed_plugins import plugin_names
from scn_compiler.semantics.settings import Settings, read_settings
from scn_dsl.nodes import Field, PlatformValue, Setting, Variable
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS, FIELDS, HOLDERS, OPENINGS, PLATFORM_NAMES
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify, parts_of
from scn_grammar.parser import read_items, sections

_LINE_START = r"\n[ \t\xa0\r]*"
_LABEL = lazy_pattern(rf"{_LINE_START}@([^ \t\xa0\n]+)[ \t\xa0]+(?:{'|'.join(OPENINGS)})\b")
_NAMED = lazy_pattern(r"AFTER[ \t\xa0]+@([a-z][a-z0-9_-]*)(?![.\w-])")
_OPENING = lazy_pattern(rf"{_LINE_START}(?=(?:@\S+[ \t\xa0]+)?(?:{'|'.join(OPENINGS)})\b)")
_FIRST = lazy_pattern(rf"{_LINE_START}(?=(?:@\S+[ \t\xa0]+)?FIRST_MESSAGE\b)")
_USED = lazy_pattern(r"\{\{\s*test_profile\.([A-Za-z0-9_-]+)")


class Scope(Record):
    """A scenario or the head of a file, from `start` to `end`.

    Attributes:
        head_end: The start of the first `scenario:` line. Fields above it apply to all scenarios. 0 in a file
            without such a line, which is a single scenario.
        has_titles: Whether the file has a `scenario:` line.
    """

    text: str
    start: int
    end: int
    head_end: int
    has_titles: bool

    @property
    def is_head(self) -> bool:
        """Whether this is the head of the file, above the first scenario."""
        return self.has_titles and self.start < self.head_end

    @property
    def content(self) -> str:
        return self.text[self.start : self.end]

    def given(self) -> frozenset[str]:
        """Return the fields that the scenario itself sets."""
        return self._given(self.start, self.end)

    def inherited(self) -> frozenset[str]:
        """Return the fields that the head of the file sets."""
        return self._given(0, self.head_end)

    def _given(self, start: int, end: int) -> frozenset[str]:
        names = (_field_name(self.text, at) for at in _settings(self.text, start, end))
        return frozenset(name for name in names if name)

    def has_block(self, before: int | None = None) -> bool:
        """Return whether the scenario has a block; with `before`, a block above that offset."""
        end = self.end if before is None else before
        return next(_matches(_OPENING, self.text, self.start, end), None) is not None

    def has_more(self, after: int, before: int | None = None) -> bool:
        """Return whether the scenario has fields or blocks between two offsets."""
        end = self.end if before is None else before
        found = (_matches(form, self.text, after, end) for form in (_setting(), _OPENING))
        return any(next(places, None) is not None for places in found)

    def has_first_message(self) -> bool:
        """Return whether the scenario has a `FIRST_MESSAGE`."""
        return next(_matches(_FIRST, self.text, self.start, self.end), None) is not None

    def settings(self) -> Settings:
        """Return the variables and platform values that apply to the scenario."""
        above = [] if self.is_head or not self.has_titles else list(_settings(self.text, 0, self.head_end))
        own = list(_settings(self.text, self.start, self.end))
        read = [read_settings(tuple(_other_settings(self.text, places)))[0] for places in (own, above)]
        return read[0].over(read[1])

    def labels_above(self, before: int) -> Iterator[tuple[str, int]]:
        """Yield the labels of the blocks above an offset, nearest first, each with its offset."""
        at = self.text.rfind("@", self.start, before)
        while at != -1:
            if not self.text[self.text.rfind("\n", 0, at) + 1 : at].strip(BLANKS):
                line = _line_at(self.text, at)
                if classify(line) is LineKind.OPENING:
                    yield line.split()[0][1:], at
            at = self.text.rfind("@", self.start, at)

    def labels(self) -> frozenset[str]:
        return frozenset(_LABEL.findall("\n" + self.content))

    def missing_labels(self) -> tuple[str, ...]:
        """Return the labels that `AFTER` refers to but no block has."""
        defined = self.labels()
        return tuple(dict.fromkeys(name for name in _NAMED.findall(self.content) if name not in defined))

    def variables(self) -> tuple[str, ...]:
        """Return the names after `test_profile.` in the file."""
        return tuple(dict.fromkeys(_USED.findall(self.text)))


def scope_at(script: OpenScript, offset: int) -> Scope:
    """Find the scope at `offset`; an offset between two scenarios belongs to the later one."""
    head, found = sections(script.text)
    starts = [start for start, _ in found]
    at = bisect_right(starts, offset) - 1
    if at < 0:
        return Scope(script.text, 0, len(head), len(head) if found else 0, bool(found))
    start, text = found[at]
    return Scope(script.text, start, start + len(text), len(head), has_titles=True)


def values_of(text: str, name: str, except_at: int) -> tuple[str, ...]:
    """Return the values of a field in the file, in order, without the one in the line at `except_at`."""
    found = (at for at in _matches(_field(name), text, 0, len(text)) if at != except_at)
    lines = (parts_of(_line_at(text, at)) for at in found)
    return tuple(dict.fromkeys(parts.rest for parts in lines if parts and parts.rest))


def _field_name(text: str, at: int) -> str:
    """Return the name of the field in the line at `at`; empty for other settings."""
    line = _line_at(text, at)
    if classify(line) not in (LineKind.SETTING, LineKind.TITLE):
        return ""
    parts = parts_of(line)
    return parts.keyword if parts and parts.keyword in FIELDS else ""


def setting_at(text: str, at: int) -> Setting | None:
    """Parse the setting in the line at `at`, with its continuation lines."""
    end = text.find("\n", at)
    end = end if end != -1 else len(text)
    for line in lines_below(text, at):
        if line.kind is not LineKind.CONTINUATION:
            break
        end = line.end
    item = _parse_setting(text[at:end])
    return item if isinstance(item, Field | Variable | PlatformValue) else None


@lru_cache(maxsize=256)
def _parse_setting(text: str) -> object:
    items = read_items(text)[0]
    return items[0] if items else None


def _other_settings(text: str, places: list[int]) -> Iterator[Setting]:
    """Yield the variables and platform values among the settings at `places`."""
    for at in places:
        if not _field_name(text, at) and (setting := setting_at(text, at)):
            yield setting


def _settings(text: str, start: int, end: int) -> Iterator[int]:
    return _matches(_setting(), text, start, end)


@lru_cache(maxsize=1)
def _setting() -> re.Pattern[str]:
    platforms = map(re.escape, plugin_names())
    return re.compile(rf"{_LINE_START}(?=(?:{'|'.join((*FIELDS, *HOLDERS, *PLATFORM_NAMES, *platforms))})\b)")


@lru_cache(maxsize=64)
def _field(name: str) -> re.Pattern[str]:
    return re.compile(rf"{_LINE_START}(?={name}[ \t\xa0]*:)")


def _matches(form: re.Pattern[str], text: str, start: int, end: int) -> Iterator[int]:
    """Yield the start of each line that `form` matches; `form` itself starts with a line end."""
    if start == 0 and (first := form.match("\n" + text[: text.find("\n") if "\n" in text else len(text)])):
        yield first.end() - 1
    for found in form.finditer(text, max(start - 1, 0), end):
        yield found.end()


def _line_at(text: str, at: int) -> str:
    end = text.find("\n", at)
    return text[at : end if end != -1 else len(text)].rstrip(BLANKS)
