"""A mistake in a line: its message, its span, and the edits that make the line that was probably meant."""

import json
import re
from dataclasses import dataclass

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.line_shapes import LineKind


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that was recognised in a line.

    Attributes:
        name: The kind of problem, a key of the catalog.
        message: The diagnostic's message.
        span: Its span in the line.
        hint: How to write the line.
        edits: The edits that make the line that was meant; the parser goes on with that line.
        fix: Title of the fix with these edits; `None` if they serve recovery only.
        safe: Whether the author can have meant nothing else.
        usable: Whether the repaired line says what its author meant; otherwise it is a placeholder.
        severity: Overrides the severity of its kind.
        read_as: Edits for recovery to use instead, where the line with `edits` could raise another problem.
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

    def repair(self, line: str) -> str:
        """Apply the edits to `line`."""
        for edit in sorted(self.read_as or self.edits, key=lambda edit: edit.span.start, reverse=True):
            line = line[: edit.span.start] + edit.text + line[edit.span.end :]
        return line

    def diagnostic(self, start: int) -> Diagnostic:
        """The diagnostic, for a line that begins at offset `start`."""
        fix = Fix(self.fix, self.edits, self.safe).shift(start) if self.fix and self.edits else None
        return report(
            self.name, self.span.shift(start), self.message, self.hint, severity=self.severity, fix=fix
        )


def replacement(start: int, end: int, text: str) -> tuple[Edit, ...]:
    """One edit: replaces the span from `start` to `end` by `text`."""
    return (Edit(Span(start, end), text),)


_COMMENT = re.compile(
    r"[ \t\xa0]*[.:;,!]*[ \t\xa0]*(#+|//+|--+(?=[ ])|/\*+|<!--)[ \t\xa0]*([^\n]*?)[ \t\xa0]*(?:\*/|-->)?$"
)


def comment_behind(line: str, end: int) -> Mistake | None:
    """The mistake of a comment behind the words of a line, which end at `end`; `None` if something else is there."""
    comment = _COMMENT.match(line, end)
    if not comment:
        return None
    edits = replacement(end, len(line), f"\n  # {comment[2]}" if comment[2] else "")
    message, title = "a comment stands on a line of its own", "put it on its own line"
    hint = f"write it below this line: `# {comment[2][:60]}`"
    span = Span(comment.start(1), len(line))
    return Mistake("extra-words", message, span, hint, edits, title, read_as=replacement(end, len(line), ""))


def without_colon(line: str) -> tuple[Edit, ...]:
    """The edit that takes a colon off the end of a trigger; none if there is none."""
    end = len(line.rstrip(BLANKS))
    if "\n" in line or line[end - 1 : end] != ":":
        return ()
    return replacement(len(line[: end - 1].rstrip(BLANKS)), len(line), "")


Diagnosis = tuple[LineKind, Mistake]
"""The kind that a line was meant to be, and its mistake."""


def unquoted(value: str) -> str:
    """`value` without quotes, of any format, around it."""
    bare = value.strip()
    if bare[:1] == '"' and bare[-1:] == '"' and len(bare) > 1:
        try:
            text = json.loads(bare)
        except ValueError:
            text = bare[1:-1]
        return text if text.strip() and "\n" not in text else bare
    wrapped = len(bare) > 2 and bare[0] + bare[-1] in ("''", "“”", "‘’", "``")
    return bare[1:-1] if wrapped and bare[0] not in bare[1:-1] else bare
