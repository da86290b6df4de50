"""The kind that a line with an unknown head was meant to be, and its mistake: diagnosed once, then cached."""

from typing import NamedTuple

from scn_dsl.source import Span
from scn_dsl.vocabulary import RESERVED
from scn_grammar.line_shapes import LineKind
from scn_grammar.recovery.keywords import LONE_LABEL, wrong_keyword
from scn_grammar.recovery.mistake import Mistake
from scn_grammar.recovery.names import WORD
from scn_grammar.text_cache import cached_by_text

_CACHED = 1 << 12
"""Lines in the cache: splitting, recovery and editors ask about each line again."""


class Understood(NamedTuple):
    """The kind that a line was meant to be, UNKNOWN if it resembles none; and the mistake in its head, if any."""

    kind: LineKind
    mistake: Mistake | None = None


@cached_by_text(_CACHED)
def understand(line: str, above: str = "") -> Understood:
    """Classify a line whose head is no keyword.

    Args:
        line: The line without layout around it, alone or with its continuation lines.
        above: The record that it may belong to, or `BLOCK`; empty for neither.

    Shapes:
        `sya: Hello` -> ACTION and a mistake
        `let x = 1`  -> UNKNOWN and a mistake: the word is reserved
        `garbage`    -> UNKNOWN

    Raises:
        Nothing: a line that resembles no kind is UNKNOWN.
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
