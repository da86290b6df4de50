"""Reads transcripts of all forms."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.documents import DocumentReader
from scn_compiler.measure.transcripts.files import OpenTranscript, form_of
from scn_compiler.measure.transcripts.intake import EMPTY, Intake
from scn_compiler.measure.transcripts.json_lines import read_json_lines
from scn_compiler.measure.transcripts.rows import AgentRows, Speakers, batch_of
from scn_compiler.measure.transcripts.tables import NUMBERED, UnreadableTranscript, read_csv, read_parquet
from scn_compiler.rehearsal.recording import is_json

_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""The first bytes of UTF-16; without them, each other byte of ASCII is 0."""


def read_transcripts(
    files: Iterable[Path], columns: ColumnNames, intake: Intake, agent_roles: Iterable[str] = ()
) -> Iterator[pa.RecordBatch]:
    """Yield what the agent says in files, in batches with the columns of `UTTERANCES`.

    A file that can't be read is in `intake.unreadable` afterwards. A batch has the rows of one file.

    Args:
        agent_roles: Speakers that count as the agent, besides the usual ones.
    """
    speakers = Speakers(agent_roles)
    for path in files:
        yield from read_transcript(path, path.as_posix(), columns, intake, speakers)


def read_transcript(
    path: Path, place: str, columns: ColumnNames, intake: Intake, speakers: Speakers
) -> Iterator[pa.RecordBatch]:
    """Yield what the agent says in a file, as `read_transcripts` does.

    Args:
        place: The file's name in reports.
    """
    intake.files.append(place)
    start = intake.bytes_read
    picker = AgentRows(place, speakers, intake, "row" if form_of(path)[0] in NUMBERED else "line")
    before = intake.rows, intake.trouble_count
    try:
        size = path.stat().st_size
        for raw in _raw_batches(path, place, columns, intake) if size else ():
            batch = picker.pick(raw)
            if batch is not None:
                yield batch
        intake.bytes_read = start + size
        if (intake.rows, intake.trouble_count) == before:
            intake.trouble(EMPTY, place)
    except UnreadableTranscript as error:
        intake.unreadable.append((place, str(error)))
    except (OSError, duckdb.Error, pa.ArrowException) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        intake.unreadable.append((place, reason or str(error).partition("\n")[0]))


def _raw_batches(path: Path, place: str, columns: ColumnNames, intake: Intake) -> Iterator[pa.RecordBatch]:
    suffix, _ = form_of(path)
    if suffix == ".parquet":
        return read_parquet(path, columns, intake)
    with OpenTranscript(path) as file:
        mark = file.read(2)
    if not mark:
        return iter(())
    if mark in _WIDE or b"\0" in mark:
        raise UnreadableTranscript("it is UTF-16: convert it to UTF-8")
    if suffix in (".csv", ".tsv"):
        return read_csv(path, place, columns, intake)
    if suffix in (".jsonl", ".ndjson"):
        return read_json_lines(path, place, columns, intake)
    return _document(path, place, columns, intake)


def _document(path: Path, place: str, columns: ColumnNames, intake: Intake) -> Iterator[pa.RecordBatch]:
    """Read a JSON document or a text as a whole."""
    try:
        with OpenTranscript(path) as file:
            text = file.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise UnreadableTranscript(f"line {line} isn't UTF-8: convert the file to UTF-8") from None
    reader = DocumentReader(columns, place, intake)
    if form_of(path)[0] == ".txt" and not is_json(text):
        return batch_of(reader.text_rows(text), place, intake)
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        if "\n" in text.strip():  # perhaps JSON Lines by another name
            return read_json_lines(path, place, columns, intake)
        raise UnreadableTranscript(f"not valid JSON: {error}") from None
    return batch_of(reader.rows(value, 1), place, intake)
