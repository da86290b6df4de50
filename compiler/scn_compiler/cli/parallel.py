"""Processes files, in several processes if there are many, and skips those that the cache knows to be clean."""

import os
import sys
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from scn_compiler.cli.bugs import bug_at
from scn_compiler.config import Config
from scn_compiler.installed_plugins import note_unchecked_contract
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input, ReadFailure, Unreadable, decode, read_bytes
from scn_dsl.records import Record, replace

if TYPE_CHECKING:
    from concurrent.futures import Future, ProcessPoolExecutor

    from scn_compiler.cli.checking.cache import CleanCache

MIN_PARALLEL = 1000
"""With fewer files, starting several processes takes longer than it saves."""

_MOST_ON_WINDOWS = 61
"""The most processes that Windows can wait for, according to `ProcessPoolExecutor`."""

MIN_CACHED = 100
"""With fewer files, using the cache takes longer than it saves."""


class FileResult(Record):
    """A script that was read; each command adds what it found.

    Attributes:
        text: Empty for a clean file that another process or an earlier run processed.
        failure: Why the file could not be read or processed.
        key: The key for the cache, from the bytes that were read; empty if the cache is not used.
        uses_plugins: Whether the result may depend on installed plugins.
        unchecked: Whether a contract could not be checked in the process that processed this file.
    """

    input: Input
    text: str = ""
    failure: ReadFailure | None = None
    key: bytes = b""
    uses_plugins: bool = False
    unchecked: bool = False

    @property
    def is_clean(self) -> bool:
        """Whether there is nothing to report or to write."""
        return not (self.failure or self.unchecked)


class Job(Record):
    """A file to process; with a `base_key` it gets a key for the cache."""

    input: Input
    config: Config = Config()
    base_key: bytes = b""


Result = TypeVar("Result", bound=FileResult)


class Work(NamedTuple, Generic[Result]):
    """The part of a command that processes one file.

    Attributes:
        result: The class of its results.
        process: Adds the result of a job to the file that was read. Workers import it, so it is a function of a module, or
            a `partial` of one.
        cached_for: The command and the options on which its results depend.
    """

    result: type[Result]
    process: Callable[[Job, Result], Result]
    cached_for: str | None = None


def read_one(job: Job, kind: type[Result]) -> Result:
    """Read one file, without processing it."""
    try:
        data = read_bytes(job.input)
        text = decode(job.input, data)
    except Unreadable as error:
        return kind(job.input, failure=error.failure)
    if not job.base_key:
        return kind(job.input, text)
    from scn_compiler.cli.checking.cache import key_of  # noqa: PLC0415  (small runs use no cache)

    return kind(job.input, text, key=key_of(job.input, data, job.base_key))


def _process_one(work: Work[Result], job: Job) -> Result:
    """Read and process one file."""
    read = read_one(job, work.result)
    if read.failure:
        return read
    try:
        return work.process(job, read)
    except Exception as error:  # a bug that shows at one file doesn't stop the others
        return work.result(job.input, failure=bug_at(job.input, error))


def process_each(
    inputs: list[Input],
    configs: ConfigDiscovery,
    work: Work[Result],
    *,
    workers: int | None,
    cache: bool,
    in_turn: Collection[str] = (),
) -> Iterator[Result]:
    """Process each file, and yield the results in order.

    Args:
        workers: How many processes to use; by default one, and for many files one per processor.
        cache: Whether to use the cache, if there are enough files.
        in_turn: The paths of files to read only when the results of all files above them have been used.
    """
    clean_cache = _load_cache() if cache and len(inputs) >= MIN_CACHED else None
    jobs = [_job(each, configs.config_for(each.location).config, work, clean_cache) for each in inputs]
    known = (
        {job.input.path for job in jobs if clean_cache.knows(job.input, job.base_key)}
        if clean_cache
        else set()
    )
    # a worker has no standard input
    here = {job.input.path for job in jobs if job.input.is_stream or job.input.path in in_turn}
    unknown = [job for job in jobs if not (job.input.path in known or job.input.path in here)]
    count = workers or (min(os.cpu_count() or 1, 8) if len(unknown) >= MIN_PARALLEL else 1)
    processed = _process_all(work, unknown, count)
    for job in jobs:
        if job.input.path in known:
            result = work.result(job.input)
        elif job.input.path in here:
            result = _process_one(work, job)
        else:
            result = next(processed)
        if result.unchecked:
            note_unchecked_contract()
        if clean_cache and result.key and result.is_clean:
            clean_cache.add(result.key, uses_plugins=result.uses_plugins)
        yield result
    if clean_cache:
        clean_cache.save()


def _job(source: Input, config: Config, work: Work[Result], clean_cache: "CleanCache | None") -> Job:
    return Job(source, config, clean_cache.base_key(config, work.cached_for) if clean_cache else b"")


def _load_cache() -> "CleanCache":
    from scn_compiler.cli.checking.cache import CleanCache  # noqa: PLC0415  (small runs use no cache)

    return CleanCache.load()


def _process_all(work: Work[Result], jobs: list[Job], count: int) -> Iterator[Result]:
    """Process each file in one of `count` processes, and yield the results in order."""
    size = max(20, min(250, len(jobs) // (count * 4) + 1))
    chunks = [jobs[start : start + size] for start in range(0, len(jobs), size)]
    most = min(count, _MOST_ON_WINDOWS) if sys.platform == "win32" else count
    started = _start(work, chunks, most) if count > 1 and len(chunks) > 1 else None
    if started is None:
        yield from (_process_one(work, job) for job in jobs)
        return
    pool, futures = started
    with pool:
        for chunk, future in zip(chunks, futures, strict=True):
            try:
                results = future.result()
            except Exception:  # a worker died, or could not send its results: process its files here
                results = [_process_one(work, job) for job in chunk]
            yield from results


def _start(
    work: Work[Result], chunks: list[list[Job]], count: int
) -> "tuple[ProcessPoolExecutor, list[Future[list[Result]]]] | None":
    """Start `count` processes for the chunks; return `None` if none can start, for example without semaphores."""
    try:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
        from multiprocessing import get_context  # noqa: PLC0415

        pool = ProcessPoolExecutor(
            count, mp_context=get_context("fork" if sys.platform == "linux" else "spawn")
        )
        return pool, [pool.submit(_process_chunk, work, chunk) for chunk in chunks]
    except (OSError, ImportError, NotImplementedError, RuntimeError):
        if "multiprocessing" in sys.modules:
            from multiprocessing import active_children  # noqa: PLC0415

            for child in active_children():  # some may have started before one could not
                child.terminate()
        return None


def _process_chunk(work: Work[Result], jobs: list[Job]) -> list[Result]:
    """Process the files of a chunk; don't send back the texts of clean files."""
    results = (_process_one(work, job) for job in jobs)
    return [replace(each, text="") if each.is_clean else each for each in results]
