"""Lines gone wrong: wrong forms on purpose, each with what was probably meant."""

import json
import re

from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_dsl.vocabulary import FIELDS, PLATFORMS
from scn_grammar.keywords import LABELLED, WORD, keyword_slip
from scn_grammar.lines import LineKind
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
            return Slip("stray-line", "there is no text above that `|` could continue", Span(0, 1),
                        "begin the text with `say:`, or with a field's name")  # fmt: skip
        case _:
            return keyword_slip(line) or _stray(line)


def _opening(line: str) -> Slip:
    labelled = LABELLED.match(line)
    label = (labelled["label"] or "").rstrip() if labelled else ""
    start = labelled.start("rest") if labelled else 0
    if label and not re.fullmatch(r"@(?:[a-z][a-z0-9_-]*|[0-9]{1,9})", label):
        return _bad_label(label, 0)
    word = WORD.match(line, start)
    keyword, end = (word[0], word.end()) if word else ("", start)
    rest = line[end:].lstrip(" \t\xa0")
    at = len(line) - len(rest)
    if keyword == "WHEN":
        if not rest:
            keep = swap(end, end, ' raw: "?"')
            return Slip("empty-text", "WHEN needs a trigger", Span(start, end),
                        'write `WHEN The agent asks …` or `WHEN contains "…"`', keep, usable=False)  # fmt: skip
        return _raw_trigger(line, at) or explain_trigger(line, at)
    if keyword == "AFTER":
        return _after(line, start, end, rest, at)
    message = f"nothing can follow {keyword} on its line"
    if re.match(r"(?:say|do)[ \t\xa0]*:|end call", rest):
        edits = swap(end, at, "\n  ")
        return Slip("extra-words", message, Span(at, len(line)), "put it on a line of its own", edits,
                    "put it on a line of its own")  # fmt: skip
    hint = f"write `{keyword}`, and below it `say: {rest}`"
    edits = swap(end, at, "\n  say: ")
    return Slip(
        "extra-words", message, Span(at, len(line)), hint, edits, "say it on a line of its own", safe=False
    )


def _raw_trigger(line: str, at: int) -> Slip | None:
    raw = re.compile(r"raw[ \t\xa0]*:[ \t\xa0]*", re.IGNORECASE).match(line, at)
    return _bad_raw(line, raw.end()) if raw else None


def _bad_label(label: str, start: int) -> Slip:
    end = start + len(label)
    meant = re.sub(r"[^a-z0-9_-]+", "-", label[1:].casefold()).strip("-_")
    meant = meant if meant[:1].isalpha() else f"step-{meant}".rstrip("-")
    message = f"`{label}` cannot be a label"
    hint = f"a label is small letters, digits, `-` and `_` after `@`: write `@{meant}`"
    return Slip(
        "bad-label", message, Span(start, end), hint, swap(start, end, f"@{meant}"), f"write `@{meant}`"
    )


def _after(line: str, start: int, end: int, rest: str, at: int) -> Slip:
    if not rest:
        hint = "write `AFTER @name`, with the label of the block that it follows up"
        keep = swap(start, end, "THEN")
        return Slip("bad-label", "AFTER needs a label", Span(start, end), hint, keep, usable=False)
    word = rest.split(maxsplit=1)[0]
    if word.startswith("@") and word != rest:
        tail = rest[len(word) :].strip()
        slip = _opening(f"THEN {tail}")
        span = Span(len(line) - len(tail), len(line))
        edits = swap(at + len(word), span.start, slip.edits[0].text)
        return Slip("extra-words", "nothing can follow AFTER and its label on their line", span, slip.hint
                    and slip.hint.replace("THEN", f"AFTER {word}"), edits, slip.fix, slip.safe)  # fmt: skip
    if word == rest and re.fullmatch(r"[a-z0-9][a-z0-9_-]*", rest):
        message = f"a label begins with `@`: `{rest}` does not"
        return Slip("bad-label", message, Span(at, len(line)), f"write `AFTER @{rest}`", swap(at, at, "@"),
                    f"write `@{rest}`")  # fmt: skip
    return _bad_label(rest if rest.startswith("@") else f"@{rest}", at) if word == rest else Slip(
        "bad-label", f"`{rest}` is no label", Span(at, len(line)), "write `AFTER @name`",
        swap(start, len(line), "THEN"), usable=False)  # fmt: skip


def _action(line: str) -> Slip:
    keyword = re.match(r"(say/do|say|do)([ \t\xa0]+raw)?[ \t\xa0]*:[ \t\xa0]*", line)
    if keyword and keyword[2]:
        return _bad_raw(line, keyword.end())
    if keyword:
        hint = "`end call` hangs up; `wait`, in FIRST_MESSAGE, stays silent"
        edits = swap(0, len(line), f'{keyword[1]} raw: ""')
        return Slip("empty-text", f"`{keyword[1]}:` has no words", Span(0, len(line.rstrip())), hint, edits,
                    usable=False)  # fmt: skip
    words = re.match(r"(?:end[ \t\xa0]+call|wait)", line)
    end = words.end() if words else 0
    rest = line[end:]
    at = len(line) - len(rest.lstrip())
    message = f"nothing can follow `{line[:end]}` on its line"
    pause = 'a pause is a tag inside a text: `<silence time="2s" />`' if line.startswith("wait") else None
    return Slip("extra-words", message, Span(at, len(line)), pause, swap(end, len(line), ""), usable=False)


def _bad_raw(line: str, start: int) -> Slip:
    written = line[start:]
    why = 'a JSON string begins with `"`'
    if written.startswith('"'):
        try:
            json.loads(written)
        except ValueError as error:
            why = str(error).split(":")[0][:1].lower() + str(error).split(":")[0][1:]
    message = f"what follows `raw:` must be one JSON string: {why}"
    span = Span(min(start, len(line) - 1), len(line))
    kept = swap(start, len(line), '"?"')
    return Slip("bad-json", message, span, 'write e.g. `raw: "two\\nlines"`', kept, usable=False)


def _setting(line: str) -> Slip:
    if version := re.match(r"scn\b", line):
        return Slip("unknown-version", f"`{line}` is no version of the language", Span(0, len(line)),
                    "write `scn 1`", swap(version.start(), len(line), "scn 1"), "write `scn 1`")  # fmt: skip
    name = line.rstrip(" \t\xa0:=")
    hint = f"write its value after `{line.strip()}`, or take the line out"
    keep = swap(0, len(line), f"{name} raw: null") if name in FIELDS else ()
    return Slip("empty-text", f"`{name}` has no value", Span(0, len(line)), hint, keep, usable=False)


def _stray(line: str) -> Slip:
    whole = Span(0, len(line))
    if line.startswith("scn"):
        return _setting(line)
    if line.startswith("@"):
        hint = "put the label on the line of its block: `@name WHEN …`"
        return Slip("bad-label", "a label stands on the line of its block", whole, hint)
    if named := re.match(r"([A-Za-z][\w-]*)\.([\w$.-]+)", line):
        close = nearest(named[1], PLATFORMS)
        if close:
            hint = f"write `{close}.{named[2]}: …` with JSON after the colon"
            return Slip(
                "missing-colon", f"`{named[0]}` needs a colon and a JSON value", Span(0, named.end()), hint
            )
    if comment := re.match(r"//+|--+|;+|/\*+|%+", line):
        return Slip("stray-line", f"`{comment[0]}` begins no comment, `#` does", Span(0, comment.end()),
                    "write `#`", swap(0, comment.end(), "#"), "write `#`")  # fmt: skip
    if field := re.match(r"([A-Za-z][\w -]{0,30}?)[ \t\xa0]*:", line):
        hint = "the fields are " + ", ".join(f"`{name}`" for name in list(FIELDS)[:8]) + ", …"
        return Slip("unknown-field", f"there is no field `{field[1]}`", Span(0, field.end(1)), hint)
    hint = "words that the caller says come after `say:`; `|` continues the line above; `#` begins a comment"
    return Slip("stray-line", "this line begins with no word of the language", whole, hint)
