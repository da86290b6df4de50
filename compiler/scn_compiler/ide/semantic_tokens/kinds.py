"""Syntax highlighting as data: kinds of tokens, heads of lines, and lexicons of expressions and JSON.

Semantic tokens use it, and the highlighters in `editors/` are generated from it.
"""

from enum import Enum, auto
from functools import lru_cache

from scn_compiler.reuse.signature import FRAGMENT_NAME, VALUE_NAME
from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS, NAMED_LINES, REUSE, FieldKind
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
    PLACEHOLDER = auto()
    FRAGMENT = auto()
    PARAMETER = auto()


LEGEND: dict[TokenKind, tuple[str, tuple[str, ...]]] = {
    TokenKind.KEYWORD: ("keyword", ()),
    TokenKind.FIELD: ("property", ()),
    TokenKind.LABEL: ("enumMember", ("declaration",)),
    TokenKind.REFERENCE: ("enumMember", ()),
    TokenKind.STRING: ("string", ()),
    TokenKind.ESCAPE: ("regexp", ()),
    TokenKind.NUMBER: ("number", ()),
    TokenKind.CONSTANT: ("keyword", ("constant",)),
    TokenKind.VARIABLE: ("variable", ("declaration",)),
    TokenKind.PLATFORM_KEY: ("namespace", ()),
    TokenKind.TAG: ("function", ("markup",)),
    TokenKind.ATTRIBUTE: ("parameter", ("markup",)),
    TokenKind.VALUE: ("string", ("markup",)),
    TokenKind.MARKER: ("decorator", ()),
    TokenKind.TEMPLATE: ("macro", ()),
    TokenKind.COMMENT: ("comment", ()),
    TokenKind.OPERATOR: ("operator", ()),
    TokenKind.PLACEHOLDER: ("variable", ()),
    TokenKind.FRAGMENT: ("function", ()),
    TokenKind.PARAMETER: ("parameter", ()),
}
"""The protocol's token type and modifiers for each kind. No two kinds have the same, so that an editor can tell them apart."""


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
        terminals[shape.terminal] = (words, shape.rest)
        if shape.raw:
            terminals[f"{shape.terminal}_RAW"] = ((*words, TokenKind.KEYWORD), shape.raw)
    return heads


HEADS = _heads()
"""Heads of lines: for each terminal of the grammar, the kinds of its words and the rest that follows."""


_RESTS = {
    FieldKind.INTEGER: Rest.ENTRIES,
    FieldKind.ID: Rest.ENTRIES,
    FieldKind.IDS: Rest.ENTRIES,
    FieldKind.DURATION: Rest.ENTRIES,
    FieldKind.NUMBER: Rest.JSON,
    FieldKind.JSON: Rest.JSON,
    FieldKind.FILE: Rest.NOTHING,
    FieldKind.SIGNATURE: Rest.SIGNATURE,
    FieldKind.CALL: Rest.CALL,
    FieldKind.CELLS: Rest.CELLS,
}


def rest_of(field: str, rest: Rest) -> Rest:
    """Return the rest that follows the head of a field; `rest` is that of its line shape."""
    if rest is Rest.JSON and field in REUSE:
        return Rest.LITERAL
    if rest is not Rest.FIELD:
        return rest
    return Rest.COLUMNS if field == "examples" else _RESTS.get(NAMED_LINES[field].kind, Rest.WORDS)


ENTRY = r"-?[0-9]+[smh]?"
PLACEHOLDER = rf"\$(?:{VALUE_NAME}|\{{{VALUE_NAME}\}})"
TWO_DOLLARS = r"\$\$"
"""A `$$`, which is one dollar sign."""

_B = f"[{BLANKS}]"
_NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?"


def filler(ends: str) -> str:
    """Return a pattern of one character that isn't in `ends` and starts no placeholder."""
    return rf"(?:[^{ends}$]|\$(?!\$|{PLACEHOLDER[2:]}))"


class TokenRule(Record):
    """Tokens that follow each other: patterns with their kinds, and a lookahead."""

    parts: tuple[tuple[str, TokenKind | None], ...]
    ahead: str = ""


def placeholders(behind: str = "") -> tuple[TokenRule, ...]:
    """Return the steps for `$$` and for placeholders; `behind` is the pattern of characters to skip after them."""
    skip = ((f"{behind}*", None),) if behind else ()
    return (
        TokenRule(((TWO_DOLLARS, TokenKind.ESCAPE), *skip)),
        TokenRule(((PLACEHOLDER, TokenKind.PLACEHOLDER), *skip)),
    )


NAME_OF_FRAGMENT = TokenRule(((FRAGMENT_NAME, TokenKind.FRAGMENT),))


@lru_cache(maxsize=2)
def arguments(*, declared: bool) -> tuple[TokenRule, ...]:
    """Return the steps after the name of a fragment, other than strings; in a signature, they are `declared`."""
    end = rf"{_B}*[,)]"
    named = ((VALUE_NAME, TokenKind.PARAMETER), (f"{_B}*", None), ("=", TokenKind.OPERATOR), (f"{_B}*", None))
    words = filler('",()\n')
    return (
        TokenRule(((f"{_B}+", None),)),
        TokenRule((("as", TokenKind.KEYWORD), (f"{_B}+", None), ("@?[a-z][a-z0-9_-]*", TokenKind.REFERENCE)), f"{_B}*$"),
        TokenRule((*named, (_NUMBER, TokenKind.NUMBER)), end),
        TokenRule((*named, (f"{words}*", None))),
        *((TokenRule(((VALUE_NAME, TokenKind.PARAMETER),), end),) if declared else ()),
        TokenRule(((_NUMBER, TokenKind.NUMBER),), end),
        *placeholders(words),
        TokenRule((("[(),]", TokenKind.OPERATOR),)),
        TokenRule(((f"{words}+", None),)),
    )  # fmt: skip


@lru_cache(maxsize=2)
def cells(*, named: bool) -> tuple[TokenRule, ...]:
    """Return the steps in the cells of a table; in those that name the columns, they are `named`."""
    end = f"{_B}|$"
    return (
        TokenRule(((f"{_B}*", None), (r"\|", TokenKind.OPERATOR)), end),
        TokenRule(((f"{_B}+", None),)),
        *((TokenRule(((VALUE_NAME, TokenKind.VARIABLE),), end),) if named else ()),
        TokenRule(((f"[^{BLANKS}\n]+", None),)),
    )


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
            (_NUMBER, TokenKind.NUMBER),
            ("true|false|null", TokenKind.CONSTANT),
        ),
        signs=(),
        ends=BLANKS + '\n"{}\\[\\],:',
    )
