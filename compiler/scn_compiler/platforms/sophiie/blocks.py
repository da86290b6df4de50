"""The main block to `prompt` and `response`: when the agent follows the scenario, and what it says."""

import re
from collections.abc import Callable, Iterator
from functools import partial
from typing import assert_never

from scn_compiler.platforms.kit.unsupported import unsupported_marks
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_compiler.semantics.settings import Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import (
    WORDLESS,
    Action,
    And,
    Contains,
    Do,
    EndCall,
    Expression,
    FirstMessage,
    Or,
    Say,
    Sentence,
    Text,
    Undecided,
    Wait,
    When,
)
from scn_dsl.source import Span

PROMPT_START = "When "
"""The beginning of a prompt that is a WHEN."""


def main_block(scenario: ResolvedScenario, found: list[Diagnostic]) -> ResolvedBlock | None:
    """The block that configures the agent: its WHEN, or else its FIRST_MESSAGE. Others have no place."""
    whens = [row for row in scenario.rows if isinstance(row.block.opening, When)]
    firsts = [row for row in scenario.rows if isinstance(row.block.opening, FirstMessage)]
    main = next(iter(whens or firsts), None)
    for row in scenario.rows:
        if row is not main:
            found.append(_second(row, main))
    return main


def _second(row: ResolvedBlock, main: ResolvedBlock | None) -> Diagnostic:
    match row.block.opening:
        case When():
            message = "Sophiie follows a scenario for one reason, and this WHEN is another"
            hint = "begin another `scenario:` with it"
        case FirstMessage() if main and isinstance(main.block.opening, When):
            message = "Sophiie has no first message beside a WHEN: the scenario begins with that"
            hint = "say it below the WHEN, or write `instructions: …` instead of the WHEN"
        case _:
            message = "Sophiie has no place for this block: a scenario has one turn of the agent"
            hint = "write what the agent asks as `ask:`, `answer:`, `follow_up:`"
    return report("unsupported-by-target", row.span, message, hint, severity=Severity.ERROR)


def prompt_of(scenario: ResolvedScenario, row: ResolvedBlock | None, found: list[Diagnostic]) -> str | None:
    """The `prompt`: when the agent follows the scenario."""
    instructions = scenario.settings.fields.get("instructions")
    if row is None or not isinstance(row.block.opening, When):
        return instructions.value if instructions else None
    if instructions:
        message = "the WHEN says already when the agent follows the scenario"
        hint = "take one of them out: both are the prompt"
        found.append(
            report("unsupported-by-target", instructions.name, message, hint, severity=Severity.ERROR)
        )
    trigger = row.block.opening.trigger
    if isinstance(trigger, Sentence):
        found.extend(_doubled(row, trigger.text))
        return PROMPT_START + trigger.text.value
    message = "Sophiie looks for no keywords: the prompt says in words what the customer says"
    hint = "write a sentence: `WHEN a customer asks about …`"
    found.append(report("unsupported-by-target", row.span, message, hint, severity=Severity.INFO))
    return f"{PROMPT_START}the customer says {_words(trigger)}"


def _doubled(row: ResolvedBlock, text: Text) -> Iterator[Diagnostic]:
    """Report `WHEN When a customer calls`: the prompt would begin with the word twice."""
    word = re.match(r"[Ww]hen\s+(?=[a-z])", text.value)
    if word is None:
        return
    span = row.block.place(text.locate(0, len("When")))
    edit = Edit(row.block.place(text.locate(0, word.end())), "")
    fix = Fix("take it out", (edit,)) if text.is_unbroken(0, word.end()) else None
    message = f"WHEN says `When` already: the prompt would begin with `{PROMPT_START}{word[0].rstrip()}`"
    yield report("extra-words", span, message, "take it out", severity=Severity.WARNING, fix=fix)


def _words(trigger: Expression) -> str:
    match trigger:
        case Contains():
            return f'"{trigger.text}"'
        case And():
            return " and ".join(
                f"({_words(operand)})" if isinstance(operand, Or) else _words(operand)
                for operand in trigger.operands
            )
        case Or():
            return " or ".join(_words(operand) for operand in trigger.operands)
        case _:
            assert_never(trigger)


def response_of(row: ResolvedBlock, found: list[Diagnostic]) -> str | None:
    """The `response`: what the agent says."""
    for action in row.block.actions:
        if problem := _unsaid(action):
            message, hint = problem
            span = row.block.place(action.span)
            found.append(report("unsupported-by-target", span, message, hint, severity=Severity.ERROR))
    return next((action.text.value for action in row.block.actions if isinstance(action, Say)), None)


def _unsaid(action: Action) -> tuple[str, str] | None:
    """Why an action has no place, and what to do about it; `None` if it has one."""
    match action:
        case Say() | Undecided():
            return None
        case Do():
            return (
                "Sophiie's agent says a response as it is, and improvises none",
                "write the words: `say: …`",
            )
        case EndCall():
            return "Sophiie's agent does not hang up here", "`outcome: …` says how the call goes on"
        case Wait():
            return "Sophiie's agent cannot wait here", "take it out, and the scenario has no response"
        case _:
            assert_never(action)


def check_text_marks(scenario: ResolvedScenario, row: ResolvedBlock | None) -> Iterator[Diagnostic]:
    """Report tags, markers and templates in the texts; Sophiie is not known to have any."""
    instructions = scenario.settings.fields.get("instructions")
    hint = "take it out, unless the agent shall have it so"
    for text, place in (*(_texts(row) if row else ()), *(_of_value(instructions) if instructions else ())):
        yield from unsupported_marks(text, place, "Sophiie", "goes out as it is", hint)


_Place = Callable[[int, int], Span]
"""The span of a stretch of a text."""


def _texts(row: ResolvedBlock) -> Iterator[tuple[str, _Place]]:
    opening = row.block.opening
    texts = [action.text for action in row.block.actions if not isinstance(action, WORDLESS)]
    if isinstance(opening, When) and isinstance(opening.trigger, Sentence):
        texts.insert(0, opening.trigger.text)
    for text in texts:
        yield text.value, partial(_located, row, text)
    for _, value in row.details:
        yield from _of_value(value)


def _located(row: ResolvedBlock, text: Text, start: int, end: int) -> Span:
    return row.block.place(text.locate(start, end))


def _of_value(value: Value) -> Iterator[tuple[str, _Place]]:
    if isinstance(value.value, str):
        yield value.value, value.locate
