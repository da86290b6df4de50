"""`scn plan`, `scn apply` and `scn drift`, as people use them."""

import json

import pytest

from support.cekura_stub import Drop, Half, Html, Status, TooMany
from support.cli import scn
from support.paths import ROOT
from support.team_on_platform import Team


def test_a_plan_shows_what_would_be_created_and_changes_nothing(team: Team) -> None:
    before = team.files()
    done = team.scn("plan")

    assert done.returncode == 0
    assert done.stdout == (
        "staging, cekura: 3 to create\n"
        "\n"
        "+ create: book-on-friday  calls/book.scn:7\n"
        "+ create: book-on-monday  calls/book.scn:8\n"
        "+ create: opening-hours  calls/hours.scn:2\n"
    )
    assert team.files() == before
    assert {each.method for each in team.stub.requests} == {"GET"}


def test_applying_creates_each_scenario_once_and_writes_keys_and_lock(team: Team) -> None:
    done = team.scn("apply", "--yes")

    assert done.returncode == 0
    assert done.stdout.endswith(
        "created book-on-friday 1001\ncreated book-on-monday 1003\ncreated opening-hours 1005\n3 done\n"
    )
    assert "scenario: Opening hours\nkey: opening-hours\n" in team.read("calls/hours.scn")
    assert "scenario: Book on $day\nkey: book-on\n" in team.read("calls/book.scn")
    assert sorted(json.loads(team.read("scn.lock"))["environments"]["staging/cekura"]["scenarios"]) == [
        "book-on-friday", "book-on-monday", "opening-hours",
    ]  # fmt: skip
    assert team.scn("apply", "--yes").stdout == "staging, cekura: 3 unchanged\nnothing to do\n"


def test_the_keys_that_apply_writes_make_no_new_finding(team: Team) -> None:
    team.scn("apply", "--yes")

    assert team.scn("check", "--strict").stderr == "no problems in 2 files\n"
    assert team.scn("fmt", "--check").returncode == 0


def test_an_update_is_shown_as_lines_of_the_script(applied: Team) -> None:
    applied.edit("calls/hours.scn", "See you later.", "See you.")

    assert applied.scn("plan").stdout == (
        "staging, cekura: 1 to update, 2 unchanged\n"
        "\n"
        "~ update: opening-hours  calls/hours.scn:2  1005\n"
        "     WHEN The agent says when the shop closes\n"
        "    -  say: See you later.\n"
        "    +  say: See you.\n"
        "       end call\n"
    )
    assert applied.scn("apply", "--yes").stdout.endswith("updated opening-hours 1005\n1 done\n")
    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"


def test_a_change_on_the_platform_is_shown_and_not_overwritten(applied: Team) -> None:
    applied.change(1005, {"name": "Closing time"})
    expected = (
        "! changed on the platform: opening-hours  calls/hours.scn:2  1005\n"
        "    the script (-) and the platform (+):\n"
        "    -scenario: Opening hours\n"
        "    +scenario: Closing time\n"
        "     role: A customer who wants to come by today\n"
        "  = help: to take the change into the script, run `scn pull`; "
        "to undo it: `scn apply --overwrite opening-hours`\n"
    )
    drift, plan, done = (applied.scn(*words) for words in (("drift",), ("plan",), ("apply", "--yes")))

    assert (drift.returncode, plan.returncode, done.returncode) == (1, 1, 1)
    assert expected in drift.stdout
    assert expected in plan.stdout
    assert applied.on_platform(1005)["name"] == "Closing time"


def test_without_drift_it_says_so(applied: Team) -> None:
    applied.edit("calls/hours.scn", "See you later.", "See you.")
    done = applied.scn("drift")

    assert (done.returncode, done.stdout) == (
        0,
        "nothing has changed on the platform since scn last saw it\n",
    )


def test_the_script_wins_where_somebody_says_so(applied: Team) -> None:
    applied.change(1005, {"name": "Closing time"})
    applied.edit("calls/hours.scn", "See you later.", "See you.")
    assert "changed on both sides: opening-hours" in applied.scn("plan").stdout
    done = applied.scn("apply", "--yes", "--overwrite", "opening-hours")

    assert done.returncode == 0
    assert applied.on_platform(1005)["name"] == "Opening hours"


@pytest.mark.parametrize(
    ("key", "why"),
    [("book-on-friday", "nothing to decide here (same)"), ("nobody", "no scenario has this key")],
)
def test_overwrite_needs_a_key_with_something_to_decide(applied: Team, key: str, why: str) -> None:
    done = applied.scn("apply", "--yes", "--overwrite", key)

    assert done.returncode == 2
    assert f"--overwrite {key}: {why}" in done.stderr


def test_a_scenario_that_was_deleted_there_is_created_again_only_on_demand(applied: Team) -> None:
    applied.stub.store.delete(1005)
    assert "to create it again: `scn apply --overwrite opening-hours`" in applied.scn("plan").stdout
    assert applied.scn("apply", "--yes").returncode == 1

    done = applied.scn("apply", "--yes", "--overwrite", "opening-hours")
    assert done.stdout.endswith("created opening-hours 1008\n1 done\n")
    assert applied.scn("plan").returncode == 0


def test_without_a_terminal_nothing_is_sent_unless_somebody_said_yes(team: Team) -> None:
    done = team.scn("apply")

    assert done.returncode == 2
    assert "there is no terminal to ask on: add --yes, or apply a plan of `scn plan -o FILE`" in done.stderr
    assert {each.method for each in team.stub.requests} == {"GET"}


def test_a_plan_in_a_file_is_carried_out_as_it_was_made(team: Team) -> None:
    assert team.scn("plan", "-o", "plan.json").stderr == "wrote plan.json\n"
    assert "say" not in team.read("plan.json")

    done = team.scn("apply", "plan.json")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "3 done")


def test_a_plan_that_is_no_longer_true_is_refused_as_a_whole(team: Team) -> None:
    team.scn("plan", "-o", "plan.json")
    team.edit("calls/hours.scn", "See you later.", "See you.")
    done = team.scn("apply", "plan.json")

    assert done.returncode == 2
    assert "`opening-hours` is not as it was when this plan was made, so nothing was sent" in done.stderr
    assert {each.method for each in team.stub.requests} == {"GET"}


def test_a_plan_for_another_environment_names_it(team: Team) -> None:
    team.scn("plan", "--env", "production", "-o", "plan.json")
    done = team.scn("apply", "plan.json")

    assert done.returncode == 2
    assert "plan.json is for `cekura` in the environment `production`: choose it with --env" in done.stderr


def test_a_decision_in_a_plan_is_kept(applied: Team) -> None:
    applied.change(1005, {"name": "Closing time"})
    applied.scn("plan", "--overwrite", "opening-hours", "-o", "plan.json")

    assert applied.scn("apply", "plan.json").returncode == 0
    assert applied.on_platform(1005)["name"] == "Opening hours"


def test_a_plan_that_is_applied_again_elsewhere_creates_nothing_twice(team: Team) -> None:
    """Another machine has the plan, and not the lock of the run that has carried it out."""
    team.scn("plan", "-o", "plan.json")
    team.scn("apply", "plan.json")
    (team.folder / "scn.lock").unlink()
    done = team.scn("apply", "plan.json")

    assert done.returncode == 2
    assert "is not as it was when this plan was made, so nothing was sent" in done.stderr
    assert len(team.stub.store.scenarios) == 3


def test_a_plan_keeps_the_decision_to_create_another_scenario_of_the_same_name(applied: Team) -> None:
    (applied.folder / "scn.lock").unlink()
    applied.scn("plan", "--overwrite", "opening-hours", "-o", "plan.json")

    assert applied.scn("apply", "plan.json").returncode == 0
    assert [each["name"] for each in applied.stub.store.scenarios.values()].count("Opening hours") == 2


@pytest.mark.parametrize(
    "text", ["", "{}", "[1]", '{"scn-plan": 2, "environments": {}}', '{"scn-plan": "x"}']
)
def test_a_file_that_is_not_a_plan_is_refused(team: Team, text: str) -> None:
    team.write("plan.json", text)

    assert team.scn("apply", "plan.json").returncode == 2
    assert not [each for each in team.stub.requests if each.method != "GET"]


def test_a_scenario_that_no_script_has_is_deleted_only_with_prune_and_a_copy_stays(applied: Team) -> None:
    (applied.folder / "calls/hours.scn").unlink()
    assert "? no script has it: opening-hours  1005\n" in applied.scn("plan").stdout
    assert applied.scn("apply", "--yes").stdout.endswith("nothing to do\n")

    done = applied.scn("apply", "--yes", "--prune")
    assert done.stdout.endswith("deleted opening-hours 1005\n1 done\n")
    copy = ".scn_deleted/staging-cekura-opening-hours-1005.json"
    assert done.stderr == f"kept a copy of opening-hours: {copy}\n"
    again = applied.scn("decompile", copy)
    assert again.returncode == 0
    assert "say: See you later." in again.stdout
    assert applied.scn("plan").stdout == "staging, cekura: 2 unchanged\n"


def test_pruning_needs_the_whole_project_and_has_a_limit(applied: Team) -> None:
    (applied.folder / "calls/book.scn").unlink()
    some = applied.scn("apply", "--yes", "--prune", "calls/hours.scn")
    many = applied.scn("apply", "--yes", "--prune", "--max-deletes", "1")

    assert "--prune needs all scripts of the project" in some.stderr
    assert "this would delete 2 scenarios: if that is right, add `--max-deletes 2`" in many.stderr
    assert (some.returncode, many.returncode) == (2, 2)
    assert "DELETE" not in {each.method for each in applied.stub.requests}


def test_a_run_for_some_scripts_leaves_the_others_alone(team: Team) -> None:
    assert team.scn("apply", "--yes", "calls/hours.scn").stdout.endswith(
        "created opening-hours 1001\n1 done\n"
    )
    assert team.scn("plan", "--name", "Opening*").stdout == "staging, cekura: 1 unchanged\n"


def test_a_run_in_a_folder_of_the_project_is_about_the_whole_project(team: Team) -> None:
    done = scn("plan", cwd=team.folder / "calls", env=team.environment)

    assert "+ create: opening-hours  hours.scn:2" in done.stdout
    assert not (team.folder / "calls/scn.lock").exists()


def test_detailed_exit_codes_tell_whether_there_is_something_to_apply(team: Team) -> None:
    assert team.scn("plan", "--detailed-exitcode").returncode == 3
    team.scn("apply", "--yes")
    assert team.scn("plan", "--detailed-exitcode").returncode == 0


def test_programs_get_json(team: Team) -> None:
    plan = json.loads(team.scn("plan", "--format", "json").stdout)
    done = json.loads(team.scn("apply", "--yes", "--format", "json").stdout)

    assert plan[0]["environment"] == "staging"
    assert plan[0]["steps"][2] == {
        "action": "create", "key": "opening-hours", "name": "Opening hours", "id": None,
        "file": "calls/hours.scn", "line": 2, "difference": [], "help": [],
    }  # fmt: skip
    assert [each["result"] for each in done[0]["results"]] == ["done"] * 3


def test_scripts_with_errors_stop_everything(team: Team) -> None:
    team.edit("calls/hours.scn", "say: See", "sya: See")
    done = team.scn("apply", "--yes")

    assert done.returncode == 1
    assert "calls/hours.scn:11:3" in done.stderr
    assert done.stderr.endswith("scn: nothing was sent, because the scripts have errors\n")
    assert team.stub.requests == []


def test_two_scenarios_with_one_key_are_named_with_their_places(team: Team) -> None:
    for name in ("hours", "book"):
        team.edit(
            f"calls/{name}.scn",
            "language: en\n",
            "language: en\nkey: same\n" if name == "hours" else "language: en\n",
        )
    team.edit("calls/book.scn", "scenario: Book on $day\n", "scenario: Book on $day\nkey: same\n")
    team.edit("calls/book.scn", "examples: day\nrow: Friday\nrow: Monday\n\n", "")
    team.edit("calls/book.scn", " for $day", "")
    team.edit("calls/book.scn", " on $day", "")
    done = team.scn("plan")

    assert done.returncode == 1
    assert (
        "calls/hours.scn:2: the key `same` is that of calls/book.scn:4: give this scenario another one"
        in done.stderr
    )


def test_a_scenario_without_required_fields_is_not_sent(team: Team) -> None:
    team.edit("scn.toml", "personality = 11\n", "")
    done = team.scn("plan")

    assert done.returncode == 1
    assert "lacks fields that the platform requires: opening-hours" in done.stdout
    assert "= help: to create this scenario, Cekura requires a personality" in done.stdout


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({"CEKURA_API_KEY": ""}, "no API key: set CEKURA_API_KEY, or `api_key` in ~/.cekura/config.toml"),
        ({"CEKURA_API_KEY": "wrong"}, "staging/cekura: the platform doesn't accept the API key"),
        ({"CEKURA_API_URL": "http://example.com"}, "CEKURA_API_URL must start with https://"),
    ],
)
def test_a_key_that_is_missing_or_wrong_is_said(team: Team, environment: dict[str, str], words: str) -> None:
    done = scn("plan", cwd=team.folder, env=team.environment | environment)

    assert done.returncode == 2
    assert words in done.stderr


LOCKS = [
    ("<<<<<<< HEAD\n{}", "scn.lock:1: a merge left both versions of some lines here"),
    ('{"version": 2, "environments": {}}', "scn.lock:1: a newer version of scn wrote this lock: update scn"),
    ("[]", "scn.lock:1: this isn't a lock of scn"),
    ("{", "scn.lock:1: not valid JSON"),
    ("\udcff", "is not valid UTF-8"),
]


@pytest.mark.parametrize(("text", "words"), LOCKS)
def test_a_lock_that_cannot_be_used_is_said_with_its_line(team: Team, text: str, words: str) -> None:
    (team.folder / "scn.lock").write_bytes(text.encode("utf-8", "surrogateescape"))
    done = team.scn("apply", "--yes")

    assert done.returncode == 2
    assert words in done.stderr
    assert team.stub.requests == []


def test_a_failure_is_told_with_what_was_done_and_the_next_run_goes_on(team: Team) -> None:
    team.stub.fail(Status(400), "POST", "*/scenarios/")
    done = team.scn("apply", "--yes")

    assert done.returncode == 1
    assert done.stdout.endswith("created book-on-monday 1001\ncreated opening-hours 1003\n2 done, 1 failed\n")
    assert done.stderr.startswith("failed book-on-friday (calls/book.scn:7): the platform refused POST")
    assert team.scn("apply", "--yes").stdout.endswith("created book-on-friday 1005\n1 done\n")


def test_what_was_not_tried_is_told(team: Team) -> None:
    team.stub.fail(Status(401), "POST", "*/scenarios/")
    done = team.scn("apply", "--yes")

    assert done.stdout.endswith(
        "not tried: book-on-monday\nnot tried: opening-hours\n"
        "not tried, because the platform doesn't accept the key\n1 failed, 2 not tried\n"
    )


@pytest.mark.parametrize("action", [Drop(), Half(), Html(), Status(500)], ids=str)
def test_a_creation_whose_answer_is_lost_is_not_repeated(team: Team, action: object) -> None:
    team.stub.fail(action, "POST", "*/scenarios/", after=True)
    done = team.scn("apply", "--yes")

    assert "the scenario may have been created all the same: `scn apply` looks for it first" in done.stderr
    assert team.scn("plan").stdout.splitlines()[2].startswith("+ go on creating: book-on-friday")
    assert (
        "created book-on-friday 1001: had been created already, as 1001" in team.scn("apply", "--yes").stdout
    )
    assert len(team.stub.store.scenarios) == 3


def test_a_read_that_fails_is_tried_again_and_told(team: Team) -> None:
    team.stub.fail(TooMany(0), "GET", "*/scenarios/")
    done = team.scn("plan")

    assert done.returncode == 0
    assert (
        done.stderr
        == "scn: the platform gets too many requests: Request was throttled.; trying again in 0.0 s\n"
    )


def test_the_summary_counts_what_needs_a_decision(applied: Team) -> None:
    applied.change(1005, {"name": "Closing time"})
    assert applied.scn("apply", "--yes").stdout.endswith("\n1 needs a decision\n")

    applied.edit("calls/book.scn", "a table for", "one table for")
    assert applied.scn("apply", "--yes").stdout.endswith("\n2 done, 1 needs a decision\n")


def test_the_scenarios_of_a_project_without_scripts_can_still_be_deleted(applied: Team) -> None:
    for name in ("hours", "book"):
        (applied.folder / f"calls/{name}.scn").unlink()
    done = applied.scn("apply", "--yes", "--prune")

    assert done.returncode == 0, done.stderr
    assert done.stdout.endswith("3 done\n")
    assert applied.scn("plan").returncode == 2


def test_a_script_that_can_only_run_as_a_suite_is_left_out(applied: Team) -> None:
    applied.write("suite.scn", (ROOT / "samples/booking-suite.scn").read_text(encoding="utf-8"))
    done = applied.scn("plan")

    assert (done.returncode, done.stdout) == (0, "staging, cekura: 3 unchanged\n")
    assert done.stderr == (
        "scn: skipped suite.scn, which can only run as a suite (`scn run`): "
        "a request body needs metric ids, not `expected_outcome`\n"
    )
