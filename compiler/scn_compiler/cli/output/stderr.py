"""What is wrong with a script, on standard error: for commands whose result goes to standard output."""

from collections.abc import Iterable

import click

from scn_compiler.cli.output.render import diagnostic_text
from scn_compiler.project.files import Input
from scn_compiler.project.loaded import Loaded
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.source import Source

Reported = set[tuple[str, Diagnostic]]
"""Findings in configurations, which hold for many scripts and are told once."""


def tell(
    each: Input,
    text: str,
    found: Iterable[Diagnostic],
    beneath: Iterable[Diagnostic],
    loaded: Loaded,
    told: Reported,
) -> list[Diagnostic]:
    """Say what is wrong with a script, and before that with its configuration; what is said is returned."""
    new = [one for one in beneath if (loaded.shown, one) not in told]
    told.update((loaded.shown, one) for one in new)
    return [*_tell(new, Source(loaded.text), loaded.shown), *_tell(found, Source(text), each.shown)]


def _tell(found: Iterable[Diagnostic], source: Source, name: str) -> list[Diagnostic]:
    worth_saying = [one for one in found if one.severity is not Severity.INFO]
    for diagnostic in worth_saying:
        click.echo(diagnostic_text(diagnostic, source, name), err=True)
    return worth_saying
