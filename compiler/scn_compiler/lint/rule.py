"""What a rule sees, and what it is: a function from one scenario to what is wrong with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from scn_compiler.resolve import Resolved, Row
from scn_compiler.target import Target
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Do, EndCall, FirstMessage, Say, Script, Undecided, Wait
from scn_dsl.source import Span
from scn_grammar.markup import Mark, Tag, scan


@dataclass(frozen=True, slots=True)
class Context:
    """One scenario, the script that it stands in, and the target that it is meant for."""

    script: Script
    scenario: Resolved
    target: Target


Rule = Callable[[Context], Iterator[Diagnostic]]


@dataclass(frozen=True, slots=True)
class Spoken:
    """The text of one action, with the marks in it."""

    row: Row
    action: Say | Do | Undecided
    marks: tuple[Mark, ...]

    @property
    def text(self) -> str:
        return self.action.text.value

    @property
    def verbatim(self) -> bool:
        return not isinstance(self.action, Do)

    @property
    def opens(self) -> bool:
        """Whether it is the first message."""
        return isinstance(self.row.block.opening, FirstMessage)

    @property
    def tags(self) -> tuple[Tag, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Tag))

    def place(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the file."""
        return self.row.block.place(self.action.text.locate(start, end))

    @property
    def whole(self) -> Span:
        return self.row.block.place(self.action.text.span)


def spoken(context: Context) -> Iterator[Spoken]:
    """Every text that is said or done, in order."""
    for row in context.scenario.rows:
        for action in row.block.actions:
            if not isinstance(action, EndCall | Wait):
                yield Spoken(row, action, scan(action.text.value))
