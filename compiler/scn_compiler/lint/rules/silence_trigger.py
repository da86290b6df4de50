"""A sentence about something that no message shows: silence, passing time, or how often something was asked.

The platform compares triggers only with the agent's latest message, once it has arrived.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.silence import unseen_place
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.patterns import lazy_pattern

_OF_COUNTS = lazy_pattern(r"\b(?:already|once|twice|thrice|times?)\b", re.I)
"""Words of a place that is about a number of messages rather than about silence."""

_SILENCE_HINT = (
    "let the caller answer what the agent says before the silence, and add the pause to that answer: "
    '`say: Fine. <silence time="8s" /> Are you there?`'
)
_COUNT_HINT = (
    "describe what the agent says; for another answer the second time, write a second block with exactly the same trigger, "
    "or, for the caller's next turn, a `THEN` below the first block"
)


@rule(about_triggers=True)
def silence_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.trigger_view.sentences if context.trigger_view.english else ():
        text = trigger.text
        place = unseen_place(text.value)
        if place:
            message = f"no message can match `{text.value[slice(*place)]}`: triggers see only the agent's latest message"
            hint = _COUNT_HINT if _OF_COUNTS.search(text.value[slice(*place)]) else _SILENCE_HINT
            yield report("silence-trigger", row.block.place(text.locate(*place)), message, hint)
