"""Scenarios over HTTP: lists, single scenarios, history, folders, tags."""

import json
from typing import Any

from starlette.routing import Route

from support.cekura_stub.instructions import problem_in
from support.cekura_stub.replies import Call, Refusal, not_found, refuse_field, route
from support.cekura_stub.store import BY_KEY, Row, Store

_TYPES = ("instruction", "conditional_actions", "real_world_smart", "real_world_fixed")
_ONLY_IN_LISTS = ("created_at", "updated_at", "created_by", "last_updated_by")
_ONLY_IN_DETAILS = ("project", "generated_mock_tool_entries", "max_duration")
_LONGEST_NAME = 80


def row_of(store: Store, scenario: Row) -> Row:
    """Return a scenario as lists have it: with times and users, without some fields."""
    return {key: value for key, value in _read(store, scenario).items() if key not in _ONLY_IN_DETAILS}


def detail_of(store: Store, scenario: Row) -> Row:
    """Return a single scenario, which doesn't say when it changed."""
    phone = store.phones.get(scenario["phone_number"] or 0)
    return {
        **{key: value for key, value in _read(store, scenario).items() if key not in _ONLY_IN_LISTS},
        "outbound_phone_number_data": phone
        and {"id": phone["id"], "number": phone["number"], "phone_number_id": f"pn-{phone['id']}"},
        "simulation_description": "",
        "information_fields": [],
        "suite_type": "undefined",
        "is_predefined": False,
        "condition_audio": [],
    }


def _read(store: Store, scenario: Row) -> Row:
    phone = store.phones.get(scenario["phone_number"] or 0)
    profile = store.profiles.get(scenario["test_profile"] or 0)
    return {
        **scenario,
        "agent_name": store.agents.get(scenario["agent"] or 0, {}).get("name"),
        "personality_name": store.personalities[scenario["personality"]]["name"],
        "metric_names": [store.metrics[each]["name"] for each in scenario["metrics"]],
        "phone_number": phone and phone["number"],
        "inbound_phone_number_data": None,
        "test_profile_data": profile
        and {"id": profile["id"], "agent_id": profile["agent"], "name": profile["name"],
             "information": profile["information"]},
    }  # fmt: skip


def check_body(call: Call, body: Row, before: Row | None = None) -> None:
    """Refuse a body that the platform wouldn't write; `before` is the scenario that it changes."""
    store = call.store
    for name in ("name", "personality") if before is None else ():
        if body.get(name) in (None, ""):
            raise refuse_field(name, "This field is required.")
    if before is None and not any(body.get(name) for name in ("agent", "project", "assistant_id")):
        raise refuse_field("non_field_errors", "Either agent, project or assistant_id is required.")
    if "name" in body and (not isinstance(body["name"], str) or len(body["name"]) > _LONGEST_NAME):
        raise refuse_field("name", f"Ensure this field has no more than {_LONGEST_NAME} characters.")
    for name, known in (
        ("agent", store.agents),
        ("project", store.projects),
        ("personality", store.personalities),
        ("test_profile", store.profiles),
        ("phone_number", store.phones),
    ):
        value = body.get(name)
        if value is not None and not (
            isinstance(value, int) and value in known and call.may_see(_whose(known[value]))
        ):
            raise refuse_field(name, f'Invalid pk "{value}" - object does not exist.')
    for value in body.get("metrics") or []:
        if value not in store.metrics or not call.may_see(_whose(store.metrics[value])):
            raise refuse_field("metrics", f'Invalid pk "{value}" - object does not exist.')
    if not all(isinstance(each, str) for each in body.get("tags") or []):
        raise refuse_field("tags", "Not a valid string.")
    duration = body.get("max_duration")
    if duration is not None and not (isinstance(duration, int) and 10 <= duration <= 3600):
        raise refuse_field("max_duration", "Ensure this value is between 10 and 3600.")
    if body.get("dynamic_variable_values") is not None:
        raise refuse_field("dynamic_variable_values", "This field is no longer supported.")
    path = body.get("folder_path")
    if path and (_project_of(call, body, before), path) not in store.folders:
        raise refuse_field("folder_path", f'Folder "{path}" does not exist.')
    _check_script(call, body, before)


def _check_script(call: Call, body: Row, before: Row | None) -> None:
    kind = body.get("scenario_type") or (before or {}).get("scenario_type") or "instruction"
    if kind not in _TYPES:
        raise refuse_field("scenario_type", f'"{kind}" is not a valid choice.')
    instructions, actions = body.get("instructions"), body.get("conditional_actions")
    if instructions is not None and actions is not None:
        raise refuse_field("non_field_errors", "Send either instructions or conditional_actions.")
    if instructions is not None and not isinstance(instructions, str):
        raise refuse_field("instructions", "Not a valid string.")
    if kind != "conditional_actions":
        return
    field = "conditional_actions" if actions is not None else "instructions"
    if instructions is not None:
        try:
            actions = json.loads(instructions)
        except ValueError:
            raise refuse_field("instructions", "Not valid JSON.") from None
    if actions is not None and (problem := problem_in(actions)):
        raise refuse_field(field, problem)
    merged = {**(before or {}), **body}
    language = merged.get("scenario_language")
    spoken = call.store.personalities[merged["personality"]]["language"]
    if language and spoken not in (language, "multi"):
        raise refuse_field("scenario_language", f"The personality speaks {spoken}, not {language}.")


def _whose(row: Row) -> Row:
    """Return the project of a thing; a project is its own."""
    return {"project": row.get("project", row["id"])}


def _project_of(call: Call, body: Row, before: Row | None) -> int:
    agent = call.store.agents.get(body.get("agent") or 0, {})
    found = body.get("project") or agent.get("project") or (before or {}).get("project")
    return int(found or call.access.project or 1)


def _has_tags(row: Row, tags: set[str], kind: str) -> bool:
    shared = tags & set(row["tags"])
    return shared == tags if kind == "and" else not shared if kind == "not" else bool(shared)


def _list(call: Call) -> Row:
    call.need_filter()
    rows = call.own(call.store.scenarios.values())
    if tags := {each for each in call.query.get("tags", "").split(",") if each}:
        kind = call.query.get("tag_filter_type", "or")
        rows = [row for row in rows if _has_tags(row, tags, kind)]
    if (folder := call.query.get("folder_path")) is not None:
        rows = [row for row in rows if (row["folder_path"] or "") == folder]
    rows.sort(key=lambda row: row["id"], reverse=call.store.shapes.newest_first)
    page = call.page(rows)
    return {**page, "results": [row_of(call.store, row) for row in page["results"]]}


def _create(call: Call) -> Row:
    body = call.body
    check_body(call, body)
    return detail_of(
        call.store, call.store.create({**body, "project": _project_of(call, body, None)}, BY_KEY)
    )


def _get(call: Call) -> Row:
    return detail_of(call.store, call.one(call.store.scenarios))


def _patch(call: Call) -> Row:
    before = call.one(call.store.scenarios)
    check_body(call, call.body, before)
    return detail_of(call.store, call.store.change(before["id"], call.body, BY_KEY))


def _put(call: Call) -> Row:
    raise Refusal(501, {"detail": "The stub has no PUT: how it merges is not documented."})


def _delete(call: Call) -> None:
    call.store.delete(call.one(call.store.scenarios)["id"], BY_KEY)


def _delete_many(call: Call) -> None:
    wanted = call.body.get("scenarios")
    if not isinstance(wanted, list) or not wanted:
        raise refuse_field("scenarios", "This field is required.")
    known = {row["id"] for row in call.own(call.store.scenarios.values())}
    if not known.issuperset(wanted):
        raise refuse_field("scenarios", "Invalid scenario IDs or scenarios not found")
    for identity in wanted:
        call.store.delete(identity, BY_KEY)


def _history(call: Call) -> Row:
    rows = call.store.history[call.one(call.store.scenarios)["id"]]
    return call.page(rows[::-1] if call.store.shapes.history_newest_first else list(rows))


def _history_row(call: Call) -> Row:
    rows = call.store.history[call.one(call.store.scenarios)["id"]]
    for row in rows:
        if row["history_id"] == call.body.get("history_id"):
            return row
    raise not_found("No such history record.")


def _restore(call: Call) -> Row:
    return detail_of(call.store, call.store.restore(call.params["id"], _history_row(call)))


def _name_version(call: Call) -> Row:
    name = call.body.get("version_name")
    if not isinstance(name, str) or len(name) > 255:
        raise refuse_field("version_name", "Not a valid string of at most 255 characters.")
    row = _history_row(call)
    row["version_name"] = name
    return row


def _tags(call: Call) -> list[str]:
    return sorted({tag for row in call.own(call.store.scenarios.values()) for tag in row["tags"]})


# Folders have no ids: their paths are their names.


def _project(call: Call, source: dict[str, Any]) -> int:
    try:
        found = int(source["project_id"])
    except (KeyError, TypeError, ValueError):
        raise refuse_field("project_id", "This field is required.") from None
    if found not in call.store.projects or call.access.project not in (None, found):
        raise refuse_field("project_id", f'Invalid pk "{found}" - object does not exist.')
    return found


def _shown(row: Row) -> Row:
    return {key: row[key] for key in ("name", "path", "created_at", "updated_at")}


def _folders(call: Call) -> Row:
    project, parent = _project(call, call.query), call.query.get("parent_path")
    rows = [
        row
        for (owner, path), row in sorted(call.store.folders.items())
        if owner == project and (parent is None or path.rpartition(".")[0] == parent)
        and call.query.get("search", "").lower() in row["name"].lower()
    ]  # fmt: skip
    return call.page([_shown(row) for row in rows])


def _create_folder(call: Call) -> Row:
    project, name, parent = _project(call, call.body), call.body.get("name"), call.body.get("parent_path")
    if not isinstance(name, str) or not name or len(name) > 100 or "." in name:
        raise refuse_field("name", "Not a valid name of a folder.")
    if parent and (project, parent) not in call.store.folders:
        raise refuse_field("parent_path", f'Folder "{parent}" does not exist.')
    path = f"{parent}.{name}" if parent else name
    if (project, path) in call.store.folders:
        raise refuse_field("name", "A folder with this name already exists.")
    return _shown(make_folder(call.store, project, path))


def make_folder(store: Store, project: int, path: str) -> Row:
    """Create a folder, whose parent has to exist already."""
    now = store.tick()
    name = path.rpartition(".")[2]
    row = {"id": store.next_id(), "name": name, "path": path, "created_at": now, "updated_at": now}
    store.folders[project, path] = row
    return row


def _folder(call: Call) -> tuple[int, str]:
    project, path = _project(call, call.body), call.body.get("path")
    if (project, path) not in call.store.folders:
        raise not_found("Folder not found.")
    return project, str(path)


def _beneath(path: str, top: str) -> bool:
    return path == top or path.startswith(f"{top}.")


def _move(call: Call, new: str) -> Row:
    project, old = _folder(call)
    if (project, new) in call.store.folders:
        raise refuse_field("name", "A folder with this name already exists.")
    for owner, path in sorted(call.store.folders):
        if owner == project and _beneath(path, old):
            row = call.store.folders.pop((project, path))
            row.update(path=new + path[len(old) :], updated_at=call.store.tick())
            row["name"] = row["path"].rpartition(".")[2]
            call.store.folders[project, row["path"]] = row
    for row in call.store.scenarios.values():
        if row["project"] == project and _beneath(row["folder_path"] or "", old):
            row["folder_path"] = new + row["folder_path"][len(old) :]
    return _shown(call.store.folders[project, new])


def _rename_folder(call: Call) -> Row:
    parent = _folder(call)[1].rpartition(".")[0]
    return _move(call, f"{parent}.{call.body['name']}" if parent else call.body["name"])


def _move_folder(call: Call) -> Row:
    name, parent = _folder(call)[1].rpartition(".")[2], call.body.get("new_parent_path")
    return _move(call, f"{parent}.{name}" if parent else name)


def _delete_folder(call: Call) -> None:
    project, top = _folder(call)
    for owner, path in sorted(call.store.folders):
        if owner == project and _beneath(path, top):
            del call.store.folders[project, path]
    for row in list(call.store.scenarios.values()):
        if row["project"] == project and _beneath(row["folder_path"] or "", top):
            call.store.delete(row["id"], BY_KEY)


_ONE = "scenarios/{id:int}/"

ROUTES: list[Route] = [
    route("GET", "scenarios/", _list),
    route("POST", "scenarios/", _create, 201),
    route("POST", "scenarios/delete_scenarios/", _delete_many, 204),
    route("GET", "scenarios/tags/", _tags),
    route("GET", "scenarios/folders/", _folders),
    route("POST", "scenarios/create_folder/", _create_folder, 201),
    route("POST", "scenarios/rename_folder/", _rename_folder),
    route("POST", "scenarios/move_folder/", _move_folder),
    route("POST", "scenarios/delete_folder/", _delete_folder, 204),
    route("GET", _ONE, _get),
    route("PATCH", _ONE, _patch),
    route("PUT", _ONE, _put),
    route("DELETE", _ONE, _delete, 204),
    route("GET", f"{_ONE}history/", _history),
    route("PATCH", f"{_ONE}history/edit/", _name_version),
    route("POST", f"{_ONE}restore/", _restore),
]
