"""Conditions that recorded calls show to be wrong: they never fire, only in the shadow of others, or not as recognized.

These rules need a measurement (`scn measure --format json`). Its figures belong to the wording of a condition, so a
condition that was edited since has none, and a shadow counts only where the scenario still has the earlier conditions.
"""

from collections.abc import Iterator

from scn_compiler.semantics.measurement import MeasuredFigures, Measurement
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import When
from scn_dsl.source import Span
from scn_grammar.printer import trigger_text

_MOST_RELATED = 3


def wordings_of(scenario: ResolvedScenario) -> Iterator[tuple[str, Span]]:
    """Yield the conditions of a scenario as a measurement spells them, each with the span of its trigger."""
    for row in scenario.rows:
        opening = row.block.opening
        if isinstance(opening, When):
            yield trigger_text(opening.trigger), row.block.place(opening.trigger.span)


def measured_findings(scenario: ResolvedScenario, measurement: Measurement) -> Iterator[Diagnostic]:
    """Yield the problems that a measurement shows in a scenario, at most one for each condition: the worst."""
    above: dict[str, Span] = {}
    for wording, span in wordings_of(scenario):
        figures = measurement.figures.get(wording)
        if figures is None:
            continue
        if not (figures.holds or figures.heard):
            yield _never_fires(span, figures, measurement)
        elif shadows := _shadows(figures, above):
            yield _always_shadowed(span, figures, measurement, [above[each] for each in shadows])
        elif figures.is_much_lost:
            yield _lost(span, figures)
        above.setdefault(wording, span)


def _shadows(figures: MeasuredFigures, above: dict[str, Span]) -> list[str]:
    """Return the conditions in whose shadow one is: a single one if possible."""
    if not figures.holds:
        return []
    for wording in above:
        if wording in figures.within:
            return [wording]
    group = next((each for each in figures.within_all if each and each <= above.keys()), ())
    return [wording for wording in above if wording in group]


def _never_fires(span: Span, figures: MeasuredFigures, measurement: Measurement) -> Diagnostic:
    message = f"this trigger fires in none of {_utterances(measurement.utterances)}"
    if figures.near:
        hint = f"write what the calls have: {_near(figures)}"
    elif figures.numbers:
        hint = f"add the other ways to write the number: then it fires in {_utterances(figures.numbers)}"
    else:
        hint = "write what the agent says; `scn measure --near` looks for similar words in the calls"
    return report("never-fires", span, message, hint)


def _always_shadowed(
    span: Span, figures: MeasuredFigures, measurement: Measurement, shadows: list[Span]
) -> Diagnostic:
    alone = len(shadows) == 1
    earlier, others = ("an earlier one does", "one") if alone else ("earlier ones do", "ones")
    message = f"this trigger only fires when {earlier}, in {figures.holds:,} of {_utterances(measurement.utterances)}"
    hint = f"move this block above the earlier {others}, or remove it"
    related = tuple(Related("the earlier trigger", each) for each in shadows[:_MOST_RELATED])
    return report("always-shadowed", span, message, hint, related=related)


def _lost(span: Span, figures: MeasuredFigures) -> Diagnostic:
    message = f"speech recognition loses {figures.lost:,} of {_utterances(figures.said)} in which this trigger fires"
    hint = "also look for what recognition writes"
    if figures.near:
        hint = f"{hint}: {_near(figures)}"
    elif figures.numbers:
        hint = f"add the other ways to write the number: then it also fires in {_utterances(figures.numbers)}"
    else:
        hint = f"{hint}; `scn measure --near` finds similar words in the calls"
    return report("lost-in-recognition", span, message, hint)


def _near(figures: MeasuredFigures) -> str:
    found = figures.near[0]
    return (
        f"`{found.words}` instead of `{found.keyword}`, for example in call {found.call}, turn {found.turn}"
    )


def _utterances(count: int) -> str:
    return f"{count:,} utterance{'' if count == 1 else 's'}"
