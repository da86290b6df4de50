"""Lenses above blocks: how often their conditions fired in recorded calls."""

from collections import defaultdict
from collections.abc import Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, parts
from scn_compiler.ide.labels.definition import block_name
from scn_compiler.ide.reuse.expansion import scenarios_to_play
from scn_compiler.semantics.measurement import Measurement
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.nodes import When
from scn_dsl.source import Span
from scn_grammar.printer import trigger_text


def measured_lenses(script: OpenScript) -> tuple[tuple[Span, str], ...]:
    """Return a lens for each block whose condition the measurement of the project has: a span, and how often it fires.

    A block with values has as many conditions as values. An edited condition has no lens until it is measured again.
    """
    measurement = script.config.measurement
    if measurement is None:
        return ()
    found: defaultdict[Span, set[str]] = defaultdict(set)
    for span, wording in _conditions(script):
        if wording in measurement.figures:
            found[span].add(wording)
    return tuple((span, _title(wordings, measurement)) for span, wordings in sorted(found.items()))


def _conditions(script: OpenScript) -> Iterator[tuple[Span, str]]:
    """Yield the conditions that are written in a script, also in its fragments, and with values if it has some."""
    for part in parts(script):
        yield from ((part.absolute(span), wording) for span, wording in _in_part(part))
    if "$" in script.text:
        for scenario in scenarios_to_play(script):
            for span, wording in _in_scenario(scenario):
                if span.origin is None or span.origin.path in (None, script.path):
                    yield Span(span.start, span.end), wording


@cached_per_part
def _in_part(part: ScriptPart) -> tuple[tuple[Span, str], ...]:
    return tuple(_in_scenario(part.scenario))


def _in_scenario(scenario: ResolvedScenario) -> Iterator[tuple[Span, str]]:
    for row in scenario.rows:
        if isinstance(row.block.opening, When):
            yield block_name(row), trigger_text(row.block.opening.trigger)


def _title(wordings: set[str], measurement: Measurement) -> str:
    """Say how often conditions fire; if it differs, how often the rarest and the most frequent one do."""
    holds = sorted({measurement.figures[each].holds for each in wordings})
    often = dict.fromkeys(_often(each, measurement.utterances) for each in (holds[0], holds[-1]))
    return f"fires in {' to '.join(often)} of {measurement.utterances:,} utterance{'' if measurement.utterances == 1 else 's'}"


def _often(holds: int, utterances: int) -> str:
    share = f"{holds / utterances:.1%}"
    if not holds:
        return "none"
    return f"{holds:,}" if share in ("0.0%", "100.0%") else share
