"""Rewrites triggers in a wrong form as a sentence or expression with the same meaning."""

import re

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.prose import is_near_miss
from scn_grammar.recovery.mistake import Mistake, replacement
from scn_grammar.recovery.patterns import EACH_PHRASE, REGULAR, expression_for, texts_of
from scn_grammar.recovery.trigger_tokens import TriggerToken

_QUOTED = lazy_pattern(
    r"""\\?["“„'‘«][ \xa0\u202f]*(?P<sentence>[^"“”„'‘’«»\\]*?)[ \xa0\u202f]*\\?["“”'’»][ \t\xa0\r.]*$"""
)
_SPEAKER = lazy_pattern(
    r"(?:(?:the|an?|main)[ ])*(?:agent|assistant|bot|caller|user|customer|call|line|it|they|he|she)[ ]\w+[ ]?",
    re.IGNORECASE,
)
_PATTERN = lazy_pattern(
    r"""(?i:contains|match(?:es)?|regexp?|like|=~|~)?[ \t\xa0:(]*["']?/(?P<body>.+?)/[a-z]*["')]*[ \t\xa0\r]*$"""
)
_TEXT_FIRST = lazy_pattern(
    r"""(?P<quote>["'“„])(?P<text>[^"'“”„\n]+)["'”“][ ]*(?P<not>not[ ]+|!)?(?:in|==?|=~|~|is)[ ]+[\w.$\[\]()]+$"""
)
_MAP = lazy_pattern(r"[{\[].*[}\]]$", re.DOTALL)
_INTENT = lazy_pattern(r"/[a-z][\w/]*(?:\{.*\})?$|@\w+:\w+$")
_VARIABLE = lazy_pattern(r"\{\{[^{}]*\}\}\s*[=!<>~]")
_SUBJECT = lazy_pattern(
    r"""
      (?: (?:the|an?|its|their|main|last|latest|user|agent|assistant|bot)(?:['’]s)?[ ] )*
      (?: \$ | \{\{\s* )?
      (?: main[ ]agent | agent | assistant | bot | ai | it | system | user | caller
        | (?:agent_?|user_?|last_?)?(?:message|text|input|output|response|reply|answer|utterance|transcript|says|said) )
      (?: (?:['’]s)? [ ] (?:message|text|input|response|reply|answer|utterance|speech|turn|says?|said) )?
      (?: \. \w+ )* (?: \s*\}\} )? (?: \.(?=contains) | [ ]+ )
      (?= contains\b )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_FILLER = lazy_pattern(
    r"""
      (?: ==?  |  (?:any|either|one|some) (?:[ ]of)? (?:[ ](?:these|the|words?|phrases?|texts?))*
        | (?:the[ ])? (?:exact[ ])? (?:words?|phrases?|texts?|strings?|keywords?) )
      [ ]* :? [ ]* (?= ["“”„‟‘’«`'(\[] )
    """,
    re.VERBOSE | re.IGNORECASE,
)
match_subject = _SUBJECT.match
"""Matches, at an offset of a line, a needless subject before `contains`, e.g. `the message`."""
match_filler = _FILLER.match
"""Matches, at an offset of a line, needless words between `contains` and its text, e.g. `the phrase`."""


def rewording(line: str, start: int) -> Mistake | None:
    """Explain a trigger that makes sense in another form; `None` if it's only misspelled."""
    return (
        _quoted_sentence(line, start)
        or _leading_operator(line, start)
        or _regular_expression(line, start)
        or _text_first(line, start)
        or _map(line, start)
    )


def _text_first(line: str, start: int) -> Mistake | None:
    """Explain a comparison that starts with its text: `"bye" in message`."""
    first = _TEXT_FIRST.match(line.rstrip(), start)
    if not first:
        return None
    meant = f'contains "{first["text"]}"'
    if first["not"]:
        meant = f'The agent does not mention "{first["text"]}"'
    message = "this condition must start with `contains`; `contains` always checks the agent's latest message"
    edits = replacement(start, len(line), meant)
    span = Span(start, first.end())
    return Mistake(
        "bad-trigger", message, span, f"write `WHEN {meant}`", edits, f"write `{meant}`", safe=False
    )


def _map(line: str, start: int) -> Mistake | None:
    """Explain JSON or YAML, `{intent: bye}`, or the name of an intent, `/bye`."""
    is_intent, is_variable = _INTENT.match(line, start), _VARIABLE.match(line, start)
    if not (is_intent or is_variable or _MAP.match(line, start)) or "contains" in line:
        return None
    message = "triggers can't contain JSON or YAML"
    if is_variable:
        message = "triggers can't use variables"
    if is_intent:
        message = f"`{line[start:]}` is an intent name, not a trigger"
    hint = "describe what the agent does: `WHEN The agent asks …`"
    keep = replacement(start, len(line), 'raw: "?"')
    return Mistake("bad-trigger", message, Span(start, len(line)), hint, keep, usable=False)


def _quoted_sentence(line: str, start: int) -> Mistake | None:
    quoted = _QUOTED.match(line, start)
    if not quoted or not _SPEAKER.match(quoted["sentence"]) or is_near_miss(quoted["sentence"]):
        return None
    hint = f"write `WHEN {quoted['sentence']}`"
    edits = replacement(start, len(line), quoted["sentence"])
    message = "this sentence doesn't need quotes"
    return Mistake(
        "wrong-quotes", message, Span(start, quoted.end()), hint, edits, "remove the quotes", safe=False
    )


def _leading_operator(line: str, start: int) -> Mistake | None:
    """Explain an operator before a sentence: `and the agent asks`."""
    word = re.compile(r"(and|or|but)[ \t\xa0]+", re.IGNORECASE).match(line, start)
    if not word or not re.match(r"[^\W\d]", line[word.end() :]) or is_near_miss(line[word.end() :]):
        return None
    message = f"unexpected `{word[1]}` at the start of the trigger"
    edits = replacement(start, word.end(), "")
    hint = f"write `WHEN {line[word.end() :][:60]}`"
    return Mistake(
        "bad-trigger", message, Span(*word.span(1)), hint, edits, f"remove `{word[1]}`", safe=False
    )


def _regular_expression(line: str, start: int) -> Mistake | None:
    pattern = _PATTERN.match(line, start)
    if not pattern:
        return None
    message, span = REGULAR, Span(start, pattern.end())
    if texts := texts_of(pattern["body"]):
        meant = expression_for(texts)
        edits = replacement(start, len(line), meant)
        return Mistake(
            "bad-trigger", message, span, f"write `WHEN {meant}`", edits, f"write `{meant}`", safe=False
        )
    return Mistake(
        "bad-trigger", message, span, EACH_PHRASE, replacement(start, len(line), 'contains "?"'), usable=False
    )


def negation_as_sentence(tokens: list[TriggerToken]) -> str | None:
    """Rewrite conditions with `not` as a sentence, because no platform supports `not`; `None` if they aren't plain."""
    words = ["The agent"]
    negated = False
    for token in tokens:
        if token.is_not:
            negated = True
        elif token.kind == "string" and token.text[1:-1].strip():
            words.append(f"""{"does not mention" if negated else "mentions"} "{token.text[1:-1]}\"""")
            negated = False
        elif token.operator or token.plain == "but":
            words.append((token.operator or "but").casefold())
        elif not token.is_contains and token.plain != "contain":
            return None
    return " ".join(words) if words[-1].endswith('"') else None
