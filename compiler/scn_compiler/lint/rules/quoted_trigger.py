"""A sentence that quotes the agent, or speaks in the first person as the agent would.

Sentences are compared by meaning, and no agent uses the same words every time.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.triggers.prefilter import QUOTES
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic

_LONGEST = 14
"""Characters; a shorter quotation may be a name, or a word that matters."""

_QUOTATION = r"\"[^\"]+\"|“[^“”]+”|„[^„“”]+[“”]|«[^«»]+»|(?<![^ ])['‘][^'‘’]+['’](?!\w)"
_PRONOUNS = frozenset(
    "i i'm i'd i've i'll i’m i’d i’ve i’ll my me we we're we'd we've we'll we’re we’d we’ve we’ll our".split()
)
_BEFORE_NUMERAL = frozenset(
    "Class Grade Level Option Part Phase Plan Schedule Section Stage Step Tier Title Type Volume".split()
)
"""Words before an `I` that is a Roman numeral. Inside a sentence, any capitalized word counts."""


@rule(about_triggers=True)
def quoted_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    for row, trigger in context.trigger_view.sentences:
        text = trigger.text
        quoted = any(map(f" {text.value}".__contains__, QUOTES))
        if quoted and (place := _quotation(text.value)):
            words = text.value[slice(*place)]
            message = f"this trigger quotes {len(words) - 2} characters, and few messages will contain that exact text"
            hint = "describe what the agent means: `WHEN The agent asks …`"
            yield report("quoted-trigger", row.block.place(text.locate(*place)), message, hint)
        elif not quoted and context.trigger_view.english and (place := _first_person(text.value)):
            word = text.value[slice(*place)]
            message = f"`{word}` could mean the agent or the caller here"
            hint = "write `the agent` or `the caller`"
            yield report("quoted-trigger", row.block.place(text.locate(*place)), message, hint)


def _quotation(sentence: str) -> tuple[int, int] | None:
    """Find a long quotation; return its offsets."""
    long = (each.span() for each in re.finditer(_QUOTATION, sentence))
    return next((span for span in long if span[1] - span[0] > _LONGEST + 2), None)


def _first_person(sentence: str) -> tuple[int, int] | None:
    """Find a pronoun of the first person; return its offsets."""
    start, before = 0, ""
    for word in sentence.split(" "):
        bare = word.rstrip(".,;!?")
        is_numeral = bare == "I" and (
            before in _BEFORE_NUMERAL or (start > len(before) + 1 and before[:1].isupper())
        )
        if bare.casefold() in _PRONOUNS and not is_numeral:
            return start, start + len(bare)
        start, before = start + len(word) + 1, word
    return None
