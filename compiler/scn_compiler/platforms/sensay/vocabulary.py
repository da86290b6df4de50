"""Sensay's keys and limits, as data."""

from scn_compiler.jsondoc.codec import Json

FIELD_KEYS = {"summary": "summary", "question": "commonQuestions", "topic": "commonTopics"}
"""Field of the language to key of the body, in the order of the published example (seen 2026-08)."""

OWN_KEYS = ("commonQuestions", "commonTopics")
"""Keys that no other platform has."""

EMPTY_PARTS: dict[str, tuple[str, Json]] = {
    "summary": ("summary", None),
    "question": ("commonQuestions", []),
    "topic": ("commonTopics", []),
}
"""By word of `empty:`: the key, and its empty value."""

SUMMARY_LIMIT = 700
"""Characters; whether code points or UTF-16 units are meant is not published."""

READ_ONLY_KEYS = (
    "success", "uuid", "chatUUID", "source", "messageCount", "replicaReplyCount", "assistantReplyCount",
    "firstMessageAt", "lastMessageAt", "lastReplicaReplyAt", "conversationName", "conversationImageURL",
    "conversationType",
)  # fmt: skip
"""Keys that only responses have (OpenAPI of version 2025-03-25, and the page of GET)."""

RESPONSE_KEYS = frozenset({"uuid", "messageCount"})
"""Keys that a response without a note is known by."""

PAGE_KEYS = frozenset({"success", "total"})
"""Keys beside `items` on a page of the list."""
