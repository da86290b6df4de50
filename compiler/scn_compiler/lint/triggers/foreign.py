"""Triggers of other systems, and the nearest triggers in scn: for patterns, comparisons, calls, names of events."""

import re

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_grammar.recovery.patterns import expression_for, texts_of


class ForeignTrigger(Record):
    """A trigger of another system.

    Attributes:
        what: A noun phrase for it, with its article.
        meant: The nearest trigger in scn; `None` if no trigger comes close.
        hint: The hint if `meant` is `None`.
    """

    what: str
    meant: str | None
    hint: str


_LATEST = "describe the agent's latest message, the only one a trigger sees: `WHEN The agent asks …`"
_EACH = 'list each phrase: `WHEN contains "…" OR contains "…"`'
_PATTERN = lazy_pattern(
    r"""
      ^\^ | \.[*+] | (?<!\w)\\[bB]\w | \\[dDwWsS][*+{] | \(\?[a-z:]
    | ^\S*[^\W\d]\$$ | ^\S+\*$ | ^\S*\[\^?\w-?\w*\]\S*$ | ^\(?\w+(?:\|\w+)+\)$ | ^r["'].*["']$
    """,
    re.VERBOSE,
)
_COMPARISON = lazy_pattern(
    r"""!?(?P<left>[\w.$@#:\[\]()'"{}-]+(?:[ ](?:text|name|value|intent|message))?)\s*
        (?P<sign>===?|!==?|=~|~=?|<=|>=|<>|:=|[=<>]|\b(?:eq|neq|gt|gte|lt|lte)\b)\s*
        (?P<right>\S.*)$""",
    re.VERBOSE,
)
_OF_INTENTS = lazy_pattern(
    r"""(?:intent|event|slot|entity|state|topic|node|dtmf|sentiment)\s*(?::|\bis\b|\bequals\b)\s*["']?(?P<right>[\w.-]+)["']?$""",
    re.IGNORECASE,
)
_IS_NOTHING = lazy_pattern(
    r"[\w.$]+ (?:is|is not|==|!=) (?:None|null|nil|true|false|True|False|undefined|empty|set)$"
)
_CALL = lazy_pattern(r"!?(?:not )?[\w.$]+\((?!e?s\)).*\)(?:\s*(?:[=<>!]=?=?)\s*\S+)?;?$")
_IN = lazy_pattern(
    r"""(?P<text>\S+)\s(?:not\s)?in\s\$?(?:message|msg|text|utterance|transcript|response|reply|input|output|line|answer
      |(?:user|agent|bot|last|latest)[_.]\w+)$""",
    re.VERBOSE,
)
_VERB = lazy_pattern(r"""(?:[a-z]+(?:_[a-z]+)+|eq|[a-z]+[A-Z][a-z]+)[ :]+(["'])(?P<text>[^"']+)\1""")
_NAME = lazy_pattern(
    r"""(?:@@|[#/$!:])?[a-z]+(?:[_.:][a-z0-9]+)+ | [#/$!:][a-z]\w+ | [A-Z][A-Z0-9]*(?:[_.:][A-Z0-9]+)+
      | (?:on|user|agent|bot|caller|utter|intent|action|event|is|has)[A-Z]\w+ | [a-z]+(?:_[a-z]+)+[ ]\S+
      | (?i:true | false | null | none | nil)
      | HANGUP | TIMEOUT | NOINPUT | NOMATCH | DTMF | DISCONNECT | DISCONNECTED | WELCOME | FALLBACK""",
    re.VERBOSE,
)
_MESSAGE = lazy_pattern(
    r"[$@]?(?:\w+[._])*(?:message|msg|text|utterance|transcript|response|reply|input|output|line|said|says|speech|content)(?:\.\w+(?:\(\))?)*$",
    re.IGNORECASE,
)
_WILDCARD = lazy_pattern(
    r"""^[*%](?=\w) | (?<=\w)\*$ | (?<=[^\W\d])%$ | \.[*+] | \.\?(?=\w) | ^\^ | (?<=[^\W\d])\$$ | \(\?[a-z:] | ^/.+/[a-z]?$
      | \w\[\w+\] | \[\w+\]\w | \[\w-\w\] | \w\s?\|\s?\w | \w\?\w | ^'[^']+'$ | \\[dDwWsS](?!\w)""",
    re.VERBOSE,
)
_PREFIXES = frozenset(
    "on user agent bot utter intent event action is has when if ask asks say says said did".split()
)


def foreign_form(sentence: str) -> ForeignTrigger | None:
    """Recognize a trigger of another system in the sentence after WHEN; `None` if it isn't one."""
    text = sentence.strip().removesuffix(";")
    text = re.sub(r"^(?:regexp?|re|pattern)\s*[:=]\s*", "r:", text)
    if not re.search(r"\w", text):
        return None  # it matches everything, which another rule reports
    if text.startswith("r:") or _PATTERN.search(text):
        bare = re.sub(r"^r?([\"'])(.*)\1$", r"\2", text.removeprefix("r:"))
        return ForeignTrigger(
            "a regular expression",
            _any_of(texts_of(bare)),
            _EACH,
        )
    if re.match(r"(?:timeout|idle|delay|silence|wait)[ :]+\d", text):
        return ForeignTrigger("a condition on time", None, _advice("timeout"))
    if text.casefold() in {"true", "false", "null", "none", "nil"}:
        return ForeignTrigger("a value in code", None, _LATEST)
    if _IS_NOTHING.match(text):
        return ForeignTrigger("a condition on a variable", None, _LATEST)
    if found_in := _IN.match(text):
        return ForeignTrigger(
            "an expression in code", _any_of(texts_of(found_in["text"].strip("\"'"))), _LATEST
        )
    if comparison := _COMPARISON.match(text):
        return _compared(comparison)
    if match := _OF_INTENTS.match(text):
        return ForeignTrigger("a condition on an intent or event", None, _advice(match["right"]))
    if _CALL.match(text):
        quoted = re.findall(r"[\"']([^\"']+)[\"']|/([^/]+)/", text)
        texts = [each for parts in quoted for part in parts if part for each in texts_of(part) or [""]]
        return ForeignTrigger("a function call", _any_of(texts), _LATEST)
    if verb := _VERB.fullmatch(text):
        return ForeignTrigger("a condition from another system", _any_of(texts_of(verb["text"])), _LATEST)
    if _NAME.fullmatch(text):
        return ForeignTrigger("an event, intent or step name", None, _advice(text))
    return None


def _compared(match: re.Match[str]) -> ForeignTrigger | None:
    left, sign, right = match["left"], match["sign"], match["right"].strip()
    quoted = re.fullmatch(r"([\"'/])(.+)\1[a-z]?", right)
    if not quoted and (len(right.split()) > 2 or (sign in "<>" and not re.match(r"[\d.]+", right))):
        return None  # an arrow or a sign in a sentence
    is_text = sign not in ("!=", "!==", "<>")
    if quoted and is_text and _MESSAGE.match(left):
        return ForeignTrigger("a comparison", _any_of(texts_of(quoted[2])), _LATEST)
    named = sign[0] not in "<>!" and re.search(r"[^\W\d]", right)
    return ForeignTrigger("a comparison", None, _advice(quoted[2] if quoted else right) if named else _LATEST)


def _any_of(texts: list[str] | None) -> str | None:
    return expression_for(texts) if texts and all(texts) else None


def _advice(name: str) -> str:
    """Return the hint for a name such as `USER_BYE` or `utter_goodbye`."""
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", name)
    said = " ".join(word.casefold() for word in words if word.casefold() not in _PREFIXES)
    if re.search(r"hang ?up|disconnect|end ?call|call ?end", said):
        return "remove this block, because the call is over when the agent hangs up; to have the caller hang up, write `end call`"
    if re.search(r"time ?out|no ?input|silence", said):
        return (
            "triggers see only messages; for the caller's next turn, replace this block with a `THEN` block"
        )
    return "describe what the agent does: `WHEN The agent asks …`"


def sign_of_pattern(keyword: str) -> str | None:
    """Return the first sign of a pattern in the text of a `contains`, which matches literally; `None` for plain text."""
    match = _WILDCARD.search(keyword)
    return (match[0] or keyword[match.start() : match.start() + 1]) if match else None


def plain_form(keyword: str) -> str | None:
    """Write a pattern as an expression; `None` if that is impossible."""
    quoted = re.fullmatch(r"([\"'/])(.+)\1[a-z]?", keyword)
    return _any_of(texts_of(quoted[2] if quoted else keyword))
