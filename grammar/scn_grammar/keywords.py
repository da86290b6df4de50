"""Keywords gone wrong: which one the first words of a line were meant to be."""

import json
import re

from scn_dsl.diagnostic import Edit, Severity
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_dsl.vocabulary import BLANKS, FIELDS, OPENINGS, PLATFORMS, RESERVED
from scn_grammar.lines import UNSEEN, LineKind, classify
from scn_grammar.plain_triggers import label_of
from scn_grammar.slip import Found, Slip, swap, unquoted

LABELLED = re.compile(r"(?P<label>@[^ \t\xa0\r\n]*[ \t\xa0\r]+)?(?P<rest>.*)", re.DOTALL)
WORD = re.compile(r"[^\W\d][\w'’-]*")
LONE_LABEL = re.compile(r"@[^ \t\xa0\r\n]+$")
_LOOSE_COLON = re.compile(r"[ \t\xa0]+:")
_BULLET = re.compile(
    r"(?:[-*•–]|\d{1,3}[.)])[ \t\xa0]+|>[ \t\xa0]*|\*\*(?=\w)|[\u00ad\u200b-\u200f\u2060\ufeff]+"
)
_HEAD = re.compile(r"(?:@\S+[ \t\xa0]+)?[^\s:=\"]+(?:[ \t\xa0]+call[^\s:=\"]*)?")
_NAMED = re.compile(r"([^\W\d][\w -]{0,30}?)[ \t\xa0]*([:=：])")
_VARIABLE = re.compile(
    r"(given|caller)(?::?[ \t\xa0]++)([^=:\s][^=:]*?)(?<![ \t\xa0])"
    r"(?:[ \t\xa0]*+(?::=|==?|:)|[ \t\xa0]++(?:is|to|->))[ \t\xa0]*+(?=\S)"
)
_TRAIL = re.compile(r"(?<=\w)(?:[ \t\xa0]*(?:[-=]>|[:：=–—;,.>→|-]))+$")
_SIGN = re.compile(r"[ \t\xa0]*[-–;,=][ \t\xa0]+|[;,][ \t\xa0]*")
_B = r"[ \t\xa0]*+"
_SIGNS = rf"(?:{_B}(?:[-=]>|:=|[-–—;,.=>→|])(?={_B}\S))?"

_FORMS: tuple[tuple[LineKind, str, str], ...] = (
    (LineKind.OPENING, rf"first[ _-]?message\b{_B}[:：]*", "FIRST_MESSAGE"),
    (LineKind.OPENING, rf"(?:when|if|whenever|(?-i:ON(?! START)|ONCE|UPON|WHILE))\b(?!{_B}[:：.]?{_B}$){_B}[:：]*", "WHEN"),
    (LineKind.OPENING, rf"(?:then|follow[ _-]?up)\b{_B}[:：]*(?=$|{_B}(?:say|do|end)\b)", "THEN"),
    (LineKind.OPENING, rf"(?:after|then|follow[ _-]?up)\b{_B}[:：]*(?={_B}@)", "AFTER"),
    (LineKind.OPENING, rf"after\b{_B}[:：]*(?={_B}[\w-]+$)", "AFTER"),
    (LineKind.ACTION, rf"(?:end[ _-]*(?:the[ ])?call|hang[ _-]?up|<endcall[ ]*/?>)(?:{_B}[:.!()]+)?$", "end call"),
    (LineKind.ACTION, rf"(?:wait|silent)(?:{_B}[:.!()]+)?$", "wait"),
    (LineKind.ACTION, rf"say[ \t\xa0]+raw(?:{_B}:|(?={_B}\"))", "say raw:"),
    (LineKind.ACTION, rf"do[ \t\xa0]+raw(?:{_B}:|(?={_B}\"))", "do raw:"),
    (LineKind.ACTION, rf"(?:say|says|said|speak|speaks|reply|respond|caller|user|me|tester){_B}[:：]", "say:"),
    (LineKind.ACTION, rf"(?:do|does|improvise|instruct|act){_B}[:：]", "do:"),
    (LineKind.ACTION, rf"say(?![ \t\xa0]+raw{_B}:|{_B}[:/(]|[ ]or[ ]do\b){_SIGNS}(?=[ \t\xa0]+\S|[\"“'])", "say:"),
    (LineKind.ACTION, rf"do(?![ \t\xa0]+raw{_B}:|{_B}[:(]){_SIGNS}(?=[ \t\xa0]+\S|[\"“'])", "do:"),
)  # fmt: skip
_KNOWN = {
    kind: [(re.compile(form, re.IGNORECASE), meant) for of, form, meant in _FORMS if of is kind]
    for kind in (LineKind.OPENING, LineKind.ACTION)
}
_ALIASES = {
    "scenario": "name title test test_case testcase scenario_name",
    "role": "persona character who",
    "language": "lang locale scenario_language",
    "expect": "expected expected_outcome expected_outcome_prompt outcome assert assertion",
    "tags": "tag labels",
    "folder": "folder_path",
    "purpose": "description",
    "notes": "comment note",
    "tools": "tool_ids tool",
    "profile": "test_profile",
    "phone": "phone_number",
    "assistant": "assistant_id",
    "max_duration": "duration timeout max_time",
}
_FIELD_OF = {alias: field for field, aliases in _ALIASES.items() for alias in aliases.split()}


def guess(line: str) -> LineKind:
    """What a line of unknown first word was meant to be; UNKNOWN if it is none of them."""
    first = WORD.match(line)
    if first and first[0] in RESERVED:
        return LineKind.UNKNOWN
    if LONE_LABEL.match(line):
        return LineKind.OPENING
    found = _keyword(line)
    return found[0] if found else LineKind.UNKNOWN


def keyword_slip(line: str) -> Slip | None:
    """The slip in a line's first words, if there is one."""
    first = WORD.match(line)
    if first and first[0] in RESERVED:
        message = f"`{first[0]}` is kept for a later version of the language"
        hint = "a text that the caller says comes after `say:`"
        return Slip("reserved-word", message, Span(0, first.end()), hint)
    found = _keyword(line)
    return found[1] if found else None


def _keyword(line: str) -> Found | None:
    from scn_grammar.habits import both, habit, in_bold, twice  # noqa: PLC0415  (needed only once there is a mistake)

    if doubled := twice(line) or both(line) or in_bold(line):
        return doubled
    labelled = LABELLED.match(line)
    start = labelled.start("rest") if labelled else 0
    for kind, forms in _KNOWN.items():
        for form, meant in forms:
            if (found := form.match(line, start)) and _LOOSE_COLON.sub(":", found[0].rstrip()) != meant:
                return kind, _wrong_form(line, found[0], start, meant)
    return _bulleted(line) or _unseen_inside(line) or habit(line, guess) or _nearly_named(line, start)


def _bulleted(line: str) -> Found | None:
    bullet = _BULLET.match(line)
    if not bullet or _BULLET.match(line, bullet.end()):
        return None
    kind = classify(line[bullet.end() :])
    kind = guess(line[bullet.end() :]) if kind is LineKind.UNKNOWN else kind
    if kind in (LineKind.UNKNOWN, LineKind.BLANK):
        return None
    edits = swap(0, bullet.end(), "")
    span = Span(0, bullet.end())
    if UNSEEN.match(bullet[0]):
        message = f"an invisible character, U+{ord(bullet[0][0]):04X}, stands before this line"
        return kind, Slip("invisible-character", message, span, "take it out", edits, "take it out",
                          severity=Severity.ERROR)  # fmt: skip
    mark = bullet[0].strip()
    message = f"`{mark}` before a line means nothing"
    return kind, Slip("stray-line", message, span, "take it out", edits, f"take out `{mark}`")


def _unseen_inside(line: str) -> Found | None:
    """A keyword with a character in it that nobody can see."""
    head = _HEAD.match(line)
    unseen = list(UNSEEN.finditer(head[0])) if head else []
    if not unseen:
        return None
    edits = tuple(edit for each in unseen for edit in swap(each.start(), each.end(), ""))
    kind = classify(UNSEEN.sub("", head[0]) + line[head.end() :] if head else line)
    if kind in (LineKind.UNKNOWN, LineKind.BLANK, LineKind.COMMENT, LineKind.CONTINUATION):
        return None
    at = unseen[0].start()
    message = f"an invisible character, U+{ord(line[at]):04X}, stands in this word"
    return kind, Slip("invisible-character", message, Span(at, at + 1), "take it out", edits, "take it out",
                      severity=Severity.ERROR)  # fmt: skip


def _wrong_form(line: str, written: str, start: int, meant: str) -> Slip:
    typed = written.rstrip()
    end = start + len(typed)
    edits, safe = _right_form(line, start, end, meant)
    bare, wanted = typed if typed[0] == "<" else _TRAIL.sub("", typed), meant.rstrip(":")
    title = hint = f"write `{meant}`"
    if bare == wanted and not meant.endswith(":"):
        message = f"`{meant}` takes no `{typed[len(bare) :].strip()}`"
        return Slip("misspelt-keyword", message, Span(start, end), hint, edits, title, safe)
    if bare == wanted:
        span = Span(start, start + len(bare))
        return Slip(
            "missing-colon", f"`{bare}` needs a colon", span, f"write `{meant} …`", edits, title, safe
        )
    if bare.casefold() == wanted.casefold():
        message = f"`{bare}` is written `{wanted}`"
        return Slip("wrong-case-keyword", message, Span(start, end), hint, edits, title, safe)
    message = f"`{bare}` is no word of the language, `{wanted}` is"
    if bare in OPENINGS:
        message = f"`{bare}` takes no label, `{wanted}` does"
    return Slip("misspelt-keyword", message, Span(start, end), hint, edits, title, safe)


def _right_form(line: str, start: int, end: int, meant: str) -> tuple[tuple[Edit, ...], bool]:
    """The edits that make `meant` of `line[start:end]`, and whether the rest of the line allows no doubt."""
    rest = line[end:].strip()
    if rest and meant in ("FIRST_MESSAGE", "THEN"):
        if spoken := re.match(r"(say|do)[ \t\xa0]+(?=[\"“'])", rest):
            rest = f"{spoken[1]}: {unquoted(rest[spoken.end() :])}"
        known = classify(rest) is LineKind.ACTION
        rest = rest if known else f"say: {unquoted(rest)}"
        return swap(start, len(line), f"{meant}\n  {rest}"), known
    if meant == "AFTER" and rest and rest[0] != "@":
        label = f"@{rest.lower()}"
        return swap(start, len(line), f"AFTER {label if label_of(label, 0) else rest}"), bool(
            label_of(label, 0)
        )
    if ":" not in line[start:end] and meant in ("say:", "do:") and unquoted(rest) != rest:
        return swap(start, len(line), f"{meant} {unquoted(rest)}"), True
    raw = meant in ("say:", "do:") and rest.startswith("raw ")
    return swap(start, end, meant + (" " if line[end : end + 1].strip() else "")), not raw


def _nearly_named(line: str, start: int) -> Found | None:
    if found := _variable(line):
        return found
    word = WORD.match(line, start)
    if named := _NAMED.match(line, start):
        found = _nearly_field(line, named[1], named.end())
        if found or not word or named.end(1) == word.end():
            return found
    if not word or word[0] in OPENINGS:
        return None
    rest = line[word.end() :].strip()
    name = word[0]
    if rest and name.casefold() in FIELDS and not named:
        meant = f"{name.casefold()}:"
        sign = _SIGN.match(line, word.end())
        end = sign.end() - 1 if sign and sign[0][-1:] in " \t\xa0" else sign.end() if sign else word.end()
        rest = unquoted(line[end:])
        edits = swap(start, len(line), f"{meant} {rest}")
        slip = Slip("missing-colon", f"the field `{name}` needs a colon", Span(start, word.end()),
                    f"write `{meant} {rest[:60]}`", edits, f"write `{meant}`")  # fmt: skip
        return LineKind.SETTING, slip
    if not line.startswith("end call") and nearest(line, ("end call",), 0.8):
        slip = Slip("misspelt-keyword", f"`{line}` is no word of the language, `end call` is", Span(0, len(line)),
                    "write `end call`", swap(0, len(line), "end call"), "write `end call`")  # fmt: skip
        return LineKind.ACTION, slip
    if rest and name.casefold() != "say" and sorted(name.casefold()) == sorted("say"):
        message, title = f"there is no word of the language `{name}`", "write `say:`"
        edits = swap(start, word.end(), "say:")
        return LineKind.ACTION, Slip(
            "misspelt-keyword", message, Span(start, word.end()), title, edits, title, safe=False
        )
    opening = nearest(name, OPENINGS, 0.74)
    if opening is None or (opening == "THEN" and rest):
        return None
    slip = Slip("misspelt-keyword", f"`{name}` is no word of the language, `{opening}` is", Span(start, word.end()),
                f"write `{opening}`", swap(start, word.end(), opening), f"write `{opening}`")  # fmt: skip
    return LineKind.OPENING, slip


def _variable(line: str) -> Found | None:
    holder = re.match(r"(given|caller)(?=[ \t\xa0:=]|$)", line, re.IGNORECASE)
    if not holder or (holder[1].casefold() == "caller" and line[6:7] in (":", "")):
        return None
    if holder[1] != (meant := holder[1].casefold()):
        message, title = f"`{holder[1]}` is written `{meant}`", f"write `{meant}`"
        span = Span(*holder.span(1))
        return LineKind.SETTING, Slip("wrong-case-keyword", message, span, title, swap(*span, meant), title)
    written = _VARIABLE.match(line)
    if not written:
        message = f"`{holder[1]}` needs a name, `=` and a value"
        pair = line.split(maxsplit=2)
        two = len(pair) == 3 and "=" not in line and ":" not in line
        meant = f"{pair[0]} {pair[1]} = {pair[2]}" if two else f"{holder[1]} order_id = 4471"
        edits = swap(0, len(line), meant) if two else ()
        slip = Slip("bad-field-value", message, Span(0, len(line)), f"write `{meant}`", edits, f"write `{meant}`",
                    safe=False)  # fmt: skip
        return LineKind.SETTING, slip
    typed = written[2].rstrip()
    bare = " ".join(re.sub(r"[\"'\\\x00-\x1f]+", " ", typed).split())
    if not bare:
        return None
    name = bare if re.fullmatch(r"[^\s=\":]+", bare) else json.dumps(bare, ensure_ascii=False)
    meant = f"{holder[1]} {name} = "
    why = "between a variable's name and its value stands `=`"
    if name.startswith('"'):
        is_quoted = typed[:1] == '"' == typed[1:][-1:]
        why = "a name in quotes is one JSON string" if is_quoted else "a name with blanks needs quotes"
    slip = Slip("bad-field-value", why, Span(0, written.end()), f"write `{meant}…`",
                swap(0, written.end(), meant), f"write `{meant}…`")  # fmt: skip
    return LineKind.SETTING, slip


def _nearly_field(line: str, name: str, end: int) -> Found | None:
    written = name.strip()
    start = line.index(written)
    span = Span(start, start + len(written))
    folded = written.casefold().replace(" ", "_").replace("-", "_")
    if folded in ("agent", "bot", "main_agent") and written[0].isupper() and not line[end:].strip().isdigit():
        hint = "what the agent says is what a block waits for: `WHEN The agent asks …`"
        return LineKind.ACTION, Slip("stray-line", "the agent's words are not part of a script", span, hint)
    known = (*FIELDS, "say", "do")
    exact = folded if folded in known else None
    meant = exact or _FIELD_OF.get(folded) or nearest(written, known, 0.62)
    if meant is None or (written == meant and line[end - 1] == ":"):
        return None
    kind = LineKind.ACTION if meant in ("say", "do") else LineKind.SETTING
    blank = "" if line[end : end + 1] in (*BLANKS, "") or line[end - 1] == ":" else " "
    edits, title = swap(start, end, f"{meant}:{blank}"), f"write `{meant}:`"
    if written == meant:
        return kind, Slip("missing-colon", f"`{meant}` needs a colon", span, title, edits, title)
    if exact and written.casefold() == meant:
        return kind, Slip(
            "wrong-case-keyword", f"`{written}` is written `{meant}`", span, title, edits, title
        )
    problem = "misspelt-keyword" if kind is LineKind.ACTION else "unknown-field"
    what = "word of the language" if kind is LineKind.ACTION else "field"
    safe = bool(exact) or sorted(folded) == sorted(meant)
    hint = f"did you mean `{meant}:`?"
    return kind, Slip(problem, f"there is no {what} `{written}`", span, hint, edits, title, safe)


def platform_slip(line: str) -> Slip | None:
    """`Cekura.key: …` or `cekura.key …`: a passed-through value without its colon, or in the wrong case."""
    named = re.match(r"([A-Za-z][\w-]*)\.([\w$.-]+)[ \t\xa0]*(:)?", line)
    platform = nearest(named[1], PLATFORMS) if named else None
    if named is None or platform is None:
        return None
    if named[3] and platform != named[1]:
        message = f"`{named[1]}` is written `{platform}`"
        title = f"write `{platform}`"
        name = "wrong-case-keyword" if named[1].casefold() == platform else "misspelt-keyword"
        return Slip(name, message, Span(0, named.end(1)), title, swap(0, named.end(1), platform), title)
    key, value = f"{platform}.{named[2]}", line[named.end() :].strip(" =\t\xa0")
    hint = f"write `{key}: …` with JSON after the colon"
    edits = swap(0, len(line), f"{key}: {value}") if value[:1] in ("[", "{", '"') else ()
    typed = named[0].strip()
    message = f"`{typed}` needs a colon and a JSON value"
    return Slip("missing-colon", message, Span(0, len(typed)), hint, edits, f"write `{key}:`")
