"""Cekura's request bodies, field for field: the platform's contract, independent of the language.

Sources: API reference "Partially update an evaluator" (text of 2026-04-15 to 2026-05-11); OpenAPI 3.1
"Cekura API v1" (read 2026-08-20); docs.cekura.ai, conditional actions (2026-04-30 to 2026-08-20); skill
reference after 2026-09-10 for the when/say/then form; test-suite schema v1 (2026-07-31, read again 2026-11-29). For the
markup of action texts, see tags.py.
"""

import re
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    model_validator,
)

from scn_compiler.jsondoc.codec import BadJson, load

_SCRIPTED = "conditional_actions"
"""The type of a scenario with blocks, and the key of its blocks."""

Filled = Annotated[str, StringConstraints(pattern=r"\S")]
Id = Annotated[int, Field(ge=0)]
Existing = Annotated[int, Field(ge=1)]
"""The id of a stored object; the suite schema rejects 0 (read 2026-11-29)."""

LanguageCode = Literal[
    "af", "ar", "bn", "bg", "zh", "cs", "da", "nl", "en", "et", "fi", "fr", "de", "el", "gu", "hi", "he", "hu",
    "id", "it", "ja", "kn", "kk", "ko", "ms", "ml", "mr", "multi", "no", "pl", "pa", "pt", "ro", "ru", "sk", "es",
    "sv", "th", "tr", "tl", "ta", "te", "uk", "uz", "vi",
]  # fmt: skip

ScenarioType = Literal["instruction", "conditional_actions", "real_world_smart", "real_world_fixed"]
"""API reference of the scenario endpoints and when/say/then reference, read 2026-11-29."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def _one_value(path: str) -> str:
    """Reject a path that can select several values (function pages, read 2026-11-29)."""
    bare = re.sub(r"""\[(?:"[^"]*"|'[^']*')\]""", "[]", path)
    if re.search(r"\*|\.\.|\[\?|\[[^\]]*[:,]", bare):
        raise ValueError(
            "a path must select one value, for example `$.items[0].name`, without `*`, `..`, filters or ranges"
        )
    return path


PathToValue = Annotated[str, Field(min_length=1), AfterValidator(_one_value)]


class ResponsePath(_Model):
    """The path of an output in a function's response, and its default."""

    path: PathToValue
    default: Any = None


class FunctionConfig(_Model):
    """The HTTP request of a function; only POST has a body."""

    url: Annotated[str, StringConstraints(pattern=r"^https?://")]
    method: Literal["GET", "POST"] = "GET"
    headers: dict[str, str | int | float] = {}
    query_params: dict[str, str | int | float] = {}
    body: dict[str, Any] | list[Any] | str | None = None
    timeout_seconds: Annotated[float, Field(ge=1, le=30)] = 10
    response_mapping: dict[str, PathToValue | ResponsePath] = {}

    @model_validator(mode="after")
    def _no_body_with_get(self) -> Self:
        if self.method == "GET" and "body" in self.model_fields_set:
            raise ValueError("only POST can have a body")
        return self


class Function(_Model):
    """One entry of `functions`: a call of a REST API; names are unique in a scenario."""

    name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    type: Literal["rest_api"]
    auto_run: bool = True
    config: FunctionConfig


class Condition(_Model):
    """One row of the id-based form; all five keys are required since 2026-04-30."""

    id: Id
    condition: str | Id
    action: Annotated[str, Field(max_length=16384)]
    type: Literal["standard", "action_followup"]
    fixed_message: bool


class ConditionalActions(_Model):
    """The id-based form (docs 2026-04-30); rules check the relations between rows."""

    role: Filled
    conditions: Annotated[list[Condition], Field(min_length=1)]
    functions: list[Function] = []


class Steps(_Model):
    """A first message with follow-ups, in the when/say/then form."""

    say: str = ""
    then: list[Filled] = []


class WhenCondition(_Model):
    """One condition of the when/say/then form, without further keys."""

    when: Filled
    say: Filled
    then: list[Filled] = []


class WhenActions(_Model):
    """The when/say/then form (after 2026-09-10); without a first message, or with an empty one, the agent speaks first."""

    role: Filled
    first_message: str | Steps = ""
    conditions: list[WhenCondition] = []
    functions: list[Function] = []

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set & {"first_message", "conditions"}:
            raise ValueError("it needs `first_message` or `conditions`")
        return self


class Part(_Model):
    """Rows with ids, without a first message; the rest of the scenario is stored elsewhere."""

    conditions: list[Condition] = []
    functions: list[Function] = []


class WhenPart(_Model):
    """Conditions of the when/say/then form without a role."""

    first_message: str | Steps = ""
    conditions: list[WhenCondition] = []
    functions: list[Function] = []


class NewEntry(_Model):
    """The input and output of a mocked tool, both objects (mock tool pages, read 2026-11-29)."""

    input: dict[str, Any] = {}
    output: dict[str, Any] = {}


class MockToolEntry(_Model):
    """One mocked call of a tool of the agent, which is identified by name (mock tool pages, read 2026-11-29)."""

    tool_id: int | str | None = None
    tool_name: Filled
    new_entry: NewEntry


def _shape(value: Any) -> str:
    """Guess the intended form of conditional actions from the keys that only one form has."""
    if not isinstance(value, dict):
        return "Ids"
    conditions = value.get("conditions")
    first = conditions[0] if isinstance(conditions, list) and conditions else {}
    return "When" if "first_message" in value or (isinstance(first, dict) and "when" in first) else "Ids"


AnyActions = Annotated[
    Annotated[ConditionalActions, Tag("Ids")] | Annotated[WhenActions, Tag("When")], Discriminator(_shape)
]


def _need_object(instructions: str) -> None:
    """Reject instructions of a scenario with blocks that aren't its conditional actions as JSON."""
    try:
        held = load(instructions)
    except BadJson:
        held = None
    if not isinstance(held, dict):
        raise ValueError(f"with the type `{_SCRIPTED}`, instructions must be a JSON object")


class ScenarioBody(_Model):
    """The body of `POST /test_framework/v1/scenarios/` and `PATCH …/scenarios/{id}/`; all keys are optional for PATCH."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = "-"
    agent: int | None = None
    project: int | None = None
    assistant_id: str = ""
    personality: int = 0
    scenario_type: ScenarioType = "instruction"
    instructions: str = ""
    conditional_actions: AnyActions | None = None
    first_message: str = ""
    scenario_language: LanguageCode = "en"
    expected_outcome_prompt: str = ""
    metrics: list[int] = []
    tags: list[str] = []
    tool_ids: list[str] = []
    test_profile: int = 0
    phone_number: int = 0
    inbound_phone_number: int = 0
    folder_path: Annotated[str, StringConstraints(pattern=r"^[^.]+(\.[^.]+)*$")] | None = None
    max_duration: Annotated[int, Field(ge=10, le=3600)] | None = None
    generated_mock_tool_entries: list[MockToolEntry] | None = None
    dynamic_variable_values: None = None

    @model_validator(mode="after")
    def _one_form(self) -> Self:
        if {"instructions", "conditional_actions"} <= self.model_fields_set:
            raise ValueError("a scenario can't have both instructions and conditional_actions")
        typed = "scenario_type" in self.model_fields_set
        if "conditional_actions" in self.model_fields_set and typed and self.scenario_type != _SCRIPTED:
            raise ValueError(f"Cekura ignores blocks unless scenario_type is `{_SCRIPTED}`")
        if "instructions" in self.model_fields_set and typed and self.scenario_type == _SCRIPTED:
            _need_object(self.instructions)
        return self


class InlineProfile(_Model):
    """A test profile defined in a suite; it can't be empty (suite schema, read 2026-11-29)."""

    name: Annotated[str, Field(max_length=255)] = ""
    agent_variables: dict[str, Any] = {}
    caller_variables: dict[str, Any] = {}

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("a test profile needs a name or variables")
        return self


VoiceModel = Literal["eleven_flash_v2_5", "eleven_multilingual_v2", "eleven_turbo_v2_5", "sonic-3.5"]
"""Suite schema and the page on tests as code, read 2026-11-29."""


class InlinePersonality(_Model):
    """A personality defined in a suite: changes to an existing one, or a complete one."""

    base: Existing = 1
    name: Annotated[str, Field(max_length=255)] = ""
    prompt: Annotated[str, Field(min_length=1)] = "-"
    language: LanguageCode = "en"
    accent: Annotated[str, Field(max_length=255)] = ""
    voice_model: VoiceModel = "sonic-3.5"
    voice_id: Annotated[str, Field(min_length=1)] = "-"
    provider: Literal["11labs", "cartesia"] = "cartesia"
    speed: Annotated[float, Field(ge=0.8, le=1.2)] = 1
    background_noise: str = "off"
    end_call_enabled: bool = False

    @model_validator(mode="after")
    def _whole_without_base(self) -> Self:
        needed = {"prompt", "language", "voice_model", "voice_id", "background_noise"}
        if "base" not in self.model_fields_set and (lacking := needed - self.model_fields_set):
            raise ValueError(f"without `base`, it needs {', '.join(sorted(lacking))}")
        return self


Metrics = Annotated[
    list[Annotated[int, Field(ge=1)] | Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$")]],
    Field(max_length=64),
]
Tags = Annotated[list[Annotated[str, Field(max_length=64)]], Field(max_length=32)]
SuiteTool = Literal["call_hold", "dtmf", "end_call", "end_call_only_on_transfer", "receive_dtmf", "send_sms"]


class SuiteScenario(_Model):
    """One scenario of a suite."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    key: Annotated[Filled, Field(max_length=128)] = "-"
    type: ScenarioType = "instruction"
    instructions: str = ""
    conditional_actions: AnyActions | None = None
    language: LanguageCode = "en"
    first_message: str = ""
    expected_outcome: str = ""
    max_duration: Annotated[int, Field(ge=1)] = 1
    frequency: Annotated[int, Field(ge=1)] = 1
    metrics: Metrics = []
    tags: Tags = []
    tools: Annotated[list[SuiteTool], Field(max_length=16)] = []
    personality: Existing | InlinePersonality = 1
    test_profile: Existing | InlineProfile = 1

    @model_validator(mode="after")
    def _has_content(self) -> Self:
        needed = _SCRIPTED if self.type == _SCRIPTED else "instructions"
        if _SCRIPTED in self.model_fields_set and self.type != _SCRIPTED:
            raise ValueError(f"with conditional_actions, the type must be `{_SCRIPTED}`")
        if needed not in self.model_fields_set:
            raise ValueError(f"a scenario with the type `{self.type}` needs {needed}")
        return self


class SuiteInfo(_Model):
    """The name and purpose of a suite."""

    name: Annotated[str, Field(max_length=255)] = ""
    description: str = ""


class SuiteDefaults(_Model):
    """Defaults for every scenario of a suite: merged field by field, with combined metrics."""

    language: LanguageCode = "en"
    max_duration: Annotated[int, Field(ge=1)] = 1
    frequency: Annotated[int, Field(ge=1)] = 1
    concurrency_limit: Annotated[int, Field(ge=1)] = 1
    metrics: Metrics = []
    tags: Tags = []
    personality: Existing | InlinePersonality = 1
    test_profile: Existing | InlineProfile = 1


class Suite(BaseModel):
    """The test-suite spec v1: at most 200 scenarios and 1 MB; `agent_id` was removed on 2026-07-30."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, serialize_by_alias=True)

    schema_: str = Field(default="", alias="$schema")
    version: Literal["1"]
    suite: SuiteInfo = SuiteInfo()
    defaults: SuiteDefaults = SuiteDefaults()
    scenarios: Annotated[list[SuiteScenario], Field(min_length=1, max_length=200)]
