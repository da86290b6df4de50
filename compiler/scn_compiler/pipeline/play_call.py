"""Plays a call message by message: what the caller answers, why, what comes next, and what is open.

A call is the list of the agent's messages. So undoing is leaving out the last one, and after an edit of the script the
same messages play the new script.
"""

from collections.abc import Iterator, Sequence

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.pipeline.plays import not_one, plays_texts, scenarios_named
from scn_compiler.rehearsal.cases import rows_counted_as
from scn_compiler.rehearsal.engine import SILENCE, CallState, Heard, Rehearsal, Reply, Turn, rehearse, turn_of
from scn_compiler.rehearsal.matching import keyword_nearly_met
from scn_compiler.rehearsal.policy import OpenQuestion, Policy, policy_of
from scn_compiler.rehearsal.stage_directions import staged
from scn_compiler.rehearsal.transcript import case_of, sentence_name
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.nodes import CallTest, Script, Sentence, When
from scn_dsl.records import Record
from scn_dsl.source import NOWHERE, Source, Span
from scn_grammar.printer import print_script

_REASONS = {
    "start": "at the start of the call",
    "match": "because the message matches",
    "follow-up": "as the follow-up",
    "again": "again, because it was interrupted",
}

_MOST_OF_NAME = 60
"""How many characters of the first message are in the name of the test."""


class HeardLine(Record):
    """A message of the agent, as a person gives it.

    Attributes:
        text: Its words; `None`, or only whitespace, if the agent stays silent.
        cuts: Whether it interrupts the caller.
        sentences: The sentences that it counts as, each as in an `as:` line of a test: the sentence, or a label with
            its `@`.
    """

    text: str | None
    cuts: bool = False
    sentences: tuple[str, ...] = ()


class CallPlace(Record):
    """The place of a block.

    Attributes:
        line: The line of its opening, from 1, in its own file; `None` if that file isn't known.
        path: The imported file that has it; `None` for the script itself.
        block: Its span in the script; for an imported block, that of the line that inserts it.
    """

    line: int | None
    path: str | None
    block: Span | None

    @property
    def name(self) -> str:
        """The place in words, such as `line 12` or `line 3 of opening.scn`."""
        if self.path is None:
            return f"line {self.line}"
        name = self.path.replace("\\", "/").rpartition("/")[2]
        return f"line {self.line} of {name}" if self.line else name


class CallLine(Record):
    """A block as a line of the caller.

    Attributes:
        verb: `say`, `do`, `wait`, or `end call` for a block that only ends the call.
        text: Its words in the script; empty for a block without words.
        hangs_up: Whether it ends the call.
        because: Why it runs: `start`, `match`, `follow-up` or `again`.
    """

    place: CallPlace
    verb: str
    text: str
    hangs_up: bool
    because: str

    @property
    def staged(self) -> str:
        """The words, with tags and markers as stage directions."""
        return staged(self.text)

    @property
    def reason(self) -> str:
        """Say why the block runs."""
        return _REASONS[self.because]


class MissedTrigger(Record):
    """A trigger that a message nearly matches: the place of its block, and the only keyword that the message lacks."""

    place: CallPlace
    lacks: str


class CallSentence(Record):
    """A sentence of the script that messages may count as.

    Attributes:
        name: The name of it in `HeardLine.sentences`: a label with its `@`, or the sentence.
        text: The sentence.
        place: The first block with this sentence.
    """

    name: str
    text: str
    place: CallPlace


class CallExchange(Record):
    """A message of the agent, and the caller's answer.

    Attributes:
        heard: The message; `None` for the start of the call.
        lines: The lines of the answer, in order; none if the caller says nothing.
        due: The follow-ups that run with the next message.
        near: Triggers that the message nearly matches; none if the caller answers.
        questions: The open questions whose other answer would change this answer.
        unknown: Names in `heard.sentences` that the scenario doesn't have; they count as nothing.
        after_end: Whether the caller had hung up before, so that nobody hears the message.
        ended: Whether the caller has hung up.
    """

    heard: HeardLine | None
    lines: tuple[CallLine, ...]
    due: tuple[CallLine, ...]
    near: tuple[MissedTrigger, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    unknown: tuple[str, ...] = ()
    after_end: bool = False
    ended: bool = False


class ScenarioCall(Record):
    """A call of one scenario.

    Attributes:
        sentences: The sentences that messages may count as.
        exchanges: The start of the call, then an exchange for each message.
        test: The call as a test. Messages after the end of the call are left out.
    """

    sentences: tuple[CallSentence, ...]
    exchanges: tuple[CallExchange, ...]
    test: CallTest

    @property
    def ended(self) -> bool:
        """Whether the caller has hung up."""
        return self.exchanges[-1].ended

    @property
    def test_text(self) -> str:
        """The call as the text of a test."""
        return print_script(Script(tests=(self.test,)))


class PlayableScenario(Record):
    """A scenario that can be played.

    Attributes:
        plays: The text of a `plays:` line for it; empty for a scenario without a name.
        span: Its title in the script, or its first line.
        rehearsal: The scenario, ready to be played.
    """

    plays: str
    span: Span
    rehearsal: Rehearsal


class PlayedCall(Record):
    """A call of a script.

    Attributes:
        compiled: The script. One with errors is played as far as it can be parsed.
        scenarios: Its scenarios with blocks.
        chosen: The index of the scenario that was played; `None` if none was.
        problem: Why none was played, in one sentence; otherwise empty.
        call: The call; `None` if no scenario was played.
    """

    compiled: Compiled
    scenarios: tuple[PlayableScenario, ...]
    chosen: int | None = None
    problem: str = ""
    call: ScenarioCall | None = None


def play_call(
    text: str,
    *,
    path: str | None = None,
    config: Config = Config(),
    scenario: str | int | None = None,
    heard: Sequence[HeardLine] = (),
    policy: Policy | None = None,
) -> PlayedCall:
    """Play a call of a script.

    Args:
        text: The script.
        path: Its file.
        config: The configuration.
        scenario: The scenario, as a `plays:` line names it, or an offset in it; `None` for the first one.
        heard: The messages of the agent.
        policy: The answers to the open questions; `None` for those of the configuration.

    Raises:
        Nothing: `PlayedCall.problem` says why a call can't be played. Errors in the script are in `compiled`.
    """
    return play_compiled(
        compile_text(text, path=path, config=config, payloads=False),
        Source(text, path),
        scenario=scenario,
        heard=heard,
        policy=policy_of(config.policy) if policy is None else policy,
    )


def play_compiled(
    compiled: Compiled,
    source: Source,
    *,
    scenario: str | int | None = None,
    heard: Sequence[HeardLine] = (),
    policy: Policy,
) -> PlayedCall:
    """Play a call of a compiled script; arguments as for `play_call`."""
    found = [each for each in compiled.document.scenarios if each.rows]
    texts = plays_texts(found)
    playable = tuple(
        PlayableScenario(plays, _title(each), rehearse(each))
        for plays, each in zip(texts, found, strict=True)
    )
    chosen, problem = _choose(scenario, found)
    if chosen is None:
        return PlayedCall(compiled, playable, problem=problem)
    plays = texts[chosen] if len(found) > 1 else None
    player = CallPlayer(playable[chosen].rehearsal, (source, *compiled.sources), policy, plays)
    return PlayedCall(compiled, playable, chosen, call=player.play(heard))


def _title(scenario: ResolvedScenario) -> Span:
    span = scenario.span
    return NOWHERE if span.origin and span.origin.path else Span(*span)


def _choose(wanted: str | int | None, scenarios: Sequence[ResolvedScenario]) -> tuple[int | None, str]:
    """Return the index of the scenario with this name or at this offset, or why it can't be chosen."""
    if not scenarios:
        return None, "this script has no scenario with blocks to play"
    if not isinstance(wanted, str):
        starts = [_title(each).start for each in scenarios]
        above = [each for each in starts if each <= (wanted or 0)]
        return starts.index(above[-1]) if wanted and above else 0, ""
    matching = scenarios_named(wanted, scenarios)
    if len(matching) == 1:
        return matching[0], ""
    return None, not_one(NOWHERE, wanted, matching, scenarios).message


class CallPlayer(Record):
    """Plays calls of one scenario.

    Attributes:
        rehearsal: The scenario.
        sources: The script, then the files that it imports.
        policy: The answers to the open questions.
        plays: The text of a `plays:` line for the scenario; `None` if the script has only this one.
    """

    rehearsal: Rehearsal
    sources: tuple[Source, ...]
    policy: Policy
    plays: str | None = None

    def play(self, heard: Sequence[HeardLine]) -> ScenarioCall:
        """Play a call with these messages of the agent."""
        state, reply = self.rehearsal.start()
        exchanges = [CallExchange(None, self._lines(reply), self._due(state), ended=state.ended)]
        steps: list[tuple[Heard | None, Reply]] = [(None, reply)]
        for each in heard:
            if state.ended:
                exchanges.append(CallExchange(each, (), (), after_end=True, ended=True))
                continue
            message, unknown = self._message(each)
            before = state
            state, reply = self.rehearsal.hear(before, message, self.policy)
            steps.append((message, reply))
            exchanges.append(
                CallExchange(
                    each,
                    self._lines(reply),
                    self._due(state),
                    () if reply.turns else tuple(self._near(message)),
                    self.rehearsal.open_questions(before, message, self.policy),
                    unknown,
                    ended=state.ended,
                )
            )
        return ScenarioCall(self.sentences(), tuple(exchanges), self._test(steps))

    def sentences(self) -> tuple[CallSentence, ...]:
        """Return the sentences that messages may count as, each once."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[CallSentence]:
        for index in dict.fromkeys(self.rehearsal.twins[each][0] for each in self.rehearsal.whens):
            opening = self.rehearsal.rows[index].block.opening
            if isinstance(opening, When) and isinstance(opening.trigger, Sentence):
                name = sentence_name(index, self.rehearsal)
                yield CallSentence(name, opening.trigger.text.value, self._place(index))

    def _message(self, heard: HeardLine) -> tuple[Heard, tuple[str, ...]]:
        """Return a message for the engine, and the names of sentences that the scenario doesn't have."""
        words = (heard.text or "").strip()
        if not words:
            return SILENCE, ()
        rows = {name: rows_counted_as(name, self.rehearsal) for name in heard.sentences}
        unknown = tuple(name for name, found in rows.items() if not found)
        return Heard(words, frozenset().union(*rows.values()), cuts=heard.cuts), unknown

    def _lines(self, reply: Reply) -> tuple[CallLine, ...]:
        return tuple(map(self._line, reply.turns))

    def _due(self, state: CallState) -> tuple[CallLine, ...]:
        return tuple(self._line(turn_of(self.rehearsal.rows[row], "follow-up")) for row in state.due)

    def _line(self, turn: Turn) -> CallLine:
        return CallLine(self._place(turn.row), turn.verb, turn.text, turn.hangs_up, turn.because)

    def _near(self, message: Heard) -> Iterator[MissedTrigger]:
        """Yield the triggers that a message nearly matches."""
        if message.text is None:
            return
        for index in self.rehearsal.whens:
            opening = self.rehearsal.rows[index].block.opening
            if isinstance(opening, When) and not isinstance(opening.trigger, Sentence):
                lacks = keyword_nearly_met(opening.trigger, message.text, self.policy.words)
                if lacks is not None:
                    yield MissedTrigger(self._place(index), lacks)

    def _place(self, row: int) -> CallPlace:
        block = self.rehearsal.rows[row].block
        opening = block.place(block.opening.span)
        path = opening.origin.path if opening.origin else None
        file = (
            next((each for each in self.sources[1:] if each.path == path), None) if path else self.sources[0]
        )
        line = file.position(opening.start).line if file else None
        return CallPlace(line, path, block.in_script)

    def _test(self, steps: list[tuple[Heard | None, Reply]]) -> CallTest:
        first = next((heard.text for heard, _ in steps if heard and heard.text), "the caller waits")
        name = " ".join(first.split())[:_MOST_OF_NAME].rstrip()
        return case_of(f"After {name}", steps, self.rehearsal, self.plays)
