"""The main block as `prompt` and `response`: when the agent follows the scenario, and its words."""

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
"""The start of a prompt that comes from a WHEN."""


def main_block(scenario: ResolvedScenario, found: list[Diagnostic]) -> ResolvedBlock | None:
    """Return the block that configures the agent, a WHEN or otherwise a FIRST_MESSAGE, and report all others."""
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
            message = "a Sophiie scenario can have only one `WHEN` block"
            hint = "write another `scenario:` line above this block"
        case FirstMessage() if main and isinstance(main.block.opening, When):
            message = "a Sophiie scenario can't have both a `WHEN` block and a first message"
            hint = "move the `say:` into the `WHEN` block, or replace the `WHEN` block with `instructions: …`"
        case _:
            message = "this block has no equivalent in a Sophiie scenario: the agent has only one turn"
            hint = "write the agent's questions as `ask:`, `answer:` and `follow_up:`"
    return report("unsupported-by-target", row.span, message, hint, severity=Severity.ERROR)


def prompt_of(scenario: ResolvedScenario, row: ResolvedBlock | None, found: list[Diagnostic]) -> str | None:
    """Return the `prompt`, which says when the agent follows the scenario."""
    instructions = scenario.settings.fields.get("instructions")
    if row is None or not isinstance(row.block.opening, When):
        return instructions.value if instructions else None
    if instructions:
        message = "`instructions:` and the `WHEN` block both set the prompt"
        hint = "remove either `instructions:` or the `WHEN` block"
        found.append(
            report("unsupported-by-target", instructions.name, message, hint, severity=Severity.ERROR)
        )
    trigger = row.block.opening.trigger
    if isinstance(trigger, Sentence):
        found.extend(_doubled(row, trigger.text))
        return PROMPT_START + trigger.text.value
    message = "Sophiie doesn't match keywords; scn turns them into a sentence in the prompt"
    hint = "write a sentence: `WHEN a customer asks about …`"
    found.append(report("unsupported-by-target", row.span, message, hint, severity=Severity.INFO))
    return f"{PROMPT_START}the customer says {_words(trigger)}"


def _doubled(row: ResolvedBlock, text: Text) -> Iterator[Diagnostic]:
    """Report `WHEN When a customer calls`, from which the prompt would start with the word twice."""
    word = re.match(r"[Ww]hen\s+(?=[a-z])", text.value)
    if word is None:
        return
    span = row.block.place(text.locate(0, len("When")))
    edit = Edit(row.block.place(text.locate(0, word.end())), "")
    fix = Fix("remove the second `When`", (edit,)) if text.is_unbroken(0, word.end()) else None
    message = f"`When` is repeated: the prompt would start with `{PROMPT_START}{word[0].rstrip()}`"
    yield report("extra-words", span, message, "remove the second `When`", severity=Severity.WARNING, fix=fix)


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
    """Return the `response`: the agent's words."""
    for action in row.block.actions:
        if problem := _unsaid(action):
            message, hint = problem
            span = row.block.place(action.span)
            found.append(report("unsupported-by-target", span, message, hint, severity=Severity.ERROR))
    return next((action.text.value for action in row.block.actions if isinstance(action, Say)), None)


def _unsaid(action: Action) -> tuple[str, str] | None:
    """Return a message and a hint for an unsupported action, otherwise `None`."""
    match action:
        case Say() | Undecided():
            return None
        case Do():
            return (
                "a Sophiie agent speaks its response word for word and can't improvise",
                "write the agent's words: `say: …`",
            )
        case EndCall():
            return (
                "`end call` has no equivalent in a Sophiie scenario",
                "replace `end call` with `outcome: …`, and describe how the call continues",
            )
        case Wait():
            return (
                "`wait` has no equivalent in a Sophiie scenario",
                "remove `wait`; without a `say:`, the scenario has no response",
            )
        case _:
            assert_never(action)


def check_text_marks(scenario: ResolvedScenario, row: ResolvedBlock | None) -> Iterator[Diagnostic]:
    """Report tags, markers and templates in the texts; Sophiie documents none."""
    instructions = scenario.settings.fields.get("instructions")
    for text, place in (*(_texts(row) if row else ()), *(_of_value(instructions) if instructions else ())):
        yield from unsupported_marks(text, place, "Sophiie", "is sent literally")


_Place = Callable[[int, int], Span]
"""A function that returns the span of a part of a text."""


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
