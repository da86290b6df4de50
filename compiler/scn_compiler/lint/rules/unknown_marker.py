"""A marker in square brackets that resembles one the platform knows. Other text in brackets is prose."""

import re
from collections.abc import Iterator, Sequence

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.suggest import nearest
from scn_grammar.markup import Marker


@rule(blocks=PLAYED)
def unknown_marker(context: RuleContext) -> Iterator[Diagnostic]:
    known = context.target.markup.markers
    for words in context.marked:
        for mark in words.marks:
            if not isinstance(mark, Marker) or mark.name in known:
                continue
            if close := known_marker_like(mark.name, known):
                span = words.place(mark.start, mark.end)
                edits = (Edit(span, f"[{close}]"),) if words.may_edit(mark.start, mark.end) else ()
                fix = (
                    Fix(f"replace with `[{close}]`", edits, safe=mark.name.casefold() == close)
                    if edits
                    else None
                )
                message = f"unknown marker `[{mark.name}]`"
                yield report("unknown-marker", span, message, f"did you mean `[{close}]`?", fix=fix)


def known_marker_like(name: str, known: Sequence[str]) -> str | None:
    """Find the known marker that a name resembles."""
    stem = re.sub(r"(?:ing|e?s)$", "", name)
    return nearest(name, known, 0.75) or nearest(stem, known, 0.75)
