"""Bimpe's workflows over its console API.

Source: console API reference, read 2026-11-20; official SDK, BimpeAI/bimpe-sdk at eaf19b8c (2026-06-25). A list in a
change replaces the stored one.
"""

from collections.abc import Iterator

import httpx

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.bimpe.vocabulary import READ_ONLY_KEYS
from scn_compiler.sync.canonical import RequestBody
from scn_compiler.sync.credentials import Credentials, KeyPlaces
from scn_compiler.sync.http_client import ApiClient
from scn_compiler.sync.platforms.answers import checked_id, id_in, object_in, text_in
from scn_compiler.sync.remote import Abilities, Listed, Stored

_WORKFLOWS = "/api/v1/console/workflows"
_PAGE = 100
_EMPTY: tuple[Json, ...] = (None, [], {})


class BimpeWorkflows:
    """The workflows that a key owns; it can read more of them, but change only these."""

    platform = "bimpe"
    abilities = Abilities(lasting=("name", "system_prompt"), cleared={"guide": {"steps": []}})
    places = KeyPlaces("BIMPE_API_KEY", "BIMPE_API_URL", "https://api.bimpe.ai")
    """The address is the one of the API reference; the variables are scn's own."""

    def __init__(self, credentials: Credentials, transport: httpx.BaseTransport | None = None) -> None:
        self.client = ApiClient(
            credentials.url,
            {"Authorization": f"Bearer {credentials.key}"},
            secret=credentials.key,
            transport=transport,
        )

    def list(self) -> Iterator[Listed]:
        """Yield the workflows that the key owns."""
        asked = {"limit": str(_PAGE), "scope": "owned"}
        for row in self.client.read_pages(_WORKFLOWS, asked, "data", _total):
            yield Listed(id_in(row), text_in(row, "name"), text_in(row, "updated_at"), body_of(row))

    def read(self, identity: str) -> Stored:
        return _stored(self.client.get(_path(identity)))

    def create(self, body: RequestBody, token: str, /) -> Stored:
        """Create a workflow; the platform makes one for each token (`Idempotency-Key`, at most 255 characters)."""
        return _stored(self.client.write_once(_WORKFLOWS, body, token))

    def update(self, identity: str, body: RequestBody) -> Stored:
        return _stored(self.client.write("PATCH", _path(identity), body))

    def delete(self, identity: str) -> None:
        self.client.write("DELETE", _path(identity))


def _total(page: dict[str, Json]) -> Json:
    meta = page.get("meta")
    return meta.get("total_count") if isinstance(meta, dict) else None


def _path(identity: str) -> str:
    return f"{_WORKFLOWS}/{checked_id(identity, '[0-9A-Za-z_-]+', 'ids have letters, digits, `-` and `_`')}"


def _stored(answer: Json) -> Stored:
    row = object_in(answer, "data")
    return Stored(id_in(row), text_in(row, "name"), body_of(row), text_in(row, "updated_at"))


def body_of(answer: dict[str, Json]) -> RequestBody:
    """Return what a request would have to send for the platform to answer like this.

    Shapes:
        null                            -> left out
        `[]`, `{}` or only an id in a list  -> left out of the list; the platform fills lists with such entries
    """
    return {
        key: _without_placeholders(value)
        for key, value in answer.items()
        if key not in READ_ONLY_KEYS and value is not None
    }


def _without_placeholders(value: Json) -> Json:
    if isinstance(value, dict):
        return {key: _without_placeholders(each) for key, each in value.items()}
    if not isinstance(value, list):
        return value
    return [
        _without_placeholders(each)
        for each in value
        if each not in _EMPTY and not (isinstance(each, dict) and each.keys() == {"id"})
    ]
