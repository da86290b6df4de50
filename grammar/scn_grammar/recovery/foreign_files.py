"""Files in other formats: one diagnostic per file instead of one per line."""

import re

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import body_start, split
from scn_grammar.recovery.understand import understand

_SIGNS: tuple[tuple[str, str, str | None], ...] = (
    (r"[\[{]\s*(?:[\"{\[]|[}\]])", "this is JSON, not a script", "to convert a payload to a script, run `scn decompile`"),
    (r"(?:Feature|Rule|Background):", "this is a Gherkin feature, not a script",
     "start a script with `scenario:` or `FIRST_MESSAGE`"),
    (r"<(?:\?xml|!DOCTYPE|html)", "this is HTML or XML, not a script", None),
    (r"%PDF-|PK\x03\x04|\x7fELF|GIF8|\x89PNG", "this is a binary file, not a script", None),
    (r"(?:title: .*\n(?:.*\n)*?---)", "this is a Yarn Spinner script, not an scn script",
     "start a script with `scenario:` or `FIRST_MESSAGE`"),
    (r"---[ \t]*(?:\r?\n|\Z)|- (?!(?:say|do|role|scenario)\b)[\w-]+:", "this is YAML, not a script",
     "start a script with `scenario:` or `FIRST_MESSAGE`"),
    (r"(?:conditional_actions|conditions|scenarios):[ \t]*(?:\r?\n|\Z)", "this is YAML, not a script",
     "to convert a JSON payload to a script, run `scn decompile`"),
    (r"\*\*\* ?(?:Settings|Test Cases|Keywords)", "this is a Robot Framework suite, not a script", None),
)  # fmt: skip

_UTF_16 = lazy_pattern(r"(?:[^\0]\0){8}|(?:\0[^\0]){8}")
"""UTF-16 without a byte order mark, read as UTF-8."""


def recognize(text: str) -> Diagnostic | None:
    """Diagnose a file in another format; `None` if `text` can be a script."""
    start = len(text) - len(text.lstrip("\ufeff \t\r\n"))
    if "\r" in text[start:].rstrip() and "\n" not in text:
        message = "this file uses CR line endings"
        first = Span(start, text.index("\r", start))
        return report("not-a-script", first, message, "save the file with LF line endings")
    for sign, message, hint in _SIGNS:
        if re.match(sign, text[start : start + 4096]):
            return report("not-a-script", _line(text, start), message, hint)
    if _UTF_16.match(text):
        return report("not-a-script", Span(0, 1), "this file is UTF-16", "save the file as UTF-8")
    if text.count("\0") > sum(map(len, text.split())) // 100 + 8:
        return report("not-a-script", Span(0, 1), "this is a binary file, not a script")
    return None if _has_scn_line(text) else _no_scn_line(text)


def _has_scn_line(text: str) -> bool:
    """Tell whether `text` has a known or misspelled keyword before 200 unknown lines, or fewer than 3 lines."""
    unknown = 0
    for line in split(text, body_start(text)):
        if line.kind not in (LineKind.BLANK, LineKind.COMMENT, LineKind.UNKNOWN):
            return True
        if line.kind is LineKind.UNKNOWN:
            if understand(line.text).kind is not LineKind.UNKNOWN:
                return True
            unknown += 1
            if unknown > 200:
                return False
    return unknown < 3


def _no_scn_line(text: str) -> Diagnostic:
    first = next(line for line in split(text, body_start(text)) if line.kind is LineKind.UNKNOWN)
    return report(
        "not-a-script",
        Span(first.start, first.end),
        "no line in this file starts with a keyword",
        "start a script with `scenario:` or `FIRST_MESSAGE`",
    )


def _line(text: str, start: int) -> Span:
    end = text.find("\n", start)
    return Span(start, len(text) if end == -1 else end)
