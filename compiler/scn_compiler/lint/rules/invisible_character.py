"""A character that nobody can see, in words that reach the platform: often pasted in by accident."""

import re
from collections.abc import Iterator

from scn_compiler.lint.rule import Context, spoken
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Sentence, Text, When

_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b\u2028-\u202e\u2060-\u2069\ufeff\ufffc]")


def invisible_character(context: Context) -> Iterator[Diagnostic]:
    for words in spoken(context):
        yield from _seen(words.action.text, words.row.block.place)
    for row in context.scenario.rows:
        opening = row.block.opening
        if isinstance(opening, When) and isinstance(opening.trigger, Sentence):
            yield from _seen(opening.trigger.text, row.block.place)


def _seen(text: Text, place) -> Iterator[Diagnostic]:  # type: ignore[no-untyped-def]
    if not text.places:
        return
    for found in _UNSEEN.finditer(text.value):
        span = place(text.locate(found.start(), found.end()))
        fix = Fix("take it out", (Edit(span, ""),), safe=False)
        message = f"there is an invisible character here, U+{ord(found[0]):04X}"
        hint = f"take it out, or write the line with `raw:` and `\\u{ord(found[0]):04x}`"
        yield report("invisible-character", span, message, hint, fix=fix)
