"""The public verbs, pure: text in, values out. The command line and the editor call nothing else."""

from dataclasses import dataclass

from scn_compiler.checking import check_text
from scn_compiler.compiling import Compiled, by_line, combine, compile_text
from scn_compiler.decompiling import Decompiled, decompile
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.source import Source
from scn_grammar.formatter import format_source
from scn_grammar.parser import parse

__all__ = [
    "Compiled",
    "Decompiled",
    "Formatted",
    "check",
    "combine",
    "compile_text",
    "decompile",
    "format_text",
]


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text laid out anew, and what kept parts of it as they were."""

    text: str
    diagnostics: tuple[Diagnostic, ...]


def check(text: str, *, path: str | None = None, target: str | None = None) -> tuple[Diagnostic, ...]:
    """What is wrong with a script, by place; at most one primary diagnostic a line.

    Args:
        text: The script.
        path: Its file, after which a scenario without a `scenario:` line is named.
        target: What it is meant to be compiled to; by default what it says itself, or `cekura`.

    Raises:
        KeyError: if there is no such target.
    """
    return check_text(text, path=path, target=target)


def format_text(text: str) -> Formatted:
    """Lay a script out; broken blocks stay as they are, and are in the diagnostics."""
    return Formatted(format_source(text), by_line(list(parse(Source(text)).diagnostics), Source(text)))
