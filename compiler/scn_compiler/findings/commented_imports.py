"""Comments that another language reads as an import: `#include "shared.scn"`."""

import re

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span

_INCLUDE = lazy_pattern(
    r"#(?P<word>include|import)[ \t]*(?P<path>\"[^\"<>\n]+\.scn\"|<[^\"<>\n]+\.scn>)[ \t]*;?"
)
_ABOVE = ("BLANK", "COMMENT", "VERSION", "SETTING", "CONTINUATION")
"""The kinds of lines above which, and below which, a file can be imported."""


def commented_imports(text: str) -> list[Diagnostic]:
    """Report the comments of a script that were meant to import a file; above the blocks, each has a fix."""
    if "#" not in text or ("#include" not in text and "#import" not in text):
        return []
    from scn_grammar.lines import body_start, split  # noqa: PLC0415  (plain scripts don't need it)

    found: list[Diagnostic] = []
    is_head = True
    for line in split(text, body_start(text)):
        is_head = is_head and line.kind.name in _ABOVE
        if include := _INCLUDE.fullmatch(line.text):
            found.append(_commented_import(include, Span(line.start, line.end), is_head=is_head))
    return found


def _commented_import(include: re.Match[str], span: Span, *, is_head: bool) -> Diagnostic:
    meant = "import: " + include["path"][1:-1].replace("\\", "/")
    hint = f"write `{meant}`" + ("" if is_head else " above the first `scenario:`")
    fix = Fix(f"write `{meant}`", (Edit(span, meant),), safe=False) if is_head else None
    message = f"`#{include['word']}` is a comment, so it imports nothing"
    return report("bad-import", span, message, hint, severity=Severity.WARNING, fix=fix)
