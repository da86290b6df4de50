"""What may be done about a finding: its fix, or a comment that allows it."""

import re

from scn_compiler.pipeline.fix import edits_of, line_end
from scn_dsl.catalog import is_optional
from scn_dsl.diagnostic import Diagnostic, Edit
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import body_start, classify

_ALLOW = re.compile(r"[^\S\n]*#\s*(?i:scn)\s*:\s*allow\s+(?=[\w-])")
_COMMENTS = ("bad-allow", "unused-allow")


class QuickFix(Record):
    """Something that an author may choose to do.

    Attributes:
        preferred: Whether it does what anybody would want.
        gap: An offset in the text of the last edit at which the author has to say why.
    """

    title: str
    edits: tuple[Edit, ...]
    found: Diagnostic
    preferred: bool = False
    gap: int | None = None


def quick_fixes(text: str, found: tuple[Diagnostic, ...]) -> tuple[QuickFix, ...]:
    """What may be done about each of `found`: the fixes first."""
    end = line_end(text)
    fixes = [
        QuickFix(_title(each.fix.title), edits_of(each.fix, text), each, preferred=each.fix.safe)
        for each in found
        if each.fix
    ]
    allowed = [each for each in found if is_optional(each) and each.name not in _COMMENTS]
    return (*fixes, *(_allowing(text, each, end) for each in allowed))


def _title(words: str) -> str:
    return words[:1].upper() + words[1:]


def _allowing(text: str, found: Diagnostic, end: str) -> QuickFix:
    """A comment above the line of `found`; what it leaves out is the reason, which only the author knows."""
    title = f"Allow `{found.name}` here"
    line = _first_line(text, found.span.start)
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    allow = _ALLOW.match(text, above, line) if line > above else None
    if allow:
        return QuickFix(title, (Edit(Span(allow.end(), allow.end()), f"{found.name}, "),), found)
    indent = text[line : line + len(text[line:]) - len(text[line:].lstrip(BLANKS))]
    comment = f"{indent}# scn: allow {found.name} "
    return QuickFix(f"{title}: say why", (Edit(Span(line, line), comment + end),), found, gap=len(comment))


def _first_line(text: str, offset: int) -> int:
    """Where the line begins that `offset` is in, or the one that it continues."""
    line = text.rfind("\n", 0, offset) + 1
    while line > body_start(text):
        end = text.find("\n", line)
        if classify(text[line : len(text) if end == -1 else end].strip(BLANKS)) is not LineKind.CONTINUATION:
            return line
        line = text.rfind("\n", 0, line - 1) + 1
    return max(line, body_start(text))
