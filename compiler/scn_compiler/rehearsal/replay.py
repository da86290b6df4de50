"""Replays a recorded call against a script: what ran when, and where caller and script part.

No sentence is judged. A message of the agent counts as the sentence of a `WHEN` if the caller then said the words of that
block: that is the only way in which the recording can be explained.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from scn_compiler.rehearsal.cases import lines_of, without_directions
from scn_compiler.rehearsal.engine import CallState, Heard, Rehearsal, Reply, turn_of
from scn_compiler.rehearsal.policy import DEFAULT, QUESTIONS, Policy
from scn_compiler.rehearsal.recording import Utterance
from scn_dsl.nodes import Sentence, When
from scn_dsl.records import Record, replace
from scn_grammar.markup import Template, scan


class ReplayedTurn(Record):
    """A message of the agent, what the script answers, and what the caller said in the recording."""

    heard: Utterance | None
    reply: Reply
    recorded: tuple[Utterance, ...]


class Replay(Record):
    """A recorded call, replayed.

    Attributes:
        turns: The turns, up to the first difference.
        difference: The turn in which caller and script part; `None` if they never do.
    """

    turns: tuple[ReplayedTurn, ...]
    difference: ReplayedTurn | None = None


def replay(rehearsal: Rehearsal, recording: Iterable[Utterance], policy: Policy = DEFAULT) -> Replay:
    """Replay a recorded call, up to the first difference. The words of a `do:` aren't compared."""
    state, reply = rehearsal.start()
    turns: list[ReplayedTurn] = []
    for heard, recorded in turns_of(recording):
        if heard is not None:
            state, reply = _hear(rehearsal, state, heard, recorded, policy)
        turn = ReplayedTurn(heard, reply, recorded)
        if not agrees(reply, recorded):
            return Replay(tuple(turns), turn)
        turns.append(turn)
    return Replay(tuple(turns))


def turns_of(recording: Iterable[Utterance]) -> Iterator[tuple[Utterance | None, tuple[Utterance, ...]]]:
    """Group a recording: each message of the agent, with what the caller said then. The first group may have no message."""
    heard: Utterance | None = None
    recorded: list[Utterance] = []
    is_first = True
    for each in recording:
        if each.by_caller:
            recorded.append(each)
            continue
        if heard is not None and not recorded:
            heard = replace(heard, text=f"{heard.text} {each.text}")  # one turn, recorded as two messages
            continue
        if not is_first or recorded:
            yield heard, tuple(recorded)
        heard, recorded, is_first = each, [], False
    yield heard, tuple(recorded)


def _hear(
    rehearsal: Rehearsal, state: CallState, heard: Utterance, recorded: tuple[Utterance, ...], policy: Policy
) -> tuple[CallState, Reply]:
    words = plain_words(" ".join(each.text for each in recorded))
    sentences: set[int] = set()
    for index in rehearsal.whens:
        opening = rehearsal.rows[index].block.opening
        if isinstance(opening, When) and isinstance(opening.trigger, Sentence):
            said = words_pattern(turn_of(rehearsal.rows[index]).text)
            if said and re.search(said, words):
                sentences |= rehearsal.same_sentence(index)
    return rehearsal.hear(state, Heard(heard.text, frozenset(sentences)), policy)


def agrees(reply: Reply, recorded: tuple[Utterance, ...]) -> bool:
    """Return whether the caller said what a reply says; improvised words agree with any words."""
    expected = [(verb, words_pattern(text)) for verb, text in lines_of(reply) if text]
    words = plain_words(" ".join(each.text for each in recorded))
    if any(verb == "do" for verb, _ in expected):
        return all(re.search(text, words) for verb, text in expected if verb == "say")
    return re.fullmatch(" ".join(text for _, text in expected if text), words) is not None


@lru_cache(maxsize=1 << 12)
def words_pattern(text: str) -> str:
    """Return a pattern for the words of a text, as `plain_words` writes them; a template variable stands for any words."""
    spoken = without_directions(text)
    parts, at = [], 0
    for mark in scan(spoken):
        if isinstance(mark, Template):
            parts += [re.escape(plain_words(spoken[at : mark.start])), r"\S.*?"]
            at = mark.end
    parts.append(re.escape(plain_words(spoken[at:])))
    return " ".join(part for part in parts if part)


def plain_words(text: str) -> str:
    """Write words in the form in which they are compared: letters and digits, in lowercase."""
    return " ".join("".join(char if char.isalnum() else " " for char in text.casefold()).split())


def agreeing_policies(
    rehearsals: Iterable[tuple[Rehearsal, tuple[Utterance, ...]]],
) -> dict[str, dict[str, int]]:
    """Count for each answer to each open question how many recorded turns agree with it."""
    pairs = list(rehearsals)
    counts: dict[str, dict[str, int]] = {}
    for question in QUESTIONS:
        counts[question.option] = {
            answer: sum(
                len(replay(rehearsal, recording, replace(DEFAULT, **{question.option: answer})).turns)
                for rehearsal, recording in pairs
            )
            for answer in question.answers
        }
    return counts
