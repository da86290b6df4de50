"""Documentation of a target for authors of scripts, as data: names, meanings, examples."""

from collections.abc import Mapping

from scn_dsl.records import Record, field


class AttributeDocs(Record):
    """The meaning of a tag's attribute, and an example of its value."""

    summary: str
    example: str


class PassedKey(Record):
    """A key that goes to the payload unchanged.

    Attributes:
        template: JSON to start from, with tab stops.
        above: Whether it belongs to the whole document, above the first scenario.
    """

    summary: str
    template: str
    above: bool = False


class TargetDocs(Record):
    """Documentation of one target for authors of scripts.

    Attributes:
        document: The document's name in a sentence, e.g. `a request body`.
        keys: By field (also of records and blocks): its key in the document.
        holders: Supported words before variables, e.g. `given`.
        meanings: By keyword: its meaning here, if it differs from a test caller's.
        becomes: By keyword: its form in the document.
        languages: Names of languages, by code.
        tools: The purpose of each tool, by name.
        tools_note: When a script needs the tools.
        passed: Keys that no field sets.
        attributes: By tag and name.
        markers: The sound of each marker, by name.
        templates: Roots of `{{ }}` that the platform fills in.
        triggers: First words of sentences about the agent.
        expectations: First words of statements about a call.
        values: By field: the platform's known values.
        durations: Common lengths of a call.
        sources: The full names of abbreviated sources.
    """

    document: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    holders: tuple[str, ...] = ()
    meanings: Mapping[str, str] = field(default_factory=dict)
    becomes: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    tools: Mapping[str, str] = field(default_factory=dict)
    tools_note: str = ""
    passed: Mapping[str, PassedKey] = field(default_factory=dict)
    attributes: Mapping[tuple[str, str], AttributeDocs] = field(default_factory=dict)
    markers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    triggers: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    durations: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)


AGENT_MEANINGS: Mapping[str, str] = {
    "FIRST_MESSAGE": "the start of the conversation: the agent's first words",
    "WHEN": "what the agent does each time the customer's message matches the trigger",
    "THEN": "the agent's next turn after the block right above",
    "AFTER": "the agent's next turn after the block with that label",
    "say": "the agent says these words",
    "do": "the agent follows this instruction in its own words",
    "end call": "the agent ends the call",
    "wait": "the agent stays silent until the customer has spoken",
    "contains": "the customer's message contains these words",
    "OR": "the message must match at least one side",
    "AND": "one message must match both sides",
    "@": "names a block",
    "role": "who the agent is, and its instructions",
    "instructions": "the agent's instructions, instead of blocks",
    "language": "the language that the agent speaks, for example `en`",
}
"""`meanings` for targets that configure an agent instead of playing a caller."""
