"""Syntax highlighting as data: kinds of tokens, heads of lines, and lexicons of expressions and JSON.

Semantic tokens use it, and the highlighters in `editors/` are generated from it.
"""

from enum import Enum, auto
from functools import lru_cache

from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS, NAMED_LINES, FieldKind
from scn_grammar.lalr.terminals import escapes, terminals
from scn_grammar.line_shapes import LINE_SHAPES, LineKind, LineShape, Rest


class TokenKind(Enum):
    """The kind of a token."""

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
"""The protocol's token type and modifiers for each kind."""


def _head_kinds(shape: LineShape) -> tuple[TokenKind, ...]:
    """Return the kinds of the words in the head of a line of `shape`, without its label."""
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
"""Heads of lines: for each terminal of the grammar, the kinds of its words and the rest that follows."""


def rest_of(field: str) -> Rest:
    """Return the rest that follows the head of a field."""
    match NAMED_LINES[field].kind:
        case FieldKind.INTEGER | FieldKind.ID | FieldKind.IDS | FieldKind.DURATION:
            return Rest.ENTRIES
        case FieldKind.NUMBER | FieldKind.JSON:
            return Rest.JSON
        case _:
            return Rest.WORDS


ENTRY = r"-?[0-9]+[smh]?"


class Lexicon(Record):
    """The tokens of an expression or of JSON.

    Attributes:
        escape: The pattern of an escape in a string.
        words: Patterns of words, with their kinds.
        signs: Patterns of punctuation, which needs no spaces around it, with their kinds.
        ends: The characters that end a word, as they appear inside a character class.
    """

    escape: str
    words: tuple[tuple[str, TokenKind], ...]
    signs: tuple[tuple[str, TokenKind], ...]
    ends: str


@lru_cache(maxsize=1)
def expression() -> Lexicon:
    """Return the lexicon of a trigger's expression."""
    known = terminals()
    return Lexicon(
        escape=escapes("STRING"),
        words=tuple((known[name], TokenKind.KEYWORD) for name in ("CONTAINS", "_OR", "_AND")),
        signs=tuple((known[name], TokenKind.OPERATOR) for name in ("LPAR", "RPAR")),
        ends=BLANKS + '\n"()',
    )


def expression_start() -> str:
    """Return a pattern that matches the start of every expression and of no sentence."""
    known = terminals()
    return f"{known['LPAR']}|{known['CONTAINS']}(?=[{expression().ends}]|$)"


@lru_cache(maxsize=1)
def json() -> Lexicon:
    """Return the lexicon of a JSON value."""
    return Lexicon(
        escape=escapes("JSON_STRING"),
        words=(
            (r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", TokenKind.NUMBER),
            ("true|false|null", TokenKind.CONSTANT),
        ),
        signs=(),
        ends=BLANKS + '\n"{}\\[\\],:',
    )
