"""The options for the configuration: its file, its rules, the scenarios and the environment to choose from it."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

from scn_compiler.cli.options import NO_IGNORE, Command, complete_problems, with_options
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.reuse.values import GivenValue, secret_problem, value_name_problem
from scn_compiler.semantics.choice import Choice


def _complete_environments(context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the name of an environment."""
    configs = ConfigDiscovery(context.params.get("config"), uses_environments=False)
    try:
        config = configs.config_for("script.scn").config
    except click.ClickException:
        return []
    return [name for name in config.environments if name.startswith(incomplete)]


_CONFIGURATION = (
    click.option("--config", metavar="FILE", help="Use this configuration file and no other."),
    click.option("--isolated", is_flag=True, help="Ignore all configuration files."),
)
_SELECTION = tuple(
    click.option(name, multiple=True, metavar="CODE,…", help=words, shell_complete=complete_problems)
    for name, words in (
        ("--select", "Rules to report: codes, code prefixes, names, or ALL."),
        ("--ignore", "Rules to ignore; if --select names them as well, the longer prefix wins."),
    )
)
_NAMED_FILES = (
    click.option(
        "--force-exclude", is_flag=True, help="Apply `exclude` even to paths named on the command line."
    ),
    click.option("--stdin-filename", metavar="FILE", help="Name of the script on standard input."),
)
_CHOICE = (
    click.option(
        "--tags",
        multiple=True,
        metavar="TAG,…",
        help="Only scenarios with one of these tags; if repeated, with one of each group.",
    ),
    click.option(
        "--name", "names", multiple=True, metavar="GLOB", help="Only scenarios with a name like `refund*`."
    ),
)
_ENVIRONMENT = click.option(
    "--env",
    "environment",
    metavar="NAME",
    shell_complete=_complete_environments,
    help="Environment to use. [default: SCN_ENV, or `environment` in the configuration]",
)
_VALUES = click.option(
    "--set",
    "values",
    multiple=True,
    metavar="NAME=VALUE",
    help="Give scripts a value, instead of the environment's.",
)
_MEASURED = click.option(
    "--measured", metavar="FILE", help="Also report what this measurement of recorded calls shows."
)


def config_options(
    *,
    select: bool,
    force_exclude: bool = False,
    folders: bool = True,
    choose: bool = False,
    environments: bool = False,
    values: bool = False,
    measured: bool = False,
) -> Callable[[Command], Command]:
    """Add the options for the configuration, which become the argument `configs`.

    Args:
        select: Whether to add `--select` and `--ignore`.
        force_exclude: Whether to add `--force-exclude` and `--stdin-filename`.
        folders: Whether to add `--no-ignore`.
        choose: Whether to add `--tags` and `--name`.
        environments: Whether to add `--env`.
        values: Whether to add `--set`.
        measured: Whether to add `--measured`, and to read the measurements that configurations name.
    """
    groups = (
        (True, _CONFIGURATION),
        (select, _SELECTION),
        (force_exclude, _NAMED_FILES),
        (folders, (NO_IGNORE,)),
        (choose, _CHOICE),
        (environments, (_ENVIRONMENT,)),
        (values, (_VALUES,)),
        (measured, (_MEASURED,)),
    )
    options = [option for is_added, group in groups if is_added for option in group]

    def decorate(command: Command) -> Command:
        @wraps(command)
        def run(**given: Any) -> Any:
            configs = _discovery(given, environments=environments, measured=measured)
            return command(configs=configs, **given)

        return with_options(run, *options)

    return decorate


def _discovery(given: dict[str, Any], *, environments: bool, measured: bool) -> ConfigDiscovery:
    """Take the options for the configuration out of all options.

    Raises:
        click.UsageError: if their values make no sense.
    """
    config, isolated, environment = (given.pop(name, None) for name in ("config", "isolated", "environment"))
    if config is not None and isolated:
        raise click.UsageError("--config cannot be used with --isolated")
    if environment is not None and isolated:
        raise click.UsageError("--env cannot be used with --isolated, which ignores all environments")
    if environment == "":
        raise click.UsageError("--env: empty name")
    return ConfigDiscovery(
        config,
        isolated,
        select=_split_selectors(given.pop("select", ()), "select"),
        ignore=_split_selectors(given.pop("ignore", ()), "ignore"),
        strict=given.pop("strict", None),
        force_exclude=given.pop("force_exclude", False),
        no_ignore=given.pop("no_ignore", False),
        stdin_filename=given.pop("stdin_filename", None),
        choice=_choice(given.pop("tags", ()), given.pop("names", ())),
        environment=environment,
        assigned=_assigned(given.pop("values", ())),
        uses_environments=environments,
        uses_measurements=measured,
        measured=given.pop("measured", None),
    )


def _choice(tags: Iterable[str], names: Iterable[str]) -> Choice:
    """Return the choice of scenarios that the options make.

    Raises:
        click.UsageError: if a tag or a name is empty.
    """
    groups = tuple(tuple(tag.strip() for tag in group.split(",")) for group in tags)
    if not all(tag for group in groups for tag in group):
        raise click.UsageError("--tags: empty tag")
    if not all(names):
        raise click.UsageError("--name: empty name")
    return Choice(groups, tuple(names))


def _assigned(values: Iterable[str]) -> tuple[GivenValue, ...]:
    """Parse the values of `--set`; the last value of a name wins.

    Raises:
        click.UsageError: if one of them isn't `NAME=VALUE`.
    """
    found: dict[str, GivenValue] = {}
    for each in values:
        name, equals, value = each.partition("=")
        if not equals:
            raise click.UsageError(f"--set {each}: write NAME=VALUE")
        if problem := value_name_problem(name) or secret_problem(value):
            message, hint = problem
            raise click.UsageError(f"--set: {message}: {hint}")
        found[name] = GivenValue(name, value)
    return tuple(found.values())


def _split_selectors(values: Iterable[str], option: str) -> tuple[str, ...] | None:
    """Split the comma-separated values of an option into selectors; return `None` if the option is not given.

    Raises:
        click.UsageError: if a selector matches no rule.
    """
    words = [word.strip() for value in values for word in value.split(",")]
    if not words:
        return None
    from scn_compiler.findings.selectors import selector_problem  # noqa: PLC0415

    for word in words:
        if problem := selector_problem(word):
            message, hint = problem
            raise click.UsageError(f"--{option}: {message}" + (f": {hint}" if hint else ""))
    return tuple(words)
