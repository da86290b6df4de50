"""Writes a call down as a test."""

from collections.abc import Iterable

from scn_compiler.rehearsal.cases import lines_of
from scn_compiler.rehearsal.engine import Heard, Rehearsal, Reply
from scn_dsl.nodes import (
    CallTest,
    CountsAs,
    Do,
    EndCall,
    Hear,
    Plays,
    Quiet,
    Say,
    Sentence,
    Silent,
    TestStep,
    Text,
    When,
)


def case_of(
    name: str, calls: Iterable[tuple[Heard | None, Reply]], rehearsal: Rehearsal, plays: str | None = None
) -> CallTest:
    """Write a call as a test that it meets.

    Args:
        calls: Each message with the reply to it; `None` for the start of the call, which comes first if at all.
        plays: The name of the scenario, if the script has several.
    """
    steps: list[TestStep] = [Plays(text=Text(value=plays))] if plays else []
    for heard, reply in calls:
        if heard is not None:
            steps += _heard(heard, rehearsal)
        lines = [step_of(verb, text) for verb, text in lines_of(reply)]
        steps += lines or ([Quiet()] if heard is not None else [])
    return CallTest(name=Text(value=name), steps=tuple(steps))


def _heard(heard: Heard, rehearsal: Rehearsal) -> list[TestStep]:
    if heard.text is None:
        return [Silent()]
    named = {sentence_name(index, rehearsal) for index in heard.sentences}
    return [
        Hear(text=Text(value=heard.text), cuts=heard.cuts),
        *(CountsAs(text=Text(value=each)) for each in sorted(named)),
    ]


def sentence_name(index: int, rehearsal: Rehearsal) -> str:
    """Return the label of a block with a sentence, or its sentence; blocks with one sentence have one name."""
    group = [rehearsal.rows[twin].block for twin in rehearsal.twins[index]]
    labels = [f"@{block.label.name}" for block in group if block.label and block.label.number is None]
    opening = group[0].opening
    assert isinstance(opening, When)
    assert isinstance(opening.trigger, Sentence)
    return labels[0] if labels else opening.trigger.text.value


def step_of(verb: str, text: str) -> TestStep:
    """Return the step of a test that has a line of `lines_of`."""
    if verb == "say":
        return Say(text=Text(value=text))
    return Do(text=Text(value=text)) if verb == "do" else EndCall()
