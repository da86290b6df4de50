"""`<interruption time="0s">`: it starts with the agent's turn, before the agent says anything (skill 2026-09-10)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, seconds_of
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix

_MEANT = 'time="1s"'


@rule(tags=("interruption",))
def zero_interruption(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.tags:
            time = tag.get("time") if tag.name == "interruption" else None
            if time and seconds_of(tag) == 0:
                span = words.place(time.start, time.end)
                whole = words.may_edit(time.start, time.end)
                fix = Fix(f"replace with `{_MEANT}`", (Edit(span, _MEANT),), safe=False) if whole else None
                message = "this interrupts the agent before the agent says anything"
                yield report("zero-interruption", span, message, f"write `{_MEANT}`", fix=fix)
