"""Keywords gone wrong: which one the first words of a line were meant to be."""

import re

from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_dsl.vocabulary import FIELDS, OPENINGS, RESERVED
from scn_grammar.lines import LineKind, classify
from scn_grammar.slip import Slip, swap

LABELLED = re.compile(r"(?P<label>@[^ \t\xa0]*[ \t\xa0]+)?(?P<rest>.*)", re.DOTALL)
WORD = re.compile(r"[^\W\d][\w'’-]*")
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
    first = WORD.match(line)
    if first and first[0] in RESERVED:
        return LineKind.UNKNOWN
    slip = _slip_of_keyword(line)
    return slip[0] if slip else LineKind.UNKNOWN


def keyword_slip(line: str) -> Slip | None:
    first = WORD.match(line)
    if first and first[0] in RESERVED:
        message = f"`{first[0]}` is kept for a later version of the language"
        hint = "begin the line with another word"
        return Slip("reserved-word", message, Span(0, first.end()), hint)
    found = _slip_of_keyword(line)
    return found[1] if found else None


def _slip_of_keyword(line: str) -> tuple[LineKind, Slip] | None:
    """The line's kind and slip, if its first words are nearly those of a keyword."""
    labelled = LABELLED.match(line)
    start = labelled.start("rest") if labelled else 0
    for kind, forms in _KNOWN.items():
        for form, meant in forms:
            if (found := form.match(line, start)) and _LOOSE_COLON.sub(":", found[0].rstrip()) != meant:
                return kind, _wrong_form(line, found[0], start, meant)
    return _bulleted(line) or _nearly_named(line, start)


def _bulleted(line: str) -> tuple[LineKind, Slip] | None:
    bullet = _BULLET.match(line)
    if not bullet or _BULLET.match(line, bullet.end()):
        return None
    kind = classify(line[bullet.end() :])
    kind = guess(line[bullet.end() :]) if kind is LineKind.UNKNOWN else kind
    if kind in (LineKind.UNKNOWN, LineKind.BLANK):
        return None
    mark = bullet[0].strip()
    edits = swap(0, bullet.end(), "")
    span = Span(0, bullet.end())
    message = f"`{mark}` before a line means nothing"
    return kind, Slip("stray-line", message, span, "take it out", edits, f"take out `{mark}`")


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
    word = WORD.match(line, start)
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
