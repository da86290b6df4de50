"""How a line may begin, as one table: lexer, formatter, editor and highlighters are made of it.

`scn.lark` says the same in its terminals, and a test compares the two.
"""

from enum import Enum, auto

from scn_dsl.records import Record
from scn_dsl.vocabulary import DETAILS, FIELDS, HOLDERS


class LineKind(Enum):
    """The kind of a line, by its first word alone."""

    BLANK = auto()
    COMMENT = auto()
    CONTINUATION = auto()
    VERSION = auto()
    TITLE = auto()
    SETTING = auto()
    OPENING = auto()
    ACTION = auto()
    DETAIL = auto()
    UNKNOWN = auto()


class Rest(Enum):
    """What follows the head of a line, in the line and in its continuation lines."""

    NOTHING = "nothing; whatever stands there is a mistake"
    SPEECH = "words with tags, markers and templates"
    TRIGGER = "an expression, a sentence, or `raw:` and a string"
    REFERENCE = "a label"
    WORDS = "free words"
    STRING = "a JSON string in one line"
    JSON = "a JSON value"
    VARIABLE = "a JSON value where it is one, else free words"
    FIELD = "free words, or where the field takes numbers, entries"
    ENTRIES = "numbers and words, separated by commas"


class LineShape(Record):
    """One way for a line to begin.

    Attributes:
        kind: What the line is then.
        terminal: The terminal of the grammar for it; that of the form with `raw` ends in `_RAW`.
        words: The words, of which it has one; a blank in them stands for any number of blanks.
        rest: What stands behind them.
        sign: What follows the words, and the name if they take one: `:`, `=` or nothing.
        raw: What stands behind `raw:`; `None` where the line has no such form.
        named: The pattern of the name between a word and its sign, or of the whole word where it is no fixed one.
        behind: The pattern of what must follow words without a sign.
    """

    kind: LineKind
    terminal: str
    words: tuple[str, ...]
    rest: Rest
    sign: str = ""
    raw: Rest | None = None
    named: str = ""
    behind: str = r"\b"


LINE_SHAPES = (
    LineShape(LineKind.OPENING, "FIRST_MESSAGE", ("FIRST_MESSAGE",), Rest.NOTHING),
    LineShape(LineKind.OPENING, "WHEN", ("WHEN",), Rest.TRIGGER),
    LineShape(LineKind.OPENING, "THEN", ("THEN",), Rest.NOTHING),
    LineShape(LineKind.OPENING, "AFTER", ("AFTER",), Rest.REFERENCE),
    LineShape(LineKind.ACTION, "SAY", ("say",), Rest.SPEECH, ":", Rest.STRING),
    LineShape(LineKind.ACTION, "DO", ("do",), Rest.SPEECH, ":", Rest.STRING),
    LineShape(LineKind.ACTION, "UNDECIDED", ("say/do",), Rest.SPEECH, ":", Rest.STRING),
    LineShape(LineKind.ACTION, "END_CALL", ("end call",), Rest.NOTHING),
    LineShape(LineKind.ACTION, "WAIT", ("wait",), Rest.NOTHING, behind=r"\b(?![ \t\xa0]*:)"),
    LineShape(LineKind.DETAIL, "DETAIL", DETAILS, Rest.FIELD, ":", Rest.JSON),
    LineShape(LineKind.TITLE, "TITLE", ("scenario",), Rest.WORDS, ":", Rest.JSON),
    LineShape(LineKind.VERSION, "VERSION", ("scn",), Rest.NOTHING, behind=r"[ \t\xa0]+[0-9]+[ \t\xa0\r]*$"),
    LineShape(LineKind.SETTING, "FIELD", tuple(FIELDS), Rest.FIELD, ":", Rest.JSON),
    LineShape(
        LineKind.SETTING, "VARIABLE", HOLDERS, Rest.VARIABLE, "=", named=r'(?:"(?:[^"\\]|\\.)*"|[^\s=":]+)'
    ),
    LineShape(
        LineKind.SETTING, "PLATFORM_KEY", (), Rest.JSON, ":", named=r"[a-z][a-z0-9]*\.[A-Za-z0-9_$.-]+"
    ),
)
