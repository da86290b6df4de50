"""What a platform tells those who write scripts for it, as data: names, meanings, examples."""

from collections.abc import Mapping

from scn_dsl.records import Record, field


class AttributeWords(Record):
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


class Wording(Record):
    """What one target tells.

    Attributes:
        document: What it is called in a sentence.
        keys: For each field, also of records and blocks, that has a place in the document, where that is.
        holders: Words before variables that have a place, e.g. `given`.
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
    becomes: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, str] = field(default_factory=dict)
    tools: Mapping[str, str] = field(default_factory=dict)
    passed: Mapping[str, PassedKey] = field(default_factory=dict)
    attributes: Mapping[tuple[str, str], AttributeWords] = field(default_factory=dict)
    markers: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    triggers: tuple[str, ...] = ()
    expectations: tuple[str, ...] = ()
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    durations: tuple[str, ...] = ()
    sources: Mapping[str, str] = field(default_factory=dict)
