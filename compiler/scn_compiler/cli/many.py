"""Scripts read and checked one after the other; many of them by several processes, and those known to be clean not at all."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scn_compiler import api
from scn_compiler.cli.configuration import Configurations
from scn_compiler.cli.files import Input, Unread, Unreadable, bytes_of, decode
from scn_compiler.config import Config
from scn_compiler.selection import Sifted
from scn_dsl.records import Record

if TYPE_CHECKING:
    from scn_compiler.cli.clean import Clean

SEVERAL = 1000
"""From so many files on, more than one process is worth the start of the others."""

REMEMBERED = 100
"""From so many files on, it is worth remembering which of them are clean."""


class Checked(Record):
    """A script and what is wrong with it.

    Attributes:
        text: Empty where nothing is wrong and nobody needs it.
        problem: Why it could not be read.
    """

    input: Input
    text: str = ""
    sifted: Sifted = Sifted()
    problem: Unread | None = None


class Job(Record):
    """A file, and what holds for it."""

    input: Input
    config: Config
    target: str | None


def check_one(job: Job) -> Checked:
    """Read and check one file."""
    try:
        text = decode(job.input, bytes_of(job.input))
    except Unreadable as error:
        return Checked(job.input, problem=error.file)
    return Checked(job.input, text, _find(job, text))


def read_one(job: Job) -> Checked:
    """Read one file; it is checked later."""
    try:
        return Checked(job.input, decode(job.input, bytes_of(job.input)))
    except Unreadable as error:
        return Checked(job.input, problem=error.file)


def check_each(
    inputs: list[Input], configs: Configurations, target: str | None, *, workers: int | None, cache: bool
) -> Iterator[Checked]:
    """Each file, checked, in order.

    Args:
        workers: How many processes check; by default as many as there are processors, if there are many files.
        cache: Whether files that were clean before are known by their content, if there are many.
    """
    jobs = [Job(each, configs.of(each.path).config, target) for each in inputs]
    clean = _clean() if cache and len(jobs) >= REMEMBERED else None
    keys = [clean.key_of(job.input, job.config, target) for job in jobs] if clean else []
    fresh = [job for job, key in zip(jobs, keys, strict=True) if not clean.knows(key)] if clean else jobs
    count = workers or (min(os.cpu_count() or 1, 8) if len(fresh) >= SEVERAL else 1)
    checked = _check_all(fresh, count)
    if clean is None:
        yield from checked
        return
    for job, key in zip(jobs, keys, strict=True):
        result = Checked(job.input) if clean.knows(key) else next(checked)
        if key and not (result.problem or result.sifted.kept or result.sifted.beneath):
            clean.add(key)
        yield result
    clean.save()


def _clean() -> "Clean":
    from scn_compiler.cli.clean import Clean  # noqa: PLC0415  (few files do without)

    return Clean.load()


def _check_all(jobs: list[Job], count: int) -> Iterator[Checked]:
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


def _check_chunk(jobs: list[Job]) -> list[Checked]:
    """Each file of a chunk; the texts of those without findings stay here."""
    return [
        each if each.problem or each.sifted.kept or each.sifted.beneath else Checked(each.input)
        for each in map(check_one, jobs)
    ]


def _find(job: Job, text: str) -> Sifted:
    return api.find(text, path=job.input.named, target=job.target, config=job.config)
