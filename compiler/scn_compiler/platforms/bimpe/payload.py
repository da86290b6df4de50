"""Bimpe's workflows, field for field: the platform's contract, and nothing of what a script means.

Sources: console API reference, "Update workflow" (read 2026-11-20), for the keys; an older page of it for the lengths;
the official SDK (TypeScript 0.4.1) for what is required. Lists of a request replace those that are stored.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Filled = Annotated[str, StringConstraints(pattern=r"\S")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Rule(_Model):
    """Something to answer whenever the customer says it; the client chooses the id (SDK)."""

    id: str
    name: str
    trigger: str
    condition: str | None = None
    response: str
    action: str | None = None
    enabled: bool


class Keyword(_Model):
    """One of the words that start a flow (reference: the three weights)."""

    keyword: str
    weight: Literal["high", "medium", "low"] = "medium"


class Step(_Model):
    """One step of a flow; `text_response` is the one type that is documented."""

    type: str
    content: str = ""
    action: str = ""
    followup: str = ""


class Flow(_Model):
    """Steps that follow each other once one of the keywords is said (SDK: only the name is required)."""

    name: str
    description: str | None = None
    category: str | None = None
    priority: int = 0
    is_active: bool = True
    trigger_keywords: list[Keyword] = []
    conversation_steps: list[Step] = []


class Guide(_Model):
    """A guide for those who set the workflow up; in camel case on the wire."""

    youtubeUrl: str = ""
    steps: list[str]


class Question(_Model):
    """A question that is often asked."""

    question: str
    answer: str


class UpdateWorkflow(_Model):
    """The body of PATCH: what is not sent stays; name and system prompt are not blank if they are sent."""

    system_prompt: Filled = "-"
    rules: list[Rule] = []
    flows: list[Flow] = []
    tags: list[str] = []
    integrations: list[str] = []
    channels: list[str] = []
    actions: list[str] = []
    guide: Guide = Guide(steps=[])
    faq: list[Question] = []
    setup_steps: list[Any] = []
    setup_time: Annotated[int, Field(ge=0)] = 0
    video_url: str = ""
    name: Annotated[Filled, Field(max_length=255)] = "-"
    description: Annotated[str, Field(max_length=2000)] = ""
    category: Annotated[str, Field(max_length=100)] = ""


class CreateWorkflow(UpdateWorkflow):
    """The body of POST: name and system prompt are required."""

    system_prompt: Filled
    name: Annotated[Filled, Field(max_length=255)]
