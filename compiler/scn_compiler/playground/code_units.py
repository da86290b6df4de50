"""Offsets in UTF-16 code units, as JavaScript counts them, to code points and back."""

from bisect import bisect_right
from functools import lru_cache

from scn_dsl.records import Record
from scn_dsl.source import Span


class CodeUnits(Record):
    """A text with the offsets of the characters that take two code units.

    Attributes:
        length: The length of the text in code points.
        wide: The offsets of these characters in code points, in order.
        wide_units: Their offsets in code units.
    """

    length: int
    wide: tuple[int, ...] = ()
    wide_units: tuple[int, ...] = ()

    def units(self, offset: int) -> int:
        """Convert an offset in code points to code units."""
        return offset + bisect_right(self.wide, offset - 1)

    def points(self, offset: int) -> int:
        """Convert an offset in code units to code points; one inside a character counts as the character's start."""
        offset = max(0, offset)
        before = bisect_right(self.wide_units, offset - 2)
        is_inside = before < len(self.wide_units) and self.wide_units[before] == offset - 1
        return min(offset - before - is_inside, self.length)

    def ends(self, span: Span) -> dict[str, int]:
        """Return the ends of a span in code units."""
        return {"from": self.units(span.start), "to": self.units(span.end)}


@lru_cache(maxsize=32)
def code_units(text: str) -> CodeUnits:
    """Find the characters of a text that take two code units."""
    if text.isascii() or max(text) <= "\uffff":
        return CodeUnits(len(text))
    wide = tuple(index for index, char in enumerate(text) if char > "\uffff")
    starts = tuple(at + number for number, at in enumerate(wide))
    return CodeUnits(len(text), wide, starts)
