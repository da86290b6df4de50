"""Aligns recorded calls with a script: which blocks ran, which may have run, and which words no block explains.

The platform doesn't say which condition a message has met, so that the words of the caller have to show it. The engine of
rehearsals plays the script along with the call. Where the caller says something else than the engine expects, blocks with these
words are looked for, and the call goes on from there.
"""

import re
from collections.abc import Iterable

from scn_compiler.rehearsal.engine import CallState, Heard, Rehearsal, Reply, turn_of
from scn_compiler.rehearsal.policy import DEFAULT, Policy, other_policies
from scn_compiler.rehearsal.recording import Utterance
from scn_compiler.rehearsal.replay import agrees, plain_words, turns_of, words_pattern
from scn_dsl.nodes import Sentence, When
from scn_dsl.records import Record


class Alignment(Record):
    """The blocks of a script that one or more calls show.

    Attributes:
        ran: The indexes of the blocks that ran.
        perhaps: Those of other blocks that may have run: several fit, or the caller improvised.
        unexplained: The words of the caller that no block explains.
        silent: The indexes of blocks that no transcript can show: nobody says anything in them.
    """

    ran: frozenset[int] = frozenset()
    perhaps: frozenset[int] = frozenset()
    unexplained: tuple[Utterance, ...] = ()
    silent: frozenset[int] = frozenset()

    def never(self, rehearsal: Rehearsal) -> tuple[int, ...]:
        """Return the indexes of the blocks that didn't run, as far as a transcript can show it."""
        seen = self.ran | self.perhaps | self.silent
        return tuple(row.index for row in rehearsal.rows if row.index not in seen)


def align_call(rehearsal: Rehearsal, recording: Iterable[Utterance], policy: Policy = DEFAULT) -> Alignment:
    """Align a recorded call with a script.

    Args:
        policy: The answers to open questions; where they don't explain a reply, the others are tried.
    """
    state, reply = rehearsal.start()
    lines = tuple(recording)
    is_silent = bool(lines) and not lines[0].by_caller and _is_said(reply, ())
    ran: set[int] = set(reply.rows if is_silent else ())
    perhaps: set[int] = set()
    unexplained: list[Utterance] = []
    for heard, recorded in turns_of(lines):
        words = plain_words(" ".join(each.text for each in recorded))
        if heard is None:
            found, is_sure = ([reply.rows] if _is_said(reply, recorded) else []), True
        else:
            state, found, is_sure = _explain(rehearsal, state, heard.text, recorded, policy)
        if not found and words:
            alone, shared = _with_words(rehearsal, words)
            state = _after(rehearsal, state, (*alone, *shared))
            ran |= set(alone)
            found, is_sure = [shared], False
            unexplained += () if alone or shared else recorded
        sure = set(found[0]).intersection(*found[1:]) if found and is_sure else set()
        ran |= sure
        perhaps |= {row for rows in found for row in rows} - sure
    silent = {row.index for row in rehearsal.rows if not _is_heard(rehearsal, row.index)}
    return Alignment(
        frozenset(ran), frozenset(perhaps - ran), tuple(unexplained), frozenset(silent - ran - perhaps)
    )


def all_together(alignments: Iterable[Alignment]) -> Alignment:
    """Return what several calls of one script show together."""
    each = list(alignments)
    ran = frozenset[int]().union(*(one.ran for one in each))
    perhaps = frozenset[int]().union(*(one.perhaps for one in each)) - ran
    silent = frozenset[int]().union(*(one.silent for one in each)) - ran - perhaps
    return Alignment(ran, perhaps, tuple(said for one in each for said in one.unexplained), silent)


def _explain(
    rehearsal: Rehearsal, state: CallState, message: str, recorded: tuple[Utterance, ...], policy: Policy
) -> tuple[CallState, list[tuple[int, ...]], bool]:
    """Explain what the caller said to a message, by sentences that it may count as, then by other answers to open questions.

    It may count as the sentence of a block whose words the caller then said. If that explains nothing, it may count as the
    sentence of a block in which the caller improvises.

    Returns:
        The state after it, the blocks of each reply that agrees, and whether improvised words don't make that a guess.
    """
    words = plain_words(" ".join(each.text for each in recorded))
    spoken, improvised = _sentences(rehearsal, words)
    every = frozenset[int]().union(*spoken)
    said = list(dict.fromkeys([every, *spoken, frozenset[int]()]))
    policies = [policy, *(other for _, other in other_policies(policy))]
    ways = [(said, [policy], True), (said, policies, True)]
    if words:
        ways.append(([every | each for each in improvised], [policy], False))
    for sentences, answers, is_sure in ways:
        heard = [
            rehearsal.hear(state, Heard(message, each), answer) for each in sentences for answer in answers
        ]
        explaining = [(after, reply) for after, reply in heard if _is_said(reply, recorded)]
        if explaining:
            return explaining[0][0], list(dict.fromkeys(reply.rows for _, reply in explaining)), is_sure
    return rehearsal.hear(state, Heard(message, every), policy)[0], [], True


def _sentences(rehearsal: Rehearsal, words: str) -> tuple[list[frozenset[int]], list[frozenset[int]]]:
    """Return the groups of blocks with one sentence of which the caller said the words, and those that improvise."""
    spoken: dict[frozenset[int], None] = {}
    improvised: dict[frozenset[int], None] = {}
    for index in rehearsal.whens:
        opening = rehearsal.rows[index].block.opening
        if not isinstance(opening, When) or not isinstance(opening.trigger, Sentence):
            continue
        turn = turn_of(rehearsal.rows[index])
        pattern = words_pattern(turn.text)
        if turn.verb == "do":
            improvised[rehearsal.same_sentence(index)] = None
        elif pattern and re.search(pattern, words):
            spoken[rehearsal.same_sentence(index)] = None
    return list(spoken), list(improvised)


def _is_said(reply: Reply, recorded: tuple[Utterance, ...]) -> bool:
    """Return whether the caller said a reply; improvised words agree with any words, but not with silence."""
    return agrees(reply, recorded) and (bool(recorded) or all(turn.verb != "do" for turn in reply.turns))


def _with_words(rehearsal: Rehearsal, words: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Return the blocks whose words the caller said, without those whose words are a part of another one's.

    Returns:
        The blocks that must have run, and those that may have: they share their words, or it is a single word of many.
    """
    found: dict[tuple[int, int], list[int]] = {}
    for row in rehearsal.rows:
        turn = turn_of(row)
        pattern = words_pattern(turn.text) if turn.verb == "say" else ""
        if pattern and (match := re.search(rf"(?<!\S){pattern}(?!\S)", words)):
            found.setdefault(match.span(), []).append(row.index)
    alone: list[int] = []
    shared: list[int] = []
    for (start, end), rows in found.items():
        if any(one <= start and end <= other and (one, other) != (start, end) for one, other in found):
            continue
        said = words[start:end]
        is_clear = len(rows) == 1 and (" " in said or said == words)
        (alone if is_clear else shared).extend(rows)
    return tuple(alone), tuple(shared)


def _after(rehearsal: Rehearsal, state: CallState, rows: tuple[int, ...]) -> CallState:
    """Return the state of a call in which blocks have run, although the engine didn't expect them."""
    if not rows:
        return state
    turns = tuple(turn_of(rehearsal.rows[index], "match") for index in rows)
    due = dict.fromkeys(child for index in rows for child in rehearsal.children.get(index, ()))
    return CallState(tuple(due), state.fired.union(rows), turns, any(turn.hangs_up for turn in turns))


def _is_heard(rehearsal: Rehearsal, index: int) -> bool:
    """Return whether a transcript can show that a block ran."""
    turn = turn_of(rehearsal.rows[index])
    return turn.verb == "do" or bool(words_pattern(turn.text))
