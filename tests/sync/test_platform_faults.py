"""A fault at every single request to Eqho, Sophiie, Bimpe and Sensay: nothing is lost, and nothing is written twice."""

from collections.abc import Iterator

import pytest
import stamina

from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.survey import OtherAccount
from support.platform_stubs import CONVERSATION, SensayStub
from support.platform_syncing import MORE, STUBS, PlatformProject, linked, project_of, until_quiet
from support.stub_faults import Drop, Half, Html, Redirect, Status, TooMany

ACTIONS = [
    (Status(500), False), (Status(502), True), (Drop(), False), (Drop(), True), (Half(), True), (Html(), True),
    (TooMany(0), False), (Status(401), False), (Redirect("http://127.0.0.2/"), False),
]  # fmt: skip


@pytest.fixture(autouse=True)
def without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.mark.parametrize(("action", "after"), ACTIONS, ids=str)
@pytest.mark.parametrize("name", STUBS)
def test_a_fault_at_any_request_loses_nothing_and_writes_nothing_twice(
    name: str, action: object, after: bool
) -> None:
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


@pytest.mark.parametrize(("action", "after"), ACTIONS, ids=str)
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


def _apply(project: PlatformProject) -> None:
    try:
        project.apply()
    except (ApiError, OtherAccount):
        return
