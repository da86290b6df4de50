"""Formats scripts."""

from dataclasses import dataclass

from scn_compiler.findings.merge import one_per_line
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source
from scn_grammar.formatter import format_source
from scn_grammar.parser import parse


@dataclass(frozen=True, slots=True)
class Formatted:
    """A formatted script.

    Attributes:
        text: The formatted text.
        diagnostics: The syntax errors; broken blocks are not formatted.
    """

    text: str
    diagnostics: tuple[Diagnostic, ...]


def format_text(text: str, *, wrap: int = 0) -> Formatted:
    """Format a script: layout only. Broken blocks stay as they are.

    Args:
        text: The script.
        wrap: Columns to wrap texts to, where that breaks no tag and no run of blanks; 0 leaves their lines as they are.

    Raises:
        FormatterBug: if the result would not parse to an equal script. A broken script is reported, not raised.
    """
    source = Source(text)
    return Formatted(format_source(text, wrap), one_per_line(list(parse(source).diagnostics), source))
