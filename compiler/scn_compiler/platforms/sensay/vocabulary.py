"""Sensay's keys and limits, as data."""

from scn_compiler.jsondoc.codec import Json

FIELD_KEYS = {"summary": "summary", "question": "commonQuestions", "topic": "commonTopics"}
"""Keys of the body, by field of the language, in the order of the published example (seen 2026-08)."""

OWN_KEYS = ("commonQuestions", "commonTopics")
"""Keys that no other platform has."""

EMPTY_PARTS: dict[str, tuple[str, Json]] = {
    "summary": ("summary", None),
    "question": ("commonQuestions", []),
    "topic": ("commonTopics", []),
}
"""By word of `empty:`: the key and its empty value."""

SUMMARY_LIMIT = 700
"""Characters; unspecified whether these are code points or UTF-16 units."""

READ_ONLY_KEYS = (
    "success", "uuid", "chatUUID", "source", "messageCount", "replicaReplyCount", "assistantReplyCount",
    "firstMessageAt", "lastMessageAt", "lastReplicaReplyAt", "conversationName", "conversationImageURL",
    "conversationType",
)  # fmt: skip
"""Keys that only responses have (OpenAPI of version 2025-03-25, and the page of GET)."""

RESPONSE_KEYS = frozenset({"uuid", "messageCount"})
"""Keys that identify a response without a note."""

PAGE_KEYS = frozenset({"success", "total"})
"""Keys next to `items` on a page of the list."""
