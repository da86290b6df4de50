"""Reads Cekura's results and calls, in each of the shapes that its documents show.

Source: openapi.json of cekura-ai/docs, 2026-08-18 and a newer copy after 2026-08-21; samples of webhooks (2026-07-10); the
skills for CI (to 2026-09-10 and later).
"""

import math
from collections.abc import Iterator
from typing import Any

from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.rehearsal.recording import UnreadableRecording, read_recording
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.runs.result import CallVerdict, FailedCheck, PlacedCall, RunResult, Transcript
from scn_dsl.records import replace

_ENCRYPTED = "__encrypted__"
_REFUSED = (False, "no", "No", "false", "False", 0)
"""Values of `aligned`: a boolean in the reference, text in a skill."""


def result_of(answer: Json) -> RunResult:
    """Read a result.

    Shapes:
        runs: `{"274": {…}}`, `[{…}]`    -> calls; the key is the id of a call that has none
        counts: `3`, `"3"`               -> 3

    Raises:
        ApiError: if it isn't a result.
    """
    if not isinstance(answer, dict) or answer.get("id") in (None, ""):
        raise ApiError("the platform answered without a result")
    return RunResult(
        str(answer["id"]),
        _text(answer.get("name")),
        _text(answer.get("status")),
        tuple(call_of(each) for each in _runs(answer.get("runs"))),
        _count(answer.get("total_runs_count")),
        _count(answer.get("success_runs_count")),
        _text(answer.get("project")),
    )


def _runs(runs: Json) -> Iterator[dict[str, Any]]:
    if isinstance(runs, dict):
        for key, run in runs.items():
            if isinstance(run, dict):
                yield {"id": key, **run}
    elif isinstance(runs, list):
        yield from (run for run in runs if isinstance(run, dict))


def call_of(run: dict[str, Any]) -> PlacedCall:
    """Read a call, from a result or on its own.

    Shapes:
        scenario: `5`, `{"id": 5, "name": "…"}`   -> its name, unless `scenario_name` has it
        duration: `"01:30"`, `90`                 -> 90
    """
    scenario = run.get("scenario")
    name = _text(run.get("scenario_name")) or (
        _text(scenario.get("name")) if isinstance(scenario, dict) else ""
    )
    success = run.get("success")
    call = PlacedCall(
        _text(run.get("id")),
        name,
        _text(run.get("status")),
        success if isinstance(success, bool) else None,
        _error(run),
        _seconds(run.get("duration")),
        script=_text(run.get("scenario_instructions")) or None,
        transcript=_transcript(run) if "transcript" in run or "transcript_object" in run else None,
    )
    if call.verdict is not CallVerdict.FAILED:
        return call
    return replace(call, checks=_checks(run))


def _error(run: dict[str, Any]) -> str:
    """Return why a call failed: the platform's message, or else how the call ended."""
    metadata = run.get("metadata")
    is_over = run.get("status") in ("failed", "timeout", "cancelled")
    reason = metadata.get("ended_reason") if is_over and isinstance(metadata, dict) else None
    return _text(run.get("error_message")) or _text(reason)


def _checks(run: dict[str, Any]) -> tuple[FailedCheck, ...]:
    """Return the checks that a call failed: those of the rubric if it has rules, else the outcomes and binary metrics."""
    rubric = [each for each in _dicts(run.get("rubric")) if each.get("passed") is False]
    if rubric:
        return tuple(
            FailedCheck(
                _text(each.get("metric_name")) or "a rule of the rubric", _joined(each.get("explanation"))
            )
            for each in rubric
        )
    return (*_outcomes(run.get("expected_outcome")), *_metrics(run.get("evaluation")))


def _outcomes(expected: Json) -> Iterator[FailedCheck]:
    if not isinstance(expected, dict):
        return
    why = _joined(expected.get("explanation"))
    missed = [each for each in _dicts(expected.get("outcome_alignments")) if each.get("aligned") in _REFUSED]
    for each in missed:
        name = _text(each.get("prompt_part")) or _text(each.get("outcome"))
        yield FailedCheck("expected outcome", why, name)
    if not missed and (_number(expected.get("score")) == 0 or expected.get("passed") is False):
        yield FailedCheck("expected outcome", why)


def _metrics(evaluation: Json) -> Iterator[FailedCheck]:
    for metric in _dicts(evaluation.get("metrics") if isinstance(evaluation, dict) else None):
        is_binary = metric.get("eval_type") == "binary" or _text(metric.get("type")).startswith("binary")
        score = _number(metric.get("score_normalized", metric.get("score")))
        if metric.get("passed") is False or (is_binary and metric.get("passed") is None and score == 0):
            yield FailedCheck(_text(metric.get("name")) or "a metric", _joined(metric.get("explanation")))


def _transcript(run: dict[str, Any]) -> Transcript:
    """Return the words of a call: those of the objects, else those of the lines."""
    for found in (run.get("transcript_object"), run.get("transcript")):
        if isinstance(found, dict) and _ENCRYPTED in found:
            return Transcript(problem="it is encrypted")
        text = found if isinstance(found, str) else dump(found) if isinstance(found, list) else ""
        if not text.strip() or text.strip() == "[]":
            continue
        if _ENCRYPTED in text[:80]:
            return Transcript(problem="it is encrypted")
        try:
            return Transcript(read_recording(text))
        except UnreadableRecording:
            continue
    return Transcript(problem="it is empty")


def _dicts(values: Json) -> Iterator[dict[str, Any]]:
    yield from (each for each in values if isinstance(each, dict)) if isinstance(values, list) else ()


def _text(value: Json) -> str:
    return "" if value is None or isinstance(value, dict | list) else str(value)


def _joined(value: Json) -> str:
    parts = value if isinstance(value, list) else [value]
    return " ".join(_text(each) for each in parts if _text(each))


def _number(value: Json) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        number = float(value) if isinstance(value, int | float | str) else math.nan
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _count(value: Json) -> int | None:
    number = _number(value)
    return int(number) if number is not None and number == int(number) else None


def _seconds(value: Json) -> float | None:
    """Return a duration in seconds; the platform writes `MM:SS`, in samples also seconds."""
    if isinstance(value, str) and ":" in value:
        parts = value.split(":")
        if not all(part.strip().isdecimal() for part in parts):
            return None
        seconds = 0
        for part in parts:
            seconds = seconds * 60 + int(part)
        return float(seconds)
    return _number(value)
