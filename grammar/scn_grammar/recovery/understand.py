"""A line of unknown first words, understood once: what it was meant to be, and what is wrong with it."""

from functools import lru_cache
from typing import NamedTuple

from scn_dsl.source import Span
from scn_dsl.vocabulary import RESERVED
from scn_grammar.line_shapes import LineKind
from scn_grammar.recovery.keywords import LONE_LABEL, wrong_keyword
from scn_grammar.recovery.mistake import Mistake
from scn_grammar.recovery.names import WORD

_CACHED = 1 << 12
"""Lines: whoever cuts a text into items, recovers one or looks at it in an editor asks of the same lines."""


class Understood(NamedTuple):
    """What a line was meant to be, UNKNOWN if it is like nothing; and the mistake in its first words, if any."""

    kind: LineKind
    mistake: Mistake | None = None


@lru_cache(maxsize=_CACHED)
def understand(line: str, above: str = "") -> Understood:
    """What a refused line was meant to be.

    Args:
        line: A line without layout around it, alone or with the lines that continue it.
        above: The record that it stands below, or `BLOCK`; empty for neither.
    """
    first = WORD.match(line)
    if first and first[0] in RESERVED:
        message = f"`{first[0]}` is kept for a later version of the language"
        hint = "a text that is said comes after `say:`"
        return Understood(LineKind.UNKNOWN, Mistake("reserved-word", message, Span(0, first.end()), hint))
    kind, mistake = wrong_keyword(line, above, _kind_of) or (LineKind.UNKNOWN, None)
    return Understood(LineKind.OPENING if LONE_LABEL.match(line) else kind, mistake)


def _kind_of(line: str) -> LineKind:
    return understand(line).kind
