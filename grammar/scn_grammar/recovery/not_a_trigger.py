"""Explains text that isn't a trigger in a trigger's place: actions, signs, labels, keywords of other blocks."""

import json
import re

from scn_dsl.diagnostic import Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.prose import is_near_miss
from scn_grammar.recovery.mistake import Mistake, replacement, unquoted
from scn_grammar.recovery.patterns import texts_of

_ACTION = lazy_pattern(
    r"(?<![ \t\xa0])(?:[ \t\xa0\r]*+\n[ \t\xa0\r]*+\|)*+[ \t\xa0]*+"
    r"(?:(?:[:,;.–—-]{1,3}|[-=]+>|→|(?:THEN|then)\b:?)[ \t\xa0]++)?(?<=[ \t\xa0|])"
    r"(?=(?:say(?:/do)?|do)(?:[ \t\xa0]?|[ \t\xa0]raw):|end call$)"
)

_BACKSLASH = lazy_pattern(
    r"(?<![ \t\xa0])(?P<operator>[ \t\xa0]++(?:OR|AND|or|and|\|\||&&))?[ \t\xa0]*+(?P<sign>\\)[ \t\xa0\r]*+(?=$|\n)"
)
_CONDITION_NAME = lazy_pattern(
    r"(?:keywords?|phrases?|condition|trigger|when|if|text)[ \t\xa0]*[:=]+~?[ \t\xa0]*(?=\S)", re.IGNORECASE
)
_UNSEEN = lazy_pattern(
    r"\"(?:[^\"\\\n]|\\.)*\" | (?P<unseen>[\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]+)",
    re.VERBOSE,
)


def non_trigger(line: str, start: int) -> Mistake | None:
    """Explain a trigger that is, or contains, something else; `None` if it's only misspelled."""
    if unseen := _invisible_character(line, start):
        return unseen
    if backslash := _trailing_backslash(line, start):
        return backslash
    if action := _ACTION.search(line, start):
        edits = replacement(action.start(), action.end(), "\n  ")
        hint = "move the action to its own line, below `WHEN`"
        message = "the caller's action must be on its own line, below the trigger"
        return Mistake(
            "extra-words",
            message,
            Span(action.end(), len(line)),
            hint,
            edits,
            "move the action to its own line",
        )
    if arrow := re.compile(
        r"(?<![ \t\xa0])[ \t\xa0]*+(?:[-=]>|→)[ \t\xa0]*+(?:say[ \t\xa0]++)?(?=\S)"
    ).search(line, start):
        edits = replacement(arrow.start(), arrow.end(), "\n  say: ")
        hint = f"write the action below `WHEN`: `say: {line[arrow.end() :][:60]}`"
        message = "the caller's action must be on its own line, below the trigger"
        span = Span(arrow.end(), len(line))
        return Mistake(
            "extra-words",
            message,
            span,
            hint,
            edits,
            "move the words to the next line, after `say:`",
            safe=False,
        )
    return (
        _comment(line, start)
        or _raw(line, start)
        or _label(line, start)
        or _no_trigger(line, start)
        or _named_condition(line, start)
        or _trailing_sign(line, start)
    )


def _invisible_character(line: str, start: int) -> Mistake | None:
    """Explain invisible characters between the words of an expression."""
    if line.isascii() or "contains" not in line:
        return None
    matches = [each for each in _UNSEEN.finditer(line, start) if each["unseen"]]
    if not matches:
        return None
    edits = tuple(edit for each in matches for edit in replacement(each.start(), each.end(), ""))
    at = matches[0].start()
    message = f"invisible character U+{ord(line[at]):04X} in this trigger"
    return Mistake("invisible-character", message, Span(at, at + 1), "remove the character", edits, "remove the character",
                severity=Severity.ERROR)  # fmt: skip


def _trailing_backslash(line: str, start: int) -> Mistake | None:
    """Explain a backslash at the end of an expression, as if to continue the line."""
    end = _BACKSLASH.search(line, start)
    if not end or "contains" not in line[start : end.start()]:
        return None
    edits = replacement(end.end("operator") if end["operator"] else end.start(), end.end(), "")
    read_as = replacement(end.start(), len(line), "")
    hint = "remove the `\\`, and start the next line with `|`"
    message = "`\\` doesn't continue a line"
    return Mistake(
        "bad-trigger",
        message,
        Span(*end.span("sign")),
        hint,
        edits,
        "remove `\\`",
        safe=False,
        read_as=read_as,
    )


def _comment(line: str, start: int) -> Mistake | None:
    comment = re.compile(r"(?<=[\"”)])[ \t\xa0]++(#|//)[ \t\xa0]*([^\n\"]*)$").search(line, start)
    if not comment or not re.match(r"[(\s]*(?i:contains)\b", line[start:]):
        return None
    edits = replacement(comment.start(), comment.end(), f"\n  # {comment[2]}")
    message = "a comment needs its own line"
    title = "move the comment to its own line"
    return Mistake(
        "extra-words",
        message,
        Span(comment.start(1), len(line)),
        "move the comment above `WHEN`",
        edits,
        title,
    )


def _raw(line: str, start: int) -> Mistake | None:
    """Explain `raw` without its colon, in the wrong case, or before a sentence without quotes."""
    raw = re.compile(r"raw(?:[ \t\xa0]*:[ \t\xa0]*|[ \t\xa0]+(?=[\"A-Z]))", re.IGNORECASE).match(line, start)
    if not raw:
        return None
    word = line[start : start + 3]
    name, message = "missing-colon", "missing `:` after `raw`"
    if ":" in raw[0]:
        name, message = "wrong-case-keyword", f"`{word}` must be lowercase"
    rest = line[raw.end() :]
    meant = re.sub(r"\\+(?=[\"'])", "", rest)
    sentence = rest if rest.startswith('"') else json.dumps(unquoted(meant), ensure_ascii=False)
    edits = replacement(start, len(line), f"raw: {sentence}")
    safe = rest.startswith('"') or meant == rest
    return Mistake(
        name, message, Span(start, start + 3), "write `raw: …`", edits, "replace with `raw:`", safe=safe
    )


def _label(line: str, start: int) -> Mistake | None:
    label = re.compile(r"(@[a-z][\w-]*|@\d+)(?:[ \t\xa0]+(?P<trigger>\S.*))?$", re.DOTALL).match(line, start)
    if not label:
        return None
    span = Span(*label.span(1))
    if label["trigger"] and not line.startswith("@"):
        meant = f"{label[1]} WHEN"
        edits = replacement(0, label.start("trigger"), f"{meant} ")
        message = "the label must be before the keyword"
        return Mistake("bad-label", message, span, f"write `{meant} …`", edits, f"write `{meant}`")
    edits = replacement(0, len(line), f"AFTER {label[1]}")
    message = f"`WHEN` needs a trigger, but `{label[1]}` is a label"
    return Mistake("bad-trigger", message, Span(start, len(line)), f"write `AFTER {label[1]}`", edits,
                f"write `AFTER {label[1]}`", safe=False)  # fmt: skip


def _no_trigger(line: str, start: int) -> Mistake | None:
    """Explain a keyword of another block, a number, or signs."""
    trigger = line[start:]
    if keyword := re.match(r"(?:WHEN[ \t\xa0:]+)+(?=\S)", trigger):
        edits, title = replacement(start, start + keyword.end(), ""), "remove the second `WHEN`"
        return Mistake("misspelt-keyword", "duplicate `WHEN`", Span(start, start + 4), title, edits, title)
    if re.fullmatch(r"first[ _-]?message:?", trigger, re.IGNORECASE):
        message = f"`{trigger}` isn't a trigger: the call starts with a `FIRST_MESSAGE` block"
        edits, title = replacement(0, len(line), "FIRST_MESSAGE"), "write `FIRST_MESSAGE`"
        return Mistake("bad-trigger", message, Span(start, len(line)), title, edits, title, safe=False)
    word = re.match(r"(?:WHEN|THEN|AFTER|FIRST_MESSAGE)\b|\W*\d*\W*$", trigger)
    if not word or re.search(r"[\"'`“”„‟‘’‚‛«»]", word[0]):
        return None
    span = Span(start, start + word.end())
    if number := re.fullmatch(r"[@#]?(\d+)[.:]?", trigger.strip()):
        return _number(line, span, number)
    message, hint = f"`{word[0]}` isn't a trigger", 'write `WHEN The agent asks …` or `WHEN contains "…"`'
    keep = replacement(start, len(line), 'raw: "?"')
    return Mistake("bad-trigger", message, span, hint, keep, usable=False)


def _number(line: str, span: Span, number: re.Match[str]) -> Mistake:
    message = f"`{number[0]}` isn't a trigger: to follow up on another block, use `THEN` or `AFTER`"
    label = f"@{number[1]}"
    hint = (
        "write `THEN` to follow up on the block above; "
        f"for another block, label that block `{label}` and write `AFTER {label}`"
    )
    edits = replacement(0, len(line), "THEN")
    return Mistake("bad-trigger", message, span, hint, edits, "replace with `THEN`", safe=False)


def _named_condition(line: str, start: int) -> Mistake | None:
    """Explain keywords after a name and a sign, such as `keywords: refund, money back`."""
    trigger = line[start:]
    name = _CONDITION_NAME.match(trigger)
    if not name:
        return None
    word_before = name[0].strip(" :=~\t\xa0")
    words = trigger[name.end() :].strip(" \"'“”")
    pattern = re.fullmatch(r"/(.+)/[a-z]*\s*", trigger[name.end() :])
    several = (pattern and texts_of(pattern[1])) or re.split(
        r"[\"'“”]?[ ]*(?:[,;|/]|\bor\b|\bOR\b)[ ]*[\"'“”]?", words
    )
    meant = " OR ".join(f'contains "{text}"' for text in (several if all(several) else [words]))
    span, title = Span(start, start + len(word_before)), f"write `{meant}`"
    edits = replacement(start, len(line), meant)
    message = f"unknown condition `{word_before}`"
    return Mistake("bad-trigger", message, span, f"write `WHEN {meant}`", edits, title, safe=False)


def _trailing_sign(line: str, start: int) -> Mistake | None:
    """Explain a sentence followed by a sign that ends lines in other formats."""
    end = re.compile(r"[ \t\xa0]*([:;,{|\\])[ \t\xa0\r]*$").search(line, start)
    if not end or is_near_miss(line[start : end.start()]) or re.match(r"[(\s]*contains\b", line[start:]):
        return None
    message = f"unexpected `{end[1]}` after the trigger"
    return Mistake(
        "bad-trigger",
        message,
        Span(*end.span(1)),
        f"remove `{end[1]}`",
        replacement(end.start(), len(line), ""),
        f"remove `{end[1]}`",
    )
