"""A test during parsing: collects its lines, and builds the node at the end."""

from scn_dsl.nodes import CallTest, CountsAs, Hear, Plays, Quiet, Silent, TestStep, Text
from scn_dsl.source import span_between


class OpenTest:
    """A test during parsing, like a block."""

    __slots__ = ("actions", "name", "start")

    has_content = True

    def __init__(self, start: int, name: Text) -> None:
        self.start = start
        self.name = name
        self.actions: list[TestStep] = []

    def add_detail(self, _name: str, _value: Text, _start: int) -> bool:
        """Tests have no details."""
        return False

    def add_step(self, keyword: str, text: Text, start: int) -> bool:
        """Add a step with a text; false if this keyword has none."""
        span = span_between(start - self.start, text.span.end)
        match keyword:
            case "hear" | "cut off":
                self.actions.append(Hear(text=text, cuts=keyword == "cut off", span=span))
            case "as":
                self.actions.append(CountsAs(text=text, span=span))
            case "plays":
                self.actions.append(Plays(text=text, span=span))
            case _:
                return False
        return True

    def add_word(self, word: str, start: int) -> bool:
        """Add a step that is one word; false for another word."""
        span = span_between(start - self.start, start - self.start + len(word))
        if word == "silent":
            self.actions.append(Silent(span=span))
        elif word == "quiet":
            self.actions.append(Quiet(span=span))
        else:
            return False
        return True

    def build(self) -> CallTest:
        """Build the finished test."""
        end = self.actions[-1].span.end if self.actions else self.name.span.end
        return CallTest(name=self.name, steps=tuple(self.actions), span=span_between(0, end), at=self.start)
