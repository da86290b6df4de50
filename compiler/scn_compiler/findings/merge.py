"""One finding a line: the worst is reported, the others are related to it."""

from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.records import replace
from scn_dsl.source import Origin, Source


def one_per_line(found: list[Diagnostic], source: Source) -> tuple[Diagnostic, ...]:
    """The diagnostics in order, with one primary a line: the worst, then the first; the rest belong to it."""
    if not found:
        return ()
    lines: dict[tuple[int, Origin | None], list[Diagnostic]] = {}
    for diagnostic in dict.fromkeys(found):
        line = source.position(diagnostic.span.start).line
        lines.setdefault((line, diagnostic.origin), []).append(diagnostic)
    merged: list[Diagnostic] = []
    for _, on_line in sorted(lines.items(), key=lambda item: item[0][0]):
        primary, *rest = sorted(on_line, key=lambda each: -each.severity)
        related = tuple(Related(other.message, other.span) for other in rest)
        merged.append(replace(primary, related=primary.related + related) if rest else primary)
    return tuple(merged)
