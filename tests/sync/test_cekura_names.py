"""The lists of things that scripts may name, in every shape that the platform answers in."""

from collections.abc import Iterator

import pytest
import stamina

from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.platforms import NoRemote, open_names
from scn_compiler.sync.platforms.cekura_names import CekuraNames
from support.cases import every
from support.cekura_stub import CekuraStub, Html, Missing, Shapes, Status


@pytest.fixture(autouse=True)
def without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2):
        yield


def opened(stub: CekuraStub, key: str = "", project: str = "") -> CekuraNames:
    return open_names("cekura", {"CEKURA_API_KEY": key or stub.key}, project, transport=stub.transport)


def found(names: CekuraNames, kind: str) -> list[tuple[int, str]]:
    return [(each.id, each.name) for each in names.things(kind)]


ALL = {
    "agents": [(21, "Reception")],
    "personalities": [
        (11, "Normal caller"),
        (12, "Impatient caller"),
        (13, "Deutsche Anruferin"),
        (14, "Any language"),
    ],
    "profiles": [(31, "Returning patient")],
    "metrics": [(41, "Expected Outcome"), (42, "Politeness")],
    "phones": [(51, "Front desk")],
    "projects": [(1, "Clinic")],
}


@every("shape", ["array", "page", "nested"])
@every("kind", ALL)
def test_everything_of_a_kind_is_listed(kind: str, shape: str) -> None:
    assert found(opened(CekuraStub(Shapes(profiles=shape))), kind) == ALL[kind]  # type: ignore[arg-type]


def test_all_pages_are_read() -> None:
    stub = CekuraStub(Shapes(longest_page=1))
    stub.store.agents[23] = stub.store.agents[21] | {"id": 23, "name": "Night desk"}
    stub.store.profiles[33] = stub.store.profiles[31] | {"id": 33, "name": "New patient"}

    assert found(opened(stub), "agents") == [(21, "Reception"), (23, "Night desk")]
    assert found(opened(stub), "profiles") == [(31, "Returning patient"), (33, "New patient")]


def test_a_key_that_sees_all_projects_is_asked_for_those_of_one_where_that_is_possible() -> None:
    stub = CekuraStub()
    names = opened(stub, stub.user_token, "2")

    assert found(names, "agents") == [(22, "Table bookings")]
    assert found(names, "projects") == [(1, "Clinic"), (2, "Restaurant")]
    assert found(names, "phones") == [(51, "Front desk"), (52, "+15550152")]
    with pytest.raises(ApiError, match="Please provide one of the required query parameter") as error:
        found(opened(stub, stub.user_token), "metrics")
    assert error.value.status == 400


@pytest.mark.parametrize(
    ("kind", "lives", "gone"),
    [("agents", 22, 29), ("profiles", 32, 39), ("metrics", 43, 49), ("projects", 2, 9)],
)
def test_what_another_project_has_is_not_gone(kind: str, lives: int, gone: int) -> None:
    stub = CekuraStub()
    names = opened(stub, stub.organization_key, "1")

    assert not names.is_gone(kind, lives)
    assert names.is_gone(kind, gone)


def test_a_personality_is_gone_if_no_project_has_it() -> None:
    stub = CekuraStub()
    stub.store.personalities[15] = stub.store.personalities[14] | {"id": 15, "project": 2}
    names = opened(stub, stub.organization_key, "1")
    before = len(stub.requests)

    assert [names.is_gone("personalities", identity) for identity in (15, 16)] == [False, True]
    assert [each.query for each in stub.requests[before:]] == [{}]
    assert opened(stub).is_gone("personalities", 15)
    assert names.is_gone("phones", 59)


def test_a_key_that_needs_a_filter_leaves_the_answer_to_the_list() -> None:
    stub = CekuraStub()
    stub.fail(
        Status(400, {"detail": "Please provide one of the required query parameter"}),
        "GET",
        "*/personalities/",
    )

    assert opened(stub, stub.user_token, "1").is_gone("personalities", 16)


def test_a_thing_that_the_key_may_not_read_is_not_gone() -> None:
    stub = CekuraStub()
    stub.fail(Status(403), "GET", "*/aiagents/22/")
    with pytest.raises(ApiError):
        opened(stub).is_gone("agents", 22)


@pytest.mark.parametrize("fault", [Missing(), Html(), Status(500)])
def test_a_list_that_is_not_whole_is_an_error(fault: Missing | Html | Status) -> None:
    stub = CekuraStub()
    stub.fail(fault, "GET", "*/short_list/", times=9)
    with pytest.raises(ApiError):
        found(opened(stub), "agents")


def test_rows_without_ids_are_an_error() -> None:
    stub = CekuraStub()
    stub.fail(Status(200, [{"id": None, "name": "x"}]), "GET", "*/personalities/")
    with pytest.raises(ApiError, match="personalities without ids"):
        found(opened(stub), "personalities")


def test_other_platforms_have_no_names() -> None:
    with pytest.raises(NoRemote) as error:
        open_names("eqho", {})

    assert str(error.value) == "scripts for `eqho` have no ids, so there are no names to look up"
