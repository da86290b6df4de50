"""A pause after `<endcall />` in the same text: the call is over before the pause (docs 2026-04-30)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.patterns import lazy_pattern

_ONLY_PAUSES = lazy_pattern(r"(?:\s*<(?:silence|hold|break)\b[^<>]*/>)+\s*")


@rule(tags=("endcall",))
def pause_after_endcall(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        ending = next((tag for tag in words.tags if tag.name == "endcall" and tag.complete), None)
        if ending and words.verbatim and is_pause(words.text[ending.end :]):
            start, end = words.tags[words.tags.index(ending) + 1].start, len(words.text.rstrip())
            edits = (Edit(words.place(ending.end, end), ""),)
            fix = Fix("remove the pause", edits, safe=True) if words.may_edit(ending.end, end) else None
            message = "the call ends before this pause"
            yield report("pause-after-endcall", words.place(start, end), message, "remove the pause", fix=fix)


def is_pause(text: str) -> bool:
    """Return whether `text` consists only of pauses."""
    return _ONLY_PAUSES.fullmatch(text) is not None
