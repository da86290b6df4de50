"""Compares three sides, as pure functions, and plans how the platform gets what the scripts say.

The sides are the script, the platform, and the state when both were last seen to agree, of which the lock keeps a hash.
"""

from collections.abc import Iterable, Mapping
from enum import Enum

from scn_compiler.sync.canonical import RequestBody, fingerprint
from scn_compiler.sync.lock_file import Entry
from scn_compiler.sync.remote import Abilities
from scn_dsl.records import Record, replace


class Decision(Enum):
    """A plan's decision about one scenario."""

    CREATE = "create"
    UPDATE = "update"
    DELETE = "delete"
    SAME = "same"
    RECORD = "record"
    """Both sides agree, and the lock doesn't know it yet."""
    PLATFORM_AHEAD = "changed on the platform"
    CONFLICT = "changed on both sides"
    GONE = "deleted on the platform"
    PENDING = "being created when a run was interrupted"
    LEFT_OVER = "no script has it"
    NAMESAKE = "the platform has another one with this name"
    INCOMPLETE = "lacks fields that the platform requires"
    BY_HAND = "to be done by hand"


NEEDS_DECISION = (
    Decision.PLATFORM_AHEAD,
    Decision.CONFLICT,
    Decision.GONE,
    Decision.NAMESAKE,
    Decision.INCOMPLETE,
    Decision.BY_HAND,
)
"""A person has to decide first; `apply` leaves such a scenario alone."""

TO_APPLY = (Decision.CREATE, Decision.PENDING, Decision.UPDATE, Decision.DELETE, Decision.RECORD)
"""The decisions that `apply` carries out."""


class Local(Record):
    """A scenario in a script.

    Attributes:
        key: Identifies it in the project.
        body: The payload to send.
        canonical: The same in its canonical form.
        file, line: Where it stands.
        lacking: The fields that the platform requires of a new scenario and this one lacks, as a sentence.
    """

    key: str
    name: str
    body: RequestBody
    canonical: RequestBody
    file: str
    line: int
    lacking: str = ""

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it says, even if it only says that they are empty."""
        return tuple(sorted({*self.canonical, *self.body}))


class Remembered(Record):
    """A scenario on the platform, in its canonical form.

    Attributes:
        canonical: `None` if nothing changed since it was last seen, so that nobody read it.
    """

    id: str
    name: str
    stamp: str
    canonical: RequestBody | None


class PlannedStep(Record):
    """The plan for one scenario.

    Attributes:
        id: The platform's id; empty if it has none yet. For a namesake, that of the other scenario; a scenario that is created
            beside a namesake, or again, keeps it, so that a plan in a file tells such a decision from a plain creation.
        remote: Fingerprint of the scenario on the platform, in the fields of the script; `apply` refuses to write over anything
            else.
        before, after: The platform's side, in the fields of the script, and the script's, for showing the difference; `None`
            where there is no such side.
        other: The key that a namesake on the platform has in the lock; empty if it has none.
        lacking: As in `Local`; or why the platform has no request for this step or for deleting a scenario without a script, and
            what to do by hand.
    """

    kind: Decision
    key: str
    name: str
    id: str = ""
    file: str = ""
    line: int = 0
    remote: str = ""
    before: RequestBody | None = None
    after: RequestBody | None = None
    other: str = ""
    lacking: str = ""


def refusal_of(step: PlannedStep, abilities: Abilities) -> str:
    """Say why a platform has no request for a step, and what to do by hand; empty if it has one."""
    match step.kind:
        case Decision.CREATE:
            return abilities.no_create.replace("FILE", step.file or "FILE")
        case Decision.DELETE | Decision.LEFT_OVER:
            return abilities.no_delete
        case Decision.PENDING if abilities.no_list:
            return (
                "the scenario may have been created already, and scn can't list what the platform has: look for it there; "
                f"then link it with `scn link {step.file or 'FILE'} ID`, or remove its line from `scn.lock` to create it again"
            )
    return ""


def with_refusal(step: PlannedStep, abilities: Abilities) -> PlannedStep:
    """Return the step, or that a person has to do it because the platform has no request for it."""
    refusal = refusal_of(step, abilities)
    if not refusal:
        return step
    kind = step.kind if step.kind is Decision.LEFT_OVER else Decision.BY_HAND
    return replace(step, kind=kind, lacking=refusal)


def compare(local: Local, entry: Entry | None, remote: Remembered | None) -> PlannedStep:
    """Compare a script's scenario with the platform's.

    Args:
        local: The scenario in a script.
        entry: Its entry in the lock; `None` for a scenario that was never sent.
        remote: The same scenario on the platform; `None` if it has no such object.
    """

    def step(kind: Decision, found: str = "") -> PlannedStep:
        identity = entry.id if entry else ""
        before = _owned(remote.canonical, local, entry) if remote and entry else None
        return PlannedStep(
            kind, local.key, local.name, identity, local.file, local.line, found, before, local.canonical,
            lacking=local.lacking,
        )  # fmt: skip

    if entry is None:
        return step(Decision.INCOMPLETE if local.lacking else Decision.CREATE)
    if entry.is_pending:
        return step(Decision.PENDING)
    if remote is None:
        return step(Decision.GONE)
    ours = local.fields
    is_local_change = ours != entry.fields or fingerprint(local.canonical, entry.fields) != entry.seen
    if remote.canonical is None:
        return step(Decision.UPDATE if is_local_change else Decision.SAME, entry.seen)
    theirs = fingerprint(remote.canonical, entry.fields)
    now = fingerprint(remote.canonical, sorted({*ours, *entry.fields}))
    if all(remote.canonical.get(name) == local.canonical.get(name) for name in {*ours, *entry.fields}):
        is_known = theirs == entry.seen and remote.stamp == entry.stamp and ours == entry.fields
        return step(Decision.SAME if is_known else Decision.RECORD, now)
    if theirs == entry.seen:
        return step(Decision.UPDATE, now)
    return step(Decision.CONFLICT if is_local_change else Decision.PLATFORM_AHEAD, now)


def _owned(body: RequestBody | None, local: Local, entry: Entry) -> RequestBody | None:
    """Return the fields that a script has or had; all others belong to the platform."""
    names = {*local.fields, *entry.fields}
    return None if body is None else {name: value for name, value in body.items() if name in names}


def left_over(
    entries: Mapping[str, Entry],
    locals_: Mapping[str, Local],
    remotes: Mapping[str, Remembered],
    *,
    prune: bool,
) -> list[PlannedStep]:
    """Return what happens to scenarios in the lock that no script has: nothing, unless `prune` deletes them."""
    steps = []
    for key, entry in sorted(entries.items()):
        if key in locals_:
            continue
        if entry.is_pending:
            steps.append(PlannedStep(Decision.PENDING, key, entry.name))
            continue
        remote = remotes.get(entry.id)
        if remote is None:
            steps.append(PlannedStep(Decision.RECORD, key, key, entry.id))
            continue
        kind = Decision.DELETE if prune else Decision.LEFT_OVER
        steps.append(
            PlannedStep(kind, key, remote.name, entry.id, remote=entry.seen, before=remote.canonical)
        )
    return steps


def with_namesake(step: PlannedStep, others: Mapping[str, str], keys: Mapping[str, str]) -> PlannedStep:
    """Return the step for a new scenario, or that it has a namesake which nobody may have meant to duplicate.

    Args:
        others: Ids of the platform's scenarios that no script has, by name.
        keys: The keys that the lock has for ids.
    """
    identity = others.get(step.name)
    if step.kind is not Decision.CREATE or identity is None:
        return step
    return replace(step, kind=Decision.NAMESAKE, id=identity, other=keys.get(identity, ""))


def overwriting(steps: list[PlannedStep], keys: Iterable[str]) -> list[PlannedStep]:
    """Return the steps, with a decision for the script where these keys need one.

    Raises:
        KeyError: with the first key that needs no decision, or that only the script can decide.
    """
    decided = {
        Decision.PLATFORM_AHEAD: Decision.UPDATE,
        Decision.CONFLICT: Decision.UPDATE,
        Decision.GONE: Decision.CREATE,
        Decision.NAMESAKE: Decision.CREATE,
    }
    changed = list(steps)
    for key in keys:
        found = [n for n, step in enumerate(steps) if step.key == key and step.kind in decided]
        if not found:
            raise KeyError(key)
        for number in found:
            changed[number] = replace(steps[number], kind=decided[steps[number].kind])
    return changed
