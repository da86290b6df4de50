"""The path of each field in an Eqho scenario, and the values that Eqho accepts, as data.

Sources: docs.eqho.ai, "Update simulation scenario" (text and published example), read 2026-08-20; tau2-bench,
`data_model/tasks.py`, for the meaning of `compare_args` and `requestor`.
"""

KeyPath = tuple[str, ...]
"""The keys from the scenario, or from an action, to a value."""

NAME_PATH: KeyPath = ("name",)
_LEAD, _DESCRIPTION = "lead_scenario", "description"
_ENVIRONMENT, _CRITERIA = "environment_setup", "evaluation_criteria"

TASK_PATH: KeyPath = (_LEAD, "instructions", "task_instructions")
REASON_PATH: KeyPath = (_LEAD, "instructions", "reason_for_call")
KNOWN_PATH: KeyPath = (_LEAD, "instructions", "known_info")
TOOLS_PATH: KeyPath = (_LEAD, "actions")
VARIABLES_PATH: KeyPath = (_ENVIRONMENT, "dynamic_variables")
MOCKS_PATH: KeyPath = (_ENVIRONMENT, "action_mocks")
HISTORY_PATH: KeyPath = (_ENVIRONMENT, "message_history")
CALLS_PATH: KeyPath = (_CRITERIA, "actions")
EXPECTATIONS_PATH: KeyPath = (_CRITERIA, "nl_assertions")

FIELD_KEYS: dict[str, KeyPath] = {
    "scenario": NAME_PATH,
    "folder": ("folder",),
    "purpose": (_DESCRIPTION, "purpose"),
    "notes": (_DESCRIPTION, "notes"),
    "language": (_LEAD, "instructions", "language"),
    "role": (_LEAD, "persona"),
    "reason": REASON_PATH,
    "knows": KNOWN_PATH,
    "unknown": (_LEAD, "instructions", "unknown_info"),
    "instructions": TASK_PATH,
    "direction": (_ENVIRONMENT, "conversation_direction"),
    "medium": (_ENVIRONMENT, "conversation_medium"),
}
"""Fields with one value, in the order of a script."""

LEAD_FIELDS = ("role", "reason", "knows", "unknown", "instructions")
"""Fields for the simulated lead; scn fills in their templates."""

TAKEN_WORDS = (
    *FIELD_KEYS,
    "history",
    "expect",
    "expect_call",
    "caller_tool",
    "empty",
    "given",
    "caller",
    "mock",
    "mock_error",
)
"""Supported fields, records and words before variables."""

PATH_ORDER: tuple[KeyPath, ...] = (
    NAME_PATH,
    TASK_PATH,
    FIELD_KEYS["language"],
    REASON_PATH,
    KNOWN_PATH,
    FIELD_KEYS["unknown"],
    FIELD_KEYS["role"],
    TOOLS_PATH,
    ("scenario_set_id",),
    ("folder",),
    (_DESCRIPTION,),
    FIELD_KEYS["purpose"],
    FIELD_KEYS["notes"],
    (_ENVIRONMENT,),
    VARIABLES_PATH,
    FIELD_KEYS["direction"],
    FIELD_KEYS["medium"],
    MOCKS_PATH,
    HISTORY_PATH,
    (_CRITERIA,),
    CALLS_PATH,
    EXPECTATIONS_PATH,
)
"""Every path, in the order of the published example; a part comes before its values."""

TOP_KEYS = tuple(dict.fromkeys(path[0] for path in PATH_ORDER))

EMPTY_PARTS: dict[str, tuple[KeyPath, type]] = {
    "description": ((_DESCRIPTION,), dict),
    "environment": ((_ENVIRONMENT,), dict),
    "evaluation": ((_CRITERIA,), dict),
    "caller_tool": (TOOLS_PATH, dict),
    "given": (VARIABLES_PATH, dict),
    "mock": (MOCKS_PATH, dict),
    "history": (HISTORY_PATH, list),
    "expect_call": (CALLS_PATH, list),
    "expect": (EXPECTATIONS_PATH, list),
}
"""Words of `empty:` for parts that are `{}` or `[]`; `null WORD` makes the part null instead."""

NULL_PARTS: dict[str, KeyPath] = {
    "role": FIELD_KEYS["role"],
    "knows": KNOWN_PATH,
    "unknown": FIELD_KEYS["unknown"],
    "set": ("scenario_set_id",),
    "folder": FIELD_KEYS["folder"],
    "purpose": FIELD_KEYS["purpose"],
    "notes": FIELD_KEYS["notes"],
}
"""Words of `empty:` for values that are null."""

TOOL_PATHS: dict[str, KeyPath] = {
    "title": ("name",),
    "slug": ("slug",),
    "use": ("instructions",),
    "kind": ("type",),
    "settings": ("settings",),
    "on_start": ("messages", "start"),
    "on_completed": ("messages", "completed"),
    "on_failed": ("messages", "failed"),
    "on_delayed": ("messages", "delayed"),
    "takes_at_least": ("minimum_execution_time_milliseconds",),
    "delayed_after": ("delayed_timing_milliseconds",),
    "async": ("is_async",),
    "model": ("non_live_llm_settings", "model"),
    "temperature": ("non_live_llm_settings", "temperature"),
    "reasoning": ("non_live_llm_settings", "reasoning"),
    "verbosity": ("non_live_llm_settings", "text_verbosity"),
    "execution": ("execution_type",),
    "response": ("response_mode",),
    "order": ("execution_order",),
}
"""Details of `caller_tool:`, in the order of the published example, and their paths in an action."""

TOOL_NULLS = (
    "use",
    "on_start",
    "on_completed",
    "on_failed",
    "on_delayed",
    "takes_at_least",
    "delayed_after",
    "order",
)
"""Words of `empty:` for details that are null in every `caller_tool:` that doesn't set them."""

TOOL_PARTS: dict[str, tuple[KeyPath, dict[str, str] | None]] = {
    "messages": (("messages",), {}),
    "model": (("non_live_llm_settings",), None),
}
"""Words of `empty:` for parts that are empty in every `caller_tool:` that doesn't fill them."""

INFO_WORD = "info"
"""The word of `empty:` for an `info` that is null in every `expect_call:` that doesn't set it."""

TOOL_TYPES = (
    "call_transfer", "terminate_call", "email", "text", "webhook", "is_zip_allowed", "in_call_data_webhook",
    "get_current_time", "placeholder", "play_sound", "send_dtmf", "custom_call_transfer",
    "gcal_appointment_schedule", "gcal_check_busy_time",
)  # fmt: skip
"""Known types of actions; the published list is longer."""

DIRECTIONS = ("inbound", "outbound")
REQUESTORS = {"agent": "assistant", "caller": "user"}
ROLES = {"caller": "user", "agent": "assistant"}
"""Roles of messages on the wire, by role in a script; other roles keep their names."""

SPEAKERS = {"customer": "caller", "client": "caller", "patient": "caller", "main_agent": "agent"}
"""The right roles, by common misnomer."""

KNOWN_ROLES = ("caller", "agent", "system", "tool", "user", "assistant")

SET_ID_KEY = "scenario_set_id"
ID_LENGTH = 24

TEMPLATES = ("transcript", "lead")
"""Roots of `{{ }}`, in addition to the names of dynamic variables."""

READ_ONLY_KEYS = ("_id", "account_id", "history")
READ_ONLY_OF_MESSAGES = ("turn_idx", "timestamp")
"""Keys that only responses have."""

NO_REASON = "The instructions say why you contact the agent."
"""The reason for a call if the script doesn't give one; the key is required."""

SILENT_TAGS = (
    "silence", "hold", "break", "noise", "background_noise", "spell", "speed", "volume", "voice", "interruption",
    "ignore_interruptions", "network_simulation",
)  # fmt: skip
"""Tags about sound, which a caller with written instructions can't use."""

REFUSED_TAGS = {
    "client_message": "the agent wouldn't get the message",
    "audio": "the agent wouldn't hear the recording",
}
"""Tags without which the caller would do something different."""

MARKERS = ("laughter", "sigh")
