"""Parts of answers that all platforms have: objects, ids, texts."""

import re

from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.http_client import ApiError
from scn_dsl.patterns import lazy_pattern

_ID = lazy_pattern(r"[0-9A-Za-z_][0-9A-Za-z_-]{0,99}")
"""An id that can go into the path of a request, and into the lock."""


def object_in(answer: Json, key: str = "") -> dict[str, Json]:
    """Return the object in an answer, or the one below a key, if the answer has such a key.

    Raises:
        ApiError: if the answer has no object there.
    """
    inside = answer.get(key, answer) if isinstance(answer, dict) else None
    if not isinstance(inside, dict):
        raise ApiError("the platform answered without a scenario", may_have_happened=True)
    return inside


def id_in(row: dict[str, Json], key: str = "id") -> str:
    """Return the id of a scenario.

    Raises:
        ApiError: if it has none.
    """
    identity = row.get(key)
    is_id = isinstance(identity, int | str) and not isinstance(identity, bool)
    if not is_id or not _ID.fullmatch(str(identity)):
        raise ApiError("the platform sent a scenario without an id", may_have_happened=True)
    return str(identity)


def text_in(row: dict[str, Json], key: str) -> str:
    """Return a text in an answer; empty if it has none."""
    value = row.get(key)
    return "" if value is None else str(value)


def checked_id(identity: str, pattern: str, form: str) -> str:
    """Return an id if it can go into the path of a request.

    Raises:
        ApiError: if it doesn't have the form of the platform's ids.
    """
    if not re.fullmatch(pattern, identity):
        raise ApiError(f"`{identity}` isn't an id of this platform: {form}")
    return identity
