"""Scripts read and checked one after the other; many of them by several processes, and those known to be clean not at all."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scn_compiler import api
from scn_compiler import installed_plugins as plugins
from scn_compiler.config import Config
from scn_compiler.findings.selectors import Findings
from scn_compiler.project.discovery import Configurations
from scn_compiler.project.files import Input, Unread, Unreadable, bytes_of, decode
from scn_dsl.records import Record, replace

if TYPE_CHECKING:
    from scn_compiler.cli.checking.cache import CleanCache

SEVERAL = 1000
"""From so many files on, more than one process is worth the start of the others."""

MIN_CACHED = 100
"""From so many files on, it is worth remembering which of them are clean."""


class CheckedFile(Record):
    """A script and what is wrong with it.

    Attributes:
        text: Empty where nothing is wrong and nobody needs it.
        problem: Why it could not be read.
        key: What it is remembered by, of the very bytes that were checked; empty if it is not to be remembered.
        leans: Whether the answer may depend on platforms of others.
    """

    input: Input
    text: str = ""
    findings: Findings = Findings()
    problem: Unread | None = None
    key: bytes = b""
    leans: bool = False

    @property
    def is_clean(self) -> bool:
        return not (self.problem or self.findings.reported or self.findings.in_config)


class Job(Record):
    """A file, and what holds for it; `asked` is set if it is to be remembered when it is clean."""

    input: Input
    config: Config = Config()
    target: str | None = None
    asked: bytes = b""


def read_one(job: Job) -> CheckedFile:
    """Read one file; it is not checked yet."""
    try:
        data = bytes_of(job.input)
        text = decode(job.input, data)
    except Unreadable as error:
        return CheckedFile(job.input, problem=error.file)
    if not job.asked:
        return CheckedFile(job.input, text)
    from scn_compiler.cli.checking.cache import key_of  # noqa: PLC0415  (few files do without)

    return CheckedFile(job.input, text, key=key_of(job.input, data, job.asked))


def check_one(job: Job) -> CheckedFile:
    """Read and check one file."""
    read = read_one(job)
    if read.problem:
        return read
    findings = api.find(read.text, path=job.input.named, target=job.target, config=job.config)
    return replace(read, findings=findings, leans=plugins.consulted())


def check_each(
    inputs: list[Input], configs: Configurations, target: str | None, *, workers: int | None, cache: bool
) -> Iterator[CheckedFile]:
    """Each file, checked, in order.

    Args:
        workers: How many processes check; by default as many as there are processors, if there are many files.
        cache: Whether files that were clean before are known by their content, if there are many.
    """
    clean = _clean() if cache and len(inputs) >= MIN_CACHED else None
    jobs = [_job(each, configs.of(each.path).config, target, clean) for each in inputs]
    known = {job.input.path for job in jobs if clean.knows(job.input, job.asked)} if clean else set()
    fresh = [job for job in jobs if job.input.path not in known]
    count = workers or (min(os.cpu_count() or 1, 8) if len(fresh) >= SEVERAL else 1)
    checked = _check_all(fresh, count)
    for job in jobs:
        result = CheckedFile(job.input) if job.input.path in known else next(checked)
        if clean and result.key and result.is_clean:
            clean.add(result.key, leans=result.leans)
        yield result
    if clean:
        clean.save()


def _job(source: Input, config: Config, target: str | None, clean: "CleanCache | None") -> Job:
    return Job(source, config, target, clean.asked(config, target) if clean else b"")


def _clean() -> "CleanCache":
    from scn_compiler.cli.checking.cache import CleanCache  # noqa: PLC0415  (few files do without)

    return CleanCache.load()


def _check_all(jobs: list[Job], count: int) -> Iterator[CheckedFile]:
    """Each file checked, in order, by `count` processes."""
    size = max(20, min(250, len(jobs) // (count * 4) + 1))
    chunks = [jobs[start : start + size] for start in range(0, len(jobs), size)]
    if count == 1 or len(chunks) < 2:
        yield from map(check_one, jobs)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        for results in pool.map(_check_chunk, chunks):
            yield from results


def _check_chunk(jobs: list[Job]) -> list[CheckedFile]:
    """Each file of a chunk; the texts of those without findings stay here."""
    return [replace(each, text="") if each.is_clean else each for each in map(check_one, jobs)]
