"""The LALR parser: text to nodes, or `None`. Only `parse_whole` lets Lark's exceptions out."""

import io
import pickle
from functools import lru_cache
from importlib.resources import files
from typing import cast

from lark import Lark, UnexpectedInput
from lark import __version__ as lark_version

from scn_dsl.nodes import Block, Contains, Expression, Field, Script, ScriptItem, Sentence, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.vocabulary import BLANKS, NAMED_LINES
from scn_grammar.lalr.transformer import Build, NearMiss
from scn_grammar.recovery.triggers import MAX_NESTING

_CONDITION = lazy_pattern(r'contains\b|["“(]')

TABLES = "scn.tables"
"""File of the LALR tables, written when the package is built: loading takes a hundredth of the time of building."""


@lru_cache(maxsize=1)
def lark() -> Lark:
    """Load the parser for `scn.lark` from the saved tables, or build it if they don't match."""
    file = files("scn_grammar").joinpath(TABLES)
    fingerprint, saved = pickle.loads(file.read_bytes()) if file.is_file() else ("", {})
    if fingerprint == _fingerprint():
        parser: Lark = Lark._load_from_dict(saved["data"], saved["memo"], transformer=Build())  # type: ignore[no-untyped-call]
        return parser
    return _build()


def tables() -> bytes:
    """Build the content of the file `TABLES`: a fingerprint of grammar and Lark, and the tables that Lark saves."""
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
    """Parse a whole script with the grammar's rule `script`, without recovery.

    Raises:
        UnexpectedInput: If the grammar rejects the text.
    """
    return cast("Script", lark().parse("\n" + text.removeprefix("\ufeff") + "\n", start="script"))


def parse_trigger(text: str) -> Expression | Sentence | None:
    """Parse a trigger in its plain form; `None` if the grammar rejects it."""
    if "\n" in text:
        return None
    try:
        return cast("Expression | Sentence", lark().parse(text, start="trigger"))
    except (UnexpectedInput, NearMiss):
        return None


def is_sentence(words: str) -> bool:
    """Tell whether plain lines with these words are read as a sentence; no line may look like a condition."""
    lines = [line.strip(BLANKS) for line in words.split("\n")]
    if len(lines) > 1 and any(_CONDITION.match(line) for line in lines):
        return False
    return isinstance(parse_trigger(" ".join(filter(None, lines))), Sentence)


def accept_item(text: str) -> ScriptItem | None:
    """Parse one item with the grammar.

    Returns:
        The item; `None` if the grammar rejects it, if its field is unknown, or if parentheses nest too deep.

    Raises:
        Nothing: a rejected text is `None`.
    """
    try:
        item = cast("ScriptItem", lark().parse(text + "\n", start="item"))
    except (UnexpectedInput, NearMiss):
        return None
    return None if _too_deep(item) or _unknown(item) else item


def _unknown(item: ScriptItem) -> bool:
    return isinstance(item, Field) and item.name not in NAMED_LINES


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
