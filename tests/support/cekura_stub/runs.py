"""Starts of calls, their results and runs over HTTP."""

from functools import partial
from itertools import product
from typing import Any

from starlette.routing import Route

from support.cekura_stub import calls
from support.cekura_stub.calls import Outcome
from support.cekura_stub.replies import Call, Refusal, not_found, refuse_field, route
from support.cekura_stub.store import Row, Store

PLAIN = {"": 201, "_text": 201, "_sip": 200, "_chirp": 200, "_agora": 200, "_elevenlabs": 200, "_retell_webrtc": 200,
         "_vapi_webrtc": 200, "_email": 200}  # fmt: skip
"""Suffixes of starts that name scenarios by numbers, with their status on success."""

WRAPPED = {"_livekit_v2": 200, "_pipecat_v2": 200, "_with_websockets": 201}
"""Suffixes of starts that name scenarios by objects, `{"scenario": 7}`."""

_NEEDED = {
    "_vapi_webrtc": ("vapi_assistant_id",),
    "_email": ("frequency",),
    "_with_websockets": ("frequency",),
    "_sip": ("sip_endpoint",),
    "_chirp": ("websocket_url",),
    "_elevenlabs": ("elevenlabs_agent_id",),
}  # fmt: skip
_CHOSEN_BY_NUMBERS_ONLY = ("_retell_webrtc", "_vapi_webrtc", "_email")
_COUNTS = ("total_runs_count", "completed_runs_count", "success_runs_count", "failed_runs_count")


def check_balance(call: Call) -> None:
    if call.store.credits <= 0:
        raise Refusal(400, {"detail": "Insufficient balance for this operation"})


def _start(suffix: str, call: Call) -> Row:
    body = call.body
    for name in _NEEDED.get(suffix, ()):
        if body.get(name) in (None, ""):
            raise refuse_field(name, "This field is required.")
    scenarios = _scenarios(call, suffix)
    frequency = body.get("frequency", 1)
    if not isinstance(frequency, int) or not 1 <= frequency <= 100:
        raise refuse_field("frequency", "Ensure this value is between 1 and 100.")
    personalities, profiles = body.get("personality_ids") or [], body.get("test_profile_ids") or []
    agent = call.store.agents.get(body.get("agent_id") or body.get("agent") or scenarios[0]["agent"] or 0)
    if agent is None or not call.may_see(agent):
        raise refuse_field("agent_id", "Invalid agent.")
    if not set(personalities) <= set(agent["enabled_personalities"]):
        raise Refusal(400, ["Invalid personalities provided."])
    if not set(profiles) <= call.store.profiles.keys():
        raise refuse_field("test_profile_ids", "Invalid test profiles provided.")
    if suffix == "_text" and not (body.get("websocket_url") or agent["websocket_url"] or agent["provider"]):
        raise Refusal(400, ["Agent does not have a websocket URL"])
    check_balance(call)
    wanted = [
        (scenario, personality or scenario["personality"], profile or scenario["test_profile"])
        for scenario, personality, profile in product(scenarios, personalities or [None], profiles or [None])
        for _ in range(frequency)
    ]
    result = start(
        call.store, agent, wanted, name=body.get("name") or "", as_text=suffix == "_text", settings=body
    )
    return started(call.store, result)


def _scenarios(call: Call, suffix: str) -> list[Row]:
    """Return the scenarios that a start chooses."""
    own = {row["id"]: row for row in call.own(call.store.scenarios.values())}
    ways = [name for name in ("scenarios", "tags", "folder_path") if call.body.get(name)]
    if len(ways) != 1 or (ways != ["scenarios"] and suffix in (*WRAPPED, *_CHOSEN_BY_NUMBERS_ONLY)):
        raise refuse_field("scenarios", "This field is required.")
    chosen = call.body[ways[0]]
    if ways == ["tags"]:
        found = [row for row in own.values() if set(chosen) & set(row["tags"])]
    elif ways == ["folder_path"]:
        if "project_id" not in call.body:
            raise refuse_field("project_id", "This field is required.")
        found = [row for row in own.values() if row["folder_path"] == chosen]
    else:
        numbers = [_number(each, wrapped=suffix in WRAPPED) for each in chosen]
        found = [own[number] for number in numbers if number in own]
        if len(found) != len(numbers):
            found = []
    if not found:
        raise refuse_field("scenarios", "Invalid scenario IDs or scenarios not found")
    return found


def _number(entry: object, *, wrapped: bool) -> int:
    if wrapped:
        if not isinstance(entry, dict) or not isinstance(entry.get("scenario"), int):
            raise refuse_field("scenarios", "Invalid data. Expected a dictionary.")
        return int(entry["scenario"])
    if not isinstance(entry, int):
        raise refuse_field("scenarios", "A valid integer is required.")
    return entry


def start(
    store: Store,
    agent: Row,
    wanted: list[tuple[Row, int, int | None]],
    *,
    name: str,
    as_text: bool,
    settings: Row,
) -> Row:
    """Start calls as planned; all without a plan succeed."""
    created = store.tick()
    result: Row = {
        "id": store.next_id(),
        "name": name or f"Result {created}",
        "agent": agent["id"],
        "project": agent["project"],
        "run_as_text": as_text,
        "runs": [],
        "created_at": created,
        "updated_at": created,
        "run_settings": {
            key: settings.get(key)
            for key in ("frequency", "concurrency_limit", "personality_ids", "test_profile_ids")
        },
    }
    store.results[result["id"]] = result
    for scenario, personality, profile in wanted:
        planned = store.plans.pop(0) if store.plans else store.usual or Outcome()
        calls.place(store, result, scenario, planned, personality, profile)
        store.credits -= 1
    return result


def started(store: Store, result: Row) -> Row:
    """Return the answer to a start, in which runs are an array."""
    return {
        "id": result["id"],
        "agent": result["agent"],
        "status": "pending",
        "run_as_text": result["run_as_text"],
        "runs": [
            {
                "id": run["id"],
                "status": "pending",
                "scenario": run["scenario"],
                "scenario_name": run["scenario_name"],
                "number": None,
                "inbound_number": "+15550100",
                "test_profile_data": None,
                "outbound_dial_window_opens_at": None,
                "outbound_dial_window_seconds": None,
                "outbound_dial_window_closes_at": None,
            }
            for run in _runs_of(store, result)
        ],
        "created_at": result["created_at"],
    }


def _runs_of(store: Store, result: Row) -> list[Row]:
    return [store.runs[number] for number in result["runs"]]


def _scenario_in(store: Store, run: Row) -> Any:
    if store.shapes.scenario_as_object and run["scenario"] is not None:
        return {"id": run["scenario"], "name": run["scenario_name"]}
    return run["scenario"]


def _summary(store: Store, run: Row) -> Row:
    """Return a run as results have it."""
    status, planned = calls.status_of(run), run["planned"]
    ended, judged = status in calls.TERMINAL, calls.success_of(run) is not None
    return {
        "id": run["id"],
        "scenario": _scenario_in(store, run),
        "scenario_name": run["scenario_name"],
        "status": status,
        "success": calls.success_of(run),
        "evaluation": {"metrics": list(planned.metrics) if judged else []},
        "expected_outcome": planned.expected if judged else {},
        "error_message": planned.error if ended else "",
        "duration": f"00:{min(59, len(planned.transcript) * 2):02}" if ended else "00:00",
        "timestamp": run["timestamp"],
        "executed_at": run["timestamp"] if ended else None,
        "metadata": {"ended_reason": status} if ended else {},
        "inbound_number": "+15550100",
        "outbound_number": None,
        "personality_name": store.personalities[run["personality"]]["name"],
    }


def _run_in_full(store: Store, run: Row) -> Row:
    lines, objects = calls.transcript_of(store, run)
    success = calls.success_of(run)
    profile = store.profiles.get(run["test_profile"] or 0)
    return {
        **_summary(store, run),
        "result_id": run["result"],
        "result_name": store.results[run["result"]]["name"],
        "scenario_type": run["scenario_type"],
        "scenario_instructions": run["scenario_instructions"],
        "expected_outcome_prompt": run["expected_outcome_prompt"],
        "agent": run["agent"],
        "agent_name": store.agents[run["agent"]]["name"],
        "personality": run["personality"],
        "evaluation_status": None if success is None else "success" if success else "failure",
        "rubric": [] if success is None else list(run["planned"].rubric),
        "transcript": lines,
        "transcript_object": objects,
        "test_profile_data": profile and {key: profile[key] for key in ("id", "name", "information")},
        "voice_recording_url": None,
        "trace_id": "",
        "run_as_text": store.results[run["result"]]["run_as_text"],
    }


def _row_of_result(store: Store, result: Row) -> Row:
    runs = _runs_of(store, result)
    statuses, verdicts = [calls.status_of(run) for run in runs], [calls.success_of(run) for run in runs]
    counts = (len(runs), statuses.count("completed"), verdicts.count(True), verdicts.count(False))
    shown = [str(count) if store.shapes.counts_as_text else count for count in counts]
    summaries = {str(run["id"]): _summary(store, run) for run in runs}
    return {
        "id": result["id"],
        "name": result["name"],
        "agent": result["agent"],
        "agent_name": store.agents[result["agent"]]["name"],
        "status": calls.status_of_result(store, result),
        "success_rate": 100 * counts[2] / (len(runs) or 1),
        "run_as_text": result["run_as_text"],
        "runs": summaries if store.shapes.runs == "map" else list(summaries.values()),
        "overall_evaluation": {},
        "total_duration": "00:00",
        **dict(zip(_COUNTS, shown, strict=True)),
        "scenarios": [{"id": run["scenario"], "name": run["scenario_name"]} for run in runs],
        "run_settings": result["run_settings"],
        "created_at": result["created_at"],
        "updated_at": result["updated_at"],
    }


def _results(call: Call) -> Row:
    call.need_filter()
    rows = [
        row for row in call.own(call.store.results.values()) if call.query.get("search", "") in row["name"]
    ]
    if wanted := call.numbers("scenarios"):
        rows = [row for row in rows if wanted & {run["scenario"] for run in _runs_of(call.store, row)}]
    page = call.page(sorted(rows, key=lambda row: row["id"], reverse=call.store.shapes.newest_first))
    return {**page, "results": [_row_of_result(call.store, row) for row in page["results"]]}


def _result(call: Call) -> Row:
    result = call.one(call.store.results)
    answer = _row_of_result(call.store, result)
    answer["runs"] = {str(run["id"]): _summary(call.store, run) for run in _runs_of(call.store, result)}
    if call.store.plays:
        calls.advance(call.store, result["id"])
    return answer


def _end_calls(call: Call) -> None:
    for run in _runs_of(call.store, call.one(call.store.results)):
        calls.end(run)


def _evaluate_again(call: Call) -> Row:
    for run in _runs_of(call.store, call.one(call.store.results)):
        calls.evaluate_again(run)
    return {}


def _rerun(call: Call) -> Row:
    check_balance(call)
    old = call.one(call.store.results)
    wanted = [
        (call.store.scenarios[run["scenario"]], run["personality"], run["test_profile"])
        for run in _runs_of(call.store, old)
        if run["scenario"] in call.store.scenarios
    ]
    agent = call.store.agents[old["agent"]]
    settings, as_text = old["run_settings"], old["run_as_text"]
    return started(call.store, start(call.store, agent, wanted, name="", as_text=as_text, settings=settings))


def _delete_runs(call: Call) -> None:
    result, wanted = call.one(call.store.results), call.body.get("run_ids")
    if not isinstance(wanted, list) or not 0 < len(wanted) <= 100:
        raise refuse_field("run_ids", "Send between 1 and 100 ids.")
    for number in {*wanted} & {*result["runs"]}:
        result["runs"].remove(number)
        del call.store.runs[number]


def _share(call: Call) -> Row:
    token = f"shared-{call.one(call.store.results)['id']}"
    return {"token": token, "shareable_link": f"https://dashboard.cekura.ai/shared/{token}"}


def _reports(call: Call) -> list[Row]:
    wanted = call.numbers("result_ids")
    if not wanted:
        raise refuse_field("result_ids", "This field is required.")
    rows = [row for row in call.own(call.store.results.values()) if row["id"] in wanted]
    return [
        {key: value for key, value in _row_of_result(call.store, row).items() if key != "runs"}
        for row in rows
    ]


def _runs(call: Call) -> Row:
    call.need_filter()
    rows = call.own(call.store.runs.values())
    for name, key in (("result_id", "result"), ("id__in", "id"), ("scenario__id__in", "scenario")):
        if wanted := call.numbers(name):
            rows = [row for row in rows if row[key] in wanted]
    if statuses := call.query.get("status__in") or call.query.get("status"):
        rows = [row for row in rows if calls.status_of(row) in statuses.split(",")]
    page = call.page(rows)
    return {**page, "results": [_run_in_full(call.store, row) for row in page["results"]]}


def _bulk(call: Call) -> list[Row]:
    if not call.query.get("run_ids"):
        raise refuse_field("run_ids", "This field is required.")
    wanted = call.numbers("run_ids")
    rows = [row for row in call.own(call.store.runs.values()) if row["id"] in wanted]
    answer = [_run_in_full(call.store, row) for row in rows]
    for result in sorted({row["result"] for row in rows}) if call.store.plays else ():
        calls.advance(call.store, result)
    return answer


def _no_trace(call: Call) -> None:
    call.one(call.store.runs)
    raise not_found("No trace was recorded.")


_RESULT, _RUN = "results/{id:int}/", "runs/{id:int}/"

ROUTES: list[Route] = [
    *(
        route("POST", f"scenarios/run_scenarios{suffix}/", partial(_start, suffix), status)
        for suffix, status in (PLAIN | WRAPPED).items()
    ),
    route("GET", "results/", _results),
    route("GET", "results/reports/", _reports),
    route("GET", _RESULT, _result),
    route("POST", f"{_RESULT}end_calls/", _end_calls),
    route("POST", f"{_RESULT}evaluate_metrics/", _evaluate_again),
    route("POST", f"{_RESULT}rerun/", _rerun),
    route("POST", f"{_RESULT}delete_runs/", _delete_runs, 204),
    route("POST", f"{_RESULT}create_shareable_link_token/", _share),
    route("GET", "runs/", _runs),
    route("GET", "runs/bulk/", _bulk),
    route("GET", _RUN, lambda call: _run_in_full(call.store, call.one(call.store.runs))),
    route("POST", f"{_RUN}end_call/", lambda call: calls.end(call.one(call.store.runs))),
    route("GET", f"{_RUN}trace/", _no_trace),
]
