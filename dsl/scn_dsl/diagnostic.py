"""Diagnostics as values, without file, colors or printing."""

from collections.abc import Callable
from enum import IntEnum

from scn_dsl.records import Record, replace
from scn_dsl.source import Origin, Span


class Severity(IntEnum):
    """Severity of a problem; a greater value is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Edit(Record):
    """Replacement of the text at `span` with `text`."""

    span: Span
    text: str


class Fix(Record):
    """Edits that solve a problem. Unsafe fixes are only applied on request."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True

    def shift(self, by: int) -> "Fix":
        return self.move(lambda span: span.shift(by))

    def move(self, place: Callable[[Span], Span]) -> "Fix":
        """Map every span of the fix with `place`."""
        return replace(self, edits=tuple(Edit(place(edit.span), edit.text) for edit in self.edits))


class Related(Record):
    """Another place that is part of a problem; `message` says how."""

    message: str
    span: Span


OUTSIDE_BLOCK = "outside-block"
"""Case of a line that belongs in a block and is above all blocks."""

NO_KEYWORD = "no-keyword"
"""Case of words without a keyword, which may continue a text, be a line of their own, or be a comment."""

CODE_FENCE = "code-fence"
"""Case of a Markdown code fence, which can be removed in every kind of file."""

LIST_SIGN = "list-sign"
"""Case of a line that starts with a sign such as `-`, like an entry of a list."""


class Diagnostic(Record):
    """One problem at one place.

    Attributes:
        code: Code of the rule, e.g. `SCN301`; never reused.
        name: Name of the rule, e.g. `undefined-label`.
        severity: Errors stop a compile; warnings and info diagnostics don't.
        message: One sentence without a full stop; the author's words are in backticks.
        span: Its place, in code points of the script or of the text that `origin` names.
        hint: Instruction for the author, if the message isn't enough.
        related: Other places that are part of the problem.
        fix: Edits that solve the problem, if known.
        case: One of the cases above, for code that depends on more than the rule; people don't see it.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    hint: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    case: str | None = None

    @property
    def origin(self) -> Origin | None:
        """The text that the span refers to, and how it got into the script; `None` for the script itself.

        Each related place and each edit of the fix has its own origin.
        """
        return self.span.origin

    def shift(self, by: int) -> "Diagnostic":
        """Move the diagnostic by `by` code points; places in other texts stay."""
        return self.move(lambda span: span.shift(by))

    def move(self, place: Callable[[Span], Span]) -> "Diagnostic":
        """Map every span of the diagnostic with `place`."""
        return replace(
            self,
            span=place(self.span),
            related=tuple(Related(other.message, place(other.span)) for other in self.related),
            fix=self.fix and self.fix.move(place),
        )
