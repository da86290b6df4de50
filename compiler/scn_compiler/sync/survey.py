"""Looks at what a platform has, with as few requests as possible."""

from collections.abc import Collection, Mapping

from scn_compiler.sync.canonical import canonical, fingerprint
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import LOCK_NAME, Entry, Lock, LockSection
from scn_compiler.sync.plan import (
    Decision,
    Local,
    PlannedStep,
    Remembered,
    compare,
    left_over,
    with_namesake,
    with_refusal,
)
from scn_compiler.sync.remote import KnowsItsParts, Listed, Remote
from scn_dsl.records import Record, replace


class OtherAccount(Exception):  # noqa: N818  (a mistake of the user, reported as a message)
    """The key can see none of the scenarios in the lock: it is probably for another project."""


class Surveyed(Record):
    """The scenarios of a platform.

    Attributes:
        owned: The scenarios that a section of the lock owns, by id.
        names: The names of all scenarios in its list, by id.
    """

    owned: Mapping[str, Remembered]
    names: Mapping[str, str]


def survey(remote: Remote, section: LockSection, scripts: Mapping[str, Local]) -> Surveyed:
    """Look at the scenarios that a section of the lock owns, and at the names of all others.

    One that didn't change since it was last seen is not read again. One that the list lacks is looked for by its id, because a
    list can be of another project or incomplete.

    Args:
        scripts: The scenarios in scripts, by key.

    Raises:
        ApiError: if the platform can't be asked.
        OtherAccount: if it has none of them, and no agent or project of their scripts either.
    """
    owned = {entry.id: entry for entry in section.entries.values() if entry.id}
    found: dict[str, Remembered] = {}
    names: dict[str, str] = {}
    for listed in remote.list() if remote.abilities.dates_its_list else ():
        names[listed.id] = listed.name
        if entry := owned.get(listed.id):
            found[listed.id] = _remembered(remote, listed, entry)
    for identity in sorted(owned.keys() - found.keys()):
        try:
            stored = remote.read(identity)
        except ApiError as error:
            if not error.is_gone:
                raise
            continue
        body = canonical(stored.body, remote.platform)
        found[identity] = Remembered(identity, stored.name, stored.stamp, body)
    if owned and not found and not _is_account_of(remote, section, scripts):
        raise _other_account(section)
    return Surveyed(found, names)


def _is_account_of(remote: Remote, section: LockSection, scripts: Mapping[str, Local]) -> bool:
    """Return whether an account has the agent or the project of a script in the lock."""
    bodies = (script.body for key, script in scripts.items() if key in section.entries)
    return isinstance(remote, KnowsItsParts) and any(map(remote.sees, bodies))


def _other_account(section: LockSection) -> OtherAccount:
    keys = [key for key, entry in section.entries.items() if entry.id]
    which = (
        f"the only scenario in the lock, `{keys[0]}`"
        if len(keys) == 1
        else f"any of the {len(keys)} scenarios in the lock"
    )
    remedy = "it, remove its line" if len(keys) == 1 else "them, remove their lines"
    return OtherAccount(
        f"the platform doesn't have {which}: is the API key for another project? "
        f"If somebody deleted {remedy} from {LOCK_NAME}"
    )


def _remembered(remote: Remote, listed: Listed, entry: Entry) -> Remembered:
    if listed.stamp and listed.stamp == entry.stamp:
        return Remembered(listed.id, listed.name, listed.stamp, None)
    stored = remote.read(listed.id)
    return Remembered(listed.id, stored.name, listed.stamp, canonical(stored.body, remote.platform))


def make_plan(
    remote: Remote,
    section: LockSection,
    scripts: Mapping[str, Local],
    *,
    prune: bool = False,
    elsewhere: Collection[str] = (),
) -> list[PlannedStep]:
    """Compare all scripts with the platform.

    Args:
        scripts: The scenarios in scripts, by key.
        prune: Whether to delete scenarios that the lock owns and no script has.
        elsewhere: The ids that other environments have, which don't count as namesakes.

    Raises:
        ApiError: if the platform can't be asked.
        OtherAccount: if it has none of the scenarios in the lock.
    """
    surveyed = survey(remote, section, scripts)
    seen, keys = surveyed.owned, {entry.id: key for key, entry in section.entries.items()}
    others = {
        surveyed.names[each]: each
        for each in sorted(
            surveyed.names, key=lambda each: each in keys
        )  # of several, one that the lock owns
        if keys.get(each) not in scripts and each not in elsewhere
    }
    steps = []
    for key, script in sorted(scripts.items()):
        entry = section.entries.get(key)
        step = compare(script, entry, seen.get(entry.id) if entry else None)
        if entry and step.kind is Decision.UPDATE and step.before is None:
            step = compare(script, entry, _read(remote, seen[entry.id]))
        steps.append(with_namesake(step, others, keys))
    renamed = {step.other for step in steps if step.kind is Decision.NAMESAKE}
    steps += [
        replace(each, kind=Decision.LEFT_OVER)
        if each.kind is Decision.DELETE
        and each.key in renamed  # a person has to say first whether it is the same
        else each
        for each in left_over(section.entries, scripts, seen, prune=prune)
    ]
    return [with_refusal(step, remote.abilities) for step in steps]


def _read(remote: Remote, known: Remembered) -> Remembered:
    """Read a scenario that is about to be changed: fields that its script didn't have so far may have values."""
    stored = remote.read(known.id)
    return replace(known, name=stored.name, canonical=canonical(stored.body, remote.platform))


def with_stamps(lock: Lock, section: str, remote: Remote) -> Lock:
    """Return the lock with the platform's times of change, which only its list may tell, for scenarios that are as remembered.

    A scenario that somebody else changed in the meantime keeps its old time, so that the next survey reads it.
    """
    if not remote.abilities.dates_its_list:
        return lock
    listed = {each.id: each for each in remote.list()}
    for key, entry in lock.section(section).entries.items():
        row = listed.get(entry.id)
        if row is None or row.stamp == entry.stamp:
            continue
        body = canonical(row.body, remote.platform)
        told = [name for name in entry.fields if name in body]
        stored = (
            canonical(remote.read(entry.id).body, remote.platform) if told != list(entry.fields) else body
        )
        if fingerprint(stored, entry.fields) == entry.seen:
            lock = lock.with_entry(section, key, replace(entry, stamp=row.stamp))
    return lock
