"""Sophiie's keys and limits, as data."""

from scn_compiler.jsondoc.codec import Json

KEY_ORDER = ("name", "prompt", "response", "isActive", "questions", "outcome", "tradeServiceId")
"""Keys of a body, in the order of the published response (API reference, January 2026)."""

TYPICAL_KEYS = frozenset(KEY_ORDER) - {"name"}
"""A body has at least one of these; a name alone can belong to any platform."""

READ_ONLY_KEYS = ("id", "createdAt", "updatedAt")
"""Keys that only responses have (the same page)."""

PAGE_KEYS = frozenset({"totalPages", "currentPage", "totalCount"})
"""Keys beside `scenarios` on a page of the list."""

FIELD_KEYS = {"active": "isActive", "outcome": "outcome", "trade_service": "tradeServiceId"}
"""Fields of the language that are keys of a body; an outcome is written as words."""

EMPTY_PARTS: dict[str, tuple[str, Json]] = {
    "prompt": ("prompt", ""),
    "response": ("response", ""),
    "ask": ("questions", []),
    "outcome": ("outcome", None),
    "trade_service": ("tradeServiceId", None),
}
"""By word of `empty:`: the key, and its empty value."""

INNER_EMPTY_PARTS = ("answer", "follow_up")
"""More words of `empty:`: the lists of a question without answers, and of an answer without follow-up questions."""

OUTCOMES = ("continueCall",)
"""Types of outcomes that the page shows; the list is not published."""

NAME_LIMIT = 255
"""Not published for scenarios; a question of the FAQ and a policy's title of the same API have it."""
