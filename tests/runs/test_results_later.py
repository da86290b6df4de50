"""`scn results`: the result of an earlier run, beside the scripts of today."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from support.cekura_stub import FAILED_CHECKS, NEVER_ENDS, Outcome
from support.cli import Run
from support.running import HAPPY, Running

HOURS = "calls/hours.scn"
GONE = "Scenario Deleted"


def later(running: Running, *words: str) -> Run:
    """The result of the latest run, shown without starting anything."""
    before = len(running.starts())
    done = running.scn("results", str(max(running.stub.store.results)), *words)
    assert len(running.starts()) == before
    assert running.stub.key not in done.stdout + done.stderr
    return done


def test_a_result_is_shown_as_the_run_itself_was(running: Running) -> None:
    running.environment["CEKURA_PROJECT_ID"] = "1"
    running.stub.store.plans = [FAILED_CHECKS]
    first = running.run("--junit", "first.xml")
    second = later(running, "--junit", "second.xml")

    assert first.returncode == second.returncode == 1
    assert second.stdout == first.stdout
    assert running.read("second.xml") == running.read("first.xml")


def test_without_a_project_nobody_knows_the_page_on_the_dashboard(running: Running) -> None:
    running.stub.store.plans = [FAILED_CHECKS]
    running.run(HOURS)

    assert "https://" not in later(running, HOURS).stdout


def test_a_run_that_goes_on_is_not_judged(running: Running) -> None:
    running.stub.store.plans = [NEVER_ENDS]
    running.run(HOURS, "--timeout", "5")
    (call,) = running.stub.store.runs.values()
    call["ended"] = None
    done = later(running, HOURS)

    assert done.returncode == 3
    assert "its status is `running`, without a verdict" in done.stdout


def test_a_script_that_has_changed_since_is_told(running: Running) -> None:
    running.stub.store.plans = [Outcome(success=False, transcript=HAPPY)]
    running.run(HOURS)
    before = later(running, HOURS, "--format", "json")
    running.edit(HOURS, "See you later", "Bye")
    after = later(running, HOURS)

    document: Any = json.loads(before.stdout)
    assert document["scenarios"][0]["calls"][0]["script_has_changed"] is False
    assert "the script has changed since this call, so these lines may be wrong" in after.stdout
    assert "no block explains what the caller said: See you later." in after.stdout


def test_what_a_run_prints_and_its_result_later_can_be_measured(running: Running) -> None:
    pytest.importorskip("duckdb")
    lookup = {"id": "1", "name": "hours"}
    spoken = Outcome(success=False, transcript=(HAPPY[0], ("Function Call", lookup), *HAPPY[1:]))
    running.stub.store.plans = [spoken, Outcome(encrypted=True), Outcome(status="failed", transcript=())]
    running.write("run.json", running.run("--format", "json").stdout)
    running.write("later.json", later(running, "--format", "json").stdout)
    running.write("talk.scn", 'scenario: Talk\nrole: A customer\nWHEN contains "until"\n  say: Thanks.\n')
    document: Any = json.loads(running.read("later.json"))
    calls = [call for scenario in document["scenarios"] for call in scenario["calls"]]
    (messages,) = [call["messages"] for call in calls if call["messages"]]
    (call,) = [each for each in calls if each["messages"]]

    assert messages == [
        {"role": "caller", "content": "Hi, are you still open?"},
        {"role": "agent", "content": "Until six."},
        {"role": "caller", "content": "See you later."},
    ]
    for name in ("run.json", "later.json"):
        done = running.scn("measure", "talk.scn", "--transcripts", name, "--format", "json")
        measured: Any = json.loads(done.stdout)
        (condition,) = measured["conditions"]
        assert (measured["utterances"], measured["calls"], condition["holds"]) == (1, 1, 1)
        assert condition["examples"] == [{"call": call["id"], "turn": 1}]
        (problem,) = measured["transcripts"]["problems"]
        assert (problem["kind"], problem["count"]) == ("call without messages", 2)


def test_a_call_whose_scenario_was_deleted_is_known_by_its_script(running: Running) -> None:
    running.stub.store.plans = [Outcome(success=False, transcript=HAPPY)] * 3
    running.run()
    for call in running.stub.store.runs.values():
        call.update(scenario=None, scenario_name=GONE)
    done = later(running)

    assert done.stdout.count("FAILED Opening hours") == 1
    assert done.stdout.count("FAILED Book on") == 2
    assert GONE not in done.stdout


def test_calls_of_other_scripts_are_shown_by_name(running: Running) -> None:
    running.stub.store.plans = [FAILED_CHECKS] * 3
    running.run()
    done = later(running, HOURS, "--junit", "out.xml")

    assert (
        "FAILED Book on Friday\n  the platform gives no reason\n  no transcript: no script of it was named"
        in done.stdout
    )
    names = [suite.attrib["name"] for suite in ET.fromstring(running.read("out.xml"))]
    assert names == ["calls/hours.scn", "other calls"]


def test_a_result_is_shown_without_any_script(running: Running) -> None:
    running.stub.store.plans = [FAILED_CHECKS]
    running.run(HOURS)
    for script in running.folder.rglob("*.scn"):
        script.unlink()
    done = later(running)

    assert done.returncode == 1
    assert done.stdout.startswith("FAILED Opening hours\n  the platform gives no reason\n")
    assert running.scn("results", "1", "calls").returncode == 2


def test_a_script_with_errors_does_not_hide_a_result(running: Running) -> None:
    running.stub.store.plans = [FAILED_CHECKS] * 3
    running.run()
    running.edit(HOURS, "say: See", "sya: See")
    done = later(running)

    assert done.returncode == 1
    assert done.stderr == "scn: skipped calls/hours.scn: it has errors\n"
    assert "FAILED Book on Friday\n  --> calls/book.scn:7\n" in done.stdout
    assert "FAILED Opening hours\n  the platform" in done.stdout


def test_scenarios_of_other_runs_are_left_out(running: Running) -> None:
    running.run(HOURS)
    done = later(running, "--format", "json")

    document: Any = json.loads(done.stdout)
    assert [each["name"] for each in document["scenarios"]] == ["Opening hours"]
    assert done.returncode == 0


@pytest.mark.parametrize(
    ("identity", "code", "words"), [("999999", 3, "the platform has no"), ("../runs/1", 2, "isn't the id")]
)
def test_a_result_that_is_not_there_is_told(running: Running, identity: str, code: int, words: str) -> None:
    done = running.scn("results", identity)

    assert (done.returncode, done.stdout) == (code, "")
    assert words in done.stderr
