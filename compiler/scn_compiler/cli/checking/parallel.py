"""Reads and checks scripts, in several processes if there are many, and skips those that the cache knows to be clean."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scn_compiler import api
from scn_compiler.cli.bugs import bug_at
from scn_compiler.config import Config
from scn_compiler.findings.selectors import Findings
from scn_compiler.installed_plugins import contracts_unchecked, note_unchecked_contract, plugins_searched
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


class CheckedFile(Record):
    """A script and its findings.

    Attributes:
        text: Empty for a clean file that another process or an earlier run checked.
        failure: Why the file could not be read or checked.
        key: The key for the cache, from the bytes that were checked; empty if the cache is not used.
        uses_plugins: Whether the findings may depend on installed plugins.
        unchecked: Whether a contract could not be checked in the process that checked this file.
    """

    input: Input
    text: str = ""
    findings: Findings = Findings()
    failure: ReadFailure | None = None
    key: bytes = b""
    uses_plugins: bool = False
    unchecked: bool = False

    @property
    def is_clean(self) -> bool:
        return not (self.failure or self.findings.reported or self.findings.in_config or self.unchecked)


class Job(Record):
    """A file to check; with a `base_key` it gets a key for the cache."""

    input: Input
    config: Config = Config()
    target: str | None = None
    base_key: bytes = b""


def read_one(job: Job) -> CheckedFile:
    """Read one file, without checking it."""
    try:
        data = read_bytes(job.input)
        text = decode(job.input, data)
    except Unreadable as error:
        return CheckedFile(job.input, failure=error.failure)
    if not job.base_key:
        return CheckedFile(job.input, text)
    from scn_compiler.cli.checking.cache import key_of  # noqa: PLC0415  (small runs use no cache)

    return CheckedFile(job.input, text, key=key_of(job.input, data, job.base_key))


def check_one(job: Job) -> CheckedFile:
    """Read and check one file."""
    read = read_one(job)
    if read.failure:
        return read
    try:
        findings = api.find(read.text, path=job.input.file_path, target=job.target, config=job.config)
    except Exception as error:  # a bug that shows at one file doesn't stop the others
        return CheckedFile(job.input, failure=bug_at(job.input, error))
    unchecked = contracts_unchecked() is not None
    return replace(read, findings=findings, uses_plugins=plugins_searched(), unchecked=unchecked)


def check_each(
    inputs: list[Input], configs: ConfigDiscovery, target: str | None, *, workers: int | None, cache: bool
) -> Iterator[CheckedFile]:
    """Check each file, and yield the results in order.

    Args:
        workers: How many processes to use; by default one, and for many files one per processor.
        cache: Whether to use the cache, if there are enough files.
    """
    clean_cache = _load_cache() if cache and len(inputs) >= MIN_CACHED else None
    jobs = [_job(each, configs.config_for(each.location).config, target, clean_cache) for each in inputs]
    known = (
        {job.input.path for job in jobs if clean_cache.knows(job.input, job.base_key)}
        if clean_cache
        else set()
    )
    unknown = [job for job in jobs if not (job.input.path in known or job.input.is_stream)]
    count = workers or (min(os.cpu_count() or 1, 8) if len(unknown) >= MIN_PARALLEL else 1)
    checked = _check_all(unknown, count)
    for job in jobs:
        if job.input.path in known:
            result = CheckedFile(job.input)
        elif job.input.is_stream:  # a worker has no standard input
            result = check_one(job)
        else:
            result = next(checked)
        if result.unchecked:
            note_unchecked_contract()
        if clean_cache and result.key and result.is_clean:
            clean_cache.add(result.key, uses_plugins=result.uses_plugins)
        yield result
    if clean_cache:
        clean_cache.save()


def _job(source: Input, config: Config, target: str | None, clean_cache: "CleanCache | None") -> Job:
    return Job(source, config, target, clean_cache.base_key(config, target) if clean_cache else b"")


def _load_cache() -> "CleanCache":
    from scn_compiler.cli.checking.cache import CleanCache  # noqa: PLC0415  (small runs use no cache)

    return CleanCache.load()


def _check_all(jobs: list[Job], count: int) -> Iterator[CheckedFile]:
    """Check each file in one of `count` processes, and yield the results in order."""
    size = max(20, min(250, len(jobs) // (count * 4) + 1))
    chunks = [jobs[start : start + size] for start in range(0, len(jobs), size)]
    if count == 1 or len(chunks) < 2:
        yield from map(check_one, jobs)
        return
    started = _start(chunks, min(count, _MOST_ON_WINDOWS) if sys.platform == "win32" else count)
    if started is None:
        yield from map(check_one, jobs)
        return
    pool, futures = started
    with pool:
        for chunk, future in zip(chunks, futures, strict=True):
            try:
                results = future.result()
            except Exception:  # a worker died, or could not send its results: check its files here
                results = list(map(check_one, chunk))
            yield from results


def _start(
    chunks: list[list[Job]], count: int
) -> "tuple[ProcessPoolExecutor, list[Future[list[CheckedFile]]]] | None":
    """Start `count` processes for the chunks; return `None` if none can start, for example without semaphores."""
    try:
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
        from multiprocessing import get_context  # noqa: PLC0415

        pool = ProcessPoolExecutor(
            count, mp_context=get_context("fork" if sys.platform == "linux" else "spawn")
        )
        return pool, [pool.submit(_check_chunk, chunk) for chunk in chunks]
    except (OSError, ImportError, NotImplementedError, RuntimeError):
        if "multiprocessing" in sys.modules:
            from multiprocessing import active_children  # noqa: PLC0415

            for child in active_children():  # some may have started before one could not
                child.terminate()
        return None


def _check_chunk(jobs: list[Job]) -> list[CheckedFile]:
    """Check the files of a chunk; don't send back the texts of clean files."""
    return [replace(each, text="") if each.is_clean else each for each in map(check_one, jobs)]
