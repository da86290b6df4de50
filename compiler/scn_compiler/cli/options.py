"""Arguments and options: those that several commands share, and those that make one value together."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, Any

import click

from scn_compiler.cli.checking.findings import Fixes
from scn_compiler.cli.output.formats import REPORT_FORMATS
from scn_compiler.platforms import DEFAULT_TARGET, SOURCES, all_targets, find_target, instead_of
from scn_compiler.project.discovery import Configurations

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_scripts(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """What a shell offers where a script is named."""
    from scn_compiler.cli.shell_completion import files  # noqa: PLC0415  (no command needs it to run)

    return files(incomplete, ".scn")


def complete_payloads(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """What a shell offers where a payload is named."""
    from scn_compiler.cli.shell_completion import files  # noqa: PLC0415  (no command needs it to run)

    return files(incomplete, ".json")


def complete_problems(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> "list[CompletionItem[str]]":
    """What a shell offers where kinds of problems are named."""
    from scn_compiler.cli.shell_completion import problems  # noqa: PLC0415  (no command needs it to run)

    return problems(incomplete)


class _Target(click.ParamType[str]):
    """One of the targets; of a wrong one the nearest is named, and not all of them."""

    name = "target"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not find_target(value):
            self.fail(f"there is no target `{value}`: {instead_of(value)}", param, ctx)
        return value

    def shell_complete(
        self, _context: click.Context, _parameter: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem  # noqa: PLC0415  (no command needs it to run)

        return [CompletionItem(name) for name in all_targets() if name.startswith(incomplete)]


class _Form(_Target):
    """One of the targets, or of the other forms that are read."""

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value in SOURCES:
            return value
        from scn_dsl.suggest import did_you_mean  # noqa: PLC0415  (a target needs it only if there is a mistake)

        hint = None if find_target(value) else did_you_mean(value, SOURCES)
        if hint:
            self.fail(f"there is no target `{value}`: {hint}", param, ctx)
        return super().convert(value, param, ctx)

    def shell_complete(
        self, context: click.Context, parameter: click.Parameter, incomplete: str
    ) -> "list[CompletionItem[str]]":
        from click.shell_completion import CompletionItem  # noqa: PLC0415  (no command needs it to run)

        others = [CompletionItem(name) for name in SOURCES if name.startswith(incomplete)]
        return [*super().shell_complete(context, parameter, incomplete), *others]


def _one(_context: click.Context, _parameter: click.Parameter, given: tuple[str, ...]) -> str | None:
    """The target that is named; several are refused, as the last one would silently win.

    Raises:
        click.BadParameter: if there are several.
    """
    if len(set(given)) > 1:
        raise click.BadParameter(f"one target at a time: {' or '.join(f'`{name}`' for name in given)}")
    return given[0] if given else None


PATHS = click.argument("paths", nargs=-1, type=click.Path(), shell_complete=complete_scripts)
PAYLOADS = click.argument("paths", nargs=-1, type=click.Path(), shell_complete=complete_payloads)
FORMAT = click.option(
    "--format",
    "form",
    type=click.Choice(["full", "concise", *REPORT_FORMATS]),
    help="How to print what is wrong. Default: full, and on GitHub Actions with annotations below it.",
)
COLOR = click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Use colours: on a terminal, always, or never. NO_COLOR and FORCE_COLOR are heeded.",
)
TARGET = click.option(
    "-t",
    "--target",
    type=_Target(),
    multiple=True,
    callback=_one,
    metavar="TARGET",
    help=f"What to compile to; `scn targets` lists them. Default: what the script says, or {DEFAULT_TARGET}.",
)
FROM = click.option(
    "--from",
    "source",
    type=_Form(),
    multiple=True,
    callback=_one,
    metavar="TARGET",
    help="The form that the payload must have, a target or `tau2`; any other is refused.",
)


Command = Callable[..., Any]


def fixing(command: Command) -> Command:
    """Gives `command` the options of fixes, as the argument `fixes`."""

    @wraps(command)
    def run(fix: bool, unsafe_fixes: bool, diff: bool, **rest: Any) -> Any:
        form, color = rest["form"] not in (None, "full", "concise"), rest["color"] == "always"
        if diff and (form or color):
            option = f"--format {rest['form']}" if form else "--color always"
            raise click.UsageError(
                f"{option} does not go with --diff, which prints a difference without colours"
            )
        if unsafe_fixes and not (fix or diff):
            raise click.UsageError("--unsafe-fixes goes with --fix or --diff")
        return command(fixes=Fixes(fix and not diff, unsafe_fixes, diff), **rest)

    return _with_options(
        run,
        click.option("--fix", is_flag=True, help="Make the safe fixes, and report what is left."),
        click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: the other fixes, too."),
        click.option("--diff", is_flag=True, help="Write nothing; print what --fix would change."),
    )


def configured(*, selecting: bool, excluding: bool = False) -> Callable[[Command], Command]:
    """Gives a command the options of configuration, as the argument `configs`.

    Args:
        selecting: Whether it has those of selection.
        excluding: Whether it may pass over files that are named.
    """
    options: list[Callable[[Command], Command]] = [
        click.option("--config", metavar="FILE", help="Use this configuration, and look for no other."),
        click.option("--isolated", is_flag=True, help="Look for no configuration."),
    ]
    if selecting:
        options += [
            _selectors("--select", "Report only these: codes, their beginnings, names, or ALL."),
            _selectors("--ignore", "Do not report these; where both name one, the longer beginning counts."),
        ]

    if excluding:
        options.append(
            click.option(
                "--force-exclude", is_flag=True, help="Pass over what is excluded also where it is named."
            )
        )

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(config: str | None, isolated: bool, **rest: Any) -> Any:
            if config is not None and isolated:
                raise click.UsageError("--config and --isolated do not go together")
            select, ignore = (
                _split(rest.pop("select", ()), "select"),
                _split(rest.pop("ignore", ()), "ignore"),
            )
            force = rest.pop("force_exclude", False)
            return command(configs=Configurations(config, isolated, select, ignore, force), **rest)

        return _with_options(run, *options)

    return decorate


def _with_options(command: Command, *options: Callable[[Command], Command]) -> Command:
    for option in reversed(options):
        command = option(command)
    return command


def _selectors(name: str, text: str) -> Callable[[Command], Command]:
    return click.option(name, multiple=True, metavar="CODE,…", help=text, shell_complete=complete_problems)


def _split(written: Iterable[str], option: str) -> tuple[str, ...] | None:
    """The selectors of an option; `None` if it is not given.

    Raises:
        click.UsageError: for one that selects nothing.
    """
    given = [word.strip() for words in written for word in words.split(",")]
    if not given:
        return None
    from scn_compiler.findings.selectors import misselected  # noqa: PLC0415

    for word in given:
        if problem := misselected(word):
            message, hint = problem
            raise click.UsageError(f"--{option}: {message}" + (f": {hint}" if hint else ""))
    return tuple(given)


def known(command: Command) -> Command:
    """Gives `command` the options of baselines."""
    return _with_options(
        command,
        click.option("--baseline", metavar="FILE", help="Do not report the findings that this file lists."),
        click.option("--write-baseline", metavar="FILE", help="List all findings in this file."),
    )


def working(command: Command) -> Command:
    """Gives `command` the options of how the work on many files is done."""
    return _with_options(
        command,
        click.option("-j", "--jobs", type=click.IntRange(1, 64), metavar="N",
                     help="Check with N processes. Default: one, and from 1,000 files on one for each processor."),
        click.option("--cache/--no-cache", default=True, show_default=True,
                     help="From 100 files on, remember in .scn_cache which ones are clean."),
    )  # fmt: skip
