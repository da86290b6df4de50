"""A sentence that doesn't say what the agent does: one word, or only that the agent speaks."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import rule
from scn_compiler.lint.rules.bare_string_trigger import is_bare_string, is_foreign
from scn_compiler.lint.rules.catch_all_trigger import fits_everything
from scn_compiler.lint.triggers.words import has_spaces, normalized_sentence
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.vocabulary import OPENINGS

_SPEAKING = frozenset(
    "agent|agent speaks|agent talks|agent responds|agent replies|agent answers|agent says something"
    "|agent says anything|agent is speaking|agent is talking".split("|")
)
_HINT = "describe what the agent does: `WHEN The agent asks …`"

_LONGEST = 60
"""Characters; longer triggers are specific."""


@rule(about_triggers=True)
def vague_trigger(context: RuleContext) -> Iterator[Diagnostic]:
    english = context.trigger_view.english
    for row, trigger in context.trigger_view.sentences:
        sentence = trigger.text.value
        if len(sentence) > _LONGEST:
            continue
        if english and _only_speaks(sentence):
            message = "the agent speaks in every message, so this trigger matches all of them"
            yield report("vague-trigger", row.block.place(trigger.text.span), message, _HINT)
        elif (
            _is_one_word(sentence)
            and not is_bare_string(trigger)
            and not fits_everything(sentence)
            and not is_foreign(sentence)
        ):
            message = f"`{sentence}` doesn't say what the agent does"
            yield report("vague-trigger", row.block.place(trigger.text.span), message, _HINT)


def _only_speaks(sentence: str) -> bool:
    return (
        normalized_sentence(sentence).removeprefix("when ").removeprefix("the ").removeprefix("main ")
        in _SPEAKING
    )


def _is_one_word(sentence: str) -> bool:
    words = sentence.split()
    return (
        len(words) == 1
        and any(map(str.isalpha, sentence))
        and has_spaces(sentence)
        and words[0] not in OPENINGS  # reported as a misplaced keyword
    )
