"""Arguments and options of the commands, and decorators that turn several options into one value."""

import os
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from scn_compiler.cli.check.findings import Fixes
from scn_compiler.cli.output.formats import REPORT_FORMATS
from scn_compiler.platforms import DEFAULT_TARGET, SOURCES, all_targets, find_target, instead_of

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from scn_compiler.cli.output.files import OutputPath


def complete_scripts(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """Complete the path of a script."""
    from scn_compiler.cli.shell_completion import complete_files  # noqa: PLC0415  (needed only on Tab)

    return complete_files(incomplete, ".scn")


def complete_payloads(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """Complete the path of a payload."""
    from scn_compiler.cli.shell_completion import complete_files  # noqa: PLC0415  (needed only on Tab)

    return complete_files(incomplete, ".json")


def complete_problems(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """Complete codes and names of rules."""
    from scn_compiler.cli.shell_completion import complete_codes  # noqa: PLC0415  (needed only on Tab)

    return complete_codes(incomplete)


def complete_explained(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """Shell completion for everything that `scn explain` explains."""
    from scn_compiler.cli.shell_completion import complete_codes, complete_words  # noqa: PLC0415  (needed only on Tab)

    return complete_codes(incomplete) + complete_words(incomplete)


class _TargetType(click.ParamType[str]):
    """The name of a target; the error for an unknown name suggests the nearest one."""

    name = "target"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not find_target(value):
            self.fail(f"unknown target `{value}`: {instead_of(value)}", param, ctx)
        return value

    def shell_complete(
        self, _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem  # noqa: PLC0415  (needed only on Tab)

        return [CompletionItem(name) for name in all_targets() if name.startswith(incomplete)]


class _SourceType(_TargetType):
    """The name of a target, or of another form that `scn decompile` reads."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in SOURCES:
            return value
        from scn_dsl.suggest import did_you_mean  # noqa: PLC0415  (needed only for a misspelled name)

        hint = None if find_target(value) else did_you_mean(value, SOURCES)
        if hint:
            self.fail(f"unknown target `{value}`: {hint}", param, ctx)
        return super().convert(value, param, ctx)

    def shell_complete(
        self, context: click.Context, parameter: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem  # noqa: PLC0415  (needed only on Tab)

        others = [CompletionItem(name) for name in SOURCES if name.startswith(incomplete)]
        return [*super().shell_complete(context, parameter, incomplete), *others]


class _OutputType(click.ParamType["OutputPath | None"]):
    """The type of `-o`: a path that keeps its final slash, or `None` for standard output."""

    name = "path"

    def convert(
        self, value: "str | OutputPath", param: click.Parameter | None, ctx: click.Context | None
    ) -> "OutputPath | None":
        from pathlib import Path  # noqa: PLC0415  (only runs with -o need it)

        from scn_compiler.cli.output.files import OutputPath  # noqa: PLC0415
        from scn_compiler.cli.output.streams import is_standard_output  # noqa: PLC0415

        if isinstance(value, OutputPath):
            return value
        if is_standard_output(value):
            return None
        if not value:
            self.fail("the name of the output is empty", param, ctx)
        return OutputPath(Path(value), value.endswith("/") or os.path.isdir(value))  # noqa: PTH112


def _single(_context: click.Context, _parameter: click.Parameter, names: tuple[str, ...]) -> str | None:
    """Return the value of an option; click would silently use the last of several values.

    Raises:
        click.BadParameter: if several values differ.
    """
    if len(set(names)) > 1:
        raise click.BadParameter(f"choose one target: {' or '.join(f'`{name}`' for name in names)}")
    return names[0] if names else None


Command = Callable[..., Any]

PATHS = click.argument("paths", nargs=-1, type=click.Path(), shell_complete=complete_scripts)
PAYLOADS = click.argument("paths", nargs=-1, type=click.Path(), shell_complete=complete_payloads)
OUTPUT = _OutputType()
FORMAT = click.option(
    "--format",
    "output_format",
    type=click.Choice(["full", "concise", *REPORT_FORMATS]),
    help="Output format. [default: full; on GitHub Actions also annotations]",
)
COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="When to use colors; `auto` also honors NO_COLOR and FORCE_COLOR.",
)


TEXT_OR_JSON = click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="Output format.",
)


def overwrite_option(help_text: str) -> Callable[[Command], Command]:
    """Return the option for keys of scenarios of which one side wins."""
    return click.option("--overwrite", multiple=True, metavar="KEY", help=help_text)


def _target_option(help_text: str) -> Callable[[Command], Command]:
    return click.option(
        "-t",
        "--target",
        type=_TargetType(),
        multiple=True,
        callback=_single,
        metavar="TARGET",
        help=help_text,
    )


TARGET = _target_option(
    "Target to compile to; `scn targets` lists them. "
    f"[default: from the script or the configuration, or {DEFAULT_TARGET}]"
)
NEW_TARGET = _target_option(
    f"Target of the new script. [default: from the configuration, or {DEFAULT_TARGET}]"
)
FROM = click.option(
    "--from",
    "source",
    type=_SourceType(),
    multiple=True,
    callback=_single,
    metavar="TARGET",
    help="Accept only this format: a target or `tau2`. [default: detected]",
)
NO_IGNORE = click.option(
    "--no-ignore", is_flag=True, help="Also search what git ignores, node_modules and virtual environments."
)


def fix_options(command: Command) -> Command:
    """Add the options for fixes, which become the argument `fixes`."""

    @wraps(command)
    def run(fix: bool, unsafe_fixes: bool, diff: bool, **rest: Any) -> Any:
        is_report, color = rest["output_format"] not in (None, "full", "concise"), rest["color"] == "always"
        if diff and (is_report or color):
            option = f"--format {rest['output_format']}" if is_report else "--color always"
            raise click.UsageError(f"{option} cannot be used with --diff, which prints a plain diff")
        if unsafe_fixes and not (fix or diff):
            raise click.UsageError("--unsafe-fixes requires --fix or --diff")
        return command(fixes=Fixes(fix and not diff, unsafe_fixes, diff), **rest)

    return with_options(
        run,
        click.option("--fix", is_flag=True, help="Apply safe fixes, and report the remaining problems."),
        click.option(
            "--unsafe-fixes",
            is_flag=True,
            help="With --fix or --diff: include fixes that might change the meaning.",
        ),
        click.option("--diff", is_flag=True, help="Write nothing; print what --fix would change as a diff."),
    )


def with_options(command: Command, *options: Callable[[Command], Command]) -> Command:
    """Add options to a command."""
    for option in reversed(options):
        command = option(command)
    return command


def baseline_options(command: Command) -> Command:
    """Add the options for baselines."""
    return with_options(
        command,
        click.option(
            "--baseline", metavar="FILE", help="Report only problems that this baseline does not list."
        ),
        click.option(
            "--write-baseline",
            metavar="FILE",
            help="Write all problems to this baseline instead of reporting them.",
        ),
    )


def performance_options(cached: str) -> Callable[[Command], Command]:
    """Add the options for processes and the cache; `cached` says which files the cache knows."""

    def decorate(command: Command) -> Command:
        return with_options(
            command,
            click.option("-j", "--jobs", type=click.IntRange(1, 64), metavar="N",
                         help="Number of processes. [default: 1; from 1,000 files, one per processor, at most 8]"),
            click.option("--cache/--no-cache", default=True, show_default=True,
                         help=f"Cache {cached} files in .scn_cache."),
        )  # fmt: skip

    return decorate
