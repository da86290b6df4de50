"""Explains rejected lines: matches wrong forms on purpose, and finds the line that was probably meant."""

import re

from scn_dsl.diagnostic import NO_KEYWORD
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, NAMED_LINES
from scn_grammar.homoglyphs import latin
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import parts_of
from scn_grammar.recovery.json_texts import bad_raw, json_behind_letters
from scn_grammar.recovery.mistake import (
    WITHOUT_KEYWORD,
    Mistake,
    comment_behind,
    no_text,
    replacement,
    unquoted,
)
from scn_grammar.recovery.names import fields_of, platform_mistake
from scn_grammar.recovery.openings import explain_opening
from scn_grammar.recovery.reuse_lines import EMPTY_HINTS
from scn_grammar.recovery.steps import wrong_step
from scn_grammar.recovery.tables import rows_below
from scn_grammar.recovery.understand import understand


def explain_line(line: str, kind: LineKind, above: str = "") -> Mistake:
    """Explain a line that the grammar rejected.

    Args:
        line: The stripped line with its continuation lines.
        kind: Its kind, or the kind it was meant to be.
        above: As in `understand`.

    Raises:
        Nothing: a line that matches no known wrong form is a stray line.
    """
    match kind:
        case LineKind.OPENING:
            return understand(line, above).mistake or explain_opening(line)
        case LineKind.ACTION:
            return wrong_step(line, above) or understand(line, above).mistake or _action(line)
        case LineKind.TITLE | LineKind.SETTING | LineKind.DETAIL | LineKind.VERSION:
            return json_behind_letters(line) or understand(line, above).mistake or _setting(line)
        case LineKind.CONTINUATION:
            if table := rows_below(line, 0):
                return table
            mark = _BAR.match(line)
            message, whole = no_text(mark[0] if mark else "|"), Span(0, mark.end() if mark else 1)
            return Mistake("stray-line", message, whole, "start the text with `say:` or a field name")
        case _:
            return understand(line, above).mistake or _stray(line, above)


_BAR = lazy_pattern(r"\|\|?")


def _action(line: str) -> Mistake:
    parts = parts_of(line)
    if parts and parts.raw:
        return bad_raw(line, parts.start)
    if parts and parts.sign:
        otherwise = "write what the caller says; to hang up, write `end call`; to stay silent in `FIRST_MESSAGE`, write `wait`"
        hint = EMPTY_HINTS.get(parts.keyword, otherwise)
        keep, span = replacement(0, len(line), f'{parts.keyword} raw: ""'), Span(0, len(line.rstrip()))
        return Mistake("empty-text", f"missing text after `{parts.keyword}:`", span, hint, keep, usable=False)
    words = re.match(r"(?:end[ \t\xa0]+call|wait)", line)
    end = words.end() if words else 0
    if behind := comment_behind(line, end) or rows_below(line, end):
        return behind
    at = len(line) - len(line[end:].lstrip())
    message = f"`{line[:end]}` must be on its own line"
    hint = 'for a pause, put a tag in a `say:`: `say: <silence time="2s" />`'
    edits, title, safe = replacement(end, len(line), ""), None, False
    if line.startswith("end"):
        hint = "remove the words after `end call`, or move them to a `say:` above `end call`"
        words_after = line[at:].strip(" |:.,-–—!")
        safe = not words_after or words_after.split() == ["end", "call"]
        title = "remove the text after `end call`" if safe else "move the words to a `say:` above `end call`"
        edits = edits if safe else replacement(0, len(line), f"say: {unquoted(words_after)}\n  end call")
    read_as = replacement(end, len(line), "")
    if pause := re.fullmatch(r"wait[ ](?:for )?(\d+(?:\.\d+)?) ?(?:s|sec|seconds?)?\.?", line):
        title = f'write `say: <silence time="{pause[1]}s" />`'
        read_as = edits = replacement(0, len(line), f'say: <silence time="{pause[1]}s" />')
    elif re.match(r"wait[ \t\xa0]+(?:for|until|till)\b", line):
        hint, title, safe = (
            "write only `wait`: the agent speaks first",
            "remove the words after `wait`",
            False,
        )
    return Mistake("extra-words", message, Span(at, len(line)), hint, edits, title, safe, read_as=read_as)


def _setting(line: str) -> Mistake:
    first = line.split("\n", maxsplit=1)[0].rstrip(BLANKS)
    whole = Span(0, len(first))
    if version := re.match(r"scn\b", line):
        message, title = f"unknown language version `{first}`", "write `scn 1`"
        if comment := comment_behind(first, version.end() + 2 if re.match(r"scn 1\b", first) else len(first)):
            return comment
        edits = replacement(version.start(), len(line), "scn 1")
        return Mistake("unknown-version", message, whole, title, edits, title)
    name, otherwise = first.rstrip(BLANKS + ":="), "write the value on this line, or remove the line"
    hint = EMPTY_HINTS.get(name.removesuffix("raw").rstrip(BLANKS), otherwise)
    return Mistake("empty-text", f"missing value after `{first}`", whole, hint, usable=False)


_HINTS = (
    (r"(?:press|dial|dtmf|keypad)\b", 'to press a key, write `say: <dtmf digits="1" />`'),
    (r"(?:wait|pause|silence|sleep|hold)\b", 'for a pause, write `say: <silence time="2s" />`'),
    (
        r"[a-z_]\w*[ ]?=[ ]?\S",
        "to set a variable, write `given NAME = VALUE`; to say something, write `say: …`",
    ),
    (r"say$", "write `say: …`"),
    (r"do$", "write `do: …`"),
    (r"(?:OR|AND|but|\(?contains)\b|\u041eR\b", "to continue the line above, start this line with `|`"),
)


def _joins(rest: str) -> bool:
    """Tell whether the text after an `or` or `and` is a condition."""
    return bool(re.match(r"[ \t\xa0(]+(?:contains\b|[\"“])|[ \t\xa0]*$", rest))


def _is_operator(word: str, line: str) -> bool:
    return word.casefold() in ("or", "and") and _joins(line[len(word) :])


def _stray(line: str, above: str) -> Mistake:
    if line.startswith("scn") or line in NAMED_LINES:
        return _setting(line)
    if mistake := platform_mistake(line):
        return mistake
    if field := re.match(r"([A-Za-z][\w -]{0,30}?)[ \t\xa0]*:", line):
        return Mistake(
            "unknown-field", f"unknown field `{field[1]}`", Span(0, field.end(1)), fields_of(above)
        )
    hint = "to make the caller say this, write `say: …`; to continue the line above, start with `|`; to add a comment, use `#`"
    hint = next((words for form, words in _HINTS if re.match(form, line, re.IGNORECASE)), hint)
    title = "start the line with `|`" if "to continue the line above, start this" in hint else None
    word = latin("".join(line.split(maxsplit=1)[:1]))
    edits = (
        replacement(0, len(word), f"| {word.upper() if _is_operator(word, line) else word}") if title else ()
    )
    span = Span(0, len(line))
    return Mistake("stray-line", WITHOUT_KEYWORD, span, hint, edits, title, safe=False, case=NO_KEYWORD)
