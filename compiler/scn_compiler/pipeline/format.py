"""Scripts laid out, with what kept parts of them as they were."""

from dataclasses import dataclass

from scn_compiler.findings.merge import one_per_line
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source
from scn_grammar.formatter import format_source
from scn_grammar.parser import parse


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text laid out anew, and what kept parts of it as they were."""

    text: str
    diagnostics: tuple[Diagnostic, ...]


def format_text(text: str) -> Formatted:
    """Lay a script out; broken blocks stay as they are, and are in the diagnostics."""
    return Formatted(format_source(text), one_per_line(list(parse(Source(text)).diagnostics), Source(text)))
