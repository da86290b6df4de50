"""Merges the findings on one line into one diagnostic."""

from collections.abc import Iterable

from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.records import replace
from scn_dsl.source import Origin, Source, Span


def distinct(found: Iterable[Diagnostic]) -> list[Diagnostic]:
    """Drop duplicates; compares only findings with the same place and message, because hashing all takes longer."""
    kept: list[Diagnostic] = []
    by_place: dict[tuple[str, Span, str], list[Diagnostic]] = {}
    for diagnostic in found:
        here = by_place.setdefault((diagnostic.code, diagnostic.span, diagnostic.message), [])
        if diagnostic not in here:
            here.append(diagnostic)
            kept.append(diagnostic)
    return kept


def one_per_line(found: list[Diagnostic], source: Source) -> tuple[Diagnostic, ...]:
    """Merge diagnostics so that each line has one: the most severe, and among equals the first.

    Args:
        found: Diagnostics in any order; duplicates are dropped.
        source: The text that their spans refer to.

    Returns:
        One diagnostic per line, ordered by line; the others on its line are its `related`.
    """
    if not found:
        return ()
    unique = distinct(found)
    ends = _line_ends({diagnostic.span.start for diagnostic in unique}, source.text)
    lines: dict[tuple[int, Origin | None], list[Diagnostic]] = {}
    for diagnostic in unique:
        lines.setdefault((ends[diagnostic.span.start], diagnostic.origin), []).append(diagnostic)
    merged: list[Diagnostic] = []
    for _, on_line in sorted(lines.items(), key=lambda item: item[0][0]):
        primary, *rest = sorted(on_line, key=lambda each: -each.severity)
        related = tuple(Related(other.message, other.span) for other in rest)
        merged.append(replace(primary, related=primary.related + related) if rest else primary)
    return tuple(merged)


def _line_ends(offsets: set[int], text: str) -> dict[int, int]:
    """Return the end of the line of each offset; in a long text, that is faster than finding all lines."""
    ends: dict[int, int] = {}
    end = -1
    for offset in sorted(offsets):
        if offset > end:
            end = text.find("\n", offset)
            end = len(text) if end == -1 else end
        ends[offset] = end
    return ends
