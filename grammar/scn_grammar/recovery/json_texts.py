"""Mistakes in texts written as JSON, such as those after `raw:`."""

import json
import re

from scn_dsl.diagnostic import Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.lines import parts_of
from scn_grammar.recovery.mistake import Mistake, comment_behind, replacement, unquoted

_LETTER = lazy_pattern(r"\n[ \t\xa0\r]*(?P<mark>\|\|)")

_WORDS = {
    "Extra data": (
        "unexpected text after the closing quote of the JSON string",
        "remove the text after the closing quote, or move it inside the quotes",
    ),
    "Unterminated string starting at": ("the JSON string needs a closing quote", 'add `"` at the end'),
    "Invalid control character at": (
        "JSON strings can't contain line breaks or tabs",
        "write `\\n` or `\\t`",
    ),
    "Invalid \\escape": ('only `" \\ / b f n r t u` can follow `\\` in JSON strings', "double the backslash"),
}


def bad_raw(line: str, start: int) -> Mistake:
    """Explain a text after `raw:`, from `start` on, that isn't a JSON string."""
    written = line[start:]
    whole = re.match(r'"(?:[^"\\\n]|\\.)*"(?=[ \t\xa0]+(?:#|//))', written)
    if whole and (comment := comment_behind(line, start + whole.end())):
        return comment
    message, hint = 'the JSON string after `raw:` must start with `"`', 'write the text in quotes: `raw: "…"`'
    if written.startswith('"'):
        try:
            json.loads(written)
        except ValueError as error:
            known = _WORDS.get(str(error).split(":")[0])
            message, hint = known or ("this isn't a valid JSON string", hint)
    span = Span(min(start, len(line) - 1), len(line))
    words = _without_stray_signs(written)
    half = re.match(r'"[^"]*"\s+\w{2,}', written)
    if words and not set("\n\\") & set(words) and not half:
        meant = json.dumps(words, ensure_ascii=False)
        title = f"write `raw: {meant}`"
        return Mistake(
            "bad-json", message, span, title, replacement(start, len(line), meant), title, safe=False
        )
    return Mistake("bad-json", message, span, hint, replacement(start, len(line), '"?"'), usable=False)


def _without_stray_signs(written: str) -> str | None:
    """Extract the words of a text after `raw:` that isn't JSON, without quotes and backslashes; `None` if it has none."""
    bare = re.sub(r"\\+(?=[\"'“”])", "", written.strip())
    if quoted := re.fullmatch(
        r"""\w{0,2}(?P<quote>["'“„«])[ \xa0\u202f]*(?P<text>.*?)[ \xa0\u202f]*["'”“»](?:\w{0,2}|[,;])""", bare
    ):
        return quoted["text"]
    if bare.startswith('"') and '"' not in bare[1:]:
        return bare[1:].strip() or None
    return unquoted(bare) or None


def json_behind_letters(line: str) -> Mistake | None:
    """Explain JSON that continues after `||`."""
    parts, mark = parts_of(line), _LETTER.search(line)
    if not mark or not parts or not (parts.raw or "." in parts.keyword):
        return None
    span, title = Span(*mark.span("mark")), "write `|`"
    message, hint = (
        "this line continues the JSON above, so it must start with `|`, not `||`",
        "write `|`; for a line break in a JSON string, write `\\n`",
    )
    edits = tuple(Edit(Span(*each.span("mark")), "|") for each in _LETTER.finditer(line))
    return Mistake("bad-json", message, span, hint, edits, title, safe=False)
