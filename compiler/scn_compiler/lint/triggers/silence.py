"""Things that no message shows: silence, passing time, and how often something was asked."""

import re

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

_LONGEST_SENTENCE = 1000
"""Characters; longer sentences aren't searched."""


def unseen_place(sentence: str) -> tuple[int, int] | None:
    """Find something in an English sentence that no message shows; return its offsets."""
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
