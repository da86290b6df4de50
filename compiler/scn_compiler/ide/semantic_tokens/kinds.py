"""What has a colour in a script, as data: the kinds, how a line may begin, and what may stand in it.

Tokens are made of this, and so are the highlighters in `editors/`.
"""

from enum import Enum, auto
from functools import lru_cache

from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS, FIELDS, FieldKind
from scn_grammar.lalr.terminals import escapes, terminals
from scn_grammar.lines import LineKind


class TokenKind(Enum):
    """What a part of a script is to its reader."""

    KEYWORD = auto()
    FIELD = auto()
    LABEL = auto()
    REFERENCE = auto()
    STRING = auto()
    ESCAPE = auto()
    NUMBER = auto()
    CONSTANT = auto()
    VARIABLE = auto()
    PLATFORM_KEY = auto()
    TAG = auto()
    ATTRIBUTE = auto()
    VALUE = auto()
    MARKER = auto()
    TEMPLATE = auto()
    COMMENT = auto()
    OPERATOR = auto()


LEGEND: dict[TokenKind, tuple[str, tuple[str, ...]]] = {
    TokenKind.KEYWORD: ("keyword", ()),
    TokenKind.FIELD: ("property", ()),
    TokenKind.LABEL: ("enumMember", ("declaration",)),
    TokenKind.REFERENCE: ("enumMember", ()),
    TokenKind.STRING: ("string", ()),
    TokenKind.ESCAPE: ("regexp", ()),
    TokenKind.NUMBER: ("number", ()),
    TokenKind.CONSTANT: ("keyword", ()),
    TokenKind.VARIABLE: ("variable", ("declaration",)),
    TokenKind.PLATFORM_KEY: ("namespace", ()),
    TokenKind.TAG: ("function", ()),
    TokenKind.ATTRIBUTE: ("parameter", ()),
    TokenKind.VALUE: ("string", ()),
    TokenKind.MARKER: ("decorator", ()),
    TokenKind.TEMPLATE: ("macro", ()),
    TokenKind.COMMENT: ("comment", ()),
    TokenKind.OPERATOR: ("operator", ()),
}
"""The type of each kind, and its modifiers, by the names of the language server protocol."""


class Rest(Enum):
    """What stands behind the words that open a line, and in the lines that continue it."""

    WORDS = "free words"
    SPEECH = "words with tags, markers and templates"
    TRIGGER = "an expression, a sentence, or `raw:` and a string"
    REFERENCE = "a label"
    STRING = "a JSON string in one line"
    JSON = "a JSON value"
    VARIABLE = "a JSON value where it is one, else free words"
    FIELD = "free words, or where the field takes numbers, entries"
    ENTRIES = "numbers and words, separated by commas"


HEADS: dict[LineKind, dict[str, tuple[tuple[TokenKind, ...], Rest]]] = {
    LineKind.OPENING: {
        "FIRST_MESSAGE": ((TokenKind.KEYWORD,), Rest.WORDS),
        "WHEN": ((TokenKind.KEYWORD,), Rest.TRIGGER),
        "THEN": ((TokenKind.KEYWORD,), Rest.WORDS),
        "AFTER": ((TokenKind.KEYWORD,), Rest.REFERENCE),
    },
    LineKind.ACTION: {
        "SAY": ((TokenKind.FIELD,), Rest.SPEECH),
        "SAY_RAW": ((TokenKind.FIELD, TokenKind.KEYWORD), Rest.STRING),
        "DO": ((TokenKind.FIELD,), Rest.SPEECH),
        "DO_RAW": ((TokenKind.FIELD, TokenKind.KEYWORD), Rest.STRING),
        "UNDECIDED": ((TokenKind.FIELD,), Rest.SPEECH),
        "UNDECIDED_RAW": ((TokenKind.FIELD, TokenKind.KEYWORD), Rest.STRING),
        "END_CALL": ((TokenKind.KEYWORD, TokenKind.KEYWORD), Rest.WORDS),
        "WAIT": ((TokenKind.KEYWORD,), Rest.WORDS),
    },
    LineKind.DETAIL: {
        "DETAIL": ((TokenKind.FIELD,), Rest.FIELD),
        "DETAIL_RAW": ((TokenKind.FIELD, TokenKind.KEYWORD), Rest.JSON),
    },
    LineKind.TITLE: {
        "TITLE": ((TokenKind.FIELD,), Rest.WORDS),
        "TITLE_RAW": ((TokenKind.FIELD, TokenKind.KEYWORD), Rest.JSON),
    },
    LineKind.VERSION: {"VERSION": ((TokenKind.KEYWORD, TokenKind.NUMBER), Rest.WORDS)},
    LineKind.SETTING: {
        "FIELD": ((TokenKind.FIELD,), Rest.FIELD),
        "FIELD_RAW": ((TokenKind.FIELD, TokenKind.KEYWORD), Rest.JSON),
        "VARIABLE": ((TokenKind.KEYWORD, TokenKind.VARIABLE, TokenKind.OPERATOR), Rest.VARIABLE),
        "PLATFORM_KEY": ((TokenKind.PLATFORM_KEY,), Rest.JSON),
    },
}
"""How a line may begin: the terminal of the grammar, what its words are, and what stands behind them."""


def rest_of(field: str) -> Rest:
    """What a field takes."""
    match FIELDS[field].kind:
        case FieldKind.INTEGER | FieldKind.ID | FieldKind.IDS | FieldKind.DURATION:
            return Rest.ENTRIES
        case FieldKind.NUMBER | FieldKind.JSON:
            return Rest.JSON
        case _:
            return Rest.WORDS


ENTRY = r"-?[0-9]+[smh]?"


class Lexicon(Record):
    """What has a colour in an expression, or in JSON, besides strings.

    Attributes:
        escape: The pattern of an escape in a string.
        words: Patterns, and their kinds.
        signs: The same for what needs no blanks around it.
        ends: What a word ends before, as the inside of a character class.
    """

    escape: str
    words: tuple[tuple[str, TokenKind], ...]
    signs: tuple[tuple[str, TokenKind], ...]
    ends: str


@lru_cache(maxsize=1)
def expression() -> Lexicon:
    """The expression of a trigger."""
    known = terminals()
    return Lexicon(
        escape=escapes("STRING"),
        words=tuple((known[name], TokenKind.KEYWORD) for name in ("CONTAINS", "_OR", "_AND")),
        signs=tuple((known[name], TokenKind.OPERATOR) for name in ("LPAR", "RPAR")),
        ends=BLANKS + '\n"()',
    )


def expression_start() -> str:
    """What no sentence begins with, and every expression does."""
    known = terminals()
    return f"{known['LPAR']}|{known['CONTAINS']}(?=[{expression().ends}]|$)"


@lru_cache(maxsize=1)
def json() -> Lexicon:
    """A JSON value."""
    return Lexicon(
        escape=escapes("JSON_STRING"),
        words=(
            (r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", TokenKind.NUMBER),
            ("true|false|null", TokenKind.CONSTANT),
        ),
        signs=(),
        ends=BLANKS + '\n"{}\\[\\],:',
    )
