"""Formats each file on its own."""

import os
from collections import Counter
from collections.abc import Iterator
from functools import partial

from scn_compiler import api
from scn_compiler.cli.parallel import FileResult, Job, Work, process_each
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import replace


class FormattedFile(FileResult):
    """A script, and its new text if it has another layout.

    Attributes:
        formatted: The formatted text; `None` if the script is already formatted.
        errors: The syntax errors; items that don't parse are not formatted.
    """

    formatted: str | None = None
    errors: tuple[Diagnostic, ...] = ()

    @property
    def is_clean(self) -> bool:
        return not (self.failure or self.errors or self.formatted is not None)


def format_each(
    inputs: list[Input],
    configs: ConfigDiscovery,
    wrap: int | None,
    *,
    writes: bool,
    workers: int | None,
    cache: bool,
) -> Iterator[FormattedFile]:
    """Format each file, and yield the results in order; `workers` and `cache` as in `process_each`.

    Args:
        wrap: Columns to wrap texts at; `None` for the value of the configuration.
        writes: Whether the caller writes each file before it takes the next one.
    """
    work = Work(FormattedFile, partial(_format, wrap), f"fmt, wrap={wrap}")
    in_turn = _files_with_several_names(inputs) if writes else ()
    return process_each(inputs, configs, work, workers=workers, cache=cache, in_turn=in_turn)


def _format(wrap: int | None, job: Job, read: FormattedFile) -> FormattedFile:
    if job.input.is_excluded:
        return read
    formatted = api.format_text(read.text, wrap=job.config.wrap if wrap is None else wrap)
    errors = tuple(each for each in formatted.diagnostics if each.severity is Severity.ERROR)
    return replace(read, formatted=formatted.text if formatted.text != read.text else None, errors=errors)


def _files_with_several_names(inputs: list[Input]) -> set[str]:
    """Return the paths in `inputs` that lead to the same file: a file must be read after it was written."""
    names: Counter[tuple[int, int]] = Counter()
    identities: dict[str, tuple[int, int]] = {}
    for each in inputs:
        try:
            state = os.stat(each.path)  # noqa: PTH116
        except (OSError, ValueError):
            continue
        identities[each.path] = state.st_dev, state.st_ino
        names[state.st_dev, state.st_ino] += 1
    return {path for path, identity in identities.items() if names[identity] > 1}
