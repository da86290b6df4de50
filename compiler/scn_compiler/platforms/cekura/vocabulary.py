"""Cekura's languages, tools and keys, as data. No logic."""

LANGUAGES = tuple(
    "af ar bn bg zh cs da nl en et fi fr de el gu hi he hu id it ja kn kk ko ms ml mr multi no pl pa pt ro ru "
    "sk es sv th tr tl ta te uk uz vi".split()
)
"""The API reference's 42 codes (2026-05-11), `tl` (OpenAPI and suite schema, 2026-08-20), and `kk` and `uz` (newest
copy of the OpenAPI, read 2026-11-29)."""

TOOL_IDS = {
    "dtmf": "TOOL_DTMF",
    "end_call": "TOOL_END_CALL",
    "end_call_only_on_transfer": "TOOL_END_CALL_ONLY_ON_TRANSFER",
    "receive_dtmf": "RECEIVE_DTMF",
    "send_sms": "SEND_SMS_TOOL_CALL",
    "call_hold": "CALL_HOLD",
}
"""Ids of tools in a request body, by the names in scripts and suites: the first three from seed and OpenAPI, the others
from the skill's table of tools (read 2026-11-29)."""

OLD_TOOL_IDS = {"TOOL_END_CALL_ON_TRANSFER": "TOOL_END_CALL_ONLY_ON_TRANSFER"}
"""Ids in skills of 2026-05-02, and their names in later sources."""

SUITE_TOOLS = ("call_hold", "dtmf", "end_call", "end_call_only_on_transfer", "receive_dtmf", "send_sms")
"""docs.cekura.ai/schemas/test-suite/v1.json, 2026-07-31."""

NAME_LIMIT = 80
KEY_LIMIT = 128
DURATION_RANGE = (10, 3600)
SUITE_SCENARIOS = 200
SUITE_NAME_LIMIT = PROFILE_NAME_LIMIT = 255
SUITE_TAGS, SUITE_TAG_LENGTH, SUITE_METRICS, SUITE_TOOL_COUNT = 32, 64, 64, 16

BODY_KEYS = {
    "scenario": "name",
    "agent": "agent",
    "project": "project",
    "assistant": "assistant_id",
    "personality": "personality",
    "language": "scenario_language",
    "folder": "folder_path",
    "tags": "tags",
    "expect": "expected_outcome_prompt",
    "metrics": "metrics",
    "tools": "tool_ids",
    "profile": "test_profile",
    "phone": "phone_number",
    "max_duration": "max_duration",
}
"""Keys of the request body, by field of the language (OpenAPI `SchemaPostScenario`, 2026-08-20)."""

SUITE_KEYS = {
    "scenario": "name",
    "key": "key",
    "language": "language",
    "tags": "tags",
    "expect": "expected_outcome",
    "max_duration": "max_duration",
    "metrics": "metrics",
    "tools": "tools",
    "personality": "personality",
}
"""Keys of a suite's scenario, by field of the language (suite schema v1, 2026-07-31)."""

SUITE_DEFAULT_KEYS = (
    "language", "max_duration", "frequency", "concurrency_limit", "metrics", "tags", "personality", "test_profile",
)  # fmt: skip
SUITE_TOP_KEYS = ("$schema", "version", "suite", "agent_id")

READ_ONLY_KEYS = frozenset(
    "id personality_name agent_name metric_names outbound_phone_number_data simulation_description "
    "information_fields suite_type is_predefined test_profile_data runs condition_audio created_at updated_at "
    "outbound_phone_number inbound_phone_number_data scenario_type_display".split()
)
"""Keys that only responses have (OpenAPI `SchemaScenario`, 2026-08-20)."""

NEWEST = "9999-12-31"
"""The day of the rules, unless a project sets another: the latest known rules. A change without a known date applies on
every day."""

ALL_KEYS_REQUIRED_SINCE = "2026-04-30"
"""Since this day, `type` and `fixed_message` of a condition are required (docs, conditional actions)."""

SILENCE_SINCE = "2026-04-30"
"""Since this day, `<break>` is called `<silence>` (docs, tag pages)."""

SUITE_WITHOUT_AGENT_SINCE = "2026-07-30"
"""Since this day, suites have no key `agent_id` (suite schema v1)."""

WHEN_SAY_THEN_SINCE = "2026-09-10"
"""Since this day, Cekura accepts the when/say/then form (skill reference)."""
