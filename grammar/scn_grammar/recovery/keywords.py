"""Wrong keywords: finds the keyword that a line was meant to start with."""

import re
from collections.abc import Callable

from scn_dsl.diagnostic import LIST_SIGN, Edit, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import OPENINGS
from scn_grammar.labels import label_of
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import UNSEEN, classify
from scn_grammar.recovery.mistake import Diagnosis, Mistake, replacement, unquoted, without_colon
from scn_grammar.recovery.names import misspelt_name

LABELLED = lazy_pattern(r"(?P<label>@[^ \t\xa0\r\n]*[ \t\xa0\r]+)?(?P<rest>.*)", re.DOTALL)
LONE_LABEL = lazy_pattern(r"@[^ \t\xa0\r\n(]+$")
_LOOSE_COLON = lazy_pattern(r"[ \t\xa0]+:")
_BULLET = lazy_pattern(
    r"(?:[-*•–]|\d{1,3}[.)])[ \t\xa0]+|>[ \t\xa0]*|\*\*(?=\w)|[\u00ad\u200b-\u200f\u2060\ufeff]+"
)
_HEAD = lazy_pattern(r"(?:@\S+[ \t\xa0]+)?[^\s:=\"]+(?:[ \t\xa0]+call[^\s:=\"]*)?")
_TRAIL = lazy_pattern(r"(?<=\w)(?:[ \t\xa0]*(?:[-=]>|[:：=–—;,.>→|-]))+$")
_B = r"[ \t\xa0]*+"
_SIGNS = rf"(?:{_B}(?:[-=]>|:=|[-–—;,.=>→|])(?={_B}\S))?"

_FORMS: tuple[tuple[LineKind, str, str], ...] = (
    (LineKind.OPENING, rf"first[ _-]?message\b{_B}[:：]*", "FIRST_MESSAGE"),
    (LineKind.OPENING, rf"(?:when|if|whenever|(?-i:ON(?! START)|ONCE|UPON|WHILE))\b(?!{_B}[:：.]?{_B}$){_B}[:：]*", "WHEN"),
    (LineKind.OPENING, rf"(?!(?-i:follow_up){_B}:)(?:then|follow[ _-]?up)\b{_B}[:：]*(?=$|{_B}(?:say|do|end)\b)", "THEN"),
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


def wrong_keyword(line: str, above: str, kind_of: Callable[[str], LineKind]) -> Diagnosis | None:
    """Diagnose the head of a line; `None` if it resembles no keyword or name.

    Args:
        above: The record that the line can belong to, or `BLOCK`; empty for neither.
        kind_of: Classifies the rest of a line after a bullet, quotes or brackets.
    """
    from scn_grammar.recovery.foreign_lines import (  # noqa: PLC0415  (needed only for lines with mistakes)
        action_pair,
        bold_keyword,
        foreign_line,
        repeated_keyword,
    )
    from scn_grammar.recovery.foreign_words import foreign_word  # noqa: PLC0415
    from scn_grammar.recovery.reuse_lines import assignment, reuse_line  # noqa: PLC0415
    from scn_grammar.recovery.tables import table_row  # noqa: PLC0415

    if diagnosis := repeated_keyword(line) or action_pair(line) or bold_keyword(line):
        return diagnosis
    labeled = LABELLED.match(line)
    start = labeled.start("rest") if labeled else 0
    for kind, forms in _KNOWN.items():
        for form, meant in forms:
            if (match := form.match(line, start)) and _LOOSE_COLON.sub(":", match[0].rstrip()) != meant:
                return kind, _wrong_form(line, match[0], start, meant)
    return (
        _bullet(line, kind_of)
        or _invisible_character(line)
        or reuse_line(line)
        or foreign_word(line)
        or (table_row(line) if line[:1] in ('"', "“") else None)
        or foreign_line(line, kind_of)
        or misspelt_name(line, start, above)
        or assignment(line, above)
        or table_row(line)
    )


def _bullet(line: str, kind_of: Callable[[str], LineKind]) -> Diagnosis | None:
    bullet = _BULLET.match(line)
    if not bullet or _BULLET.match(line, bullet.end()):
        return None
    kind = classify(line[bullet.end() :])
    kind = kind_of(line[bullet.end() :]) if kind is LineKind.UNKNOWN else kind
    if kind in (LineKind.UNKNOWN, LineKind.BLANK):
        return None
    edits = replacement(0, bullet.end(), "")
    span = Span(0, bullet.end())
    if UNSEEN.match(bullet[0]):
        message = f"invisible character U+{ord(bullet[0][0]):04X} at the start of this line"
        return kind, Mistake("invisible-character", message, span, "remove the character", edits, "remove the character",
                          severity=Severity.ERROR)  # fmt: skip
    mark = bullet[0].strip()
    message = f"unexpected `{mark}` at the start of this line"
    return kind, Mistake(
        "stray-line", message, span, f"remove `{mark}`", edits, f"remove `{mark}`", case=LIST_SIGN
    )


def _invisible_character(line: str) -> Diagnosis | None:
    """Explain a keyword with an invisible character in it."""
    head = _HEAD.match(line)
    unseen = list(UNSEEN.finditer(head[0])) if head else []
    if not unseen:
        return None
    edits = tuple(edit for each in unseen for edit in replacement(each.start(), each.end(), ""))
    kind = classify(UNSEEN.sub("", head[0]) + line[head.end() :] if head else line)
    if kind in (LineKind.UNKNOWN, LineKind.BLANK, LineKind.COMMENT, LineKind.CONTINUATION):
        return None
    at = unseen[0].start()
    message = f"invisible character U+{ord(line[at]):04X} in this keyword"
    return kind, Mistake("invisible-character", message, Span(at, at + 1), "remove the character", edits, "remove the character",
                      severity=Severity.ERROR)  # fmt: skip


def _wrong_form(line: str, written: str, start: int, meant: str) -> Mistake:
    typed = written.rstrip()
    end = start + len(typed)
    edits, safe = _right_form(line, start, end, meant)
    bare, wanted = typed if typed[0] == "<" else _TRAIL.sub("", typed), meant.rstrip(":")
    title = hint = f"write `{meant}`"
    if bare == wanted and not meant.endswith(":"):
        message = f"unexpected `{typed[len(bare) :].strip()}` after `{meant}`"
        return Mistake("misspelt-keyword", message, Span(start, end), hint, edits, title, safe)
    if bare == wanted:
        span = Span(start, start + len(bare))
        return Mistake(
            "missing-colon", f"missing `:` after `{bare}`", span, f"write `{meant} …`", edits, title, safe
        )
    if bare.casefold() == wanted.casefold():
        message = f"`{bare}` must be {'uppercase' if wanted.isupper() else 'lowercase'}"
        return Mistake("wrong-case-keyword", message, Span(start, end), hint, edits, title, safe)
    message = f"unknown keyword `{bare}`"
    if bare in OPENINGS:
        message = f"`{bare}` doesn't accept a label"
    return Mistake("misspelt-keyword", message, Span(start, end), hint, edits, title, safe)


def _right_form(line: str, start: int, end: int, meant: str) -> tuple[tuple[Edit, ...], bool]:
    """Make the edits that turn `line[start:end]` into `meant`, and tell whether they are safe."""
    rest = line[end:].strip()
    if rest and meant in ("FIRST_MESSAGE", "THEN"):
        if spoken := re.match(r"(say|do)[ \t\xa0]+(?=\S)", rest):
            rest = f"{spoken[1]}: {unquoted(rest[spoken.end() :])}"
        known = classify(rest) is LineKind.ACTION
        rest = rest if known else f"say: {unquoted(rest)}"
        is_sure = known and not (spoken and line.rstrip()[-1] not in "\"'”")
        return replacement(start, len(line), f"{meant}\n  {rest}"), is_sure
    if meant == "AFTER" and rest and rest[0] != "@":
        label = f"@{rest.lower()}"
        return replacement(start, len(line), f"AFTER {label if label_of(label, 0) else rest}"), bool(
            label_of(label, 0)
        )
    if ":" not in line[start:end] and meant in ("say:", "do:") and unquoted(rest) != rest:
        return replacement(start, len(line), f"{meant} {unquoted(rest)}"), True
    raw = meant in ("say:", "do:") and rest.startswith(("raw ", "#", "//"))
    more = without_colon(line) if meant == "WHEN" and rest.strip(":") else ()
    return (*replacement(start, end, meant + (" " if line[end : end + 1].strip() else "")), *more), not raw
