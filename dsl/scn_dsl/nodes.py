"""The nodes of a script: frozen values, compared by content and never by place.

Spans count from the start of the *item* (field, variable, block ...) that a node
belongs to; the item's `at` is its offset in the file. An item that only moved is
still equal, so it can be cached by its text.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter

from scn_dsl.records import KeywordRecord, field
from scn_dsl.source import NOWHERE, Origin, Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    Holder = Literal["given", "caller", "mock", "mock_error", "let"]
else:
    Holder = str


class Node(KeywordRecord):
    """Base of every node. The span is only for messages; equality ignores it."""

    span: Span = field(default=NOWHERE, compare=False)


class Text(Node):
    """A text as the platform gets it.

    Attributes:
        value: The text; continuation lines are joined by one space or by line breaks.
        places: `(index in value, offset in the item)` of each line's first character;
            empty if the text was written as a JSON string. A `||` line has one even if it is empty.
    """

    value: str
    places: tuple[tuple[int, int], ...] = field(default=(), compare=False)

    @property
    def is_plain(self) -> bool:
        """Whether it is written as it is, and not as a JSON string."""
        return bool(self.places)

    @property
    def begins_exactly(self) -> bool:
        """Whether the text starts after a `||`, which is part of its span."""
        return bool(self.places) and self.span.start < self.places[0][1]

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """Start and end in `value` of each source line, without the joints between them."""
        return tuple((index, self._end(number)) for number, (index, _) in enumerate(self.places))

    def locate(self, start: int, end: int) -> Span:
        """Find the span of `value[start:end]` in the item; the whole node if `places` is empty."""
        if not self.places:
            return self.span
        first = self._offset(start)
        return Span(first, max(self._offset(max(end - 1, start)) + 1, first))

    def is_unbroken(self, start: int, end: int) -> bool:
        """Tell whether `value[start:end]` is literally in one source line, so that an edit can replace it."""
        return bool(self.places) and end <= self._end(self._number(start))

    def _offset(self, at: int) -> int:
        number = self._number(at)
        index, offset = self.places[number]
        return offset + min(at, self._end(number)) - index

    def _number(self, at: int) -> int:
        """Find the number of the source line of `value[at]`; a joint belongs to the line before it."""
        return bisect_right(self.places, max(at, 0), key=itemgetter(0)) - 1

    def _end(self, number: int) -> int:
        """Find the end in `value` of source line `number`."""
        if number + 1 == len(self.places):
            return len(self.value)
        start, end = self.places[number][0], self.places[number + 1][0] - 1
        while end > start and self.value[end - 1] == "\n":
            end -= 1
        return max(start, end)


class Label(Node):
    """The name of a block; a name of digits alone sets the block's id."""

    name: str

    @property
    def number(self) -> int | None:
        return int(self.name) if self.name.isdigit() else None


class Contains(Node):
    """The agent's message contains `text`."""

    text: str


class And(Node):
    """Every operand matches."""

    operands: tuple[Expression, ...]


class Or(Node):
    """At least one operand matches."""

    operands: tuple[Expression, ...]


Expression = Contains | And | Or


class Sentence(Node):
    """A trigger in natural language, judged by the platform's model."""

    text: Text


class FirstMessage(Node):
    """Start of the conversation."""


class When(Node):
    """Reaction to every message of the agent that matches the trigger."""

    trigger: Expression | Sentence


class Then(Node):
    """Follow-up of the block directly above, on the caller's next turn."""


class After(Node):
    """Follow-up of the block called `label`, on the caller's next turn."""

    label: Label


Opening = FirstMessage | When | Then | After
FOLLOW_UPS = (Then, After)


class Say(Node):
    """The caller says `text` word for word."""

    text: Text


class Do(Node):
    """The caller improvises, as `text` instructs."""

    text: Text


class Undecided(Node):
    """`say` or `do`: a decompiled payload left it open, and the author must decide."""

    text: Text


class EndCall(Node):
    """The caller hangs up."""


class Wait(Node):
    """The caller stays silent until the agent has spoken."""


Action = Say | Do | Undecided | EndCall | Wait
WORDLESS = (EndCall, Wait)


class Item(Node):
    """Base of the nodes at the top level of a file.

    Attributes:
        at: Its offset in the file.
        origin: Its file; `None` for the script's own.
    """

    at: int = field(default=0, compare=False)
    origin: Origin | None = field(default=None, compare=False)

    def place(self, span: Span) -> Span:
        """Convert a span within this item to one that counts from the start of the file."""
        placed = span.shift(self.at)
        return placed if self.origin is None or placed.origin else placed.within(self.origin)

    @property
    def whole(self) -> Span:
        return self.place(self.span)

    @property
    def in_script(self) -> Span | None:
        """The span in the script itself; for an item of another file, that of the line that inserts it."""
        if self.origin is None or self.origin.path is None:
            return Span(*self.whole)
        inserts = [step.span for step in self.origin.chain if step.span.origin is None]
        return inserts[-1] if inserts else None


class Version(Item):
    """The version of the language that the file uses."""

    number: str


class Field(Item):
    """A fact about the scenario, e.g. its role.

    Attributes:
        name: A key of `vocabulary.NAMED_LINES`.
        value: The text after the colon; JSON if `raw`.
    """

    name: str
    value: Text
    raw: bool = False


class Variable(Item):
    """A value that the agent under test is given, that only the caller knows, or that one of the agent's tools returns.

    Attributes:
        holder: One of `vocabulary.HOLDERS`, or `LET`; `mock_error` is the answer of a failing tool.
    """

    holder: Holder
    name: str
    value: Text


class PlatformValue(Item):
    """A value passed through to the payload of one platform, as JSON text."""

    platform: str
    key: str
    json: Text


Setting = Field | Variable | PlatformValue


class Detail(Node):
    """Another property of a block.

    Attributes:
        name: One of `vocabulary.DETAILS`.
        value: The text after the colon; JSON if `raw`.
    """

    name: str
    value: Text
    raw: bool = False


class Block(Item):
    """A trigger, or another opening, and the caller's actions after it.

    `broken` marks a block with a reported line that couldn't be recovered: its label and
    place are right, but rules must not report what it lacks.
    """

    label: Label | None = None
    opening: Opening
    actions: tuple[Action, ...] = ()
    details: tuple[Detail, ...] = ()
    broken: bool = field(default=False, compare=False)


class Hear(Node):
    """In a test, the agent says `text`; `cuts` if it interrupts the caller."""

    text: Text
    cuts: bool = False


class CountsAs(Node):
    """In a test, the line above counts as a sentence of the script: `text` is the sentence, or a label with its `@`."""

    text: Text


class Plays(Node):
    """In a test, the name of the scenario that it plays, or the first cell of its row."""

    text: Text


class Silent(Node):
    """In a test, the agent says nothing."""


class Quiet(Node):
    """In a test, the caller says nothing."""


TestStep = Hear | CountsAs | Plays | Silent | Quiet | Say | Do | EndCall


class CallTest(Item):
    """A call that a script must play as written.

    Attributes:
        name: The text after `test:`.
        broken: As for a block.
    """

    name: Text | None = None
    steps: tuple[TestStep, ...] = ()
    broken: bool = field(default=False, compare=False)


ScriptItem = Version | Setting | Block | CallTest
"""The items of a file, before they are grouped into scenarios."""


class Use(Node):
    """A line about reuse, with its place among the other lines of its section.

    Attributes:
        line: A `let`, or a line in `vocabulary.REUSE` other than `fragment:`.
        settings: How many settings of the section are above it.
        blocks: How many blocks of the section are above it.
    """

    line: Field | Variable
    settings: int = 0
    blocks: int = 0

    @property
    def name(self) -> str:
        """The keyword of the line: `let`, or the name before its colon."""
        return self.line.name if isinstance(self.line, Field) else self.line.holder


class Scenario(Node):
    """One test call; `title` is its `scenario:` line, if it has one.

    Attributes:
        cells: Column and text of each cell of the row that it was made from; empty if no table makes it.
    """

    title: Field | None = None
    settings: tuple[Setting, ...] = ()
    blocks: tuple[Block, ...] = ()
    uses: tuple[Use, ...] = ()
    cells: tuple[tuple[str, str], ...] = field(default=(), compare=False)


class Fragment(Node):
    """Lines that scenarios insert; `title` is its `fragment:` line."""

    title: Field
    settings: tuple[Setting, ...] = ()
    blocks: tuple[Block, ...] = ()
    uses: tuple[Use, ...] = ()


class Script(Node):
    """A file; `defaults` apply to every scenario in it, and `uses` are the lines about reuse above them.

    A file that has fragments or tests may have no scenario.
    """

    version: Version | None = None
    defaults: tuple[Setting, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    uses: tuple[Use, ...] = ()
    fragments: tuple[Fragment, ...] = ()
    tests: tuple[CallTest, ...] = ()

    @property
    def shares(self) -> bool:
        """Whether the script has lines about reuse, so that it must be expanded before it is compiled."""
        return bool(self.uses or self.fragments) or any(each.uses for each in self.scenarios)
