"""Diagnostics as people read them: full and concise."""

import unicodedata

from scn_compiler.cli.output.style import PLAIN, Style
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Position, Source

_WIDTH = 110
"""Columns of a source line that are shown; of a longer one the part around the problem."""


def diagnostic_text(found: Diagnostic, source: Source, name: str, style: Style = PLAIN) -> str:
    """A diagnostic with its source line and what to do."""
    start, end = source.position(found.span.start), source.position(found.span.end)
    margin = " " * len(str(start.line))
    text, marks = _excerpt(source, start, end)
    bar = style.dim("|")
    lines = [
        f"{_head(found, style)}: {style.bold(terminal_safe(found.message))}",
        f"{margin}{style.dim('-->')} {terminal_safe(name)}:{start.line}:{start.column}",
        f"{margin} {bar}",
        f"{style.dim(f'{start.line} |')} {terminal_safe(text)}".rstrip(),
        f"{margin} {bar} {style.severity(found.severity, marks)}",
    ]
    if found.hint and not (found.fix and found.fix.title == found.hint):
        lines.append(f"{margin} {style.dim('=')} help: {terminal_safe(found.hint)}")
    if found.fix:
        how = "--fix" if found.fix.safe else "--fix --unsafe-fixes"
        lines.append(f"{margin} {style.dim('=')} fix: {terminal_safe(found.fix.title)} (scn check {how})")
    for other in found.related:
        place = source.position(other.span.start)
        note = terminal_safe(f"{other.message} ({name}:{place.line}:{place.column})")
        lines.append(f"{margin} {style.dim('=')} note: {note}")
    return "\n".join(lines) + "\n"


def _head(found: Diagnostic, style: Style) -> str:
    code = style.link(found.code, found.name)
    return f"{style.severity(found.severity, f'{found.severity.word}[{code}]')} {found.name}"


def concise(found: Diagnostic, source: Source, name: str, style: Style = PLAIN) -> str:
    """A diagnostic in one line."""
    start = source.position(found.span.start)
    place = terminal_safe(f"{name}:{start.line}:{start.column}".replace("\n", " "))
    code = style.severity(found.severity, style.link(found.code, found.name))
    return f"{place}: {code} {found.name} {terminal_safe(found.message.replace(chr(10), ' '))}"


def _excerpt(source: Source, start: Position, end: Position) -> tuple[str, str]:
    """The source line, cut to what fits, and carets under the problem."""
    line = source.line(start.line)
    first = start.column - 1
    last = end.column - 1 if end.line == start.line else len(line)
    cut = max(0, min(first - _WIDTH // 3, len(line) - _WIDTH)) if len(line) > _WIDTH else 0
    shown = line[cut : cut + _WIDTH]
    before = shown[: first - cut]
    marked = shown[first - cut : max(last - cut, first - cut + 1)]
    lead = "…" if cut else ""
    tail = "…" if cut + _WIDTH < len(line) else ""
    text = f"{lead}{shown}{tail}".replace("\t", " ")
    return text, " " * (_width(before) + len(lead)) + "^" * max(1, _width(marked))


def _width(text: str) -> int:
    """Columns that a terminal gives to `text`."""
    return sum(map(_columns, text)) if not text.isascii() else len(text)


def _columns(char: str) -> int:
    joins_a_korean_syllable = "\u1160" <= char <= "\u11ff"
    if joins_a_korean_syllable or unicodedata.category(char) in ("Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def terminal_safe(text: str) -> str:
    """`text` without anything that would steer a terminal."""
    return "".join(char if char.isprintable() or char in "\n " else "\ufffd" for char in text)


def summary(found: list[Diagnostic], files: int) -> str:
    """How many there are of what, e.g. `2 errors, 1 warning in 3 files`."""
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for each in found:
        counts[each.severity.word] += 1
    parts = [f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts.items() if count]
    what = ", ".join(parts) or "no problems"
    return f"{what} in {count_files(files)}"


def count_files(count: int) -> str:
    """How many files, e.g. `1 file`."""
    return f"{count} file{'' if count == 1 else 's'}"


def not_done(unread: int, unwritten: int = 0) -> list[str]:
    """How many files could not be read or written, e.g. `1 file could not be read`."""
    counts = {"read": unread, "written": unwritten}
    return [f"{count_files(count)} could not be {done}" for done, count in counts.items() if count]
