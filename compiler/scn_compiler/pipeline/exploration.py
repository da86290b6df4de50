"""The result of a search over all calls, as text and as JSON."""

from collections.abc import Iterable, Iterator
from typing import Any

from scn_compiler.inert_text import one_line
from scn_compiler.pipeline.explore import ExploredScenario
from scn_compiler.rehearsal.cases import lines_of
from scn_compiler.rehearsal.engine import Rehearsal
from scn_compiler.rehearsal.explore import MOST_STATES, ExploredStep
from scn_dsl.nodes import After, FirstMessage, When
from scn_dsl.source import Source
from scn_dsl.wording import counted
from scn_grammar.printer import trigger_text


def exploration_text(name: str, source: Source, scenarios: Iterable[ExploredScenario]) -> Iterator[str]:
    """Write what was found in a script, one scenario after another."""
    for scenario in scenarios:
        yield f"{one_line(name)}: {one_line(scenario.plays or scenario.name or 'scenario without a name')}"
        yield from (f"  {line}" for line in _scenario(scenario, source))


def _scenario(scenario: ExploredScenario, source: Source) -> Iterator[str]:
    found, rehearsal = scenario.exploration, scenario.rehearsal
    blocks = len(rehearsal.rows)
    whole = "all calls" if found.complete else f"only the first {MOST_STATES:,} states of a call"
    yield f"{counted(blocks, 'block')}, {found.states} states; looked at {whole}"
    if found.unreachable:
        yield "no call reaches:"
        yield from (f"  {_block(rehearsal, row, source)}" for row in found.unreachable)
    if found.stuck is not None:
        yield "after this, the caller never speaks again:"
        yield from _call(found.stuck)
    if found.ending is None and not found.complete:
        yield f"no end found in the first {MOST_STATES:,} states"
    elif found.ending is None:
        yield "no call ends: the caller never hangs up"
    else:
        yield f"the shortest call that ends has {counted(len(found.ending), 'message')}:"
        yield from _call(found.ending)
        for question in found.questions:
            yield f"  no document says what happens if {question.question}; --policy {question.option}=… decides"
    if found.gates:
        yield "every call that ends needs:"
        yield from (f"  {_block(rehearsal, row, source)}" for row in found.gates)
    for call in found.collisions:
        yield "one message sets off several blocks:"
        yield from _call(call[-1:])
        yield from (f"  {_block(rehearsal, turn.row, source)}" for turn in call[-1].reply.turns)
    for call, lost in found.dropped:
        yield "the caller hangs up although a follow-up is due:"
        yield from _call(call[-1:])
        yield from (f"  {_block(rehearsal, row, source)}" for row in lost)


def _call(steps: Iterable[ExploredStep]) -> Iterator[str]:
    for step in steps:
        yield f"  agent   {one_line(step.message.heard.text or '(silence)')}"
        for verb, text in lines_of(step.reply):
            yield f"  caller  {one_line(f'{verb}: {text}' if text else verb)}"


def _block(rehearsal: Rehearsal, row: int, source: Source) -> str:
    return f"{_line(rehearsal, row, source)}: {one_line(_opening(rehearsal, row))}"


def _line(rehearsal: Rehearsal, row: int, source: Source) -> str:
    block = rehearsal.rows[row].block
    span = block.place(block.opening.span)
    if span.origin and span.origin.path:
        return span.origin.path
    return f"line {source.position(span.start).line}"


def _opening(rehearsal: Rehearsal, row: int) -> str:
    opening = rehearsal.rows[row].block.opening
    match opening:
        case When():
            return f"WHEN {trigger_text(opening.trigger)}"
        case FirstMessage():
            return "FIRST_MESSAGE"
        case After(label=label):
            return f"AFTER @{label.name}"
        case _:
            return "THEN"


def exploration_document(
    name: str, source: Source, scenarios: Iterable[ExploredScenario]
) -> list[dict[str, Any]]:
    """Return what was found in a script as JSON objects."""
    return [
        {
            "file": name,
            "scenario": each.name,
            "states": each.exploration.states,
            "complete": each.exploration.complete,
            "unreachable": [_place(each, row, source) for row in each.exploration.unreachable],
            "ending": None if each.exploration.ending is None else _steps(each.exploration.ending),
            "stuck": None if each.exploration.stuck is None else _steps(each.exploration.stuck),
            "open": [question.option for question in each.exploration.questions],
            "gates": [_place(each, row, source) for row in each.exploration.gates],
            "collisions": [_steps(call) for call in each.exploration.collisions],
            "dropped": [
                {"call": _steps(call), "blocks": [_place(each, row, source) for row in lost]}
                for call, lost in each.exploration.dropped
            ],
            "shortest": [
                {**_place(each, row, source), "call": _steps(call)}
                for row, call in sorted(each.exploration.shortest.items())
            ],
        }
        for each in scenarios
    ]


def _place(scenario: ExploredScenario, row: int, source: Source) -> dict[str, Any]:
    return {
        "block": _opening(scenario.rehearsal, row),
        "place": _line(scenario.rehearsal, row, source),
    }


def _steps(steps: Iterable[ExploredStep]) -> list[dict[str, Any]]:
    return [
        {
            "agent": step.message.heard.text,
            "caller": [f"{verb}: {text}" if text else verb for verb, text in lines_of(step.reply)],
        }
        for step in steps
    ]
