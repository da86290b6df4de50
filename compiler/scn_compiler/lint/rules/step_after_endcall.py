"""Something stands after `<endcall />` in one text: the call has ended when it would be said (docs 2026-04-30)."""

from collections.abc import Iterator

from scn_compiler.lint.rule import Context, spoken
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic


def step_after_endcall(context: Context) -> Iterator[Diagnostic]:
    for words in spoken(context):
        ending = next((tag for tag in words.tags if tag.name == "endcall" and tag.complete), None)
        if ending and words.text[ending.end :].strip():
            span = words.place(ending.end, len(words.text))
            yield report(
                "step-after-endcall", span, "the call has ended before this is said", "put it before the end"
            )
