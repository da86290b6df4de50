"""A role that says what the agent under test should do: the role is who the caller is, and no more (skill 2026-09-10)."""

import re
from collections.abc import Iterator

from scn_compiler.lint.rule import Context
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_DUTY = re.compile(
    r"\b(?:agent|bot|assistant|ai)\b,? (?:should|must|shall|ought to|has to|needs to"
    r"|is (?:expected|supposed|required|meant|to)\b)"
)


def role_describes_agent(context: Context) -> Iterator[Diagnostic]:
    role = context.scenario.settings.fields.get("role")
    said = role.value.lower() if role and isinstance(role.value, str) else ""
    named = "agent" in said or "bot" in said or "assistant" in said or "ai " in said
    if role and named and _DUTY.search(said):
        message = "a role says who the caller is, and this one says what the agent should do"
        yield report("role-describes-agent", role.span, message, "say that in `expect:`")
