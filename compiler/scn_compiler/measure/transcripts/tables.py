"""Tables of rows: CSV and TSV, read by DuckDB, and Parquet.

DuckDB gets the columns and the quoting and detects nothing; the lines that it rejects are counted. A row of Parquet has its
number instead of a line.
"""

import csv
import glob
import io
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from scn_compiler.measure.transcripts.columns import ASR, CALL, COLUMNS, SPEAKER, TEXT, TURN, ColumnNames
from scn_compiler.measure.transcripts.files import OpenTranscript, form_of
from scn_compiler.measure.transcripts.intake import BROKEN, ENCODING, MOST_PLACES, Intake
from scn_compiler.measure.transcripts.rows import BATCH, RAW

NUMBERED = (".csv", ".tsv", ".parquet")
"""Files whose rows have a number, since a value may go over several lines."""

_MOST_REJECTS = 100_000
_LONGEST_HEADER = 1 << 16


class UnreadableTranscript(ValueError):  # noqa: N818  (an outcome of reading, reported as a message)
    """A file of which nothing can be read."""


def quiet_connection() -> duckdb.DuckDBPyConnection:
    """Open a database in memory that takes little of it, and prints no progress to standard output."""
    connection = duckdb.connect(config={"threads": 2, "memory_limit": "256MB"})
    connection.execute("set enable_progress_bar = false")
    return connection


def read_csv(path: Path, place: str, columns: ColumnNames, intake: Intake) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a CSV or TSV file.

    Raises:
        UnreadableTranscript: if its header lacks a column.
    """
    suffix, compression = form_of(path)
    with OpenTranscript(path) as opened:
        start_of_file = opened.read(_LONGEST_HEADER).decode("utf-8-sig", "replace")
    first_line = start_of_file.partition("\n")[0]
    semicolons = (
        ";" in first_line and "," not in first_line
    )  # as spreadsheets write where the comma is in numbers
    delimiter = "\t" if suffix == ".tsv" else ";" if semicolons else ","
    header = next(csv.reader(io.StringIO(start_of_file, newline=""), delimiter=delimiter), [])
    found = _columns_in(tuple(header), columns)
    if len(set(header)) < len(header):
        raise UnreadableTranscript("two columns have the same name")
    types = ", ".join(f"{_literal(name)}: 'VARCHAR'" for name in header)
    fields = ", ".join(
        f'"{found[column].replace(chr(34), chr(34) * 2)}" as {column}'
        if column in found
        else f"null as {column}"
        for column in COLUMNS
    )
    query = (
        f"select {fields} from read_csv({_literal(glob.escape(str(path)))}, columns = {{{types}}}, auto_detect = false, "
        f"header = true, compression = '{compression or 'none'}', delim = {_literal(delimiter)}, "
        "quote = '\"', escape = '\"', strict_mode = true, "
        f"store_rejects = true, rejects_limit = {_MOST_REJECTS})"
    )
    size = path.stat().st_size
    start = intake.bytes_read
    with quiet_connection() as connection:
        row = 1
        for batch in connection.sql(query).to_arrow_reader(BATCH):
            numbers = pa.array(range(row, row + batch.num_rows), pa.int64())
            row += batch.num_rows
            columns_read = [batch[column].cast(pa.string()) for column in COLUMNS]
            yield pa.record_batch([*columns_read, numbers], schema=RAW)
            if not compression:
                intake.bytes_read = min(start + size, intake.bytes_read + batch.nbytes)
        _count_rejects(connection, path, place, intake)
    intake.bytes_read = start + size


def _count_rejects(connection: duckdb.DuckDBPyConnection, path: Path, place: str, intake: Intake) -> None:
    """Count what DuckDB rejected; it says where in bytes, because its lines don't count those within a value."""
    for is_encoding, count, starts in connection.sql(
        f"select is_encoding, count(*), list(start order by start)[:{MOST_PLACES}] from (select line_byte_position as start, "
        "bool_or(error_type = 'INVALID ENCODING') as is_encoding from reject_errors group by start) group by is_encoding"
    ).fetchall():
        for number, start in enumerate(starts):
            share = 1 if number else count - len(starts) + 1
            line = _line_at(path, start)
            intake.trouble(ENCODING if is_encoding else BROKEN, f"{place}:{line}", share)


def _line_at(path: Path, position: int) -> int:
    """Return the number of the line in which a byte is."""
    line = 1
    with OpenTranscript(path) as file:
        while position > 0 and (data := file.read(min(position, 1 << 20))):
            line += data.count(b"\n")
            position -= len(data)
    return line


def read_parquet(path: Path, columns: ColumnNames, intake: Intake) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a Parquet file.

    Raises:
        UnreadableTranscript: if it lacks a column, or isn't Parquet.
    """
    size = path.stat().st_size
    start = intake.bytes_read
    try:
        with pq.ParquetFile(path, pre_buffer=False) as file:
            lists = _lists_in(file.schema_arrow, columns)
            found = lists or _columns_in(tuple(file.schema_arrow.names), columns)
            row, total = 1, max(1, file.metadata.num_rows)
            names = list(dict.fromkeys(found.values()))
            for batch in file.iter_batches(BATCH // 16 if lists else BATCH, columns=names):
                numbers = pa.array(range(row, row + batch.num_rows), pa.int64())
                if lists:
                    yield _messages_in(batch, lists, numbers, path.as_posix(), columns)
                else:
                    yield pa.record_batch([*_texts(batch, found), numbers], schema=RAW)
                row += batch.num_rows
                intake.bytes_read = start + size * row // total
    except (pa.ArrowException, OSError) as error:
        if "UTF8" in str(error):
            raise UnreadableTranscript("a text in it isn't UTF-8: write the column as strings") from None
        raise UnreadableTranscript(f"not valid Parquet: {error}") from None


def _texts(batch: pa.RecordBatch, found: dict[str, str]) -> list[pa.Array]:
    """Return the columns of rows as text.

    Raises:
        UnreadableTranscript: if one has lists or objects.
    """
    for name in found.values():
        if pa.types.is_nested(batch[name].type):
            raise UnreadableTranscript(
                f"the column {name} is {batch[name].type}: scn reads text, and lists of objects with a speaker and a text"
            )
    return [
        batch[found[column]].cast(pa.string()) if column in found else pa.nulls(batch.num_rows, pa.string())
        for column in COLUMNS
    ]


def _lists_in(schema: pa.Schema, columns: ColumnNames) -> dict[str, str]:
    """Return the column with the messages of a call as `text`, and the one with its id as `call`.

    Empty without such a column, and if the rows are messages themselves: then they have a speaker.
    """
    names = tuple(schema.names)
    if SPEAKER in columns.found_in(names):
        return {}
    for name in columns.lists:
        kind = schema.field(name).type if name in names else pa.null()
        if (pa.types.is_list(kind) or pa.types.is_large_list(kind)) and pa.types.is_struct(kind.value_type):
            call = next((each for each in columns.ids if each in names and each != name), None)
            return {TEXT: name} | ({CALL: call} if call else {})
    return {}


def _messages_in(
    batch: pa.RecordBatch, lists: dict[str, str], numbers: pa.Array, place: str, columns: ColumnNames
) -> pa.RecordBatch:
    """Return a row for each message of the calls in a batch; a call without an id is named by its file and row.

    Raises:
        UnreadableTranscript: if the messages have no text.
    """
    messages = pc.list_flatten(batch[lists[TEXT]])
    of_call = pc.list_parent_indices(batch[lists[TEXT]])
    names = [field.name for field in messages.type]
    found = {
        column: name
        for column in (TURN, SPEAKER, TEXT, ASR)
        if (name := next((each for each in columns.names_in_calls(column) if each in names), None))
    }
    if TEXT not in found:
        raise UnreadableTranscript(
            f"missing text in {lists[TEXT]}, which has {', '.join(names)}: name it with --columns text=NAME"
        )
    fields = pa.record_batch({name: pc.struct_field(messages, name) for name in found.values()})
    _, *values = _texts(fields, found)
    unnamed = pc.binary_join_element_wise(place, numbers.cast(pa.string()), "#")
    calls = pc.coalesce(batch[lists[CALL]].cast(pa.string()), unnamed) if CALL in lists else unnamed
    return pa.record_batch([calls.take(of_call), *values, numbers.take(of_call)], schema=RAW)


def _columns_in(header: tuple[str, ...], columns: ColumnNames) -> dict[str, str]:
    found = columns.found_in(header)
    for column in COLUMNS:
        if column not in found and (column in (CALL, TEXT) or columns.is_named(column)):
            wanted = " or ".join(columns.names(column))
            raise UnreadableTranscript(
                f"missing column {wanted}; it has {', '.join(header) or 'none'}: name it with --columns {column}=NAME"
            )
    return found


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
