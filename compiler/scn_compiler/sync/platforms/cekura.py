"""Cekura's scenarios over its API.

Source: openapi.json of cekura-ai/docs, 2026-08-18 and a newer copy after 2026-08-21; the skill reference after 2026-09-10.
"""

from collections.abc import Iterator

import httpx

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.platforms.cekura.vocabulary import READ_ONLY_KEYS
from scn_compiler.sync.canonical import RequestBody
from scn_compiler.sync.credentials import CEKURA, Credentials
from scn_compiler.sync.http_client import ApiClient, ApiError
from scn_compiler.sync.platforms.answers import checked_id, id_in, object_in, text_in
from scn_compiler.sync.remote import Abilities, Listed, Revision, Stored

_SCENARIOS = "/test_framework/v1/scenarios/"
_PARTS = {"agent": "/test_framework/v2/aiagents/{}/", "project": "/user/v1/projects/{}/"}
_PAGE = 200
_CHANGED_BY_OTHERS = frozenset(("created_by", "last_updated_by", "dynamic_variable_values"))


def cekura_client(credentials: Credentials, transport: httpx.BaseTransport | None = None) -> ApiClient:
    """Return a client with the key of a user.

    Args:
        transport: Replaces the network, in tests.
    """
    return ApiClient(
        credentials.url,
        {"X-CEKURA-API-KEY": credentials.key},
        secret=credentials.key,
        transport=transport,
    )


class CekuraScenarios:
    """The scenarios that a key can see, or those of one agent or project.

    Args:
        scope: Query parameters that a list needs if the key isn't limited to a project: `project_id` or `agent_id`.
    """

    platform = "cekura"
    abilities = Abilities()
    places = CEKURA

    def __init__(
        self,
        credentials: Credentials,
        scope: dict[str, str] | None = None,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.client = cekura_client(credentials, transport)
        self.scope = scope or {}

    def list(self) -> Iterator[Listed]:
        """Yield all scenarios; their rows say when they changed, which a single scenario doesn't."""
        for row in self.client.read_list(_SCENARIOS, self.scope, page_size=_PAGE):
            yield Listed(id_in(row), text_in(row, "name"), text_in(row, "updated_at"), body_of(row))

    def read(self, identity: str) -> Stored:
        return _stored(self.client.get(_path(identity)))

    def create(self, body: RequestBody, _token: str = "", /) -> Stored:
        return _stored(self.client.write("POST", _SCENARIOS, body))

    def update(self, identity: str, body: RequestBody) -> Stored:
        return _stored(self.client.write("PATCH", _path(identity), body))

    def delete(self, identity: str) -> None:
        self.client.write("DELETE", _path(identity))

    def revisions(self, identity: str) -> Iterator[Revision]:
        """Yield the revisions of a scenario, the newest one first; the reference doesn't say in which order they come."""
        rows = self.client.read_list(f"{_path(identity)}history/", page_size=_PAGE)
        for row in sorted(rows, key=_age, reverse=True):
            user = row.get("history_user")
            author = user.get("name") or user.get("email") if isinstance(user, dict) else ""
            yield Revision(str(row.get("history_id")), str(row.get("history_date") or ""), str(author or ""))

    def restore(self, identity: str, revision: str) -> Stored:
        number = int(revision) if revision.isdecimal() else revision
        return _stored(self.client.write("POST", f"{_path(identity)}restore/", {"history_id": number}))

    def sees(self, body: RequestBody) -> bool:
        return any(
            self._has(path.format(body[name]))
            for name, path in _PARTS.items()
            if isinstance(body.get(name), int)
        )

    def _has(self, path: str) -> bool:
        try:
            self.client.get(path)
        except ApiError as error:
            if error.is_gone or error.status == 403:
                return False
            raise
        return True


def _path(identity: str) -> str:
    return f"{_SCENARIOS}{checked_id(identity, '[0-9]+', 'ids are numbers')}/"


def _stored(answer: Json) -> Stored:
    row = object_in(answer)
    return Stored(
        id_in(row),
        text_in(row, "name"),
        body_of(row),
        text_in(row, "updated_at"),
        text_in(row, "project"),
    )


def body_of(answer: dict[str, Json]) -> RequestBody:
    """Return what a request would have to send for the platform to answer like this.

    Shapes:
        instructions, a JSON text   -> conditional_actions, if the scenario has blocks
        outbound_phone_number_data  -> phone_number, its id
        first_message               -> left out if there are blocks, which have their own
    """
    body = {
        key: value
        for key, value in answer.items()
        if key not in READ_ONLY_KEYS and key not in _CHANGED_BY_OTHERS
    }
    phone = answer.get("outbound_phone_number_data")
    body.pop("phone_number", None)
    if isinstance(phone, dict) and phone.get("id") is not None:
        body["phone_number"] = phone["id"]
    instructions = body.get("instructions")
    if answer.get("scenario_type") == "conditional_actions" and isinstance(instructions, str):
        try:
            actions = load(instructions)
        except BadJson:
            return body
        if isinstance(actions, dict):
            body = {key: value for key, value in body.items() if key not in ("instructions", "first_message")}
            body["conditional_actions"] = actions
    return body


def _age(row: dict[str, Json]) -> tuple[str, int]:
    number = row.get("history_id")
    return str(row.get("history_date") or ""), number if isinstance(number, int) else 0
