"""Estimates the price of calls before any of them takes place.

Source: Cekura's FAQ (docs, 2026-08-21): 5 credits for each minute of a call by voice, also over the web; 0.5 for each message of
the caller in a chat; 0.2 for each metric that is evaluated. Its example: 2 minutes and 5 metrics cost 11 credits.
"""

from collections.abc import Iterable

from scn_compiler.rehearsal.cases import without_directions
from scn_compiler.rehearsal.engine import Turn, turn_of
from scn_compiler.semantics.durations import seconds_meant
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.nodes import FirstMessage
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_grammar.markup import Tag, scan

VOICE_MINUTE, CHAT_MESSAGE, METRIC = 5.0, 0.5, 0.2
"""Prices in credits."""

WORDS_PER_MINUTE = 150
"""How fast people talk in a conversation, roughly."""

AGENT_WORDS = (8, 30)
"""Words that an agent says in a turn, from few to many."""

IMPROVISED_WORDS = (5, 25)
"""Words that the caller says for a `do:`, from few to many."""

SECONDS_BETWEEN = 1.0
"""Seconds between two turns."""

_PAUSES = ("silence", "break", "hold")
_IDEOGRAPHS = lazy_pattern("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Range(Record):
    """A number that isn't known exactly; `high` is `None` if nothing limits it."""

    low: float
    high: float | None

    def times(self, factor: float) -> "Range":
        return Range(self.low * factor, None if self.high is None else self.high * factor)

    def plus(self, number: float) -> "Range":
        return Range(self.low + number, None if self.high is None else self.high + number)


class CallSettings(Record):
    """The settings of a scenario that affect the price of its calls.

    Attributes:
        frequency: How many calls of the scenario take place.
        metrics: How many metrics are evaluated after each of them.
        max_duration: Seconds after which the platform ends a call; `None` if the scenario doesn't say.
    """

    frequency: int = 1
    metrics: int = 0
    max_duration: int | None = None


class CallEstimate(Record):
    """An estimate for a scenario.

    Attributes:
        calls: How many calls there are.
        seconds: The length of one call.
        messages: The caller's messages in one call.
        credits: The price of all calls together.
        doubts: Sentences on what makes the estimate unsure.
    """

    calls: int
    seconds: Range
    messages: Range
    credits: Range
    doubts: tuple[str, ...] = ()


def estimate_calls(scenario: ResolvedScenario, settings: CallSettings, *, chat: bool) -> CallEstimate:
    """Estimate the calls of a scenario.

    The shortest call takes the shortest way to a block that hangs up, with an agent of few words. In the longest one, each
    block runs once, with an agent of many words; `max_duration` ends it.

    Args:
        chat: Whether the calls are chats, which cost by message instead of by minute.
    """
    turns = [turn_of(row) for row in scenario.rows]
    ways = [
        _way_to(row, scenario.rows) for row, turn in zip(scenario.rows, turns, strict=True) if turn.hangs_up
    ]
    doubts: list[str] = []
    if not turns:
        seconds, messages = Range(0, None), Range(1, None)
        doubts.append("it has instructions instead of blocks, so its turns aren't known")
    else:
        shortest = [[turns[index] for index in way] for way in ways] or [turns[:1]]
        low = min(_seconds(way, 0) for way in shortest)
        seconds = Range(low, max(low, _seconds(turns, 1)))
        fewest = min(_messages(way) for way in shortest)
        messages = Range(fewest, max(fewest, _messages(turns)))
        if not ways:
            doubts.append("no block ends the call, so the agent or a limit of the platform has to")
            seconds = Range(low, None)
    limit = settings.max_duration
    if limit is not None:
        high = limit if seconds.high is None else min(seconds.high, limit)
        seconds = Range(min(seconds.low, limit), high)
    elif seconds.high is None:
        doubts.append("it has no `max_duration:`")
    price = messages.times(CHAT_MESSAGE) if chat else seconds.times(VOICE_MINUTE / 60)
    whole = price.plus(settings.metrics * METRIC).times(settings.frequency)
    return CallEstimate(settings.frequency, seconds, messages, whole, tuple(doubts))


def sum_of(ranges: Iterable[Range]) -> Range:
    """Add ranges; the sum has no limit if one of them has none."""
    total = Range(0, 0)
    for each in ranges:
        high = None if total.high is None or each.high is None else total.high + each.high
        total = Range(total.low + each.low, high)
    return total


def _way_to(row: ResolvedBlock, rows: tuple[ResolvedBlock, ...]) -> list[int]:
    """Return the indexes of the blocks of the shortest call to a block: the first message, its parents, itself."""
    way = [row.index]
    while (parent := rows[way[0]].parent) is not None:
        way.insert(0, parent)
    first = next((each.index for each in rows if isinstance(each.block.opening, FirstMessage)), None)
    return way if first is None or first == way[0] else [first, *way]


def _seconds(turns: list[Turn], pace: int) -> float:
    """Return the length of a call with these turns of the caller, each after one of the agent.

    Args:
        pace: 0 for few words of those who improvise, 1 for many.
    """
    words = sum(AGENT_WORDS[pace] + _words(turn, pace) for turn in turns)
    pauses = sum(_pauses(turn.text) for turn in turns if turn.verb == "say")
    return words * 60 / WORDS_PER_MINUTE + pauses + 2 * SECONDS_BETWEEN * len(turns)


def _words(turn: Turn, pace: int) -> float:
    if turn.verb == "do":
        return IMPROVISED_WORDS[pace]
    spoken = without_directions(turn.text)
    signs = len(_IDEOGRAPHS.findall(spoken))
    return len(_IDEOGRAPHS.sub(" ", spoken).split()) + signs / 2


def _pauses(text: str) -> float:
    """Return the seconds for which a text pauses."""
    found = (mark for mark in scan(text) if isinstance(mark, Tag) and mark.name in _PAUSES)
    times = (mark.get("time") for mark in found)
    return sum(seconds_meant(time.value) or 0 for time in times if time)


def _messages(turns: list[Turn]) -> int:
    return sum(turn.verb == "do" or bool(without_directions(turn.text)) for turn in turns)


def call_settings(entry: dict[str, object], defaults: dict[str, object], times: int = 1) -> CallSettings:
    """Return the settings of a scenario in a suite: its own entry over the suite's defaults, with the metrics of both.

    Args:
        times: How often the whole suite runs.
    """
    merged = {**defaults, **entry}
    metrics = [each for one in (defaults, entry) for each in _list(one.get("metrics"))]
    limit, frequency = merged.get("max_duration"), merged.get("frequency")
    return CallSettings(
        (frequency if isinstance(frequency, int) else 1) * times,
        len({str(each) for each in metrics}),
        limit if isinstance(limit, int) else None,
    )


def _list(value: object) -> list[object]:
    return list(value) if isinstance(value, list) else []
