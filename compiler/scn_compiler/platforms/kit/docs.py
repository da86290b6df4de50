"""What a platform tells those who write scripts for it, as data: names, meanings, examples."""

from collections.abc import Mapping

from scn_dsl.records import Record, field


class AttributeDocs(Record):
    """What an attribute of a tag means, and a value that it may have."""

    summary: str
    example: str


class PassedKey(Record):
    """A key that goes through to the payload as it is.

    Attributes:
        template: JSON to begin with, with tab stops.
        above: Whether it belongs to the whole document, above the first scenario.
    """

    summary: str
    template: str
    above: bool = False


class TargetDocs(Record):
    """What one target tells.

    Attributes:
        document: What it is called in a sentence.
        keys: For each field, also of records and blocks, that has a place in the document, where that is.
        holders: Words before variables that have a place, e.g. `given`.
        meanings: What a word of the language says here, where that is not what it says to a test caller.
        becomes: What a word of the language is in the document.
        languages: Codes, and their names.
        tools: Names, and what the caller can do with each.
        passed: Keys that no field sets.
        attributes: By tag and name.
        markers: Names, and what is heard.
        templates: What may be filled in.
        triggers: How sentences about the agent begin.
        expectations: How statements about a call begin.
        values: For a field that takes words of the platform's own, those that are known.
        durations: Lengths of a call that are often meant.
        sources: What the names of sources stand for.
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
"""The meanings where an agent is configured, and no caller is played."""
