"""The work of a Spark cluster: its workers count in rows and files, and send back bytes."""

import pickle
import zlib
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from scn_compiler.measure.batches import joined_batches
from scn_compiler.measure.matching import MatchPlan, Partial, partial
from scn_compiler.measure.totals import summed
from scn_compiler.measure.transcripts.columns import ColumnNames
from scn_compiler.measure.transcripts.files import is_transcript
from scn_compiler.measure.transcripts.intake import Intake
from scn_compiler.measure.transcripts.read import read_transcript
from scn_compiler.measure.transcripts.rows import Speakers
from scn_dsl.records import Record

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

FilePart = tuple[list[Intake], Partial]
"""The counts of some files, and what was read of each."""


class Reading(Record):
    """How workers read transcripts.

    Attributes:
        columns: The names of columns.
        agent_roles: Speakers that count as the agent, besides the usual ones.
        folder: The folder that relative paths start from.
        repeated: Calls that have rows in several places, as `Intake` takes them.
    """

    columns: ColumnNames = ColumnNames()
    agent_roles: tuple[str, ...] = ()
    folder: str = ""
    repeated: frozenset[int] = frozenset()


class RowCounter:
    """Counts in the rows of a partition."""

    def __init__(self, plan: MatchPlan) -> None:
        self._plan = plan

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        tasks = joined_batches(batches)
        yield _row(summed(self._plan, (partial(self._plan, each) for each in tasks)))


class FileCounter:
    """Counts in files that the worker opens itself.

    Args:
        tasks: The files of each task. The rows that Spark gives are numbers of tasks.
    """

    def __init__(self, plan: MatchPlan, reading: Reading, tasks: tuple[tuple[str, ...], ...]) -> None:
        self._plan = plan
        self._reading = reading
        self._tasks = tasks

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        for batch in batches:
            for number in batch.column(0).to_pylist():
                files = ((Path(self._reading.folder, each), each) for each in self._tasks[number])
                yield _row(counted_files(self._plan, self._reading, files))


class ContentCounter:
    """Counts in files whose content Spark gives, as rows with `path` and `content`."""

    def __init__(self, plan: MatchPlan, reading: Reading) -> None:
        self._plan = plan
        self._reading = reading

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        yield _row(counted_files(self._plan, self._reading, self._files(batches)))

    def _files(self, batches: Iterator[pa.RecordBatch]) -> Iterator[tuple[Path, str]]:
        with TemporaryDirectory() as folder:
            for batch in batches:
                for place, content in zip(batch.column("path"), batch.column("content"), strict=True):
                    name = place.as_py()
                    if not is_transcript(Path(name)):
                        continue
                    path = Path(folder, Path(name).name)  # readers go by how a name ends
                    path.write_bytes(content.as_buffer())
                    yield path, name
                    path.unlink()


def counted_on(frame: "DataFrame", count: "RowCounter | FileCounter | ContentCounter") -> Iterator[Any]:
    """Count on the workers that hold a table, and yield what they send back."""
    for row in frame.mapInArrow(count, "part binary").collect():
        yield pickle.loads(zlib.decompress(row.part))


def counted_files(plan: MatchPlan, reading: Reading, files: Iterator[tuple[Path, str]]) -> FilePart:
    """Read files and count in them.

    Args:
        files: For each file, its path and its name in reports.
    """
    speakers = Speakers(reading.agent_roles)
    intakes: list[Intake] = []

    def batches() -> Iterator[pa.RecordBatch]:
        for path, place in files:
            intakes.append(Intake(reading.repeated))
            yield from read_transcript(path, place, reading.columns, intakes[-1], speakers)

    return intakes, summed(plan, (partial(plan, each) for each in joined_batches(batches())))


def _row(value: Any) -> pa.RecordBatch:
    """Make a row that holds a value."""
    return pa.record_batch({"part": pa.array([zlib.compress(pickle.dumps(value), 1)], pa.binary())})
