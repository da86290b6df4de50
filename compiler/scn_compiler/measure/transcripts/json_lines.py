"""JSON Lines: each line a row, or a whole call.

DuckDB extracts the columns of a block of lines; lines that it can't extract are read one by one, so that what is wrong with
them has a place.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from scn_compiler.measure.transcripts.columns import COLUMNS, ColumnNames
from scn_compiler.measure.transcripts.documents import DocumentReader
from scn_compiler.measure.transcripts.files import OpenTranscript
from scn_compiler.measure.transcripts.intake import BROKEN, ENCODING, Intake
from scn_compiler.measure.transcripts.rows import RAW, RawRow, batch_of
from scn_compiler.measure.transcripts.tables import quiet_connection

_BLOCK = 1 << 22


def read_json_lines(path: Path, place: str, columns: ColumnNames, intake: Intake) -> Iterator[pa.RecordBatch]:
    """Yield the rows of a file, those of a few megabytes at a time."""
    reader = DocumentReader(columns, place, intake)
    query = _query(columns)
    with quiet_connection() as connection:
        first = 1
        start = intake.bytes_read
        for block, position in _blocks(path):
            lines = _lines_of(block, first, place, intake)
            connection.register("block", pa.table({"line": lines}))
            table = connection.sql(query).to_arrow_table()
            numbers = pa.array(range(first, first + len(lines)), pa.int64())
            table = table.append_column("line", numbers).cast(RAW).combine_chunks()
            runs = pc.run_end_encode(_is_odd(table).combine_chunks())
            start = 0
            for is_odd, end in zip(runs.values.to_pylist(), runs.run_ends.to_pylist(), strict=True):
                if is_odd:
                    odd = lines.slice(start, end - start).to_pylist()
                    yield from batch_of(_rows(odd, first + start, reader, place, intake), place, intake)
                else:
                    yield from table.slice(start, end - start).to_batches()
                start = end
            first += len(lines)
            intake.bytes_read = start + position


def _query(columns: ColumnNames) -> str:
    """Write the query that takes the columns out of lines; what isn't JSON has none of them."""
    names = [(column, name) for column in COLUMNS for name in columns.names(column)]
    paths = ", ".join(_literal(f'$."{name}"') for _, name in names)
    fields = ", ".join(
        "coalesce("
        + ", ".join(f"f[{at}]" for at, (one, _) in enumerate(names, 1) if one == column)
        + f") as {column}"
        for column in COLUMNS
    )
    return f"select {fields} from (select try(json_extract_string(line, [{paths}])) as f from block)"


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _is_odd(table: pa.Table) -> pa.ChunkedArray:
    """Return which lines aren't plain rows: they lack a call or a text, or their text is a list or an object."""
    nested = pc.fill_null(pc.match_substring_regex(table["text"], r"^[\[{]"), True)
    return pc.or_(nested, pc.is_null(table["call"]))


def _blocks(path: Path) -> Iterator[tuple[bytes, int]]:
    """Cut a file into blocks of whole lines, each with how far the reading is in the file."""
    rest = b""
    with OpenTranscript(path) as file:
        while data := file.read(_BLOCK):
            data = rest + data
            end = data.rfind(b"\n") + 1
            rest = data[end:]
            if end:
                yield data[:end], file.position
        if rest:
            yield rest, file.position


def _lines_of(block: bytes, first: int, place: str, intake: Intake) -> pa.Array:
    """Cut a block into lines; a line that isn't UTF-8 becomes an empty one."""
    try:
        text = block.decode()
    except UnicodeDecodeError:
        lines = block.split(b"\n")
        for number, line in enumerate(lines):
            try:
                line.decode()
            except UnicodeDecodeError:
                intake.trouble(ENCODING, f"{place}:{first + number}")
                lines[number] = b""
        text = b"\n".join(lines).decode()
    if first == 1:
        text = text.removeprefix("\ufeff")
    whole = pa.array([text.removesuffix("\n")], pa.large_string())
    return pc.list_flatten(pc.split_pattern(whole, "\n"))


def _rows(
    lines: list[str], first: int, reader: DocumentReader, place: str, intake: Intake
) -> Iterator[RawRow]:
    for number, line in enumerate(lines, first):
        if not line.strip():
            continue
        try:
            value: Any = json.loads(line)
        except (ValueError, RecursionError):
            value = None
        if isinstance(value, dict):
            yield from reader.line_rows(value, number)
        else:
            intake.trouble(BROKEN, f"{place}:{number}")
