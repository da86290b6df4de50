"""A sentence that waits for two things: a message with only one of them may or may not fire it."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_VERBS = frozenset(
    "accepts agrees apologises apologizes asks confirms congratulates declines denies explains gives greets hangs "
    "informs mentions promises proposes provides puts refuses repeats says sends suggests tells thanks".split()
)
_VERBS_OR_PLURALS = frozenset(
    "books cancels checks ends names offers reads reports requests states transfers wants".split()
)
"""Verbs only if an object follows; otherwise they may be plural nouns."""

_OBJECTS = frozenset("a an one some the its it that their them to whether your you him her another".split())
_FILLERS = frozenset("also it then".split())
_CLAUSES = frozenset("how if that what when where whether which while who why because".split())
"""Words before a clause, which is asked or told, not done."""

_OPENINGS = frozenset("answers greets introduces opens picks starts".split())
"""Verbs for the start of a call, which belong to the next verb."""


@rule(about_triggers=True)
def compound_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.trigger_view.sentences if context.trigger_view.english else ():
        text = trigger.text
        second_action = _second_action(text.value) if " and " in text.value or " or " in text.value else None
        if second_action:
            span = row.block.place(text.locate(*second_action))
            second = text.value[slice(*second_action)]
            message = f"`{second}` adds a second thing to wait for, but the agent might do only one thing in a message"
            hint = "write a separate `WHEN` block for each thing, or wait only for the thing that matters"
            if second.startswith("or"):
                why = "either one fires this trigger, and the caller gives the same answer to both"
                message = f"`{second}` adds a second thing to wait for: {why}"
                hint = "write a separate `WHEN` block for each, or find wording that covers both"
            yield report("compound-trigger", span, message, hint)


def _second_action(sentence: str) -> tuple[int, int] | None:
    """Find the second of two things that the agent does, with its conjunction; return the offsets."""
    matches = [*re.finditer(r"[^ ]+", sentence)]
    words = [word[0].casefold().strip(",;") for word in matches]
    for place, word in enumerate(words):
        if word in _OPENINGS or (place and word in _CLAUSES):
            return None
        if word in ("and", "or"):
            verb = place + 1
            while words[verb : verb + 1] and words[verb] in _FILLERS:
                verb += 1
            action, next_word = (*words[verb : verb + 2], "", "")[:2]
            if action == "provides" and "confirms" in words[:place]:
                continue  # the platform's own example of a good condition
            if action in _VERBS or (action in _VERBS_OR_PLURALS and next_word in _OBJECTS):
                return matches[place].start(), matches[verb].end()
    return None
