"""Measures on files with a Spark cluster."""

from collections.abc import Iterable, Sequence
from itertools import accumulate, groupby
from pathlib import Path
from typing import TYPE_CHECKING

from scn_compiler.measure.matching import MatchPlan
from scn_compiler.measure.spark.parts import ContentCounter, FileCounter, FilePart, Reading, counted_on
from scn_compiler.measure.totals import Measured, total
from scn_compiler.measure.transcripts.files import COMPRESSED, SUFFIXES
from scn_compiler.measure.transcripts.intake import Intake
from scn_dsl.records import replace

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

_MOST_BYTES = 32 << 20
_FEWEST_BYTES = 256 << 10
_TASKS = 256
"""How many tasks to make, if they don't get too large or too small."""


def measure_files(
    spark: "SparkSession",
    plan: MatchPlan,
    reading: Reading,
    files: Sequence[str],
    uris: Sequence[str],
) -> tuple[Measured, Intake]:
    """Measure on files, and return the figures and what was read.

    Args:
        files: Paths of files, which must be the same on all workers. Workers open them.
        uris: Addresses of files, folders and globs that Spark reads, such as `s3://…`. Each file fits into memory.
    """
    measured, intake = _counted(spark, plan, reading, files, uris)
    if repeated := intake.repeated_calls():
        measured, intake = _counted(spark, plan, replace(reading, repeated=repeated), files, uris)
    return measured, intake


def _counted(
    spark: "SparkSession", plan: MatchPlan, reading: Reading, files: Sequence[str], uris: Sequence[str]
) -> tuple[Measured, Intake]:
    found: list[FilePart] = []
    if files:
        tasks = file_tasks(files, reading)
        numbers = spark.range(0, len(tasks), 1, len(tasks))
        found += counted_on(numbers, FileCounter(plan, reading, tasks))
    if uris:
        spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", 1)  # a row is a whole file
        ends = (f"{suffix}{after}" for suffix in SUFFIXES for after in ("", *COMPRESSED))
        pattern = ",".join(each for end in ends for each in (end, end.upper()))
        reader = spark.read.format("binaryFile").option("recursiveFileLookup", "true")
        contents = (
            reader.option("pathGlobFilter", f"*{{{pattern}}}").load(list(uris)).select("path", "content")
        )
        found += counted_on(contents, ContentCounter(plan, reading))
    intake = Intake(reading.repeated)
    order = {place: number for number, place in enumerate(files)}
    read = [each for intakes, _ in found for each in intakes]
    for each in sorted(read, key=lambda each: (order.get(each.files[0], len(order)), each.files[0])):
        intake.add(each)
    return total(plan, (part for _, part in found)), intake


def file_tasks(files: Iterable[str], reading: Reading) -> tuple[tuple[str, ...], ...]:
    """Cut a list of files into tasks of about the same size; the order stays."""
    sizes = {each: _size(Path(reading.folder, each)) for each in files}
    most = min(_MOST_BYTES, max(_FEWEST_BYTES, sum(sizes.values()) // _TASKS))
    starts = accumulate(sizes.values(), initial=0)
    by_task = groupby(zip(sizes, starts, strict=False), key=lambda each: each[1] // most)
    return tuple(tuple(file for file, _ in group) for _, group in by_task)


def _size(path: Path) -> int:
    return path.stat().st_size
