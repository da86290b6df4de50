"""`<ivr>` or `<voicemail>` with other text: it must be the whole action, and appear once (rule 14)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import TagPlace
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import EndCall


@rule(blocks=PLAYED)
def tag_must_stand_alone(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        ends = any(isinstance(action, EndCall) for action in words.row.block.actions)
        for tag in words.tags:
            spec = context.target.markup.tags.get(tag.name)
            if spec is None or spec.place is not TagPlace.ALONE or not tag.complete:
                continue
            around = words.text[: tag.start] + words.text[tag.end :]
            if around.strip() or ends:
                hint = f"move everything except `<{tag.name}>` to another block"
                message = f"`<{tag.name}>` must be the whole action"
                yield report("tag-must-stand-alone", words.place(tag.start, tag.end), message, hint)
                break
