"""A team with a stub of the platform on loopback."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import stamina

import scn_compiler.sync.runs.start
from support.cekura_stub import CekuraStub
from support.running import Running


@pytest.fixture
def running(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Running]:
    with CekuraStub() as stub, stamina.set_testing(True, attempts=7):
        team = Running(tmp_path / "team", stub)
        monkeypatch.setenv("HOME", os.fspath(tmp_path))
        monkeypatch.setattr(scn_compiler.sync.runs.start, "time", team.clock)
        yield team
