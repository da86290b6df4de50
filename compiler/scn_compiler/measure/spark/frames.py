"""Measures on tables of a Spark cluster."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from scn_compiler.config import Config
from scn_compiler.measure.batches import listed_conditions
from scn_compiler.measure.matching import plan_of
from scn_compiler.measure.spark.parts import RowCounter, counted_on
from scn_compiler.measure.totals import Measured, total
from scn_compiler.rehearsal.judge import Verdict

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

_TYPES = {
    "call": ("string",),
    "turn": ("bigint", "int", "smallint", "tinyint"),
    "text": ("string",),
    "asr": ("string",),
}
"""The columns of a table, and the types that they may have."""


def measure_frame(
    scripts: Mapping[str, str],
    frame: "DataFrame",
    *,
    config: Config = Config(),
    verdict: Verdict | None = None,
    numbers: bool = False,
    near: int = 0,
    together: bool = False,
) -> Measured:
    """Measure how often the conditions of scripts hold in a table of a Spark cluster, where it lies.

    The workers need the packages of the extra `measure`, and scn itself; `send_packages` sends them scn.

    Args:
        scripts: The text of each script, by its path.
        frame: The words of the agent: a Spark DataFrame with the columns `call` and `text`, which are strings, `turn`, a whole
            number, and perhaps `asr`, a string. Rows whose `text` is NULL only count as such.
        config: The configuration of the project.
        verdict: The verdicts about sentences, for example a cassette; without them, sentences aren't measured.
        numbers: Whether to count where numbers in words and digits would make a difference.
        near: The size of the sample in which to look for near misses; 0 for none.
        together: Whether the rows of each call lie one after the other in the table. Otherwise, Spark brings them together
            first, which takes longer.

    Raises:
        KeyError: if a column is missing.
        TypeError: if a column has another type.
    """
    types = dict(frame.dtypes)
    columns = [each for each in _TYPES if each in types or each != "asr"]
    for column in columns:
        if types[column] not in _TYPES[column]:
            expected = "a string" if _TYPES[column] == ("string",) else "a whole number"
            raise TypeError(f"the column {column} is {types[column]}, but must be {expected}")
    frame = frame.select(*columns)
    if not together:
        frame = frame.repartition("call").sortWithinPartitions("call", "turn")
    plan = plan_of(listed_conditions(scripts, config), verdict=verdict, numbers=numbers, sample=near)
    return total(plan, counted_on(frame, RowCounter(plan)))
