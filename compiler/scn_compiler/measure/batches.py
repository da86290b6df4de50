"""Measures scripts on transcripts: batches in, figures out, in several processes if there are many utterances."""

import os
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import ExitStack
from itertools import chain
from multiprocessing import get_context

import pyarrow as pa

from scn_compiler.config import Config
from scn_compiler.measure.conditions import Condition, script_conditions
from scn_compiler.measure.matching import MatchPlan, Partial, partial, plan_of
from scn_compiler.measure.totals import Measured, total
from scn_compiler.rehearsal.judge import Verdict

MIN_ROWS_TO_SHARE = 200_000
"""With fewer utterances, starting processes takes longer than it saves."""

_TASK = 64 * 1024
"""How many rows a process gets at once, at least; few rows would cost as much to send as to count."""

_AHEAD = 2
"""How many tasks wait for each process; more would only take memory."""


def measure(
    scripts: Mapping[str, str],
    batches: Iterable[pa.RecordBatch],
    *,
    config: Config = Config(),
    verdict: Verdict | None = None,
    numbers: bool = False,
    near: int = 0,
    workers: int | None = 1,
) -> Measured:
    """Measure how often the conditions of scripts hold in transcripts.

    Args:
        scripts: The text of each script, by its path.
        batches: The transcripts, with the columns of `transcripts.rows.UTTERANCES`; see `partial`.
        config: The configuration of the project.
        verdict: The verdicts about sentences, for example a cassette; without them, sentences aren't measured.
        numbers: Whether to count where numbers in words and digits would make a difference.
        near: The size of the sample in which to look for near misses; 0 for none.
        workers: How many processes to use; `None` for one for each processor, if there are many utterances. A program that
            uses several must start its work below `if __name__ == "__main__":`, because each process imports it.

    Raises:
        KeyError: if a batch lacks a column. Scripts with errors are measured as far as they parse.
    """
    plan = plan_of(listed_conditions(scripts, config), verdict=verdict, numbers=numbers, sample=near)
    return total(plan, partials(plan, batches, workers=workers))


def listed_conditions(scripts: Mapping[str, str], config: Config) -> Iterator[Condition]:
    """List the conditions of several scripts; each script has its path as the key."""
    return chain.from_iterable(script_conditions(text, path, config) for path, text in scripts.items())


def partials(
    plan: MatchPlan, batches: Iterable[pa.RecordBatch], *, workers: int | None = None
) -> Iterator[Partial]:
    """Count in batches, in several processes if there are many utterances; the parts come in order.

    Args:
        workers: How many processes to use; by default one for each processor, and one alone for few utterances.
    """
    tasks = joined_batches(batches)
    if workers is None:
        workers = os.cpu_count() or 1
        first: list[pa.RecordBatch] = []
        rows = 0
        for task in tasks:
            first.append(task)
            rows += task.num_rows
            if rows >= MIN_ROWS_TO_SHARE:
                break
        else:
            workers = 1
        tasks = chain(first, tasks)
    if workers == 1:
        yield from (partial(plan, task) for task in tasks)
        return
    # a forked process would inherit locks of the threads that read files
    with ExitStack() as stack:
        pool = ProcessPoolExecutor(workers, get_context("spawn"), _set_plan, (plan,))
        stack.callback(pool.shutdown, cancel_futures=True)
        waiting: deque[Future[Partial]] = deque()
        for task in tasks:
            waiting.append(pool.submit(_part, task))
            if len(waiting) > _AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def joined_batches(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    """Join small batches."""
    collected: list[pa.RecordBatch] = []
    rows = 0
    for batch in batches:
        collected.append(batch)
        rows += batch.num_rows
        if rows >= _TASK:
            yield pa.concat_batches(collected)
            collected, rows = [], 0
    if rows:
        yield pa.concat_batches(collected)


_plan: list[MatchPlan] = []
"""The plan of a process that counts."""


def _set_plan(plan: MatchPlan) -> None:
    _plan[:] = [plan]


def _part(batch: pa.RecordBatch) -> Partial:
    return partial(_plan[0], batch)
