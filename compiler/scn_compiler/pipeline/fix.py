"""Applies fixes repeatedly until nothing changes. Text outside their edits is unchanged."""

import re
from bisect import bisect_left, bisect_right, insort
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import accumulate

from scn_compiler.pipeline.check import check as check_script
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.source import Source, Span

ROUNDS = 20
"""The most rounds of fixes. A fix may uncover another mistake, but more rounds than this would never end."""

Check = Callable[[str], tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A fixed script.

    Attributes:
        text: The script after its fixes.
        made: How many fixes were applied.
        left: The findings that remain in `text`.
    """

    text: str
    made: int
    left: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A fix that may be applied.

    Attributes:
        found: The diagnostic that it fixes.
        edits: The edits, in order.
        mark: Identifies the diagnostic as long as its line doesn't change.
    """

    found: Diagnostic
    edits: tuple[Edit, ...]
    mark: tuple[str, ...]


def fix_text(text: str, check: Check = check_script, *, unsafe: bool = False) -> Fixed:
    """Apply the fixes for the findings of a script until nothing changes.

    A fix that doesn't remove its finding is undone, and tried again only after another fix.

    Args:
        text: The script.
        check: The check that finds the problems, for example `check` with a path and a configuration.
        unsafe: Whether to apply unsafe fixes, which may change the meaning.

    Raises:
        Nothing of its own; only the exceptions of `check`.
    """
    left = check(text)
    made = 0
    futile: set[tuple[str, ...]] = set()
    seen = {text}
    for _ in range(ROUNDS):
        chosen = _without_overlaps(
            [each for each in _attempts(left, text, unsafe) if each.mark not in futile]
        )
        if not chosen:
            break
        changed = _apply(text, chosen)
        after = check(changed)
        ineffective = _ineffective(chosen, left, after)
        if ineffective:
            chosen = [each for each in chosen if each not in ineffective]
            changed = _apply(text, chosen)
            after = check(changed) if chosen else left
        if chosen:
            futile.clear()  # a futile fix may work after another fix
        else:
            futile.update(each.mark for each in ineffective)
        text, left, made = changed, after, made + len(chosen)
        if chosen and text in seen:
            break
        seen.add(text)
    return Fixed(text, made, left)


def _attempts(found: tuple[Diagnostic, ...], text: str, unsafe: bool) -> list[_Attempt]:
    """Return the applicable fixes of `found`, in the order of their edits."""
    source = Source(text)
    attempts: list[_Attempt] = []
    for each in found:
        if each.fix and _is_for_script(each.fix) and (each.fix.safe or unsafe):
            line = source.line(source.position(each.span.start).line)
            attempts.append(_Attempt(each, adapt_edits(each.fix, text), (each.name, each.message, line)))
    return sorted(attempts, key=lambda attempt: attempt.edits[0].span)


def _is_for_script(fix: Fix) -> bool:
    """Return whether a fix edits the script, and nothing else."""
    return bool(fix.edits) and all(edit.span.origin is None for edit in fix.edits)


def adapt_edits(fix: Fix, text: str) -> tuple[Edit, ...]:
    """Return the edits of a fix in order, with the line ending of `text`; no edit splits a CRLF."""
    end = line_ending(text)
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    return tuple(Edit(_whole_line_ending(edit.span, text), edit.text.replace("\n", end)) for edit in edits)


def _whole_line_ending(span: Span, text: str) -> Span:
    """Extend a span that starts inside a CRLF to the whole CRLF."""
    start, end = span
    if text[start - 1 : start + 1] != "\r\n":
        return span
    return Span(start - 1, end if end > start else start - 1)


def line_ending(text: str) -> str:
    """Return the line ending of a text: that of its first line."""
    return "\r\n" if re.match(r"[^\n]*\r\n", text) else "\n"


def _without_overlaps(attempts: list[_Attempt]) -> list[_Attempt]:
    """Drop attempts whose edits touch those of an earlier attempt."""
    chosen: list[_Attempt] = []
    taken: list[Span] = []
    for each in attempts:
        spans = [edit.span for edit in each.edits]
        if not any(_touches(span, taken) for span in spans):
            chosen.append(each)
            for span in spans:
                insort(taken, span)
    return chosen


def _touches(span: Span, taken: list[Span]) -> bool:
    """Return whether `span` overlaps or touches one of `taken`, which are sorted and disjoint."""
    at = bisect_left(taken, span)
    return any(one.start <= span.end and span.start <= one.end for one in taken[max(at - 1, 0) : at + 1])


def _apply(text: str, chosen: list[_Attempt]) -> str:
    parts: list[str] = []
    at = 0
    for edit in sorted((edit for each in chosen for edit in each.edits), key=lambda edit: edit.span):
        parts += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*parts, text[at:]))


def _ineffective(
    chosen: list[_Attempt], before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...]
) -> list[_Attempt]:
    """Return the attempts that didn't help: their diagnostic occurs as often as before, and still at its place."""
    earlier, later = (Counter((each.name, each.message) for each in found) for found in (before, after))
    places = {(each.name, each.message, each.span.start) for each in after}
    map_offset = _offset_mapper([edit for each in chosen for edit in each.edits])
    ineffective: list[_Attempt] = []
    for each in chosen:
        key = (each.found.name, each.found.message)
        if later[key] >= earlier[key] and (*key, map_offset(each.found.span.start)) in places:
            ineffective.append(each)
    return ineffective


def _offset_mapper(edits: list[Edit]) -> Callable[[int], int]:
    """Map an offset in the text before the edits to the offset in the text after them."""
    edits = sorted(edits, key=lambda edit: edit.span)
    ends = [edit.span.end for edit in edits]
    growth = [0, *accumulate(len(edit.text) - (edit.span.end - edit.span.start) for edit in edits)]
    return lambda offset: offset + growth[bisect_right(ends, offset)]
