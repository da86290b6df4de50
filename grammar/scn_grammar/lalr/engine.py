"""The grammar at work: text to nodes, all or nothing. Lark's exceptions end here."""

import io
import pickle
from functools import lru_cache
from importlib.resources import files
from typing import cast

from lark import Lark, UnexpectedInput
from lark import __version__ as lark_version

from scn_dsl.nodes import Block, Contains, Expression, Field, Script, ScriptItem, Sentence, When
from scn_dsl.vocabulary import FIELDS
from scn_grammar.lalr.transformer import Build, NearMiss
from scn_grammar.recovery.triggers import MAX_NESTING

TABLES = "scn.tables"
"""The grammar's tables, made when the package is built: they load in a hundredth of the time it takes to make them."""


@lru_cache(maxsize=1)
def lark() -> Lark:
    """The parser that `scn.lark` describes."""
    file = files("scn_grammar").joinpath(TABLES)
    made, saved = pickle.loads(file.read_bytes()) if file.is_file() else ("", {})
    if made == _fingerprint():
        loaded: Lark = Lark._load_from_dict(saved["data"], saved["memo"], transformer=Build())  # type: ignore[no-untyped-call]
        return loaded
    return _build()


def tables() -> bytes:
    """What the file of tables holds: what it was made of and with, and what Lark saves."""
    saved = io.BytesIO()
    _build().save(saved, exclude_options=["transformer"])
    return pickle.dumps((_fingerprint(), pickle.loads(saved.getvalue())))


def _build() -> Lark:
    return Lark(
        _grammar(),
        parser="lalr",
        lexer="contextual",
        start=["script", "item", "trigger"],
        transformer=Build(),
        maybe_placeholders=False,
    )


def _grammar() -> str:
    return files("scn_grammar").joinpath("scn.lark").read_text(encoding="utf-8")


def _fingerprint() -> tuple[str, str]:
    return lark_version, _grammar()


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


def accept_item(text: str) -> ScriptItem | None:
    """One item from its text alone; `None` where the grammar refuses it."""
    try:
        item = cast("ScriptItem", lark().parse(text + "\n", start="item"))
    except (UnexpectedInput, NearMiss):
        return None
    return None if _too_deep(item) or _unknown(item) else item


def _unknown(item: ScriptItem) -> bool:
    return isinstance(item, Field) and item.name not in FIELDS


def _too_deep(item: ScriptItem) -> bool:
    if not (isinstance(item, Block) and isinstance(item.opening, When)):
        return False
    level: list[Expression | Sentence] = [item.opening.trigger]
    for _ in range(MAX_NESTING):
        level = [
            child for node in level if not isinstance(node, Contains | Sentence) for child in node.operands
        ]
        if not level:
            return False
    return True
