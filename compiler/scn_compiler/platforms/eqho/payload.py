"""Eqho's simulation scenario, field for field: the platform's contract, independent of the language.

Sources: docs.eqho.ai, "Update simulation scenario" (text and published example), read 2026-08-20. The required keys of
`instructions` and of an expected call follow tau2-bench, whose model the page mirrors. The page's lists of types,
directions and media aren't complete, so the contract accepts any text there.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Filled = Annotated[str, StringConstraints(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Instructions(_Model):
    """Instructions for the simulated lead; tau2 requires both texts."""

    task_instructions: str
    language: str = "en"
    reason_for_call: str
    known_info: str | None = None
    unknown_info: str | None = None


class Messages(_Model):
    """Messages that are spoken while an action runs."""

    start: str | None = None
    completed: str | None = None
    failed: str | None = None
    delayed: str | None = None


class NonLiveModel(_Model):
    """The model that decides when no call is live; the defaults come from the example."""

    model: str = "gpt-4o-mini"
    temperature: float = 0
    reasoning: str = "none"
    text_verbosity: str = "low"


class Action(_Model):
    """A tool of the simulated lead. The example fills every key; which ones are required is a guess."""

    name: str
    slug: str
    instructions: str | None = None
    type: str
    settings: dict[str, Any] = {}
    messages: Messages = Messages()
    minimum_execution_time_milliseconds: int | None = None
    delayed_timing_milliseconds: int | None = None
    is_async: bool = False
    non_live_llm_settings: NonLiveModel | None = None
    execution_type: str = "live"
    response_mode: str = "interactive"
    execution_order: int | None = None


class LeadScenario(_Model):
    """The simulated lead: who it is and what it can do; actions are keyed by slug."""

    instructions: Instructions
    persona: str | None = None
    actions: dict[str, Action] | None = None


class Description(_Model):
    """The purpose of the scenario, and notes."""

    purpose: str | None = None
    notes: str | None = None


class ActionMock(_Model):
    """The result of an agent's action that isn't run."""

    default_is_error: bool = False
    default_return_value: Any = None


class Message(_Model):
    """A message from before the conversation; roles are `system`, `user`, `assistant` and others."""

    role: str
    content: str | None


class EnvironmentSetup(_Model):
    """The state at the start of the conversation; dynamic variables are flat, with dots in their keys."""

    dynamic_variables: dict[str, str | int | float | bool | None] | None = None
    conversation_direction: str = "inbound"
    conversation_medium: str = "chatbot"
    action_mocks: dict[str, ActionMock] | None = None
    message_history: list[Message] | None = None


class ExpectedCall(_Model):
    """An expected tool call; a missing or null `compare_args` compares all arguments, an empty list none (tau2)."""

    tool_call_id: str
    name: str
    arguments: dict[str, Any]
    requestor: Literal["assistant", "user"] = "assistant"
    info: str | None = None
    compare_args: list[str] | None = None


class EvaluationCriteria(_Model):
    """The criteria for grading the agent; each assertion is one sentence."""

    actions: list[ExpectedCall] | None = None
    nl_assertions: list[Filled] | None = None


class ScenarioBody(_Model):
    """The body of create (POST) and update (PUT)."""

    name: Filled
    lead_scenario: LeadScenario
    scenario_set_id: str | None = None
    folder: str | None = None
    description: Description | None = None
    environment_setup: EnvironmentSetup | None = None
    evaluation_criteria: EvaluationCriteria | None = Field(default=None)
