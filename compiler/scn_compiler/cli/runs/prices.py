"""Shows what calls cost: as a table, in a sentence, as JSON."""

from collections.abc import Iterator
from typing import Any

from scn_compiler.cli.runs.scripts import RunCase
from scn_compiler.inert_text import one_line
from scn_compiler.sync.runs.estimate import (
    AGENT_WORDS,
    CHAT_MESSAGE,
    IMPROVISED_WORDS,
    METRIC,
    SECONDS_BETWEEN,
    VOICE_MINUTE,
    WORDS_PER_MINUTE,
    CallEstimate,
    Range,
    estimate_calls,
    sum_of,
)
from scn_dsl.records import Record

CHATS = ("text",)
"""The channels on which a call costs by message."""

UNKNOWN = (
    "how a part of a minute counts",
    "what metrics with a price of their own cost",
    "how often an agent that goes on talking sets off a block again",
)


class PricedCase(Record):
    """A scenario with its estimate."""

    case: RunCase
    estimate: CallEstimate


def price_cases(cases: tuple[RunCase, ...], channel: str) -> tuple[PricedCase, ...]:
    """Estimate all scenarios of a run."""
    chat = channel in CHATS
    return tuple(PricedCase(each, estimate_calls(each.scenario, each.settings, chat=chat)) for each in cases)


def credits_of(priced: tuple[PricedCase, ...]) -> Range:
    """Return the price of all calls together."""
    return sum_of(each.estimate.credits for each in priced)


def in_short(priced: tuple[PricedCase, ...]) -> str:
    """Say in one line how many calls there are, and what they cost."""
    calls = sum(each.estimate.calls for each in priced)
    return f"{_count(calls, 'call')} of {_count(len(priced), 'scenario')}: {_numbers(credits_of(priced))} credits"


def price_table(priced: tuple[PricedCase, ...], channel: str) -> Iterator[str]:
    """Write the estimate of each scenario, the sum, the assumptions, and what isn't known."""
    chat = channel in CHATS
    rows = [("scenario", "calls", "messages each" if chat else "length each", "credits")]
    for each in priced:
        size = _numbers(each.estimate.messages) if chat else _clock(each.estimate.seconds)
        name = f"{each.case.place}  {each.case.name}"
        rows.append((one_line(name), str(each.estimate.calls), size, _numbers(each.estimate.credits)))
    calls = sum(each.estimate.calls for each in priced)
    rows.append(("in all", str(calls), "", _numbers(credits_of(priced))))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    for name, *figures in rows:
        cells = [each.rjust(width) for each, width in zip(figures, widths[1:], strict=True)]
        yield f"{name:<{widths[0]}}  {'  '.join(cells)}"
    yield ""
    yield from _assumptions(chat=chat)
    yield f"Not known: {', '.join(UNKNOWN[1:] if chat else UNKNOWN)}."
    for doubt in dict.fromkeys(doubt for each in priced for doubt in each.estimate.doubts):
        names = [each.case.name for each in priced if doubt in each.estimate.doubts]
        more = f" and {len(names) - 1} more" if len(names) > 1 else ""
        yield f"Unsure about {one_line(names[0])}{more}: {doubt}."


def _assumptions(*, chat: bool) -> Iterator[str]:
    few, many = AGENT_WORDS
    least, most = IMPROVISED_WORDS
    if chat:
        yield f"Prices: {CHAT_MESSAGE:g} credits for each message of the caller, {METRIC:g} for each metric."
    else:
        yield f"Prices: {VOICE_MINUTE:g} credits a minute, {METRIC:g} for each metric."
        yield (
            f"Assumed: {WORDS_PER_MINUTE} words a minute, {SECONDS_BETWEEN:g} s between turns, {few} to {many} words in a "
            f"turn of the agent, {least} to {most} for a `do:`."
        )
    yield "The shortest call goes straight to a block that hangs up; the longest one runs each block once."


def price_document(priced: tuple[PricedCase, ...], channel: str) -> dict[str, Any]:
    """Return the estimates as a JSON object."""
    return {
        "platform": "cekura",
        "channel": channel,
        "credits": _pair(credits_of(priced)),
        "scenarios": [
            {
                "name": each.case.name,
                "file": each.case.file,
                "line": each.case.line,
                "calls": each.estimate.calls,
                "seconds": _pair(each.estimate.seconds),
                "messages": _pair(each.estimate.messages),
                "metrics": each.case.settings.metrics,
                "credits": _pair(each.estimate.credits),
                "doubts": list(each.estimate.doubts),
            }
            for each in priced
        ],
        "unknown": list(UNKNOWN),
    }


def _pair(numbers: Range) -> dict[str, float | None]:
    return {"low": _rounded(numbers.low), "high": None if numbers.high is None else _rounded(numbers.high)}


def _rounded(number: float) -> float:
    return round(number, 1)


def _numbers(numbers: Range) -> str:
    low = f"{_rounded(numbers.low):g}"
    if numbers.high is None:
        return f"{low} or more"
    high = f"{_rounded(numbers.high):g}"
    return low if low == high else f"{low} to {high}"


def _clock(seconds: Range) -> str:
    low = _minutes(seconds.low)
    if seconds.high is None:
        return f"{low} or more"
    high = _minutes(seconds.high)
    return low if low == high else f"{low} to {high}"


def _minutes(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"


def _count(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
