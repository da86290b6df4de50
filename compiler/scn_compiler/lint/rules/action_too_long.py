"""An action over 16 KiB (rule 30): the platform rejects that many characters, and perhaps that many bytes."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import EndCall


@rule(blocks=PLAYED)
def action_too_long(context: RuleContext) -> Iterator[Diagnostic]:
    limit = context.target.markup.action_limit
    for words in context.spoken if limit else ():
        if limit and len(words.text) < limit // 5:
            continue  # a character has at most four bytes
        ends = any(isinstance(action, EndCall) for action in words.row.block.actions)
        text = words.text + (" <endcall />" if ends else "")
        size = len(text.encode("utf-8", "replace"))
        if limit is None or size <= limit:
            continue
        severity = Severity.ERROR if len(text) > limit else Severity.WARNING
        message = f"this action is {size:,} bytes long, but {context.target.platform.capitalize()} accepts at most {limit:,}"
        hint = "move part of the text to a `THEN` block"
        yield report("action-too-long", words.place(0, 40), message, hint, severity=severity)
