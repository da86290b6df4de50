"""The grammar at work: text to nodes, all or nothing. Lark's exceptions end here."""

from functools import lru_cache
from importlib.resources import files
from typing import cast

from lark import Lark, UnexpectedInput

from scn_dsl.nodes import Block, Contains, Expression, Field, Script, Sentence, Setting, Version, When
from scn_dsl.vocabulary import FIELDS
from scn_grammar.build import Build, NearMiss
from scn_grammar.triggers import DEPTH

Item = Version | Setting | Block


@lru_cache(maxsize=1)
def lark() -> Lark:
    """The parser that `scn.lark` describes, built once."""
    grammar = files("scn_grammar").joinpath("scn.lark").read_text(encoding="utf-8")
    return Lark(
        grammar,
        parser="lalr",
        lexer="contextual",
        start=["script", "piece", "trigger"],
        transformer=Build(),
        maybe_placeholders=False,
    )


def parse_whole(text: str) -> Script:
    """Read a faultless script in one go, as the grammar's rule `script` says.

    Raises:
        UnexpectedInput: where the text departs from the grammar.
    """
    return cast("Script", lark().parse("\n" + text.removeprefix("\ufeff") + "\n", start="script"))


def parse_trigger(text: str) -> Expression | Sentence | None:
    """A trigger from its text alone; `None` where the plain form cannot hold it."""
    if "\n" in text:
        return None
    try:
        return cast("Expression | Sentence", lark().parse(text, start="trigger"))
    except (UnexpectedInput, NearMiss):
        return None


def parse_piece(text: str) -> Item | None:
    """One item from its text alone; `None` where the grammar refuses it."""
    try:
        item = cast("Item", lark().parse(text + "\n", start="piece"))
    except (UnexpectedInput, NearMiss):
        return None
    return None if _too_deep(item) or _unknown(item) else item


def _unknown(item: Item) -> bool:
    return isinstance(item, Field) and item.name not in FIELDS


def _too_deep(item: Item) -> bool:
    if not (isinstance(item, Block) and isinstance(item.opening, When)):
        return False
    level: list[Expression | Sentence] = [item.opening.trigger]
    for _ in range(DEPTH):
        level = [
            child for node in level if not isinstance(node, Contains | Sentence) for child in node.operands
        ]
        if not level:
            return False
    return True
