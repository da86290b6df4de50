"""Text to lines: what the first word of each line says that the line is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from scn_dsl.vocabulary import BLANKS, DETAILS, FIELDS, HOLDERS


class LineKind(Enum):
    """What a line is, by its first word alone."""

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


UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""Characters that a plain line cannot hold, or that nobody could see in it."""

SILENT = (LineKind.BLANK, LineKind.COMMENT)

_HEAD = re.compile(
    r"""
      (?P<OPENING>(?:@[^ \t\xa0\r]*[ \t\xa0\r]+)?(?:FIRST_MESSAGE|WHEN|THEN|AFTER)\b)
    | (?P<ACTION>(?:say(?:/do)?|do)(?:[ \t\xa0]+raw)?[ \t\xa0]*: | end[ \t\xa0]+call\b | wait\b(?![ \t\xa0]*:))
    | (?P<DETAIL>(?:{details})(?:[ \t\xa0]+raw)?[ \t\xa0]*:)
    | (?P<TITLE>scenario(?:[ \t\xa0]+raw)?[ \t\xa0]*:)
    | (?P<VERSION>scn[ \t\xa0]+[0-9]+[ \t\xa0\r]*$)
    | (?P<SETTING>(?:{fields})(?:[ \t\xa0]+raw)?[ \t\xa0]*:
        | (?:{holders})[ \t\xa0]+(?:"(?:[^"\\]|\\.)*"|[^\s=":]+)[ \t\xa0]*=
        | [a-z][a-z0-9]*\.[A-Za-z0-9_$.-]+[ \t\xa0]*:)
    """.format(details="|".join(DETAILS), fields="|".join(FIELDS), holders="|".join(HOLDERS)),
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One physical line: where it starts, its text without layout at either end, and what it is."""

    start: int
    text: str
    kind: LineKind

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def classify(text: str) -> LineKind:
    """What a line without layout around it is."""
    if not text:
        return LineKind.BLANK
    first = text[0]
    if first == "#":
        return LineKind.COMMENT
    if first == "|":
        return LineKind.UNKNOWN if text[1:2] == "|" else LineKind.CONTINUATION
    head = _HEAD.match(text)
    return LineKind[head.lastgroup] if head and head.lastgroup else LineKind.UNKNOWN


def head_of(text: str) -> str:
    """The words that say what a line without layout around it is, e.g. `@day WHEN` or `say:`; empty if none do."""
    head = _HEAD.match(text)
    return head[0] if head else ""


def body_start(text: str) -> int:
    """Where a file's lines begin: behind the byte order mark, if it has one."""
    return 1 if text.startswith("\ufeff") else 0


def split(text: str, offset: int = 0) -> Iterator[Line]:
    """The lines of `text` from `offset` on; their offsets count from its start. Lines end at `\\n` only."""
    for line in text[offset:].split("\n"):
        left = line.lstrip(BLANKS)
        bare = left.rstrip(BLANKS)
        yield Line(offset + len(line) - len(left), bare, classify(bare))
        offset += len(line) + 1
