"""A trigger of bare words, such as `WHEN refund`: the author means a keyword, the platform reads a sentence."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_compiler.lint.rules.catch_all_trigger import fits_everything
from scn_compiler.lint.rules.foreign_trigger import may_be_foreign
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Sentence

_SEPARATOR = r"\s+(?:OR|AND)\s+|\s*(?:[,/]|\|{1,2})\s*"
_SUBJECT = (
    r"(?:(?:user|agent|last)[ _])?(?:message|text|input|output|response|reply|answer|utterance|transcript|agent|user)"
    r"[ ]contains[ ]"
)
_BARE = rf"(?a:[A-Za-z][\w'-]*)(?:(?:{_SEPARATOR})(?a:[\w'-]+|\"[^\"]+\"))*"


@rule(blocks=ANY)
def bare_string_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.triggers:
        if isinstance(trigger, Sentence) and not row.block.broken and is_bare_string(trigger):
            text = trigger.text
            words = _without_subject(text.value)
            parts = re.split(f"({_SEPARATOR})", words)
            meant = " ".join(_as_keyword(part) for part in parts)
            span = row.block.place(text.span)
            missing = "`contains`" if words == text.value else "quotes"
            message = f"`{text.value}` needs {missing}: it isn't a sentence"
            whole = text.is_unbroken(0, len(text.value))
            fix = Fix(f"replace with `{meant}`", (Edit(span, meant),), safe=False) if whole else None
            speaker = "customer" if context.of_agent else "agent"
            hint = f"write `WHEN {meant}`, or describe what the {speaker} does: `WHEN The {speaker} asks …`"
            yield report("bare-string-trigger", span, message, hint, severity=Severity.WARNING, fix=fix)


def is_bare_string(trigger: Sentence) -> bool:
    """Return whether a sentence is only a list of words; catch-all triggers have their own rule."""
    words = _without_subject(trigger.text.value)
    return trigger.text.is_plain and _is_bare(words) and not fits_everything(words) and not is_foreign(words)


def is_foreign(sentence: str) -> bool:
    """Return whether a sentence is a trigger of another system; those have their own rule."""
    if not may_be_foreign(sentence):
        return False
    from scn_compiler.lint.triggers.foreign import foreign_form  # noqa: PLC0415  (many patterns)

    return foreign_form(sentence) is not None


def _without_subject(trigger: str) -> str:
    """Return the words after a subject: `refund` for `message contains refund`."""
    subject = re.match(_SUBJECT, trigger) if "contains" in trigger else None
    return trigger[subject.end() :] if subject else trigger


def _is_bare(trigger: str) -> bool:
    has_separator = (
        "," in trigger or " OR " in trigger or " AND " in trigger or "|" in trigger or "/" in trigger
    )
    return (has_separator or " " not in trigger) and bool(re.fullmatch(_BARE, trigger))


def _as_keyword(part: str) -> str:
    if part.strip() in ("OR", "AND"):
        return part.strip()
    return f'contains "{part.strip(chr(34))}"' if part.strip(" ,|/") else "OR"
