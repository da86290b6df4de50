"""Eqho's simulation scenario, field for field: the platform's contract, and nothing of what a script means.

Sources: docs.eqho.ai, "Update simulation scenario" (text and published example), read 2026-08-20. Which keys of
`instructions` and of an expected call are required follows tau2-bench, whose model the page mirrors; the lists of
types, directions and media are not complete there, so that any text is taken.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Filled = Annotated[str, StringConstraints(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Instructions(_Model):
    """What the simulated lead is told; both texts are required in tau2."""

    task_instructions: str
    language: str = "en"
    reason_for_call: str
    known_info: str | None = None
    unknown_info: str | None = None


class Messages(_Model):
    """What is said while an action runs."""

    start: str | None = None
    completed: str | None = None
    failed: str | None = None
    delayed: str | None = None


class NonLiveModel(_Model):
    """The model that decides where no call is live; the defaults are those of the example."""

    model: str = "gpt-4o-mini"
    temperature: float = 0
    reasoning: str = "none"
    text_verbosity: str = "low"


class Action(_Model):
    """A tool of the simulated lead. The example fills every key; which of them are required is a guess."""

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
    """Who the simulated lead is, and what it can do; actions are keyed by slug."""

    instructions: Instructions
    persona: str | None = None
    actions: dict[str, Action] | None = None


class Description(_Model):
    """What the scenario is for."""

    purpose: str | None = None
    notes: str | None = None


class ActionMock(_Model):
    """What an action of the agent returns instead of being run."""

    default_is_error: bool = False
    default_return_value: Any = None


class Message(_Model):
    """A message from before the conversation; roles are `system`, `user`, `assistant` and others."""

    role: str
    content: str | None


class EnvironmentSetup(_Model):
    """What holds when the conversation begins; dynamic variables are flat, with dots in their keys."""

    dynamic_variables: dict[str, str | int | float | bool | None] | None = None
    conversation_direction: str = "inbound"
    conversation_medium: str = "chatbot"
    action_mocks: dict[str, ActionMock] | None = None
    message_history: list[Message] | None = None


class ExpectedCall(_Model):
    """A tool call that is expected; null or no `compare_args` compares all arguments, an empty list none (tau2)."""

    tool_call_id: str
    name: str
    arguments: dict[str, Any]
    requestor: Literal["assistant", "user"] = "assistant"
    info: str | None = None
    compare_args: list[str] | None = None


class EvaluationCriteria(_Model):
    """What the agent is graded by; each assertion is one sentence."""

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
