"""Any commands after any edits on both sides, with faults at any request: no bug, nothing twice, and an end."""

import os
import shutil
import tempfile
from functools import partial
from pathlib import Path
from unittest.mock import patch

import stamina
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.cli.sync import workspace
from scn_compiler.sync.lock_file import parse_lock
from scn_compiler.sync.platforms import open_remote
from support.cekura_stub import CekuraStub, Drop, Half, Html, Status, TooMany
from support.laws import law
from support.team_on_platform import HOURS, Team

FAULTS = st.none() | st.tuples(
    st.integers(0, 9),
    st.sampled_from([(Status(500), False), (Status(502), True), (Drop(), True), (Half(), True), (TooMany(0), False),
                     (Html(), True)]),
    st.sampled_from([1, 1, 100]),
)  # fmt: skip
COMMANDS = st.sampled_from(
    [("apply", "--yes"), ("apply", "--yes"), ("apply", "--yes", "--prune"), ("plan",), ("drift",), ("pull",),
     ("apply", "--yes", "--overwrite", "hours"), ("pull", "--overwrite", "hours"), ("mv", "hours", "moved"),
     ("mv", "moved", "hours"), ("plan", "-o", "plan.json"), ("apply", "plan.json"), ("link", "calls/hours.scn", "1001")]
)  # fmt: skip
EDITS = st.sampled_from(["words", "row", "remove", "restore", "by hand", "delete", "add"])
STEPS = st.lists(st.tuples(st.just("edit"), EDITS) | st.tuples(st.just("run"), COMMANDS, FAULTS), max_size=12)


@given(STEPS)
@law(100)
def test_any_commands_and_edits_come_to_an_end_without_a_bug(steps: list[tuple[object, ...]]) -> None:
    folder = Path(tempfile.mkdtemp())
    stub = CekuraStub()
    stub.url = "http://127.0.0.1"
    try:
        with (
            stamina.set_testing(True, attempts=2),
            patch.object(workspace, "open_remote", partial(open_remote, transport=stub.transport)),
            patch.object(os, "fsync"),
        ):
            team = Team(folder, stub)
            team.edit("calls/hours.scn", "language: en\n", "language: en\nkey: hours\n")
            for number, step in enumerate(steps):
                _happen(team, number, *step)
            _comes_to_an_end(team)
    finally:
        shutil.rmtree(folder)


def _happen(team: Team, number: int, what: str, more: object, fault: object = None) -> None:
    if what == "edit":
        _edit(team, number, str(more))
        return
    assert isinstance(more, tuple)
    if isinstance(fault, tuple):
        ahead, (action, after), times = fault
        team.stub.fail(action, nth=ahead + 1, times=times, after=after)
    deleted = len(_deleted(team))
    done = team.scn(*more)
    team.stub.faults.clear()
    assert done.returncode in (0, 1, 2), (more, done)
    assert len(_deleted(team)) == deleted or "--prune" in more or "plan.json" in more
    _nothing_is_twice(team)


def _edit(team: Team, number: int, what: str) -> None:
    hours = team.folder / "calls/hours.scn"
    found = sorted(team.stub.store.scenarios)
    match what:
        case "words" if hours.exists():
            team.write(
                "calls/hours.scn", team.read("calls/hours.scn").replace("See you", f"See {number} you")
            )
        case "row":
            team.write(
                "calls/book.scn", team.read("calls/book.scn").replace("row: Monday\n", f"row: Day {number}\n")
            )
        case "remove" if hours.exists():
            hours.unlink()
        case "restore" if not hours.exists():
            team.write("calls/hours.scn", HOURS.replace("language: en\n", "language: en\nkey: hours\n"))
        case "add":
            team.write(f"calls/new{number}.scn", HOURS.replace("Opening hours", f"New {number}"))
        case "by hand" if found:
            team.change(found[-1], {"expected_outcome_prompt": f"By hand {number}"})
        case "delete" if found:
            team.stub.store.delete(found[0])


def _deleted(team: Team) -> list[int]:
    """Return the scenarios that the key has deleted."""
    history = team.stub.store.history.items()
    return [
        identity
        for identity, rows in history
        if (rows[-1]["history_type"], rows[-1]["history_user"]["id"]) == ("-", 1)
    ]


def _nothing_is_twice(team: Team) -> None:
    names = [row["name"] for row in team.stub.store.scenarios.values()]
    assert len(names) == len(set(names)), names
    if (team.folder / "scn.lock").exists():
        entries = parse_lock(team.read("scn.lock")).section("staging/cekura").entries
        ids = [entry.id for entry in entries.values() if entry.id]
        assert len(ids) == len(set(ids))


def _comes_to_an_end(team: Team) -> None:
    for _ in range(4):
        before = len(team.stub.requests)
        last = team.scn("apply", "--yes")
        assert last.returncode in (0, 1, 2), last
    assert {each.method for each in team.stub.requests[before:]} == {"GET"}
    assert (
        " done" not in last.stdout.splitlines()[-1] if last.returncode < 2 else "doesn't have" in last.stderr
    )
    _nothing_is_twice(team)
