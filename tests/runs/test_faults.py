"""Faults at every request of a run: calls are placed at most once, and nothing is called a pass that wasn't judged."""

from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.sync.platforms import cekura_runs
from support.cekura_stub import (
    NEVER_ENDS,
    Drop,
    Fault,
    Half,
    Hang,
    Html,
    Meanwhile,
    Missing,
    Redirect,
    Status,
    TooMany,
)
from support.cli import scn_process
from support.laws import sweep
from support.running import Running
from support.stub_faults import Action

HOURS = "calls/hours.scn"
REQUESTS = 9
"""Requests of a run without faults: validate, start, six looks at the result, the transcripts."""

FAULTS: dict[str, tuple[Action, bool]] = {
    "500 before": (Status(500), False),
    "500 after": (Status(500), True),
    "503 before": (Status(503), False),
    "408 after": (Status(408), True),
    "400": (Status(400, ["No."]), False),
    "401": (Status(401), False),
    "403": (Status(403), False),
    "404": (Status(404), False),
    "429 before": (TooMany(2), False),
    "html before": (Html(), False),
    "html after": (Html(), True),
    "html 502 after": (Html(502), True),
    "dropped before": (Drop(), False),
    "dropped after": (Drop(), True),
    "half": (Half(), True),
    "redirect": (Redirect("https://elsewhere.example.com/"), False),
    "nothing": (Status(200, {}), True),
    "null": (Status(200, None), True),
    "list": (Status(200, []), True),
}


def test_a_run_without_faults_has_as_many_requests_as_the_loop_below_expects(running: Running) -> None:
    assert running.run(HOURS).returncode == 0
    assert len(running.stub.requests) == REQUESTS


@pytest.mark.parametrize("place", sweep(product(range(REQUESTS), FAULTS)), ids=str)
def test_a_fault_at_any_request_places_calls_at_most_once(running: Running, place: tuple[int, str]) -> None:
    index, (action, after) = place[0], FAULTS[place[1]]
    running.stub.fault_at(index, action, after=after)
    done = running.run(HOURS)

    assert done.returncode in (0, 1, 3), done.stderr
    assert len(running.starts()) <= 1
    assert len(running.stub.store.results) <= 1
    if done.returncode == 0:
        assert "passed: 1 scenario, 1 call: 1 passed" in done.stdout
    if done.returncode == 1:
        assert "the platform refuses this" in done.stderr
        assert running.stub.store.results == {}
    for identity in running.stub.store.results:
        assert f"started result {identity}" in done.stderr or "a run may have been started" in done.stderr


@pytest.mark.parametrize("case", sweep(product(("*/results/*/", "*/runs/*"), FAULTS)), ids=str)
def test_a_fault_that_stays_ends_a_run_without_a_verdict_or_without_transcripts(
    running: Running, case: tuple[str, str]
) -> None:
    request_of, fault = case
    action, after = FAULTS[fault]
    running.stub.fail(action, "GET", request_of, times=10_000, after=after)
    done = running.run(HOURS)

    assert done.returncode == (3 if "results" in request_of else 0), done.stderr
    assert len(running.starts()) == 1
    if done.returncode == 3:
        assert "shows them later" in done.stderr


LOST: list[tuple[str, Callable[[Running], Fault]]] = [
    ("dropped", lambda running: running.stub.fail(Drop(), "POST", "*/run_scenarios_json/", after=True)),
    ("502", lambda running: running.stub.fail(Status(502), "POST", "*/run_scenarios_json/", after=True)),
    ("html", lambda running: running.stub.fail(Html(), "POST", "*/run_scenarios_json/", after=True)),
    ("half", lambda running: running.stub.fail(Half(), "POST", "*/run_scenarios_json/")),
    ("no id", lambda running: running.stub.fail(Status(201, {"status": "pending"}), "POST", "*/run_scenarios_json/", after=True)),
]  # fmt: skip


@pytest.mark.parametrize("lost", [lose for _, lose in LOST], ids=[name for name, _ in LOST])
def test_a_run_whose_start_was_not_answered_is_found_by_its_name_and_followed(
    running: Running, lost: Callable[[Running], Fault]
) -> None:
    running.run(HOURS)  # a run of the same name pattern must not be taken for it
    lost(running)
    done = running.run(HOURS)

    assert done.returncode == 0, done.stderr
    assert (len(running.starts()), len(running.stub.store.results)) == (2, 2)
    second = max(running.stub.store.results)
    assert f"started result {second}" in done.stderr


def test_a_run_that_does_not_appear_is_said_to_have_started_perhaps(running: Running) -> None:
    running.stub.fail(Drop(), "POST", "*/run_scenarios_json/")
    done = running.run(HOURS)

    (start,) = running.starts()
    assert done.returncode == 3
    assert "a run may have been started" in done.stderr
    assert f"look for `{start.body['name']}`" in done.stderr
    assert running.clock.slept == [0.0, 3.0, 10.0]


def test_a_list_of_results_that_can_not_be_read_is_asked_for_again(running: Running) -> None:
    running.stub.fail(Drop(), "POST", "*/run_scenarios_json/", after=True)
    running.stub.fail(Missing(), "GET", "*/v2/results/", times=2)

    assert running.run(HOURS).returncode == 0


def test_too_many_requests_for_a_while_are_waited_out(running: Running) -> None:
    running.stub.fail(TooMany(30), "GET", "*/results/*/", nth=2, times=25)
    done = running.run(HOURS)

    assert done.returncode == 0, done.stderr
    assert "the platform gets too many requests" in done.stderr
    assert len(running.starts()) == 1


def test_a_start_that_comes_too_soon_is_not_sent_again(running: Running) -> None:
    running.stub.fail(TooMany(1), "POST", "*/run_scenarios_json/")
    done = running.run(HOURS)

    assert done.returncode == 3
    assert "the platform gets too many requests: Request was throttled.; nothing was started" in done.stderr
    assert len(running.starts()) == 1


def test_a_platform_that_does_not_listen_starts_nothing(running: Running) -> None:
    running.environment["CEKURA_API_URL"] = "http://127.0.0.1:9"
    done = running.run(HOURS)

    assert done.returncode == 3
    assert "doesn't answer" in done.stderr
    assert "nothing was started" in done.stderr


def test_an_end_that_can_not_be_asked_for_is_told(running: Running) -> None:
    running.stub.store.plans = [NEVER_ENDS]
    running.stub.fail(Status(500), "POST", "*/end_calls/")
    done = running.run(HOURS, "--timeout", "20")

    assert done.returncode == 3
    assert "the calls may go on, so end them on the dashboard" in done.stderr
    assert len(running.asked("end_calls")) == 1


def test_a_hanging_platform_is_left_after_its_timeout(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cekura_runs, "_START_SECONDS", 0.2)
    running.stub.fail(Hang(), "POST", "*/run_scenarios_json/", after=True)
    done = running.run(HOURS)

    assert done.returncode == 0, done.stderr
    assert len(running.starts()) == 1


def test_a_scenario_that_the_platform_left_out_is_not_a_pass(running: Running) -> None:
    def forget(store: Any) -> None:
        (result,) = store.results.values()
        del store.runs[result["runs"].pop()]

    running.stub.fail(Meanwhile(forget), "POST", "*/run_scenarios_json/", after=True)
    done = running.run("--junit", "out.xml")

    assert done.returncode == 3
    assert "only 2 calls of 3 took place" in done.stdout
    assert "NOT JUDGED Opening hours\n  --> calls/hours.scn:2\n  no call of it took place" in done.stdout
    assert 'message="no call of it took place"' in running.read("out.xml")


@pytest.mark.parametrize(
    ("package", "command"),
    [("httpx", ("run",)), ("stamina", ("results", "1")), ("filelock", ("run",))],
)
def test_a_missing_package_is_named_with_the_extra(
    tmp_path: Path, package: str, command: tuple[str, ...]
) -> None:
    missing = f"raise ModuleNotFoundError('No module', name='{package}')"
    (tmp_path / f"{package}.py").write_text(missing, encoding="utf-8")
    done = scn_process(*command, cwd=tmp_path, env={"PYTHONPATH": str(tmp_path)})

    assert (done.returncode, done.stdout) == (2, "")
    assert f"scn {command[0]} needs {package}: install scnlang[sync]" in done.stderr
