"""Targets of a platform, and its tags as data."""

from collections.abc import Callable, Mapping
from enum import Enum

from scn_compiler.jsondoc.codec import Json
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario, ResolvedScript
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Script
from scn_dsl.records import Record, field
from scn_dsl.source import Span


class ValueKind(Enum):
    """The form of an attribute's value."""

    TEXT = "text"
    SECONDS = 'seconds, for example `"1.5s"`'
    MILLISECONDS = 'milliseconds without a unit, for example `"1100"`'
    NUMBER = "a number"
    DIGITS = "keys `0`-`9`, `*`, `#`, or a `{{test_profile.…}}`"
    SOUND = "one of the platform's sounds, or an http(s) URL"
    CHOICE = "one of a few words"
    VOICE_ID = "a voice id: a UUID or letters and digits"


class AttributeSpec(Record):
    """One attribute of a tag.

    Attributes:
        low, high: Bounds that the rules of every day enforce.
        soft_low, soft_high: Narrower bounds that only some sources give; a value outside them is a warning.
        choices: Allowed words; for a sound, the known names.
        open: Whether other words are only a warning, because the list isn't complete.
        elsewhere: Words that some sources list here and others only for another tag; a warning.
        instead_of_block: Whether it replaces the content of `<x>…</x>`, so that the two exclude each other.
        filled: Whether the platform rejects an empty value.
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
    """The allowed place of a tag in an action."""

    ANYWHERE = "anywhere"
    ALONE = "as the whole action"
    FIRST = "first in the action"
    START = "at the start of the action, in the id-based form"


class TagSpec(Record):
    """One tag: its syntax, attributes, allowed place and source.

    Attributes:
        shapes: `self` for `<x />`, `block` for `<x>…</x>`.
        only_attributes: Whether the platform rejects all other attributes.
        one_of: Attributes of which at least one is required.
        followup_only: Whether it only works in follow-ups.
        in_instructions: Whether it works in a `do:`.
        holds: Tags allowed inside the block or inside the `text` attribute; `None` for any.
        replaced_by: Its current name, if it was renamed.
        managed: Whether only the platform writes it.
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
        aliases: Names of tags by common misnomer.
        markers: Known sounds in square brackets; the list isn't complete.
        templates: Allowed words before the first dot in `{{ }}`.
        action_limit: Longest action, in bytes of UTF-8; `None` for no limit.
        usual: Names of the tags that scripts use most, in this order.
    """

    tags: Mapping[str, TagSpec] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    markers: tuple[str, ...] = ()
    templates: tuple[str, ...] = ()
    action_limit: int | None = None
    usual: tuple[str, ...] = ()


class Form(Enum):
    """The kind of a target's document."""

    BODY = "one request body for each scenario"
    CONTENT = "one bare object for each scenario, for pasting"
    SUITE = "one document for all scenarios"
    FRAGMENT = "rows of a scenario that is stored elsewhere"


class Blocks(Enum):
    """The role of blocks in a target; decides which rules run."""

    PLAYED = "a test caller plays them, turn by turn"
    TOLD = "a test caller follows them as written instructions"
    CONFIGURED = "they configure an agent"
    ABSENT = "they have no equivalent"


class SourceMapEntry(Record):
    """The block and scenario of a condition; `id` is its number in the document, if it has one, and `span` its opening."""

    scenario: str | None
    id: int | None
    label: str | None
    span: Span


class Payload(Record):
    """One JSON document and the scenarios that it was compiled from."""

    name: str | None
    value: Json
    scenarios: tuple[ResolvedScenario, ...] = field(default=(), compare=False)

    def entries(self, target: "Target") -> tuple[SourceMapEntry, ...]:
        """Return the source of each condition in a payload of `target`."""
        return tuple(
            SourceMapEntry(
                scenario.name,
                target.number_of(row),
                row.block.label.name if row.block.label else None,
                row.span,
            )
            for scenario in self.scenarios
            for row in scenario.rows
        )


class Proposal(Record):
    """A proposed line of a script, and the name of its scenario."""

    scenario: str | None
    line: str


class Emitted(Record):
    """The payloads of a script, and diagnostics for everything that they can't express."""

    payloads: tuple[Payload, ...]
    diagnostics: tuple[Diagnostic, ...] = ()


class Target(Record):
    """One kind of document that a script compiles to.

    Attributes:
        chains_only: Whether a block can have only one follow-up.
        blocks: The role of blocks.
        emit: Compiles a script.
        of_document: Passed-through keys that belong to the whole document, not to a scenario.
        unique_names: Whether its document rejects two scenarios with the same name.
        tells_once: Whether it reports something once for a whole file, not for each scenario.
        propose: Returns the script with proposed lines, and these lines; `None` if the target proposes nothing.
        diagnose: Returns the diagnostics of `emit` without building payloads, to save time in a check; `None` to call
            `emit`. Only for built-in platforms.
        is_said: Tells whether lines of a script set the value at a path (JSON Pointer) of the document, so that a patch
            shouldn't; `None` if the platform doesn't know.
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
    diagnose: Callable[[ResolvedScript], tuple[Diagnostic, ...]] | None = None
    is_said: Callable[[str], bool] | None = None

    def problems_of(self, document: ResolvedScript) -> tuple[Diagnostic, ...]:
        """Return the diagnostics of `emit`."""
        return self.diagnose(document) if self.diagnose else self.emit(document).diagnostics

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
        """Return the id or step number of a block in the document; `None` if it has neither."""
        match self.blocks:
            case Blocks.PLAYED:
                return row.id
            case Blocks.TOLD:
                return row.index + 1
            case _:
                return None
