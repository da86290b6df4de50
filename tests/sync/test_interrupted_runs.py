"""`scn apply` as a program that is killed, interrupted, or started twice: the next run goes on."""

import os
import signal
import time
from collections.abc import Callable
from itertools import product
from subprocess import Popen

import pytest

from scn_compiler.sync.lock_file import parse_lock
from support.cekura_stub import Hang, Meanwhile, TooMany
from support.laws import sweep
from support.team_on_platform import Team

POSTS = ("POST", "*/scenarios/")


class Runs:
    """Programs that a test starts; a fault of the stub sends signals to the last one."""

    def __init__(self, team: Team) -> None:
        self.team = team
        self.last: Popen[str] | None = None

    def start(self, *words: str) -> "Popen[str]":
        self.last = self.team.start(*words)
        return self.last

    def signal(self, number: signal.Signals) -> Meanwhile:
        """Return an action that sends a signal, and waits until the program has got it."""

        def send(_store: object) -> None:
            assert self.last is not None
            os.kill(self.last.pid, number)
            if number is signal.SIGKILL:
                self.last.wait()
            else:
                time.sleep(0.3)

        return Meanwhile(send)


@pytest.fixture
def runs(team: Team) -> Runs:
    return Runs(team)


def until(happened: Callable[[], bool]) -> None:
    end = time.monotonic() + 30
    while not happened():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


def ids_in_lock(team: Team) -> dict[str, str]:
    entries = parse_lock(team.read("scn.lock")).section("staging/cekura").entries
    return {key: entry.id for key, entry in entries.items()}


def edit(team: Team) -> None:
    """Edit a script, remove a row, and add one."""
    team.edit("calls/hours.scn", "See you later.", "See you.")
    team.edit("calls/book.scn", "row: Monday\n", "row: Tuesday\n")


def is_finished(team: Team) -> None:
    """Check that the platform has what the scripts say, each once, and that nothing else is left."""
    assert team.scn("plan", "--detailed-exitcode").returncode == 0
    names = [row["name"] for row in team.stub.store.scenarios.values()]
    assert sorted(names) == ["Book on Friday", "Book on Tuesday", "Opening hours"]
    assert sorted(map(int, ids_in_lock(team).values())) == sorted(team.stub.store.scenarios)
    assert len(team.stub.store.created) == 4
    kinds = sorted("".join(row["history_type"] for row in rows) for rows in team.stub.store.history.values())
    assert kinds == ["+", "+", "+-", "+~"]
    assert not [name for name in team.files() if ".scn-" in name]
    assert team.scn("check").returncode == 0


REQUESTS = 14
"""All requests of both runs; `test_nothing_is_left_to_kill` counts them."""


def until_quiet(team: Team) -> None:
    for _ in range(3):
        team.scn("apply", "--yes", "--prune")


@pytest.mark.parametrize("place", sweep(product(range(REQUESTS), ("before", "after"))), ids=str)
def test_a_run_that_is_killed_anywhere_is_continued_by_the_next(
    team: Team, runs: Runs, place: tuple[int, str]
) -> None:
    """A run is killed while the platform gets a request, or right after the platform has carried it out."""
    index, after = place[0], place[1] == "after"
    team.stub.fail(runs.signal(signal.SIGKILL), after=after, index=index)
    first = runs.start("apply", "--yes").wait()
    if first != 0:
        until_quiet(team)
    edit(team)
    second = runs.start("apply", "--yes", "--prune").wait() if first == 0 else 0
    assert -signal.SIGKILL in (first, second)

    until_quiet(team)
    is_finished(team)


def test_nothing_is_left_to_kill(team: Team) -> None:
    team.scn("apply", "--yes")
    edit(team)
    assert team.scn("apply", "--yes", "--prune").returncode == 0

    assert len(team.stub.requests) == REQUESTS
    is_finished(team)


def test_two_runs_at_once_take_turns(team: Team, runs: Runs) -> None:
    fault = team.stub.fail(Hang(), *POSTS)
    first = runs.start("apply", "--yes")
    until(lambda: fault.happened)
    second = team.scn("apply", "--yes")
    requests = len(team.stub.requests)
    plan = team.scn("plan")
    first.kill()
    first.wait()

    assert second.returncode == 2
    assert second.stderr.endswith(
        "another run of scn is changing what scn.lock owns: wait for it, and run this again\n"
    )
    assert requests == 2, "the second run has sent nothing"
    assert plan.returncode == 0
    assert team.scn("apply", "--yes").returncode == 0
    assert len(team.stub.store.created) == 3


def test_an_interrupted_run_finishes_the_change_under_way(team: Team, runs: Runs) -> None:
    team.stub.fail(runs.signal(signal.SIGINT), *POSTS, nth=2)
    out, err = runs.start("apply", "--yes").communicate()

    assert runs.last is not None
    assert runs.last.returncode == 1
    assert out.endswith(
        "created book-on-friday 1001\ncreated book-on-monday 1003\nnot tried: opening-hours\n2 done, 1 not tried\n"
    )
    assert err == "stopping after the change that is under way; Ctrl-C again stops at once\n"
    assert ids_in_lock(team) == {"book-on-friday": "1001", "book-on-monday": "1003"}
    assert team.scn("apply", "--yes").stdout.endswith("created opening-hours 1005\n1 done\n")


@pytest.mark.slow
def test_the_second_interrupt_ends_a_run_at_once(team: Team, runs: Runs) -> None:
    team.stub.fail(runs.signal(signal.SIGINT), *POSTS, nth=2)
    fault = team.stub.fail(Hang(), *POSTS, nth=2)
    run = runs.start("apply", "--yes")
    until(lambda: fault.happened)
    os.kill(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=20)

    assert run.returncode == 1
    assert out.endswith("created book-on-friday 1001\n")
    assert err.splitlines()[1:] == ["", "scn: interrupted"]
    assert ids_in_lock(team) == {"book-on-friday": "1001", "book-on-monday": ""}
    assert team.scn("apply", "--yes").returncode == 0
    assert len(team.stub.store.created) == 3


@pytest.mark.parametrize("command", sweep(["plan", "apply", "drift"]))
def test_an_interrupt_while_the_platform_is_read_ends_a_run_at_once(
    team: Team, runs: Runs, command: str
) -> None:
    fault = team.stub.fail(Hang(), "GET", "*")
    run = runs.start(command, *(("--yes",) if command == "apply" else ()))
    until(lambda: fault.happened)
    os.kill(run.pid, signal.SIGINT)
    out, err = run.communicate(timeout=20)

    assert (run.returncode, out, err.strip()) == (1, "", "scn: interrupted")
    assert not (team.folder / "scn.lock").exists()


@pytest.mark.slow
def test_an_interrupt_ends_the_pause_before_a_change_is_sent_again(team: Team, runs: Runs) -> None:
    fault = team.stub.fail(TooMany(3600), *POSTS, nth=2, times=9)
    run = runs.start("apply", "--yes")
    until(lambda: fault.happened)
    time.sleep(0.5)
    os.kill(run.pid, signal.SIGINT)
    out, _ = run.communicate(timeout=20)

    assert run.returncode == 1
    assert out.endswith("1 done, 1 failed, 1 not tried\n")
    assert "" not in ids_in_lock(team).values()
