"""Sensay's request body, field for field: the platform's contract, independent of the language.

Source: docs.sensay.io, "Update conversation details" (PATCH, deprecated), API version 2025-03-25. Lists have no
published limits.
"""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from scn_compiler.platforms.sensay.vocabulary import SUMMARY_LIMIT


class UpdateConversation(BaseModel):
    """Body of PATCH /v1/replicas/{replicaUUID}/conversations/{conversationUUID}; every key is optional."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    summary: Annotated[str, Field(max_length=SUMMARY_LIMIT)] | None = None
    commonQuestions: list[str] = []
    commonTopics: list[str] = []
