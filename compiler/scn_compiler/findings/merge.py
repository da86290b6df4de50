"""One finding a line: the worst is reported, the others are related to it."""

from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.records import replace
from scn_dsl.source import Source


def one_per_line(found: list[Diagnostic], source: Source) -> tuple[Diagnostic, ...]:
    """The diagnostics in order, with one primary a line: the worst, then the first; the rest belong to it."""
    if not found:
        return ()
    lines: dict[int, list[Diagnostic]] = {}
    for diagnostic in dict.fromkeys(found):
        lines.setdefault(source.position(diagnostic.span.start).line, []).append(diagnostic)
    merged: list[Diagnostic] = []
    for line in sorted(lines):
        primary, *rest = sorted(lines[line], key=lambda each: -each.severity)
        related = tuple(Related(other.message, other.span) for other in rest)
        merged.append(replace(primary, related=primary.related + related) if rest else primary)
    return tuple(merged)
