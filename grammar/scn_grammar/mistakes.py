"""Lines gone wrong: wrong forms on purpose, each with what was probably meant.

`guess` says what a line that begins with no word of the language was meant to be;
`explain` says what is wrong with a line that the grammar refused.
"""

import json
import re

from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_dsl.vocabulary import FIELDS, OPENINGS, PLATFORMS, RESERVED
from scn_grammar.lines import LineKind, classify
from scn_grammar.slip import Slip, swap
from scn_grammar.triggers import explain_trigger

_LABELLED = re.compile(r"(?P<label>@[^ \t\xa0]*[ \t\xa0]+)?(?P<rest>.*)", re.DOTALL)
_WORD = re.compile(r"[^\W\d][\w'’-]*")
_LOOSE_COLON = re.compile(r"[ \t\xa0]+:")
_BULLET = re.compile(r"(?:[-*•–]|\d{1,3}[.)])[ \t\xa0]+|>[ \t\xa0]*")
_COLON_WORD = re.compile(r"([^\W\d][\w -]{0,30}?)[ \t\xa0]*([:=：])")

_FORMS: tuple[tuple[LineKind, str, str], ...] = (
    (LineKind.OPENING, r"first[ _-]?message\b[ \t\xa0]*[:：]?", "FIRST_MESSAGE"),
    (LineKind.OPENING, r"(?:when|if)\b(?![ \t\xa0]*$)[ \t\xa0]*[:：]?", "WHEN"),
    (LineKind.OPENING, r"(?:then|follow[ _-]?up)\b[ \t\xa0]*[:：]?(?=$|[ \t\xa0]*(?:say|do|end)\b)", "THEN"),
    (LineKind.OPENING, r"(?:after|then|follow[ _-]?up)\b[ \t\xa0]*[:：]?(?=[ \t\xa0]*@)", "AFTER"),
    (LineKind.OPENING, r"after\b[ \t\xa0]*[:：]?(?=[ \t\xa0]*[\w-]+$)", "AFTER"),
    (
        LineKind.ACTION,
        r"(?:end[ _-]*(?:the[ ])?call|hang[ _-]?up|<endcall[ ]*/?>)(?:[ \t\xa0]*[:.!()]+)?$",
        "end call",
    ),
    (LineKind.ACTION, r"(?:wait|silent|silence)(?:[ \t\xa0]*[:.!()]+)?$", "wait"),
    (LineKind.ACTION, r"(?:say|says|said|speak|speaks|reply|respond|caller|user)[ \t\xa0]*[:：]", "say:"),
    (LineKind.ACTION, r"(?:do|does|improvise|instruct|act)[ \t\xa0]*[:：]", "do:"),
    (LineKind.ACTION, r"say[ \t\xa0]+raw(?=[ \t\xa0]*\")", "say raw:"),
    (LineKind.ACTION, r"do[ \t\xa0]+raw(?=[ \t\xa0]*\")", "do raw:"),
    (LineKind.ACTION, r"say[ \t\xa0]*=?(?=[ \t\xa0]+\S|[\"“'])", "say:"),
    (LineKind.ACTION, r"do[ \t\xa0]*=?(?=[ \t\xa0]+\S)", "do:"),
)
_KNOWN = {kind: [(re.compile(form, re.IGNORECASE), meant) for k, form, meant in _FORMS if k is kind]
          for kind in (LineKind.OPENING, LineKind.ACTION)}  # fmt: skip


def guess(line: str) -> LineKind:
    """What a line of unknown first word was meant to be; UNKNOWN if it is none of them."""
    first = _WORD.match(line)
    if first and first[0] in RESERVED:
        return LineKind.UNKNOWN
    slip = _slip_of_keyword(line)
    return slip[0] if slip else LineKind.UNKNOWN


def explain(line: str, kind: LineKind) -> Slip:
    """What is wrong with `line`, which was refused and is, or was meant to be, of `kind`."""
    match kind:
        case LineKind.OPENING:
            return _slip(line) or _opening(line)
        case LineKind.ACTION:
            return _slip(line) or _action(line)
        case LineKind.TITLE | LineKind.SETTING | LineKind.VERSION:
            return _slip(line) or _setting(line)
        case LineKind.CONTINUATION:
            return Slip("stray-line", "there is no text above that `|` could continue", Span(0, 1),
                        "begin the text with `say:`, or with a field's name")  # fmt: skip
        case _:
            return _slip(line) or _stray(line)


def _slip(line: str) -> Slip | None:
    first = _WORD.match(line)
    if first and first[0] in RESERVED:
        message = f"`{first[0]}` is kept for a later version of the language"
        hint = "begin the line with another word"
        return Slip("reserved-word", message, Span(0, first.end()), hint)
    found = _slip_of_keyword(line)
    return found[1] if found else None


def _slip_of_keyword(line: str) -> tuple[LineKind, Slip] | None:
    """The line's kind and slip, if its first words are nearly those of a keyword."""
    labelled = _LABELLED.match(line)
    start = labelled.start("rest") if labelled else 0
    for kind, forms in _KNOWN.items():
        for form, meant in forms:
            if (found := form.match(line, start)) and _LOOSE_COLON.sub(":", found[0].rstrip()) != meant:
                return kind, _wrong_form(line, found[0], start, meant)
    if bullet := _BULLET.match(line):
        kind = classify(line[bullet.end() :])
        kind = guess(line[bullet.end() :]) if kind is LineKind.UNKNOWN else kind
        if kind not in (LineKind.UNKNOWN, LineKind.BLANK):
            slip = Slip("stray-line", f"`{bullet[0].strip()}` before a line means nothing", Span(0, bullet.end()),
                        "take it out", swap(0, bullet.end(), ""), f"take out `{bullet[0].strip()}`")  # fmt: skip
            return kind, slip
    return _nearly_named(line, start)


def _wrong_form(line: str, written: str, start: int, meant: str) -> Slip:
    typed = written.rstrip()
    end = start + len(typed)
    edits = swap(start, end, meant + (" " if line[end : end + 1].strip() else ""))
    bare, wanted = typed.rstrip(":： \t="), meant.rstrip(":")
    title, hint = f"write `{meant}`", f"write `{meant}`"
    if bare == wanted and not meant.endswith(":"):
        message = f"`{meant}` takes no `{typed[len(bare) :].strip()}`"
        return Slip("misspelt-keyword", message, Span(start, end), hint, edits, title)
    if bare == wanted:
        message = f"`{bare}` needs a colon"
        return Slip(
            "missing-colon", message, Span(start, start + len(bare)), f"write `{meant} …`", edits, title
        )
    if bare.casefold() == wanted.casefold():
        message = f"`{bare}` is written `{wanted}`"
        return Slip("wrong-case-keyword", message, Span(start, end), hint, edits, title)
    message = f"`{bare}` is no word of the language, `{wanted}` is"
    if bare in OPENINGS:
        message = f"`{bare}` takes no label, `{wanted}` does"
    return Slip("misspelt-keyword", message, Span(start, end), hint, edits, title)


def _nearly_named(line: str, start: int) -> tuple[LineKind, Slip] | None:
    if named := _COLON_WORD.match(line, start):
        return _nearly_field(line, named[1], named.end())
    word = _WORD.match(line, start)
    if not word or word[0] in OPENINGS:
        return None
    rest = line[word.end() :].strip()
    name = word[0]
    if rest and name.casefold() in FIELDS:
        meant = f"{name.casefold()}:"
        slip = Slip("missing-colon", f"the field `{name}` needs a colon", Span(start, word.end()),
                    f"write `{meant} {rest}`", swap(start, word.end(), meant), f"write `{meant}`")  # fmt: skip
        return LineKind.SETTING, slip
    if name in ("given", "caller"):
        slip = Slip("bad-field-value", f"`{name}` needs a name, `=` and a value", Span(start, len(line)),
                    f"write `{name} order_id = 4471`")  # fmt: skip
        return LineKind.SETTING, slip
    if opening := nearest(name, OPENINGS, 0.74):
        if opening == "THEN" and rest:
            return None
        slip = Slip("misspelt-keyword", f"`{name}` is no word of the language, `{opening}` is",
                    Span(start, word.end()), f"write `{opening}`",
                    swap(start, word.end(), opening), f"write `{opening}`")  # fmt: skip
        return LineKind.OPENING, slip
    return None


def _nearly_field(line: str, name: str, end: int) -> tuple[LineKind, Slip] | None:
    written = name.strip()
    start = line.index(written)
    known = (*FIELDS, "say", "do")
    folded = written.casefold().replace(" ", "_").replace("-", "_")
    exact = folded if folded in known else None
    meant = exact or nearest(written, known, 0.62)
    if meant is None or (written == meant and line[end - 1] == ":"):
        return None
    kind = LineKind.ACTION if meant in ("say", "do") else LineKind.SETTING
    edits = swap(start, end, f"{meant}:")
    title = f"write `{meant}:`"
    span = Span(start, start + len(written))
    if written == meant:
        return kind, Slip("missing-colon", f"`{meant}` needs a colon", span, title, edits, title)
    if exact and written.casefold() == meant:
        return kind, Slip(
            "wrong-case-keyword", f"`{written}` is written `{meant}`", span, title, edits, title
        )
    name = "misspelt-keyword" if kind is LineKind.ACTION else "unknown-field"
    what = "word of the language" if kind is LineKind.ACTION else "field"
    return kind, Slip(
        name, f"there is no {what} `{written}`", span, f"did you mean `{meant}:`?", edits, title
    )


def _opening(line: str) -> Slip:
    labelled = _LABELLED.match(line)
    label = (labelled["label"] or "").rstrip() if labelled else ""
    start = labelled.start("rest") if labelled else 0
    if label and not re.fullmatch(r"@(?:[a-z][a-z0-9_-]*|[0-9]{1,9})", label):
        return _bad_label(label, 0)
    word = _WORD.match(line, start)
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
    word = rest.split()[0]
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
    hint = 'a pause is a tag inside a text: `<silence time="2s" />`' if line.startswith("wait") else None
    return Slip("extra-words", message, Span(at, len(line)), hint, swap(end, len(line), ""), usable=False)


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
