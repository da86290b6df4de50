"""Reports of a scenario's name, in the words that all platforms share."""

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Span

_HELP = "write a name after `scenario:`"


def no_name(span: Span, message: str) -> Diagnostic:
    """Report that a scenario needs a name, for the reason in `message`."""
    return report("missing-name", span, message, _HELP, severity=Severity.ERROR)


def blank_name(span: Span) -> Diagnostic:
    """Report a name that consists of whitespace, which every platform rejects."""
    return no_name(span, "the name is blank")
