"""Eqho's simulation scenarios over its API.

Source: docs.eqho.ai, API reference "simulations" (create, read and update a scenario), read 2026-08-20. It documents no
list and no request that deletes, and doesn't say whether PUT keeps what it leaves out.
"""

from collections.abc import Iterator

import httpx

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.eqho.vocabulary import HISTORY_PATH, READ_ONLY_KEYS, READ_ONLY_OF_MESSAGES
from scn_compiler.sync.canonical import RequestBody
from scn_compiler.sync.credentials import Credentials, KeyPlaces
from scn_compiler.sync.http_client import ApiClient, ApiError
from scn_compiler.sync.platforms.answers import checked_id, id_in, object_in, text_in
from scn_compiler.sync.remote import Abilities, Listed, Stored

_SCENARIOS = "/v1/simulation/scenarios"


class EqhoScenarios:
    """The scenarios of an account, by their ids."""

    platform = "eqho"
    abilities = Abilities(
        no_list="Eqho documents no request that lists scenarios: link each script with `scn link FILE ID`",
        no_delete=(
            "Eqho documents no request that deletes a scenario: delete it there, and remove its line from `scn.lock`"
        ),
        dates_its_list=False,
        replaces=True,
        lasting=("name", "lead_scenario"),
        cleared={"description": {}, "environment_setup": {}, "evaluation_criteria": {}},
    )
    places = KeyPlaces("EQHO_API_KEY", "EQHO_API_URL", "https://api.eqho.ai")
    """The address is the one of the API reference; the variables are scn's own."""

    def __init__(self, credentials: Credentials, transport: httpx.BaseTransport | None = None) -> None:
        self.client = ApiClient(
            credentials.url, {"X-API-KEY": credentials.key}, secret=credentials.key, transport=transport
        )

    def list(self) -> Iterator[Listed]:
        raise ApiError(self.abilities.no_list)

    def read(self, identity: str) -> Stored:
        return _stored(self.client.get(_path(identity)))

    def create(self, body: RequestBody, _token: str = "", /) -> Stored:
        return _stored(self.client.write("POST", _SCENARIOS, body))

    def update(self, identity: str, body: RequestBody) -> Stored:
        return _stored(self.client.write("PUT", _path(identity), body))

    def delete(self, _identity: str, /) -> None:
        raise ApiError(self.abilities.no_delete)


def _path(identity: str) -> str:
    return f"{_SCENARIOS}/{checked_id(identity, '[0-9A-Za-z]{24}', 'ids have 24 letters and digits')}"


def _stored(answer: Json) -> Stored:
    """Return a scenario without its revision, which would save no request: without a list, scn reads each scenario anyway."""
    row = object_in(answer)
    return Stored(id_in(row, "_id"), text_in(row, "name"), body_of(row))


def body_of(answer: dict[str, Json]) -> RequestBody:
    """Return what a request would have to send for the platform to answer like this.

    Shapes:
        message_history  -> without the number and time of each message
    """
    body = {key: value for key, value in answer.items() if key not in READ_ONLY_KEYS}
    setup, name = HISTORY_PATH
    environment = body.get(setup)
    if isinstance(environment, dict) and isinstance(environment.get(name), list):
        body[setup] = {**environment, name: [_message(each) for each in environment[name]]}
    return body


def _message(value: Json) -> Json:
    if not isinstance(value, dict):
        return value
    return {key: each for key, each in value.items() if key not in READ_ONLY_OF_MESSAGES}
