"""The kind of a payload, decided by the strongest evidence, never by a single stray key."""

from enum import Enum

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.platforms.cekura.vocabulary import BODY_KEYS, READ_ONLY_KEYS

_COUNTS = frozenset({"totalPages", "currentPage", "totalCount"})
"""Keys next to `scenarios` that mark a page of another platform's list."""

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
_OF_AN_ENTRY = frozenset({"name", "type", "instructions", "conditional_actions"})
_FEWEST = 3
"""Number of known keys with which a body may also have unknown ones."""


_OF_A_RECORD = frozenset(
    "status success success_rate runs evaluation evaluation_status overall_evaluation transcript transcript_object "
    "scenario_instructions scenario_name result_id executed_at duration total_duration call_id total_runs_count "
    "completed_runs_count call_ended_reason voice_recording_url".split()
)
"""Keys of results, runs and calls (OpenAPI, read 2026-08-20); a scenario has only `runs` of these."""


class Kind(Enum):
    """Cekura's documents, and documents that could be mistaken for them."""

    BODY = "a scenario"
    PAGE = "a page of scenarios"
    SUITE = "a test suite"
    CONTENT = "bare conditional actions"
    ROW = "a row with an id"
    WHEN_ROW = "a row of when, say, then"
    RUN = "a request to run scenarios"
    RAN = "results of runs"
    TELNYX = "a test of Telnyx"
    WRAPPED = "a request to run a suite"


def kind_of(payload: dict[str, Json]) -> Kind | None:
    """Return the kind of an object, by the strongest evidence; `None` if it isn't one of Cekura's."""
    actions = payload.get("conditional_actions")
    if (
        (isinstance(actions, dict) and actions)
        or holds_actions(actions)
        or holds_actions(payload.get("instructions"))
    ):
        return Kind.BODY
    if _is_anothers(payload):
        return None
    if any({"destination", "rubric"} <= each.keys() for each in (payload, *_in_data(payload))):
        return Kind.TELNYX
    if any(map(_is_record, (payload, *_in_data(payload), *_list_in(payload, "results")))):
        return Kind.RAN
    if isinstance(payload.get("spec"), dict) and "scenarios" in payload["spec"]:
        return Kind.WRAPPED
    scenarios, results, rows = (_list_in(payload, key) for key in ("scenarios", "results", "conditions"))
    if any(isinstance(entry, dict) and entry.keys() & _OF_AN_ENTRY for entry in scenarios):
        return Kind.SUITE if not payload.keys() & _COUNTS else None
    if any(is_body(entry) for entry in results):
        return Kind.PAGE
    if _has_rows(rows):
        return Kind.CONTENT
    if isinstance(payload.get("scenarios"), list) or "scenarios" not in payload:
        return _by_its_keys(frozenset(payload), is_run=is_run(scenarios))
    return _by_its_keys(frozenset(payload) - {"scenarios"}, is_run=False)


def _is_anothers(payload: dict[str, Json]) -> bool:
    """Return whether an object has the marks of another platform, which count more than a stray key of Cekura's."""
    return (
        any(_is_told(payload.get(key)) for key in ("lead_scenario", "user_scenario"))
        or isinstance(payload.get("system_prompt"), str)
        or len(payload.keys() & {"prompt", "response", "isActive", "questions", "outcome", "tradeServiceId"})
        > 2
        or len(payload.keys() & {"summary", "commonQuestions", "commonTopics"}) > 1
    )


def _is_record(entry: Json) -> bool:
    """Return whether an object is a result, a run or a call, not a scenario."""
    if not isinstance(entry, dict) or entry.keys() & {"instructions", "conditional_actions"}:
        return False
    return len(entry.keys() & _OF_A_RECORD) > 1


def _is_told(caller: Json) -> bool:
    return isinstance(caller, dict) and "instructions" in caller


def _in_data(payload: dict[str, Json]) -> list[dict[str, Json]]:
    """Return the objects in `data`, Telnyx's envelope of responses."""
    data = payload.get("data")
    return [each for each in (data if isinstance(data, list) else [data]) if isinstance(each, dict)]


def _list_in(payload: dict[str, Json], key: str) -> list[Json]:
    value = payload.get(key)
    return value if isinstance(value, list) else []


def _by_its_keys(names: frozenset[str], *, is_run: bool) -> Kind | None:
    """Return the kind that most keys of an object belong to, for objects whose values aren't evidence enough."""
    counts = {kind: len(names & keys) + len(names & _MARKS[kind]) for kind, keys in _KEYS.items()}
    kind = max(counts, key=lambda each: counts[each])
    known = len(names & _KEYS[kind])
    others = len(names) - known
    if kind is Kind.BODY and not names & _OF_A_BODY:
        return kind if known and (not others or known >= max(_FEWEST, others)) else None
    if kind is Kind.SUITE and (not names & _MARKS[kind] or names & _COUNTS):
        return None
    if kind is Kind.SUITE:
        return Kind.RUN if is_run else kind
    return kind if names & _MARKS[kind] and (kind in _LARGE or others <= known) else None


_KEYS = {
    Kind.WHEN_ROW: frozenset({"when", "say", "then"}),
    Kind.ROW: frozenset({"id", "condition", "action", "type", "fixed_message"}),
    Kind.CONTENT: frozenset({"role", "conditions", "functions", "first_message"}),
    Kind.SUITE: frozenset({"version", "suite", "defaults", "scenarios", "$schema"}),
    Kind.BODY: _BODY_KEYS | _OF_A_BODY,
}
_MARKS = {
    Kind.WHEN_ROW: frozenset({"when", "say"}),
    Kind.ROW: frozenset({"condition", "action", "fixed_message"}),
    Kind.CONTENT: frozenset({"conditions", "first_message"}),
    Kind.SUITE: frozenset({"scenarios"}),
    Kind.BODY: _OF_A_BODY,
}
"""Keys that count twice. An object without any of these has no kind, unless all its keys are known."""

_LARGE = (Kind.CONTENT, Kind.BODY)
"""Kinds that may have any number of unknown keys."""


def holds_actions(instructions: Json) -> bool:
    """Return whether a value is conditional actions, as an object, a list of rows, or a string of JSON."""
    if isinstance(instructions, str) and instructions.lstrip().startswith("{"):
        try:
            instructions = load(instructions)
        except BadJson:
            return False
    if isinstance(instructions, list):
        return any(
            isinstance(row, dict) and kind_of(row) in (Kind.ROW, Kind.WHEN_ROW) for row in instructions
        )
    return isinstance(instructions, dict) and bool(instructions.keys() & {"conditions", "first_message"})


def _has_rows(entries: list[Json]) -> bool:
    return any(isinstance(row, dict) and kind_of(row) in (Kind.ROW, Kind.WHEN_ROW) for row in entries)


def is_body(entry: Json) -> bool:
    return isinstance(entry, dict) and kind_of(entry) is Kind.BODY


def is_run(scenarios: list[Json]) -> bool:
    """Return whether a list has only ids of scenarios stored at the platform."""
    return bool(scenarios) and all(map(_is_run_entry, scenarios))


def _is_run_entry(entry: Json) -> bool:
    if isinstance(entry, dict):
        return isinstance(entry.get("scenario"), int) and not entry.keys() & {*_OF_A_BODY, "name"}
    return type(entry) is int or (isinstance(entry, str) and entry.isdecimal())
