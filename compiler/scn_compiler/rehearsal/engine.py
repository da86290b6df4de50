"""The engine: a call as a value, and a function from a call and what is heard to the caller's reply.

A state never changes, so that going back is keeping the old one, and searching calls is following several. A `Policy`
decides what the documents of platforms leave open; the rest follows `explanation/how-a-call-is-played`:

- A `WHEN` runs whenever a message matches, however often. Of several with the same wording, the first one that has not
  run yet runs.
- After a block, its follow-ups are due: they run with the next message, whatever it says. All follow-ups of one block run
  in the same turn. If a `WHEN` runs again, its chain starts again, beside the one that is running.
- If the agent interrupts a `WHEN` block, its follow-ups are no longer due, and the line is compared with the triggers. A
  follow-up starts again. Nothing that can't be interrupted hears the line.
- While the agent is silent, nothing runs, and what is due stays due.

Sources: Cekura's pages on conditional actions, as known on 2026-11-29.
"""

from collections.abc import Iterable
from functools import lru_cache

from scn_compiler.rehearsal.matching import finder, fits_expression
from scn_compiler.rehearsal.policy import DEFAULT, OpenQuestion, Policy, other_policies
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.nodes import FOLLOW_UPS, Do, EndCall, FirstMessage, Say, Sentence, Undecided, Wait, When
from scn_dsl.records import Record, field, replace
from scn_grammar.markup import Tag, scan

_NOT_INTERRUPTIBLE = frozenset({"ivr", "voicemail", "interruption", "ignore_interruptions", "hold"})
"""Tags whose words, or whose pause, the agent can't interrupt."""

_HANGS_UP = "endcall"


class Heard(Record):
    """A message of the agent.

    Attributes:
        text: Its words; `None` if the agent stays silent.
        sentences: The indexes of the blocks whose sentence it counts as.
        unsure: The indexes of the blocks whose sentence nobody has decided on.
        cuts: Whether it interrupts the caller.
    """

    text: str | None
    sentences: frozenset[int] = frozenset()
    unsure: frozenset[int] = frozenset()
    cuts: bool = False


SILENCE = Heard(None)


class Turn(Record):
    """One block that runs: a part of a reply.

    Attributes:
        row: The index of the block.
        verb: `say`, `do`, `wait`, or `end call` for a block that only ends the call.
        text: The words of the action; empty for a block without words.
        hangs_up: Whether it ends the call.
        because: Why it runs: `start`, `match`, `follow-up` or `again`.
    """

    row: int
    verb: str
    text: str
    hangs_up: bool
    because: str


class Reply(Record):
    """The caller's turn: its parts in order, none if the caller says nothing."""

    turns: tuple[Turn, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        return tuple(turn.row for turn in self.turns)

    @property
    def hangs_up(self) -> bool:
        return any(turn.hangs_up for turn in self.turns)


class CallState(Record):
    """A call between two turns.

    Attributes:
        due: The indexes of the follow-ups that run with the next message.
        fired: The indexes of the blocks that have run.
        last: The parts of the caller's last reply.
        ended: Whether the caller has hung up.
    """

    due: tuple[int, ...] = ()
    fired: frozenset[int] = frozenset()
    last: tuple[Turn, ...] = ()
    ended: bool = False


class Rehearsal(Record):
    """A scenario that is ready to be played.

    Attributes:
        rows: Its blocks.
        whens: The indexes of the `WHEN` blocks.
        children: The follow-ups of each block that has some.
        twins: For each `WHEN`, the indexes of those with the same wording, itself included.
    """

    rows: tuple[ResolvedBlock, ...]
    whens: tuple[int, ...]
    children: dict[int, tuple[int, ...]] = field(default_factory=dict, compare=False)
    twins: dict[int, tuple[int, ...]] = field(default_factory=dict, compare=False)

    def start(self) -> tuple[CallState, Reply]:
        """Start a call; the reply is the first message, which may be empty."""
        opening = next((row for row in self.rows if isinstance(row.block.opening, FirstMessage)), None)
        if opening is None:
            return CallState(), Reply()
        return self._run(CallState(), [(opening.index, "start")], DEFAULT)

    def hear(self, state: CallState, heard: Heard, policy: Policy = DEFAULT) -> tuple[CallState, Reply]:
        """Let the caller hear a message.

        Returns:
            The state after it, and the reply. A call that has ended, and silence, change nothing.
        """
        if state.ended or heard.text is None:
            return (state, Reply()) if state.ended else (replace(state, last=()), Reply())
        if heard.cuts and state.last:
            return self._cut(state, heard, policy)
        due = [(index, "follow-up") for index in state.due]
        found = [] if due and policy.due == "alone" else self._matching(state, heard, policy)
        return self._run(replace(state, due=()), [*due, *found], policy)

    def same_sentence(self, index: int) -> frozenset[int]:
        """Return the blocks with the sentence of a `WHEN`: a message that counts as one of them counts as all."""
        return frozenset(self.twins[index])

    def open_questions(
        self, state: CallState, heard: Heard, policy: Policy = DEFAULT
    ) -> tuple[OpenQuestion, ...]:
        """Return the open questions whose other answer gives another reply to this message."""
        _, reply = self.hear(state, heard, policy)
        return tuple(
            question
            for question, other in other_policies(policy)
            if self.hear(state, heard, other)[1] != reply
        )

    def _cut(self, state: CallState, heard: Heard, policy: Policy) -> tuple[CallState, Reply]:
        """The agent interrupts the last reply."""
        if all(_is_protected(turn.text) for turn in state.last):
            return state, Reply()
        again = [(turn.row, "again") for turn in state.last if self._follows_up(turn.row)]
        cut_off = {child for turn in state.last for child in self.children.get(turn.row, ())}
        due = [(index, "follow-up") for index in state.due if index not in cut_off]
        found = [] if again and policy.cut == "alone" else self._matching(state, heard, policy)
        return self._run(replace(state, due=()), [*due, *again, *found], policy)

    def _follows_up(self, index: int) -> bool:
        return isinstance(self.rows[index].block.opening, FOLLOW_UPS)

    def _matching(self, state: CallState, heard: Heard, policy: Policy) -> list[tuple[int, str]]:
        """Return the `WHEN` blocks that a message sets off."""
        has = finder(heard.text or "", policy.words)
        found: list[tuple[int, str]] = []
        for index in self.whens:
            opening = self.rows[index].block.opening
            assert isinstance(opening, When)
            trigger = opening.trigger
            fits = (
                index in heard.sentences if isinstance(trigger, Sentence) else fits_expression(trigger, has)
            )
            if fits and index == self._next_twin(index, state):
                found.append((index, "match"))
        return found[:1] if policy.several == "first" else found

    def _next_twin(self, index: int, state: CallState) -> int:
        twins = self.twins[index]
        return next((twin for twin in twins if twin not in state.fired), twins[0])

    def _run(
        self, state: CallState, chosen: Iterable[tuple[int, str]], policy: Policy
    ) -> tuple[CallState, Reply]:
        """Run blocks as one reply; their follow-ups are due next."""
        turns: list[Turn] = []
        for index, because in dict.fromkeys(chosen):
            turns.append(turn_of(self.rows[index], because))
            if turns[-1].hangs_up and policy.ending == "stops":
                break
        ended = any(turn.hangs_up for turn in turns)
        due = dict.fromkeys(child for turn in turns for child in self.children.get(turn.row, ()))
        fired = state.fired.union(turn.row for turn in turns)
        reply = Reply(tuple(turns))
        return CallState(() if ended else tuple(due), fired, reply.turns, ended), reply


def rehearse(scenario: ResolvedScenario) -> Rehearsal:
    """Prepare a scenario for playing."""
    rows = scenario.rows
    children: dict[int, list[int]] = {}
    by_wording: dict[object, list[int]] = {}
    whens: list[int] = []
    for row in rows:
        if row.parent is not None:
            children.setdefault(row.parent, []).append(row.index)
        if isinstance(row.block.opening, When):
            whens.append(row.index)
            by_wording.setdefault(_wording(row.block.opening), []).append(row.index)
    twins = {index: tuple(group) for group in by_wording.values() for index in group}
    return Rehearsal(rows, tuple(whens), {row: tuple(found) for row, found in children.items()}, twins)


def _wording(opening: When) -> object:
    """Return what two triggers with the same wording have in common."""
    trigger = opening.trigger
    return plain_sentence(trigger.text.value) if isinstance(trigger, Sentence) else trigger


def plain_sentence(sentence: str) -> str:
    """Write a sentence in the form in which sentences with one wording are equal."""
    return " ".join(sentence.casefold().split()).rstrip(".")


def turn_of(row: ResolvedBlock, because: str = "start") -> Turn:
    """Make the part of a reply that a block is."""
    verb, text, hangs_up = "", "", False
    for action in row.block.actions:
        match action:
            case Say(text=words):
                verb, text = "say", words.value
            case Do(text=words) | Undecided(text=words):
                verb, text = "do", words.value
            case Wait():
                verb = verb or "wait"
            case EndCall():
                verb, hangs_up = verb or "end call", True
    return Turn(
        row.index, verb or "wait", text, hangs_up or (verb == "say" and _has_tag(text, _HANGS_UP)), because
    )


@lru_cache(maxsize=1 << 10)
def _has_tag(text: str, name: str) -> bool:
    return any(isinstance(mark, Tag) and mark.name == name for mark in scan(text))


@lru_cache(maxsize=1 << 10)
def _is_protected(text: str) -> bool:
    """Return whether the agent can't interrupt an action: it is, or is inside, a tag that hears nothing."""
    marks = [mark for mark in scan(text) if isinstance(mark, Tag)]
    return bool(marks) and marks[0].name in _NOT_INTERRUPTIBLE and not text[: marks[0].start].strip()
