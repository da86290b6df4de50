"""The place of an offset in a TOML text, also in one that is only half written."""

import re
from collections.abc import Iterator
from enum import Enum

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span

_TOKEN = lazy_pattern(
    r'''
      (?P<comment>\#[^\n]*)
    | (?P<text>"""(?:[^"\\]|\\.|"(?!""))*(?:"""|\Z) | \'\'\'(?:[^\']|\'(?!\'\'))*(?:\'\'\'|\Z))
    | (?P<word>"(?:[^"\\\n]|\\.)*"? | '[^'\n]*'? | [\w+:-]+)
    | (?P<sign>[][{}=,\n])
    ''',
    re.VERBOSE | re.DOTALL,
)
_NEXT_LINE = lazy_pattern(r"[ \t]*(?:\[[\w.\" -]+\][ \t]*(?:#|$)|[\w.-]+[ \t]*=)", re.MULTILINE)
"""A line after which a list that is still open was only forgotten to close."""


class Role(Enum):
    """The role of a word."""

    KEY = "key"
    HEADER = "header"
    VALUE = "value"
    NOTHING = "nothing"
    """Nothing can follow, such as after a value."""


class TomlPlace(Record):
    """The place of an offset.

    Attributes:
        path: The keys of the table around it, with the parts of a dotted key before the word; for a value, its own key.
        in_list: Whether it is in a list.
        word: The word or the string that touches the offset; empty at the offset if nothing touches it.
        quote: The quote that opens the string.
    """

    role: Role
    path: tuple[str, ...]
    in_list: bool
    word: Span
    quote: str = ""

    def name(self, text: str) -> str:
        """Return the word without its quotes."""
        return _unquoted(text[self.word.start : self.word.end])


class _Scanner:
    """The state between the words of a text."""

    def __init__(self) -> None:
        self.role = Role.KEY
        self.parts: list[str] = []
        self._table: tuple[str, ...] = ()
        self._value: tuple[str, ...] = ()
        self._around: list[tuple[str, tuple[str, ...]]] = []

    @property
    def in_list(self) -> bool:
        return bool(self._around) and self._around[-1][0] == "["

    @property
    def path(self) -> tuple[str, ...]:
        match self.role:
            case Role.HEADER:
                return tuple(self.parts)
            case Role.KEY:
                return (*self._outer, *self.parts)
        return self._value

    @property
    def _outer(self) -> tuple[str, ...]:
        return self._around[-1][1] if self._around else self._table

    def word(self, word: str) -> None:
        if self.role is Role.VALUE:
            self.role = Role.NOTHING
        else:
            self.parts.append(_unquoted(word))

    def sign(self, sign: str, text: str, end: int) -> None:
        match sign, self.role:
            case "\n", _:
                while self._around and (not self.in_list or _NEXT_LINE.match(text, end)):
                    self._around.pop()
                if not self._around:
                    self._start(Role.KEY)
            case "[", Role.KEY if not self.parts and not self._around:
                self._start(Role.HEADER)
            case "]", Role.HEADER:
                self._table = tuple(self.parts)
                self._start(Role.NOTHING)
            case "=", Role.KEY:
                self._value = (*self._outer, *self.parts)
                self._start(Role.VALUE)
            case "[" | "{", Role.VALUE:
                self._around.append((sign, self._value))
                self._start(Role.VALUE if sign == "[" else Role.KEY)
            case (("]" | "}"), _) if self._around:
                self._value = self._around.pop()[1]
                self._start(Role.NOTHING)
            case ",", _ if self._around:
                self._value = self._around[-1][1]
                self._start(Role.VALUE if self.in_list else Role.KEY)

    def _start(self, role: Role) -> None:
        self.role, self.parts = role, []


def place_at(text: str, offset: int) -> TomlPlace | None:
    """Find the place of an offset; `None` in a comment, and in a text of several lines."""
    scanner = _Scanner()
    for token in _tokens(text):
        if token.start() > offset:
            break
        written = token[0]
        if token["word"] and offset <= token.end():
            quote = written[0] if written[0] in "\"'" else ""
            span = Span(token.start(), token.end())
            return TomlPlace(scanner.role, scanner.path, scanner.in_list, span, quote)
        if token.start() == offset:
            break
        if token["comment"] or token["text"]:
            if offset <= token.end():
                return None
            if token["text"]:
                scanner.word(written)
        elif token["word"]:
            scanner.word(written)
        else:
            scanner.sign(written, text, token.end())
    return TomlPlace(scanner.role, scanner.path, scanner.in_list, Span(offset, offset))


def _tokens(text: str) -> Iterator[re.Match[str]]:
    return _TOKEN.finditer(text)


def _unquoted(word: str) -> str:
    if word[:1] not in ('"', "'"):
        return word
    return word[1:].removesuffix(word[0])
