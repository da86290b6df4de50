"""Things that scripts name and requests number: personalities, profiles, metrics, agents; and the account's credits."""

from typing import Any

from starlette.routing import Route

from support.cekura_stub.replies import Call, Refusal, not_found, refuse_field, route
from support.cekura_stub.store import Row


def _without(row: Row, *keys: str) -> Row:
    return {key: value for key, value in row.items() if key not in keys}


def _personalities(call: Call) -> list[Row]:
    language = call.query.get("language")
    return [row for row in call.own(call.store.personalities.values()) if language in (None, row["language"])]


def _profiles(call: Call) -> Any:
    call.need_filter()
    rows = call.own(call.store.profiles.values())
    if call.query.get("ids"):
        rows = [row for row in rows if row["id"] in call.numbers("ids")]
    rows = [row for row in rows if call.query.get("search", "").lower() in row["name"].lower()]
    match call.store.shapes.profiles:
        case "array":
            return rows
        case "page":
            return call.page(rows)
        case "nested":
            page = call.page(rows)
            return {
                "count": page["count"],
                "next": page["next"],
                "previous": page["previous"],
                "results": page,
            }


def _profile_of(call: Call, before: Row) -> Row:
    after: Row = {
        **before,
        **{key: call.body[key] for key in ("name", "agent", "project", "information") if key in call.body},
    }
    if not isinstance(after.get("name"), str) or not 0 < len(after["name"]) <= 255:
        raise refuse_field("name", "This field is required.")
    return {**after, "updated_at": call.store.tick()}


def _create_profile(call: Call) -> Row:
    project = call.body.get("project") or call.access.project or 1
    new: Row = {
        "id": call.store.next_id(),
        "agent": None,
        "project": project,
        "information": {},
        "scenarios": [],
    }
    row = _profile_of(call, new)
    call.store.profiles[row["id"]] = row
    return row


def _change_profile(call: Call) -> Row:
    row = _profile_of(call, call.one(call.store.profiles))
    call.store.profiles[row["id"]] = row
    return row


def _delete_profile(call: Call) -> None:
    del call.store.profiles[call.one(call.store.profiles)["id"]]


def _metrics(call: Call) -> list[Row]:
    call.need_filter()
    slug = call.query.get("slug")
    return [row for row in call.own(call.store.metrics.values()) if slug in (None, row["slug"])]


def _predefined(call: Call) -> list[Row]:
    return [
        {
            "id": 1,
            "name": "Expected Outcome",
            "code": "expected_outcome",
            "slug": "expected_outcome",
            "cost": "0.20",
        }
    ]


def _found_agents(call: Call) -> list[Row]:
    call.need_filter()
    wanted = call.query.get("q", "").lower()
    return [
        row
        for row in call.own(call.store.agents.values())
        if wanted in row["name"].lower() or wanted == str(row["id"])
    ]


def _short_agents(call: Call) -> Row:
    keys = ("id", "project", "contact_number", "inbound")
    rows = [{"agent_name": row["name"], **{key: row[key] for key in keys}} for row in _found_agents(call)]
    return call.page(rows)


def _projects(call: Call) -> list[Row]:
    return [row for row in call.store.projects.values() if call.access.project in (None, row["id"])]


def _project(call: Call) -> Row:
    found = [row for row in _projects(call) if row["id"] == call.params["id"]]
    if not found:
        raise not_found()
    return found[0]


def _phones(call: Call) -> list[Row]:
    used = {row["phone_number"]: row for row in call.store.scenarios.values() if row["phone_number"]}
    return [
        {
            **_without(row, "project"),
            "scenario_id": used.get(row["id"], {}).get("id"),
            "scenario_name": used.get(row["id"], {}).get("name"),
        }
        for row in call.own(call.store.phones.values())
    ]


def _inbound_phones(call: Call) -> list[Row]:
    rows = call.own(call.store.phones.values())
    return [{"id": row["id"], "number": row["number"], "phone_number_id": f"pn-{row['id']}"} for row in rows]


def _tools(call: Call) -> Row:
    call.need_filter()
    wanted = call.query.get("search", "").lower()
    rows = [row for row in call.own(call.store.tools.values()) if wanted in row["name"].lower()]
    return call.page([{"id": row["id"], "name": row["name"]} for row in rows])


def _billing(call: Call) -> Row:
    if call.access.project is not None:
        raise Refusal(403, {"detail": "Project-scoped API keys are not allowed"})
    left = call.store.credits
    pack = {"max_concurrent_runs_limit": 10, "max_concurrent_chat_runs_limit": 10, "subscription_overage": -1}
    return {
        "credits_remaining": f"{left:.2f}",
        "credits_used": f"{1000 - left:.2f}",
        "initial_balance": "1000.00",
        "balance_expiry": None,
        "subscription_status": {"status": "active", "pack": pack},
    }


ROUTES: list[Route] = [
    route("GET", "personalities/", _personalities),
    route("GET", "test-profiles/", _profiles),
    route("POST", "test-profiles/", _create_profile),
    route("GET", "test-profiles/{id:int}/", lambda call: call.one(call.store.profiles)),
    route("PATCH", "test-profiles/{id:int}/", _change_profile),
    route("DELETE", "test-profiles/{id:int}/", _delete_profile, 204),
    route("GET", "metrics/", _metrics),
    route("GET", "metrics/basic_list/", _metrics),
    route("GET", "metrics/{id:int}/", lambda call: call.one(call.store.metrics)),
    route("GET", "predefined-metrics/", _predefined),
    route("GET", "aiagents/", lambda call: call.page(_found_agents(call))),
    route("GET", "aiagents/short_list/", _short_agents),
    route("GET", "aiagents/{id:int}/", lambda call: call.one(call.store.agents)),
    route("GET", "phone-numbers/", _phones),
    route("GET", "phone-numbers/inbound/", _inbound_phones),
    route("GET", "tools/", _tools),
    route("GET", "billing/info/", _billing),
    route("GET", "/user/v1/projects/", _projects),
    route("GET", "/user/v1/projects/{id:int}/", _project),
    route("GET", "/user/v2/organizations/", lambda call: call.page([{"id": 1, "name": "Organization"}])),
]
