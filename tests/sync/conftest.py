"""A stub of the platform, with clients: ours and the official one."""

from collections.abc import Iterator
from pathlib import Path

import cekura
import cekura._http
import httpx
import pytest

from support.cekura_stub import CekuraStub
from support.cekura_stub.requests import client_of
from support.team_on_platform import Team


@pytest.fixture
def stub() -> Iterator[CekuraStub]:
    with CekuraStub() as running:
        yield running


@pytest.fixture
def team(tmp_path: Path, stub: CekuraStub) -> Team:
    return Team(tmp_path, stub)


@pytest.fixture
def applied(team: Team) -> Team:
    """A team whose scripts were applied: 1001, 1003 and 1005."""
    assert team.scn("apply", "--yes").returncode == 0
    return team


@pytest.fixture
def client(stub: CekuraStub) -> Iterator[httpx.Client]:
    with client_of(stub) as opened:
        yield opened


@pytest.fixture
def official(stub: CekuraStub, monkeypatch: pytest.MonkeyPatch) -> cekura.Cekura:
    """The official client, which leaves out the last slash of its paths, and pauses before it tries again."""
    monkeypatch.setattr(cekura._http.time, "sleep", lambda _seconds: None)
    stub.store.shapes.slashes = "optional"
    return cekura.Cekura(api_key=stub.key, base_url=stub.url)
