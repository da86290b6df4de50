"""One problem at one place, as a value: no file, no colours, no printing."""

from collections.abc import Callable
from enum import IntEnum

from scn_dsl.records import Record, replace
from scn_dsl.source import Origin, Span


class Severity(IntEnum):
    """How bad a problem is; a greater value is worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Edit(Record):
    """Replaces the text at `span` by `text`."""

    span: Span
    text: str


class Fix(Record):
    """A change that removes a diagnostic. Unsafe fixes are offered, and never applied unasked."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True

    def shift(self, by: int) -> "Fix":
        return self.move(lambda span: span.shift(by))

    def move(self, place: Callable[[Span], Span]) -> "Fix":
        """This fix with every span mapped by `place`."""
        return replace(self, edits=tuple(Edit(place(edit.span), edit.text) for edit in self.edits))


class Related(Record):
    """Another place that belongs to a problem; `message` says how."""

    message: str
    span: Span


class Diagnostic(Record):
    """One problem at one place.

    Attributes:
        code: Stable name of the kind of problem, e.g. `SCN301`; never reused.
        name: The name that people use, e.g. `undefined-label`.
        severity: Errors stop a compile; warnings and infos do not.
        message: One sentence, the author's words in backticks, no full stop.
        span: Its place, in code points of the script or of the text that `origin` names.
        hint: How to write it, unless the message says so.
        related: Other places that belong to it.
        fix: A change that removes the problem, if there is one.
    """

    code: str
    name: str
    severity: Severity
    message: str
    span: Span
    hint: str | None = None
    related: tuple[Related, ...] = ()
    fix: Fix | None = None

    @property
    def origin(self) -> Origin | None:
        """The text that the span counts in, and how it got into the script; `None` for the script itself.

        Each related place and each edit of the fix has its own origin.
        """
        return self.span.origin

    def shift(self, by: int) -> "Diagnostic":
        """This diagnostic moved by `by` code points; places in other texts stay."""
        return self.move(lambda span: span.shift(by))

    def move(self, place: Callable[[Span], Span]) -> "Diagnostic":
        """This diagnostic with every span mapped by `place`."""
        return replace(
            self,
            span=place(self.span),
            related=tuple(Related(other.message, place(other.span)) for other in self.related),
            fix=self.fix and self.fix.move(place),
        )
