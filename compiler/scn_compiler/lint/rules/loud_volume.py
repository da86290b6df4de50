"""`<volume>` above 1: the voice clips, so the test is about noise, not loudness (docs 2026-04-30)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, parse_number
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

NORMAL, HIGHEST = 1, 2


@rule(tags=("volume",))
def loud_volume(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.every_tag:
            ratio = tag.get("ratio") if tag.name == "volume" else None
            if ratio and NORMAL < (parse_number(ratio.value) or 0) <= HIGHEST:
                message = f"a voice at {ratio.value} times its normal volume might clip"
                hint = "write `1` or less, unless you want the caller to sound distorted"
                yield report("loud-volume", words.place(ratio.start, ratio.end), message, hint)
