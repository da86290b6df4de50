"""What a payload is: decided by its strongest evidence, never by a single stray key."""

from enum import Enum

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, READ_ONLY_KEYS

_COUNTS = frozenset({"totalPages", "currentPage", "totalCount"})
"""Keys beside `scenarios` that make a page of another platform's list of them."""

_BODY_KEYS = frozenset(
    {
        *BODY_KEYS.values(),
        *READ_ONLY_KEYS,
        "first_message",
        "inbound_phone_number",
        "generated_mock_tool_entries",
    }
)
_OF_A_BODY = frozenset({"instructions", "conditional_actions", "scenario_type"})
_OF_CONTENT = frozenset({"role", "functions"})
_FEWEST = 3
"""Keys of a body that outweigh an unknown one."""


class Kind(Enum):
    """The documents of Cekura, and two that are taken for them."""

    BODY = "a scenario"
    PAGE = "a page of scenarios"
    SUITE = "a test suite"
    CONTENT = "bare conditional actions"
    ROW = "a row with an id"
    WHEN_ROW = "a row of when, say, then"
    RUN = "a request to run scenarios"
    TELNYX = "a test of Telnyx"


def kind_of(payload: dict[str, Json]) -> Kind | None:
    """The kind of an object, by the strongest evidence in it; `None` if it is not one of Cekura's."""
    names = payload.keys()
    if {"destination", "rubric"} <= names:
        return Kind.TELNYX
    if payload.get("conditional_actions") is not None or holds_actions(payload.get("instructions")):
        return Kind.BODY
    scenarios = payload.get("scenarios")
    if isinstance(scenarios, list) and not names & _COUNTS:
        return Kind.RUN if is_run(scenarios) else Kind.SUITE
    results = payload.get("results")
    if isinstance(results, list) and any(is_body(entry) for entry in results):
        return Kind.PAGE
    rows = payload.get("conditions")
    if isinstance(rows, list) and any(isinstance(row, dict) for row in rows):
        return Kind.CONTENT
    if names & _OF_A_BODY:
        return Kind.BODY
    if "conditions" in names:
        return Kind.CONTENT
    if "first_message" in names and (names & _OF_CONTENT or not names - {"first_message"}):
        return Kind.CONTENT
    return _by_its_keys(frozenset(names))


def _by_its_keys(names: frozenset[str]) -> Kind | None:
    """The kind of an object of which no key is evidence enough: the one that most of its keys belong to."""
    counts = {kind: len(names & keys) for kind, keys in _KEYS.items()}
    kind = max(counts, key=lambda each: counts[each])
    others = len(names) - counts[kind]
    if kind is Kind.BODY:
        return kind if names and (not others or counts[kind] >= max(_FEWEST, others)) else None
    return kind if names & _MARKS[kind] and others <= counts[kind] else None


_KEYS = {
    Kind.WHEN_ROW: frozenset({"when", "say", "then"}),
    Kind.ROW: frozenset({"id", "condition", "action", "type", "fixed_message"}),
    Kind.BODY: _BODY_KEYS,
}
_MARKS = {
    Kind.WHEN_ROW: frozenset({"when", "say"}),
    Kind.ROW: frozenset({"condition", "action", "fixed_message"}),
}
"""Without one of these an object is no row, whatever else it has."""


def holds_actions(instructions: Json) -> bool:
    """Whether `instructions` are conditional actions: as they are, or as a string of JSON."""
    if isinstance(instructions, str) and instructions.lstrip().startswith("{"):
        try:
            instructions = load(instructions)
        except BadJson:
            return False
    if isinstance(instructions, list):
        return True
    return isinstance(instructions, dict) and bool(instructions.keys() & {"conditions", "first_message"})


def is_body(entry: Json) -> bool:
    return isinstance(entry, dict) and kind_of(entry) is Kind.BODY


def is_run(scenarios: list[Json]) -> bool:
    """Whether a list names scenarios that are stored at the platform, and holds none."""
    return bool(scenarios) and all(map(_is_run_entry, scenarios))


def _is_run_entry(entry: Json) -> bool:
    if isinstance(entry, dict):
        return isinstance(entry.get("scenario"), int) and not entry.keys() & {*_OF_A_BODY, "name"}
    return isinstance(entry, int) and not isinstance(entry, bool)
