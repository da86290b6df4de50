"""A measurement as text for people: what needs a look, then all conditions."""

from collections.abc import Iterator

from scn_compiler.cli.measure.judgement import (
    ALWAYS_SHADOWED,
    FIRES_EVERYWHERE,
    LOST_IN_RECOGNITION,
    NEVER_FIRES,
    JudgedCondition,
    judge,
    said,
)
from scn_compiler.cli.output.style import Style
from scn_compiler.inert_text import one_line
from scn_compiler.measure.conditions import NOT_MEASURED, Condition
from scn_compiler.measure.totals import Measured, MeasuredCondition
from scn_compiler.measure.transcripts.intake import Intake

_MOST_ROLES = 5


def shown_measurement(measured: Measured, style: Style) -> Iterator[str]:
    """Write what needs a look, the worst first, then a table of all conditions, and a summary."""
    judged = judge(measured)
    for each in judged:
        yield from _judged(measured, each, style)
        yield ""
    yield from _table(measured, style)
    yield from (f"not measured: {each}" for each in not_measured(measured))
    yield summary_of(measured, judged)


def headline(each: JudgedCondition, measured: Measured) -> str:
    """Say what is wrong with a condition."""
    found = each.condition
    if each.kind == NEVER_FIRES:
        return f"holds in none of {_utterances(measured.utterances)}"
    if each.kind == ALWAYS_SHADOWED:
        above = f"the block at {each.shadow} fires" if each.shadow else "blocks above fire"
        return f"{above} whenever this one does, in {_utterances(found.holds)}"
    if each.kind == LOST_IN_RECOGNITION:
        return f"speech recognition loses {found.lost:,} of {_utterances(said(found))}"
    return f"holds in {measured.share(found):.0%} of all utterances"


def notes(found: MeasuredCondition) -> Iterator[tuple[str, str]]:
    """Yield what else is known of a condition, each with the option or the figure that it comes from."""
    for near in found.near:
        where = f"for example call {near.call}, turn {near.turn}"
        differs = f" ({near.difference})" if near.difference else ""
        yield (
            "near",
            f"`{near.words}` for `{near.keyword}`{differs} in {_utterances(near.utterances)}, {where}",
        )
    if found.numbers:
        yield (
            "numbers",
            f"fires in {_utterances(found.numbers)} if numbers in words and in digits count as the same",
        )
    if found.gained:
        yield "gained", f"recognized text makes it fire in {_utterances(found.gained)} where nobody said it"
    if found.undecided:
        yield "undecided", f"the cassette has no verdict about {_utterances(found.undecided)}"
    if found.examples:
        places = "; ".join(f"call {each.call}, turn {each.turn}" for each in found.examples)
        yield "fires", f"for example in {places}"


def opening_of(condition: Condition) -> str:
    """Return the first line of the block of a condition."""
    return condition.wording if condition.trigger is None else f"WHEN {condition.wording}"


def _judged(measured: Measured, each: JudgedCondition, style: Style) -> Iterator[str]:
    condition = each.condition.condition
    more = f" (in {each.scenarios:,} scenarios)" if each.scenarios > 1 else ""
    color = "cyan" if each.kind == FIRES_EVERYWHERE else "yellow"
    yield f"{one_line(condition.place)}: {style.mark(color, each.kind)}: {style.bold(one_line(headline(each, measured)))}{more}"
    margin = " " * len(str(condition.line))
    yield f"{style.dim(f'{condition.line} |')} {one_line(opening_of(condition))}"
    for name, note in notes(each.condition):
        yield f"{margin} {style.dim('=')} {name}: {one_line(note)}"


def _table(measured: Measured, style: Style) -> Iterator[str]:
    rows = [("block", "fires", "share", "first", "calls", "lost", "gained", "condition")]
    for each in measured.conditions:
        if each.is_measured:
            recognized = (f"{each.lost:,}", f"{each.gained:,}") if measured.recognized else ("-", "-")
            figures = (f"{each.holds:,}", f"{measured.share(each):.1%}", f"{each.first:,}", f"{each.calls:,}")
            condition = each.condition
            rows.append(
                (one_line(condition.place), *figures, *recognized, one_line(_short(condition.wording)))
            )
    rows = list(dict.fromkeys(rows))  # a block is alike in many scenarios of a table
    if len(rows) == 1:
        return
    widths = [max(len(row[column]) for row in rows) for column in range(7)]
    for number, (place, *numbers, wording) in enumerate(rows):
        cells = (each.rjust(width) for each, width in zip(numbers, widths[1:], strict=True))
        line = f"{place:<{widths[0]}}  {'  '.join(cells)}  {wording}"
        yield line if number else style.dim(line)
    yield ""


def not_measured(measured: Measured) -> Iterator[str]:
    """Say which kinds of conditions have no figures, and why."""
    for kind, reason in NOT_MEASURED.items():
        count = sum(each.reason == reason for each in measured.conditions)
        if count:
            yield f"{count:,} {kind}{'' if count == 1 else 's'}: {reason}"


def summary_of(measured: Measured, judged: tuple[JudgedCondition, ...]) -> str:
    """Count what needs a look, and what was measured."""
    counts = [
        f"{count:,} {each}" for each in (NEVER_FIRES, ALWAYS_SHADOWED, LOST_IN_RECOGNITION, FIRES_EVERYWHERE)
        if (count := sum(one.kind == each for one in judged))
    ]  # fmt: skip
    of = f"{_utterances(measured.utterances)} of the agent in {measured.calls:,} call{_s(measured.calls)}"
    recognized = f", {measured.recognized:,} with recognized text" if measured.recognized else ""
    return f"{', '.join(counts) or 'nothing to report'}; {of}{recognized}"


def intake_notes(intake: Intake) -> Iterator[str]:
    """Say what couldn't be read, and what counts as the agent."""
    for name, reason in intake.unreadable:
        yield f"{name}: {reason}"
    for trouble in intake.troubles():
        more = ", …" if trouble.count > len(trouble.places) else ""
        yield f"{trouble.count:,} × {trouble.kind}: {', '.join(trouble.places)}{more}"
    if intake.unknown_roles:
        roles = [f"`{role}` ({count:,})" for role, count in intake.unknown_roles.most_common(_MOST_ROLES)]
        more = ", …" if len(intake.unknown_roles) > _MOST_ROLES else ""
        yield f"unknown speakers, which don't count: {', '.join(roles)}{more}; --agent NAME says which is the agent"
    for name in intake.without_speaker:
        yield f"{name}: nothing says who speaks, so all of it counts as the agent's"


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _utterances(count: int) -> str:
    return f"{count:,} utterance{_s(count)}"


def _s(count: int) -> str:
    return "" if count == 1 else "s"
