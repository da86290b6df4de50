"""What is written plainly, read without Lark: the same nodes in a tenth of the time.

Most lines of most scripts are plain: `say: words`, `WHEN contains "a" OR contains "b"`, a field. They are
read here, line by line. Whatever is not, a mistake or only an unusual form, is left to the grammar, which alone
says what is right: a law in the tests holds that what is read here is what the grammar makes of it.
"""

from scn_dsl.nodes import (
    Action,
    After,
    Block,
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
from scn_dsl.source import Span, span_of
from scn_dsl.vocabulary import BLANKS, DETAILS, FIELDS, HOLDERS, OPENINGS
from scn_grammar.continuation import json_of, text_of
from scn_grammar.fast.triggers import expression_of, is_prose
from scn_grammar.labels import label_of
from scn_grammar.prose_words import BEGINNINGS

_new_text, _new_field, _new_block = fast_constructor(Text), fast_constructor(Field), fast_constructor(Block)
_new_when, _new_sentence = fast_constructor(When), fast_constructor(Sentence)
_new_say, _new_do = fast_constructor(Say), fast_constructor(Do)

_THEN = Then(span=Span(0, 4))
_FIRST_MESSAGE = FirstMessage(span=Span(0, 13))
_KEY = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-$.")


def read_plain(text: str) -> list[ScriptItem | Span]:
    """The items of `text` in order; in place of what is not plain, the stretch of text that it takes."""
    reader = _Reader(text)
    reader.run()
    return reader.found


def plain_item(text: str) -> ScriptItem | None:
    """The one item that `text` is; `None` if it is not plain, or not one item."""
    match read_plain(text):
        case [item] if not isinstance(item, Span):
            return item
        case _:
            return None


def begins(text: str) -> bool:
    """Whether the first line of `text` that says something begins with a word of the language."""
    for line in text.split("\n"):
        left = line.lstrip(BLANKS)
        if left and left[0] != "#":
            begins = left.partition(":")[0] in FIELDS or left.startswith(OPENINGS)
            return begins or left.rstrip(BLANKS) == "scn 1"
    return False


class _OpenBlock:
    """What a block has so far; `start` is its offset in the text."""

    __slots__ = ("actions", "details", "label", "opening", "start")

    def __init__(self, start: int, label: Label | None, opening: Opening) -> None:
        self.start = start
        self.label = label
        self.opening = opening
        self.actions: list[Action] = []
        self.details: list[Detail] = []

    @property
    def says_something(self) -> bool:
        return bool(self.actions or self.details)

    def tell(self, name: str, value: Text, start: int) -> bool:
        """Add a detail whose line begins at `start`, an offset in the text."""
        span = span_of((start - self.start, value.span.end))
        self.details.append(Detail(name=name, value=value, span=span))
        return True

    def closed(self) -> Block:
        """The block, as it is."""
        last = self.actions[-1] if self.actions else self.opening
        end = last.span.end
        if self.details:
            end = max(end, self.details[-1].span.end)
        return _new_block(
            label=self.label,
            opening=self.opening,
            actions=tuple(self.actions),
            details=tuple(self.details),
            span=span_of((0, end)),
            at=self.start,
        )


class _Reader:
    """The lines of one text, one after the other. Offsets are the text's, unless they go into a node."""

    __slots__ = ("after", "block", "continued", "found", "index", "lines", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = text.split("\n")
        self.continued = "|" in text
        self.found: list[ScriptItem | Span] = []
        self.block: _OpenBlock | None = None
        self.index = 0
        """The line to be read next."""
        self.after = 0
        """Where that line begins."""

    def run(self) -> None:
        lines, count = self.lines, len(self.lines)
        while self.index < count:
            line = lines[self.index]
            self.index += 1
            if not line:
                self.after += 1
                continue
            left = line.lstrip(BLANKS)
            start = self.after + len(line) - len(left)
            self.after += len(line) + 1
            if left and left[0] != "#" and not self._line(left.rstrip(BLANKS), start):
                self._leave(start)
        self._close()

    def _line(self, line: str, start: int) -> bool:
        """Read a line that says something; whether it is plain."""
        head, colon, value = line.partition(":")
        if colon and (head in {"say", "do"}):
            return self._words(head, value, start)
        if line[0] in "WTAF@":
            return self._opening(line, start)
        if line in {"end call", "wait"}:
            return self._act(line, start)
        if self.block and head in DETAILS:
            text = self._text(value, start + len(head) + 1, self.block.start)
            return text is not None and self.block.tell(head, text, start)
        return self._setting(line, head if colon else "", value, start)

    def _words(self, keyword: str, value: str, start: int) -> bool:
        block = self.block
        text = self._text(value, start + len(keyword) + 1, block.start) if block else None
        if block is None or text is None:
            return False
        span = span_of((start - block.start, text.span.end))
        block.actions.append(
            _new_say(text=text, span=span) if keyword == "say" else _new_do(text=text, span=span)
        )
        return True

    def _act(self, line: str, start: int) -> bool:
        block = self.block
        if block is None:
            return False
        at = start - block.start
        span = span_of((at, at + len(line)))
        block.actions.append(Wait(span=span) if line == "wait" else EndCall(span=span))
        return True

    def _text(self, value: str, start: int, base: int, *, json: bool = False) -> Text | None:
        """The words at `start`, in the item that begins at `base`, with the lines that continue them."""
        words = value.lstrip(BLANKS)
        if not words:
            return None
        start += len(value) - len(words)
        if self.continued and (end := self._continuation()):
            return (json_of if json else text_of)(self.text[start:end], start - base)
        start -= base
        return _new_text(value=words, places=((0, start),), span=span_of((start, start + len(words))))

    def _continuation(self) -> int:
        """Where the lines that begin with `|` end, if any come next; then they are read."""
        index, after, end = self.index, self.after, 0
        while index < len(self.lines):
            line = self.lines[index]
            left = line.lstrip(BLANKS)
            index += 1
            after += len(line) + 1
            if left[:1] == "|" != left[1:2]:
                end = after - 1
                self.index, self.after = index, after
            elif left and left[0] != "#":
                break
        return end

    def _setting(self, line: str, name: str, value: str, start: int) -> bool:
        if self.block and not self.block.says_something and name != "scenario":
            return False  # in the middle of a block
        item = self._field(name, value, start) if name in FIELDS else self._other(line, name, value, start)
        if item is None:
            return False
        if self.block:
            self._close()
        self.found.append(item)
        return True

    def _field(self, name: str, value: str, start: int) -> Field | None:
        text = self._text(value, start + len(name) + 1, start)
        return (
            None
            if text is None
            else _new_field(name=name, value=text, span=span_of((0, text.span.end)), at=start)
        )

    def _other(self, line: str, name: str, value: str, start: int) -> ScriptItem | None:
        if line == "scn 1":
            return Version(number="1", span=span_of((0, 5)), at=start)
        words, equals, value_of_variable = line.partition("=")
        holder, _, variable = words.rstrip(BLANKS).partition(" ")
        if equals and holder in HOLDERS:
            return self._variable(holder, variable.lstrip(BLANKS), value_of_variable, len(words) + 1, start)
        platform, dot, key = name.partition(".")
        if not (dot and key and platform.isalnum() and name.isascii() and _KEY.issuperset(key)):
            return None
        if not (platform[0].isalpha() and platform == platform.lower()):
            return None
        text = self._text(value, start + len(name) + 1, start, json=True)
        if text is None:
            return None
        span = span_of((0, text.span.end))
        return PlatformValue(platform=platform, key=key, json=text, span=span, at=start)

    def _variable(self, holder: str, name: str, value: str, at: int, start: int) -> Variable | None:
        if not name.replace(".", "_").isidentifier():
            return None
        text = self._text(value, start + at, start)
        if text is None:
            return None
        span = span_of((0, text.span.end))
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
        opening = self._opened(line, at, start)
        if opening is None:
            return False
        self._close()
        self.block = _OpenBlock(start, label, opening)
        return True

    def _opened(self, line: str, at: int, start: int) -> Opening | None:
        if line == "THEN":
            return Then(span=span_of((at, at + 4))) if at else _THEN
        if line == "FIRST_MESSAGE":
            return FirstMessage(span=span_of((at, at + 13))) if at else _FIRST_MESSAGE
        keyword, _, rest = line.partition(" ")
        rest = rest.lstrip(BLANKS)
        if not rest:
            return None
        inner = at + len(line) - len(rest)
        if keyword == "AFTER":
            label = label_of(rest, inner)
            return None if label is None else After(label=label, span=span_of((at, label.span.end)))
        if keyword != "WHEN":
            return None
        trigger = expression_of(rest, inner) or self._sentence(rest, start + inner, start)
        return None if trigger is None else _new_when(trigger=trigger, span=span_of((at, trigger.span.end)))

    def _sentence(self, words: str, start: int, base: int) -> Sentence | None:
        if words.startswith(BEGINNINGS):
            return None
        before = self.index, self.after
        text = self._text(words, start, base)
        if text is None or not is_prose(text.value):
            self.index, self.after = before
            return None
        return _new_sentence(text=text, span=text.span)

    def _close(self) -> None:
        """End the block that is being read."""
        if self.block:
            self.found.append(self.block.closed())
            self.block = None

    def _leave(self, start: int) -> None:
        """Leave a line to the grammar: with the item that it may belong to, to the next line that begins one."""
        from scn_grammar.line_shapes import LineKind  # noqa: PLC0415
        from scn_grammar.lines import classify  # noqa: PLC0415
        from scn_grammar.recovery.keywords import LONE_LABEL  # noqa: PLC0415  (needed for unusual lines only)

        before = self.lines[self.index - 1].strip(BLANKS)
        if classify(before) in (LineKind.OPENING, LineKind.TITLE):
            self._close()
        elif self.block:
            start, self.block = self.block.start, None
        elif self.found and not isinstance(last := self.found[-1], Span | Block):
            start = last.at
            self.found.pop()
        while self.index < len(self.lines):
            line = self.lines[self.index].strip(BLANKS)
            kind = classify(line)
            if kind is LineKind.TITLE or (kind is LineKind.OPENING and not LONE_LABEL.match(before)):
                break
            before = line if line and line[0] != "#" else before
            self.after += len(self.lines[self.index]) + 1
            self.index += 1
        self.found.append(Span(start, min(self.after, len(self.text))))
