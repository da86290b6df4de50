"""A fault at every single request to Eqho, Sophiie, Bimpe and Sensay: nothing is lost, and nothing is written twice."""

from collections.abc import Iterator
from itertools import product

import pytest
import stamina
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.plan import NEEDS_DECISION, Decision
from scn_compiler.sync.survey import OtherAccount
from support.cases import every
from support.laws import law, sweep
from support.platform_stubs import CONVERSATION, SensayStub
from support.platform_syncing import MORE, STUBS, PlatformProject, by_hand, linked, project_of, until_quiet
from support.stub_faults import Drop, Half, Html, Redirect, Status, TooMany
from support.syncing import SECTION

ACTIONS = [
    (Status(500), False), (Status(502), True), (Drop(), False), (Drop(), True), (Half(), True), (Html(), True),
    (TooMany(0), False), (Status(401), False), (Redirect("http://127.0.0.2/"), False),
]  # fmt: skip


@pytest.fixture(autouse=True)
def without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.mark.parametrize("case", sweep(product(STUBS, ACTIONS)), ids=str)
def test_a_fault_at_any_request_loses_nothing_and_writes_nothing_twice(
    case: tuple[str, tuple[object, bool]],
) -> None:
    name, (action, after) = case
    index, survived = 0, 0
    while True:
        project = project_of(STUBS[name](), "book", "cancel")
        fault = project.stub.fault_at(index, action, after=after)  # type: ignore[arg-type]
        _edit_and_apply(project)
        if not any(each.index == index for each in project.stub.requests):
            break
        survived += 1
        until_quiet(project)
        assert project.agrees(), (fault, project.lock_text)
        assert len(project.stub.store.created) == len(project.scripts), fault
        writes = [each for each in project.stub.requests if each.method != "GET"]
        until_quiet(project)
        assert [each for each in project.stub.requests if each.method != "GET"] == writes
        index += 1

    assert survived > 10


@every(("action", "after"), ACTIONS, ids=str)
def test_a_fault_at_any_request_about_a_note_loses_nothing(action: object, after: bool) -> None:
    index = 0
    while True:
        project = linked(SensayStub())
        project.apply()
        before = len(project.stub.requests)
        project.stub.fault_at(before + index, action, after=after)  # type: ignore[arg-type]
        project.write("note", "New words.")
        _apply(project)
        if len(project.stub.requests) <= before + index:
            break
        until_quiet(project)
        assert project.stub.store.rows[CONVERSATION]["summary"] == "New words."
        index += 1

    assert index == 4


def _edit_and_apply(project: PlatformProject) -> None:
    """Use a project as people do; a run that fails is run again later."""
    _apply(project)
    project.write("book", "New words.")
    project.write("move")
    _apply(project)
    project.write("cancel", more=MORE[project.stub.platform])
    _apply(project)


def _apply(project: PlatformProject, *, prune: bool = False) -> None:
    try:
        project.apply(prune=prune)
    except (ApiError, OtherAccount):
        return


KEYS = st.sampled_from(["book", "cancel", "move"])
WORDS = st.sampled_from(["Hello.", "Good evening."])
FAULTS = st.tuples(
    st.integers(0, 12),
    st.sampled_from([(Status(500), False), (Status(502), True), (Drop(), True), (Half(), True), (TooMany(0), False)]),
)  # fmt: skip
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), KEYS, WORDS, st.booleans()),
        st.tuples(st.just("drop"), KEYS),
        st.tuples(st.just("rename"), KEYS),
        st.tuples(st.just("apply"), FAULTS),
        st.tuples(st.just("prune"), FAULTS),
    ),
    max_size=14,
)


@given(st.sampled_from(sorted(STUBS)), EDITS)
@law(300)
def test_whatever_happens_nothing_is_lost_or_written_twice(
    name: str, edits: list[tuple[object, ...]]
) -> None:
    project = project_of(STUBS[name](), "book")
    renamed: dict[str, str] = {}
    for edit in edits:
        _happen(project, renamed, *edit)
    for _ in range(4):
        if project.stub.platform == "eqho":
            by_hand(project)
        _apply(project)

    rows = project.stub.store.rows
    assert {entry.id for entry in project.lock.section(SECTION).entries.values()} == rows.keys()
    assert {identity: rows[identity]["name"] for identity in renamed} == renamed
    for step in project.plan():
        assert step.kind in (Decision.SAME, Decision.LEFT_OVER, *NEEDS_DECISION)
        assert step.kind not in NEEDS_DECISION or step.id in renamed


def _happen(project: PlatformProject, renamed: dict[str, str], what: str, *more: object) -> None:
    match what, more:
        case "write", (str(key), str(words), is_longer):
            project.write(key, words, MORE[project.stub.platform] if is_longer else "")
        case "drop", (str(key),):
            project.scripts.pop(key, None)
        case "rename", (str(key),):
            entry = project.lock.section(SECTION).entries.get(key)
            if entry and entry.id:
                renamed[entry.id] = f"By hand {len(renamed)}"
                project.stub.store.change(entry.id, name=renamed[entry.id])
        case "apply" | "prune", ((int(ahead), (action, bool(after))),):
            fault = project.stub.fault_at(len(project.stub.requests) + ahead, action, after=after)
            _apply(project, prune=what == "prune")
            project.stub.faults.remove(fault)
