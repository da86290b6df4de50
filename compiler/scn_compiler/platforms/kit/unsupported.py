"""Reports what a target has no place for: an error if the payload would mean something else, else a warning."""

from collections.abc import Callable, Container, Iterator, Mapping

from scn_compiler.semantics.resolve import ResolvedBlock
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS
from scn_grammar.markup import Marker, Tag, scan

FILE_FIELDS = tuple(name for name, spec in FIELDS.items() if spec.of_file)

CONDITIONAL_DETAILS = ("only_if", "enabled")
"""Details without which a block would act where it should not."""


def unsupported_settings(
    settings: Settings,
    taken: Container[str],
    what: str,
    *,
    severity: Severity = Severity.WARNING,
    hints: Mapping[str, str] | None = None,
) -> Iterator[Diagnostic]:
    """Report fields, records and variables that `what` has no place for.

    Args:
        taken: Names of fields and records, and the words that open variables, that have a place.
        what: The document as a sentence names it, e.g. `a Cekura scenario`.
        hints: What to do instead, by name.
    """
    for name, written, value in _told(settings, taken):
        message = f"{what} has no place for `{written}`"
        hint = hints.get(name) if hints else None
        yield report("unsupported-by-target", value.name, message, hint, severity=severity)


def _told(settings: Settings, taken: Container[str]) -> Iterator[tuple[str, str, Value]]:
    """Yields what is set and not in `taken`: its name, how it is written, its value."""
    for name, value in settings.fields.items():
        if name not in taken and name not in FILE_FIELDS and value.value is not None:
            yield name, f"{name}:", value
    for entry in settings.records:
        if entry.name not in taken:
            yield entry.name, f"{entry.name}:", entry.value
    for holder, table in settings.variables if settings.has_variables else ():
        for name, value in table.items() if holder not in taken else ():
            yield holder, f"{holder} {name}", value


def unsupported_details(row: ResolvedBlock, taken: Container[str], what: str) -> Iterator[Diagnostic]:
    """Report details of a block that `what` has no place for."""
    for name, value in row.details:
        if name in taken:
            continue
        message = f"{what} has no place for `{name}:`"
        hint = None
        severity = Severity.WARNING
        if not row.block.actions:
            severity = Severity.ERROR
        elif name in CONDITIONAL_DETAILS and value.value is not True:
            severity, hint = Severity.ERROR, "without it the block would act where it should not"
        yield report("unsupported-by-target", value.name, message, hint, severity=severity)


def unsupported_blocks(
    rows: tuple[ResolvedBlock, ...],
    what: str,
    hint: str | None = None,
    *,
    severity: Severity = Severity.WARNING,
) -> Iterator[Diagnostic]:
    """Report every block, for a target that has no place for any."""
    for row in rows:
        message = f"{what} has no place for this block"
        yield report("unsupported-by-target", row.span, message, hint, severity=severity)


def unsupported_marks(
    text: str, place: Callable[[int, int], Span], platform: str, becomes: str, hint: str
) -> Iterator[Diagnostic]:
    """Report tags, markers and templates in `text`, for a platform that is not known to have any.

    Args:
        place: The span of a stretch of `text`.
        becomes: What happens to such a mark, e.g. `is said as it is`.
    """
    for mark in scan(text):
        kind = "tags" if isinstance(mark, Tag) else "markers" if isinstance(mark, Marker) else "templates"
        message = f"{platform} is not known to have {kind}: `{text[mark.start : mark.end]}` {becomes}"
        yield report("unsupported-by-target", place(mark.start, mark.end), message, hint)
