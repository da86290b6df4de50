"""`<interruption>` outside a follow-up: the agent has no turn there to interrupt (rule 16)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic


@rule(blocks=PLAYED)
def tag_only_in_followup(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        if words.row.follows_up:
            continue
        for tag in words.tags:
            spec = context.target.markup.tags.get(tag.name)
            if spec and spec.followup_only:
                message = f"`<{tag.name}>` works only in a follow-up"
                hint = f"move `<{tag.name}>` and its text to a `THEN` block, below the block to follow up on"
                yield report("tag-only-in-followup", words.place(tag.start, tag.end), message, hint)
