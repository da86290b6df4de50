"""`scn apply` on a full or read-only disk, with a wrong clock, and over a bad network."""

import errno
import os
import re
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO

import httpx
import pytest

from scn_compiler.cli.output import atomic
from scn_compiler.cli.sync.apply import Stop
from scn_compiler.sync import apply, http_client
from scn_compiler.sync.lock_file import parse_lock
from support.cekura_stub import CekuraStub, Hang, Html, Meanwhile, TooMany
from support.cli import scn
from support.team_on_platform import Team

POSTS = ("POST", "*/scenarios/")


def edit(team: Team) -> None:
    """Edit a script, remove a row, and add one."""
    team.edit("calls/hours.scn", "See you later.", "See you.")
    team.edit("calls/book.scn", "row: Monday\n", "row: Tuesday\n")


def changes(team: Team) -> list[str]:
    return [each.method for each in team.stub.requests if each.method != "GET" and each.done]


def is_finished(team: Team) -> None:
    """Check that the platform has what the scripts say, that nothing was created twice, and that no file is left."""
    assert team.scn("plan", "--detailed-exitcode").returncode == 0
    names = [rows[0]["name"] for rows in team.stub.store.history.values()]
    assert len(names) == len(set(names))
    assert len(team.stub.store.scenarios) == 3
    assert not [name for name in team.files() if ".scn-" in name]


class FullDisk:
    """Lets a number of files be written; from then on, the disk is full."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, error: int = errno.ENOSPC) -> None:
        self.room = 1_000_000
        self.written = 0
        self._error = error
        self._fill = atomic._fill
        monkeypatch.setattr(atomic, "_fill", self)

    def __call__(self, stream: BinaryIO, data: bytes, *, sync: bool | None = None) -> None:
        if self.written >= self.room:
            self._fill(stream, data[: len(data) // 2])
            raise OSError(self._error, os.strerror(self._error))
        self.written += 1
        self._fill(stream, data, sync=sync)


@pytest.mark.slow
@pytest.mark.parametrize("error", [errno.ENOSPC, errno.EROFS], ids=["full", "read-only"])
def test_nothing_is_sent_that_a_disk_cannot_note(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """The disk gets full, or the folder read-only, at each write in turn."""
    disk, room = FullDisk(monkeypatch, error), 0
    while True:
        with CekuraStub() as stub:
            (tmp_path / str(room)).mkdir()
            team = Team(tmp_path / str(room), stub)
            disk.room, disk.written = room, 0
            done = team.scn("apply", "--yes")
            earlier = 0
            if done.returncode == 0:
                earlier = len(changes(team))
                edit(team)
                done = team.scn("apply", "--yes", "--prune")
            if done.returncode == 0:
                break
            disk.room = 1_000_000
            assert done.returncode == 2
            assert os.strerror(error).lower() in done.stderr
            assert told(done.stderr) == len(changes(team)) - earlier
            unknown = stub.store.scenarios.keys() - {int(each.id or 0) for each in entries(team)}
            assert len(unknown) <= sum(each.is_pending for each in entries(team))
            if not earlier:
                edit(team)
            for _ in range(2):
                team.scn("apply", "--yes", "--prune")
            is_finished(team)
        room += 1

    assert room > 12


def told(message: str) -> int:
    """Return how many changes a message says were carried out."""
    if "nothing was sent" in message:
        return 0
    found = re.search(r"; (\d+) of \d+ steps were carried out(, and then `[\w-]+`)?", message)
    assert found, message
    return int(found[1]) + bool(found[2])


def entries(team: Team) -> list[Any]:
    if not (team.folder / "scn.lock").exists():
        return []
    return list(parse_lock(team.read("scn.lock")).section("staging/cekura").entries.values())


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt" or os.geteuid() != 0, reason="only root may mount a disk")
def test_a_disk_that_is_really_full(tmp_path: Path, stub: CekuraStub) -> None:
    """A disk of a few pages gets full while the lock grows; after some room is made, the next run goes on."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", disk], check=False)
    if mounted.returncode:
        pytest.skip("this machine can't mount a disk")
    try:
        team = Team(disk, stub)
        rows = "".join(f"row: {number}\n" for number in range(60))
        team.edit("calls/book.scn", "row: Friday\nrow: Monday\n", rows)
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(36_000))
        done = team.scn("apply", "--yes")
        assert done.returncode == 2
        assert "no space left on device" in done.stderr
        assert 0 < told(done.stderr) == len(changes(team)) < 61
        assert all(row["name"] for row in stub.store.scenarios.values())
        ballast.unlink()

        assert team.scn("apply", "--yes").returncode == 0
        assert team.scn("plan", "--detailed-exitcode").returncode == 0
        assert len(stub.store.created) == len(stub.store.scenarios) == 61
    finally:
        subprocess.run(["umount", disk], check=True)


def test_a_script_that_may_not_be_written_stops_everything(team: Team) -> None:
    script = team.folder / "calls/hours.scn"
    script.chmod(0o444)
    done = team.scn("apply", "--yes")

    assert done.returncode == 2
    assert done.stderr == (
        "scn: calls/hours.scn: cannot be written: it is read-only\n"
        "Error: nothing was sent, because a key can't be written into its script\n"
    )
    assert not changes(team)
    script.chmod(0o644)
    assert team.scn("apply", "--yes").returncode == 0


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_stops_everything(team: Team) -> None:
    team.edit("calls/hours.scn", "language: en\n", "language: en\nkey: hours\n")
    team.folder.chmod(0o555)
    done = team.scn("apply", "--yes", "calls/hours.scn")
    team.folder.chmod(0o755)

    assert done.returncode == 2
    assert "scn.lock: cannot be written: permission denied; 0 of 1 steps were carried out" in done.stderr
    assert not changes(team)


class Clock(datetime):
    """A clock that is wrong, and goes backwards."""

    start = datetime(2026, 1, 1, tzinfo=UTC)
    looks = 0

    @classmethod
    def now(cls, tz: Any = None) -> "Clock":
        Clock.looks += 1
        wrong = cls.start - timedelta(days=Clock.looks)
        return cls.fromtimestamp(wrong.timestamp(), tz)


@pytest.mark.parametrize("year", [1971, 2026, 2999])
def test_no_decision_depends_on_the_clock(team: Team, monkeypatch: pytest.MonkeyPatch, year: int) -> None:
    monkeypatch.setattr(Clock, "start", datetime(year, 6, 1, tzinfo=UTC))
    monkeypatch.setattr(apply, "datetime", Clock)
    monkeypatch.setattr(time, "time", lambda: Clock.now(UTC).timestamp())
    team.stub.fail(Html(), *POSTS, after=True)
    first = team.scn("apply", "--yes")
    [pending] = [each for each in entries(team) if each.is_pending]
    edit(team)
    second = team.scn("apply", "--yes", "--prune")

    assert Clock.looks
    assert abs(int(pending.since[:4]) - year) <= 1
    assert first.stdout.endswith(
        "created book-on-monday 1003\ncreated opening-hours 1005\n2 done, 1 failed\n"
    )
    assert second.stdout.endswith(
        "created book-on-friday 1001: had been created already, as 1001\ncreated book-on-tuesday 1007\n"
        "updated opening-hours 1005\ndeleted book-on-monday 1003\n4 done\n"
    )
    is_finished(team)


@pytest.mark.parametrize(
    ("asked", "pause"),
    [(0, 0), (7, 7), (10**30, 60), ("", 5), ("soon", 5), ("-1", 5), ("Wed, 01 Jan 2999 00:00:00 GMT", 60),
     ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("1e400", 5), ("9" * 5000, 60)],
)  # fmt: skip
def test_a_storm_of_refusals_is_waited_for_but_not_for_ever(
    team: Team, monkeypatch: pytest.MonkeyPatch, asked: int | str, pause: float
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr(Stop, "wait", lambda _stop, seconds: pauses.append(seconds))
    team.stub.fail(TooMany(asked), *POSTS, times=4)
    done = team.scn("apply", "--yes")

    assert done.stdout.endswith("3 done\n")
    assert pauses == [pause] * 4
    is_finished(team)


def test_slow_answers_are_waited_for(team: Team) -> None:
    team.stub.fail(Meanwhile(lambda _: time.sleep(0.4)), times=3)

    assert team.scn("apply", "--yes").returncode == 0
    is_finished(team)


def test_an_answer_that_is_too_slow_is_looked_for_by_the_next_run(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_client, "_TIMEOUT", httpx.Timeout(1.0))
    team.stub.fail(Hang(), *POSTS, after=True)
    done = team.scn("apply", "--yes")

    assert done.returncode == 1
    assert f"{team.stub.url} doesn't answer: it took too long" in done.stderr
    assert "had been created already, as 1001" in team.scn("apply", "--yes").stdout
    is_finished(team)


@contextmanager
def proxy(to: str, answers: int) -> Iterator[str]:
    """A proxy that closes each connection after some answers, without a word; yields its address."""
    host, _, port = to.removeprefix("http://").partition(":")

    def serve(client: socket.socket) -> None:
        with closing(client), socket.create_connection((host, int(port))) as server:
            for _ in range(answers):
                pass_on(client, server)
                pass_on(server, client)

    def pass_on(one: socket.socket, other: socket.socket) -> None:
        """Pass on one request or answer."""
        data = b""
        while b"\r\n\r\n" not in data:
            data += received(one)
        head, _, body = data.partition(b"\r\n\r\n")
        found = re.search(rb"(?i)content-length: *(\d+)", head)
        while len(body) < int(found[1] if found else 0):
            body += received(one)
        other.sendall(head + b"\r\n\r\n" + body)

    def received(one: socket.socket) -> bytes:
        data = one.recv(65536)
        if not data:
            raise ConnectionError
        return data

    def guarded(client: socket.socket) -> None:
        try:
            serve(client)
        except OSError:
            return

    def accept() -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=guarded, args=(client,), daemon=True).start()

    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=accept, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        listener.close()


@pytest.mark.parametrize("answers", [1, 2])
def test_a_proxy_that_closes_connections_costs_at_most_another_run(team: Team, answers: int) -> None:
    with proxy(team.stub.url, answers) as address:
        for _ in range(4):
            done = scn("apply", "--yes", cwd=team.folder, env=team.environment | {"CEKURA_API_URL": address})
            if done.returncode == 0:
                break

    assert done.returncode == 0, done
    is_finished(team)
