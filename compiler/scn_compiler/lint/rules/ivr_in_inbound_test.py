"""A caller that plays a phone menu and presses keys: the menu probably belongs to the agent (skill 2026-09-10)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.source import Span


@rule(tags=("dtmf",))
def ivr_in_inbound_test(context: RuleContext) -> Iterator[Diagnostic]:
    menu = _first_tag(context, "ivr", openings=True)
    keys = _first_tag(context, "dtmf", openings=False)
    if menu and keys:
        message = "the caller plays a phone menu here, but presses keys in a later block"
        hint = "if the agent plays the menu, remove `<ivr>`, and let the caller answer the menu in a `WHEN` block"
        yield report(
            "ivr-in-inbound-test",
            menu,
            message,
            hint,
            related=(Related("the caller presses keys here", keys),),
        )


def _first_tag(context: RuleContext, name: str, *, openings: bool) -> Span | None:
    """Return the span of the first tag `name`, in the first message or in the other blocks."""
    for words in context.tagged:
        for tag in words.tags if words.opens is openings else ():
            if tag.name == name:
                return words.place(tag.start, tag.end)
    return None
