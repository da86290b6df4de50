"""Forms of lines as other formats write them, and the diagnosis of a line that has one of these forms.

The form matches a whole line. The diagnostic's span is the group `seen`, or else the whole line; `meant` is the
repaired line.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind
from scn_grammar.recovery.mistake import Diagnosis, Mistake, replacement, unquoted


@dataclass(frozen=True, slots=True)
class LineForm:
    """A form of line: its pattern, its diagnostic, and the repaired line, if known."""

    kind: LineKind
    pattern: re.Pattern[str]
    message: str
    hint: str
    meant: str | None = None
    name: str = "stray-line"
    safe: bool = False
    case: str | None = None


def form(kind: LineKind, pattern: str, message: str, hint: str, meant: str | None = None,
              name: str = "stray-line", *, safe: bool = False, case: str | None = None) -> LineForm:  # fmt: skip
    """Make a form; `{0}` in the message is what was seen, `{value}` in `meant` is the group `value` without quotes."""
    return LineForm(
        kind, re.compile(pattern, re.IGNORECASE | re.DOTALL), message, hint, meant, name, safe, case
    )


def first_match(forms: Iterable[LineForm], line: str) -> Diagnosis | None:
    """Diagnose a line by the first form that it has."""
    for each in forms:
        if match := each.pattern.fullmatch(line):
            return each.kind, _mistake(each, line, match)
    return None


def _mistake(of: LineForm, line: str, match: re.Match[str]) -> Mistake:
    groups = match.groupdict()
    span = Span(*match.span("seen" if groups.get("seen") else 0))
    seen = line[span.start : span.end].rstrip()
    message = of.message.replace("{0}", seen.rstrip(" :") or seen)
    span = Span(span.start, span.start + len(seen))
    label = "-".join(line[span.start : span.end].casefold().split())
    hint = match.expand(of.hint.replace("{label}", label))
    if of.meant is None:
        edits = replacement(0, len(line), 'WHEN raw: "?"') if of.kind is LineKind.OPENING else ()
        return Mistake(of.name, message, span, hint, edits, usable=False, case=of.case)
    meant = match.expand(of.meant.replace("{value}", "\0").replace("{label}", label))
    meant = meant.replace("\0", unquoted(groups.get("value") or ""))
    title = f"write `{meant.split(chr(10))[0]}`" if meant else "remove this line"
    return Mistake(
        of.name, message, span, hint, replacement(0, len(line), meant), title, of.safe, case=of.case
    )
