"""Scripts for Eqho, Sophiie, Bimpe and Sensay that are brought together with their platforms, as far as those allow."""

from collections.abc import Iterator

import pytest
import stamina

from scn_compiler import compile_text
from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.apply import Result
from scn_compiler.sync.canonical import canonical
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.plan import Decision, Local
from scn_compiler.sync.platforms import open_remote
from scn_compiler.sync.survey import make_plan
from support.platform_stubs import (
    CONVERSATION,
    REPLICA,
    BimpeStub,
    EqhoStub,
    PlatformStub,
    SensayStub,
    SophiieStub,
)
from support.platform_syncing import (
    MORE,
    STUBS,
    PlatformProject,
    by_hand,
    linked,
    local_of,
    project_of,
    until_quiet,
)
from support.stub_faults import Status

ADDED: dict[str, tuple[str, Json]] = {
    "eqho": ("folder", "Nightly"), "sophiie": ("tradeServiceId", 7), "bimpe": ("tags", ["nightly"]),
}  # fmt: skip


@pytest.fixture(autouse=True)
def without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture(params=STUBS)
def project(request: pytest.FixtureRequest) -> PlatformProject:
    return project_of(STUBS[request.param]())


def kinds(project: PlatformProject) -> list[Decision]:
    return [step.kind for step in project.plan()]


def results(project: PlatformProject, *, prune: bool = False) -> list[tuple[Result, str]]:
    return [(each.result, each.message) for each in project.apply(prune=prune)]


def sent(project: PlatformProject, method: str, since: int = 0) -> list[Json]:
    return [each.body for each in project.stub.requests[since:] if each.method == method]


def test_scripts_are_created_once_and_a_second_run_only_reads(project: PlatformProject) -> None:
    assert results(project) == [(Result.DONE, "")] * 3
    assert project.agrees()

    before = len(project.stub.requests)
    assert kinds(project) == [Decision.SAME] * 3
    read = [each.method for each in project.stub.requests[before:]]
    assert read == ["GET"] * (3 if project.stub.platform == "eqho" else 1)


def test_a_change_keeps_what_no_script_says(project: PlatformProject) -> None:
    """Whether PUT forgets what it leaves out or not."""
    project.apply()
    name, value = ADDED[project.stub.platform]
    identity = project.entry("move").id
    project.stub.store.change(identity, **{name: value})
    project.write("move", "Other words.")
    until_quiet(project)

    assert project.stub.store.rows[identity][name] == value
    assert project.agrees()


def test_only_bimpe_is_sent_only_what_changed(project: PlatformProject) -> None:
    project.apply()
    project.write("move", more=MORE[project.stub.platform])
    before = len(project.stub.requests)
    project.apply()
    name, value = ADDED[project.stub.platform]
    written = sent(project, "PATCH", before) + sent(project, "PUT", before)
    [body] = written

    assert body[name] == value
    assert (body.keys() == {name}) is (project.stub.platform == "bimpe")
    assert set(kinds(project)) == {Decision.SAME}


@pytest.mark.parametrize("after", [False, True])
def test_a_line_that_is_removed_is_cleared_even_if_the_answer_is_lost(
    project: PlatformProject, after: bool
) -> None:
    project.write("move", more=MORE[project.stub.platform])
    project.apply()
    project.write("move")
    project.stub.fail(Status(502), "P[UA]*", "*/*", nth=1, after=after)
    until_quiet(project)

    name, _ = ADDED[project.stub.platform]
    assert not project.stub.store.rows[project.entry("move").id].get(name)
    assert set(kinds(project)) == {Decision.SAME}


@pytest.mark.parametrize(
    ("stub", "more", "rest"),
    [
        (EqhoStub(), "purpose: To see\n", ("description", {})),
        (EqhoStub(), "direction: outbound\n", ("environment_setup", {})),
        (SophiieStub(), "outcome: continueCall\n", ("outcome", None)),
        (BimpeStub(), "guide: Open it\n", ("guide", {"steps": []})),
        (BimpeStub(), "purpose: To see\n", ("description", "")),
    ],
    ids=lambda value: str(value[0]) if isinstance(value, tuple) else "",
)
def test_a_field_is_cleared_with_a_value_that_the_platform_accepts(
    stub: PlatformStub, more: str, rest: tuple[str, Json]
) -> None:
    project = project_of(stub, "book")
    project.write("book", more=more)
    project.apply()
    project.write("book")
    assert results(project) == [(Result.DONE, "")]

    assert stub.store.rows[project.entry("book").id][rest[0]] == rest[1]
    assert kinds(project) == [Decision.SAME]


@pytest.mark.parametrize(
    ("stub", "more", "name"),
    [(SophiieStub(), "active: no\n", "isActive"), (BimpeStub(), "", "system_prompt")],
    ids=["on-off", "required"],
)
def test_a_field_that_cannot_be_empty_is_not_cleared(stub: PlatformStub, more: str, name: str) -> None:
    project = project_of(stub, "book")
    project.write("book", more=more)
    project.apply()
    script = local_of(stub.platform, "book")
    for told in (script.body, script.canonical):
        told.pop(name, None)
    project.scripts["book"] = script

    assert results(project) == [
        (Result.FAILED, f"the platform can't clear `{name}`, which the script no longer sets: set it again")
    ]
    assert stub.store.rows[project.entry("book").id][name] in (False, "You answer customers")


@pytest.mark.parametrize(
    ("stub", "empty", "name", "value"),
    [(BimpeStub(), "tags", "tags", ["by hand"]), (SensayStub(), "topic", "commonTopics", ["by hand"])],
    ids=["bimpe", "sensay"],
)
def test_a_script_can_say_that_a_field_is_empty(
    stub: PlatformStub, empty: str, name: str, value: Json
) -> None:
    project = linked(stub) if isinstance(stub, SensayStub) else project_of(stub, "note")
    project.apply()
    identity = project.entry("note").id.rpartition("/")[2]
    stub.store.change(identity, **{name: value})
    project.write("note", more=f"empty: {empty}\n")
    until_quiet(project)

    assert stub.store.rows[identity][name] == []
    assert kinds(project) == [Decision.SAME]


def test_what_changed_on_the_platform_is_never_overwritten(project: PlatformProject) -> None:
    project.apply()
    project.stub.store.change(project.entry("move").id, name="Renamed by hand")
    assert kinds(project)[-1] is Decision.PLATFORM_AHEAD

    project.write("move", "Other words.")
    assert kinds(project)[-1] is Decision.CONFLICT
    assert [each for each, _ in results(project)] == [Result.FAILED]
    assert project.stub.store.named("Renamed by hand")


def test_a_change_between_plan_and_write_is_refused(project: PlatformProject) -> None:
    project.apply()
    project.write("move", "Other words.")
    steps = project.plan()
    project.stub.store.change(project.entry("move").id, name="Renamed by hand")

    assert [each.message for each in project.apply(steps=steps)] == [
        "it changed on the platform after the plan was made: run `scn plan` again"
    ]
    assert project.stub.store.named("Renamed by hand")


@pytest.mark.parametrize("name", ["sophiie", "bimpe"])
@pytest.mark.parametrize("is_lost", [False, True])
def test_a_scenario_that_no_script_has_is_deleted_on_demand(name: str, is_lost: bool) -> None:
    project = project_of(STUBS[name]())
    project.apply()
    del project.scripts["move"]
    assert project.apply() == []
    if is_lost:
        project.stub.fail(Status(502), "DELETE", "*", after=True)

    assert results(project, prune=True) == [(Result.DONE, "")]
    assert [each.name for each in project.kept] == ["Move"]
    assert project.agrees()


def test_eqho_has_no_request_that_deletes_and_says_what_to_do() -> None:
    project = project_of(EqhoStub())
    project.apply()
    identity = project.entry("move").id
    del project.scripts["move"]

    assert results(project, prune=True) == [
        (
            Result.FAILED,
            "Eqho documents no request that deletes a scenario: delete it there, and remove its line from `scn.lock`",
        )
    ]
    del project.stub.store.rows[identity]
    assert results(project) == [(Result.DONE, "")]
    assert project.agrees()


def test_eqho_has_no_list_to_look_for_a_scenario_that_may_have_been_created() -> None:
    project = project_of(EqhoStub(), "book")
    project.stub.fail(Status(502), "POST", "*", after=True)
    by_hand_first = (
        "the scenario may have been created already, and scn can't list what the platform has: look for it there; "
        "then link it with `scn link book.scn ID`, or remove its line from `scn.lock` to create it again"
    )

    assert results(project) == [
        (Result.FAILED, f"the platform failed (502): Something went wrong.; {by_hand_first}")
    ]
    assert results(project) == [(Result.FAILED, by_hand_first)]
    assert len(sent(project, "POST")) == 1

    by_hand(project)
    until_quiet(project)
    assert project.agrees()
    with pytest.raises(ApiError) as error:
        project.remote().list()
    assert str(error.value) == (
        "Eqho documents no request that lists scenarios: link each script with `scn link FILE ID`"
    )


def test_bimpe_is_sent_a_creation_again_with_the_same_token() -> None:
    project = project_of(BimpeStub(), "book")
    project.stub.fail(Status(502), "POST", "*", after=True)

    assert results(project) == [(Result.DONE, "")]
    assert len(sent(project, "POST")) == 2
    assert project.stub.store.created == ["wf-1"]


@pytest.mark.parametrize("changes", [False, True])
def test_bimpe_goes_on_with_an_interrupted_creation_under_the_same_token(changes: bool) -> None:
    project = project_of(BimpeStub(), "book")
    project.stub.fail(Status(502), "POST", "*", times=3)
    [(result, _)] = results(project)
    assert result is Result.FAILED
    if changes:
        project.write("book", "Other words.")
    tokens: list[str] = []
    project.stub.tokens = _Noting(tokens)
    until_quiet(project)

    assert project.agrees()
    assert len(tokens) == 1
    assert len(project.stub.store.created) == 1


def test_bimpe_creates_nothing_twice_even_if_its_list_is_late() -> None:
    project = project_of(BimpeStub(), "book")
    project.stub.fail(Status(502), "POST", "*", times=3, after=True)
    project.apply()
    nothing = {"message": "Success", "data": [], "meta": {"total_count": 0}}
    project.stub.fail(Status(200, nothing), "GET", "*/workflows", times=2)

    assert results(project) == [(Result.DONE, "")]
    assert project.stub.store.created == ["wf-1"]
    assert project.agrees()


def test_sophiie_gets_no_null_for_a_text_that_it_has_never_had() -> None:
    project = project_of(SophiieStub(), "book")
    for text in ("active: no\n", "active: yes\n"):
        body = compile_text(f"target: sophiie\nscenario: Book\n{text}").payloads[0].value
        project.scripts["book"] = Local("book", "Book", body, canonical(body, "sophiie"), "book.scn", 1)
        assert results(project) == [(Result.DONE, "")]

    assert sent(project, "PUT") == [{"name": "Book", "isActive": True, "questions": []}]


def test_sensay_reads_a_note_and_no_list_since_a_list_does_not_say_what_changed() -> None:
    project = linked(SensayStub())
    project.apply()
    remote = open_remote(
        "sensay",
        project.stub.environment | {"SENSAY_REPLICA_UUID": REPLICA},
        transport=project.stub.transport,
    )
    before = len(project.stub.requests)
    steps = make_plan(remote, project.lock.section("staging/cekura"), project.scripts)

    assert [step.kind for step in steps] == [Decision.SAME]
    assert [each.path.rpartition("/")[2] for each in project.stub.requests[before:]] == [CONVERSATION]


def test_an_attempt_that_may_have_happened_is_not_forgotten_after_a_clear_refusal() -> None:
    project = project_of(BimpeStub(), "book")
    project.stub.fail(Status(502), "POST", "*", after=True)
    project.stub.fail(Status(401), "POST", "*", nth=2)
    [(result, message)] = results(project)

    assert (result, project.entry("book").is_pending) == (Result.FAILED, True)
    assert message.endswith("the scenario may have been created all the same: `scn apply` looks for it first")
    until_quiet(project)
    assert project.stub.store.created == ["wf-1"]


class _Noting(dict[str, str]):
    """Tokens of creations, of which each one that is asked for is noted."""

    def __init__(self, asked: list[str]) -> None:
        super().__init__()
        self.asked = asked

    def __contains__(self, token: object) -> bool:
        self.asked.append(str(token))
        return super().__contains__(token)


def test_sensay_changes_the_note_on_a_conversation_that_is_linked() -> None:
    project = linked(SensayStub())
    assert results(project) == [(Result.DONE, "")]
    project.write("note", "They talked about a refund.", "topic: refund\n")
    until_quiet(project)

    assert project.stub.store.rows[CONVERSATION] == {
        "summary": "They talked about a refund.", "commonTopics": ["refund"],
    }  # fmt: skip
    project.write("note", "They talked about a refund.")
    until_quiet(project)
    assert project.stub.store.rows[CONVERSATION]["commonTopics"] == []
    assert {each.method for each in project.stub.requests} == {"GET", "PATCH"}


def test_sensay_creates_and_deletes_nothing_and_says_what_to_do() -> None:
    project = project_of(SensayStub(), "note")
    assert results(project) == [
        (
            Result.FAILED,
            (
                "Sensay has no request that creates a conversation: link the script to one with "
                "`scn link note.scn REPLICA/CONVERSATION`"
            ),
        )
    ]
    assert not project.lock.section("staging/cekura").entries

    project = linked(SensayStub())
    project.apply()
    project.scripts.clear()
    assert results(project, prune=True) == [
        (
            Result.FAILED,
            "Sensay has no request that deletes a conversation: remove its line from `scn.lock`",
        )
    ]
    assert {each.method for each in project.stub.requests} == {"GET"}
