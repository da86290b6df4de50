"""What the caller of a scenario listens for: its triggers, as the rules of advice see them."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from scn_compiler.lint.triggers.prefilter import Expressions, Sentences, is_striking
from scn_compiler.semantics.resolve import Row
from scn_dsl.nodes import Expression, Sentence
from scn_dsl.records import Record

if TYPE_CHECKING:
    from scn_compiler.lint.triggers.similarity import Alike


class Listening(Record):
    """The triggers that were not mistyped.

    Attributes:
        english: Whether sentences may be judged by their English words.
        alike: Each trigger that is like an earlier one.
        striking: Whether a glance at all triggers saw a reason to look closer; if not, none is alike.
    """

    expressions: Expressions
    sentences: Sentences
    english: bool
    alike: "tuple[Alike, ...]"
    striking: bool


def listening_for(triggers: Iterable[tuple[Row, Expression | Sentence]], *, english: bool) -> Listening:
    """What is to be known of `triggers`."""
    expressions: list[tuple[Row, Expression]] = []
    sentences: list[tuple[Row, Sentence]] = []
    mistyped = False
    for row, trigger in triggers:
        if row.block.broken:
            mistyped = True
        elif isinstance(trigger, Sentence):
            sentences.append((row, trigger))
        else:
            expressions.append((row, trigger))
    striking = mistyped or is_striking(expressions, sentences, english=english)
    if not striking:
        return Listening(tuple(expressions), tuple(sentences), english, (), striking)
    from scn_compiler.lint.triggers.similarity import find_alike  # noqa: PLC0415  (most triggers are like no other one)

    alike = find_alike(expressions, sentences, english=english)
    return Listening(tuple(expressions), tuple(sentences), english, alike, striking)
