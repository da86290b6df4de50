"""One problem at one place, as a value: no file, no colours, no printing."""

from collections.abc import Callable
from enum import IntEnum

from scn_dsl.records import Record, replace
from scn_dsl.source import Origin, Span


class Severity(IntEnum):
    """How bad it is; the greater, the worse."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        return self.name.lower()


class Edit(Record):
    """Replace the text at `span` by `text`."""

    span: Span
    text: str


class Fix(Record):
    """A change that removes a diagnostic. Unsafe fixes are only ever offered."""

    title: str
    edits: tuple[Edit, ...]
    safe: bool = True

    def shift(self, by: int) -> "Fix":
        return self.move(lambda span: span.shift(by))

    def move(self, place: Callable[[Span], Span]) -> "Fix":
        """This change with every span where `place` puts it."""
        return replace(self, edits=tuple(Edit(place(edit.span), edit.text) for edit in self.edits))


class Related(Record):
    """Another place that belongs to the problem, and what it has to do with it."""

    message: str
    span: Span


class Diagnostic(Record):
    """One problem at one place.

    Attributes:
        code: Stable name of the kind of problem, e.g. `SCN301`; never reused.
        name: The name that people use, e.g. `undefined-label`.
        severity: Errors stop a compile; warnings and infos do not.
        message: One sentence, the author's words in backticks, no full stop.
        span: Where, in code points of the script or of the text that `origin` names.
        hint: What to type, where that is not in the message.
        related: Other places that belong to it.
        fix: A change that removes the problem, where one is thinkable.
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
        """The text that it stands in, and how that got into the script; `None` for the script itself.

        Each related place and each edit of the fix knows its own, which may be another.
        """
        return self.span.origin

    def shift(self, by: int) -> "Diagnostic":
        """This problem in a script that begins `by` code points earlier; places in other texts stay."""
        return self.move(lambda span: span.shift(by))

    def move(self, place: Callable[[Span], Span]) -> "Diagnostic":
        """This problem with every span where `place` puts it."""
        return replace(
            self,
            span=place(self.span),
            related=tuple(Related(other.message, place(other.span)) for other in self.related),
            fix=self.fix and self.fix.move(place),
        )
