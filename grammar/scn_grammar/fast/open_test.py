"""A test during fast reading: its name, and the lines that only tests have."""

from scn_dsl.nodes import CallTest, CountsAs, Hear, Plays, Quiet, Silent, TestStep, Text
from scn_dsl.source import span_between


class OpenTest:
    """A test during parsing, like a block; `start` is its offset in the text."""

    __slots__ = ("actions", "name", "start")

    has_content = True

    def __init__(self, start: int, name: Text) -> None:
        self.start = start
        self.name = name
        self.actions: list[TestStep] = []

    def add_word(self, line: str, start: int) -> bool:
        """Add a line that is one word; false for another word."""
        at = start - self.start
        span = span_between(at, at + len(line))
        if line not in ("silent", "quiet"):
            return False
        self.actions.append(Silent(span=span) if line == "silent" else Quiet(span=span))
        return True

    def add(self, keyword: str, text: Text, start: int) -> bool:
        """Add a line with a text. Always returns true, because the line is plain."""
        span = span_between(start - self.start, text.span.end)
        match keyword:
            case "as":
                self.actions.append(CountsAs(text=text, span=span))
            case "plays":
                self.actions.append(Plays(text=text, span=span))
            case _:
                self.actions.append(Hear(text=text, cuts=keyword == "cut off", span=span))
        return True

    def build(self) -> CallTest:
        """Build the finished test."""
        end = self.actions[-1].span.end if self.actions else self.name.span.end
        return CallTest(name=self.name, steps=tuple(self.actions), span=span_between(0, end), at=self.start)
