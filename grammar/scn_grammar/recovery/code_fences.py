"""Code fences: the Markdown around a script that was copied from a page or from a chat, and the words below it."""

import re

from scn_dsl.diagnostic import CODE_FENCE, Diagnostic, Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify, parts_of
from scn_grammar.recovery.mistake import WITHOUT_KEYWORD, Diagnosis, Mistake, replacement

_MARKS = ("```", "~~~")
_FENCE = lazy_pattern(r"(?:`{3,}[ \t\xa0]*|~{3,}(?:[ \t\xa0]*(?=scn\b))?)(?P<language>[\w+-]*)[ \t\xa0]*")
_OPENING = lazy_pattern(r"(?P<mark>`{3,}|~{3,})[ \t\xa0]*(?:scn[ \t\xa0]+(?!\d))?")
_CLOSING = lazy_pattern(r"[ \t\xa0]*(?:`{3,}|~{3,})$")
_MESSAGE = "unexpected code fence"


def is_fence(line: str) -> bool:
    """Tell whether a stripped line is a code fence, perhaps with a language, and has no words of a script."""
    if not line.startswith(_MARKS):
        return False
    fence = _FENCE.fullmatch(line)
    return fence is not None and classify(fence["language"]) in (LineKind.UNKNOWN, LineKind.BLANK)


def closes_text(line: str, head: str) -> bool:
    """Tell whether a fence ends the text that `head`, such as `say:` with a fence behind it, starts."""
    parts = parts_of(head.rstrip(BLANKS)) if line in _MARKS else None
    return parts is not None and parts.rest == line


def fenced_line(line: str) -> Diagnosis | None:
    """Explain a line that starts with a fence; only the fix of a line without other words is safe."""
    first = line.split("\n", maxsplit=1)[0].rstrip(BLANKS)
    if is_fence(first):
        hint, title = "remove the line: code fences belong to Markdown", "remove the code fence"
        edits = replacement(0, len(first), "")
        return LineKind.UNKNOWN, Mistake(
            "stray-line", _MESSAGE, Span(0, len(first)), hint, edits, title, case=CODE_FENCE
        )
    opening = _OPENING.match(first)
    if opening is None:
        return None
    closing = _CLOSING.search(first, opening.end())
    end = closing.start() if closing else len(first)
    kind = classify(first[opening.end() : end])
    span = Span(0, len(opening["mark"]))
    if kind in (LineKind.BLANK, LineKind.COMMENT, LineKind.CONTINUATION, LineKind.UNKNOWN):
        if first[0] == "~":
            return None
        return LineKind.UNKNOWN, Mistake(
            "stray-line", _MESSAGE, span, "remove the fence, and comment out the words with `#`"
        )
    edits = (*replacement(0, opening.end(), ""), *(replacement(end, len(first), "") if closing else ()))
    title = "remove the fence, and keep the words"
    return kind, Mistake("stray-line", _MESSAGE, span, title, edits, title, safe=False)


def words_below_fence(text: str) -> Mistake:
    """Explain words below a fence: they belong to the page that the script was copied from, not to the text above it."""
    first = text.split("\n", maxsplit=1)[0].rstrip(BLANKS)
    starts = [found.end() for found in re.finditer(r"^[ \t\xa0]*(?=[^\s#])", text, re.MULTILINE)]
    edits = tuple(Edit(Span(at, at), "# ") for at in starts)
    hint = f"to add a comment, write `# {first[:70]}`; to make the caller say this, write `say: …`"
    title = "comment out this line" if len(edits) == 1 else f"comment out these {len(edits)} lines"
    return Mistake("stray-line", WITHOUT_KEYWORD, Span(0, len(first)), hint, edits, title, safe=False)


def with_line_break(found: Diagnostic, text: str) -> Diagnostic:
    """Extend the fix that removes a fence to the whole line, so that no empty line stays."""
    if found.case != CODE_FENCE or found.fix is None:
        return found
    return replace(found, fix=replace(found.fix, edits=(Edit(_line_at(found.span, text), ""),)))


def _line_at(span: Span, text: str) -> Span:
    """Return the line of a span with the line break above it; the first line has only one below it."""
    above, below = text.rfind("\n", 0, span.start), text.find("\n", span.end)
    end = len(text) if below == -1 else below
    if above == -1:
        return Span(0, min(end + 1, len(text)))
    return Span(above, end - 1 if text[end - 1] == "\r" else end)
