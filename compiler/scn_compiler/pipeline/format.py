"""Formats scripts."""

from scn_compiler.findings.merge import one_per_line
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record
from scn_dsl.source import Source
from scn_grammar.formatter import format_source


class Formatted(Record):
    """A formatted script.

    Attributes:
        text: The formatted text.
        diagnostics: The syntax errors; blocks that don't parse are not formatted.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...]


def format_text(text: str, *, wrap: int = 0) -> Formatted:
    """Format a script. Only the layout changes, and blocks that don't parse are left unchanged.

    Args:
        text: The script.
        wrap: Columns to wrap texts at, without breaking tags or runs of spaces; 0 keeps their line breaks.

    Raises:
        FormatterBug: if the result would not parse to an equal script. Errors in the script are reported, not raised.
    """
    formatted, diagnostics = format_source(text, wrap)
    return Formatted(formatted, one_per_line(list(diagnostics), Source(text)))
