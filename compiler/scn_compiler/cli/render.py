"""Diagnostics as people and programs read them: full, concise, JSON."""

import unicodedata

from scn_compiler.jsontext import Json
from scn_dsl.diagnostic import Diagnostic, Edit
from scn_dsl.source import Position, Source, Span

VERSION = 1
WIDTH = 110
"""Columns of a source line that are shown; of a longer one the part around the problem."""


def full(found: Diagnostic, source: Source, name: str) -> str:
    """A diagnostic with its source line and what to do."""
    start, end = source.position(found.span.start), source.position(found.span.end)
    margin = " " * len(str(start.line))
    lines = [
        f"{found.severity.word}[{found.code}] {found.name}: {found.message}",
        f"{margin}--> {name}:{start.line}:{start.column}",
    ]
    text, marks = _excerpt(source, start, end)
    lines += [f"{margin} |", f"{start.line} | {text}".rstrip(), f"{margin} | {marks}"]
    if found.hint:
        lines.append(f"{margin} = help: {found.hint}")
    for other in found.related:
        place = source.position(other.span.start)
        lines.append(f"{margin} = note: {other.message} ({name}:{place.line}:{place.column})")
    return visible("\n".join(lines)) + "\n"


def concise(found: Diagnostic, source: Source, name: str) -> str:
    """A diagnostic in one line."""
    start = source.position(found.span.start)
    return visible(
        f"{name}:{start.line}:{start.column}: {found.code} {found.name} {found.message}".replace("\n", " ")
    )


def as_json(found: Diagnostic, source: Source, name: str) -> Json:
    """A diagnostic as a JSON object; lines and columns from 1, columns in code points."""
    return {
        "code": found.code,
        "name": found.name,
        "severity": found.severity.word,
        "message": found.message,
        "file": name,
        **_range(found.span, source),
        "hint": found.hint,
        "related": [{"message": other.message, **_range(other.span, source)} for other in found.related],
        "fix": found.fix
        and {
            "title": found.fix.title,
            "safe": found.fix.safe,
            "edits": [_edit(edit, source) for edit in found.fix.edits],
        },
    }


def _edit(edit: Edit, source: Source) -> Json:
    return {**_range(edit.span, source), "text": edit.text}


def _range(span: Span, source: Source) -> dict[str, Json]:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "start": {"line": start.line, "column": start.column},
        "end": {"line": end.line, "column": end.column},
    }


def _excerpt(source: Source, start: Position, end: Position) -> tuple[str, str]:
    """The source line, cut to what fits, and carets under the problem."""
    line = source.line(start.line)
    first = start.column - 1
    last = end.column - 1 if end.line == start.line else len(line)
    cut = max(0, min(first - WIDTH // 3, len(line) - WIDTH)) if len(line) > WIDTH else 0
    shown = line[cut : cut + WIDTH]
    before = shown[: first - cut]
    marked = shown[first - cut : max(last - cut, first - cut + 1)]
    lead = "…" if cut else ""
    tail = "…" if cut + WIDTH < len(line) else ""
    text = f"{lead}{shown}{tail}".replace("\t", " ")
    return text, " " * (_width(before) + len(lead)) + "^" * max(1, _width(marked))


def _width(text: str) -> int:
    """Columns that a terminal gives to `text`."""
    wide = sum(unicodedata.east_asian_width(char) in "WF" for char in text)
    return len(text) + wide - sum(unicodedata.combining(char) != 0 for char in text)


def visible(text: str) -> str:
    """`text` without anything that would steer a terminal."""
    return "".join(char if char.isprintable() or char in "\n " else "\ufffd" for char in text)


def summary(found: list[Diagnostic], files: int) -> str:
    """How many there are of what, e.g. `2 errors, 1 warning in 3 files`."""
    counts = dict.fromkeys(("error", "warning", "info"), 0)
    for each in found:
        counts[each.severity.word] += 1
    parts = [f"{count} {word}{'' if count == 1 else 's'}" for word, count in counts.items() if count]
    what = ", ".join(parts) or "no problems"
    return f"{what} in {files} file{'' if files == 1 else 's'}"
