"""A tag in a `do:`: the platform obeys tags only in verbatim text (rule 13), except `<function>`."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_HINT = "replace the `do:` with a `say:` that has the tag and the exact words"
_END_HINT = (
    "add a `THEN` with `end call` below, or write the exact words after `say:`, and `end call` below them"
)


@rule(blocks=PLAYED)
def tag_in_instruction(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        if words.verbatim:
            continue
        for tag in words.tags:
            spec = context.target.markup.tags.get(tag.name)
            if spec and not spec.in_instructions and tag.shape != "close":
                hint = _END_HINT if tag.name == "endcall" else _HINT
                message = f"`<{tag.name}>` has no effect in a `do:`"
                yield report("tag-in-instruction", words.place(tag.start, tag.end), message, hint)
