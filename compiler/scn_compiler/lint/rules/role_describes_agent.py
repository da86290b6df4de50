"""A role that says what the agent under test should do: a role describes only the caller (skill 2026-09-10)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.patterns import lazy_pattern

_DUTY = lazy_pattern(
    r"\b(?:agent|bot|assistant|ai)\b,? (?:should|must|shall|ought to|has to|needs to"
    r"|is (?:expected|supposed|required|meant|to)\b)"
)
_WISH = lazy_pattern(
    r"\b(?:think|believe|insist|want|expect|hope|demand|ask|say|feel|convinced|sure)\w*\b[^.;:!?\n]*$"
)
"""A wish of the caller, up to the word for the agent in the same sentence: it describes the caller."""


@rule(blocks=PLAYED_OR_TOLD)
def role_describes_agent(context: RuleContext) -> Iterator[Diagnostic]:
    role = context.scenario.settings.fields.get("role")
    text = role.value.lower() if role and isinstance(role.value, str) else ""
    mentions_agent = "agent" in text or "bot" in text or "assistant" in text or "ai " in text
    if (
        role
        and mentions_agent
        and any(not _WISH.search(text[: duty.start()]) for duty in _DUTY.finditer(text))
    ):
        message = "this role says what the agent should do, but a role describes the caller"
        yield report(
            "role-describes-agent",
            role.span,
            message,
            "move what the agent should do to an `expect:` line: `expect: The main agent …`",
        )
