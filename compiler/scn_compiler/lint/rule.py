"""What a rule sees, and what it is: a function from one scenario to what is wrong with it."""

from collections.abc import Callable, Iterator

from scn_compiler.resolve import Resolved, Row
from scn_compiler.target import Target
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Do, EndCall, FirstMessage, Say, Script, Undecided, Wait
from scn_dsl.records import Record, replace
from scn_dsl.source import Span
from scn_grammar.markup import Attribute, Mark, Tag, scan


class Spoken(Record):
    """The text of one action, with the marks in it, and those of them that are tags."""

    row: Row
    action: Say | Do | Undecided
    marks: tuple[Mark, ...]
    tags: tuple[Tag, ...]

    @property
    def every_tag(self) -> Iterator[Tag]:
        """The tags, and those in their attributes, which stand where the attribute does."""
        for tag in self.tags:
            yield tag
            for attribute in tag.attributes:
                for mark in scan(attribute.value) if "<" in attribute.value else ():
                    if isinstance(mark, Tag):
                        yield _inside(mark, attribute)

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

    def place(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the file."""
        return self.row.block.place(self.action.text.locate(start, end))

    def may_edit(self, start: int, end: int) -> bool:
        """Whether a fix may replace `text[start:end]`."""
        return self.action.text.is_unbroken(start, end)

    @property
    def whole(self) -> Span:
        return self.row.block.place(self.action.text.span)


def _inside(tag: Tag, attribute: Attribute) -> Tag:
    start, end = attribute.start, attribute.end
    moved = tuple(replace(own, start=start, end=end) for own in tag.attributes)
    return replace(tag, attributes=moved, start=start, end=end)


def spoken_in(scenario: Resolved) -> tuple[Spoken, ...]:
    """Every text that is said or done in a scenario, in order."""
    found: list[Spoken] = []
    for row in scenario.rows:
        for action in row.block.actions:
            if not isinstance(action, EndCall | Wait):
                marks = scan(action.text.value)
                tags = tuple(mark for mark in marks if isinstance(mark, Tag)) if marks else ()
                found.append(Spoken(row, action, marks, tags))
    return tuple(found)


class Context(Record):
    """One scenario, the script that it stands in, and the target that it is meant for.

    Attributes:
        spoken: What is said or done in it, in order.
        marked, tagged: Those of them with marks, and with tags.
    """

    script: Script
    scenario: Resolved
    target: Target
    spoken: tuple[Spoken, ...]
    marked: tuple[Spoken, ...]
    tagged: tuple[Spoken, ...]


def context_of(script: Script, scenario: Resolved, target: Target) -> Context:
    """What the rules see of `scenario`."""
    spoken = spoken_in(scenario)
    marked = tuple(words for words in spoken if words.marks)
    tagged = tuple(words for words in marked if words.tags)
    return Context(script, scenario, target, spoken, marked, tagged)


Rule = Callable[[Context], Iterator[Diagnostic]]
