"""The fast reader: parses plain lines without Lark, in a tenth of the time.

Most lines of most scripts are plain: `say: words`, `WHEN contains "a" OR contains "b"`, a field. This module
parses them line by line, and leaves mistakes and unusual forms to the grammar. The grammar alone defines the
language: a property test compares the nodes of both.
"""

import re
from functools import lru_cache

from scn_dsl.nodes import (
    Action,
    After,
    Block,
    CallTest,
    Detail,
    Do,
    EndCall,
    Field,
    FirstMessage,
    Label,
    Opening,
    PlatformValue,
    Say,
    ScriptItem,
    Sentence,
    Text,
    Then,
    Variable,
    Version,
    Wait,
    When,
)
from scn_dsl.records import fast_constructor
from scn_dsl.source import Span, span_between
from scn_dsl.vocabulary import BLANKS, DETAILS, HOLDERS, LET, NAMED_LINES, OPENINGS, STEPS, TITLES
from scn_grammar.continuation import json_of, text_of
from scn_grammar.fast.triggers import expression_of, is_prose
from scn_grammar.labels import label_of
from scn_grammar.prose_words import BEGINNINGS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_grammar.fast.open_test import OpenTest

_new_text, _new_field, _new_block = fast_constructor(Text), fast_constructor(Field), fast_constructor(Block)
_new_when, _new_sentence = fast_constructor(When), fast_constructor(Sentence)
_new_say, _new_do = fast_constructor(Say), fast_constructor(Do)

_THEN = Then(span=Span(0, 4))
_FIRST_MESSAGE = FirstMessage(span=Span(0, 13))
_KEY = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$.")


def read_plain(text: str) -> list[ScriptItem | Span]:
    """Parse the plain items of `text`, in order; a span marks text that the grammar must parse."""
    reader = _Reader(text)
    reader.run()
    return reader.items


def plain_item(text: str) -> ScriptItem | None:
    """Parse `text` as one plain item; `None` if it isn't plain, or not one item."""
    match read_plain(text):
        case [item] if not isinstance(item, Span):
            return item
        case _:
            return None


def begins(text: str) -> bool:
    """Tell whether the first line of `text`, other than comments and blank lines, starts with a keyword."""
    for line in re.finditer(r"[^\n]+", text):  # splitting a long text takes longer than the rest
        stripped = line[0].lstrip(BLANKS)
        if stripped and stripped[0] != "#":
            is_named = stripped.partition(":")[0] in NAMED_LINES
            starts = (*OPENINGS, "let ", "test:")
            return is_named or stripped.startswith(starts) or stripped.rstrip(BLANKS) == "scn 1"
    return False


@lru_cache(maxsize=1 << 10)
def _place_of(start: int) -> tuple[tuple[int, int], ...]:
    """Return the `places` of a text on one line, shared like a span."""
    return ((0, start),)


class _OpenBlock:
    """A block during parsing; `start` is its offset in the text."""

    __slots__ = ("actions", "details", "label", "opening", "start")

    def __init__(self, start: int, label: Label | None, opening: Opening) -> None:
        self.start = start
        self.label = label
        self.opening = opening
        self.actions: list[Action] = []
        self.details: list[Detail] = []

    @property
    def has_content(self) -> bool:
        return bool(self.actions or self.details)

    def add_detail(self, name: str, value: Text, start: int) -> bool:
        """Add a detail; `start` is the offset of its line in the text. Always returns true, because the line is plain."""
        span = span_between(start - self.start, value.span.end)
        self.details.append(Detail(name=name, value=value, span=span))
        return True

    def build(self) -> Block:
        """Build the finished block."""
        last = self.actions[-1] if self.actions else self.opening
        end = last.span.end
        if self.details:
            end = max(end, self.details[-1].span.end)
        return _new_block(
            label=self.label,
            opening=self.opening,
            actions=tuple(self.actions),
            details=tuple(self.details),
            span=span_between(0, end),
            at=self.start,
        )


class _Reader:
    """Parses one text line by line. Offsets count from its start; offsets in nodes count from the item's start."""

    __slots__ = ("after", "block", "continued", "index", "items", "lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.continued = "|" in text
        self.items: list[ScriptItem | Span] = []
        self.block: _OpenBlock | OpenTest | None = None
        self.index = 0
        """Number of the next line."""
        self.after = 0
        """Offset of the next line."""

    def run(self) -> None:
        lines, count = self.lines, len(self.lines)
        while self.index < count:
            line = lines[self.index]
            lines[self.index] = ""  # frees its memory: the nodes of a long text need it
            self.index += 1
            if not line:
                self.after += 1
                continue
            stripped = line.lstrip(BLANKS)
            start = self.after + len(line) - len(stripped)
            self.after += len(line) + 1
            if stripped and stripped[0] != "#" and not self._line(stripped.rstrip(BLANKS), start):
                self._leave(stripped.rstrip(BLANKS), start)
        self._close()

    def _line(self, line: str, start: int) -> bool:
        """Parse a line that is neither a comment nor blank; false if it isn't plain."""
        head, colon, value = line.partition(":")
        if colon and (head == "say" or head == "do"):  # noqa: PLR1714  (faster than a set)
            return self._words(head, value, start)
        if line[0] in "WTAF@":
            return self._opening(line, start)
        if line in {"end call", "wait"}:
            return self._act(line, start)
        if self.block and head in STEPS:
            return self._step(self.block, head if colon else "", line, value, start)
        if colon and head == "test":
            return self._test(value, start)
        if self.block and head in DETAILS:
            text = self._text(value, start + len(head) + 1, self.block.start)
            return text is not None and self.block.add_detail(head, text, start)
        return self._setting(line, head if colon else "", value, start)

    def _words(self, keyword: str, value: str, start: int) -> bool:
        block = self.block
        text = self._text(value, start + len(keyword) + 1, block.start) if block else None
        if block is None or text is None:
            return False
        span = span_between(start - block.start, text.span.end)
        block.actions.append(
            _new_say(text=text, span=span) if keyword == "say" else _new_do(text=text, span=span)
        )
        return True

    def _test(self, name: str, start: int) -> bool:
        text = self._text(name, start + len("test:"), start)
        if text is None:
            return False
        from scn_grammar.fast.open_test import OpenTest  # noqa: PLC0415  (most scripts have no tests)

        self._close()
        self.block = OpenTest(start, text)
        return True

    def _step(self, block: "_OpenBlock | OpenTest", keyword: str, line: str, value: str, start: int) -> bool:
        """Parse a line that only tests have."""
        if isinstance(block, _OpenBlock):
            return False
        text = self._text(value, start + len(keyword) + 1, block.start) if keyword else None
        return block.add_step(keyword, text, start) if text else not keyword and block.add_word(line, start)

    def _act(self, line: str, start: int) -> bool:
        block = self.block
        if block is None or (line == "wait" and not isinstance(block, _OpenBlock)):
            return False
        at = start - block.start
        span = span_between(at, at + len(line))
        block.actions.append(EndCall(span=span) if line == "end call" else Wait(span=span))  # type: ignore[arg-type]
        return True

    def _text(
        self, value: str, start: int, base: int, *, json: bool = False, exact: bool = True
    ) -> Text | None:
        """Parse the words at `start`, with their continuation lines.

        Args:
            base: The offset of their item.
            json: Whether they are JSON.
            exact: Whether `||` lines can continue them.
        """
        words = value.lstrip(BLANKS)
        start += len(value) - len(words)
        if self.continued:
            before = self.index, self.after
            if end := self._continuation(exact=exact):
                text = (json_of if json else text_of)(self.text[start:end], start - base)
                if not text.value:
                    self.index, self.after = before
                return text if text.value else None
        if not words:
            return None
        start -= base
        return _new_text(value=words, places=_place_of(start), span=span_between(start, start + len(words)))

    def _continuation(self, *, exact: bool) -> int:
        """Consume the continuation lines that come next; return their end, or 0 without any.

        Args:
            exact: Whether to include `||` lines.
        """
        index, after, end = self.index, self.after, 0
        while index < len(self.lines):
            line = self.lines[index]
            stripped = line.lstrip(BLANKS)
            index += 1
            after += len(line) + 1
            if stripped[:1] == "|" and (stripped[1:2] != "|" or (exact and stripped[2:3] != "|")):
                end = after - 1
                self.index, self.after = index, after
            elif stripped and stripped[0] != "#":
                break
        return end

    def _setting(self, line: str, name: str, value: str, start: int) -> bool:
        if self.block and not self.block.has_content and name not in TITLES:
            return False  # inside a block
        item = (
            self._field(name, value, start) if name in NAMED_LINES else self._other(line, name, value, start)
        )
        if item is None:
            return False
        if self.block:
            self._close()
        self.items.append(item)
        return True

    def _field(self, name: str, value: str, start: int) -> Field | None:
        text = self._text(value, start + len(name) + 1, start)
        return (
            None
            if text is None
            else _new_field(name=name, value=text, span=span_between(0, text.span.end), at=start)
        )

    def _other(self, line: str, name: str, value: str, start: int) -> ScriptItem | None:
        if line == "scn 1":
            return Version(number="1", span=span_between(0, 5), at=start)
        words, equals, value_of_variable = line.partition("=")
        holder, _, variable = words.rstrip(BLANKS).partition(" ")
        if equals and (holder in HOLDERS or holder == LET):
            return self._variable(holder, variable.lstrip(BLANKS), value_of_variable, len(words) + 1, start)
        platform, dot, key = name.partition(".")
        if not (dot and key and platform.isalnum() and name.isascii() and _KEY.issuperset(key)):
            return None
        if not (platform[0].isalpha() and platform == platform.lower()):
            return None
        text = self._text(value, start + len(name) + 1, start, json=True, exact=False)
        if text is None:
            return None
        span = span_between(0, text.span.end)
        return PlatformValue(platform=platform, key=key, json=text, span=span, at=start)

    def _variable(self, holder: str, name: str, value: str, at: int, start: int) -> Variable | None:
        if not name.replace(".", "_").isidentifier():
            return None
        text = self._text(value, start + at, start)
        if text is None:
            return None
        span = span_between(0, text.span.end)
        return Variable(
            holder=holder,  # type: ignore[arg-type]
            name=name,
            value=text,
            span=span,
            at=start,
        )

    def _opening(self, line: str, start: int) -> bool:
        label, at = None, 0
        if line[0] == "@":
            name, _, rest = line.partition(" ")
            label = label_of(name, 0)
            rest = rest.lstrip(BLANKS)
            if label is None or not rest:
                return False
            at, line = len(line) - len(rest), rest
        opening = self._parse_opening(line, at, start)
        if opening is None:
            return False
        self._close()
        self.block = _OpenBlock(start, label, opening)
        return True

    def _parse_opening(self, line: str, at: int, start: int) -> Opening | None:
        if line == "THEN":
            return Then(span=span_between(at, at + 4)) if at else _THEN
        if line == "FIRST_MESSAGE":
            return FirstMessage(span=span_between(at, at + 13)) if at else _FIRST_MESSAGE
        keyword, _, rest = line.partition(" ")
        rest = rest.lstrip(BLANKS)
        if not rest:
            return None
        inner = at + len(line) - len(rest)
        if keyword == "AFTER":
            label = label_of(rest, inner)
            return None if label is None else After(label=label, span=span_between(at, label.span.end))
        if keyword != "WHEN":
            return None
        trigger = expression_of(rest, inner) or self._sentence(rest, start + inner, start)
        return (
            None if trigger is None else _new_when(trigger=trigger, span=span_between(at, trigger.span.end))
        )

    def _sentence(self, words: str, start: int, base: int) -> Sentence | None:
        if words.startswith(BEGINNINGS):
            return None
        before = self.index, self.after
        text = self._text(words, start, base, exact=False)
        if text is None or not is_prose(text.value):
            self.index, self.after = before
            return None
        return _new_sentence(text=text, span=text.span)

    def _close(self) -> None:
        """Finish the current block."""
        if self.block:
            self.items.append(self.block.build())
            self.block = None

    def _take_back(self, *, whole_block: bool) -> int:
        """Take back the last setting, or all of them with the block they are inside; return the start."""
        count = 1
        for back, item in enumerate(reversed(self.items) if whole_block else (), 1):
            if isinstance(item, Block | CallTest):
                count = back
            if not isinstance(item, Field | Variable | PlatformValue) or (
                isinstance(item, Field) and item.name in TITLES
            ):
                break
        taken = self.items[-count]
        del self.items[-count:]
        return taken.start if isinstance(taken, Span) else taken.at

    def _leave(self, before: str, start: int) -> None:
        """Leave a line to the grammar, with the item it can belong to, up to the next opening or title.

        Args:
            before: The line, without whitespace around it.
        """
        from scn_grammar.line_shapes import LineKind  # noqa: PLC0415
        from scn_grammar.lines import classify  # noqa: PLC0415
        from scn_grammar.recovery.keywords import LONE_LABEL  # noqa: PLC0415  (needed for unusual lines only)

        if classify(before) in (LineKind.OPENING, LineKind.TITLE):
            self._close()
        elif self.block:
            start, self.block = self.block.start, None
        elif self.items and not isinstance(self.items[-1], Span | Block | CallTest):
            start = self._take_back(whole_block=classify(before) is LineKind.ACTION)
        while self.index < len(self.lines):
            line = self.lines[self.index].strip(BLANKS)
            kind = classify(line)
            if kind is LineKind.TITLE or (kind is LineKind.OPENING and not LONE_LABEL.match(before)):
                break
            before = line if line and line[0] != "#" else before
            self.after += len(self.lines[self.index]) + 1
            self.index += 1
        self.items.append(Span(start, min(self.after, len(self.text))))
