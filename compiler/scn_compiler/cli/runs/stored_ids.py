"""The scenarios that `scn apply` has stored on the platform, to run them by their ids."""

from scn_compiler.cli.runs.scripts import RunCase
from scn_compiler.cli.sync.workspace import Workspace, open_workspace
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.sync.canonical import fingerprint
from scn_compiler.sync.lock_file import Entry
from scn_compiler.sync.plan import Local
from scn_compiler.sync.platforms.cekura_runs import STORED_CHANNELS


def stored_ids(
    paths: tuple[str, ...], configs: ConfigDiscovery, cases: tuple[RunCase, ...], channel: str
) -> list[int]:
    """Return the ids of scenarios on the platform, if they are what the scripts say as far as scn knows.

    Raises:
        click.UsageError: for a channel on which scn can't run stored scenarios.
        SystemExit: if a script isn't what was last sent; each one is printed.
    """
    if channel not in STORED_CHANNELS:
        raise usage_error(
            f"--stored works with --channel {' or '.join(STORED_CHANNELS)}; run the scripts without --stored on {channel}"
        )
    workspace = open_workspace(paths, configs)
    found = [_stored(case, workspace) for case in cases]
    problems = [each for each in found if isinstance(each, str)]
    for each in problems:
        echo(each, err=True)
    if problems:
        echo("scn: nothing was started: run `scn apply` first, or leave out --stored", err=True)
        raise SystemExit(1)
    return [each for each in found if isinstance(each, int)]


def _stored(case: RunCase, workspace: Workspace) -> int | str:
    """Return the id of a scenario on the platform, or why it can't be run there."""
    key = str(case.entry.get("key", ""))
    local = workspace.scenarios("cekura").get(key)
    entry = workspace.lock.read().section(workspace.section("cekura")).entries.get(key)
    if local is None or entry is None or entry.is_pending or not entry.id.isdecimal():
        return f"{case.place}: `{case.name}` was never applied"
    if not _is_as_sent(local, entry):
        return f"{case.place}: `{case.name}` has changed since it was last applied"
    return int(entry.id)


def _is_as_sent(local: Local, entry: Entry) -> bool:
    return local.fields == entry.fields and fingerprint(local.canonical, entry.fields) == entry.seen
