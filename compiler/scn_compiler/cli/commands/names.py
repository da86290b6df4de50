"""`scn names`."""

import click

from scn_compiler.cli.config_options import config_options
from scn_compiler.cli.extras import needing
from scn_compiler.project.discovery import ConfigDiscovery
from scn_dsl.vocabulary import NAME_TABLES

_KINDS = tuple(NAME_TABLES.values())


def _kinds(_context: click.Context, _parameter: click.Parameter, value: str | None) -> tuple[str, ...]:
    """Split the kinds of `--only`; without it, return all.

    Raises:
        click.BadParameter: if there is no such kind.
    """
    words = _KINDS if value is None else tuple(word.strip() for word in value.split(","))
    for word in words:
        if word not in _KINDS:
            from scn_dsl.suggest import did_you_mean  # noqa: PLC0415  (needed only for a misspelled kind)

            hint = did_you_mean(word, _KINDS) or f"the kinds are {', '.join(_KINDS)}"
            raise click.BadParameter(f"unknown kind `{word}`: {hint}")
    return tuple(dict.fromkeys(words))


@click.command("names")
@click.option("--write", is_flag=True, help="Add the new names to the environment in the configuration.")
@click.option(
    "--prune",
    is_flag=True,
    help="With --write, remove names that are gone from the platform, and update ids that have changed.",
)
@click.option(
    "--only",
    "kinds",
    metavar="KIND,…",
    callback=_kinds,
    help="Look up only these kinds: agents, personalities, profiles, metrics, phones, projects.",
)
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json", "toml"]),
    default="text",
    show_default=True,
    help="Output format; toml has the lines that --write adds.",
)
@config_options(select=False, folders=False, environments=True)
def names_command(
    write: bool, prune: bool, kinds: tuple[str, ...], output_format: str, configs: ConfigDiscovery
) -> None:
    """Look up the names and ids of agents, personalities, metrics and other things on the platform.

    Scripts can have names instead of ids. The names on the platform are compared with those of the environment, and
    --write adds what is missing. Names that you chose yourself stay.
    """
    if prune and not write:
        raise click.UsageError("--prune needs --write")
    with needing("sync", "names"):
        from scn_compiler.cli.sync.names import look_up_names  # noqa: PLC0415  (an extra)
    raise SystemExit(look_up_names(kinds, output_format, configs, write=write, prune=prune))
