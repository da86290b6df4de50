"""Sophiie's request bodies, field for field: the platform's contract, independent of the language.

Source: docs.sophiie.ai, API reference "Update Scenario" and related pages, with examples of January 2026. The page
shows a response and an example of an empty body; from these we infer that a body accepts the same fields, all optional.
Strings have no published limits.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Filled = Annotated[str, Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FollowUp(_Model):
    """A follow-up question of the agent; the page shows none with answer options."""

    question: Filled


class AnswerOption(_Model):
    """An answer that the agent expects, and its next questions."""

    answer: Filled
    followUps: list[FollowUp] = []


class Question(_Model):
    """A question that the agent asks."""

    question: Filled
    answerOptions: list[AnswerOption] = []


class Outcome(_Model):
    """How the call continues. `continueCall` is the only type shown; the properties are undocumented."""

    type: str
    property1: Any = None
    property2: Any = None


class UpdateScenario(_Model):
    """Body of PUT /v1/scenarios/{scenarioId}."""

    name: Filled = "-"
    prompt: str = ""
    response: str = ""
    isActive: bool = True
    questions: list[Question] = []
    outcome: Outcome | None = None
    tradeServiceId: int | None = None


class CreateScenario(UpdateScenario):
    """Body of POST /v1/scenarios; the name is required."""

    name: Filled
