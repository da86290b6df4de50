"""Carries out a plan, one scenario after another, so that it can be interrupted anywhere and continued.

The intention to create a scenario is in the lock before the request, and its id right after. A change is written only over
what the plan has seen, and read back.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from enum import Enum

from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.canonical import RequestBody, canonical, fingerprint
from scn_compiler.sync.http_client import LONGEST_WAIT, ApiError
from scn_compiler.sync.lock_file import Entry, Lock
from scn_compiler.sync.plan import Decision, Local, PlannedStep, refusal_of
from scn_compiler.sync.remote import Remote, Stored
from scn_dsl.records import Record, replace

_TOO_MANY = 429
_PATIENCE = 5
"""How often a change that came too soon is sent again."""

_PAUSE = 5.0
"""Seconds to wait if the platform doesn't say how long."""

_GIVE_UP = 3
"""After so many steps in a row without an answer, or that came too soon, the others are not tried."""


class Result(Enum):
    """The result of a step."""

    DONE = "done"
    FAILED = "failed"
    NOT_TRIED = "not tried"


class Outcome(Record):
    """A step and its result; `message` says why it failed, or what happened instead."""

    step: PlannedStep
    result: Result
    message: str = ""


class Refusal(Exception):  # noqa: N818  (a step that is not carried out, with the reason as its message)
    """A step that would lose something."""


class Applier:
    """Carries out the steps of a plan.

    Args:
        section: The section of the lock: `ENVIRONMENT/PLATFORM`.
        save: Writes the lock to disk; called before a scenario is created, and after every write.
        keep: Keeps a copy of a scenario that is about to be deleted.
        wait: Waits some seconds before a change that came too soon is sent again.
    """

    def __init__(
        self,
        remote: Remote,
        locals_: Mapping[str, Local],
        lock: Lock,
        section: str,
        save: Callable[[Lock], None],
        keep: Callable[[str, Stored], None],
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.remote = remote
        self.locals = locals_
        self.lock = lock
        self.section = section
        self._save = save
        self._keep = keep
        self._wait = wait
        self._stopped: Callable[[], bool] = lambda: False

    def run(self, steps: list[PlannedStep], stopped: Callable[[], bool] = lambda: False) -> Iterator[Outcome]:
        """Carry out the steps; yield the result of each.

        Args:
            stopped: Whether to stop before the next step.
        """
        self._stopped = stopped
        dead, unanswered = "", 0
        for step in steps:
            if step.kind is Decision.SAME or step.kind is Decision.LEFT_OVER:
                continue
            if dead or stopped():
                yield Outcome(step, Result.NOT_TRIED, dead)
                continue
            trouble = False
            try:
                yield Outcome(step, Result.DONE, self._patiently(step))
            except Refusal as error:
                yield Outcome(step, Result.FAILED, str(error))
            except ApiError as error:
                yield Outcome(step, Result.FAILED, str(error))
                trouble = error.status in (None, _TOO_MANY)
                if error.status in (401, 403):
                    dead = "the platform doesn't accept the key"
            unanswered = unanswered + 1 if trouble else 0
            if unanswered == _GIVE_UP:
                dead = "the platform didn't answer several times in a row"

    def _patiently(self, step: PlannedStep) -> str:
        """Carry out a step, again and again while the platform says that it came too soon: then nothing has happened."""
        for _ in range(_PATIENCE):
            try:
                return self._carry_out(step)
            except ApiError as error:
                if error.status != _TOO_MANY or self._stopped():
                    raise
                self._wait(min(_PAUSE if error.retry_after is None else error.retry_after, LONGEST_WAIT))
        return self._carry_out(step)

    def _carry_out(self, step: PlannedStep) -> str:
        match step.kind:
            case Decision.CREATE:
                return self._create(step)
            case Decision.PENDING:
                return self._continue(step)
            case Decision.UPDATE:
                return self._update(step)
            case Decision.DELETE:
                return self._delete(step)
            case Decision.RECORD:
                return self._note(step)
            case _:
                raise Refusal(step.lacking or f"{step.kind.value}: nothing was written")

    def _create(self, step: PlannedStep, since: str = "") -> str:
        """Create a scenario; `since` is the time when its creation began, if this goes on with it."""
        local = self.locals[step.key]
        began = since or datetime.now(UTC).isoformat(timespec="milliseconds")
        self._put(
            step.key, Entry("", fingerprint(local.canonical), local.fields, since=began, name=local.name)
        )
        token = fingerprint({"": [self.section, step.key, began, local.body]})
        try:
            stored = self.remote.create(local.body, token)
        except ApiError as error:
            if not error.may_have_happened:
                self._put(step.key, None)
                raise
            next_step = refusal_of(replace(step, kind=Decision.PENDING), self.remote.abilities)
            raise ApiError(
                f"{error}; "
                + (
                    next_step
                    or "the scenario may have been created all the same: `scn apply` looks for it first"
                ),
                error.status,
                error.problems,
                may_have_happened=True,
            ) from None
        return self._written(step, stored, local.fields)

    def _continue(self, step: PlannedStep) -> str:
        """Create a scenario whose creation was interrupted, unless the platform has it as it was sent."""
        local, entry = self.locals.get(step.key), self._entry(step)
        owned = {each.id for each in self.lock.section(self.section).entries.values() if each.id}
        owned |= self.lock.owned_elsewhere(self.section)
        rows = [each for each in self.remote.list() if each.name == entry.name and each.id not in owned]
        read = [self.remote.read(each.id) for each in rows]
        found = [
            each
            for each in read
            if fingerprint(canonical(each.body, self.remote.platform), entry.fields) == entry.seen
        ]
        if not found and local is None:
            self._put(step.key, None)
            return "had not been created"
        if not found and rows:
            raise Refusal(
                f"the platform has a scenario with this name, {rows[0].id}, that isn't as it was sent: if somebody has "
                f"changed it since, `scn link {step.file} {rows[0].id}`; otherwise remove the line of `{step.key}` "
                f"from `scn.lock`, and create another one with `scn apply --overwrite {step.key}`"
            )
        if not found and local:
            is_same = local.fields == entry.fields and fingerprint(local.canonical) == entry.seen
            return self._create(step, entry.since if is_same else "")
        if len(found) > 1:
            ids = ", ".join(each.id for each in found)
            raise Refusal(
                f"the platform has several scenarios that could be this one ({ids}): "
                f"choose one with `scn link {step.file or step.key} ID`"
            )
        self._put(step.key, Entry(found[0].id, entry.seen, entry.fields, found[0].stamp))
        fields = _fields_of(local, entry) if local else ()
        if local and self._differing(local, found[0], fields):
            seen = fingerprint(canonical(found[0].body, self.remote.platform), fields)
            self._update(replace(step, kind=Decision.UPDATE, id=found[0].id, remote=seen))
        return f"had been created already, as {found[0].id}"

    def _update(self, step: PlannedStep) -> str:
        local, entry = self.locals[step.key], self._entry(step)
        before = self.remote.read(entry.id)
        fields = _fields_of(local, entry)
        body = canonical(before.body, self.remote.platform)
        if fingerprint(body, fields) != step.remote:
            raise Refusal("it changed on the platform after the plan was made: run `scn plan` again")
        changes = self._changes(local, fields, body)
        if self.remote.abilities.replaces:
            changes = {**before.body, **changes}
        try:
            stored = self.remote.update(entry.id, changes)
        except ApiError as error:
            if not error.may_have_happened:
                raise
            stored = self.remote.read(entry.id)
            if self._differing(local, stored, fields):
                raise
        return self._written(step, stored, fields)

    def _changes(self, local: Local, fields: tuple[str, ...], before: RequestBody) -> RequestBody:
        """Return the fields to send: those that differ, and those that the script no longer has, empty."""
        differing = {name for name in fields if local.canonical.get(name) != before.get(name)}
        changes: dict[str, Json] = {name: value for name, value in local.body.items() if name in differing}
        if "scenario_type" in local.body and {"conditional_actions", "instructions"} & changes.keys():
            changes["scenario_type"] = local.body["scenario_type"]
        for name in differing - local.body.keys():
            changes[name] = self._emptied(name, before.get(name))
        return changes

    def _emptied(self, name: str, value: Json) -> Json:
        """Return what a field is sent as to clear it. References name no other way (Cekura's: 2026-08-21)."""
        abilities = self.remote.abilities
        if name in abilities.lasting or isinstance(value, bool):
            raise Refusal(f"the platform can't clear `{name}`, which the script no longer sets: set it again")
        if name in abilities.cleared:
            return abilities.cleared[name]
        if isinstance(value, list):
            return []
        return "" if isinstance(value, str) else None

    def _delete(self, step: PlannedStep) -> str:
        before = self.remote.read(step.id)
        entry = self._entry(step)
        if fingerprint(canonical(before.body, self.remote.platform), entry.fields) != entry.seen:
            raise Refusal("it changed on the platform after it was last seen: pull it, or delete it there")
        self._keep(step.key, before)
        try:
            self.remote.delete(step.id)
        except ApiError as error:
            if not error.may_have_happened:
                raise
        try:
            self.remote.read(step.id)
        except ApiError as error:
            if not error.is_gone:
                raise
            self._put(step.key, None)
            return ""
        raise Refusal("the platform still has it: run `scn apply` again")

    def _note(self, step: PlannedStep) -> str:
        """Write into the lock that both sides agree, or that neither has the scenario."""
        local = self.locals.get(step.key)
        if local is None:
            self._put(step.key, None)
        else:
            self._remember(step.key, self.remote.read(step.id), local.fields)
        return ""

    def _written(self, step: PlannedStep, stored: Stored, fields: tuple[str, ...]) -> str:
        """Remember what was written, and compare it with the script in these fields."""
        local = self.locals[step.key]
        different = self._differing(local, stored, fields)
        self._remember(step.key, stored, fields if different else local.fields)
        if different:
            names = ", ".join(f"`{name}`" for name in different)
            raise Refusal(f"the platform stored something else than it was sent: {names}")
        return ""

    def _differing(self, local: Local, stored: Stored, fields: tuple[str, ...]) -> tuple[str, ...]:
        body = canonical(stored.body, self.remote.platform)
        return tuple(name for name in fields if body.get(name) != local.canonical.get(name))

    def _remember(self, key: str, stored: Stored, fields: tuple[str, ...]) -> None:
        body = canonical(stored.body, self.remote.platform)
        self._put(key, Entry(stored.id, fingerprint(body, fields), fields, stored.stamp))

    def _put(self, key: str, entry: Entry | None) -> None:
        self.lock = self.lock.with_entry(self.section, key, entry)
        self._save(self.lock)

    def _entry(self, step: PlannedStep) -> Entry:
        return self.lock.section(self.section).entries[step.key]


def _fields_of(local: Local, entry: Entry) -> tuple[str, ...]:
    """Return the fields that a script has, and those that it had when it was last sent."""
    return tuple(sorted({*local.fields, *entry.fields}))
