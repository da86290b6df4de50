"""What has a colour in a script, as data: the kinds, how a line may begin, and what may stand in it.

Tokens are made of this, and so are the highlighters in `editors/`.
"""

from enum import Enum, auto
from functools import lru_cache

from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS, FIELDS, FieldKind
from scn_grammar.lalr.terminals import escapes, terminals
from scn_grammar.line_shapes import LINE_SHAPES, LineKind, LineShape, Rest


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


def _head_kinds(shape: LineShape) -> tuple[TokenKind, ...]:
    """The kinds of the words that a line of `shape` begins with, its label left out."""
    match shape.sign, shape.kind:
        case ("=", _):
            return TokenKind.KEYWORD, TokenKind.VARIABLE, TokenKind.OPERATOR
        case (":", _):
            return (TokenKind.FIELD if shape.words else TokenKind.PLATFORM_KEY,)
        case (_, LineKind.VERSION):
            return TokenKind.KEYWORD, TokenKind.NUMBER
        case _:
            return (TokenKind.KEYWORD,) * len(shape.words[0].split())


def _heads() -> dict[LineKind, dict[str, tuple[tuple[TokenKind, ...], Rest]]]:
    heads: dict[LineKind, dict[str, tuple[tuple[TokenKind, ...], Rest]]] = {}
    for shape in LINE_SHAPES:
        terminals = heads.setdefault(shape.kind, {})
        words = _head_kinds(shape)
        terminals[shape.terminal] = (words, Rest.WORDS if shape.rest is Rest.NOTHING else shape.rest)
        if shape.raw:
            terminals[f"{shape.terminal}_RAW"] = ((*words, TokenKind.KEYWORD), shape.raw)
    return heads


HEADS = _heads()
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
