"""The path of each field in Eqho's scenario, and the values that Eqho takes, as data.

Sources: docs.eqho.ai, "Update simulation scenario" (text and published example), read 2026-08-20; tau2-bench,
`data_model/tasks.py`, for what `compare_args` and `requestor` mean.
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
"""Fields for the simulated lead; their templates are filled in."""

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
"""Fields, records and words before variables that have a place."""

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
"""Every path, in the order of the published example; a part stands before its values."""

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
"""Words of `empty:` for parts that are `{}` or `[]`; with `null` before the word they are null."""

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
"""Details of `caller_tool:` in the order of the published example, and where they stand in an action."""

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
"""Words of `empty:` for details that are null in every `caller_tool:` that does not set them."""

TOOL_PARTS: dict[str, tuple[KeyPath, dict[str, str] | None]] = {
    "messages": (("messages",), {}),
    "model": (("non_live_llm_settings",), None),
}
"""Words of `empty:` for parts that are empty in every `caller_tool:` that does not fill them."""

INFO_WORD = "info"
"""The word of `empty:` for an `info` that is null in every `expect_call:` that does not set it."""

TOOL_TYPES = (
    "call_transfer", "terminate_call", "email", "text", "webhook", "is_zip_allowed", "in_call_data_webhook",
    "get_current_time", "placeholder", "play_sound", "send_dtmf", "custom_call_transfer",
    "gcal_appointment_schedule", "gcal_check_busy_time",
)  # fmt: skip
"""Known types of actions; the published list is longer."""

DIRECTIONS = ("inbound", "outbound")
REQUESTORS = {"agent": "assistant", "caller": "user"}
ROLES = {"caller": "user", "agent": "assistant"}
"""Role of a message in a script to role on the wire; other roles keep their name."""

SPEAKERS = {"customer": "caller", "client": "caller", "patient": "caller", "main_agent": "agent"}
"""Common misnomers of those roles."""

KNOWN_ROLES = ("caller", "agent", "system", "tool", "user", "assistant")

SET_ID_KEY = "scenario_set_id"
ID_LENGTH = 24

TEMPLATES = ("transcript", "lead")
"""Roots of `{{ }}`, beside the names of dynamic variables."""

READ_ONLY_KEYS = ("_id", "account_id", "history")
READ_ONLY_OF_MESSAGES = ("turn_idx", "timestamp")
"""Keys that only responses have."""

NO_REASON = "The instructions say why you contact the agent."
"""The reason of a call if the script gives none: the key is required."""

SILENT_TAGS = (
    "silence", "hold", "break", "noise", "background_noise", "spell", "speed", "volume", "voice", "interruption",
    "ignore_interruptions", "network_simulation",
)  # fmt: skip
"""Tags about sound: they mean nothing to a caller who is instructed in writing."""

REFUSED_TAGS = {"client_message": "nobody would get the message", "audio": "nobody would hear the recording"}
"""Tags without which the caller would do something else."""

MARKERS = ("laughter", "sigh")
