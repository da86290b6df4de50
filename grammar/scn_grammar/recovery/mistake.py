"""A mistake: what was typed, what was probably meant, and the line as it should be."""

import json
from dataclasses import dataclass

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong form that was recognised.

    Attributes:
        name: The kind of problem, as in the catalog.
        message: What is wrong.
        span: Where in the line.
        hint: What to type.
        edits: What turns the line into the one that was meant; reading goes on with that.
        fix: Title of the fix that makes these edits; `None` if they only help to read on.
        safe: Whether nothing but the meant line can have been meant.
        usable: Whether the mended line says what its author meant; if not, it only keeps
            the place of one that did not come through.
        severity: Where it is worse than others of its kind.
        read_as: What the line is read as, where reading on with the fix could raise another problem.
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

    def mend(self, line: str) -> str:
        """`line` with the edits made."""
        for edit in sorted(self.read_as or self.edits, key=lambda edit: edit.span.start, reverse=True):
            line = line[: edit.span.start] + edit.text + line[edit.span.end :]
        return line

    def diagnostic(self, start: int) -> Diagnostic:
        """The report, for a line that begins at `start`."""
        fix = Fix(self.fix, self.edits, self.safe).shift(start) if self.fix and self.edits else None
        return report(
            self.name, self.span.shift(start), self.message, self.hint, severity=self.severity, fix=fix
        )


def swap(start: int, end: int, text: str) -> tuple[Edit, ...]:
    """The edit that replaces one stretch."""
    return (Edit(Span(start, end), text),)


Diagnosis = tuple[LineKind, Mistake]
"""What a line was meant to be, and what is wrong with it."""


def unquoted(value: str) -> str:
    """A text without the quotes of another format around it."""
    bare = value.strip()
    if bare[:1] == '"' and bare[-1:] == '"' and len(bare) > 1:
        try:
            text = json.loads(bare)
        except ValueError:
            text = bare[1:-1]
        return text if text.strip() and "\n" not in text else bare
    wrapped = len(bare) > 2 and bare[0] + bare[-1] in ("''", "“”", "‘’", "``")
    return bare[1:-1] if wrapped and bare[0] not in bare[1:-1] else bare
