"""Results as the platform sends them, in all shapes, and the verdict on a run."""

from typing import Any

import pytest

from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.platforms.cekura_results import call_of, result_of
from scn_compiler.sync.runs.result import (
    CallVerdict,
    FailedCheck,
    Gate,
    PlacedCall,
    RunResult,
    judge_result,
    with_details,
)
from support.cases import every

RUN = {
    "id": 274,
    "scenario": 5,
    "scenario_name": "Book",
    "status": "completed",
    "success": True,
    "duration": "01:30",
}
FAILED = RUN | {"id": 275, "success": False}
COUNTS = {
    "total_runs_count": "1",
    "success_runs_count": 1,
    "completed_runs_count": "1",
    "failed_runs_count": "0",
}
RESULT = {"id": 167, "name": "night", "status": "completed", "runs": {"274": RUN}, **COUNTS}


def result(
    *calls: PlacedCall, status: str = "completed", total: int | None = -1, succeeded: int | None = -1
) -> RunResult:
    passed = sum(call.verdict is CallVerdict.PASSED for call in calls)
    return RunResult(
        "167",
        "night",
        status,
        calls,
        len(calls) if total == -1 else total,
        passed if succeeded == -1 else succeeded,
    )


def call(status: str = "completed", success: bool | None = None) -> PlacedCall:
    return PlacedCall("274", "Book", status, success)


PASSED, REFUSED = call(success=True), call(success=False)


@every(
    "runs",
    [
        {"274": RUN},
        [RUN],
        {"274": {key: value for key, value in RUN.items() if key != "id"}},
        {"274": RUN, "275": None},
    ],
)
def test_the_calls_of_a_result_are_a_map_or_an_array(runs: Any) -> None:
    read = result_of(RESULT | {"runs": runs})

    assert read.calls == (PlacedCall("274", "Book", "completed", True, seconds=90.0),)
    assert (read.id, read.total, read.succeeded) == ("167", 1, 1)
    assert judge_result(read, 1) == (Gate.PASSED, "")


@pytest.mark.parametrize("scenario", [{"id": 5, "name": "Book"}, 5, None])
def test_a_scenario_is_a_number_or_an_object(scenario: Any) -> None:
    run = RUN | {"scenario": scenario} | ({"scenario_name": None} if isinstance(scenario, dict) else {})

    assert call_of(run).scenario == "Book"


@every("count", [None, "many", "1.5", True, {"n": 1}, 1e999, "nan"])
def test_a_count_that_is_no_number_never_lets_a_run_pass(count: Any) -> None:
    read = result_of(RESULT | {"success_runs_count": count})

    gate, reason = judge_result(read, 1)
    assert gate is Gate.UNJUDGED
    assert "don't agree" in reason


@every("answer", [None, [], "done", {}, {"id": None}, {"detail": "x"}])
def test_an_answer_without_a_result_is_an_error(answer: Any) -> None:
    with pytest.raises(ApiError, match="without a result"):
        result_of(answer)


@every("duration", ["MM:SS", "", None, [], "1:xx"])
def test_a_duration_that_can_not_be_read_is_left_out(duration: Any) -> None:
    assert call_of(RUN | {"duration": duration}).seconds is None


def test_the_rubric_is_why_a_call_failed_if_it_has_rules() -> None:
    rubric = [
        {"metric_name": "Politeness", "passed": False, "explanation": ["It was rude.", "Twice."]},
        {"metric_name": "Speed", "passed": True},
    ]
    metrics = {"metrics": [{"name": "Other", "passed": False}]}

    read = call_of(FAILED | {"rubric": rubric, "evaluation": metrics})
    assert read.checks == (FailedCheck("Politeness", "It was rude. Twice."),)


@pytest.mark.parametrize("aligned", [False, "no"])
def test_expected_outcomes_that_were_missed_are_named(aligned: Any) -> None:
    expected = {
        "score": 50,
        "explanation": ["No date was confirmed."],
        "outcome_alignments": [
            {"outcome": "x", "prompt_part": "The main agent confirms the date", "aligned": aligned},
            {"outcome": "y", "prompt_part": "It says hello", "aligned": True},
        ],
    }

    read = call_of(FAILED | {"expected_outcome": expected})
    assert read.checks == (
        FailedCheck("expected outcome", "No date was confirmed.", "The main agent confirms the date"),
    )


@every(
    ("metric", "failed"),
    [
        ({"eval_type": "binary", "passed": False}, True),
        ({"eval_type": "binary", "passed": True, "score": 0}, False),
        ({"type": "binary_workflow_adherence", "score": 0}, True),
        ({"type": "binary_workflow_adherence", "score": 5}, False),
        ({"type": "binary", "score_normalized": "0"}, True),
        ({"type": "numeric", "score": 0}, False),
        ({"type": "enum", "enum": "bad"}, False),
    ],
)
def test_binary_metrics_fail_in_each_form(metric: Any, failed: bool) -> None:
    read = call_of(FAILED | {"evaluation": {"metrics": [{"name": "M", "explanation": "why", **metric}]}})

    assert read.checks == ((FailedCheck("M", "why"),) if failed else ())


@pytest.mark.parametrize(
    "odd", [{"rubric": "x", "evaluation": [], "expected_outcome": []}, {"evaluation": {"metrics": {}}}]
)
def test_reasons_in_an_unknown_shape_are_left_out(odd: Any) -> None:
    assert call_of(FAILED | odd).checks == ()


def test_a_call_that_passed_has_no_failed_checks() -> None:
    assert call_of(RUN | {"evaluation": {"metrics": [{"name": "M", "passed": False}]}}).checks == ()


TURNS = [{"role": "Testing Agent", "content": "Hi"}, {"role": "Main Agent", "content": "Hello"}]


@every(
    ("fields", "words", "problem"),
    [
        ({"transcript_object": TURNS}, ["Hi", "Hello"], ""),
        (
            {"transcript_object": [], "transcript": "[00:01] Testing Agent: Hi\n[00:02] Main Agent: Hello"},
            ["Hi", "Hello"],
            "",
        ),
        ({"transcript_object": [{"role": "Function Call", "data": {}}, *TURNS]}, ["Hi", "Hello"], ""),
        ({"transcript_object": {"__encrypted__": "x"}, "transcript": ""}, [], "it is encrypted"),
        ({"transcript_object": None, "transcript": {"__encrypted__": "x"}}, [], "it is encrypted"),
        ({"transcript_object": '{"__encrypted__": "x"}'}, [], "it is encrypted"),
        ({"transcript_object": [], "transcript": ""}, [], "it is empty"),
        ({"transcript_object": [{"role": "Main Agent"}], "transcript": None}, [], "it is empty"),
        ({"transcript": "garbled"}, [], "it is empty"),
    ],
)
def test_a_transcript_is_read_in_each_form_or_unavailable(
    fields: Any, words: list[str], problem: str
) -> None:
    transcript = call_of(RUN | fields).transcript

    assert transcript is not None
    assert [each.text for each in transcript.utterances] == words
    assert transcript.problem == problem


# The verdict


@every(
    ("judged", "gate", "reason"),
    [
        (result(PASSED, PASSED), Gate.PASSED, ""),
        (result(PASSED, REFUSED), Gate.FAILED, "1 call failed the checks"),
        (result(REFUSED, call("timeout")), Gate.FAILED, "1 call failed the checks"),
        (result(PASSED, call("timeout"), call("timeout")), Gate.UNJUDGED, "2 calls timed out"),
        (result(PASSED, call("failed"), call("cancelled")), Gate.UNJUDGED, "1 call broken, 1 call cancelled"),
        (result(PASSED, call()), Gate.UNJUDGED, "1 call not judged"),
        (result(call("running"), status="running"), Gate.UNJUDGED, "1 call not judged"),
        (result(PASSED, status="running"), Gate.UNJUDGED, "the run has not ended: it is `running`"),
        (result(PASSED, status="failed"), Gate.UNJUDGED, "the platform says that the run is `failed`"),
        (result(PASSED, status="done?"), Gate.UNJUDGED, "the run has not ended: it is `done?`"),
        (result(PASSED, total=2), Gate.UNJUDGED, "don't agree"),
        (result(PASSED, succeeded=0), Gate.UNJUDGED, "don't agree"),
        (result(PASSED, total=None), Gate.UNJUDGED, "don't agree"),
        (result(), Gate.UNJUDGED, "don't agree"),
        (result(total=3, succeeded=3), Gate.UNJUDGED, "don't agree"),
        (RunResult("167", "night", ""), Gate.UNJUDGED, "could not be read"),
    ],
)
def test_a_run_passes_only_if_every_call_took_place_and_passed(
    judged: RunResult, gate: Gate, reason: str
) -> None:
    assert judge_result(judged)[0] is gate
    assert reason in judge_result(judged)[1]


def test_a_run_with_fewer_calls_than_scenarios_does_not_pass() -> None:
    assert judge_result(result(PASSED), 2) == (Gate.UNJUDGED, "only 1 call of 2 took place")


@every(
    ("settled", "is_settled"),
    [
        (call(), False),
        (PASSED, True),
        (REFUSED, True),
        (call("timeout"), True),
        (call("evaluating"), False),
        (call("a status of tomorrow", success=True), False),
    ],
)
def test_a_call_is_settled_when_it_ended_badly_or_has_a_verdict(
    settled: PlacedCall, is_settled: bool
) -> None:
    assert settled.is_settled is is_settled
    assert result(PASSED, settled).is_settled is is_settled


def test_details_add_words_and_reasons_but_never_change_a_verdict() -> None:
    judged = result(REFUSED)
    more = PlacedCall("274", "", "running", True, checks=(FailedCheck("M"),), script="{}")

    (merged,) = with_details(judged, [more]).calls
    assert (merged.verdict, merged.scenario, merged.checks, merged.script) == (
        CallVerdict.FAILED,
        "Book",
        (FailedCheck("M"),),
        "{}",
    )
    assert with_details(judged, []) == judged
