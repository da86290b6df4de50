"""Lines gone wrong: wrong forms on purpose, each with what was probably meant."""

import json
import re
import unicodedata

from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, FIELDS
from scn_grammar.keywords import LABELLED, WORD, keyword_slip, platform_slip
from scn_grammar.lines import UNSEEN, LineKind
from scn_grammar.slip import Slip, swap
from scn_grammar.triggers import explain_trigger


def explain(line: str, kind: LineKind) -> Slip:
    """What is wrong with `line`, which was refused and is, or was meant to be, of `kind`."""
    match kind:
        case LineKind.OPENING:
            return keyword_slip(line) or _opening(line)
        case LineKind.ACTION:
            return keyword_slip(line) or _action(line)
        case LineKind.TITLE | LineKind.SETTING | LineKind.VERSION:
            return keyword_slip(line) or _setting(line)
        case LineKind.CONTINUATION:
            message = "there is no text above that `|` could continue"
            return Slip(
                "stray-line", message, Span(0, 1), "begin the text with `say:`, or with a field's name"
            )
        case _:
            return keyword_slip(line) or _stray(line)


def _opening(line: str) -> Slip:
    if lone := re.match(r"(@[^ \t\xa0\n]+)[ \t\xa0\r]*(?:\n[ \t\xa0]*|$)", line):
        hint = f"write `{lone[1]} WHEN …`"
        edits = swap(lone.end(1), lone.end(), " ") if lone.end() < len(line) else ()
        message, title = "a label stands on the line of its block", "put it on the line of its block"
        return Slip("bad-label", message, Span(0, lone.end(1)), hint, edits, title)
    labelled = LABELLED.match(line)
    label = (labelled["label"] or "").rstrip() if labelled else ""
    start = labelled.start("rest") if labelled else 0
    if label == "@":
        hint = "write `@name WHEN …`, or take `@` out"
        edits = swap(0, start, "")
        return Slip(
            "bad-label", "a label has a name after `@`", Span(0, 1), hint, edits, "take `@` out", safe=False
        )
    if label and not re.fullmatch(r"@(?:[a-z][a-z0-9_-]*|[0-9]{1,18})", label):
        return _bad_label(label, 0)
    word = WORD.match(line, start)
    keyword, end = (word[0], word.end()) if word else ("", start)
    rest = line[end:].lstrip(" \t\xa0")
    at = len(line) - len(rest)
    match keyword:
        case "WHEN":
            return _when(line, start, end, rest, at)
        case "AFTER":
            return _after(line, start, end, rest, at)
        case _:
            return _behind(line, keyword, end, at, rest)


def _when(line: str, start: int, end: int, rest: str, at: int) -> Slip:
    if not rest:
        keep = swap(end, end, ' raw: "?"')
        hint = 'write `WHEN The agent asks …` or `WHEN contains "…"`'
        return Slip("empty-text", "WHEN needs a trigger", Span(start, end), hint, keep, usable=False)
    raw = re.compile(r"raw[ \t\xa0]*:[ \t\xa0]*").match(line, at)
    return _bad_raw(line, raw.end()) if raw else explain_trigger(line, at)


def _behind(line: str, keyword: str, end: int, at: int, rest: str) -> Slip:
    """What stands behind FIRST_MESSAGE, THEN, or AFTER and its label."""
    if bar := re.match(r"\s*\|[ \t\xa0]*", line[end:]):
        mark = line.index("|", end)
        edits = swap(end, end + bar.end(), "\n  say: ")
        message = "there is no text above that `|` could continue"
        return Slip(
            "stray-line", message, Span(mark, mark + 1), "write `say:`", edits, "write `say:`", safe=False
        )
    message = f"nothing can follow {keyword} on its line"
    span = Span(at, len(line))
    if re.match(r"(?:say|do)(?:[ \t\xa0]+raw)?[ \t\xa0]*:|(?:end call|wait)$", rest):
        title = "put it on a line of its own"
        return Slip("extra-words", message, span, title, swap(end, at, "\n  "), title)
    if re.match(r"@[a-z0-9_-]+$", rest):
        hint = f"the label stands before it: `{rest} {keyword}`"
        return Slip(
            "extra-words",
            message,
            span,
            hint,
            swap(0, len(line), f"{rest} {keyword}"),
            f"write `{rest} {keyword}`",
        )
    hint = "what the caller says comes below it, after `say:`"
    return Slip("extra-words", message, span, hint, swap(end, len(line), ""))


def _bad_label(label: str, start: int) -> Slip:
    end = start + len(label)
    plain = unicodedata.normalize("NFKD", UNSEEN.sub("", label.strip("@\"'")).casefold())
    meant = re.sub(r"[^a-z0-9_-]+", "-", plain.encode("ascii", "ignore").decode()).strip("-_")
    meant = meant if meant[:1].isalpha() else f"step-{meant}".rstrip("-")
    message = f"`{label}` cannot be a label"
    hint = f"a label is small letters, digits, `-` and `_` after `@`: write `@{meant}`"
    safe = f"@{meant}" == label.casefold()
    return Slip(
        "bad-label", message, Span(start, end), hint, swap(start, end, f"@{meant}"), f"write `@{meant}`", safe
    )


def _after(line: str, start: int, end: int, rest: str, at: int) -> Slip:
    hint = "write `AFTER @name`, with the label of the block that it follows up"
    if not rest:
        keep = swap(start, end, "THEN")
        return Slip("bad-label", "AFTER needs a label", Span(start, end), hint, keep, usable=False)
    word = rest.split(maxsplit=1)[0]
    if word.startswith("@") and word != rest:
        close = at + len(word)
        tail = line[close:].lstrip(" \t\xa0")
        return _behind(line, f"AFTER {word}", close, len(line) - len(tail), tail)
    if word == rest and re.fullmatch(r"[a-z0-9][a-z0-9_-]*", rest):
        message = f"a label begins with `@`: `{rest}` does not"
        title = f"write `@{rest}`"
        return Slip(
            "bad-label", message, Span(at, len(line)), f"write `AFTER @{rest}`", swap(at, at, "@"), title
        )
    if word == rest:
        return _bad_label(rest, at)
    keep = swap(start, len(line), "THEN")
    return Slip("bad-label", f"`{rest}` is no label", Span(at, len(line)), hint, keep, usable=False)


def _action(line: str) -> Slip:
    keyword = re.match(r"(say/do|say|do)([ \t\xa0]+raw)?[ \t\xa0]*:[ \t\xa0]*", line)
    if keyword and keyword[2]:
        return _bad_raw(line, keyword.end())
    if keyword:
        hint = "`end call` hangs up; `wait`, in FIRST_MESSAGE, stays silent"
        keep = swap(0, len(line), f'{keyword[1]} raw: ""')
        span = Span(0, len(line.rstrip()))
        return Slip("empty-text", f"`{keyword[1]}:` has no words", span, hint, keep, usable=False)
    words = re.match(r"(?:end[ \t\xa0]+call|wait)", line)
    end = words.end() if words else 0
    at = len(line) - len(line[end:].lstrip())
    message = f"nothing can follow `{line[:end]}` on its line"
    hint = 'a pause is a tag inside a text: `<silence time="2s" />`'
    if line.startswith("end"):
        hint = "take it out, or say it in a `say:` above `end call`"
    return Slip("extra-words", message, Span(at, len(line)), hint, swap(end, len(line), ""))


_JSON_WORDS = {
    "Extra data": "something stands behind its end",
    "Unterminated string starting at": "its closing quote is missing",
    "Invalid control character at": "a line break or a tab in it is written `\\n` or `\\t`",
    "Invalid \\escape": 'after `\\` comes one of `" \\ / b f n r t u`',
}


def _bad_raw(line: str, start: int) -> Slip:
    written = line[start:]
    why = 'it begins with `"`'
    if written.startswith('"'):
        try:
            json.loads(written)
        except ValueError as error:
            why = _JSON_WORDS.get(str(error).split(":")[0], "it is none")
    message = f"what follows `raw:` must be one JSON string: {why}"
    span = Span(min(start, len(line) - 1), len(line))
    keep = swap(start, len(line), '"?"')
    return Slip("bad-json", message, span, 'write e.g. `raw: "two\\nlines"`', keep, usable=False)


def _setting(line: str) -> Slip:
    first = line.split("\n", maxsplit=1)[0].rstrip(BLANKS)
    whole = Span(0, len(first))
    if version := re.match(r"scn\b", line):
        message, title = f"`{first}` is no version of the language", "write `scn 1`"
        edits = swap(version.start(), len(line), "scn 1")
        return Slip("unknown-version", message, whole, title, edits, title)
    name = first.rstrip(BLANKS + ":=")
    hint = f"write its value after `{first}`, or take the line out"
    return Slip("empty-text", f"`{name}` has no value", whole, hint, usable=False)


_HINTS = (
    (r"(?:press|dial|dtmf|keypad)\b", 'a key is a tag inside a text: `say: <dtmf digits="1" />`'),
    (r"(?:wait|pause|silence|sleep|hold)\b", 'a pause is a tag inside a text: `say: <silence time="2s" />`'),
    (
        r"(?:else|otherwise|default)\b",
        "there is no block for everything else: say what the agent does, after WHEN",
    ),
    (r"say$", "write `say: …`"),
    (r"do$", "write `do: …`"),
    (r"end$", "write `end call`"),
    (r"(?:OR|AND|or|and|contains)\b", "begin it with `|` to go on with the line above"),
    (r"```", "a script stands in its file alone, without fences"),
)


def _stray(line: str) -> Slip:
    if line.startswith("scn"):
        return _setting(line)
    if slip := platform_slip(line):
        return slip
    if comment := re.match(r"//+|--+|;+|/\*+|%+", line):
        message = f"`{comment[0]}` begins no comment, `#` does"
        return Slip(
            "stray-line",
            message,
            Span(0, comment.end()),
            "write `#`",
            swap(0, comment.end(), "#"),
            "write `#`",
        )
    if field := re.match(r"([A-Za-z][\w -]{0,30}?)[ \t\xa0]*:", line):
        hint = "the fields are " + ", ".join(f"`{name}`" for name in list(FIELDS)[:8]) + ", …"
        return Slip("unknown-field", f"there is no field `{field[1]}`", Span(0, field.end(1)), hint)
    hint = "words that the caller says come after `say:`; `|` continues the line above; `#` begins a comment"
    hint = next((words for form, words in _HINTS if re.match(form, line, re.IGNORECASE)), hint)
    title = "begin it with `|`" if "to go on" in hint else None
    edits = swap(0, 0, "| ") if title else ()
    message = "this line begins with no word of the language"
    return Slip("stray-line", message, Span(0, len(line)), hint, edits, title, safe=False)
