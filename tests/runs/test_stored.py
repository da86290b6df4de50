"""`scn run --stored`: the scenarios that were applied, by their ids, as long as the scripts are what was sent."""

import pytest

from support.cekura_stub import Outcome
from support.running import HAPPY, Running

HOURS = "calls/hours.scn"


@pytest.fixture
def applied(running: Running) -> Running:
    """The team with its scripts on the platform."""
    assert running.scn("apply", "--yes").returncode == 0
    return running


def test_applied_scenarios_run_by_their_ids(applied: Running) -> None:
    done = applied.run("--stored", "--frequency", "2")

    assert done.returncode == 0, done.stderr
    (start,) = applied.starts()
    assert start.path.endswith("/run_scenarios/")
    assert sorted(start.body["scenarios"]) == sorted(applied.stub.store.scenarios)
    assert (start.body["agent_id"], start.body["frequency"]) == (21, 2)
    assert done.stdout.splitlines()[-1] == "passed: 3 scenarios, 6 calls: 6 passed"


def test_a_chat_has_its_own_way_to_start_and_other_channels_have_none(applied: Running) -> None:
    chat, other = (
        applied.run(HOURS, "--stored", "--channel", "text"),
        applied.run("--stored", "--channel", "chirp"),
    )

    assert chat.returncode == 0
    assert [each.path.rsplit("/", 2)[1] for each in applied.starts()] == ["run_scenarios_text"]
    assert other.returncode == 2
    assert "--stored works with --channel voice or text" in other.stderr


def test_calls_of_stored_scenarios_are_compared_with_their_scripts(applied: Running) -> None:
    applied.stub.store.plans = [Outcome(success=False, transcript=HAPPY)]
    done = applied.run(HOURS, "--stored")

    assert done.returncode == 1
    assert "ran: calls/hours.scn:7 FIRST_MESSAGE, calls/hours.scn:11 WHEN The agent says" in done.stdout


def test_a_script_that_was_never_applied_starts_nothing(running: Running) -> None:
    done = running.run("--stored")

    assert done.returncode == 1
    assert "calls/hours.scn:2: `Opening hours` was never applied" in done.stderr
    assert "run `scn apply` first, or leave out --stored" in done.stderr
    assert running.starts() == []


def test_a_script_that_has_changed_since_starts_nothing(applied: Running) -> None:
    applied.edit(HOURS, "See you later", "See you tomorrow")
    done = applied.run("--stored")

    assert done.returncode == 1
    assert "calls/hours.scn:2: `Opening hours` has changed since it was last applied" in done.stderr
    assert "book.scn" not in done.stderr
    assert applied.starts() == []


def test_each_environment_has_its_own_ids(applied: Running) -> None:
    done = applied.run("--stored", "--env", "production")

    assert done.returncode == 1
    assert "was never applied" in done.stderr
