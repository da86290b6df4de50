"""All that the stub knows: an account with scenarios and their history, things with names and ids, results; a clock."""

import json
import secrets
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

from support.cekura_stub.instructions import as_stored, first_message_of

Row = dict[str, Any]

BY_KEY, BY_SOMEBODY_ELSE = 1, 2
"""Ids of the users who change scenarios: the owner of the key, and another user of the account."""


@dataclass
class Shapes:
    """How the stub answers where the platform's documents say nothing or contradict each other.

    Attributes:
        slashes: For a path without its last slash: 404, a redirect with 301, or the answer itself, which the official
            client relies on.
        profiles: The list of test profiles as an array, a page, or a page inside a page.
        runs: The runs in a list of results, as an array or a map; in a single result they are always a map.
        reads_as_written: Conditional actions come back in the form in which they were written, as before 2026-09-10.
        validates: Whether suites can be validated without a dry run; older deployments answer with 404.
        calls_a_case: The platform plans this many calls for each one that a suite asks for.
        seconds_in_transcripts: Turns have `time`, `start_time` and `end_time`, as in webhooks.
    """

    slashes: Literal["required", "redirect", "optional"] = "required"
    profiles: Literal["array", "page", "nested"] = "page"
    runs: Literal["array", "map"] = "array"
    newest_first: bool = True
    history_newest_first: bool = True
    reads_as_written: bool = False
    validates: bool = True
    counts_as_text: bool = True
    scenario_as_object: bool = False
    calls_a_case: int = 1
    seconds_in_transcripts: bool = False
    page_size: int = 30
    longest_page: int = 200


@dataclass(frozen=True)
class Access:
    """The reach of a key: one project, or all of them, for which lists need a filter if the key is a user's."""

    project: int | None
    needs_filter: bool = False


def _people() -> dict[int, Row]:
    return {
        number: {"id": number, "name": f"User {number}", "email": f"user{number}@example.com"}
        for number in (BY_KEY, BY_SOMEBODY_ELSE)
    }


def _personality(number: int, name: str, language: str, project: int | None = None) -> Row:
    return {"id": number, "name": name, "language": language, "provider": "11labs", "project": project}


def _agent(number: int, name: str, project: int) -> Row:
    return {"id": number, "name": name, "project": project, "telephony": True, "provider": "vapi",
            "enabled_personalities": [11, 12], "mock_tools": [], "contact_number": "+15550100", "inbound": True,
            "websocket_url": None}  # fmt: skip


def _profile(number: int, name: str, project: int) -> Row:
    return {"id": number, "name": name, "project": project, "agent": None, "scenarios": [],
            "information": {"main_agent_variables": {}, "testing_agent_variables": {"order": "A-1"}},
            "updated_at": "2026-01-01T00:00:00Z"}  # fmt: skip


def _metric(number: int, name: str, slug: str | None, project: int) -> Row:
    return {"id": number, "slug": slug, "name": name, "eval_type": "binary", "simulation_enabled": True,
            "metric_cost": "0.20", "project": project}  # fmt: skip


def _by_id(*rows: Row) -> dict[int, Row]:
    return {row["id"]: row for row in rows}


@dataclass
class Store:
    """The account; tests read and change it directly.

    Attributes:
        keys: The access of each key; the stub makes three of them.
        scenarios: Scenarios by id, with all fields of their rows and of their details.
        history: Rows of each scenario's history, oldest first; deleted scenarios keep theirs.
        created: Ids of all scenarios that were ever created, in this order.
        now: The time, which moves by a second with each change.
        credits: Without any, the platform refuses to start calls.
        plans: How the next calls go, a `calls.Outcome` each.
        usual: How a call goes without a plan; `None` for one that succeeds after some looks.
        plays: Each look at a result, or at several runs, takes their calls one step further; if false, only the test
            does, with `calls.advance`.
    """

    shapes: Shapes = field(default_factory=Shapes)
    keys: dict[str, Access] = field(default_factory=dict)
    scenarios: dict[int, Row] = field(default_factory=dict)
    history: dict[int, list[Row]] = field(default_factory=dict)
    created: list[int] = field(default_factory=list)
    folders: dict[tuple[int, str], Row] = field(default_factory=dict)
    results: dict[int, Row] = field(default_factory=dict)
    runs: dict[int, Row] = field(default_factory=dict)
    now: datetime = datetime(2026, 1, 1, tzinfo=UTC)
    credits: float = 1000.0
    plans: list[Any] = field(default_factory=list)
    usual: Any = None
    plays: bool = True
    people: dict[int, Row] = field(default_factory=_people)
    projects: dict[int, Row] = field(
        default_factory=lambda: _by_id({"id": 1, "name": "Clinic"}, {"id": 2, "name": "Restaurant"})
    )
    agents: dict[int, Row] = field(
        default_factory=lambda: _by_id(_agent(21, "Reception", 1), _agent(22, "Table bookings", 2))
    )
    personalities: dict[int, Row] = field(
        default_factory=lambda: _by_id(
            _personality(11, "Normal caller", "en"),
            _personality(12, "Impatient caller", "en"),
            _personality(13, "Deutsche Anruferin", "de"),
            _personality(14, "Any language", "multi", 1),
        )
    )
    profiles: dict[int, Row] = field(
        default_factory=lambda: _by_id(_profile(31, "Returning patient", 1), _profile(32, "New guest", 2))
    )
    metrics: dict[int, Row] = field(
        default_factory=lambda: _by_id(
            _metric(41, "Expected Outcome", "expected_outcome", 1),
            _metric(42, "Politeness", None, 1),
            _metric(43, "Expected Outcome", "expected_outcome", 2),
        )
    )
    phones: dict[int, Row] = field(
        default_factory=lambda: _by_id(
            {"id": 51, "number": "+15550151", "name": "Front desk", "provider": "twilio", "project": 1},
            {"id": 52, "number": "+15550152", "name": None, "provider": "twilio", "project": 2},
        )
    )
    tools: dict[int, Row] = field(
        default_factory=lambda: _by_id({"id": 61, "name": "find_slot", "project": 1, "agent": 21})
    )
    _ids: int = 1000

    def new_key(self, access: Access) -> str:
        key = f"stub-{secrets.token_hex(16)}"
        self.keys[key] = access
        return key

    def next_id(self) -> int:
        self._ids += 1
        return self._ids

    @staticmethod
    def text_of(actions: Row) -> str:
        return json.dumps(actions, ensure_ascii=False)

    def tick(self) -> str:
        """Let a second pass, and return the time as the platform writes it."""
        self.now += timedelta(seconds=1)
        return self.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ")

    def create(self, body: Row, user: int = BY_SOMEBODY_ELSE) -> Row:
        """Create a scenario from a body that is valid; a test that calls this is another user of the account."""
        agent = self.agents.get(body.get("agent") or 0, {})
        row = {
            "id": self.next_id(),
            "name": "",
            "agent": None,
            "project": agent.get("project", 1),
            "personality": 11,
            "instructions": "",
            "scenario_language": None,
            "scenario_type": "instruction",
            "tags": [],
            "metrics": [],
            "first_message": "Hello",
            "tool_ids": [],
            "test_profile": None,
            "folder_path": None,
            "expected_outcome_prompt": "",
            "phone_number": None,
            "inbound_phone_number": None,
            "dynamic_variable_values": None,
            "generated_mock_tool_entries": None,
            "max_duration": None,
            "created_by": user,
        }
        self._set(row, body)
        row["created_at"] = self._touch(row, user)
        self.scenarios[row["id"]] = row
        self.created.append(row["id"])
        self._remember(row, "+", user)
        return row

    def change(self, identity: int, body: Row, user: int = BY_SOMEBODY_ELSE, reason: str = "") -> Row:
        """Change a scenario; a test that calls this is another user of the account."""
        row = self.scenarios[identity]
        self._set(row, body)
        self._touch(row, user)
        self._remember(row, "~", user, reason)
        return row

    def delete(self, identity: int, user: int = BY_SOMEBODY_ELSE) -> None:
        row = self.scenarios.pop(identity)
        self.tick()
        self._remember(row, "-", user)
        for run in self.runs.values():
            if run["scenario"] == identity:
                run.update(scenario=None, scenario_name="Scenario Deleted")

    def restore(self, identity: int, history: Row, user: int = BY_KEY) -> Row:
        row = self.scenarios[identity]
        kept = {"id", "created_at", "created_by"}
        row.update({key: deepcopy(history[key]) for key in row if key not in kept})
        self._touch(row, user)
        self._remember(row, "~", user, f"Restored {history['version_id']}")
        return row

    def _set(self, row: Row, body: Row) -> None:
        known = row.keys() - {"id", "created_at", "updated_at", "created_by", "last_updated_by"}
        row.update({key: deepcopy(value) for key, value in body.items() if key in known})
        actions = body.get("conditional_actions")
        if row["scenario_type"] != "conditional_actions":
            return  # the platform drops actions without a word if the scenario has another type
        if actions is None and "instructions" in body:
            actions = json.loads(body["instructions"])
        if actions is not None:
            stored = actions if self.shapes.reads_as_written else as_stored(actions)
            row["instructions"] = self.text_of(stored)
            row["first_message"] = first_message_of(actions)

    def _touch(self, row: Row, user: int) -> str:
        row["last_updated_by"] = user
        row["updated_at"] = self.tick()
        return str(row["updated_at"])

    def _remember(self, row: Row, kind: str, user: int, reason: str = "") -> None:
        rows = self.history.setdefault(row["id"], [])
        rows.append(
            {
                **deepcopy(row),
                "history_id": self.next_id(),
                "history_date": self.now.strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
                "history_type": kind,
                "history_change_reason": reason or None,
                "history_user": self.people[user],
                "version_id": f"v{len(rows) + 1}",
                "version_name": "",
                "metrics_snapshot": [self.metrics[each]["name"] for each in row["metrics"]],
                "folder": self.folders.get((row["project"], row["folder_path"] or ""), {}).get("id"),
            }
        )
