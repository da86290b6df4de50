"""Sophiie's scenarios over its API.

Source: docs.sophiie.ai, API reference of scenarios, January 2026. It doesn't say whether PUT merges or replaces, so an
update has all fields. A scenario that was deleted stays in Sophiie's archive ("soft delete").
"""

from collections.abc import Iterator

import httpx

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.sophiie.vocabulary import READ_ONLY_KEYS
from scn_compiler.sync.canonical import RequestBody
from scn_compiler.sync.credentials import Credentials, KeyPlaces
from scn_compiler.sync.http_client import ApiClient, Pace
from scn_compiler.sync.platforms.answers import checked_id, id_in, object_in, text_in
from scn_compiler.sync.remote import Abilities, Listed, Stored

_SCENARIOS = "/v1/scenarios"
_PAGE = 100
_PER_MINUTE = 60


class SophiieScenarios:
    """The scenarios of the organization that a key is for."""

    platform = "sophiie"
    abilities = Abilities(replaces=True, lasting=("name",))
    places = KeyPlaces("SOPHIIE_API_KEY", "SOPHIIE_API_URL", "https://api.sophiie.ai")
    """The address is the one of the API reference; the variables are scn's own."""

    def __init__(self, credentials: Credentials, transport: httpx.BaseTransport | None = None) -> None:
        self.client = ApiClient(
            credentials.url,
            {"Authorization": f"Bearer {credentials.key}"},
            secret=credentials.key,
            transport=transport,
            pace=Pace(_PER_MINUTE),
        )

    def list(self) -> Iterator[Listed]:
        """Yield all scenarios; their rows have all fields."""
        rows = self.client.read_pages(
            _SCENARIOS, {"limit": str(_PAGE)}, "scenarios", lambda page: page.get("totalCount")
        )
        for row in rows:
            yield Listed(id_in(row), text_in(row, "name"), text_in(row, "updatedAt"), body_of(row))

    def read(self, identity: str) -> Stored:
        return _stored(self.client.get(_path(identity)))

    def create(self, body: RequestBody, _token: str = "", /) -> Stored:
        return _stored(self.client.write("POST", _SCENARIOS, body))

    def update(self, identity: str, body: RequestBody) -> Stored:
        return _stored(self.client.write("PUT", _path(identity), body))

    def delete(self, identity: str) -> None:
        self.client.write("DELETE", _path(identity))


def _path(identity: str) -> str:
    return f"{_SCENARIOS}/{checked_id(identity, '[0-9]+', 'ids are numbers')}"


def _stored(answer: Json) -> Stored:
    row = object_in(answer, "scenario")
    return Stored(id_in(row), text_in(row, "name"), body_of(row), text_in(row, "updatedAt"))


def body_of(answer: dict[str, Json]) -> RequestBody:
    """Return what a request would have to send for the platform to answer like this."""
    return {key: value for key, value in answer.items() if key not in READ_ONLY_KEYS and value is not None}
