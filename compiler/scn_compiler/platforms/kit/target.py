"""A platform's targets, and its tags as data."""

from collections.abc import Callable, Mapping
from enum import Enum

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario, ResolvedScript
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Script
from scn_dsl.records import Record, field


class ValueKind(Enum):
    """The form of an attribute's value."""

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
        low, high: Bounds that the rules of every day enforce.
        soft_low, soft_high: Narrower bounds that only some sources give: outside them a warning.
        choices: The words it may be; for a sound the known names.
        open: Whether other words are only a warning, because the list is not complete.
        elsewhere: Words that some sources list for it, and others only for another tag: a warning.
        instead_of_block: Whether it excludes `<x>…</x>`: it says what else would stand inside.
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
    elsewhere: tuple[str, ...] = ()
    instead_of_block: bool = False
    filled: bool = True


class TagPlace(Enum):
    """Where in an action a tag may stand."""

    ANYWHERE = "anywhere"
    ALONE = "as the whole action"
    FIRST = "first in the action"
    START = "at the start of the action, in the id-based form"


class TagSpec(Record):
    """One tag: how it is written, its attributes, where it may stand, and the source.

    Attributes:
        shapes: `self` for `<x />`, `block` for `<x>…</x>`.
        only_attributes: Whether the platform refuses any other attribute.
        one_of: At least one of these attributes is needed.
        followup_only: Whether it works in follow-ups only.
        in_instructions: Whether it is obeyed in a `do:`.
        holds: Tags that may stand inside the block, or inside the `text` attribute; `None` for any.
        replaced_by: Its current name, if it was renamed.
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
    """The markup of a platform's texts.

    Attributes:
        tags: By name.
        aliases: Common misnomers of tags, and the tag's name.
        markers: Known sounds in square brackets; the list is not complete.
        templates: What may stand before the first dot in `{{ }}`.
        action_limit: Longest action, in bytes of UTF-8; `None` if there is no limit.
    """

    tags: Mapping[str, TagSpec] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    markers: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    action_limit: int | None = None


class Form(Enum):
    """The kind of a target's document."""

    BODY = "one request body a scenario"
    CONTENT = "one bare object a scenario, for pasting"
    SUITE = "one document for all scenarios"
    FRAGMENT = "rows of a scenario that stands elsewhere"


class Blocks(Enum):
    """What a target does with blocks; decides which rules run."""

    PLAYED = "a test caller plays them, turn by turn"
    TOLD = "a test caller is told them, in words"
    CONFIGURED = "an agent is configured by them"
    ABSENT = "they have no place"


class SourceMapEntry(Record):
    """The block and scenario that a condition came from; `id` is its number in the document, if it has one."""

    scenario: str | None
    id: int | None
    label: str | None
    offset: int


class Payload(Record):
    """One JSON document, and the scenarios that it was compiled from."""

    name: str | None
    value: Json
    scenarios: tuple[ResolvedScenario, ...] = field(default=(), compare=False)

    def entries(self, target: "Target") -> tuple[SourceMapEntry, ...]:
        """The source of each condition in a payload of `target`."""
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
    """A line to add to a script, and the name of its scenario."""

    scenario: str | None
    line: str


class Emitted(Record):
    """The payloads of a script, and diagnostics for everything that they cannot say."""

    payloads: tuple[Payload, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


class Target(Record):
    """One kind of document that a script compiles to.

    Attributes:
        chains_only: Whether a block can have one follow-up only.
        blocks: What the target does with blocks.
        emit: Script to payloads.
        of_document: Passed-through keys that belong to the whole document, not to a scenario.
        unique_names: Whether its document refuses two scenarios of one name.
        tells_once: Whether it reports something once for a whole file, not for each scenario.
        propose: Script to the script with proposed lines, and these lines; `None` if nothing is proposed.
        is_said: Whether lines of a script speak of what stands at a path (JSON Pointer) of the document, so that a
            patch leaves it to them; `None` if the platform does not tell.
    """

    name: str
    platform: str
    summary: str
    form: Form
    markup: Markup
    emit: Callable[[ResolvedScript], Emitted]
    chains_only: bool = False
    of_document: tuple[str, ...] = ()
    unique_names: bool = False
    blocks: Blocks = Blocks.PLAYED
    tells_once: bool = False
    propose: Callable[[Script], tuple[Script, tuple[Proposal, ...]]] | None = None
    is_said: Callable[[str], bool] | None = None

    @property
    def holds_many(self) -> bool:
        return self.form is Form.SUITE

    @property
    def is_fragment(self) -> bool:
        return self.form is Form.FRAGMENT

    @property
    def has_ids(self) -> bool:
        """Whether blocks have ids in the document, which a script may set."""
        return self.blocks is Blocks.PLAYED and not self.chains_only

    def number_of(self, row: ResolvedBlock) -> int | None:
        """The number of a block in the document: its id or its step; `None` if it has none."""
        match self.blocks:
            case Blocks.PLAYED:
                return row.id
            case Blocks.TOLD:
                return row.index + 1
            case _:
                return None
