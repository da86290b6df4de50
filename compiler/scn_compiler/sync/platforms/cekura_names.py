"""The things in an account of Cekura that scripts may name, over its API.

Source: openapi.json of cekura-ai/docs, 2026-08-18 and a newer copy after 2026-08-21, which disagree about pages.
"""

from collections.abc import Iterator, Mapping

from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.http_client import ApiClient, ApiError
from scn_compiler.sync.names import Thing
from scn_dsl.records import Record

_PAGE = 200
"""The largest page of test profiles; other lists name no limit."""


class _List(Record):
    """A list of the API.

    Attributes:
        one: The path of one thing; empty if the reference has none.
        is_scoped: Whether it can be limited to a project.
    """

    path: str
    one: str = ""
    page_size: int = 0
    is_scoped: bool = True


_LISTS = {
    "agents": _List("/test_framework/v2/aiagents/short_list/", "/test_framework/v2/aiagents/{}/", _PAGE),
    "personalities": _List("/test_framework/v1/personalities/"),
    "profiles": _List("/test_framework/v1/test-profiles/", "/test_framework/v1/test-profiles/{}/", _PAGE),
    "metrics": _List("/test_framework/v1/metrics/", "/test_framework/v1/metrics/{}/"),
    "phones": _List("/test_framework/v1/phone-numbers/", is_scoped=False),
    "projects": _List("/user/v1/projects/", "/user/v1/projects/{}/", is_scoped=False),
}


class CekuraNames:
    """The things that a key can see, or those of one project.

    Args:
        scope: Query parameters that a list needs if the key isn't limited to a project: `project_id`.
    """

    def __init__(self, client: ApiClient, scope: Mapping[str, str]) -> None:
        self.client = client
        self.scope = scope
        self._ids: dict[str, frozenset[Json]] = {}

    def things(self, kind: str) -> Iterator[Thing]:
        """Yield everything of a kind.

        Args:
            kind: A table of names, e.g. `agents`.

        Raises:
            ApiError: if the platform can't be asked or refuses.
        """
        listing = _LISTS[kind]
        scope = self.scope if listing.is_scoped else {}
        for row in self.client.read_list(listing.path, scope, page_size=listing.page_size):
            yield Thing(kind, _id_of(row, kind), _name_of(row))

    def is_gone(self, kind: str, identity: int) -> bool:
        """Return whether the platform says that it has no such thing; a list of one project lacks those of others.

        Personalities and phone numbers can't be asked for one by one: a list of all projects decides, if the key may have one.

        Raises:
            ApiError: if the platform can't be asked or refuses.
        """
        listing = _LISTS[kind]
        try:
            if not listing.one:
                return not (listing.is_scoped and self.scope) or identity not in self._everywhere(listing)
            self.client.get(listing.one.format(identity))
        except ApiError as error:
            if error.is_gone or (error.status == 400 and not listing.one):
                return True
            raise
        return False

    def _everywhere(self, listing: _List) -> frozenset[Json]:
        """Return the ids in a list of all projects, which is read once."""
        if listing.path not in self._ids:
            rows = self.client.read_list(listing.path, page_size=listing.page_size)
            self._ids[listing.path] = frozenset(row.get("id") for row in rows)
        return self._ids[listing.path]


def _id_of(row: Mapping[str, Json], kind: str) -> int:
    identity = row.get("id")
    if isinstance(identity, bool) or not isinstance(identity, int):
        raise ApiError(f"the platform sent {kind} without ids")
    return identity


def _name_of(row: Mapping[str, Json]) -> str:
    """Return the name; an agent in a short list has it under another key, and a phone number may have none."""
    found = (row.get(key) for key in ("agent_name", "name", "number"))
    return next((each for each in found if isinstance(each, str) and each.strip()), "")
