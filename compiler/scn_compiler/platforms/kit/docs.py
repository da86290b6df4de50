"""What a target tells the authors of scripts, as data: names, meanings, examples."""

from collections.abc import Mapping

from scn_dsl.records import Record, field


class AttributeDocs(Record):
    """The meaning of a tag's attribute, and an example of its value."""

    summary: str
    example: str


class PassedKey(Record):
    """A key that goes to the payload unchanged.

    Attributes:
        template: JSON to begin with, with tab stops.
        above: Whether it belongs to the whole document, above the first scenario.
    """

    summary: str
    template: str
    above: bool = False


class TargetDocs(Record):
    """What one target tells the authors of scripts.

    Attributes:
        document: The document as a sentence names it, e.g. `a request body`.
        keys: By field (also of records and blocks): its key in the document.
        holders: Words before variables that have a place, e.g. `given`.
        meanings: The meaning of a word of the language here, if it differs from a test caller's.
        becomes: By word of the language: what it becomes in the document.
        languages: Codes, and their names.
        tools: Names, and what the caller can do with each.
        passed: Keys that no field sets.
        attributes: By tag and name.
        markers: Names, and the sound of each.
        templates: Roots of `{{ }}` that the platform fills in.
        triggers: Beginnings of sentences about the agent.
        expectations: Beginnings of statements about a call.
        values: By field: the known words of the platform.
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
    "FIRST_MESSAGE": "the conversation begins: what the agent says first",
    "WHEN": "what the agent does each time the customer's message fits the trigger",
    "THEN": "goes on from the block right above, on the agent's next turn",
    "AFTER": "goes on from the block of that label, on the agent's next turn",
    "say": "the agent says these words",
    "do": "the agent says in its own words what it is told here",
    "end call": "the agent ends the call",
    "wait": "the agent stays silent until the customer has spoken",
    "contains": "looks for these words in what the customer says",
    "OR": "at least one of both must be found",
    "AND": "both must be found, in one message of the customer",
    "@": "names a block",
    "role": "who the agent is, and what it is told",
    "instructions": "what the agent is told, instead of any block",
    "language": "the language that the agent speaks, e.g. `en`",
}
"""`meanings` for targets that configure an agent instead of playing a caller."""
