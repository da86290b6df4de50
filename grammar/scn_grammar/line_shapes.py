"""The table of line heads: line classifier, formatter, editor and highlighters are built from it.

The terminals of `scn.lark` define the same heads; a test compares the two.
"""

from enum import Enum, auto

from scn_dsl.records import Record
from scn_dsl.vocabulary import DETAILS, HOLDERS, LET, NAMED_LINES, TITLES


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
    """The content after the head of a line, continuation lines included."""

    NOTHING = "nothing, or a path"
    SPEECH = "words with tags, markers and templates"
    TRIGGER = "an expression, a sentence, or `raw:` and a string"
    REFERENCE = "a label"
    WORDS = "free words"
    STRING = "a JSON string on one line"
    JSON = "a JSON value"
    LITERAL = "a JSON value in which `$` is a dollar sign"
    VARIABLE = "a JSON value if it parses as one, else free words"
    FIELD = "what the field's kind of value says"
    ENTRIES = "numbers and words, separated by commas"
    SIGNATURE = "a name, with parameters in parentheses"
    CALL = "a name, with arguments in parentheses"
    COLUMNS = "names, separated by ` | `"
    CELLS = "words, separated by ` | `"


class LineShape(Record):
    """One kind of line head.

    Attributes:
        kind: The kind of a line with this head.
        terminal: The grammar's terminal for it; the terminal of the form with `raw` ends in `_RAW`.
        words: The keywords it can start with; a space in them matches any number of spaces.
        rest: The content after the head.
        sign: The sign after the keyword, or after the name if it has one: `:`, `=` or nothing.
        raw: The content after `raw:`; `None` if the line has no such form.
        named: The pattern of the name between keyword and sign; of the whole head if `words` is empty.
        behind: The pattern that must follow a keyword without a sign.
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
    LineShape(LineKind.OPENING, "TEST", ("test",), Rest.WORDS, ":"),
    LineShape(LineKind.ACTION, "HEAR", ("hear",), Rest.SPEECH, ":", Rest.STRING),
    LineShape(LineKind.ACTION, "CUT_OFF", ("cut off",), Rest.SPEECH, ":", Rest.STRING),
    LineShape(LineKind.ACTION, "AS", ("as",), Rest.WORDS, ":"),
    LineShape(LineKind.ACTION, "PLAYS", ("plays",), Rest.WORDS, ":"),
    LineShape(LineKind.ACTION, "SILENT", ("silent",), Rest.NOTHING, behind=r"[ \t\xa0\r]*$"),
    LineShape(LineKind.ACTION, "QUIET", ("quiet",), Rest.NOTHING, behind=r"[ \t\xa0\r]*$"),
    LineShape(LineKind.ACTION, "SAY", ("say",), Rest.SPEECH, ":", Rest.STRING),
    LineShape(LineKind.ACTION, "DO", ("do",), Rest.SPEECH, ":", Rest.STRING),
    LineShape(LineKind.ACTION, "UNDECIDED", ("say/do",), Rest.SPEECH, ":", Rest.STRING),
    LineShape(LineKind.ACTION, "END_CALL", ("end call",), Rest.NOTHING),
    LineShape(LineKind.ACTION, "WAIT", ("wait",), Rest.NOTHING, behind=r"\b(?![ \t\xa0]*:)"),
    LineShape(LineKind.DETAIL, "DETAIL", DETAILS, Rest.FIELD, ":", Rest.JSON),
    LineShape(LineKind.TITLE, "TITLE", TITLES, Rest.FIELD, ":", Rest.JSON),
    LineShape(LineKind.VERSION, "VERSION", ("scn",), Rest.NOTHING, behind=r"[ \t\xa0]+[0-9]+[ \t\xa0\r]*$"),
    LineShape(LineKind.SETTING, "FIELD", tuple(NAMED_LINES), Rest.FIELD, ":", Rest.JSON),
    LineShape(
        LineKind.SETTING,
        "VARIABLE",
        (*HOLDERS, LET),
        Rest.VARIABLE,
        "=",
        named=r'(?:"(?:[^"\\]|\\.)*"|[^\s=":]+)',
    ),
    LineShape(
        LineKind.SETTING, "PLATFORM_KEY", (), Rest.LITERAL, ":", named=r"[a-z][a-z0-9]*\.[A-Za-z0-9_$.-]+"
    ),
)
