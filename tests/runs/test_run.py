"""`scn run` against the stub of the platform: what is sent, shown and returned."""

import json
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from support.cekura_stub import BROKEN, FAILED_CHECKS, NEVER_ENDS, TIMED_OUT, Outcome, Status
from support.running import HAPPY, NAMES, Running

HOURS = "calls/hours.scn"
MISSED = Outcome(
    success=False,
    transcript=HAPPY[:2],
    expected={
        "explanation": ["It never said goodbye."],
        "outcome_alignments": [{"outcome": "x", "prompt_part": "Says goodbye", "aligned": "no"}],
    },
)


def test_all_scripts_are_sent_as_one_suite_and_pass(running: Running) -> None:
    done = running.run()

    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "passed: 3 scenarios, 3 calls: 3 passed"
    (start,) = running.starts()
    assert [each["name"] for each in start.body["spec"]["scenarios"]] == list(NAMES)
    assert (start.body["agent_id"], start.body["channel"], start.body["frequency"]) == (21, "voice", 1)
    assert start.body["name"].startswith("scn 20")
    assert [each.path.rsplit("/", 2)[1] for each in running.stub.requests[:2]] == [
        "validate_scenarios_json",
        "run_scenarios_json",
    ]


def test_what_is_sent_is_what_was_validated_and_nothing_is_stored(running: Running) -> None:
    running.run(HOURS, "--channel", "text", "--frequency", "2")

    validated, started = running.asked("_scenarios_json/")
    assert validated.body == started.body
    assert started.body["channel"] == "text"
    assert running.stub.store.scenarios == {}
    (result,) = running.stub.store.results.values()
    assert len(result["runs"]) == 2


def test_the_price_and_the_result_are_told_before_and_after_the_start(running: Running) -> None:
    done = running.run(HOURS)

    said = done.stderr.splitlines()
    assert said[0].startswith("1 call of 1 scenario: ")
    assert said[1] == "the platform says 0.35, in its own unit, which it doesn't document"
    (identity,) = running.stub.store.results
    assert said[2] == f"started result {identity}: https://dashboard.example.com/1/results/{identity}"
    assert said[3] == "pending: 0 of 1 calls ended"
    assert said[-1] == "completed: 1 of 1 calls ended: 1 passed"


@pytest.mark.parametrize(
    ("outcomes", "code", "summary"),
    [
        ([], 0, "passed: 3 scenarios, 3 calls: 3 passed"),
        ([FAILED_CHECKS], 1, "failed: 3 scenarios, 3 calls: 2 passed, 1 failed"),
        (
            [FAILED_CHECKS, TIMED_OUT, BROKEN],
            1,
            "failed: 3 scenarios, 3 calls: 1 failed, 1 broken, 1 timed out",
        ),
        (
            [Outcome(), TIMED_OUT, TIMED_OUT],
            3,
            "not judged: 3 scenarios, 3 calls: 1 passed, 2 timed out",
        ),
        ([BROKEN] * 3, 3, "not judged: 3 scenarios, 3 calls: 3 broken"),
    ],
)
def test_the_exit_code_is_the_verdict(
    running: Running, outcomes: list[Outcome], code: int, summary: str
) -> None:
    running.stub.store.plans = list(outcomes)
    done = running.run()

    assert (done.returncode, done.stdout.splitlines()[-1]) == (code, summary)


def test_a_failed_call_is_shown_with_its_line_its_reason_and_the_blocks_that_ran(running: Running) -> None:
    running.stub.store.plans = [MISSED]
    done = running.run(HOURS)
    (identity,), (call,) = running.stub.store.results, running.stub.store.runs

    assert (
        done.stdout
        == f"""FAILED Opening hours
  --> calls/hours.scn:2
  expected outcome: Says goodbye: It never said goodbye.
  ran: calls/hours.scn:6 FIRST_MESSAGE
  https://dashboard.example.com/1/results/{identity}?call_id={call}

never ran in any call
  calls/hours.scn:10  WHEN The agent says when the shop closes

failed: 1 scenario, 1 call: 1 failed
"""
    )


@pytest.mark.parametrize("words", ["Says goodbye", "says goodbye."])
def test_an_expected_outcome_is_shown_with_its_line(running: Running, words: str) -> None:
    running.edit(HOURS, "language: en", f"language: en\nexpect: It greets\nexpect: {words}")
    running.stub.store.plans = [MISSED]
    done = running.run(HOURS)

    assert "  expected outcome (calls/hours.scn:6): Says goodbye: It never said goodbye.\n" in done.stdout


def test_blocks_that_ran_in_another_call_of_the_scenario_did_run(running: Running) -> None:
    running.stub.store.plans = [MISSED, Outcome(transcript=HAPPY)]
    done = running.run(HOURS, "--frequency", "2")

    assert done.stdout.startswith("FAILED Opening hours (call 1 of 2)\n")
    assert "never ran" not in done.stdout


@pytest.mark.parametrize(
    ("outcome", "why"),
    [(Outcome(success=False, encrypted=True), "it is encrypted"), (TIMED_OUT, "it is empty")],
)
def test_a_transcript_that_can_not_be_read_is_no_error(running: Running, outcome: Outcome, why: str) -> None:
    running.stub.store.plans = [outcome]
    done = running.run(HOURS)

    assert done.returncode == (1 if outcome.status == "completed" else 3)
    assert f"no transcript: {why}" in done.stdout
    assert "never ran" not in done.stdout


@pytest.mark.parametrize("shape", ["runs", "scenario", "counts", "seconds", "unread"])
def test_each_shape_of_an_answer_is_read(running: Running, shape: str) -> None:
    shapes = running.stub.store.shapes
    shapes.scenario_as_object = shape == "scenario"
    shapes.counts_as_text = shape != "counts"
    shapes.seconds_in_transcripts = shape == "seconds"
    shapes.runs = "map" if shape == "runs" else "array"
    running.stub.store.plans = [MISSED]
    if shape == "unread":
        running.stub.fail(Status(400, {"run_ids": ["Too many."]}), "GET", "*/runs/bulk/", times=9)
    done = running.run(HOURS)

    assert done.returncode == 1
    assert "ran: calls/hours.scn:6 FIRST_MESSAGE" in done.stdout


def test_a_verdict_that_comes_late_is_waited_for(running: Running) -> None:
    running.stub.store.plans = [Outcome(late_verdict=8)]

    assert running.run(HOURS).returncode == 0
    assert running.clock.slept[:3] == [1.0, 1.5, 2.25]
    assert max(running.clock.slept) == 15.0


def test_a_verdict_that_never_comes_is_not_a_pass(running: Running) -> None:
    running.stub.store.plans = [Outcome(late_verdict=10_000)]
    done = running.run(HOURS, "--timeout", "3m")

    assert done.returncode == 3
    assert done.stdout.endswith("not judged: 1 scenario, 1 call: 1 not judged\n")
    assert running.clock.now <= 180


def test_the_report_as_json_has_all_that_is_shown(running: Running) -> None:
    running.stub.store.plans = [MISSED]
    done = running.run(HOURS, "--format", "json")
    document: Any = json.loads(done.stdout)
    (scenario,) = document["scenarios"]
    (call,) = scenario["calls"]

    assert (document["verdict"], document["exit_code"], document["calls"]["failed"]) == ("failed", 1, 1)
    assert (scenario["name"], scenario["file"], scenario["line"]) == ("Opening hours", "calls/hours.scn", 2)
    assert call["failed_checks"] == [
        {
            "name": "expected outcome",
            "explanation": "It never said goodbye.",
            "outcome": "Says goodbye",
            "place": None,
        }
    ]
    assert call["ran"] == [{"place": "calls/hours.scn:6", "block": "FIRST_MESSAGE"}]
    assert scenario["never_ran"] == [
        {"place": "calls/hours.scn:10", "block": "WHEN The agent says when the shop closes"}
    ]


def test_junit_has_failures_errors_and_skipped_calls(running: Running) -> None:
    running.stub.store.plans = [FAILED_CHECKS, TIMED_OUT, Outcome("cancelled"), Outcome(), BROKEN, Outcome()]
    running.run("--frequency", "2", "--junit", "out/runs.xml")

    book, hours = ET.fromstring(running.read("out/runs.xml")).iter("testsuite")
    assert [book.attrib[name] for name in ("name", "tests", "failures", "errors", "skipped")] == [
        "calls/book.scn", "4", "1", "1", "1",
    ]  # fmt: skip
    assert [hours.attrib[name] for name in ("tests", "failures", "errors", "skipped")] == ["2", "0", "1", "0"]
    assert [(case.attrib["name"], [each.tag for each in case]) for case in book] == [
        ("Book on Friday (call 1 of 2)", ["failure"]),
        ("Book on Friday (call 2 of 2)", ["error"]),
        ("Book on Monday (call 1 of 2)", ["skipped"]),
        ("Book on Monday (call 2 of 2)", ["system-out"]),
    ]
    assert book[1][0].attrib == {"message": "The call timed out", "type": "timed out"}


def test_a_github_summary_lists_the_calls(running: Running) -> None:
    running.stub.store.plans = [MISSED]
    running.run()

    summary = running.read("summary.md")
    assert summary.startswith("### scn run: failed")
    assert "| calls/book.scn&#58;7 Book on Friday | 1 of 1 | failed | expected outcome" in summary
    assert summary.count("| passed |") == 2


def test_a_long_github_summary_is_shortened(running: Running) -> None:
    why = ({"name": "Long", "passed": False, "explanation": ["too long " * 2000]},)
    running.stub.store.usual = Outcome(success=False, stages=(), late_verdict=0, metrics=why)
    running.run(HOURS, "--frequency", "40")

    summary = running.read("summary.md")
    assert 150_000 < len(summary) < 500_000
    assert "\n29 more are in the log.\n" in summary


EVIL = "\x1b[31m ::error::pwned ##[group] <b>@team</b> | `x` ]]> &amp; \u202e [a](http://b)\n::warning::x"


def test_texts_of_the_platform_have_no_effect_anywhere(running: Running) -> None:
    outcome = Outcome(
        success=False,
        transcript=(("Main Agent", EVIL), ("Testing Agent", EVIL)),
        metrics=({"name": EVIL, "passed": False, "explanation": [EVIL]},),
    )
    running.stub.store.plans = [outcome] * 2
    shown = running.run(HOURS, "--junit", "out.xml")
    printed = running.run(HOURS, "--format", "json")

    xml, summary = running.read("out.xml"), running.read("summary.md")
    for text in (shown.stdout, shown.stderr, printed.stdout, xml, summary):
        assert not any(char in text for char in "\x1b\u202e")
        assert not any(line.lstrip().startswith(("::error", "::warning")) for line in text.splitlines())
        assert "##[group" not in text
    failure = ET.fromstring(xml).find(".//failure")
    assert failure is not None
    assert "<b>" in failure.attrib["message"]
    assert "<b>" not in summary
    assert "@team" not in summary
    assert json.loads(printed.stdout)["scenarios"][0]["calls"][0]["failed_checks"][0]["name"] == EVIL


def test_a_run_that_never_ends_is_ended_after_the_timeout(running: Running) -> None:
    running.stub.store.plans = [FAILED_CHECKS, NEVER_ENDS, Outcome()]
    done = running.run("--timeout", "10m", "--junit", "out.xml")
    (identity,) = running.stub.store.results

    assert done.returncode == 1
    assert 590 <= running.clock.now <= 600
    assert [each.done for each in running.asked("end_calls")] == [True]
    assert f"`scn results {identity}` shows the result later" in done.stderr
    assert done.stdout.splitlines()[-1] == "failed: 3 scenarios, 3 calls: 1 passed, 1 failed, 1 cancelled"
    assert ET.fromstring(running.read("out.xml")).find(".//skipped") is not None


def test_a_run_of_which_nothing_was_judged_before_the_timeout_exits_with_3(running: Running) -> None:
    running.stub.store.plans = [NEVER_ENDS] * 3

    done = running.run("--timeout", "30")
    assert done.returncode == 3
    assert "took longer than --timeout, 30 s" in done.stderr
    assert len(running.starts()) == 1


@pytest.mark.parametrize("timeout", ["soon", "0", "-3"])
def test_a_timeout_is_a_duration(running: Running, timeout: str) -> None:
    done = running.run("--timeout", timeout)

    assert done.returncode == 2
    assert "isn't a duration: write it like 30m, 90s or 1h" in done.stderr


def test_the_report_never_replaces_a_script(running: Running) -> None:
    done = running.run("--junit", HOURS)

    assert done.returncode == 2
    assert running.stub.requests == []


def test_scripts_for_when_say_then_are_sent_in_that_form_if_all_of_them_are(running: Running) -> None:
    running.edit(HOURS, "scenario:", "target: cekura-when\nscenario:")
    running.run(HOURS)
    running.run()

    alone, together = (each.body["spec"]["scenarios"][-1]["conditional_actions"] for each in running.starts())
    assert alone["conditions"][0]["when"] == "The agent says when the shop closes"
    assert together["conditions"][1]["condition"] == "The agent says when the shop closes"


def test_a_fragment_that_ran_is_named_with_its_own_file(running: Running) -> None:
    running.write("calls/shared.scn", "fragment: greeting\nFIRST_MESSAGE\n  say: Hello there.\n")
    running.write(
        "calls/one.scn",
        "import: shared.scn\nscenario: One\nrole: A\nlanguage: en\ninsert: greeting\n"
        "WHEN The agent says goodbye\n  say: Bye.\n  end call\n",
    )
    running.stub.store.plans = [Outcome(success=False, transcript=(("Testing Agent", "Hello there."),))]
    done = running.run("calls/one.scn")

    assert "ran: calls/shared.scn:2 FIRST_MESSAGE" in done.stdout
    assert "calls/one.scn:6  WHEN The agent says goodbye" in done.stdout
