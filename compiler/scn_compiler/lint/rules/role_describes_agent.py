"""A role that says what the agent under test should do: a role describes the caller only (skill 2026-09-10)."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_DUTY = re.compile(
    r"\b(?:agent|bot|assistant|ai)\b,? (?:should|must|shall|ought to|has to|needs to"
    r"|is (?:expected|supposed|required|meant|to)\b)"
)
_WISH = re.compile(
    r"\b(?:think|believe|insist|want|expect|hope|demand|ask|say|feel|convinced|sure)\w*\b[^.;:!?\n]*$"
)
"""What the caller has in mind, up to the agent in the same sentence: a trait of the caller."""


@rule(blocks=PLAYED_OR_TOLD)
def role_describes_agent(context: RuleContext) -> Iterator[Diagnostic]:
    role = context.scenario.settings.fields.get("role")
    said = role.value.lower() if role and isinstance(role.value, str) else ""
    named = "agent" in said or "bot" in said or "assistant" in said or "ai " in said
    if role and named and any(not _WISH.search(said[: duty.start()]) for duty in _DUTY.finditer(said)):
        message = "a role says who the caller is, and this one says what the agent should do"
        yield report("role-describes-agent", role.span, message, "say that in `expect:`")
