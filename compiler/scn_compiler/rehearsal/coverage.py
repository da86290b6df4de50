"""Coverage: which blocks of a script its tests reach, and which alternatives of a trigger."""

from collections.abc import Iterable, Iterator

from scn_compiler.rehearsal.cases import Played
from scn_compiler.rehearsal.engine import Rehearsal, turn_of
from scn_compiler.rehearsal.matching import alternatives_of, finder, fits_expression
from scn_compiler.rehearsal.policy import DEFAULT, Policy
from scn_dsl.nodes import FOLLOW_UPS, Expression, Sentence, When
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_grammar.markup import Tag, scan

FUNCTION = "function"


class Point(Record):
    """Something in a script that a call can reach.

    Attributes:
        kind: `block`, `follow-up`, `alternative` (of an OR, alone), `hang-up` or `function`.
        row: The index of its block.
        part: The number of the alternative, or the name of the function; else 0.
        span: Its place in the script.
    """

    kind: str
    row: int
    part: int | str
    span: Span


def points_of(rehearsal: Rehearsal) -> Iterator[Point]:
    """Yield everything in a script that a call can reach, block by block."""
    for row in rehearsal.rows:
        block = row.block
        opening = block.opening
        kind = "follow-up" if isinstance(opening, FOLLOW_UPS) else "block"
        yield Point(kind, row.index, 0, block.place(opening.span))
        if isinstance(opening, When) and not isinstance(opening.trigger, Sentence):
            found = alternatives_of(opening.trigger)
            for number, each in enumerate(found) if len(found) > 1 else ():
                yield Point("alternative", row.index, number, block.place(each.span))
        turn = turn_of(row)
        if turn.hangs_up:
            yield Point("hang-up", row.index, 0, block.place((block.actions or (opening,))[-1].span))
        for name in _functions(turn.text):
            yield Point(FUNCTION, row.index, name, block.place(block.actions[0].span))


def reached(
    rehearsal: Rehearsal, calls: Iterable[Played], policy: Policy = DEFAULT
) -> Iterator[tuple[str, int, int | str]]:
    """Yield kind, row and part of each point that calls reach."""
    for call in calls:
        for turn in call.reply.turns:
            opening = rehearsal.rows[turn.row].block.opening
            yield "follow-up" if isinstance(opening, FOLLOW_UPS) else "block", turn.row, 0
            if turn.hangs_up:
                yield "hang-up", turn.row, 0
            for name in _functions(turn.text):
                yield FUNCTION, turn.row, name
            if (
                turn.because == "match"
                and isinstance(opening, When)
                and not isinstance(opening.trigger, Sentence)
            ):
                number = _only_alternative(opening.trigger, call.heard.text or "", policy)
                if number is not None:
                    yield "alternative", turn.row, number


def _only_alternative(trigger: Expression, message: str, policy: Policy) -> int | None:
    """Return the number of the alternative that alone suffices for a message; `None` if several do."""
    has = finder(message, policy.words)
    fitting = [number for number, each in enumerate(alternatives_of(trigger)) if fits_expression(each, has)]
    return fitting[0] if len(fitting) == 1 else None


def _functions(text: str) -> Iterator[str]:
    for mark in scan(text):
        if isinstance(mark, Tag) and mark.name == FUNCTION and (name := mark.get("name")):
            yield name.value
