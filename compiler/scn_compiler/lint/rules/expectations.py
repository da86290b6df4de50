"""`expect:` statements that the platform's judge, who sees one statement and the transcript, can't weigh well.

The criteria are those of Cekura's reference on expected outcomes (skill 2026-09-10). Only English statements are judged.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, joined_lines
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Field
from scn_dsl.records import replace
from scn_dsl.source import Span

MOST_STATEMENTS, MOST_ACTIONS = 6, 2

_DOES = (
    r"(?=\s+(?:(?:\w+ly|also|always|first|never|then)\s+)*"
    r"(?:(?:can|did|does|has|is|may|must|shall|should|was|will)(?:n['’]t)?\b"
    r"|(?:acknowledge|answer|apologi[sz]e|ask|book|call|cancel|check|collect|confirm|decline|explain|find|give|go|greet"
    r"|identifi|inform|keep|mention|name|notifi|offer|provide|quote|read|recogni[sz]e|refuse|remind|repeat|reschedule"
    r"|say|schedule|send|speak|state|suggest|tell|thank|transfer|verifi|wait|warn)e?s\b))"
)
"""A verb after `assistant`; without one, the word may be part of another noun, as in `assistant manager`."""

# The patterns are compiled when a statement first needs them: compiling all of them takes longer than a check.
_LABEL = (
    rf"(?:the )?(?P<agent>(?:(?:voice|ai) )?agent|bot|ai assistant|ai(?! agent| assistant)|assistant{_DOES})\b(?![-'’])"
    r"|(?:the )?(?P<caller>caller|user|customer|client)(?= (?:also |always |never |then )?"
    r"(?:accepts|admits|agrees|apologi[sz]es|asks|buys|chooses|confirms|declines|explains|gives|hangs|insists|mentions"
    r"|pays|picks|provides|refuses|repeats|says|spells|tells|thanks|wants)\b(?! (?:are|is|was|were)\b))"
)
_MAIN_AGENT = r"(?:the )?main agent\b"
_DUTY = r"^\s*(?:(?:should|must|shall|will)(?: not| never)?\s+)?"
_PARTS = r",\s*(?:and\s+)?(?:then\s+)?|;\s*|\s+and\s+(?:then\s+)?|\s+then\s+"
_VERB = (
    r"(?:acknowledge|ask|book|cancel|check|confirm|collect|decline|explain|find|give|greet|identif|inform|list|look|name"
    r"|notif|offer|provide|quote|read|recogni[sz]e|refuse|repeat|reschedule|schedule|send|state|suggest|tell|transfer"
    r"|verif|warn)(?:s|es|y|ies)?\b"
)
_UNSEEN = (
    r"\b(?:appropriately|briefly|clearly|courteously|empathetically|kindly|naturally|nicely|politely|professionally"
    r"|properly|smoothly|warmly|(?:is|be|stays?|remains?|sounds?|feels?) (?:friendly|polite|professional|helpful|empathetic)"
    r"|(?:invoke|call|trigger|execute|use)s? (?:the |a |its )?[\w`]*(?:_\w+`?|\s?(?:tool|function|api|webhook))\b)"
)
_FAREWELL = (
    r"\b(?:says? (?:good)?bye|(?:good)?byes?|farewells?|signs? off|closing (?:line|remark|statement)s?)\b"
)
_HINTS = (
    "ly", "polite", "professional", "helpful", "empathetic", "tool", "function", "API", "api", "webhook", "_",
    "bye", "farewell", "sign", "closing", "spell",
)  # fmt: skip
"""Every match of `_UNSEEN`, `_FAREWELL` and `_SPELLING` contains one of these."""

_SPELLING = r"\bspell(?:s|ed|ing)?\b"


@rule(blocks=PLAYED)
def expectations(context: RuleContext) -> Iterator[Diagnostic]:
    if "expect" not in context.scenario.settings.fields:
        return
    statements = 0
    for field in (*context.script.defaults, *context.scenario.scenario.settings):
        if isinstance(field, Field) and field.name == "expect" and not field.raw:
            statements += 1
            expectation = replace(field, value=joined_lines(field.value))
            if statements == MOST_STATEMENTS + 1:
                message = f"this is expectation {statements}, but a judge can't reliably weigh more than {MOST_STATEMENTS}"
                yield report("many-expectations", expectation.whole, message, "split the scenario into two")
            statement = expectation.value.value
            if not statement.startswith("The main agent ") and (label := re.match(_LABEL, statement, re.I)):
                yield _wrong_speaker(expectation, label)
            if "," in statement or " and " in statement or " then " in statement:
                yield from _check_actions(expectation)
            for hint in _HINTS:
                if hint in statement:
                    yield from _check_evidence(context, expectation)
                    break


def _check_actions(field: Field) -> Iterator[Diagnostic]:
    actions = _count_actions(field.value.value)
    if actions > MOST_ACTIONS:
        message = f"this statement has {actions} actions, and fails if any one of them fails"
        span = field.place(field.value.span)
        yield report(
            "compound-expectation",
            span,
            message,
            "split the expectation into several `expect:` lines with one or two actions each",
        )


def _check_evidence(context: RuleContext, field: Field) -> Iterator[Diagnostic]:
    """Report events that a transcript doesn't show, or that come after its end."""
    text = field.value.value
    if unseen := re.search(_UNSEEN, text, re.I):
        message = f"a transcript can't show `{unseen[0]}`"
        hint = "instead, describe what the main agent says or asks"
        yield report("unseen-expectation", _span(field, unseen), message, hint)
    if farewell := re.search(_FAREWELL, text, re.I):
        message = "if the caller hangs up before the agent says goodbye, the judge can't evaluate this"
        hint = "replace this expectation with the last thing that matters, for example `The main agent confirms the booking`"
        yield report("farewell-expectation", _span(field, farewell), message, hint)
    spelling = re.search(_SPELLING, text, re.I)
    if spelling and any(tag.name == "spell" for words in context.tagged for tag in words.tags):
        message = "a transcript doesn't show whether a word was spelled out, because it joins letters and digits into words"
        hint = "describe what the main agent confirms: `The main agent confirms the name`"
        yield report("asr-fragile-literal", _span(field, spelling), message, hint)


def _count_actions(text: str) -> int:
    """Count the actions in a statement."""
    subject = re.match(_LABEL, text, re.I) or re.match(_MAIN_AGENT, text, re.I)
    statement = re.sub(_DUTY, "", text[subject.end() :], count=1, flags=re.I) if subject else text
    return sum(1 for part in re.split(_PARTS, statement) if re.match(_VERB, part, re.I))


def _wrong_speaker(field: Field, label: re.Match[str]) -> Diagnostic:
    span = _span(field, label)
    if label["caller"]:
        message = f"this describes what the `{label['caller']}` does, but the judge evaluates the main agent"
        return report("wrong-speaker", span, message, "start with `The main agent`")
    meant = "The main agent"
    whole = field.value.is_unbroken(*label.span())
    fix = Fix(f"replace with `{meant}`", (Edit(span, meant),), safe=False) if whole else None
    message = f"`{label[0]}` is ambiguous: the judge knows a main agent and a testing agent"
    return report("wrong-speaker", span, message, f"replace with `{meant}`", fix=fix)


def _span(field: Field, match: re.Match[str]) -> Span:
    return field.place(field.value.locate(*match.span()))
