"""A marker that the platform knows, without one of its brackets: the caller reads it aloud. Other brackets are prose."""

from collections.abc import Iterator
from functools import lru_cache

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.lint.rules.unknown_marker import known_marker_like
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.patterns import lazy_pattern
from scn_grammar.markup import Marker, scan
from scn_grammar.text_cache import CACHED_TEXTS

_UNCLOSED = lazy_pattern(r"\[[ \t]*([A-Za-z]++)(?![^\[\]]*\])(?:[ \t]*[)}>])?")
_UNOPENED = lazy_pattern(r"(?<![\[\w'’-])[({]?([A-Za-z]++)[ \t]*\]")


@rule(blocks=PLAYED)
def unclosed_marker(context: RuleContext) -> Iterator[Diagnostic]:
    for words in () if context.spoken_signs.isdisjoint("[]") else context.spoken:
        if _has_single_bracket(words.text):
            yield from _check_text(context, words)


@lru_cache(maxsize=CACHED_TEXTS)
def _has_single_bracket(text: str) -> bool:
    """Return whether a text has brackets other than those of its markers."""
    opening, closing = text.count("["), text.count("]")
    if not opening and not closing:
        return False
    markers = sum([isinstance(mark, Marker) for mark in scan(text)])
    return opening > markers or closing > markers


def _check_text(context: RuleContext, words: Spoken) -> Iterator[Diagnostic]:
    text, known = words.text, context.target.markup.markers
    inside = [(mark.start, mark.end) for mark in words.marks]
    for what, pattern in (("needs a closing `]`", _UNCLOSED), ("needs an opening `[`", _UNOPENED)):
        for found in pattern.finditer(text):
            at, end = found.span()
            name = known_marker_like(found[1], known)
            if not name or any(start <= at < stop for start, stop in inside):
                continue
            if pattern is _UNOPENED and text.rfind("[", 0, at) > text.rfind("]", 0, at):
                continue  # the end of something else
            span = words.place(at, end)
            edits = (Edit(span, f"[{name}]"),) if words.may_edit(at, end) else ()
            fix = Fix(f"replace with `[{name}]`", edits, safe=found[1].casefold() == name) if edits else None
            yield report("unclosed-marker", span, f"`{found[0]}` {what}", f"replace with `[{name}]`", fix=fix)
