"""A sentence about something that no message shows: silence, passing time, or how often something was asked.

The platform compares triggers only with the agent's latest message, once it has arrived.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.patterns import lazy_pattern

_SPEECH_VERBS = (
    r"\b(?:ask|say|said|tell|told|mention|explain|confirm|inform|apologi[sz]|complain|notic|remark|comment|offer"
    r"|announc|warn|stat(?:e[sd]?|ing)\b|report|repeat|wonder|suggest|propos|promis|agree|refus|declin|thank|greet"
    r"|read|list|describ|giv|provid|request|want|need|transfer|connect|put)"
)
"""After one of these verbs, the sentence is about the content of the message."""

_CLAUSE = r"\b(?:that|whether|if|why|how|what|which|who|when|where|because|about|to)\b"
_END = (
    r"(?=\s*(?:$|[.,;!]|(?:for|after|at all|until|within|anymore|and|or|when|while|to you|to the caller)\b))"
)
_NOT = r"(?: not|n['’]t)"
_UNIT = r"(?:seconds?|minutes?)\b"

_BEFORE_SPEECH_VERB = "|".join(
    (
        r"\b(?:silence|dead air)\b",
        r"\b(?:is|are|stays?|remains?|goes|falls?|keeps?|becomes?|gets|been) (?:\w+ )?(?:silent|quiet)\b(?! about)",
        rf"\b(?:stops?|stopped|finishe[sd]) (?:talking|speaking)\b{_END}",
        r"\b(?:is|are|keeps|been) waiting\b|\bwaits\b",
        rf"\bpauses\b{_END}",
        rf"\b(?:do|does|did|has|have|is){_NOT} (?:speak|talk|respond|reply|answer|react)(?:ed|ing)?\b{_END}",
        r"^(?:there (?:is|was) )?no (?:response|answer|reply|reaction|sound|speech)\b",
        rf"\b(?:after|within|for) (?:more than |over |at least |about )?(?:\w+ ){{1,2}}{_UNIT}",
        r"\bafter a (?:\w+ )?(?:while|moment|pause)\b",
        rf"\b\w+ {_UNIT} (?:have |has )?(?:pass(?:es|ed)?|elapsed?|go(?:es)? by|later)\b",
        r"\b(?:has|have|had)(?: not|n['’]t)? already\b",
        r"\b(?:once|twice) already\b|\balready (?:once|twice)\b",
    )
)
_NOTHING = (
    rf"\bsa(?:ys?|id) (?:nothing|not a word)\b{_END}|\b(?:does|did){_NOT} say (?:anything|a word)\b{_END}"
)
_COUNT = (
    r"\b(?:ask(?:s|ed)|repeat(?:s|ed)|tries|tried|prompt(?:s|ed)|request(?:s|ed)|greet(?:s|ed))\b.*?"
    r"\b(?P<count>twice|thrice|more than once|(?:\d+|two|three|four|five|several|many) times"
    r"|(?:for )?(?:the|a) (?:second|third|fourth|fifth|last|\d+(?:nd|rd|th)) time)(?=\s*(?:$|[.,;!]|(?:for|and|or|in|by)\b))"
)

_HINTS = tuple(
    "silen|dead air|quiet|stop|finish|wait|pause| not |n't|n’t|no re|no an|no so|no sp|secon|minut|after a |alread"
    "|nothing|twice|thrice|than once| time".split("|")
)
"""Every match of the patterns above contains one of these."""

_OF_COUNTS = lazy_pattern(r"\b(?:already|once|twice|thrice|times?)\b", re.I)
"""Words of a place that is about a number of messages rather than about silence."""

_SILENCE_HINT = (
    "let the caller answer what the agent says before the silence, and add the pause to that answer: "
    '`say: Fine. <silence time="8s" /> Are you there?`'
)
_COUNT_HINT = (
    "describe what the agent says; for another answer the second time, write a second block with exactly the same trigger, "
    "or, for the caller's next turn, a `THEN` below the first block"
)
_LONGEST_SENTENCE = 1000
"""Characters; longer sentences aren't searched."""


@rule(about_triggers=True)
def silence_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.trigger_view.sentences if context.trigger_view.english else ():
        text = trigger.text
        place = _find_unseen(text.value)
        if place:
            message = f"no message can match `{text.value[slice(*place)]}`: triggers see only the agent's latest message"
            hint = _COUNT_HINT if _OF_COUNTS.search(text.value[slice(*place)]) else _SILENCE_HINT
            yield report("silence-trigger", row.block.place(text.locate(*place)), message, hint)


def _find_unseen(sentence: str) -> tuple[int, int] | None:
    """Find something that no message shows; return its offsets."""
    if len(sentence) > _LONGEST_SENTENCE or not any(map(sentence.casefold().__contains__, _HINTS)):
        return None
    speech_verb = re.search(_SPEECH_VERBS, sentence, re.I)
    clause = re.compile(_CLAUSE, re.I).search(sentence, 1)
    match = (
        re.search(
            _BEFORE_SPEECH_VERB, sentence[: speech_verb.start()].rstrip() if speech_verb else sentence, re.I
        )
        or re.search(_NOTHING, sentence, re.I)
        or re.search(_COUNT, sentence[: clause.start()].rstrip() if clause else sentence, re.I)
    )
    return match.span("count" if "count" in match.re.groupindex else 0) if match else None
