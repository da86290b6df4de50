"""What a script says. Nodes are values: frozen, compared by content, never by place.

Spans count from the start of the *item* (field, variable, block ...) that a node
belongs to; the item's `at` says where that is in the file. So an item that moved
is still the same value, and may be remembered by its text.
"""

from bisect import bisect_right
from operator import itemgetter
from typing import Literal

from scn_dsl.records import KeywordRecord, field
from scn_dsl.source import NOWHERE, Origin, Span


class Node(KeywordRecord):
    """Base of every node. The span serves messages only and takes no part in equality."""

    span: Span = field(default=NOWHERE, compare=False)


class Text(Node):
    """Words as they reach the platform.

    Attributes:
        value: The words, continuation lines joined by one space or by line breaks.
        places: `(index in value, offset in the item)` of each line's first character;
            empty when the words were written as a JSON string.
    """

    value: str
    places: tuple[tuple[int, int], ...] = field(default=(), compare=False)

    @property
    def lines(self) -> tuple[tuple[int, int], ...]:
        """The stretches of `value` that stand in one line each, without what joins them."""
        return tuple((index, self._end(number)) for number, (index, _) in enumerate(self.places))

    def locate(self, start: int, end: int) -> Span:
        """Where `value[start:end]` stands; the whole node if that cannot be told."""
        if not self.places:
            return self.span
        first = self._offset(start)
        return Span(first, max(self._offset(max(end - 1, start)) + 1, first))

    def is_unbroken(self, start: int, end: int) -> bool:
        """Whether `value[start:end]` was written in one line, just as it is, so that an edit may replace it."""
        return bool(self.places) and end <= self._end(self._number(start))

    def _offset(self, at: int) -> int:
        number = self._number(at)
        index, offset = self.places[number]
        return offset + min(at, self._end(number)) - index

    def _number(self, at: int) -> int:
        """Which line `value[at]` stands in, or is joined to."""
        return bisect_right(self.places, max(at, 0), key=itemgetter(0)) - 1

    def _end(self, number: int) -> int:
        """Where in `value` that line ends."""
        if number + 1 == len(self.places):
            return len(self.value)
        end = self.places[number + 1][0] - 1
        while self.value[end - 1] == "\n":
            end -= 1
        return end


class Label(Node):
    """A name for a block; one of digits only fixes the block's id."""

    name: str

    @property
    def number(self) -> int | None:
        return int(self.name) if self.name.isdigit() else None


class Contains(Node):
    """The agent's message contains `text`."""

    text: str


class And(Node):
    """Every operand holds."""

    operands: tuple["Expression", ...]


class Or(Node):
    """At least one operand holds."""

    operands: tuple["Expression", ...]


Expression = Contains | And | Or


class Sentence(Node):
    """A trigger in natural language, judged by the platform's model."""

    text: Text


class FirstMessage(Node):
    """Opens the conversation."""


class When(Node):
    """Fires each time the agent's message fits the trigger."""

    trigger: Expression | Sentence


class Then(Node):
    """Follows up the block directly above, on the caller's next turn."""


class After(Node):
    """Follows up the block called `label`, on the caller's next turn."""

    label: Label


Opening = FirstMessage | When | Then | After
FOLLOW_UPS = (Then, After)


class Say(Node):
    """The caller says `text` word for word."""

    text: Text


class Do(Node):
    """The caller improvises what `text` tells it to."""

    text: Text


class Undecided(Node):
    """A decompiled payload did not tell whether `text` is said or done; its author must."""

    text: Text


class EndCall(Node):
    """The caller hangs up."""


class Wait(Node):
    """The caller stays silent until the agent has spoken."""


Action = Say | Do | Undecided | EndCall | Wait
WORDLESS = (EndCall, Wait)


class Item(Node):
    """What stands on its own in a file.

    Attributes:
        at: Its offset in the file.
        origin: The file, if that is not the script's own.
    """

    at: int = field(default=0, compare=False)
    origin: Origin | None = field(default=None, compare=False)

    def place(self, span: Span) -> Span:
        """`span` of a node of this item, counted from the start of the file."""
        placed = span.shift(self.at)
        return placed if self.origin is None else placed.within(self.origin)

    @property
    def whole(self) -> Span:
        return self.place(self.span)


class Version(Item):
    """The version of the language that the file is written in."""

    number: str


class Field(Item):
    """A fact about the scenario, e.g. its role.

    Attributes:
        name: As in `vocabulary.FIELDS`.
        value: What was written after the colon; JSON text if `raw`.
    """

    name: str
    value: Text
    raw: bool = False


Holder = Literal["given", "caller", "mock", "mock_error"]


class Variable(Item):
    """A value that the agent under test is given, that only the caller knows, or that a tool of the agent returns.

    Attributes:
        holder: As in `vocabulary.HOLDERS`; `mock_error` is what a tool returns that fails.
    """

    holder: Holder
    name: str
    value: Text


class PlatformValue(Item):
    """One value of one platform's payload, passed through; `json` is JSON text."""

    platform: str
    key: str
    json: Text


Setting = Field | Variable | PlatformValue


class Detail(Node):
    """What else there is to say of a block.

    Attributes:
        name: As in `vocabulary.DETAILS`.
        value: What was written after the colon; JSON text if `raw`.
    """

    name: str
    value: Text
    raw: bool = False


class Block(Item):
    """When something happens, and what the caller does then.

    `broken` marks a block in which something was mistyped and is reported already:
    it still has its label and its place, but says nothing about what is missing in it.
    """

    label: Label | None = None
    opening: Opening
    actions: tuple[Action, ...] = ()
    details: tuple[Detail, ...] = ()
    broken: bool = field(default=False, compare=False)


ScriptItem = Version | Setting | Block
"""Whatever a script is a list of, before its scenarios are told apart."""


class Scenario(Node):
    """One conversation. `title` is its `scenario:` line, if it has one."""

    title: Field | None = None
    settings: tuple[Setting, ...] = ()
    blocks: tuple[Block, ...] = ()


class Script(Node):
    """A file: `defaults` hold for every scenario in it."""

    version: Version | None = None
    defaults: tuple[Setting, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
