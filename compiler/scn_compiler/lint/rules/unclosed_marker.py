"""A marker that the platform knows, without its `]`: it would be read aloud. Other open brackets are prose."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.suggest import nearest

_OPEN = re.compile(r"\[[ \t]*([A-Za-z]+)(?![^\[\]]*\])")


@rule(blocks=PLAYED)
def unclosed_marker(context: RuleContext) -> Iterator[Diagnostic]:
    known = context.target.markup.markers
    for words in context.spoken:
        if "[" not in words.text:
            continue
        inside = [(mark.start, mark.end) for mark in words.marks]
        for found in _OPEN.finditer(words.text):
            stem = re.sub(r"(?:ing|e?s)$", "", found[1])
            name = nearest(found[1], known, 0.75) or nearest(stem, known, 0.75)
            if not name or any(start <= found.start() < end for start, end in inside):
                continue
            span = words.place(*found.span())
            edits = (Edit(span, f"[{name}]"),) if words.may_edit(*found.span()) else ()
            fix = Fix(f"write `[{name}]`", edits, safe=found[1].casefold() == name) if edits else None
            message = f"`{found[0]}` is not closed"
            yield report("unclosed-marker", span, message, f"write `[{name}]`", fix=fix)
