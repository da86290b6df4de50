"""Reports of unsupported lines: an error if the payload would change its meaning without them, otherwise a warning."""

from collections.abc import Callable, Container, Iterator, Mapping

from scn_compiler.semantics.resolve import ResolvedBlock
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS
from scn_grammar.markup import Marker, Tag, scan

_NOT_SENT = tuple(name for name, spec in FIELDS.items() if spec.of_file or spec.of_scn)
"""Fields that tell scn something, and a platform nothing."""

CONDITIONAL_DETAILS = ("only_if", "enabled")
"""Details without which a block would run when it shouldn't."""


def unsupported_settings(
    settings: Settings,
    taken: Container[str],
    what: str,
    *,
    severity: Severity = Severity.WARNING,
    hints: Mapping[str, str] | None = None,
) -> Iterator[Diagnostic]:
    """Report fields, records and variables that have no equivalent in `what`.

    Args:
        taken: Supported fields, records and words before variables.
        what: The document's name in a sentence, e.g. `a Cekura scenario`.
        hints: Alternatives, by name.
    """
    for name, written, value in _told(settings, taken):
        message = f"`{written}` has no equivalent in {what}"
        hint = hints.get(name) if hints else None
        yield report("unsupported-by-target", value.name, message, hint, severity=severity)


def _told(settings: Settings, taken: Container[str]) -> Iterator[tuple[str, str, Value]]:
    """Yield the name, the written form and the value of every setting that isn't in `taken`."""
    for name, value in settings.fields.items():
        if name not in taken and name not in _NOT_SENT and value.value is not None:
            yield name, f"{name}:", value
    for entry in settings.records:
        if entry.name not in taken:
            yield entry.name, f"{entry.name}:", entry.value
    for holder, table in settings.variables if settings.has_variables else ():
        for name, value in table.items() if holder not in taken else ():
            yield holder, f"{holder} {name}", value


def unsupported_details(row: ResolvedBlock, taken: Container[str], what: str) -> Iterator[Diagnostic]:
    """Report details of a block that have no equivalent in `what`."""
    for name, value in row.details:
        if name in taken:
            continue
        message = f"`{name}:` has no equivalent in {what}"
        hint = None
        severity = Severity.WARNING
        if not row.block.actions:
            severity = Severity.ERROR
        elif name in CONDITIONAL_DETAILS and value.value is not True:
            severity = Severity.ERROR
            hint = f"remove the block: without `{name}:`, the block would run when it shouldn't"
            if name == "only_if":
                hint = (
                    "remove the block, or move the condition to its trigger: "
                    "without `only_if:`, the block would run when it shouldn't"
                )
        yield report("unsupported-by-target", value.name, message, hint, severity=severity)


def unsupported_blocks(
    rows: tuple[ResolvedBlock, ...],
    what: str,
    hint: str | None = None,
    *,
    severity: Severity = Severity.WARNING,
) -> Iterator[Diagnostic]:
    """Report every block, for a target that supports none."""
    for row in rows:
        message = f"this block has no equivalent in {what}"
        yield report("unsupported-by-target", row.span, message, hint, severity=severity)


def unsupported_marks(
    text: str, place: Callable[[int, int], Span], platform: str, becomes: str
) -> Iterator[Diagnostic]:
    """Report tags, markers and templates in `text`, for a platform that documents none.

    Args:
        place: Returns the span of a part of `text`.
        becomes: The consequence for such a mark, e.g. `is spoken literally`.
    """
    for mark in scan(text):
        kind = "tags" if isinstance(mark, Tag) else "markers" if isinstance(mark, Marker) else "templates"
        message = f"{platform} doesn't document {kind}: `{text[mark.start : mark.end]}` {becomes}"
        hint = f"remove the {kind[:-1]}, unless you want to send the {kind[:-1]} as written"
        yield report("unsupported-by-target", place(mark.start, mark.end), message, hint)
