"""Calls in JSON documents, and in texts with a line for each message.

Forms: a list of messages; an object with such a list or with a text (`transcript_object`, `messages`, `transcript` …); lists of
such objects; pages of call logs (`results`), results with their runs, as a list or by id, and webhooks (`data`); what
`scn run` and `scn results` print (`scenarios` with `calls`). Source: the copy of Cekura's OpenAPI and its page about webhooks,
read on 2026-11-29.
"""

from collections.abc import Iterator
from typing import Any

from scn_compiler.measure.transcripts.columns import ASR, CALL, SPEAKER, TEXT, TURN, ColumnNames
from scn_compiler.measure.transcripts.intake import ENCRYPTED, NO_MESSAGES, NO_SPEAKER, Intake
from scn_compiler.measure.transcripts.rows import RawRow, lines_of_dialogue
from scn_compiler.rehearsal.recording import role_and_words

_LISTS_OF_CALLS = ("results", "runs", "scenarios", "calls", "call_logs", "data")
_IN_WRAPPERS = ("artifact", "call", "call_log")


class DocumentReader:
    """Reads the calls of one document.

    Args:
        place: The file's name in reports, and the name of a call that has none.
    """

    def __init__(self, columns: ColumnNames, place: str, intake: Intake) -> None:
        self._columns = columns
        self._place = place
        self._intake = intake

    def line_rows(self, value: dict[str, Any], line: int) -> Iterator[RawRow]:
        """Yield the rows of an object on a line: one row, or the messages of a call."""
        row = row_of(value, self._columns, self._place, line)
        is_row = row.speaker is not None or row.text is not None
        if is_row and not (row.speaker is None and any(each in value for each in self._columns.lists)):
            yield row
        else:
            yield from self._rows(value, self._place, line)

    def rows(self, value: Any, line: int) -> Iterator[RawRow]:
        """Yield the messages of a JSON value that starts on this line."""
        yield from self._rows(value, self._place, line)

    def text_rows(self, text: str) -> Iterator[RawRow]:
        """Yield the messages of a text with a line for each."""
        for number, line in enumerate(text.split("\n"), 1):
            spoken = role_and_words(line)
            if spoken is not None:
                yield RawRow(self._place, None, *spoken, None, number)
            elif line.strip():
                self._intake.trouble(NO_SPEAKER, f"{self._place}:{number}")

    def _rows(self, value: Any, name: str, line: int) -> Iterator[RawRow]:
        if isinstance(value, list):
            messages = [each for each in value if isinstance(each, dict) and self._is_message(each)]
            if messages:
                yield from (self._message(each, name, number, line) for number, each in enumerate(messages))
            else:
                for number, each in enumerate(value, 1):
                    yield from self._rows(each, f"{name}#{number}", line)
            return
        if not isinstance(value, dict):
            return
        name = self._name(value) or name
        for key in self._columns.lists:
            inner = value.get(key)
            if isinstance(inner, dict) and "__encrypted__" in inner:
                self._intake.trouble(ENCRYPTED, f"{self._place}:{line} ({name})")
                return
            if isinstance(inner, list) and inner:
                yield from self._rows(inner, name, line)
                return
            if isinstance(inner, str) and inner:
                spoken = lines_of_dialogue(RawRow(name, None, None, inner, None, line))
                if spoken:
                    yield from spoken
                    return
        nested = [
            value[key] for key in (*_LISTS_OF_CALLS, *_IN_WRAPPERS) if isinstance(value.get(key), list | dict)
        ]
        if not nested:
            self._intake.trouble(NO_MESSAGES, f"{self._place}:{line} ({name})")
        for each in nested:
            for one in each.values() if _by_id(each) else [each]:
                if not _is_count(one):
                    yield from self._rows(one, name, line)

    def _is_message(self, value: dict[str, Any]) -> bool:
        """Return whether an object is a message: it has a speaker, and words or what a tool does, but no messages itself."""

        def has(column: str) -> bool:
            return any(isinstance(value.get(each), str) for each in self._columns.names_in_calls(column))

        return (
            has(SPEAKER)
            and (has(TEXT) or "data" in value)
            and not any(isinstance(value.get(each), list) for each in self._columns.lists)
        )

    def _message(self, value: dict[str, Any], call: str, number: int, line: int) -> RawRow:
        def of(column: str) -> str | None:
            names = self._columns.names_in_calls(column)
            return next((value[each] for each in names if isinstance(value.get(each), str)), None)

        return RawRow(call, str(number), of(SPEAKER), of(TEXT), of(ASR), line)

    def _name(self, value: dict[str, Any]) -> str | None:
        found = (value[each] for each in self._columns.ids if isinstance(value.get(each), str | int))
        return next((str(each) for each in found if str(each)), None)


def row_of(value: dict[str, Any], columns: ColumnNames, call: str | None, line: int) -> RawRow:
    """Read an object that is a row of a table; only strings and numbers count."""

    def of(column: str) -> str | None:
        found = (
            value[each] for each in columns.names(column) if isinstance(value.get(each), str | int | float)
        )
        return next((str(each) for each in found), None)

    return RawRow(of(CALL) or call, of(TURN), of(SPEAKER), of(TEXT), of(ASR), line)


def _is_count(value: Any) -> bool:
    """Return whether an object counts calls, as `calls` in a result of scn does."""
    return isinstance(value, dict) and bool(value) and all(isinstance(each, int) for each in value.values())


def _by_id(value: Any) -> bool:
    """Return whether an object holds objects by their ids, as `runs` in a result does."""
    return (
        isinstance(value, dict)
        and bool(value)
        and all(isinstance(each, dict) and key.isdecimal() for key, each in value.items())
    )
