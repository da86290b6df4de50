"""Searches all calls that a script allows: what can be reached, how, and what no call can do.

A message of the agent matters only by the blocks that it sets off. So the search tries one message for each alternative
of each `WHEN`, and one that matches nothing: `messages_of` makes them. Two states are the same if the same follow-ups
are due, and the same of several blocks with one wording have run.
"""

from collections import deque
from collections.abc import Iterator

from scn_compiler.rehearsal.engine import CallState, Heard, Rehearsal, Reply
from scn_compiler.rehearsal.matching import finder, fits_expression
from scn_compiler.rehearsal.policy import DEFAULT, OpenQuestion, Policy
from scn_compiler.semantics.expressions import TooMany, alternatives
from scn_dsl.nodes import Sentence, When
from scn_dsl.records import Record, field, replace

MOST_STATES = 5_000
"""The most states that a search looks at."""

NOTHING = "Hm."
"""A message that matches no trigger, unless a keyword is that short."""

_Key = tuple[tuple[int, ...], frozenset[int], bool]


class Message(Record):
    """A message that sets off a `WHEN`.

    Attributes:
        row: The index of the block that it is for; `None` for the message that matches nothing.
        heard: The message.
        fits: The indexes of all `WHEN` blocks that it matches.
    """

    row: int | None
    heard: Heard
    fits: frozenset[int]


class ExploredStep(Record):
    """A message in a call, and the reply to it."""

    message: Message
    reply: Reply


class Exploration(Record):
    """The result of a search over all calls of a script.

    Attributes:
        shortest: The shortest call to each block that a call can reach, without the first message.
        unreachable: The indexes of the blocks that no call reaches; empty unless the search is complete.
        ending: The shortest call that ends; `None` if the search found none.
        questions: The open questions whose other answer would change a reply in that call.
        gates: The indexes of the `WHEN` blocks without which no call can end.
        collisions: Messages that set off several blocks, with the shortest call to such a reply.
        dropped: Replies that hang up although a follow-up is due: the call, and the follow-ups that are lost.
        stuck: A call after which the caller never speaks again, although it hasn't ended; `None` without one.
        states: How many states the search looked at.
        complete: Whether it looked at all of them.
    """

    shortest: dict[int, tuple[ExploredStep, ...]] = field(default_factory=dict)
    unreachable: tuple[int, ...] = ()
    ending: tuple[ExploredStep, ...] | None = None
    questions: tuple[OpenQuestion, ...] = ()
    gates: tuple[int, ...] = ()
    collisions: tuple[tuple[ExploredStep, ...], ...] = ()
    dropped: tuple[tuple[tuple[ExploredStep, ...], tuple[int, ...]], ...] = ()
    stuck: tuple[ExploredStep, ...] | None = None
    states: int = 0
    complete: bool = True


def messages_of(rehearsal: Rehearsal, policy: Policy = DEFAULT) -> tuple[Message, ...]:
    """Make one message for each alternative of each `WHEN`, and one that matches nothing."""
    made: list[Message] = []
    seen: set[frozenset[int]] = set()
    for index in rehearsal.whens:
        for text, sentences in _texts_for(rehearsal, index):
            fits = _fits(rehearsal, text, policy) | sentences
            if fits not in seen:
                seen.add(fits)
                made.append(Message(index, Heard(text, sentences), fits))
    if not _fits(rehearsal, NOTHING, policy):
        made.append(Message(None, Heard(NOTHING), frozenset()))
    return tuple(made)


def _texts_for(rehearsal: Rehearsal, index: int) -> Iterator[tuple[str, frozenset[int]]]:
    opening = rehearsal.rows[index].block.opening
    assert isinstance(opening, When)
    if isinstance(opening.trigger, Sentence):
        yield f"({opening.trigger.text.value})", rehearsal.same_sentence(index)
        return
    try:
        found = alternatives(opening.trigger)
    except TooMany:
        return
    for words in found:
        yield " … ".join(words), frozenset()


def _fits(rehearsal: Rehearsal, text: str, policy: Policy) -> frozenset[int]:
    """Return the blocks whose expression matches a text."""
    has = finder(text, policy.words)
    found = []
    for index in rehearsal.whens:
        opening = rehearsal.rows[index].block.opening
        if (
            isinstance(opening, When)
            and not isinstance(opening.trigger, Sentence)
            and fits_expression(opening.trigger, has)
        ):
            found.append(index)
    return frozenset(found)


class _Search:
    """A search over the states of a call, the shortest calls first."""

    def __init__(self, rehearsal: Rehearsal, policy: Policy, without: int | None = None) -> None:
        self.rehearsal = rehearsal
        self.policy = policy
        self.messages = [each for each in messages_of(rehearsal, policy) if without not in each.fits]
        self.twins = frozenset(index for index, group in rehearsal.twins.items() if len(group) > 1)
        self.before: dict[_Key, tuple[_Key, ExploredStep] | None] = {}
        self.complete = True

    def key(self, state: CallState) -> _Key:
        return state.due, state.fired & self.twins, state.ended

    def run(self) -> Iterator[tuple[_Key, CallState, ExploredStep, CallState]]:
        """Yield each step that a call can make: from which state, with which message, to which state."""
        state, _ = self.rehearsal.start()
        self.before[self.key(state)] = None
        queue = deque([state])
        while queue:
            state = queue.popleft()
            here = self.key(state)
            for message in self.messages if not state.ended else ():
                after, reply = self.rehearsal.hear(state, message.heard, self.policy)
                step = ExploredStep(message, reply)
                there = self.key(after)
                if there not in self.before:
                    if len(self.before) >= MOST_STATES:
                        self.complete = False
                        continue
                    self.before[there] = (here, step)
                    queue.append(replace(after, last=()))
                yield here, state, step, after

    def path(self, key: _Key, last: ExploredStep | None = None) -> tuple[ExploredStep, ...]:
        """Return the shortest call to a state, with one more step."""
        steps = [last] if last else []
        entry = self.before[key]
        while entry:
            key, step = entry
            steps.append(step)
            entry = self.before[key]
        return tuple(reversed(steps))


def explore(rehearsal: Rehearsal, policy: Policy = DEFAULT) -> Exploration:
    """Search all calls of a script, up to `MOST_STATES` states.

    Args:
        policy: The answers to the open questions.
    """
    search = _Search(rehearsal, policy)
    start, reply = rehearsal.start()
    shortest: dict[int, tuple[ExploredStep, ...]] = dict.fromkeys(reply.rows, ())
    ending: tuple[ExploredStep, ...] | None = () if start.ended else None
    collisions: dict[frozenset[int], tuple[ExploredStep, ...]] = {}
    dropped: dict[tuple[int, ...], tuple[ExploredStep, ...]] = {}
    for here, state, step, after in search.run():
        for row in step.reply.rows:
            if row not in shortest:
                shortest[row] = search.path(here, step)
        started = frozenset(turn.row for turn in step.reply.turns if turn.because == "match")
        if len(started) > 1 and started not in collisions:
            collisions[started] = search.path(here, step)
        if after.ended:
            ending = search.path(here, step) if ending is None else ending
            lost = tuple(row for row in state.due if row not in step.reply.rows)
            if lost and lost not in dropped:
                dropped[lost] = search.path(here, step)
    unreachable = tuple(row.index for row in rehearsal.rows if row.index not in shortest)
    return Exploration(
        shortest,
        unreachable if search.complete else (),
        ending,
        _questions(rehearsal, policy, ending or ()),
        _gates(rehearsal, policy, ending) if ending and search.complete else (),
        tuple(collisions.values()),
        tuple((path, lost) for lost, path in dropped.items()),
        _stuck(rehearsal, search),
        len(search.before),
        search.complete,
    )


def _questions(
    rehearsal: Rehearsal, policy: Policy, call: tuple[ExploredStep, ...]
) -> tuple[OpenQuestion, ...]:
    """Return the open questions whose other answer would change a reply in a call, each once."""
    state, _ = rehearsal.start()
    found: list[OpenQuestion] = []
    for step in call:
        found += rehearsal.open_questions(state, step.message.heard, policy)
        state, _ = rehearsal.hear(state, step.message.heard, policy)
    return tuple(dict.fromkeys(found))


def _gates(rehearsal: Rehearsal, policy: Policy, ending: tuple[ExploredStep, ...]) -> tuple[int, ...]:
    """Return the `WHEN` blocks of an ending call without which no call ends."""
    candidates = dict.fromkeys(
        turn.row for step in ending for turn in step.reply.turns if turn.because == "match"
    )
    return tuple(index for index in candidates if not _ends_without(rehearsal, policy, index))


def _ends_without(rehearsal: Rehearsal, policy: Policy, index: int) -> bool:
    search = _Search(rehearsal, policy, without=index)
    return any(after.ended for _, _, _, after in search.run()) or not search.complete


def _stuck(rehearsal: Rehearsal, search: _Search) -> tuple[ExploredStep, ...] | None:
    """Return the shortest call after which nothing can make the caller speak."""
    if rehearsal.whens:
        return None  # a message can always set off a WHEN
    return next((search.path(key) for key in search.before if not key[0] and not key[2]), None)
