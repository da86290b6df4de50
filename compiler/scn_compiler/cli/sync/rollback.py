"""Runs `scn rollback`: an earlier revision of a scenario comes back on the platform."""

import sys

import click

from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.workspace import open_project
from scn_compiler.inert_text import one_line
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import LockSection
from scn_compiler.sync.remote import KeepsRevisions, Revision


def run_rollback(key: str, revision: str, configs: ConfigDiscovery, *, only_list: bool, yes: bool) -> int:
    """List the revisions of a scenario, or restore one; by default the one before the newest."""
    workspace = open_project(configs)
    lock = workspace.lock.read()
    owners = [
        platform
        for platform in workspace.platforms(lock)
        if _has(lock.section(workspace.section(platform)), key)
    ]
    if not owners:
        raise usage_error(f"the lock has no scenario with the key `{key}` in `{workspace.environment}`")
    section = workspace.section(owners[0])
    remote, identity = workspace.open(owners[0]), lock.section(section).entries[key].id
    if not isinstance(remote, KeepsRevisions):
        raise usage_error(
            f"{owners[0].capitalize()} documents no request for earlier revisions of a scenario"
        )
    try:
        revisions = list(remote.revisions(identity))
        if only_list:
            _print(revisions)
            return 0
        chosen = _chosen(revisions, revision, key)
        echo(f"restoring {one_line(key)} ({one_line(identity)}) as of {_described(chosen)}", err=True)
        if not yes:
            _ask()
        with workspace.lock.alone():
            _restore(remote, identity, chosen)
    except ApiError as error:
        raise SyncFailed(f"{section}: {error}") from None
    echo(f"restored {one_line(key)} {one_line(identity)}: `scn pull` takes it into the script")
    return 0


def _has(section: LockSection, key: str) -> bool:
    return key in section.entries and not section.entries[key].is_pending


def _restore(remote: KeepsRevisions, identity: str, chosen: Revision) -> None:
    try:
        remote.restore(identity, chosen.id)
    except ApiError as error:
        if error.may_have_happened:
            raise SyncFailed(f"{error}; it may have been restored all the same: see `scn drift`") from None
        raise


def _chosen(revisions: list[Revision], wanted: str, key: str) -> Revision:
    if wanted:
        found = [each for each in revisions if each.id == wanted]
        if not found:
            raise usage_error(f"`{key}` has no revision {wanted}: `scn rollback {key} --list` lists them")
        return found[0]
    if len(revisions) < 2:
        raise usage_error(f"`{key}` has no earlier revision")
    return revisions[1]


def _print(revisions: list[Revision]) -> None:
    for each in revisions:
        echo(_described(each))
    if not revisions:
        echo("no revisions")


def _described(revision: Revision) -> str:
    return one_line("  ".join(filter(None, (revision.id, revision.date, revision.author))))


def _ask() -> None:
    if not (sys.stdin and sys.stdin.isatty()):
        raise usage_error("there is no terminal to ask on: add --yes")
    if not click.confirm("Restore this?", err=True):
        raise SystemExit(1)
