"""Ctrl-C and its like, in a real process: the calls are ended once, and a second one quits."""

import os
import signal
import subprocess
import time
from collections.abc import Iterator

import pytest

from support.cekura_stub import NEVER_ENDS, Hang
from support.laws import sweep
from support.paths import PROGRAMS
from support.running import Running

HOURS = "calls/hours.scn"
LONGEST = 60
"""Seconds to wait for a program before a test fails."""


@pytest.fixture
def program(running: Running) -> Iterator[subprocess.Popen[str]]:
    """`scn run` of a call that never ends."""
    running.stub.store.plans = [NEVER_ENDS]
    started = subprocess.Popen(
        [PROGRAMS / "scn", "run", HOURS, "--yes", "--junit", "out.xml"],
        cwd=running.folder,
        env=os.environ | running.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    yield started
    started.kill()
    started.wait()


def wait_for(running: Running, path: str) -> None:
    """Wait until a request was sent."""
    end = time.monotonic() + LONGEST
    while not running.asked(path):
        assert time.monotonic() < end, [each.path for each in running.stub.requests]
        time.sleep(0.02)


@pytest.mark.parametrize("number", sweep([signal.SIGINT, signal.SIGTERM]))
def test_an_interrupted_run_ends_its_calls_and_says_how_to_see_it_later(
    running: Running, program: subprocess.Popen[str], number: signal.Signals
) -> None:
    wait_for(running, "/v2/results/")
    program.send_signal(number)
    out, err = program.communicate(timeout=LONGEST)
    (identity,) = running.stub.store.results

    assert program.returncode == 3, err
    assert [each.path for each in running.asked("end_calls")] == [
        f"/test_framework/v2/results/{identity}/end_calls/"
    ]
    assert f"ending the calls of result {identity}" in err
    assert f"`scn results {identity}` shows the result later" in err
    assert out.splitlines()[-1].startswith("not judged: 1 scenario")
    assert "<error" in running.read("out.xml")
    assert "Traceback" not in err
    assert len(running.starts()) == 1


@pytest.mark.slow
def test_a_second_interrupt_quits(running: Running, program: subprocess.Popen[str]) -> None:
    running.stub.fail(Hang(), "POST", "*/end_calls/")
    wait_for(running, "/v2/results/")
    program.send_signal(signal.SIGINT)
    wait_for(running, "end_calls")
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=LONGEST)

    assert program.returncode == 1
    assert err.splitlines()[-1] == "scn: interrupted"
    assert len(running.asked("end_calls")) == 1


@pytest.mark.slow
def test_a_start_that_is_interrupted_is_looked_for_and_ended(
    running: Running, program: subprocess.Popen[str]
) -> None:
    running.stub.fail(Hang(), "POST", "*/run_scenarios_json/", after=True)
    wait_for(running, "run_scenarios_json")
    time.sleep(0.3)
    program.send_signal(signal.SIGINT)
    _, err = program.communicate(timeout=LONGEST)

    assert program.returncode == 3, err
    assert len(running.starts()) == 1
    assert len(running.asked("end_calls")) == 1


@pytest.mark.slow
def test_an_interrupt_while_the_timeout_ends_the_calls_does_not_end_them_again(running: Running) -> None:
    running.stub.store.plans = [NEVER_ENDS]
    running.stub.fail(Hang(), "POST", "*/end_calls/")
    started = subprocess.Popen(
        [PROGRAMS / "scn", "run", HOURS, "--yes", "--timeout", "1"],
        cwd=running.folder,
        env=os.environ | running.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    wait_for(running, "end_calls")
    started.send_signal(signal.SIGINT)
    _, err = started.communicate(timeout=LONGEST)

    assert (started.returncode, err.splitlines()[-1]) == (1, "scn: interrupted")
    assert len(running.asked("end_calls")) == 1
