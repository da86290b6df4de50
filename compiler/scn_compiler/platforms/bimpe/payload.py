"""Bimpe's workflows, field for field: the platform's contract, independent of the language.

Sources: console API reference, "Update workflow" (read 2026-11-20), for the keys; an older version of that page for the
lengths; the official SDK (TypeScript 0.4.1) for required keys. Lists in a request replace the stored ones.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Filled = Annotated[str, StringConstraints(pattern=r"\S")]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


class Rule(_Model):
    """An answer for whenever the trigger applies; the client chooses the id (SDK)."""

    id: str
    name: str
    trigger: str
    condition: str | None = None
    response: str
    action: str | None = None
    enabled: bool


class Keyword(_Model):
    """One of the keywords that start a flow (reference: the three weights)."""

    keyword: str
    weight: Literal["high", "medium", "low"] = "medium"


class Step(_Model):
    """One step of a flow; `text_response` is the only documented type."""

    type: str
    content: str = ""
    action: str = ""
    followup: str = ""


class Flow(_Model):
    """A sequence of steps that starts when the customer says one of the keywords (SDK: only the name is required)."""

    name: str
    description: str | None = None
    category: str | None = None
    priority: int = 0
    is_active: bool = True
    trigger_keywords: list[Keyword] = []
    conversation_steps: list[Step] = []


class Guide(_Model):
    """A guide to setting up the workflow; in camel case on the wire."""

    youtubeUrl: str = ""
    steps: list[str]


class Question(_Model):
    """A frequently asked question."""

    question: str
    answer: str


class UpdateWorkflow(_Model):
    """The body of PATCH: omitted keys keep their values; name and system prompt can't be blank."""

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
