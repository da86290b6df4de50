"""Tables of rows: CSV and TSV, read by DuckDB, and Parquet.

DuckDB gets the columns and the quoting and detects nothing; the lines that it rejects are counted. A row of Parquet has its
number instead of a line.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from scn_compiler.measure.transcripts.columns import CALL, COLUMNS, TEXT, ColumnNames
from scn_compiler.measure.transcripts.intake import BROKEN, ENCODING, MOST_PLACES, Intake
from scn_compiler.measure.transcripts.rows import BATCH, RAW

NUMBERED = (".csv", ".tsv", ".parquet")
"""Files whose rows have a number, since a value may go over several lines."""

_MOST_REJECTS = 100_000


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
    delimiter = "\t" if path.suffix.lower() == ".tsv" else ","
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        header = next(csv.reader(file, delimiter=delimiter), [])
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
        f"select {fields} from read_csv({_literal(str(path))}, columns = {{{types}}}, auto_detect = false, "
        f"header = true, delim = {_literal(delimiter)}, quote = '\"', escape = '\"', strict_mode = true, "
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
    with path.open("rb") as file:
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
            found = _columns_in(tuple(file.schema_arrow.names), columns)
            row, total = 1, max(1, file.metadata.num_rows)
            for batch in file.iter_batches(BATCH, columns=list(dict.fromkeys(found.values()))):
                count = batch.num_rows
                values = [
                    batch[found[column]].cast(pa.string())
                    if column in found
                    else pa.nulls(count, pa.string())
                    for column in COLUMNS
                ]
                yield pa.record_batch([*values, pa.array(range(row, row + count), pa.int64())], schema=RAW)
                row += count
                intake.bytes_read = start + size * row // total
    except (pa.ArrowException, OSError) as error:
        raise UnreadableTranscript(f"not valid Parquet: {error}") from None


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
