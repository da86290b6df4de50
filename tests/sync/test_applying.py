"""Scripts and a platform that are brought together, whatever happens to single requests."""

from collections.abc import Iterator

import pytest
import stamina

from scn_compiler.sync.apply import Result
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.lock_file import Lock, LockSection, print_lock
from scn_compiler.sync.plan import Decision
from scn_compiler.sync.survey import OtherAccount, make_plan
from scn_dsl.records import replace
from support.cekura_stub import CekuraStub, Drop, Half, Html, Meanwhile, Redirect, Status, TooMany
from support.laws import sweep
from support.syncing import SECTION, Project, local

ACTIONS = [
    (Status(500), False), (Status(502), True), (Drop(), False), (Drop(), True), (Half(), True), (Html(), True),
    (TooMany(0), False), (Status(401), False), (Redirect("http://127.0.0.2/"), False),
]  # fmt: skip


@pytest.fixture(autouse=True)
def without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.fixture
def project() -> Project:
    return Project(CekuraStub(), {key: local(key) for key in ("book", "cancel", "move")})


def kinds(project: Project) -> list[Decision]:
    return [step.kind for step in project.plan()]


def until_quiet(project: Project, *, runs: int = 6) -> None:
    """Apply until a run has nothing to do."""
    for _ in range(runs):
        try:
            if not project.apply():
                return
        except (ApiError, OtherAccount):
            continue
    raise AssertionError(project.plan())


def test_scripts_are_created_once_and_a_second_run_only_reads_the_list(project: Project) -> None:
    assert [each.result for each in project.apply()] == [Result.DONE] * 3
    assert project.agrees()

    before = len(project.stub.requests)
    assert kinds(project) == [Decision.SAME] * 3
    assert [each.method for each in project.stub.requests[before:]] == ["GET"]


def test_only_what_changed_is_sent(project: Project) -> None:
    project.apply()
    project.scripts["move"] = local("move", more="tags: nightly\n")
    before = len(project.stub.requests)
    project.apply()
    sent = [each.body for each in project.stub.requests[before:] if each.method == "PATCH"]

    assert sent == [{"tags": ["nightly"]}]
    assert project.agrees()


def test_a_line_that_is_removed_is_cleared_on_the_platform(project: Project) -> None:
    project.scripts["move"] = local("move", more="tags: nightly\n")
    project.apply()
    project.scripts["move"] = local("move")
    project.apply()

    assert not project.on_platform()["Move"].body.get("tags")
    assert set(kinds(project)) == {Decision.SAME}


@pytest.mark.parametrize("after", [False, True])
def test_a_line_that_is_removed_is_cleared_even_if_the_answer_is_lost(project: Project, after: bool) -> None:
    project.scripts["move"] = local("move", more="tags: nightly\n")
    project.apply()
    project.scripts["move"] = local("move")
    project.stub.fail(Status(502), "PATCH", "*", after=after)
    until_quiet(project)

    assert not project.on_platform()["Move"].body.get("tags")


def test_a_platform_that_does_not_clear_a_field_is_told_about(project: Project) -> None:
    project.scripts["move"] = local("move", more="tags: nightly\n")
    project.apply()
    project.scripts["move"] = local("move")
    keep = Meanwhile(
        lambda store: store.change(int(project.lock.section(SECTION).entries["move"].id), {"tags": ["x"]})
    )
    project.stub.fail(keep, "PATCH", "*")
    project.stub.fail(Status(502), "PATCH", "*")

    assert [each.result for each in project.apply()] == [Result.FAILED]
    assert "tags" in project.lock.section(SECTION).entries["move"].fields


def test_a_field_that_no_script_has_belongs_to_the_platform(project: Project) -> None:
    project.apply()
    identity = int(project.lock.section(SECTION).entries["move"].id)
    project.stub.store.change(identity, {"tags": ["by hand"]})
    until_quiet(project)

    assert project.on_platform()["Move"].body["tags"] == ["by hand"]


def test_what_changed_on_the_platform_is_never_overwritten(project: Project) -> None:
    project.apply()
    identity = int(project.lock.section(SECTION).entries["move"].id)
    project.stub.store.change(identity, {"name": "Renamed by hand"})
    assert Decision.PLATFORM_AHEAD in kinds(project)

    project.scripts["move"] = local("move", "Other words.")
    assert Decision.CONFLICT in kinds(project)
    assert [each.result for each in project.apply()] == [Result.FAILED]
    assert "Renamed by hand" in project.on_platform()


def test_a_change_between_plan_and_write_is_refused(project: Project) -> None:
    project.apply()
    project.scripts["move"] = local("move", "Other words.")
    steps = project.plan()
    identity = int(project.lock.section(SECTION).entries["move"].id)
    project.stub.store.change(identity, {"name": "Renamed by hand"})
    outcomes = project.apply(steps=steps)

    assert [each.message for each in outcomes] == [
        "it changed on the platform after the plan was made: run `scn plan` again"
    ]
    assert "Renamed by hand" in project.on_platform()


def test_a_scenario_that_no_script_has_is_deleted_only_on_demand_and_a_copy_is_kept(project: Project) -> None:
    project.apply()
    del project.scripts["move"]
    assert kinds(project) == [Decision.SAME, Decision.SAME, Decision.LEFT_OVER]
    assert project.apply() == []

    assert [each.result for each in project.apply(prune=True)] == [Result.DONE]
    assert [each.name for each in project.kept] == ["Move"]
    assert project.agrees()


def test_the_only_scenario_is_deleted_even_if_the_answer_is_lost() -> None:
    project = Project(CekuraStub(), {"book": local("book")})
    project.apply()
    project.scripts.clear()
    project.stub.fail(Status(502), "DELETE", "*", after=True)

    assert [each.result for each in project.apply(prune=True)] == [Result.DONE]
    assert project.plan() == []


def test_a_scenario_that_is_gone_is_not_created_again_by_itself(project: Project) -> None:
    project.apply()
    project.stub.store.delete(int(project.lock.section(SECTION).entries["move"].id))

    assert kinds(project) == [Decision.SAME, Decision.SAME, Decision.GONE]
    assert [each.result for each in project.apply()] == [Result.FAILED]


def test_a_new_scenario_is_not_created_beside_a_namesake(project: Project) -> None:
    """The lock may have got lost, or a colleague has made the scenario in the dashboard."""
    project.apply()
    project.lock_text = print_lock(Lock())
    before = len(project.stub.requests)

    assert kinds(project) == [Decision.NAMESAKE] * 3
    assert [each.result for each in project.apply()] == [Result.FAILED] * 3
    assert {each.method for each in project.stub.requests[before:]} == {"GET"}


def test_a_new_key_of_an_old_scenario_is_noticed(project: Project) -> None:
    project.apply()
    project.scripts["shift"] = local("shift", name="Move")
    del project.scripts["move"]
    [step] = [each for each in project.plan() if each.key == "shift"]

    assert (step.kind, step.other) == (Decision.NAMESAKE, "move")


def test_a_scenario_whose_key_was_changed_is_not_deleted_before_somebody_says_what_it_is(
    project: Project,
) -> None:
    project.apply()
    identity = project.lock.section(SECTION).entries["move"].id
    project.stub.store.create(dict(project.stub.store.scenarios[int(identity)]))
    project.scripts["shift"] = local("shift", name="Move")
    del project.scripts["move"]
    steps = {each.key: each for each in project.plan(prune=True)}

    assert (steps["shift"].kind, steps["shift"].other) == (Decision.NAMESAKE, "move")
    assert steps["move"].kind is Decision.LEFT_OVER


def test_two_scripts_with_one_name_are_two_scenarios(project: Project) -> None:
    project.apply()
    project.scripts["shift"] = local("shift", name="Move")

    assert [each.result for each in project.apply()] == [Result.DONE]


def test_a_script_without_fields_that_the_platform_requires_is_not_sent(project: Project) -> None:
    project.scripts["book"] = replace(project.scripts["book"], lacking="Cekura requires a personality")

    assert [each.result for each in project.apply()] == [Result.FAILED, Result.DONE, Result.DONE]


def test_a_key_of_another_project_writes_nothing(project: Project) -> None:
    project.apply()
    project.stub.key = project.stub.other_key
    before = len(project.stub.requests)
    with pytest.raises(OtherAccount, match="any of the 3 scenarios"):
        project.apply()

    assert {each.method for each in project.stub.requests[before:]} == {"GET"}


@pytest.mark.parametrize("count", [1, 3])
def test_scenarios_that_somebody_deleted_are_gone_even_if_the_platform_has_no_other(count: int) -> None:
    project = Project(CekuraStub(), {key: local(key) for key in ("book", "cancel", "move")[:count]})
    project.apply()
    project.stub.store.scenarios.clear()

    assert kinds(project) == [Decision.GONE] * count
    assert [each.result for each in project.apply()] == [Result.FAILED] * count


def test_without_a_sign_that_this_is_the_account_the_lines_of_the_lock_are_named() -> None:
    project = Project(CekuraStub(), {"book": local("book")})
    project.apply()
    project.stub.store.scenarios.clear()
    project.stub.store.agents.clear()

    with pytest.raises(OtherAccount) as error:
        project.plan()
    assert str(error.value) == (
        "the platform doesn't have the only scenario in the lock, `book`: is the API key for another project? "
        "If somebody deleted it, remove its line from scn.lock"
    )


@pytest.mark.parametrize(
    ("body", "sees"),
    [
        ({"agent": 21}, True),
        ({"agent": 22}, False),
        ({"agent": 22, "project": 1}, True),
        ({"project": 2}, False),
        ({}, False),
    ],
)
def test_an_account_is_known_by_its_agents_and_projects(
    project: Project, body: dict[str, int], sees: bool
) -> None:
    assert project.remote().sees({**body}) is sees


def test_a_key_that_is_not_accepted_ends_the_run(project: Project) -> None:
    project.stub.fail(Status(401), "POST", "*/scenarios/")

    assert [each.result for each in project.apply()] == [
        Result.FAILED, Result.NOT_TRIED, Result.NOT_TRIED,
    ]  # fmt: skip


def test_a_change_that_comes_too_soon_is_sent_again_after_the_time_that_the_platform_asks_for(
    project: Project,
) -> None:
    project.stub.fail(TooMany(2), "POST", "*/scenarios/", times=3)

    assert [each.result for each in project.apply()] == [Result.DONE] * 3
    assert project.waits == [2, 2, 2]
    assert project.agrees()


def test_a_platform_that_always_has_too_many_requests_is_left_alone_in_the_end(project: Project) -> None:
    project.stub.fail(TooMany(7200), "POST", "*/scenarios/", times=100)

    assert [each.result for each in project.apply()] == [Result.FAILED] * 3
    assert set(project.waits) == {60}
    assert not project.lock.section(SECTION).entries


@pytest.mark.parametrize("tags", ["nightly", "by hand"])
def test_a_field_that_a_script_gets_is_not_written_over_what_somebody_sets_meanwhile(
    project: Project, tags: str
) -> None:
    project.apply()
    project.scripts["move"] = local("move", more="tags: nightly\n")
    steps = project.plan()
    project.stub.store.change(int(project.lock.section(SECTION).entries["move"].id), {"tags": [tags]})
    before = len(project.stub.requests)

    assert [each.result for each in project.apply(steps=steps)] == [Result.FAILED]
    assert {each.method for each in project.stub.requests[before:]} == {"GET"}
    assert [step.kind for step in project.plan()][-1] is (
        Decision.RECORD if tags == "nightly" else Decision.UPDATE
    )


@pytest.mark.parametrize("case", sweep(ACTIONS), ids=str)
def test_a_fault_at_any_request_loses_nothing_and_writes_nothing_twice(case: tuple[object, bool]) -> None:
    """Create, edit on both sides, delete and apply, with a fault at every single request in turn."""
    action, after = case
    index, survived = 0, 0
    while True:
        project = Project(CekuraStub(), {key: local(key) for key in ("book", "cancel")})
        fault = project.stub.fault_at(index, action, after=after)
        _edit_and_apply(project)
        if not any(each.index == index for each in project.stub.requests):
            break
        survived += 1
        until_quiet(project)
        assert project.agrees(), (fault, project.lock_text)
        writes = [each for each in project.stub.requests if each.method != "GET"]
        until_quiet(project)
        assert [each for each in project.stub.requests if each.method != "GET"] == writes
        index += 1

    assert survived > 10


def _edit_and_apply(project: Project) -> None:
    """Use a project as people do; a run that fails is run again later."""
    for edit in (
        lambda: None,
        lambda: project.scripts.update(book=local("book", "New words."), move=local("move")),
        lambda: project.scripts.update(cancel=local("cancel", more="tags: nightly\n")),
    ):
        edit()
        try:
            project.apply()
        except (ApiError, OtherAccount):
            continue


@pytest.mark.parametrize("after", [True, False])
def test_a_script_that_is_removed_while_its_creation_is_unsure_leaves_nothing_behind(
    project: Project, after: bool
) -> None:
    project.stub.fail(Status(502), "POST", "*/scenarios/", after=after)
    project.apply()
    del project.scripts["book"]

    assert kinds(project) == [Decision.SAME, Decision.SAME, Decision.PENDING]
    assert [each.message for each in project.apply()] == [
        "had been created already, as 1001" if after else "had not been created"
    ]
    project.apply(prune=True)
    assert project.agrees()


def test_the_scenario_of_another_environment_is_not_taken_for_one_whose_creation_was_interrupted(
    project: Project,
) -> None:
    project.apply()
    other = project.lock.section(SECTION)
    lock = Lock({"production/cekura": other})
    project.lock_text, project.scripts = print_lock(lock), {"book": project.scripts["book"]}
    project.stub.fail(Status(502), "POST", "*/scenarios/")
    elsewhere = lock.owned_elsewhere(SECTION)
    project.apply(steps=make_plan(project.remote(), LockSection(), project.scripts, elsewhere=elsewhere))
    project.apply()

    assert project.lock.section(SECTION).entries["book"].id not in ("", other.entries["book"].id)


def test_a_scenario_that_somebody_changed_after_its_creation_was_interrupted_is_not_created_twice(
    project: Project,
) -> None:
    project.stub.fail(Status(502), "POST", "*/scenarios/", after=True)
    project.apply()
    [identity] = [each for each, row in project.stub.store.scenarios.items() if row["name"] == "Book"]
    project.stub.store.change(identity, {"tags": ["by hand"], "personality": 12})
    [outcome] = project.apply()

    assert outcome.result is Result.FAILED
    assert f"`scn link book.scn {identity}`" in outcome.message
    assert len(project.stub.store.scenarios) == 3
