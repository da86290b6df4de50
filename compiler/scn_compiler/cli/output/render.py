"""Diagnostics as text for people: in full, in one line, and as counts."""

from scn_compiler.cli.output.style import PLAIN, Style
from scn_compiler.inert_text import one_line
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Position, Source
from scn_dsl.wording import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from scn_dsl.source import Span

_WIDTH = 110
"""The most columns of a source line to show; a longer line is cut around the problem."""


def diagnostic_text(
    diagnostic: Diagnostic,
    source: Source,
    name: str,
    style: Style = PLAIN,
    file_of: "Callable[[Span], tuple[str, Source]] | None" = None,
) -> str:
    """Render a diagnostic with its source line, hint, fix and related places.

    Args:
        file_of: Returns the path and the text of the file that a related place is in; by default, all are in `source`.
    """
    start, end = source.position(diagnostic.span.start), source.position(diagnostic.span.end)
    margin = " " * len(str(start.line))
    text, carets = _excerpt(source, start, end)
    bar = style.dim("|")
    lines = [
        f"{_head(diagnostic, style)}: {style.bold(one_line(diagnostic.message))}",
        f"{margin}{style.dim('-->')} {one_line(name)}:{start.line}:{start.column}",
        f"{margin} {bar}",
        f"{style.dim(f'{start.line} |')} {text}".rstrip(),
        f"{margin} {bar} {style.severity(diagnostic.severity, carets)}",
    ]
    if diagnostic.hint and not (diagnostic.fix and diagnostic.fix.title == diagnostic.hint):
        lines.append(f"{margin} {style.dim('=')} help: {one_line(diagnostic.hint)}")
    if diagnostic.fix:
        option = "--fix" if diagnostic.fix.safe else "--fix --unsafe-fixes"
        lines.append(f"{margin} {style.dim('=')} fix: {one_line(diagnostic.fix.title)} (scn check {option})")
    for other in diagnostic.related:
        path, text_there = file_of(other.span) if file_of else (name, source)
        position = text_there.position(other.span.start)
        note = one_line(f"{other.message} ({path}:{position.line}:{position.column})")
        lines.append(f"{margin} {style.dim('=')} note: {note}")
    return "\n".join(lines) + "\n"


def _head(diagnostic: Diagnostic, style: Style) -> str:
    code = style.link(diagnostic.code, diagnostic.name)
    return f"{style.severity(diagnostic.severity, f'{diagnostic.severity.word}[{code}]')} {diagnostic.name}"


def concise(diagnostic: Diagnostic, source: Source, name: str, style: Style = PLAIN) -> str:
    """Render a diagnostic in one line."""
    start = source.position(diagnostic.span.start)
    place = one_line(f"{name}:{start.line}:{start.column}")
    code = style.severity(diagnostic.severity, style.link(diagnostic.code, diagnostic.name))
    return f"{place}: {code} {diagnostic.name} {one_line(diagnostic.message)}"


def _excerpt(source: Source, start: Position, end: Position) -> tuple[str, str]:
    """Return the source line, cut to `_WIDTH`, and the line of carets under the problem."""
    line = source.line(start.line)
    first = start.column - 1
    last = end.column - 1 if end.line == start.line else len(line)
    cut = max(0, min(first - _WIDTH // 3, len(line) - _WIDTH)) if len(line) > _WIDTH else 0
    visible = line[cut : cut + _WIDTH].replace("\t", " ")
    before = _width(one_line(visible[: first - cut]))
    marked = _width(one_line(visible[: max(last - cut, first - cut + 1)])) - before
    lead = "…" if cut else ""
    tail = "…" if cut + _WIDTH < len(line) else ""
    shown = one_line(visible)
    if len(shown) > 3 * _WIDTH:  # nearly all of it is escapes
        shown, tail, before = shown[: 3 * _WIDTH], "…", min(before, 3 * _WIDTH)
    return f"{lead}{shown}{tail}", " " * (before + len(lead)) + "^" * max(1, min(marked, 3 * _WIDTH - before))


def _width(text: str) -> int:
    """Return how many columns of a terminal `text` takes."""
    return sum(map(_columns, text)) if not text.isascii() else len(text)


def _columns(char: str) -> int:
    import unicodedata  # noqa: PLC0415  (most lines are ASCII)

    joins_a_korean_syllable = "\u1160" <= char <= "\u11ff"
    if joins_a_korean_syllable or unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def summary(diagnostics: list[Diagnostic], files: int) -> str:
    """Count by severity, e.g. `2 errors, 1 warning in 3 files`."""
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for each in diagnostics:
        counts[each.severity.word] += 1
    parts = [counted(count, word) for word, count in counts.items() if count]
    problems = ", ".join(parts) or "no problems"
    return f"{problems} in {counted(files, 'file')}"


def failed_files(unread: int, unwritten: int = 0, bugs: int = 0) -> list[str]:
    """Count files that could not be read, written or processed, e.g. `1 file could not be read`."""
    counts = {"read": unread, "written": unwritten, "processed": bugs}
    return [f"{counted(count, 'file')} could not be {action}" for action, count in counts.items() if count]
