"""`scn link`, `scn mv` and `scn rollback`."""

import json

import pytest

from scn_compiler.jsondoc.codec import Json
from support.cekura_stub import Drop, Status
from support.team_on_platform import Team


def ids(team: Team) -> dict[str, str]:
    """The ids in the lock, by key."""
    section: dict[str, dict[str, Json]] = json.loads(team.read("scn.lock"))["environments"]["staging/cekura"]
    return {key: str(entry["id"]) for key, entry in section["scenarios"].items()}


def test_a_script_is_linked_to_a_scenario_that_exists_already(applied: Team) -> None:
    (applied.folder / "scn.lock").unlink()
    assert "if it is this one: `scn link calls/hours.scn 1005`" in applied.scn("plan").stdout
    done = applied.scn("link", "calls/hours.scn", "1005")

    assert done.stdout == "opening-hours is `Opening hours`, 1005; `scn plan` compares them\n"
    assert "? " not in applied.scn("plan").stdout
    assert ids(applied) == {"opening-hours": "1005"}


def test_linking_writes_the_key_into_the_script_and_changes_nothing_on_the_platform(applied: Team) -> None:
    (applied.folder / "scn.lock").unlink()
    applied.edit("calls/hours.scn", "key: opening-hours\n", "")
    before = len(applied.stub.requests)
    applied.scn("link", "calls/hours.scn", "1005")

    assert "scenario: Opening hours\nkey: opening-hours\n" in applied.read("calls/hours.scn")
    assert {each.method for each in applied.stub.requests[before:]} == {"GET"}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("calls/hours.scn", "77"), "staging/cekura: the platform has no scenario 77 that this key can see"),
        (("calls/hours.scn", "1001"), "1001 is the scenario with the key `book-on-friday`"),
        (("calls/book.scn", "1005"), "calls/book.scn has 2 scenarios: choose one with --name (`Book on Friday`, "),
        (("calls/none.scn", "1005"), "calls/none.scn does not exist"),
    ],
)  # fmt: skip
def test_what_cannot_be_linked_is_said(applied: Team, words: tuple[str, str], said: str) -> None:
    lock = applied.read("scn.lock")
    done = applied.scn("link", *words)

    assert done.returncode == 2
    assert said in done.stderr
    assert applied.read("scn.lock") == lock


def test_one_of_several_scenarios_is_chosen_by_name(applied: Team) -> None:
    (applied.folder / "scn.lock").unlink()
    done = applied.scn("link", "calls/book.scn", "1003", "--name", "*Monday")

    assert done.returncode == 0
    assert ids(applied) == {"book-on-monday": "1003"}


def test_a_key_is_renamed_in_the_script_and_in_all_environments_of_the_lock(applied: Team) -> None:
    lock = json.loads(applied.read("scn.lock"))
    lock["environments"]["production/cekura"] = {"scenarios": {"opening-hours": {"id": "9", "seen": "x"}}}
    applied.write("scn.lock", json.dumps(lock))
    done = applied.scn("mv", "opening-hours", "hours")

    assert done.stdout == "renamed opening-hours to hours\n"
    assert "key: hours\n" in applied.read("calls/hours.scn")
    assert applied.read("scn.lock").count('"hours": {') == 2
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


def test_a_key_that_was_changed_in_the_script_is_renamed_in_the_lock(applied: Team) -> None:
    applied.edit("calls/hours.scn", "key: opening-hours", "key: hours")
    assert "if this is the same scenario: `scn mv opening-hours hours`" in applied.scn("plan").stdout

    applied.scn("mv", "opening-hours", "hours")
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody", "somebody"), "neither the lock nor a script has the key `nobody`"),
        (("nobody", "opening-hours"), "neither the lock nor a script has the key `nobody`"),
        (("opening-hours", "book-on-friday"), "`book-on-friday` is the key of another scenario"),
        (("book-on-friday", "x"), "`book-on-friday` is a row of a table (calls/book.scn:8)"),
        (("opening-hours", "two words"), "`two words` can't be a key"),
    ],
)
def test_what_cannot_be_renamed_is_said(applied: Team, words: tuple[str, str], said: str) -> None:
    before = applied.files()
    done = applied.scn("mv", *words)

    assert done.returncode == 2
    assert said in done.stderr
    assert applied.files() == before


def test_the_revisions_of_a_scenario_are_listed_and_one_is_restored(applied: Team) -> None:
    applied.change(1005, {"name": "Closing time"})
    listed = applied.scn("rollback", "opening-hours", "--list")
    assert [line.split()[0] for line in listed.stdout.splitlines()] == ["1007", "1006"]

    done = applied.scn("rollback", "opening-hours", "--yes")
    assert done.stderr.startswith("restoring opening-hours (1005) as of 1006")
    assert done.stdout == "restored opening-hours 1005: `scn pull` takes it into the script\n"
    assert applied.on_platform(1005)["name"] == "Opening hours"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("nobody",), "the lock has no scenario with the key `nobody` in `staging`"),
        (("opening-hours", "--to", "3"), "`opening-hours` has no revision 3: `scn rollback opening-hours --list` lists them"),
        (("opening-hours", "--to", "1006"), "there is no terminal to ask on: add --yes"),
        (("opening-hours", "--yes"), "`opening-hours` has no earlier revision"),
    ],
)  # fmt: skip
def test_what_cannot_be_restored_is_said(applied: Team, words: tuple[str, ...], said: str) -> None:
    done = applied.scn("rollback", *words)

    assert done.returncode == 2
    assert said in done.stderr


@pytest.mark.parametrize("action", [Drop(), Status(502)], ids=str)
def test_a_restored_revision_whose_answer_is_lost_is_told(applied: Team, action: object) -> None:
    applied.change(1005, {"name": "Closing time"})
    applied.stub.fail(action, "POST", "*/restore/", after=True)
    done = applied.scn("rollback", "opening-hours", "--yes")

    assert done.returncode == 2
    assert "it may have been restored all the same: see `scn drift`" in done.stderr


def test_renaming_and_restoring_need_no_other_script(applied: Team) -> None:
    applied.write("calls/broken.scn", "sya: what\n")
    applied.change(1005, {"name": "Closing time"})

    assert applied.scn("mv", "opening-hours", "hours").returncode == 0
    assert applied.scn("rollback", "hours", "--yes").returncode == 0


def test_a_key_is_not_renamed_to_that_of_a_scenario_that_was_never_sent(applied: Team) -> None:
    applied.write("calls/later.scn", applied.read("calls/hours.scn").replace("opening-hours", "later"))
    before = applied.files()
    done = applied.scn("mv", "opening-hours", "later")

    assert done.returncode == 2
    assert "`later` is the key of another scenario in calls/later.scn" in done.stderr
    assert applied.files() == before


def test_a_project_that_gets_its_first_environments_creates_nothing_again(team: Team) -> None:
    config = team.read("scn.toml")
    team.write("scn.toml", config.replace('environment = "staging"\n', "").partition("[environments")[0])
    team.scn("apply", "--yes")
    team.write("scn.toml", config)
    plan = team.scn("plan")

    assert plan.returncode == 1
    assert "staging, cekura: 3 need a decision" in plan.stdout
    assert plan.stderr == (
        "scn: scn.lock has such scenarios in `default/cekura`: choose that environment with --env, "
        "or rename the section to `staging/cekura` if it is this environment now\n"
    )
    team.edit("scn.lock", "default/cekura", "staging/cekura")
    assert team.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


def test_a_run_that_forgets_its_environment_creates_nothing_again(applied: Team) -> None:
    applied.edit("scn.toml", 'environment = "staging"\n', "")

    assert "default, cekura: 3 need a decision" in applied.scn("plan").stdout
