"""Plays the tests of a script: says of each whether the caller does what the test says.

A test is the call from the caller's point of view. `hear:` and `cut off:` are what the agent says, and the `say:`, `do:`
and `end call` lines below are the whole reply of the caller; `quiet` is the end of the reply. A line without any of
them below is heard, and its reply isn't compared. Lines above the first `hear:` are compared with the
first message.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from scn_compiler.rehearsal.engine import SILENCE, Heard, Rehearsal, Reply, plain_sentence
from scn_compiler.rehearsal.judge import Verdict, judged
from scn_compiler.rehearsal.policy import DEFAULT, OpenQuestion, Policy
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import (
    CallTest,
    CountsAs,
    Do,
    Hear,
    Plays,
    Quiet,
    Say,
    Sentence,
    Silent,
    TestStep,
    When,
)
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_grammar.markup import Marker, Tag, scan

_CLOSE = 0.75
"""How similar a sentence must be to another one, so that it may mean it."""

REST = "…"
"""Stands for any words in the text of a test."""


class Played(Record):
    """A message in a test, and the reply to it; the first one of a call has no message.

    Attributes:
        step: The step of the test that is heard; `None` for the start of the call.
        open: The open questions on which this reply depends.
    """

    step: Hear | Silent | None
    heard: Heard
    reply: Reply
    open: tuple[OpenQuestion, ...] = ()


class Difference(Record):
    """The first place where the caller does something else than a test says.

    Attributes:
        span: The span of the step in the test that is not met.
        expected: The lines of the test; empty if it says that nothing follows.
        actual: The caller's actions instead, as lines of a test; empty for nothing.
        rows: The indexes of the blocks that the caller runs instead.
    """

    span: Span
    expected: tuple[str, ...]
    actual: tuple[str, ...]
    rows: tuple[int, ...]

    @property
    def reason(self) -> str:
        """Say in one sentence why the test fails."""
        if not self.actual:
            return f"expected `{self.expected[0]}`, but the caller says nothing more"
        if not self.expected:
            return f"expected nothing more, but the caller goes on: `{self.actual[0]}`"
        return f"expected `{self.expected[0]}`, but the caller does `{self.actual[0]}`"


class CaseResult(Record):
    """The result of a test.

    Attributes:
        calls: The call as it was played, up to the difference.
        difference: The first difference; `None` if the caller does what the test says.
    """

    test: CallTest
    calls: tuple[Played, ...]
    difference: Difference | None = None

    @property
    def open_questions(self) -> tuple[OpenQuestion, ...]:
        """The open questions on which the call depends."""
        return tuple(dict.fromkeys(question for call in self.calls for question in call.open))

    @property
    def undecided(self) -> tuple[str, ...]:
        """The messages about which nobody has decided whether they are what a sentence describes."""
        return tuple(dict.fromkeys(call.heard.text or "" for call in self.calls if call.heard.unsure))


class Exchange(Record):
    """A message of a test with the lines below it.

    Attributes:
        step: The message; `None` for the start of the call.
        counts: The lines that say which sentences it counts as.
        expected: The lines of the caller below it.
    """

    step: Hear | Silent | None
    counts: tuple[CountsAs, ...]
    expected: tuple[TestStep, ...]


def play_case(
    test: CallTest, rehearsal: Rehearsal, policy: Policy = DEFAULT, verdict: Verdict | None = None
) -> CaseResult:
    """Play a test, up to the first difference.

    Args:
        policy: The answers to the open questions.
        verdict: Decides which sentences lines without `as:` count as; without it, they count as none.
    """
    calls: list[Played] = []
    for exchange, played in play_exchanges(test, rehearsal, policy, verdict):
        calls.append(played)
        if difference := difference_of(exchange, played.reply, test):
            return CaseResult(test, tuple(calls), difference)
    return CaseResult(test, tuple(calls))


def play_exchanges(
    test: CallTest, rehearsal: Rehearsal, policy: Policy = DEFAULT, verdict: Verdict | None = None
) -> Iterator[tuple[Exchange, Played]]:
    """Play all messages of a test, whatever the caller does; arguments as for `play_case`."""
    state, reply = rehearsal.start()
    for turn in _exchanges(test):
        if turn.step is None:
            yield turn, Played(None, SILENCE, reply)
            continue
        heard = _heard(turn, rehearsal, verdict)
        open_questions = rehearsal.open_questions(state, heard, policy)
        state, reply = rehearsal.hear(state, heard, policy)
        yield turn, Played(turn.step, heard, reply, open_questions)


def case_problems(test: CallTest, rehearsal: Rehearsal) -> Iterator[Diagnostic]:
    """Yield what is wrong with a test, whatever the call: labels and sentences that the script doesn't have."""
    above: TestStep | None = None
    for step in test.steps:
        if isinstance(step, CountsAs):
            if not isinstance(above, Hear | CountsAs):
                hint = "write it directly below a `hear:` or a `cut off:`"
                yield report("stray-line", test.place(step.span), "`as:` has no message above it", hint)
            elif not rows_counted_as(step.text.value, rehearsal):
                yield _unknown_sentence(test, step, rehearsal)
        above = step


def _unknown_sentence(test: CallTest, step: CountsAs, rehearsal: Rehearsal) -> Diagnostic:
    span = test.place(step.text.span)
    words = step.text.value
    if words.startswith("@"):
        labels = {f"@{row.block.label.name}": row for row in rehearsal.rows if row.block.label}
        if words in labels:
            message = f"`{words}` doesn't wait for a sentence, so a message can't count as it"
            hint = "remove this line: scn finds the words of `contains` by itself"
            return report("undefined-label", span, message, hint)
        known: tuple[str, ...] = tuple(labels)
        message = f"the script has no label `{words}`"
    else:
        labels = {row.block.label.name: row for row in rehearsal.rows if row.block.label}
        if words in labels:
            title = f"write `@{words}`"
            with_sign = Fix(title, (Edit(span, f"@{words}"),))
            message = f"missing `@` before the label `{words}`"
            return report("undefined-label", span, message, title, fix=with_sign)
        known = tuple(trigger for _, trigger in _sentences(rehearsal))
        message = "no `WHEN` of the script has this sentence"
    close = nearest(words, known, _CLOSE)
    fix = Fix(f"replace with `{close}`", (Edit(span, close),), safe=False) if close else None
    hint = (
        f"did you mean `{close}`?"
        if close
        else "write the label of a `WHEN`, such as `@day`, or its sentence"
    )
    return report("undefined-label", span, message, hint, fix=fix)


def _exchanges(test: CallTest) -> Iterator[Exchange]:
    """Group the steps of a test by message."""
    step: Hear | Silent | None = None
    counts: list[CountsAs] = []
    expected: list[TestStep] = []
    for each in test.steps:
        if isinstance(each, Hear | Silent):
            yield Exchange(step, tuple(counts), tuple(expected))
            step, counts, expected = each, [], []
        elif isinstance(each, CountsAs):
            counts.append(each)
        elif not isinstance(each, Plays):
            expected.append(each)
    yield Exchange(step, tuple(counts), tuple(expected))


def _heard(turn: Exchange, rehearsal: Rehearsal, verdict: Verdict | None) -> Heard:
    if not isinstance(turn.step, Hear):
        return SILENCE
    if verdict and not turn.counts:
        return judged(rehearsal, turn.step.text.value, verdict, cuts=turn.step.cuts)
    rows = frozenset(row for each in turn.counts for row in rows_counted_as(each.text.value, rehearsal))
    return Heard(turn.step.text.value, rows, cuts=turn.step.cuts)


def rows_counted_as(words: str, rehearsal: Rehearsal) -> frozenset[int]:
    """Return the blocks that the words of an `as:` line mean: those with the label, or those with the sentence."""
    for row, sentence in _sentences(rehearsal):
        named = row.block.label is not None and words == f"@{row.block.label.name}"
        if named or plain_sentence(sentence) == plain_sentence(words):
            return rehearsal.same_sentence(row.index)
    return frozenset()


def _sentences(rehearsal: Rehearsal) -> Iterator[tuple[ResolvedBlock, str]]:
    for index in rehearsal.whens:
        row = rehearsal.rows[index]
        opening = row.block.opening
        if isinstance(opening, When) and isinstance(opening.trigger, Sentence):
            yield row, opening.trigger.text.value


def difference_of(turn: Exchange, reply: Reply, test: CallTest) -> Difference | None:
    """Compare the lines of the caller below a message with the reply; without such lines, there is no difference."""
    if not turn.expected:
        return None
    expected = [each for each in turn.expected if not isinstance(each, Quiet)]
    actual = list(lines_of(reply))
    for index, step in enumerate(expected):
        if index >= len(actual) or not _meets(step, *actual[index]):
            break
    else:
        if len(actual) <= len(expected):
            return None
        index = len(expected)
    last = expected[index] if index < len(expected) else turn.expected[-1]
    return Difference(
        test.place(last.span),
        tuple(_line(*_written(each)) for each in expected[index:]),
        tuple(_line(verb, text) for verb, text in actual[index:]),
        reply.rows,
    )


def lines_of(reply: Reply) -> Iterator[tuple[str, str]]:
    """Yield verb and text of each line that a test needs for a reply."""
    for turn in reply.turns:
        if turn.verb in ("say", "do"):
            text = _END_CALL.sub("", turn.text).rstrip() if turn.hangs_up else turn.text
            if text:
                yield turn.verb, text
    if reply.hangs_up:
        yield "end call", ""


_END_CALL = re.compile(r"\s*<endcall\s*/?>.*", re.DOTALL)


def _written(step: TestStep) -> tuple[str, str]:
    if isinstance(step, Say):
        return "say", step.text.value
    return ("do", step.text.value) if isinstance(step, Do) else ("end call", "")


def _line(verb: str, text: str) -> str:
    return f"{verb}: {text}" if text else verb


def _meets(step: TestStep, verb: str, text: str) -> bool:
    """Return whether a line of the caller is what a test says."""
    wanted, words = _written(step)
    if wanted != verb:
        return False
    if not _directions(words):
        text = without_directions(text)
    return _pattern(words).fullmatch(" ".join(text.split())) is not None


@lru_cache(maxsize=1 << 10)
def _pattern(words: str) -> re.Pattern[str]:
    parts = [re.escape(" ".join(part.split())) for part in words.split(REST)]
    return re.compile(r".*".join(parts), re.DOTALL)


def _directions(text: str) -> Iterable[Tag | Marker]:
    return [mark for mark in scan(text) if isinstance(mark, Tag | Marker)]


def without_directions(text: str) -> str:
    """Return a text without its tags and markers: what the caller is heard to say."""
    parts: list[str] = []
    at = 0
    for mark in _directions(text):
        parts.append(text[at : mark.start])
        at = mark.end
    return " ".join("".join((*parts, text[at:])).split())
