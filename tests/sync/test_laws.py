"""Any edits on both sides with any faults in between: nothing is lost, nothing is written twice, and applying comes to an end."""

from collections.abc import Iterator

import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.sync.canonical import canonical
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.plan import NEEDS_DECISION, Decision
from scn_compiler.sync.survey import OtherAccount
from support.cekura_stub import CekuraStub, Drop, Half, Status, TooMany
from support.laws import law
from support.syncing import SECTION, Project, local

KEYS = st.sampled_from(["book", "cancel", "move"])
WORDS = st.sampled_from(["Hello.", "Good evening.", "Hi there."])
TAGS = st.sampled_from(["", "tags: nightly\n", "tags: smoke, nightly\n"])
FAULTS = st.tuples(
    st.integers(0, 12),
    st.sampled_from([(Status(500), False), (Status(502), True), (Drop(), True), (Half(), True), (TooMany(0), False)]),
)  # fmt: skip
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), KEYS, WORDS, TAGS),
        st.tuples(st.just("drop"), KEYS),
        st.tuples(st.just("by hand"), KEYS),
        st.tuples(st.just("apply"), FAULTS),
        st.tuples(st.just("prune"), FAULTS),
    ),
    max_size=14,
)


@pytest.fixture(autouse=True)
def without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2):
        yield


@given(EDITS)
@law(400)
def test_whatever_happens_nothing_is_lost_or_written_twice(edits: list[tuple[object, ...]]) -> None:
    project = Project(CekuraStub(), {})
    by_hand: dict[str, str] = {}
    for edit in edits:
        _happen(project, by_hand, *edit)
    for _ in range(4):
        _apply(project)

    found = {
        each.id: each for each in map(project.remote().read, [each.id for each in project.remote().list()])
    }
    entries = project.lock.section(SECTION).entries
    assert {entry.id for entry in entries.values()} == found.keys()
    for identity, name in by_hand.items():
        assert identity not in found or found[identity].name == name
    deleted = {identity for identity in by_hand if identity not in found}
    assert not deleted, "pruning deletes nothing that somebody has edited"
    for step in project.plan():
        if step.kind is Decision.SAME:
            said, stored = project.scripts[step.key].canonical, canonical(found[step.id].body, "cekura")
            assert stored.get("tags") == said.get("tags")
        assert step.kind in (Decision.SAME, Decision.LEFT_OVER, *NEEDS_DECISION)
        assert step.kind not in NEEDS_DECISION or step.id in by_hand


def _happen(project: Project, by_hand: dict[str, str], what: str, *more: object) -> None:
    match what, more:
        case "write", (str(key), str(words), str(tags)):
            project.scripts[key] = local(key, words, more=tags)
        case "drop", (key,):
            project.scripts.pop(str(key), None)
        case "by hand", (key,):
            entry = project.lock.section(SECTION).entries.get(str(key))
            if entry and entry.id:
                by_hand[entry.id] = f"By hand {len(by_hand)}"
                project.stub.store.change(int(entry.id), {"name": by_hand[entry.id]})
        case "apply" | "prune", ((int(ahead), (action, bool(after))),):
            fault = project.stub.fault_at(len(project.stub.requests) + ahead, action, after=after)
            _apply(project, prune=what == "prune")
            project.stub.faults.remove(fault)


def _apply(project: Project, *, prune: bool = False) -> None:
    try:
        project.apply(prune=prune)
    except (ApiError, OtherAccount):
        return
