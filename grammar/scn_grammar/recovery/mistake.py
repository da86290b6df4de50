"""A mistake in a line: its message, its span, and the edits that turn it into the line that was probably meant."""

import json
from dataclasses import dataclass

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.line_shapes import LineKind

WITHOUT_KEYWORD = "this line doesn't start with a keyword"
"""The message about words without a keyword."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that recovery recognized in a line.

    Attributes:
        name: Name of the rule, a key of the catalog.
        message: The diagnostic's message.
        span: Its span in the line.
        hint: How to write the line.
        edits: Edits that turn the line into the one that was meant; the parser goes on with that line.
        fix: Title of the fix with these edits; `None` if they are only for recovery.
        safe: Whether the author can't have meant anything else.
        usable: Whether the repaired line says what its author meant; otherwise it's a placeholder.
        severity: Overrides the rule's severity.
        read_as: Edits for recovery to use instead, if the line with `edits` could raise another problem.
        case: The case of the rule, see `Diagnostic`.
    """

    name: str
    message: str
    span: Span
    hint: str | None = None
    edits: tuple[Edit, ...] = ()
    fix: str | None = None
    safe: bool = True
    usable: bool = True
    severity: Severity | None = None
    read_as: tuple[Edit, ...] = ()
    case: str | None = None

    def repair(self, line: str) -> str:
        """Apply the edits to `line`."""
        for edit in sorted(self.read_as or self.edits, key=lambda edit: edit.span.start, reverse=True):
            line = line[: edit.span.start] + edit.text + line[edit.span.end :]
        return line

    def diagnostic(self, start: int) -> Diagnostic:
        """Make the diagnostic for a line that starts at offset `start`."""
        fix = Fix(self.fix, self.edits, self.safe).shift(start) if self.fix and self.edits else None
        return report(
            self.name,
            self.span.shift(start),
            self.message,
            self.hint,
            severity=self.severity,
            fix=fix,
            case=self.case,
        )


def replacement(start: int, end: int, text: str) -> tuple[Edit, ...]:
    """Make one edit that replaces the span from `start` to `end` with `text`."""
    return (Edit(Span(start, end), text),)


_COMMENT = lazy_pattern(
    r"[ \t\xa0]*[.:;,!]*[ \t\xa0]*(#+|//+|--+(?=[ ])|/\*+|<!--)[ \t\xa0]*([^\n]*?)[ \t\xa0]*(?:\*/|-->)?$"
)


def comment_behind(line: str, end: int) -> Mistake | None:
    """Explain a comment after the words of a line, which end at `end`; `None` if something else is there."""
    comment = _COMMENT.match(line, end)
    if not comment:
        return None
    edits = replacement(end, len(line), f"\n  # {comment[2]}" if comment[2] else "")
    message, title = "a comment needs its own line", "move the comment to its own line"
    hint = f"write `# {comment[2][:60]}` on the next line"
    span = Span(comment.start(1), len(line))
    return Mistake("extra-words", message, span, hint, edits, title, read_as=replacement(end, len(line), ""))


def no_text(mark: str) -> str:
    """Say that a line starts with `mark`, and has no text above it to continue."""
    return f"`{mark}` needs text above it to continue"


def without_colon(line: str) -> tuple[Edit, ...]:
    """Make the edit that removes a colon from the end of a trigger, if it has one."""
    end = len(line.rstrip(BLANKS))
    if "\n" in line or line[end - 1 : end] != ":":
        return ()
    return replacement(len(line[: end - 1].rstrip(BLANKS)), len(line), "")


Diagnosis = tuple[LineKind, Mistake]
"""The kind a line was meant to be, and its mistake."""


def unquoted(value: str) -> str:
    """Strip the quotes around `value`, whatever their form."""
    bare = value.strip()
    if bare[:1] == '"' and bare[-1:] == '"' and len(bare) > 1:
        try:
            text = json.loads(bare)
        except ValueError:
            text = bare[1:-1]
        return text if text.strip() and "\n" not in text else bare
    wrapped = len(bare) > 2 and bare[0] + bare[-1] in ("''", "“”", "‘’", "``")
    return bare[1:-1] if wrapped and bare[0] not in bare[1:-1] else bare
