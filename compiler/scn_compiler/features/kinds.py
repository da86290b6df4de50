"""What has a colour in a script, as data: the kinds, how a line may begin, and what may stand in it.

Tokens are made of this, and so are the highlighters in `editors/`.
"""

from enum import Enum, auto
from functools import lru_cache

from scn_dsl.records import Record
from scn_dsl.vocabulary import BLANKS, FIELDS
from scn_dsl.vocabulary import Kind as FieldKind
from scn_grammar.lines import LineKind
from scn_grammar.terminals import escapes, terminals


class Kind(Enum):
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


LEGEND: dict[Kind, tuple[str, tuple[str, ...]]] = {
    Kind.KEYWORD: ("keyword", ()),
    Kind.FIELD: ("property", ()),
    Kind.LABEL: ("enumMember", ("declaration",)),
    Kind.REFERENCE: ("enumMember", ()),
    Kind.STRING: ("string", ()),
    Kind.ESCAPE: ("regexp", ()),
    Kind.NUMBER: ("number", ()),
    Kind.CONSTANT: ("keyword", ()),
    Kind.VARIABLE: ("variable", ("declaration",)),
    Kind.PLATFORM_KEY: ("namespace", ()),
    Kind.TAG: ("function", ()),
    Kind.ATTRIBUTE: ("parameter", ()),
    Kind.VALUE: ("string", ()),
    Kind.MARKER: ("decorator", ()),
    Kind.TEMPLATE: ("macro", ()),
    Kind.COMMENT: ("comment", ()),
    Kind.OPERATOR: ("operator", ()),
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


HEADS: dict[LineKind, dict[str, tuple[tuple[Kind, ...], Rest]]] = {
    LineKind.OPENING: {
        "FIRST_MESSAGE": ((Kind.KEYWORD,), Rest.WORDS),
        "WHEN": ((Kind.KEYWORD,), Rest.TRIGGER),
        "THEN": ((Kind.KEYWORD,), Rest.WORDS),
        "AFTER": ((Kind.KEYWORD,), Rest.REFERENCE),
    },
    LineKind.ACTION: {
        "SAY": ((Kind.FIELD,), Rest.SPEECH),
        "SAY_RAW": ((Kind.FIELD, Kind.KEYWORD), Rest.STRING),
        "DO": ((Kind.FIELD,), Rest.SPEECH),
        "DO_RAW": ((Kind.FIELD, Kind.KEYWORD), Rest.STRING),
        "UNDECIDED": ((Kind.FIELD,), Rest.SPEECH),
        "UNDECIDED_RAW": ((Kind.FIELD, Kind.KEYWORD), Rest.STRING),
        "END_CALL": ((Kind.KEYWORD, Kind.KEYWORD), Rest.WORDS),
        "WAIT": ((Kind.KEYWORD,), Rest.WORDS),
    },
    LineKind.DETAIL: {
        "DETAIL": ((Kind.FIELD,), Rest.FIELD),
        "DETAIL_RAW": ((Kind.FIELD, Kind.KEYWORD), Rest.JSON),
    },
    LineKind.TITLE: {
        "TITLE": ((Kind.FIELD,), Rest.WORDS),
        "TITLE_RAW": ((Kind.FIELD, Kind.KEYWORD), Rest.JSON),
    },
    LineKind.VERSION: {"VERSION": ((Kind.KEYWORD, Kind.NUMBER), Rest.WORDS)},
    LineKind.SETTING: {
        "FIELD": ((Kind.FIELD,), Rest.FIELD),
        "FIELD_RAW": ((Kind.FIELD, Kind.KEYWORD), Rest.JSON),
        "VARIABLE": ((Kind.KEYWORD, Kind.VARIABLE, Kind.OPERATOR), Rest.VARIABLE),
        "PLATFORM_KEY": ((Kind.PLATFORM_KEY,), Rest.JSON),
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
    words: tuple[tuple[str, Kind], ...]
    signs: tuple[tuple[str, Kind], ...]
    ends: str


@lru_cache(maxsize=1)
def expression() -> Lexicon:
    """The expression of a trigger."""
    known = terminals()
    return Lexicon(
        escape=escapes("STRING"),
        words=tuple((known[name], Kind.KEYWORD) for name in ("CONTAINS", "_OR", "_AND")),
        signs=tuple((known[name], Kind.OPERATOR) for name in ("LPAR", "RPAR")),
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
            (r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?", Kind.NUMBER),
            ("true|false|null", Kind.CONSTANT),
        ),
        signs=(),
        ends=BLANKS + '\n"{}\\[\\],:',
    )
