"""A project and the stub of a platform other than Cekura, and what a person does where such a platform has no request."""

from collections.abc import Callable
from pathlib import Path

from scn_compiler import compile_text
from scn_compiler.sync.canonical import canonical
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import Entry
from scn_compiler.sync.plan import Decision, Local
from scn_compiler.sync.platforms import open_remote
from scn_compiler.sync.remote import Remote
from scn_compiler.sync.survey import OtherAccount
from support.platform_stubs import (
    CONVERSATION,
    REPLICA,
    BimpeStub,
    EqhoStub,
    PlatformStub,
    SensayStub,
    SophiieStub,
)
from support.syncing import SECTION, Project

STUBS: dict[str, Callable[[], PlatformStub]] = {
    "eqho": EqhoStub,
    "eqho-merges": lambda: EqhoStub(replaces=False),
    "sophiie": SophiieStub,
    "sophiie-merges": lambda: SophiieStub(replaces=False),
    "bimpe": BimpeStub,
}
MORE = {"eqho": "folder: Nightly\n", "sophiie": "trade_service: 7\n", "bimpe": "tags: nightly\n"}
HEADS = {
    "eqho": "reason: You need help\ninstructions: {words}\n{more}",
    "sophiie": "{more}WHEN a customer asks for help\n  say: {words}\n",
    "bimpe": "role: You answer customers\n{more}WHEN The customer asks for help\n  say: {words}\n",
    "sensay": "summary: {words}\n{more}",
}


def local_of(platform: str, key: str, words: str = "Hello.", more: str = "") -> Local:
    """A scenario of a script for a platform other than Cekura."""
    text = f"target: {platform}\nscenario: {key.title()}\n" + HEADS[platform].format(words=words, more=more)
    compiled = compile_text(text)
    assert compiled.ok, compiled.diagnostics
    body = compiled.payloads[0].value
    return Local(key, key.title(), body, canonical(body, platform), f"{key}.scn", 1)


class PlatformProject(Project):
    """Scripts for another platform than Cekura, and its stub."""

    stub: PlatformStub  # type: ignore[assignment]

    def remote(self, key: str = "") -> Remote:  # type: ignore[override]
        environment = self.stub.environment | ({self.stub.variables[0]: key} if key else {})
        return open_remote(
            self.stub.platform, environment, home=Path("/nowhere"), transport=self.stub.transport
        )

    def entry(self, key: str) -> Entry:
        return self.lock.section(SECTION).entries[key]

    def put(self, key: str, entry: Entry | None) -> None:
        """Write the lock by hand."""
        self.save(self.lock.with_entry(SECTION, key, entry))

    def write(self, key: str, words: str = "Hello.", more: str = "") -> None:
        """Write a script."""
        self.scripts[key] = local_of(self.stub.platform, key, words, more)

    def agrees(self) -> bool:
        """Whether the platform has what the scripts say, and nothing else."""
        remote = self.remote()
        owned = {entry.id: key for key, entry in self.lock.section(SECTION).entries.items()}
        stored = {key: canonical(remote.read(each).body, remote.platform) for each, key in owned.items()}
        assert len(owned) == len(self.stub.store.rows), (owned, self.stub.store.rows)
        return stored.keys() == self.scripts.keys() and all(
            stored[key].get(name) == value
            for key, script in self.scripts.items()
            for name, value in script.canonical.items()
        )


def project_of(stub: PlatformStub, *keys: str) -> PlatformProject:
    project = PlatformProject(stub, {})  # type: ignore[arg-type]
    for key in keys or ("book", "cancel", "move"):
        project.write(key)
    return project


def by_hand(project: PlatformProject) -> None:
    """Do what scn asks a person to do: look whether a scenario was created, and link it or let scn create it again."""
    owned = {each.id for each in project.lock.section("staging/cekura").entries.values()}
    for step in project.plan():
        if step.kind is Decision.BY_HAND:
            found = [each for each, row in project.stub.store.rows.items() if row["name"] == step.name]
            fresh = [each for each in found if each not in owned]
            script = project.scripts.get(step.key) or local_of(project.stub.platform, step.key)
            linked = Entry(fresh[0], project.entry(step.key).seen, script.fields) if fresh else None
            project.put(step.key, linked)


def until_quiet(project: PlatformProject, *, runs: int = 8) -> None:
    """Apply until a run has nothing to do; a person helps where the platform has no list."""
    for _ in range(runs):
        try:
            if project.stub.platform == "eqho":
                by_hand(project)
            if not project.apply():
                return
        except (ApiError, OtherAccount):
            continue
    raise AssertionError(project.plan())


def linked(stub: SensayStub) -> PlatformProject:
    """A project whose only script is linked to the conversation that the account has."""
    project = project_of(stub, "note")
    note = project.scripts["note"]
    project.put("note", Entry(f"{REPLICA}/{CONVERSATION}", "0", note.fields))
    stub.store.change(CONVERSATION, **note.body)
    return project
