"""A project and a platform to sync: scripts as values, a lock that survives runs, applying as the command does it."""

from dataclasses import dataclass, field

from scn_compiler import compile_text
from scn_compiler.sync.apply import Applier, Outcome
from scn_compiler.sync.canonical import canonical
from scn_compiler.sync.credentials import Credentials
from scn_compiler.sync.lock_file import Lock, parse_lock, print_lock
from scn_compiler.sync.plan import Local, PlannedStep
from scn_compiler.sync.platforms.cekura import CekuraScenarios
from scn_compiler.sync.remote import Stored
from scn_compiler.sync.survey import make_plan, with_stamps
from support.cekura_stub import CekuraStub

SECTION = "staging/cekura"
SCRIPT = """scenario: {name}
role: A guest
language: en
agent: 21
personality: 11
{more}FIRST_MESSAGE
  say: {words}
WHEN contains "bye"
  say: Goodbye.
  end call
"""


def local(key: str, words: str = "Hello.", name: str = "", more: str = "") -> Local:
    """A scenario of a script."""
    text = SCRIPT.format(name=name or key.title(), words=words, more=more)
    compiled = compile_text(text, target="cekura")
    assert compiled.ok, compiled.diagnostics
    body = compiled.payloads[0].value
    return Local(key, body["name"], body, canonical(body, "cekura"), f"{key}.scn", 1)


@dataclass
class Project:
    """Scripts, and the text of their lock, which is all that is left if a run dies."""

    stub: CekuraStub
    scripts: dict[str, Local]
    lock_text: str = field(default_factory=lambda: print_lock(Lock()))
    kept: list[Stored] = field(default_factory=list)
    waits: list[float] = field(default_factory=list)

    @property
    def lock(self) -> Lock:
        return parse_lock(self.lock_text)

    def remote(self, key: str = "") -> CekuraScenarios:
        credentials = Credentials(key or self.stub.key, self.stub.url, "CEKURA_API_KEY")
        return CekuraScenarios(credentials, transport=self.stub.transport)

    def plan(self, *, prune: bool = False) -> list[PlannedStep]:
        return make_plan(self.remote(), self.lock.section(SECTION), self.scripts, prune=prune)

    def apply(self, *, prune: bool = False, steps: list[PlannedStep] | None = None) -> list[Outcome]:
        remote = self.remote()
        planned = self.plan(prune=prune) if steps is None else steps
        keep = lambda _, stored: self.kept.append(stored)  # noqa: E731
        applier = Applier(remote, self.scripts, self.lock, SECTION, self.save, keep, self.waits.append)
        outcomes = list(applier.run(planned))
        if outcomes:
            self.save(with_stamps(applier.lock, SECTION, remote))
        return outcomes

    def save(self, lock: Lock) -> None:
        self.lock_text = print_lock(lock)

    def on_platform(self) -> dict[str, Stored]:
        """Everything that the platform has, by name; fails if two have one name."""
        remote = self.remote()
        found = [remote.read(each.id) for each in remote.list()]
        assert len({each.name for each in found}) == len(found), [each.name for each in found]
        return {each.name: each for each in found}

    def agrees(self) -> bool:
        """Whether the platform has what the scripts say, and nothing else."""
        found = self.on_platform()
        return {script.name for script in self.scripts.values()} == found.keys() and all(
            canonical(found[script.name].body, "cekura").get(name) == value
            for script in self.scripts.values()
            for name, value in script.canonical.items()
        )
