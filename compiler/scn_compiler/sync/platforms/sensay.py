"""Sensay's notes on conversations over its API.

Source: OpenAPI of version 2025-03-25 in sensay-io/sensay-cli at e9e28f79. The request that changes a note is deprecated,
without a successor. Conversations come from chats: there is no request that creates or deletes one.
"""

from collections.abc import Iterator

import httpx

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.sensay.vocabulary import FIELD_KEYS
from scn_compiler.sync.canonical import RequestBody
from scn_compiler.sync.credentials import Credentials, KeyPlaces
from scn_compiler.sync.http_client import ApiClient, ApiError
from scn_compiler.sync.platforms.answers import checked_id, id_in, object_in, text_in
from scn_compiler.sync.remote import Abilities, Listed, Stored
from scn_dsl.records import replace

_VERSION = "2025-03-25"
_PAGE = 100
_UUID = "[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_KEYS = tuple(FIELD_KEYS.values())


class SensayNotes:
    """The notes on conversations; the id of one is `REPLICA/CONVERSATION`, two UUIDs.

    Args:
        replica: The replica whose conversations a list is of.
    """

    platform = "sensay"
    abilities = Abilities(
        no_create=(
            "Sensay has no request that creates a conversation: link the script to one with "
            "`scn link FILE REPLICA/CONVERSATION`"
        ),
        no_delete="Sensay has no request that deletes a conversation: remove its line from `scn.lock`",
        dates_its_list=False,
    )
    places = KeyPlaces(
        "SENSAY_ORGANIZATION_SECRET",
        "SENSAY_API_URL",
        "https://api.sensay.io",
        project_variable="SENSAY_REPLICA_UUID",
    )
    """The address is the one of the API reference; the variables are scn's own."""

    def __init__(
        self, credentials: Credentials, replica: str = "", transport: httpx.BaseTransport | None = None
    ) -> None:
        self.client = ApiClient(
            credentials.url,
            {"X-ORGANIZATION-SECRET": credentials.key, "X-API-Version": _VERSION},
            secret=credentials.key,
            transport=transport,
        )
        self.replica = replica
        if not replica:
            self.abilities = replace(
                self.abilities,
                no_list=f"Sensay lists the conversations of one replica: set {self.places.project_variable}",
            )

    def list(self) -> Iterator[Listed]:
        """Yield all conversations of the replica; their rows don't say when a note changed."""
        if self.abilities.no_list:
            raise ApiError(self.abilities.no_list)
        rows = self.client.read_pages(
            f"{_conversations(self.replica)}",
            {"pageSize": str(_PAGE)},
            "items",
            lambda page: page.get("total"),
        )
        for row in rows:
            identity = f"{self.replica}/{id_in(row, 'uuid')}"
            yield Listed(identity, text_in(row, "conversationName"), body=body_of(row))

    def read(self, identity: str) -> Stored:
        row = object_in(self.client.get(_path(identity)))
        return Stored(identity, text_in(row, "conversationName"), body_of(row))

    def create(self, _body: RequestBody, _token: str = "", /) -> Stored:
        raise ApiError(self.abilities.no_create)

    def update(self, identity: str, body: RequestBody) -> Stored:
        """Change a note, and read it, since the platform answers only that it did."""
        self.client.write("PATCH", _path(identity), body)
        return self.read(identity)

    def delete(self, _identity: str, /) -> None:
        raise ApiError(self.abilities.no_delete)


def _conversations(replica: str) -> str:
    return f"/v1/replicas/{checked_id(replica, _UUID, 'the id of a replica is a UUID')}/conversations"


def _path(identity: str) -> str:
    form = "write REPLICA/CONVERSATION, with their two UUIDs"
    replica, _, conversation = checked_id(identity, f"{_UUID}/{_UUID}", form).partition("/")
    return f"{_conversations(replica)}/{conversation}"


def body_of(answer: dict[str, Json]) -> RequestBody:
    """Return the note in an answer about a conversation."""
    return {key: answer[key] for key in _KEYS if key in answer}
