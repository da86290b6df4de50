"""An empty text: the platform rejects empty actions and triggers (rules 2 and 8, docs 2026-04-30)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import Sentence


@rule(blocks=ANY)
def empty_text(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.spoken:
        if words.text.strip() or words.row.block.broken:
            continue
        if words.opens:
            hint = (
                "write the agent's words after `say:`"
                if context.of_agent
                else "write what the caller says, or `wait` if the agent speaks first"
            )
            yield report(
                "empty-text", words.whole, "the first message is empty", hint, severity=Severity.WARNING
            )
        else:
            hint = (
                "write the agent's words after `say:`"
                if context.of_agent
                else "write what the caller says, or replace this action with `end call`"
            )
            yield report("empty-text", words.whole, "this action needs text", hint)
    for row, trigger in context.triggers:
        if isinstance(trigger, Sentence) and not trigger.text.value.strip():
            is_old_form = context.target.is_fragment and row.id == 0
            message = (
                "an empty trigger at id 0 is the old form of `FIRST_MESSAGE`"
                if is_old_form
                else "`WHEN` needs a trigger"
            )
            speaker = "customer" if context.of_agent else "agent"
            is_first = row.index == 0 and not context.of_agent
            hint = "write `FIRST_MESSAGE`" if is_first else f"write `WHEN The {speaker} asks …`"
            name = "old-first-message" if is_old_form else "empty-text"
            severity = Severity.WARNING if is_old_form else None
            yield report(name, row.span, message, hint, severity=severity)
