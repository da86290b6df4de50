"""Blocks as numbered instructions for a simulated lead."""

import re
from collections.abc import Callable, Iterator

from scn_compiler.platforms.eqho.spoken_text import Speech, call_end, quote
from scn_compiler.platforms.eqho.templates import Found, fill_templates
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.nodes import Action, And, Contains, Do, EndCall, Expression, FirstMessage, Sentence, Wait, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span

STEPS_INTRODUCTION = (
    "Follow these steps in the conversation. The numbers are only names: take each step when its time comes, and "
    "again if it comes again. If no step fits, answer briefly, in character. Say the text in quotation marks after "
    "“say exactly” word for word, with nothing before or after it."
)


_SENTENCE = lazy_pattern(r"""[.!?…।。？！؟]["'”’»)\]]*$""")
"""The end of a whole sentence."""
_AGENT = lazy_pattern(r"(?:the )?(?:main )?agent\b", re.IGNORECASE)


def steps_text(scenario: ResolvedScenario, found: Found) -> str:
    """Write the steps of a scenario, one for each block."""
    steps = [f"{row.index + 1}. {_step(scenario, row, found)}" for row in scenario.rows]
    return "\n".join((STEPS_INTRODUCTION, "", *steps))


def _step(scenario: ResolvedScenario, row: ResolvedBlock, found: Found) -> str:
    actions = row.block.actions
    if isinstance(row.block.opening, FirstMessage) and actions and isinstance(actions[0], Wait):
        return _sentence("Let the agent speak first, and then answer")
    deeds = "".join(_joined(scenario, row, found)) or "say nothing"
    return _sentence(f"{_occasion(scenario, row, found)}{deeds}")


def _sentence(words: str) -> str:
    return words if _SENTENCE.search(words) or words.endswith(('"', "”")) else f"{words}."


def _occasion(scenario: ResolvedScenario, row: ResolvedBlock, found: Found) -> str:
    """Return the occasion of a step as the start of a sentence."""
    match row.block.opening:
        case FirstMessage():
            return "You speak first: "
        case When(trigger=Sentence(text=text)):

            def place(start: int, end: int) -> Span:
                return row.block.place(text.locate(start, end))

            return _of_sentence(fill_templates(text.value, scenario.settings, place, found))
        case When(trigger=trigger):

            def word(contains: Contains) -> str:
                span = row.block.place(contains.span)
                return fill_templates(contains.text, scenario.settings, lambda *_: span, found)

            return f"Each time the agent's message contains {_alternatives(trigger, word)}: "  # type: ignore[arg-type]
        case _:
            after = "" if row.parent is None else f" after step {row.parent + 1}"
            return f"On your next turn{after}, whatever the agent says: "


def _of_sentence(words: str) -> str:
    words = words.strip().rstrip(".…")
    if about := _AGENT.match(words):
        return f"Each time the {about[0].removeprefix('The ').removeprefix('the ').lower()}{words[about.end() :]}: "
    return f"Each time this fits what the agent says, {quote(words)}: "


def _alternatives(expression: Expression, word: Callable[[Contains], str], *, inner: bool = False) -> str:
    """Write an expression in words, with parentheses around inner expressions.

    Args:
        word: Returns the words for one `contains`.
    """
    match expression:
        case Contains():
            return quote(word(expression))
        case _:
            *parts, last = (_alternatives(operand, word, inner=True) for operand in expression.operands)
    listed = f"{', '.join(parts)} {'and' if isinstance(expression, And) else 'or'} {last}"
    return f"({listed})" if inner else listed


def _joined(scenario: ResolvedScenario, row: ResolvedBlock, found: Found) -> Iterator[str]:
    """Yield the instructions of a block, joined into sentences."""
    before = ""
    for action in row.block.actions:
        for part, own_words in _deeds(scenario, row, action, found):
            if _SENTENCE.search(before):
                yield f" Then {part}"
            else:
                yield f", then {part}" if before else part
            before = part if own_words else f"{part} "


def _deeds(
    scenario: ResolvedScenario, row: ResolvedBlock, action: Action, found: Found
) -> Iterator[tuple[str, bool]]:
    """Yield an action in words, and whether these come from the script and may be a whole sentence."""
    if isinstance(action, EndCall):
        yield call_end(scenario), False
    elif isinstance(action, Wait):
        yield "say nothing until the agent has spoken", False
    else:
        for part in Speech(scenario, row.block, action.text, found).parts:
            if part.kind == "deed":
                yield part.text, False
            elif isinstance(action, Do):
                yield f"do this in your own words: {part.text}", True
            else:
                yield f"say exactly {quote(part.text)}", False
