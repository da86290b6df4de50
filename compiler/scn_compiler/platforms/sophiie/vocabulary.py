"""Sophiie's keys and limits, as data."""

from scn_compiler.jsondoc.codec import Json

KEY_ORDER = ("name", "prompt", "response", "isActive", "questions", "outcome", "tradeServiceId")
"""Keys of a body, in the order of the published response (API reference, January 2026)."""

TYPICAL_KEYS = frozenset(KEY_ORDER) - {"name"}
"""Every body has at least one of these; a name alone could belong to any platform."""

READ_ONLY_KEYS = ("id", "createdAt", "updatedAt")
"""Keys that only responses have (the same page)."""

PAGE_KEYS = frozenset({"totalPages", "currentPage", "totalCount"})
"""Keys next to `scenarios` on a page of the list."""

FIELD_KEYS = {"active": "isActive", "outcome": "outcome", "trade_service": "tradeServiceId"}
"""Keys of a body, by field of the language; an outcome is written in words."""

EMPTY_PARTS: dict[str, tuple[str, Json]] = {
    "prompt": ("prompt", ""),
    "response": ("response", ""),
    "ask": ("questions", []),
    "outcome": ("outcome", None),
    "trade_service": ("tradeServiceId", None),
}
"""By word of `empty:`: the key and its empty value."""

INNER_EMPTY_PARTS = ("answer", "follow_up")
"""More words of `empty:`: the lists of a question without answers, and of an answer without follow-up questions."""

OUTCOMES = ("continueCall",)
"""Types of outcomes shown on the page; the full list isn't published."""

NAME_LIMIT = 255
"""Not published for scenarios; FAQ questions and policy titles of the same API have this limit."""
