"""Quick fixes for findings: the rule's own fix, or a suppression comment."""

from scn_compiler.pipeline.fix import adapt_edits, line_ending
from scn_dsl.catalog import is_optional
from scn_dsl.diagnostic import Diagnostic, Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import body_start, classify

_ALLOW = lazy_pattern(r"[^\S\n]*#\s*(?i:scn)\s*:\s*allow\s+(?=[\w-])")
_COMMENTS = ("bad-allow", "unused-allow")


class QuickFix(Record):
    """A quick fix for one finding.

    Attributes:
        preferred: Whether an editor may apply it without asking.
        reason_at: The offset in the text of the last edit where the author types a reason.
    """

    title: str
    edits: tuple[Edit, ...]
    diagnostic: Diagnostic
    preferred: bool = False
    reason_at: int | None = None


def quick_fixes(text: str, found: tuple[Diagnostic, ...]) -> tuple[QuickFix, ...]:
    """Return the quick fixes for the findings; fixes of rules come first."""
    end = line_ending(text)
    fixes = [
        QuickFix(fix_title(each.fix.title), adapt_edits(each.fix, text), each, preferred=each.fix.safe)
        for each in found
        if each.fix
    ]
    allowed = [each for each in found if is_optional(each) and each.name not in _COMMENTS]
    return (*fixes, *(_suppression(text, each, end) for each in allowed))


def fix_title(words: str) -> str:
    """Return the title of a fix as editors show it."""
    return words[:1].upper() + words[1:]


def _suppression(text: str, found: Diagnostic, end: str) -> QuickFix:
    """Build the comment that suppresses a finding, above its line; the author adds the reason."""
    title = f"Suppress `{found.name}` here"
    line = _logical_start(text, found.span.start)
    above = text.rfind("\n", 0, max(line - 1, 0)) + 1
    allow = _ALLOW.match(text, above, line) if line > above else None
    if allow:
        return QuickFix(title, (Edit(Span(allow.end(), allow.end()), f"{found.name}, "),), found)
    indent = text[line : line + len(text[line:]) - len(text[line:].lstrip(BLANKS))]
    comment = f"{indent}# scn: allow {found.name} "
    return QuickFix(
        f"{title} and give a reason", (Edit(Span(line, line), comment + end),), found, reason_at=len(comment)
    )


def _logical_start(text: str, offset: int) -> int:
    """Find the start of the logical line at `offset`."""
    line = text.rfind("\n", 0, offset) + 1
    while line > body_start(text):
        end = text.find("\n", line)
        if classify(text[line : len(text) if end == -1 else end].strip(BLANKS)) is not LineKind.CONTINUATION:
            return line
        line = text.rfind("\n", 0, line - 1) + 1
    return max(line, body_start(text))
