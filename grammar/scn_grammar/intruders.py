"""What stands in a trigger's place and is none: actions, signs, labels, the words of other blocks."""

import re

from scn_dsl.source import Span
from scn_grammar.slip import Slip, swap

_ACTION = re.compile(
    r"(?<![ \t\xa0])(?:[ \t\xa0\r]*+\n[ \t\xa0\r]*+\|)?[ \t\xa0]*+"
    r"(?:(?:[:,;.]|[-=]>|→|THEN\b:?)[ \t\xa0]++)?(?<=[ \t\xa0|])"
    r"(?=(?:say|do)[ \t\xa0]?:|(?:say|do)[ \t\xa0]raw:|end call$)"
)


def intruder(line: str, start: int) -> Slip | None:
    """The slip of a trigger that holds something else, or is something else; `None` if it is only misspelt."""
    trigger = line[start:]
    if action := _ACTION.search(line, start):
        edits = swap(action.start(), action.end(), "\n  ")
        hint = "put it on a line of its own, below WHEN"
        message = "what the caller does is not part of the trigger"
        return Slip(
            "extra-words", message, Span(action.end(), len(line)), hint, edits, "put it on its own line"
        )
    if arrow := re.compile(r"(?<![ \t\xa0])[ \t\xa0]*+(?:[-=]>|→)[ \t\xa0]*+(?=\S)").search(line, start):
        edits = swap(arrow.start(), arrow.end(), "\n  say: ")
        hint = f"write it below WHEN: `say: {line[arrow.end() :][:60]}`"
        message = "what the caller does is not part of the trigger"
        span = Span(arrow.end(), len(line))
        return Slip("extra-words", message, span, hint, edits, "say it on its own line", safe=False)
    if raw := re.match(r"raw[ \t\xa0]*:?[ \t\xa0]*(?=\")", trigger, re.IGNORECASE):
        name = "missing-colon" if ":" not in raw[0] else "wrong-case-keyword"
        message = "`raw` needs a colon" if ":" not in raw[0] else f"`{raw[0].rstrip(': ')}` is written `raw`"
        edits = swap(start, start + raw.end(), "raw: ")
        return Slip(name, message, Span(start, start + 3), "write `raw: …`", edits, "write `raw:`")
    if sign := re.match(r"[:\-=–]+[ \t\xa0]*(?=[\w(\"])", trigger):
        edits = swap(start, start + sign.end(), "")
        message = f"WHEN takes no `{sign[0].strip()}`"
        span = Span(start, start + sign.end())
        return Slip("misspelt-keyword", message, span, "take it out", edits, "take it out")
    if label := re.match(r"@[\w-]+$", trigger):
        edits = swap(0, len(line), f"AFTER {label[0]}")
        message = f"WHEN waits for words of the agent, and `{label[0]}` is a label"
        return Slip("bad-trigger", message, Span(start, len(line)), f"write `AFTER {label[0]}`", edits,
                    f"write `AFTER {label[0]}`", safe=False)  # fmt: skip
    if word := re.match(r"(?:WHEN|THEN|AFTER|FIRST_MESSAGE)\b|[0-9]+$", trigger):
        message = f"`{word[0]}` is no trigger"
        hint = 'write `WHEN The agent asks …` or `WHEN contains "…"`'
        keep = swap(start, len(line), 'raw: "?"')
        return Slip("bad-trigger", message, Span(start, start + word.end()), hint, keep, usable=False)
    return None
