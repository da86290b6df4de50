"""Sophiie's request bodies, field for field: the platform's contract, and nothing of what a script means.

Source: docs.sophiie.ai, API reference "Update Scenario" and its neighbours, whose examples are of January 2026. The
page shows a response; that a body takes the same fields, all of them optional, is inferred from it and from the
example of an empty body. Strings have no published limits.
"""

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

Filled = Annotated[str, Field(min_length=1)]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class FollowUp(_Model):
    """What the agent asks next; the page shows none of these with options of its own."""

    question: Filled


class AnswerOption(_Model):
    """An answer that the agent expects, and what it asks then."""

    answer: Filled
    followUps: list[FollowUp] = []


class Question(_Model):
    """A question that the agent asks."""

    question: Filled
    answerOptions: list[AnswerOption] = []


class Outcome(_Model):
    """How the call goes on. `continueCall` is the one type shown; what the properties mean is not published."""

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
    """Body of POST /v1/scenarios, which needs a name."""

    name: Filled
