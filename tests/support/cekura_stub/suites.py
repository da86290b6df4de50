"""Suites over HTTP: validation, a dry run, and a run whose scenarios the platform forgets.

Source: the suite schema v1 and its page, read 2026-08-21; the CI runners.
"""

from typing import Any

from starlette.routing import Route

from support.cekura_stub.instructions import as_stored, problem_in
from support.cekura_stub.replies import Call, Refusal, not_found, refuse_field, route
from support.cekura_stub.runs import check_balance, start, started
from support.cekura_stub.store import Row

CHANNELS = ("voice", "text", "elevenlabs", "livekit_v2", "pipecat_v2", "chirp")
_MOST_SCENARIOS = 200


def _problems_in(spec: Row) -> dict[str, list[str]]:
    """Return what is wrong, by JSON paths."""
    found: dict[str, list[str]] = {}
    if spec.get("version") != "1":
        found["version"] = ['Must be "1".']
    for name in sorted(spec.keys() - {"$schema", "version", "suite", "defaults", "scenarios"}):
        found[name] = ["Unknown field."]
    scenarios = spec.get("scenarios")
    if not isinstance(scenarios, list) or not 1 <= len(scenarios) <= _MOST_SCENARIOS:
        return found | {"scenarios": [f"Expected 1 to {_MOST_SCENARIOS} scenarios."]}
    seen: set[str] = set()
    for number, scenario in enumerate(scenarios):
        at, name = f"scenarios[{number}]", scenario.get("name")
        if not isinstance(name, str) or not 1 <= len(name) <= 80:
            found[f"{at}.name"] = ["Expected 1 to 80 characters."]
        if str(scenario.get("key", name)) in seen:
            found[f"{at}.key"] = ["Duplicate key."]
        seen.add(str(scenario.get("key", name)))
        if scenario.get("type") != "conditional_actions":
            if not scenario.get("instructions"):
                found[f"{at}.instructions"] = ["This field is required."]
        elif problem := problem_in(scenario.get("conditional_actions")):
            found[f"{at}.conditional_actions"] = [problem]
    return found


def _spec(call: Call) -> tuple[Row, Row]:
    """Return the suite and the agent of a request, if nothing is wrong with either."""
    spec = call.body.get("spec")
    if not isinstance(spec, dict):
        raise refuse_field("spec", "This field is required.")
    agent = call.store.agents.get(call.body.get("agent_id") or 0)
    if agent is None or not call.may_see(agent):
        raise refuse_field("agent_id", "Invalid agent.")
    if call.body.get("channel", "voice") not in CHANNELS:
        raise refuse_field("channel", f'"{call.body["channel"]}" is not a valid choice.')
    if problems := _problems_in(spec):
        raise Refusal(400, {"errors": problems})
    return spec, agent


def _times(call: Call, scenario: Row) -> int:
    return int(scenario.get("frequency", 1)) * int(call.body.get("frequency", 1))


def _plan(call: Call, spec: Row, agent: Row) -> Row:
    scenarios = [
        {
            "key": scenario.get("key", scenario["name"]),
            "name": scenario["name"],
            "type": scenario.get("type", "instruction"),
            "frequency": _times(call, scenario),
            "metric_ids": scenario.get("metrics", []),
            "tags": scenario.get("tags", []),
            "personality": _personality(scenario.get("personality")),
            "test_profile": {"mode": "existing" if "test_profile" in scenario else "none"},
        }
        for scenario in spec["scenarios"]
    ]
    total = sum(scenario["frequency"] for scenario in scenarios) * call.store.shapes.calls_a_case
    return {
        "agent_id": agent["id"],
        "project_id": agent["project"],
        "channel": call.body.get("channel", "voice"),
        "suite_name": spec.get("suite", {}).get("name", ""),
        "scenario_count": len(scenarios),
        "total_runs": total,
        "estimated_cost": 0.35 * total,
        "scenarios": scenarios,
    }


def _personality(value: Any) -> Row:
    match value:
        case int():
            return {"mode": "existing", "id": value}
        case {"base": base}:
            return {"mode": "override", "id": base}
        case dict():
            return {"mode": "inline", "name": value.get("name", "")}
    return {"mode": "project_default"}


def _validate(call: Call) -> Row:
    if not call.store.shapes.validates:
        raise not_found()
    spec, agent = _spec(call)
    return {"dry_run": True, "valid": True, "plan": _plan(call, spec, agent)}


def _run(call: Call) -> Row:
    spec, agent = _spec(call)
    check_balance(call)
    if call.query.get("dry_run") == "true":
        return {"dry_run": True, "valid": True, "plan": _plan(call, spec, agent)}
    wanted: list[tuple[Row, int, int | None]] = []
    for scenario in spec["scenarios"]:
        actions = scenario.get("conditional_actions")
        temporary = {
            "id": call.store.next_id(),
            "name": scenario["name"],
            "scenario_type": scenario.get("type", "instruction"),
            "instructions": call.store.text_of(as_stored(actions)) if actions else scenario["instructions"],
            "expected_outcome_prompt": scenario.get("expected_outcome", ""),
        }
        personality = scenario.get("personality")
        number = personality if isinstance(personality, int) else 11
        wanted += [(temporary, number, None)] * _times(call, scenario)
    name, as_text = call.body.get("name") or "", call.body.get("channel") == "text"
    return started(
        call.store, start(call.store, agent, wanted, name=name, as_text=as_text, settings=call.body)
    )


ROUTES: list[Route] = [
    route("POST", "scenarios/validate_scenarios_json/", _validate),
    route("POST", "scenarios/run_scenarios_json/", _run),
]
