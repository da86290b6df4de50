"""Processes files, in several processes if there are many, and skips those that the cache knows to be clean."""

from __future__ import annotations

import os
import sys

from scn_compiler.cli.bugs import bug_at
from scn_compiler.cli.cache.clean import CleanCache, described, key_of, key_with_measurement
from scn_compiler.config import Config
from scn_compiler.installed_plugins import note_unchecked_contract
from scn_compiler.project.files import Input, ReadFailure, Unreadable, decode, read_bytes
from scn_dsl.records import Record, replace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator
    from concurrent.futures import Future, ProcessPoolExecutor
    from typing import Any, TypeVar

    from scn_compiler.project.discovery import ConfigDiscovery
    from scn_compiler.project.project_config import ProjectConfig

    Result = TypeVar("Result", bound="FileResult")

MIN_PARALLEL = 1000
"""With fewer files, starting several processes takes longer than it saves."""

_MOST_ON_WINDOWS = 61
"""The most processes that Windows can wait for, according to `ProcessPoolExecutor`."""


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


class Work(Record):
    """The part of a command that processes one file.

    Attributes:
        result: The class of its results.
        process: Adds the result of a job to the file that was read. Workers import it, so it is a function of a module, or
            a `partial` of one.
        cached_for: The command and the options on which its results depend.
        imports: Whether its results depend on the files that a script imports.
    """

    result: type[FileResult]
    process: Callable[[Job, Any], FileResult]
    cached_for: str | None = None
    imports: bool = False


def read_one(job: Job, kind: type[Result]) -> Result:
    """Read one file, without processing it."""
    try:
        data = read_bytes(job.input)
        text = decode(job.input, data)
    except Unreadable as error:
        return kind(job.input, failure=error.failure)
    if not job.base_key:
        return kind(job.input, text)
    return kind(job.input, text, key=key_of(job.input.path, data, job.base_key))


def _process_one(work: Work, job: Job) -> FileResult:
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
    work: Work,
    *,
    workers: int | None,
    cache: bool,
    in_turn: Collection[str] = (),
) -> Iterator[Any]:
    """Process each file, and yield the results in order.

    Args:
        workers: How many processes to use; by default one, and for many files one per processor.
        cache: Whether to use the cache.
        in_turn: The paths of files to read only when the results of all files above them have been used.
    """
    clean_cache = _load_cache(configs, work) if cache else None
    jobs = [_job(each, configs.config_for(each.location), clean_cache) for each in inputs]
    known = {
        job.input.path
        for job in jobs
        if clean_cache and clean_cache.knows(job.input.path, job.base_key, imports=work.imports)
    }
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
        clean_cache.save(configs.have_changed)


def _job(source: Input, project: ProjectConfig, cache: CleanCache | None) -> Job:
    base_key = cache.base_key(source.path, project.extends) if cache and not source.is_stream else b""
    if base_key and project.config.measurement:
        base_key = key_with_measurement(base_key, project.config.measurement.digest)
    return Job(source, project.config, base_key)


def _load_cache(configs: ConfigDiscovery, work: Work) -> CleanCache:
    """Load the cache for the command and the options of this run; those of `all_clean` are empty."""
    options = (configs.select, configs.ignore, configs.strict, work.cached_for, configs.assigned or None)
    changed = any(each is not None for each in options)
    all_options = described(repr(options) if changed else "", configs.environment)
    return CleanCache.load(all_options, "" if configs.isolated else configs.named)


def _process_all(work: Work, jobs: list[Job], count: int) -> Iterator[FileResult]:
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
    work: Work, chunks: list[list[Job]], count: int
) -> tuple[ProcessPoolExecutor, list[Future[list[FileResult]]]] | None:
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


def _process_chunk(work: Work, jobs: list[Job]) -> list[FileResult]:
    """Process the files of a chunk; don't send back the texts of clean files."""
    results = (_process_one(work, job) for job in jobs)
    return [replace(each, text="") if each.is_clean else each for each in results]
