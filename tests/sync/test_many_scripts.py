"""A plan of many scripts that didn't change asks only for the pages of the list."""

import os
from functools import partial
from pathlib import Path

import pytest

from scn_compiler.cli.sync import workspace
from scn_compiler.sync.platforms import open_remote
from support.cekura_stub import CekuraStub
from support.team_on_platform import BOOK, Team


@pytest.mark.slow
@pytest.mark.parametrize("count", [201, 2000])
@pytest.mark.parametrize("one_file", [False, True], ids=["files", "a table"])
def test_a_plan_of_unchanged_scripts_asks_once_for_each_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, one_file: bool
) -> None:
    stub = CekuraStub()
    stub.url = "http://127.0.0.1"
    monkeypatch.setattr(workspace, "open_remote", partial(open_remote, transport=stub.transport))
    monkeypatch.setattr(os, "fsync", lambda _: None)  # a lock that isn't on the disk yet will do here
    team = Team(tmp_path, stub)
    (team.folder / "calls/hours.scn").unlink()
    if one_file:
        rows = "".join(f"row: {number}\n" for number in range(count))
        team.edit("calls/book.scn", "row: Friday\nrow: Monday\n", rows)
    else:
        (team.folder / "calls/book.scn").unlink()
        text = BOOK.replace("examples: day\nrow: Friday\nrow: Monday\n\n", "")
        for number in range(count):
            team.write(f"calls/{number}.scn", text.replace("$day", f"day {number}"))
    done = team.scn("apply", "--yes")
    assert done.stdout.endswith(f"\n{count} done\n"), done.stderr
    assert len(stub.requests) == 1 + count + -(-count // 200)

    for command, words in (
        ("plan", f"staging, cekura: {count} unchanged\n"),
        ("drift", "nothing has changed"),
    ):
        before = len(stub.requests)
        assert team.scn(command).stdout.startswith(words)
        asked = stub.requests[before:]
        assert {(each.method, each.path) for each in asked} == {("GET", "/test_framework/v1/scenarios/")}
        assert len(asked) == -(-count // 200)
