"""Scripts read and checked one after the other; many of them by several processes, and those known to be clean not at all."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scn_compiler import api
from scn_compiler.cli.configuration import Configurations
from scn_compiler.cli.files import Input, Unreadable, bytes_of, decode
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
    problem: str | None = None


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
        return Checked(job.input, problem=str(error))
    return Checked(job.input, text, _find(job, text))


def read_one(job: Job) -> Checked:
    """Read one file; it is checked later."""
    try:
        return Checked(job.input, decode(job.input, bytes_of(job.input)))
    except Unreadable as error:
        return Checked(job.input, problem=str(error))


def check_each(
    inputs: list[Input], configs: Configurations, target: str | None, *, workers: int | None, cache: bool
) -> Iterator[Checked]:
    """Each file, checked, in order.

    Args:
        workers: How many processes check; by default as many as there are processors, if there are many files.
        cache: Whether files that were clean before are known by their content, if there are many.
    """
    jobs = [Job(each, configs.of(each.path).config, target) for each in inputs]
    count = workers or (min(os.cpu_count() or 1, 8) if len(jobs) >= SEVERAL else 1)
    clean = _clean() if cache and len(jobs) >= REMEMBERED else None
    if count == 1 and clean is None:
        yield from map(check_one, jobs)
        return
    for results in _in_chunks(jobs, count, clean):
        for checked, key in results:
            if clean is not None and key:
                clean.add(key)
            yield checked
    if clean is not None:
        clean.save()


def _clean() -> "Clean":
    from scn_compiler.cli.clean import Clean  # noqa: PLC0415  (few files do without)

    return Clean.load()


Chunk = list[tuple[Checked, bytes]]


def _in_chunks(jobs: list[Job], count: int, clean: "Clean | None") -> Iterator[Chunk]:
    size = max(20, min(250, len(jobs) // (count * 4) + 1))
    chunks = [jobs[start : start + size] for start in range(0, len(jobs), size)]
    if count == 1 or len(chunks) == 1:
        for chunk in chunks:
            yield _check_chunk(chunk, clean)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415
    from functools import partial  # noqa: PLC0415
    from multiprocessing import get_context  # noqa: PLC0415

    context = get_context("fork" if sys.platform == "linux" else "spawn")
    with ProcessPoolExecutor(count, mp_context=context) as pool:
        yield from pool.map(partial(_check_chunk, clean=clean), chunks)


def _check_chunk(chunk: list[Job], clean: "Clean | None") -> Chunk:
    """Each file of a chunk checked, with its key if it is known to be clean, or is now."""
    return [_known_or_checked(job, clean) for job in chunk]


def _known_or_checked(job: Job, clean: "Clean | None") -> tuple[Checked, bytes]:
    try:
        data = bytes_of(job.input)
        key = clean.key(data, job.input.named, job.config, job.target) if clean is not None else b""
        if clean is not None and key in clean:
            return Checked(job.input), key
        text = decode(job.input, data)
    except Unreadable as error:
        return Checked(job.input, problem=str(error)), b""
    sifted = _find(job, text)
    if sifted.kept or sifted.beneath:
        return Checked(job.input, text, sifted), b""
    return Checked(job.input), key


def _find(job: Job, text: str) -> Sifted:
    return api.find(text, path=job.input.named, target=job.target, config=job.config)
