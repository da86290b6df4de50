"""Text after `<endcall />`: the call ends before the caller says it (docs 2026-04-30)."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.rules.pause_after_endcall import is_pause
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import EndCall

_CLOSING = r"</[A-Za-z_]+\s*>"


@rule(tags=("endcall",))
def step_after_endcall(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        ending = next((tag for tag in words.tags if tag.name == "endcall" and tag.complete), None)
        if ending is None:
            continue
        rest = words.text[ending.end :]
        if re.sub(_CLOSING, "", rest).strip() and not is_pause(rest):
            start = ending.end + len(rest) - len(rest.lstrip())
            span = words.place(start, len(words.text))
            message = "the caller never says this, because the call has already ended"
            yield report(
                "step-after-endcall",
                span,
                message,
                "move this text before `<endcall />`, or remove this text",
            )
        for action in words.row.block.actions:
            if isinstance(action, EndCall):
                span = words.row.block.place(action.span)
                message = "the text above already ends the call"
                yield report(
                    "step-after-endcall",
                    span,
                    message,
                    "remove `end call`, or remove `<endcall />` from the text above",
                )
