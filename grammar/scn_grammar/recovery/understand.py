"""The kind that a line with an unknown keyword was meant to be, and its mistake: diagnosed once, then cached."""

from typing import NamedTuple

from scn_dsl.vocabulary import BLANKS, BLOCK, TABLE, TEST
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify
from scn_grammar.recovery.code_fences import fenced_line
from scn_grammar.recovery.example_tables import row_without_keyword
from scn_grammar.recovery.keywords import LONE_LABEL, wrong_keyword
from scn_grammar.recovery.mistake import Mistake, comment_behind
from scn_grammar.recovery.steps import test_head, test_line, unknown_step
from scn_grammar.recovery.trailing_comment import trailing_comment
from scn_grammar.text_cache import cached_by_text

_CACHED = 1 << 12
"""Lines in the cache: splitting, recovery and editors ask about each line again."""


class Understood(NamedTuple):
    """The kind a line was meant to be, UNKNOWN if it resembles none, and its mistake, if any."""

    kind: LineKind
    mistake: Mistake | None = None


@cached_by_text(_CACHED)
def understand(line: str, above: str = "") -> Understood:
    """Classify a line that doesn't start with a keyword.

    Args:
        line: The stripped line, alone or with its continuation lines.
        above: The record that it can belong to, or `BLOCK`, `TEST` or `TABLE`; empty for none of them.

    Shapes:
        `sya: Hello` -> ACTION and a mistake
        `garbage`    -> UNKNOWN

    Raises:
        Nothing: a line that resembles no kind is UNKNOWN.
    """
    if fenced := fenced_line(line):
        return Understood(*fenced)
    found = test_line(line) if above == TEST else test_head(line, above)
    found = row_without_keyword(line) if above == TABLE and not found else found
    in_test = above == TEST
    above = BLOCK if in_test else above
    kind, mistake = found or wrong_keyword(line, above, _kind_of) or (LineKind.UNKNOWN, None)
    if in_test and not found and kind not in (LineKind.ACTION, LineKind.OPENING, LineKind.TITLE):
        kind, mistake = unknown_step(line) or (kind, mistake)
    is_strange = kind is LineKind.UNKNOWN and mistake is None and classify(line) is LineKind.UNKNOWN
    if is_strange and (commented := _without_comment(line, above)):
        return commented
    return Understood(LineKind.OPENING if LONE_LABEL.match(line) else kind, mistake)


def _without_comment(line: str, above: str) -> Understood | None:
    """Classify a line without the comment at its end."""
    at = trailing_comment(line, prose=False)
    if at is None or "\n" in line:
        return None
    head = line[:at].rstrip(BLANKS)
    kind = classify(head)
    kind = understand(head, above).kind if kind is LineKind.UNKNOWN else kind
    if kind in (LineKind.UNKNOWN, LineKind.COMMENT, LineKind.CONTINUATION):
        return None
    return Understood(kind, comment_behind(line, len(head)))


def _kind_of(line: str) -> LineKind:
    return understand(line).kind
