"""Runs `scn link` and `scn mv`: which scenario of a script is which object on the platform."""

from scn_compiler.cli.output.files import write_or_report
from scn_compiler.cli.sync.lock import SyncFailed
from scn_compiler.cli.sync.workspace import Workspace, open_workspace, refuse_outside_of
from scn_compiler.inert_text import one_line
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.sync.canonical import canonical, fingerprint
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import Entry, Lock, LockSection
from scn_compiler.sync.plan import Local
from scn_compiler.sync.script_edits import is_key, with_key
from scn_dsl.records import replace


def run_link(path: str, identity: str, configs: ConfigDiscovery) -> int:
    """Remember that a scenario of a script is an object on the platform that exists already."""
    workspace = open_workspace((path,), configs)
    scenario, platform = _only_scenario(workspace, path)
    section = workspace.section(platform)
    with workspace.lock.alone():
        lock = workspace.lock.read()
        owner = next((key for key, each in lock.section(section).entries.items() if each.id == identity), "")
        if owner and owner != scenario.key:
            raise usage_error(
                f"{identity} is the scenario with the key `{owner}`: `scn mv {owner} {scenario.key}` renames it"
            )
        remote = workspace.open(platform)
        try:
            stored = remote.read(identity)
        except ApiError as error:
            why = f"the platform has no scenario {identity} that this key can see" if error.is_gone else error
            raise SyncFailed(f"{section}: {why}") from None
        seen = fingerprint(canonical(stored.body, platform), scenario.fields)
        if not workspace.write_keys((scenario.key,)):
            raise SyncFailed("nothing was linked, because the key can't be written into the script")
        entry = Entry(stored.id, seen, scenario.fields, stored.stamp)
        workspace.lock.write(lock.with_entry(section, scenario.key, entry))
    name = f"`{one_line(stored.name)}`, " if stored.name else ""
    echo(f"{one_line(scenario.key)} is {name}{one_line(stored.id)}; `scn plan` compares them")
    return 0


def _only_scenario(workspace: Workspace, path: str) -> tuple[Local, str]:
    found = [(each, script.platform) for script in workspace.scripts for each in script.scenarios]
    if len(found) == 1:
        return found[0]
    if not found:
        raise usage_error(f"{path} has no such scenario")
    names = ", ".join(f"`{one_line(each.name)}`" for each, _ in found[:5])
    raise usage_error(f"{path} has {len(found)} scenarios: choose one with --name ({names})")


def run_mv(old: str, new: str, configs: ConfigDiscovery) -> int:
    """Give a scenario another key: in the lock, for all environments, and in its script."""
    if not is_key(new):
        raise usage_error(f"`{new}` can't be a key: use letters, digits, hyphens, underscores and periods")
    workspace = open_workspace((), configs, lenient=True)
    with workspace.lock.alone():
        lock = workspace.lock.read()
        moved = _moved(lock, old, new)
        _refuse_rows(workspace, old)
        script = workspace.script_of(old)
        if script and (other := workspace.script_of(new)):
            raise usage_error(f"`{new}` is the key of another scenario in {one_line(other.file)}")
        if script:
            local = next(each for each in script.scenarios if each.key == old)
            refuse_outside_of(workspace.lock, script.file)
            if not write_or_report(script.file, with_key(script.text, local.line, new), script.text):
                raise SyncFailed("nothing was renamed, because the key can't be written into the script")
        elif moved == lock:
            raise usage_error(f"neither the lock nor a script has the key `{old}`")
        if moved != lock:
            workspace.lock.write(moved)
    echo(f"renamed {one_line(old)} to {one_line(new)}")
    return 0


def _moved(lock: Lock, old: str, new: str) -> Lock:
    """Return the lock with another key.

    Raises:
        click.UsageError: if an environment has the new one already.
    """
    for name, section in lock.sections.items():
        if old in section.entries and new in section.entries:
            raise usage_error(f"`{new}` is the key of another scenario in `{name}`")
    return Lock({name: _renamed(section, old, new) for name, section in lock.sections.items()})


def _renamed(section: LockSection, old: str, new: str) -> LockSection:
    entries = {new if key == old else key: entry for key, entry in section.entries.items()}
    return replace(section, entries=entries)


def _refuse_rows(workspace: Workspace, old: str) -> None:
    """Refuse to rename one row of a table: its key is made of the scenario's key and its first cell."""
    script = workspace.script_of(old)
    local = next((each for each in script.scenarios if each.key == old), None) if script else None
    if script and local and f"key: {old}" not in script.keyed:
        raise usage_error(
            f"`{old}` is a row of a table ({one_line(local.file)}:{local.line}): its key is made of the key of the "
            "scenario and the first cell; change one of them, then rename it in the lock with `scn mv`"
        )
