"""Fixes made: round after round, until there is none left that helps. Nothing but what a fix names is changed."""

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
"""A fix may bring another mistake to light; more than this many one after another are none that end."""

Check = Callable[[str], tuple[Diagnostic, ...]]


@dataclass(frozen=True, slots=True)
class Fixed:
    """A text after its fixes.

    Attributes:
        made: How many fixes were made.
        left: What is wrong with `text` still.
    """

    text: str
    made: int
    left: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A fix of a diagnostic, and what that is known by as long as its line stays as it is."""

    found: Diagnostic
    edits: tuple[Edit, ...]
    mark: tuple[str, ...]


def fix_text(text: str, check: Check = check_script, *, unsafe: bool = False) -> Fixed:
    """Make the fixes of what `check` finds in a script: the safe ones, and with `unsafe` the others, too."""
    left = check(text)
    made = 0
    futile: set[tuple[str, ...]] = set()
    seen = {text}
    for _ in range(ROUNDS):
        chosen = _apart([each for each in _attempts(left, text, unsafe) if each.mark not in futile])
        if not chosen:
            break
        changed = _changed(text, chosen)
        after = check(changed)
        idle = _idle(chosen, left, after)
        if idle:
            futile.update(each.mark for each in idle)
            chosen = [each for each in chosen if each not in idle]
            changed = _changed(text, chosen)
            after = check(changed) if chosen else left
        text, left, made = changed, after, made + len(chosen)
        if chosen and text in seen:
            break
        seen.add(text)
    return Fixed(text, made, left)


def _attempts(found: tuple[Diagnostic, ...], text: str, unsafe: bool) -> list[_Attempt]:
    """The fixes of `found` in order of place; line ends that they bring are those of the text."""
    source = Source(text)
    attempts: list[_Attempt] = []
    for each in found:
        if each.fix and each.fix.edits and (each.fix.safe or unsafe):
            line = source.line(source.position(each.span.start).line)
            attempts.append(_Attempt(each, adapt_edits(each.fix, text), (each.name, each.message, line)))
    return sorted(attempts, key=lambda attempt: attempt.edits[0].span)


def adapt_edits(fix: Fix, text: str) -> tuple[Edit, ...]:
    """The edits of a fix of `text`, in order; they bring the line ends that the text has, and split none."""
    end = line_ending(text)
    edits = sorted(fix.edits, key=lambda edit: edit.span)
    return tuple(Edit(_whole(edit.span, text), edit.text.replace("\n", end)) for edit in edits)


def _whole(span: Span, text: str) -> Span:
    """`span`, with the whole of a CRLF that it starts within."""
    start, end = span
    if text[start - 1 : start + 1] != "\r\n":
        return span
    return Span(start - 1, end if end > start else start - 1)


def line_ending(text: str) -> str:
    """How the lines of a text end: as the first one does."""
    return "\r\n" if re.match(r"[^\n]*\r\n", text) else "\n"


def _apart(attempts: list[_Attempt]) -> list[_Attempt]:
    """Those that touch nothing which an earlier one touches."""
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
    """Whether `span` meets one of `taken`, which are in order and apart."""
    at = bisect_left(taken, span)
    return any(one.start <= span.end and span.start <= one.end for one in taken[max(at - 1, 0) : at + 1])


def _changed(text: str, chosen: list[_Attempt]) -> str:
    parts: list[str] = []
    at = 0
    for edit in sorted((edit for each in chosen for edit in each.edits), key=lambda edit: edit.span):
        parts += (text[at : edit.span.start], edit.text)
        at = edit.span.end
    return "".join((*parts, text[at:]))


def _idle(
    chosen: list[_Attempt], before: tuple[Diagnostic, ...], after: tuple[Diagnostic, ...]
) -> list[_Attempt]:
    """The attempts that did not help: their diagnostic is there as often as before, and at its own place."""
    earlier, later = (Counter((each.name, each.message) for each in found) for found in (before, after))
    places = {(each.name, each.message, each.span.start) for each in after}
    moved = _mover([edit for each in chosen for edit in each.edits])
    idle: list[_Attempt] = []
    for each in chosen:
        key = (each.found.name, each.found.message)
        if later[key] >= earlier[key] and (*key, moved(each.found.span.start)) in places:
            idle.append(each)
    return idle


def _mover(edits: list[Edit]) -> Callable[[int], int]:
    """From an offset before the edits to the same after them."""
    edits = sorted(edits, key=lambda edit: edit.span)
    ends = [edit.span.end for edit in edits]
    grown = [0, *accumulate(len(edit.text) - (edit.span.end - edit.span.start) for edit in edits)]
    return lambda offset: offset + grown[bisect_right(ends, offset)]
