"""Rows of transcripts as Arrow batches: what the agent said, from rows of all speakers."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from scn_compiler.measure.transcripts.intake import HALF, NO_CALL, NO_TEXT, NO_TURN, Intake, hash_of_call
from scn_compiler.rehearsal.recording import (
    AGENT_ROLES,
    CALLER_ROLES,
    UnreadableRecording,
    is_caller,
    is_json,
    json_messages,
    role_and_words,
)

UTTERANCES = pa.schema(
    [("call", pa.string()), ("turn", pa.int64()), ("text", pa.string()), ("asr", pa.string())]
)
"""The columns of the batches that are measured: the words of the agent."""

IS_REPEATED = "repeated"
"""An optional column, for rows of calls that have rows in other places as well: true."""

RAW = pa.schema(
    [(name, pa.string()) for name in ("call", "turn", "speaker", "text", "asr")] + [("line", pa.int64())]
)
"""Rows as files have them; each column but the line may be null."""

BATCH = 1 << 16
"""Rows in a batch, at most."""

_SILENT = frozenset(
    {"system", "developer", "tool", "function", "function call", "function call result", "tool_calls"}
)
"""Roles that aren't heard in a call."""

_DIALOGUE = (
    r"(?i)^\s*(\[\s*\{|(\[[^\]]*\]\s*)?("
    + "|".join(sorted(AGENT_ROLES | CALLER_ROLES, key=len, reverse=True))
    + r")\s*:)"
)
"""The start of a text that holds a whole call: a line such as `Agent: Hello`, or a list of messages in JSON."""


class RawRow(NamedTuple):
    """A row of a transcript, with its line in the file."""

    call: str | None
    turn: str | None
    speaker: str | None
    text: str | None
    asr: str | None
    line: int


class Speakers:
    """Chooses what the agent under test says.

    Args:
        agent_roles: Roles that the user named as the agent's.
    """

    def __init__(self, agent_roles: Iterable[str] = ()) -> None:
        self._named = frozenset(each.strip().casefold() for each in agent_roles)

    def is_agent(self, role: str) -> bool | None:
        """Return whether a role is the agent's; `None` for an unknown role."""
        folded = role.strip().casefold()
        if folded in self._named:
            return True
        caller = is_caller(role)
        if caller is None:
            return False if folded in _SILENT else None
        return not caller


def batch_of(rows: Iterable[RawRow], place: str, intake: Intake) -> Iterator[pa.RecordBatch]:
    """Make batches of rows; a text with half a character is left out."""
    kept: list[RawRow] = []
    for row in rows:
        try:
            "".join(each for each in row[:5] if each).encode()
        except UnicodeEncodeError:
            intake.trouble(HALF, f"{place}:{row.line}")
            continue
        kept.append(row)
        if len(kept) == BATCH:
            yield _raw_batch(kept)
            kept = []
    if kept:
        yield _raw_batch(kept)


def _raw_batch(rows: list[RawRow]) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    return pa.record_batch(
        [pa.array(column, each.type) for column, each in zip(columns, RAW, strict=True)], schema=RAW
    )


class AgentRows:
    """Picks the agent's rows of one file.

    In a file that doesn't say who speaks, each row is the agent's, unless its text is a dialogue.

    Args:
        place: The file's name in reports.
        counts: Whether the number of a row is that of its `line`, or of its `row`.
    """

    def __init__(self, place: str, speakers: Speakers, intake: Intake, counts: str = "line") -> None:
        self._place = place
        self._before = f"{place}:" if counts == "line" else f"{place}, row "
        self._speakers = speakers
        self._intake = intake
        self._has_speakers = False
        self._call: str | None = None
        self._position = 0
        self._said_so = False

    def pick(self, raw: pa.RecordBatch) -> pa.RecordBatch | None:
        """Return the utterances of a batch of raw rows, or `None` if the agent says nothing in it."""
        self._has_speakers |= raw["speaker"].null_count < raw.num_rows
        if not self._has_speakers:
            raw = self._without_dialogues(raw)
        self._intake.rows += raw.num_rows
        raw = self._checked(raw, pc.invert(_is_blank(raw["call"])), NO_CALL)
        if not raw.num_rows:
            return None
        positions = self._positions(raw["call"])
        keep = self._is_agent(raw["speaker"])
        raw, positions = raw.filter(keep), positions.filter(keep)
        present = pc.invert(_is_blank(raw["text"]))
        positions = positions.filter(present)
        raw = self._checked(raw, present, NO_TEXT)
        if not raw.num_rows:
            return None
        self._intake.saw_calls(_changes(raw["call"]))
        self._intake.utterances += raw.num_rows
        batch = pa.record_batch(
            [raw["call"], self._turns(raw, positions), raw["text"], raw["asr"]], schema=UTTERANCES
        )
        return self._with_repeated(batch) if self._intake.repeated else batch

    def _with_repeated(self, batch: pa.RecordBatch) -> pa.RecordBatch:
        calls = batch["call"].dictionary_encode()
        repeated = [hash_of_call(each) in self._intake.repeated for each in calls.dictionary.to_pylist()]
        return batch.append_column(IS_REPEATED, pa.array(repeated, pa.bool_()).take(calls.indices))

    def _checked(self, raw: pa.RecordBatch, good: pa.Array, kind: str) -> pa.RecordBatch:
        count = raw.num_rows - (pc.sum(good).as_py() or 0)
        if not count:
            return raw
        lines = raw["line"].filter(pc.invert(good)).slice(0, 3).to_pylist()
        for number, line in enumerate(lines):
            self._intake.trouble(kind, f"{self._before}{line}", 1 if number else count - len(lines) + 1)
        return raw.filter(good)

    def _positions(self, calls: pa.Array) -> pa.Array:
        """Number the rows of each call, from 0, also across batches."""
        ends = pc.run_end_encode(calls)
        positions: list[int] = []
        start = 0
        for call, end in zip(ends.values.to_pylist(), ends.run_ends.to_pylist(), strict=True):
            if call != self._call:
                self._call, self._position = call, 0
            positions.extend(range(self._position, self._position + end - start))
            self._position += end - start
            start = end
        return pa.array(positions, pa.int64())

    def _turns(self, raw: pa.RecordBatch, positions: pa.Array) -> pa.Array:
        if raw["turn"].null_count == raw.num_rows:
            return positions
        trimmed = pc.utf8_trim_whitespace(raw["turn"])
        whole = pc.fill_null(pc.match_substring_regex(trimmed, r"^-?[0-9]{1,18}$"), False)
        self._checked(raw, pc.or_(whole, pc.is_null(raw["turn"])), NO_TURN)
        numbers = pc.cast(pc.if_else(whole, trimmed, None), pa.int64())
        return pc.coalesce(numbers, positions)

    def _is_agent(self, roles: pa.Array) -> pa.Array:
        if not self._has_speakers:
            known = pc.fill_null(roles, "agent")
            if roles.null_count and not self._said_so:
                self._said_so = True
                self._intake.without_speaker.append(self._place)
            roles = known
        agents = []
        for each in pc.value_counts(roles).to_pylist():
            role = each["values"]
            is_agent = self._speakers.is_agent(role) if role is not None else None
            if is_agent:
                agents.append(role)
            elif is_agent is None:
                self._intake.unknown_roles[role or ""] += each["counts"]
        return pc.is_in(roles, pa.array(agents, pa.string()))

    def _without_dialogues(self, raw: pa.RecordBatch) -> pa.RecordBatch:
        """Cut texts that hold a whole call, such as `Agent: Hello`, into one row for each line or message."""
        dialogues = pc.and_(
            pc.is_null(raw["speaker"]),
            pc.fill_null(pc.match_substring_regex(raw["text"], _DIALOGUE), False),
        )
        if not pc.any(dialogues).as_py():
            return raw
        rows: list[RawRow] = []
        for row in raw.to_pylist():
            rows.extend(lines_of_dialogue(RawRow(**row)) or [RawRow(**row)])
        return _raw_batch(rows)


def lines_of_dialogue(row: RawRow) -> list[RawRow]:
    """Return the lines of a text such as `Agent: Hello`, or its messages in JSON, each as a row; empty if it has none."""
    text = row.text or ""
    if is_json(text):
        try:
            spoken = [(role, words) for role, words, _ in json_messages(text.strip()) if role]
        except UnreadableRecording:
            spoken = []
    else:
        spoken = [each for line in text.split("\n") if (each := role_and_words(line)) is not None]
    return [RawRow(row.call, None, role, words, None, row.line) for role, words in spoken]


def _is_blank(texts: pa.Array) -> pa.Array:
    return pc.equal(pc.utf8_trim_whitespace(pc.fill_null(texts, "")), "")


def _changes(calls: pa.Array) -> list[str]:
    values: list[str] = pc.run_end_encode(calls).values.to_pylist()
    return values
