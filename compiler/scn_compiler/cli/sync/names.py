"""Looks up the names on a platform, and writes them into the configuration."""

import os
import tomllib
from collections.abc import Iterable, Iterator
from functools import partial

import click

from scn_compiler.cli.output.documents import print_document
from scn_compiler.cli.output.files import tidy_folders, write_or_report
from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.names_report import LookedUp, names_json, names_table, names_toml
from scn_compiler.config import Config
from scn_compiler.inert_text import inert
from scn_compiler.pipeline.check import find
from scn_compiler.platforms import DEFAULT_TARGET, target_named
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import EXIT_UNREADABLE, read_all
from scn_compiler.project.paths import relative_path
from scn_compiler.project.project_config import SHARED_FILE, ProjectConfig
from scn_compiler.project.toml_edit import TableEdit, edited
from scn_compiler.sync.credentials import NoCredentials
from scn_compiler.sync.http_client import ApiError, tell_of_retries
from scn_compiler.sync.names import NameRow, State, compare_names, project_of
from scn_compiler.sync.platforms import NoRemote, open_names
from scn_compiler.sync.platforms.cekura_names import CekuraNames
from scn_dsl.records import replace
from scn_dsl.source import Source

_REFUSALS = (400, 403, 404)
"""Statuses of one list that a key may not read; the others are tried all the same."""


def look_up_names(
    kinds: tuple[str, ...], output_format: str, configs: ConfigDiscovery, *, write: bool, prune: bool
) -> int:
    """Compare names with the platform, print the result, and write what is new; return the exit code.

    Raises:
        click.ClickException: if the platform can't be asked, or the names can't be written.
    """
    project = configs.config_for("script.scn")
    if write and project.config.environment is None:
        raise usage_error(f"--write needs an environment that the names belong to: {_which(project)}")
    names = _open(project.config, kinds)
    found = _compare(names, project.config, kinds)
    found = replace(found, uses=_uses(found.lost, project, configs))
    edits = _edits(found, project, prune=prune) if write else ()
    remaining = [each for each in found.lost if not (prune and _is_handled(each, edits))]
    match output_format:
        case "json":
            print_document(names_json(found))
        case "toml":
            print_document(inert(names_toml(found.environment or "NAME", found.rows)))
        case _:
            print_document(inert(names_table(found, is_short=write)))
    if write and not _write(edits, found, project):
        return EXIT_UNREADABLE
    _say_more(found, project, remaining, write=write)
    return 1 if found.failed or remaining else 0


def _open(config: Config, kinds: tuple[str, ...]) -> CekuraNames:
    """Open the platform of a configuration.

    Raises:
        SyncFailed: if there is no usable key, or if the project has a name that has no id yet.
    """
    chosen = project_of(config)
    field = next((each for each in config.fields if each.name == "project"), None)
    if field and config.environment and not chosen and kinds != ("projects",):
        raise SyncFailed(
            f"the project `{field.value}` has no id in `{config.environment}`: look it up with `scn names --only projects`"
        )
    platform = target_named(config.target or DEFAULT_TARGET).platform
    tell_of_retries(lambda sentence: echo(f"scn: {sentence}", err=True))
    try:
        return open_names(platform, project=chosen)
    except (NoCredentials, NoRemote) as error:
        raise SyncFailed(str(error)) from None


def _compare(names: CekuraNames, config: Config, kinds: tuple[str, ...]) -> LookedUp:
    """Compare the names of all kinds; a kind whose list the platform refuses is noted.

    Raises:
        SyncFailed: if the platform can't be asked at all.
    """
    rows: list[NameRow] = []
    failed: dict[str, str] = {}
    for kind in kinds:
        own = {each.name: each.id for each in config.names if each.kind == kind}
        try:
            rows += compare_names(kind, own, names.things(kind), partial(names.is_gone, kind))
        except ApiError as error:
            if error.status not in _REFUSALS:
                raise SyncFailed(str(error)) from None
            lacks_project = error.status == 400 and not names.scope
            hint = (
                "; set CEKURA_PROJECT_ID, or `project` in the environment's `fields`" if lacks_project else ""
            )
            failed[kind] = f"{error}{hint}"
    if len(failed) == len(kinds):
        raise SyncFailed(next(iter(failed.values())))
    return LookedUp(config.environment, tuple(rows), failed)


def _uses(lost: Iterable[NameRow], project: ProjectConfig, configs: ConfigDiscovery) -> dict[str, list[str]]:
    """Return the places of names whose things are gone: in scripts, in what they import, and in the configuration.

    A script that uses a name is one that has an unknown name without it.
    """
    gone = {(each.kind, each.name) for each in lost}
    if not gone:
        return {}
    folder = os.path.dirname(project.path) if project.path else os.curdir  # noqa: PTH120
    try:
        inputs = configs.find_scripts((relative_path(folder),), quiet=True)
    except click.UsageError:  # the folder has no scripts
        return {}
    texts, _ = read_all([each for each in inputs if not each.is_excluded])
    found: dict[str, list[str]] = {}
    for each, text in texts:
        own = configs.config_for(each.location)
        names = tuple(name for name in own.config.names if (name.kind, name.name) not in gone)
        config = replace(own.config, names=names, select=("unknown-name",), ignore=())
        for message, place in _unknown(text, each.display_name, own, config):
            for _, name in gone:
                if f"`{name}`" in message and place not in found.setdefault(name, []):
                    found[name].append(place)
    return found


def _unknown(text: str, path: str, project: ProjectConfig, config: Config) -> Iterator[tuple[str, str]]:
    """Yield the message and place of each unknown name in a script."""
    findings = find(text, path=path, config=config)
    script = Source(text, path)
    for each in findings.reported:
        yield each.message, f"{path}:{script.position(each.span.start).line}"
    for each in findings.in_config:
        yield each.message, f"{project.display_path}:{Source(project.text).position(each.span.start).line}"
    for each in findings.in_files:
        yield each.message, str(each.origin.path if each.origin else path)


def _edits(found: LookedUp, project: ProjectConfig, *, prune: bool) -> tuple[TableEdit, ...]:
    """Return the changes of the configuration, one for each kind."""
    top = _table(project)
    values = tomllib.loads(project.text.removeprefix("\ufeff"))
    edits = []
    for kind in dict.fromkeys(each.kind for each in found.rows):
        rows = [each for each in found.rows if each.kind == kind]
        written = (State.NEW, State.CHANGED) if prune else (State.NEW,)
        entries = {each.name: each.id for each in rows if each.state in written}
        own = _at(values, (*top, kind))
        removed = tuple(each.name for each in rows if prune and each.state is State.GONE and each.name in own)
        if entries or removed:
            edits.append(TableEdit((*top, kind), entries, removed))
    return tuple(edits)


def _table(project: ProjectConfig) -> tuple[str, ...]:
    """Return the keys that lead to the names of the environment in its file."""
    is_shared = os.path.basename(project.path or "") == SHARED_FILE  # noqa: PTH119
    start = ("tool", "scn") if is_shared else ()
    return (*start, "environments", str(project.config.environment), "names")


def _at(values: object, path: tuple[str, ...]) -> dict[str, int]:
    for part in path:
        values = values.get(part, {}) if isinstance(values, dict) else {}
    return values if isinstance(values, dict) else {}


def _is_handled(row: NameRow, edits: Iterable[TableEdit]) -> bool:
    """Return whether the changes of the configuration solve what is wrong with a name."""
    own = next((each for each in edits if each.table[-1] == row.kind), None)
    return own is not None and (row.name in own.removed or row.name in own.entries)


def _write(edits: tuple[TableEdit, ...], found: LookedUp, project: ProjectConfig) -> bool:
    """Write the changes; return whether that worked."""
    path = project.display_path
    if not edits:
        return True
    text = edited(project.text, edits)
    if text is None:
        echo(f"scn: {path} has a layout that scn can't edit: add these lines yourself", err=True)
        print_document(inert(names_toml(str(found.environment), found.rows)), err=True)
        return False
    tidy_folders([path])
    if not write_or_report(path, text, project.text):
        return False
    changes = [
        (sum(len(each.entries) for each in edits), "wrote", "to"),
        (sum(len(each.removed) for each in edits), "removed", "from"),
    ]
    for count, verb, where in changes:
        if count:
            echo(f"{verb} {count} {'name' if count == 1 else 'names'} {where} {path}", err=True)
    return True


def _say_more(found: LookedUp, project: ProjectConfig, remaining: list[NameRow], *, write: bool) -> None:
    """Say what to do about the result."""
    for kind, message in found.failed.items():
        echo(f"scn: can't list {kind}: {message}", err=True)
    if found.environment is None:
        echo(
            f"scn: to use these names in scripts, write them into an environment: {_which(project)}", err=True
        )
        return
    choice = "" if found.environment == project.config.default_environment else f" --env {found.environment}"
    count = sum(each.state is State.NEW for each in found.rows)
    if count and not write:
        these = "1 new name: add it" if count == 1 else f"{count} new names: add them"
        echo(f"{these} to {project.display_path} with `scn names{choice} --write`", err=True)
    if write and not any(each.state is State.NEW for each in found.rows) and not remaining:
        echo(f"{project.display_path} has names for everything", err=True)
    inherited = [each for each in remaining if _home(each, project.config) != found.environment]
    for each in inherited:
        where = _home(each, project.config)
        echo(f"scn: `{each.name}` comes from the environment `{where}`: change it there", err=True)
    if own := len(remaining) - len(inherited):
        these, ids = ("1 name is gone", "its id") if own == 1 else (f"{own} names are gone", "their ids")
        echo(f"{these} from the platform: change {ids}, or use `scn names{choice} --write --prune`", err=True)


def _home(row: NameRow, config: Config) -> str | None:
    """Return the environment that has a name: the chosen one, or one that it extends."""
    by_name = {each.name: each for each in config.defined}
    name = config.environment
    while name in by_name:
        own = by_name.pop(name)
        if any((each.kind, each.name) == (row.kind, row.name) for each in own.names):
            return name
        name = own.extends
    return None


def _which(project: ProjectConfig) -> str:
    """Say how to choose an environment."""
    if project.config.environments:
        choices = " or ".join(f"`--env {each}`" for each in project.config.environments[:8])
        return f"choose {choices}"
    file = project.display_path or "scn.toml"
    return f"add `[environments.staging]` to {file}, and choose it with `--env staging`"
