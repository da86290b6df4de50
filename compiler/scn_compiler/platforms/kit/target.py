"""What a platform is to the rest of the compiler: its targets, and its tags as data."""

from collections.abc import Callable, Mapping
from enum import Enum

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario, ResolvedScript
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Script
from scn_dsl.records import Record, field


class ValueKind(Enum):
    """What an attribute's value must look like."""

    TEXT = "text"
    SECONDS = 'seconds, e.g. `"1.5s"`'
    MILLISECONDS = 'milliseconds without a unit, e.g. `"1100"`'
    NUMBER = "a number"
    DIGITS = "keys `0`-`9`, `*`, `#`, or a `{{test_profile.…}}`"
    SOUND = "one of the platform's sounds, or an http(s) URL"
    CHOICE = "one of a few words"
    VOICE_ID = "a voice id: a UUID or letters and digits"


class AttributeSpec(Record):
    """One attribute of a tag.

    Attributes:
        low, high: Bounds that every era of the platform enforces.
        soft_low, soft_high: Narrower bounds that only some sources give: outside them a warning.
        choices: The words it may be; for a sound the known names.
        open: Whether other words are only warned of, because the list is not complete.
        filled: Whether an empty value is refused.
    """

    name: str
    kind: ValueKind
    required: bool = False
    low: float | None = None
    high: float | None = None
    soft_low: float | None = None
    soft_high: float | None = None
    choices: tuple[str, ...] = ()
    open: bool = False
    filled: bool = True


class TagPlace(Enum):
    """Where in an action a tag may stand."""

    ANYWHERE = "anywhere"
    ALONE = "as the whole action"
    FIRST = "first in the action"
    START = "at the start of the action, in the id-based form"


class TagSpec(Record):
    """One tag: how it is written, what it takes, where it may stand, and who says so.

    Attributes:
        shapes: `self` for `<x />`, `block` for `<x>…</x>`.
        only_attributes: Whether the platform refuses any other attribute.
        one_of: At least one of these attributes is needed.
        followup_only: Whether it works in follow-ups only.
        in_instructions: Whether it is obeyed in a `do:`.
        holds: Tags that may stand inside the block, or inside the `text` attribute; `None` for any.
        replaced_by: The name that it goes by now.
        managed: Whether only the platform itself writes it.
        source: Document and date.
    """

    name: str
    shapes: tuple[str, ...]
    summary: str
    source: str
    attributes: tuple[AttributeSpec, ...] = ()
    only_attributes: bool = False
    one_of: tuple[str, ...] = ()
    place: TagPlace = TagPlace.ANYWHERE
    followup_only: bool = False
    in_instructions: bool = False
    holds: tuple[str, ...] | None = ()
    replaced_by: str | None = None
    managed: bool = False


class Markup(Record):
    """Everything special that a platform sees in a text.

    Attributes:
        tags: By name.
        aliases: What people write for a tag, and the tag's name.
        markers: Known sounds in square brackets; the list is not complete.
        templates: What may stand before the first dot in `{{ }}`.
        action_limit: Longest action, in bytes of UTF-8; `None` where there is no limit.
    """

    tags: Mapping[str, TagSpec] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    markers: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    action_limit: int | None = None


class Form(Enum):
    """What a target's document is."""

    BODY = "one request body a scenario"
    CONTENT = "one bare object a scenario, for pasting"
    SUITE = "one document for all scenarios"
    FRAGMENT = "rows of a scenario that stands elsewhere"


class Blocks(Enum):
    """What blocks are to a target, and so which rules are asked about them."""

    PLAYED = "a test caller plays them, turn by turn"
    TOLD = "a test caller is told them, in words"
    CONFIGURED = "an agent is configured by them"
    ABSENT = "they have no place"


class SourceMapEntry(Record):
    """Which block, of which scenario, a condition came from; `id` is what the document knows it by, if it is a number."""

    scenario: str | None
    id: int | None
    label: str | None
    offset: int


class Payload(Record):
    """One JSON document, and the scenarios that it was made of."""

    name: str | None
    value: Json
    scenarios: tuple[ResolvedScenario, ...] = field(default=(), compare=False)

    def entries(self, target: "Target") -> tuple[SourceMapEntry, ...]:
        """Where the conditions of a payload of `target` came from."""
        return tuple(
            SourceMapEntry(
                scenario.name,
                target.number_of(row),
                row.block.label.name if row.block.label else None,
                row.span.start,
            )
            for scenario in self.scenarios
            for row in scenario.rows
        )


class Proposal(Record):
    """A line that a script could have, and which of its scenarios."""

    scenario: str | None
    line: str


class Emitted(Record):
    """The payloads of a document, and what of it they could not say."""

    payloads: tuple[Payload, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


class Target(Record):
    """One kind of document that a script compiles to.

    Attributes:
        chains_only: Whether a block can have one follow-up only.
        blocks: What blocks are to it.
        emit: Document to payloads.
        of_document: Passed-through keys that belong to the whole document, not to a scenario.
        tells_once: Whether it says something once of a whole file, which no scenario by itself would tell.
        propose: Script to the same with lines that it could have, and those lines; `None` where nothing is proposed.
    """

    name: str
    platform: str
    summary: str
    form: Form
    markup: Markup
    emit: Callable[[ResolvedScript], Emitted]
    chains_only: bool = False
    of_document: tuple[str, ...] = ()
    blocks: Blocks = Blocks.PLAYED
    tells_once: bool = False
    propose: Callable[[Script], tuple[Script, tuple[Proposal, ...]]] | None = None

    @property
    def holds_many(self) -> bool:
        return self.form is Form.SUITE

    @property
    def is_fragment(self) -> bool:
        return self.form is Form.FRAGMENT

    @property
    def has_ids(self) -> bool:
        """Whether the document knows blocks by ids, which a script may set."""
        return self.blocks is Blocks.PLAYED and not self.chains_only

    def number_of(self, row: ResolvedBlock) -> int | None:
        """The number that a block goes by: its id, or its step among those that are told; `None` if it has none."""
        match self.blocks:
            case Blocks.PLAYED:
                return row.id
            case Blocks.TOLD:
                return row.index + 1
            case _:
                return None
