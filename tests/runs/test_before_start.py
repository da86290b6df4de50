"""`scn run` before anything is started: scripts, agent, key, price, the platform's check, the question."""

import pytest

from support.cekura_stub import Drop, Html, Status
from support.running import Running

HOURS = "calls/hours.scn"


def test_a_script_with_an_error_starts_nothing(running: Running) -> None:
    running.edit(HOURS, "say: See", "sya: See")
    done = running.run()

    assert done.returncode == 1
    assert "unknown keyword `sya`" in done.stderr
    assert running.stub.requests == []


def test_a_problem_that_the_platform_finds_is_shown_at_its_scenario(running: Running) -> None:
    refusal = {"errors": {"scenarios[2].conditional_actions": ["Too long."], "scenarios[0].name": ["Taken."]}}
    running.stub.fail(Status(400, refusal), "POST", "*/validate_scenarios_json/")
    done = running.run()

    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "calls/hours.scn:2: the platform refuses this: conditional_actions: Too long.",
        "calls/book.scn:7: the platform refuses this: name: Taken.",
        "scn: nothing was started",
    ]
    assert running.starts() == []


def test_a_suite_that_is_said_to_be_invalid_with_200_is_not_started(running: Running) -> None:
    answer = {"dry_run": True, "valid": False, "errors": {"scenarios[1].name": ["Taken."]}}
    running.stub.fail(Status(200, answer), "POST", "*/validate_scenarios_json/")
    done = running.run()

    assert (done.returncode, running.starts()) == (1, [])
    assert "calls/book.scn:8: the platform refuses this: name: Taken." in done.stderr


def test_a_platform_that_can_not_validate_is_asked_for_a_dry_run(running: Running) -> None:
    running.stub.store.shapes.validates = False

    assert running.run(HOURS).returncode == 0
    assert [each.query for each in running.asked("run_scenarios_json")] == [{"dry_run": "true"}, {}]
    assert len(running.stub.store.results) == 1


@pytest.mark.parametrize("action", [Status(502), Html(), Drop()], ids=str)
def test_a_dry_run_without_a_proper_answer_may_have_placed_calls(running: Running, action: object) -> None:
    running.stub.store.shapes.validates = False
    running.stub.fail(action, "POST", "*/run_scenarios_json/")
    done = running.run(HOURS)

    assert done.returncode == 3
    assert (
        "if the platform placed calls instead of checking the scripts, they are those of `scn 20"
        in done.stderr
    )
    assert len(running.asked("run_scenarios_json")) == 1


@pytest.mark.parametrize("action", [Status(502), Drop()], ids=str)
def test_a_check_without_an_answer_places_no_call(running: Running, action: object) -> None:
    running.stub.fail(action, "POST", "*/validate_scenarios_json/")
    done = running.run(HOURS)

    assert done.returncode == 3
    assert done.stderr.endswith("; nothing was started\n")
    assert running.starts() == []


def test_an_account_without_credits_starts_nothing(running: Running) -> None:
    running.stub.store.credits = 0
    done = running.run(HOURS)

    assert done.returncode == 3
    assert "Insufficient balance for this operation; nothing was started" in done.stderr


def test_a_dry_run_and_a_price_that_is_too_high_start_nothing(running: Running) -> None:
    dry, dear = running.scn("run", "--dry-run"), running.run("--max-cost", "1")
    running.edit(HOURS, "  end call\n", "")
    endless = running.run(HOURS, "--max-cost", "1000")

    assert (dry.returncode, dear.returncode, endless.returncode) == (0, 2, 2)
    assert "--max-cost allows 1" in dear.stderr
    assert "the estimate has no upper limit" in endless.stderr
    assert running.starts() == []


def test_a_platform_that_plans_other_calls_is_told_about(running: Running) -> None:
    running.stub.store.shapes.calls_a_case = 2

    assert (
        "scn: the platform plans 6 calls, and the scripts ask for 3\n"
        in running.scn("run", "--dry-run").stderr
    )


def test_without_a_terminal_nobody_can_be_asked(running: Running) -> None:
    done = running.scn("run")

    assert done.returncode == 2
    assert "there is no terminal to ask on: add --yes" in done.stderr
    assert running.starts() == []


def test_a_run_is_for_one_agent(running: Running) -> None:
    running.edit(HOURS, "language: en", "language: en\nagent: 22")
    two = running.run()
    running.write("scn.toml", "")
    none = running.run("calls/book.scn")

    assert (two.returncode, none.returncode) == (2, 2)
    assert "calls/book.scn:7 names agent 21 and calls/hours.scn:5 names agent 22" in two.stderr
    assert "calls/book.scn:7: this scenario has no agent: add `agent: ID`" in none.stderr
    assert running.stub.requests == []


def test_without_a_key_nothing_is_asked(running: Running) -> None:
    running.environment["CEKURA_API_KEY"] = ""
    done = running.run()

    assert done.returncode == 2
    assert "no API key: set CEKURA_API_KEY" in done.stderr


def test_a_key_that_the_platform_refuses_judges_nothing(running: Running) -> None:
    running.environment["CEKURA_API_KEY"] = "wrong-key"
    done = running.run()

    assert done.returncode == 3
    assert "the platform doesn't accept the API key" in done.stderr
    assert "wrong-key" not in done.stdout + done.stderr


def test_fields_that_a_suite_can_not_hold_are_told_if_they_change_a_call(running: Running) -> None:
    running.edit(HOURS, "language: en", "language: en\nfolder: Night\nphone: 77")
    done = running.run(HOURS)

    assert done.returncode == 0
    assert "calls/hours.scn:6: not in this run: `phone:`" in done.stderr
    assert "folder" not in done.stderr


def test_a_problem_in_a_block_is_shown_at_its_line(running: Running) -> None:
    refusal = {"errors": {"scenarios[0].conditional_actions.conditions[1].action": ["Too long."]}}
    running.stub.fail(Status(400, refusal), "POST", "*/validate_scenarios_json/")
    done = running.run(HOURS)

    assert done.returncode == 1
    assert done.stderr.startswith(
        "calls/hours.scn:10: the platform refuses this: conditional_actions.conditions[1].action: Too long."
    )


@pytest.mark.parametrize("files", [("one",), ("one", "two")])
def test_too_many_scenarios_are_refused_with_a_way_to_choose_fewer(
    running: Running, files: tuple[str, ...]
) -> None:
    for name in files:
        cases = (
            f"scenario: {name} {number}\n\nFIRST_MESSAGE\n  say: Bye.\n  end call\n\n"
            for number in range(201)
        )
        running.write(f"calls/{name}.scn", "role: A\nlanguage: en\n\n" + "".join(cases))
    paths = [f"calls/{name}.scn" for name in files]
    done = running.run(*paths)

    assert (done.returncode, running.stub.requests) == (2, [])
    assert (
        f"these files have {201 * len(files)} scenarios, and Cekura runs at most 200 at once" in done.stderr
    )
    assert "--tags or --name" in done.stderr
    assert running.run(*paths, "--name", "one 1?").returncode == 0


@pytest.mark.parametrize("files", [("one",), ("one", "two")])
def test_scenarios_that_are_too_large_together_are_refused(running: Running, files: tuple[str, ...]) -> None:
    for name in files:
        blocks = (f'WHEN contains "w{number}"\n  say: {"a long word " * 1000}\n' for number in range(90))
        running.write(
            f"calls/{name}.scn",
            f"scenario: {name}\nrole: A\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hi\n" + "".join(blocks),
        )
    done = running.run(*[f"calls/{name}.scn" for name in files])

    assert (done.returncode, running.stub.requests) == (2, [])
    assert "larger than 1 MB together" in done.stderr
