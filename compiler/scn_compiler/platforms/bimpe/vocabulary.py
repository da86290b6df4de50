"""Bimpe's names and limits, as data.

Sources: console API reference, "Update workflow" (read 2026-11-20), for keys and weights; an older version of that page
for the lengths; the official SDK (TypeScript 0.4.1) for required keys.
"""

from collections.abc import Mapping

FIELD_KEYS: Mapping[str, str] = {
    "role": "system_prompt",
    "tags": "tags",
    "integrations": "integrations",
    "channels": "channels",
    "actions": "actions",
    "guide": "guide",
    "guide_video": "guide",
    "faq": "faq",
    "setup": "setup_steps",
    "setup_time": "setup_time",
    "video": "video_url",
    "scenario": "name",
    "purpose": "description",
    "category": "category",
}
"""Keys of a workflow, by field or record of the language."""

KEY_ORDER = (
    "system_prompt", "rules", "flows", "tags", "integrations", "channels", "actions", "guide", "faq", "setup_steps",
    "setup_time", "video_url", "name", "description", "category",
)  # fmt: skip
"""The keys of a workflow, in the order of the published example."""

READ_ONLY_KEYS = ("id", "visibility", "is_owner", "created_at", "updated_at")
"""Keys that only responses have."""

EMPTY_PARTS = ("rules", "flows", "tags", "integrations", "channels", "actions", "guide", "faq", "setup")
"""Words of `empty:`: the parts of a workflow that can be present and empty."""

WEIGHTS = ("high", "medium", "low")
TEXT_RESPONSE = "text_response"
"""The only documented type of step."""

LIMITS: Mapping[str, int] = {"scenario": 255, "purpose": 2000, "category": 100}
"""Maximum lengths of fields, in characters."""

RULE_LINES = ("title", "slug", "only_if", "run", "enabled")
STEP_LINES = ("kind", "run", "follow_up")
FLOW_LINES = ("title", "about", "group", "priority", "enabled", "weights", *STEP_LINES)
"""Supported lines of a block: in a rule, in a step of a flow, and in the block that starts a flow."""
