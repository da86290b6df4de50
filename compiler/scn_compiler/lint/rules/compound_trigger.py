"""A sentence that waits for two things the agent does: a message with one of them may or may not fire it."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_DOES = frozenset(
    "accepts agrees apologises apologizes asks confirms congratulates declines denies explains gives greets hangs "
    "informs mentions promises proposes provides puts refuses repeats says sends suggests tells thanks".split()
)
_MAY_DO = frozenset(
    "books cancels checks ends names offers reads reports requests states transfers wants".split()
)
"""Plurals, too, unless something follows that the agent does it to."""

_THINGS = frozenset("a an one some the its it that their them to whether your you him her another".split())
_BETWEEN = frozenset("also it then".split())
_CLAUSES = frozenset("how if that what when where whether which while who why because".split())
"""What follows them is asked or told, and not done."""

_OPENINGS = frozenset("answers greets introduces opens picks starts".split())
"""What opens a call goes together with what comes next."""


@rule(about_triggers=True)
def compound_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.trigger_view.sentences if context.trigger_view.english else ():
        text = trigger.text
        joint = _joint(text.value) if " and " in text.value or " or " in text.value else None
        if joint:
            span = row.block.place(text.locate(*joint))
            second = text.value[slice(*joint)]
            message = f"`{second}` is a second thing to wait for: a message may have one of both alone"
            hint = "make a WHEN of each, or wait for the one that matters"
            if second.startswith("or"):
                message = f"`{second}` is a second thing to wait for: each of both fires it, and has the same answer"
                hint = "make a WHEN of each, or find one word for both"
            yield report("compound-trigger", span, message, hint)


def _joint(sentence: str) -> tuple[int, int] | None:
    """Where the second of two things that the agent does begins, with the word that joins them."""
    found = [*re.finditer(r"[^ ]+", sentence)]
    words = [word[0].casefold().strip(",;") for word in found]
    for place, word in enumerate(words):
        if word in _OPENINGS or (place and word in _CLAUSES):
            return None
        if word in ("and", "or"):
            verb = place + 1
            while words[verb : verb + 1] and words[verb] in _BETWEEN:
                verb += 1
            doing, thing = (*words[verb : verb + 2], "", "")[:2]
            if doing == "provides" and "confirms" in words[:place]:
                continue  # the platform's own example of a good condition
            if doing in _DOES or (doing in _MAY_DO and thing in _THINGS):
                return found[place].start(), found[verb].end()
    return None
