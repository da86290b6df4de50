"""Sentences that look like an expression, such as `contains "refund` and `not contains "x"`, and how to write them.

No source documents `not` before `contains`, parentheses, or lowercase `or` and `and` (public evaluator file, read 2026-11-29):
whether the platform evaluates such a text, or its model reads it as a sentence, is unspecified.
"""

import re

from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_grammar.recovery.mistake import Mistake

_QUOTE = r"[\"'“”„‘’«»]"
_NEGATED = lazy_pattern(r"(?:\bnot\s+|!\s*)contains\s*[\"'“‘]", re.IGNORECASE)
_DOCUMENTED = lazy_pattern(r"""contains "(?:[^"\\]|\\.)*+"(?: (?:OR|AND) contains "(?:[^"\\]|\\.)*+")*+""")
_EXPRESSION = lazy_pattern(
    r"""[()\s]*+contains "(?:[^"\\]|\\.)*+"(?:[()\s]|OR|AND|contains "(?:[^"\\]|\\.)*+")*+"""
)
_NOTHING_ELSE = lazy_pattern(
    r"""(?:\(\s*)*+contains\s*+(?:"[^"]*"|'[^']*'|“[^”]*”)(?:\s|[()|&,]|\b(?:and|or|contains)\b|"[^"]*"|'[^']*'|“[^”]*”)*+""",
    re.IGNORECASE,
)
_CONTAINS = r"(?i:contains?|c[ontais]{6,8}|includes?)"
_STARTS = lazy_pattern(rf"(?:[\s(]|\b(?:OR|AND)\b)*+{_CONTAINS}\b\s*+[:=]?\s*+")
_AGAIN = lazy_pattern(rf"\b(?i:or|and)\s+{_CONTAINS}\b")
_AFTER_CONTAINS = lazy_pattern(rf"\b{_CONTAINS}\b[^\w\"“”„]*$")
_DOUBLE_QUOTE = lazy_pattern('["“”„]')
_KEYWORD = lazy_pattern(r'contains "((?:[^"\\]|\\.)*+)"')


class NearExpression(Record):
    """A sentence that looks like an expression, but isn't one in the documented form.

    Attributes:
        message: The problem, without a period.
        hint: The advice, which names the line to write.
        start, end: The place of the mistake in the sentence.
        meant: The expression that was probably meant; `None` if that is unclear.
        certain: Whether the author can't have meant anything else.
    """

    message: str
    hint: str
    start: int
    end: int
    meant: str | None = None
    certain: bool = False


def near_expression(sentence: str) -> NearExpression | None:
    """Recognize a sentence that looks like an expression; `None` for an expression, and for any other sentence."""
    if negated := _NEGATED.search(sentence):
        message = "Cekura doesn't document `not contains`, and might never evaluate it"
        hint = "describe what the agent does, for example `WHEN The agent refuses the refund`"
        return NearExpression(message, hint, *negated.span())
    if _DOCUMENTED.fullmatch(sentence):
        return None
    if _has_conditions(sentence):
        from scn_grammar.recovery.triggers import explain_trigger  # noqa: PLC0415  (few sentences look like that)

        mistake = explain_trigger(sentence, 0)
        if near := _explained(sentence, mistake):
            return near
    if _NOTHING_ELSE.fullmatch(sentence):
        message = (
            "this sentence looks like an expression, but Cekura documents only `contains`, `OR` and `AND`"
        )
        hint = 'write the expression without `raw:`, for example `WHEN contains "…" OR contains "…"`'
        return NearExpression(message, hint, 0, len(sentence))
    return None


def _has_conditions(sentence: str) -> bool:
    """Return whether a sentence starts like a condition: `contains a question about refunds` doesn't."""
    start = _STARTS.match(sentence)
    if not start:
        return False
    after = sentence[start.end() :]
    if _is_measure(after):
        return False
    return bool(
        re.match(rf"[\s(]*{_QUOTE}", after)
        or after.count('"') % 2
        or _AGAIN.search(after)
        or not after.strip(" ()")
    )


def _is_measure(words: str) -> bool:
    """Return whether a single quote is between words, as in `5" pipe`: it's rather inches than half of a pair."""
    before, *after = _DOUBLE_QUOTE.split(words, maxsplit=2)
    return (
        len(after) == 1
        and before[-1:].isalnum()
        and bool(re.search(r"\w", after[0]))
        and not _AGAIN.search(after[0])
    )


def _explained(sentence: str, mistake: "Mistake") -> NearExpression | None:
    """Turn a mistake in a trigger into one in a sentence; `None` if the sentence has words beside its conditions."""
    if mistake.name == "expression-prose-mix":
        return None
    span = mistake.span
    message = f"{mistake.message}, so Cekura might read this expression as a sentence"
    if mistake.message == "invalid trigger":
        message = "this expression isn't in the form that Cekura documents, so it might be read as a sentence"
    without_fix = NearExpression(
        message, 'write an expression, for example `WHEN contains "…" OR contains "…"`', span.start, span.end
    )
    if not mistake.usable:
        return without_fix
    meant = mistake.repair(sentence)
    if "\n" in meant or not _EXPRESSION.fullmatch(meant):
        return None
    loose = [each for each in _KEYWORD.findall(meant) if _is_loose(each, sentence)]
    if loose:
        operators = all(re.search(rf"\b(?:OR|AND)\s+{re.escape(each)}(?!\w)", sentence) for each in loose)
        return without_fix if operators else None
    return NearExpression(message, f"write `WHEN {meant}`", span.start, span.end, meant, mistake.safe)


def _is_loose(keyword: str, sentence: str) -> bool:
    """Return whether a keyword is a sentence's own words: neither next to a quote nor a single word after `contains`."""
    places = [each.span() for each in re.finditer(rf"(?<!\w){re.escape(keyword)}(?!\w)", sentence)]
    return bool(places) and not any(
        re.search(_QUOTE, sentence[max(start - 1, 0) : start] + sentence[end : end + 1])
        or (" " not in keyword.strip() and _AFTER_CONTAINS.search(sentence[max(start - 20, 0) : start]))
        for start, end in places
    )
