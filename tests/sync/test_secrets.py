"""The key goes to the platform's own host, and nowhere else: into no output, no file, and no other server."""

import re
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import pytest
import stamina

import scn_compiler.sync.runs.start
from scn_compiler.cli import commands
from scn_compiler.sync.http_client import ApiClient
from support.cekura_stub import CekuraStub, Drop, Half, NextPage, Redirect, Status, Store, TooMany
from support.cli import Run, scn
from support.laws import sweep
from support.paths import ROOT
from support.running import PaperClock
from support.stub_faults import Answer, answer
from support.team_on_platform import HOURS, Team

COMMANDS: dict[str, tuple[tuple[str, ...], ...]] = {
    "plan": (("plan", "-o", "plan.json"), ("plan", "--format", "json")),
    "apply": (("apply", "--yes", "--prune"), ("apply", "--yes", "--format", "json")),
    "drift": (("drift",), ("drift", "--format", "json")),
    "link": (("link", "calls/new.scn", "1008"), ("link", "calls/hours.scn", "1005")),
    "names": (("names",), ("names", "--write"), ("names", "--format", "json")),
    "pull": (("pull", "--format", "json"), ("pull", "--adopt", "-o", "pulled")),
    "run": (("run", "--yes", "--dry-run"), ("run", "--yes", "--junit", "junit.xml")),
    "results": (("results", "1001"),),
    "rollback": (("rollback", "opening-hours", "--yes"), ("rollback", "opening-hours", "--list")),
}
"""The commands that ask the platform. `mv` needs their packages, but asks nobody."""

KEY = "stub-0123456789abcdefSECRETfedcba9876543210"


@dataclass(frozen=True)
class ContentType:
    """Answers with a type of content that nobody expects."""

    value: str

    def __call__(self, _store: Store, _given: Answer | None) -> Answer:
        return Answer(200, (("content-type", self.value),), b"<html>")


@dataclass(frozen=True)
class ServerSays:
    """Answers with a status, and the key in a header."""

    status: int
    header: str

    def __call__(self, _store: Store, _given: Answer | None) -> Answer:
        return answer(self.status, {}, **{self.header: KEY})


def next_page(address: str) -> Status:
    return Status(200, {"id": 1001, "count": 1, "next": address, "results": []})


FAULTS: dict[str, Any] = {
    "in a sentence": Status(400, {"detail": f"bad key {KEY}"}),
    "in a list": Status(400, [f"{KEY} is wrong", KEY]),
    "as a field": Status(400, {KEY: [KEY], "errors": {f"a.{KEY}": [KEY]}}),
    "cut off": Status(400, {"detail": f"{'x' * 385} {KEY}"}),
    "quoted": Status(400, {"detail": f"in {quote(KEY + '/', safe='')}"}),
    "401": Status(401, {"detail": KEY}),
    "403": Status(403, {"detail": f"{KEY} may not"}),
    "404": Status(404, {"detail": KEY}),
    "429": TooMany(f"1; {KEY}"),
    "500": Status(500, {"error": KEY, "trace": f"X-CEKURA-API-KEY: {KEY}\n at line 1"}),
    "html": Status(502, f"<pre>{KEY}</pre>"),
    "type": ContentType(f"text/{KEY}"),
    "redirect": Redirect(f"https://{KEY}.example/{KEY}"),
    "retry after": ServerSays(503, "Retry_After"),
    "in a check": Status(200, {"dry_run": True, "valid": False, "errors": {KEY: [f"{KEY} is wrong"]}}),
    "no object": Status(200, [KEY]),
    "no list": Status(200, {"results": {KEY: KEY}}),
    "no id": Status(200, {"id": [KEY], "name": KEY}),
    "next page": next_page(f"https://{KEY}@{KEY}.example/{KEY}"),
    "bad address": next_page(f"https://[{KEY}/{KEY}"),
    "half": Half(),
    "nothing": Drop(),
}


@pytest.fixture(autouse=True)
def without_waiting() -> Iterator[None]:
    with stamina.set_testing(True, attempts=2):
        yield


@pytest.fixture
def busy(applied: Team, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Team:
    """A team with something to do for each command, and a folder for temporary files."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path_factory.mktemp("temporary")))
    monkeypatch.setattr(scn_compiler.sync.runs.start, "time", PaperClock())
    applied.stub.store.keys[KEY] = applied.stub.store.keys[applied.stub.key]
    applied.stub.key = KEY
    applied.environment["CEKURA_API_KEY"] = KEY
    applied.write("calls/new.scn", HOURS.replace("Opening hours", "Something else"))
    applied.edit("calls/hours.scn", "See you later.", "See you.")
    applied.edit("calls/book.scn", "row: Monday\n", "")
    applied.change(1005, {"tags": ["by hand"]})
    assert applied.stub.store.create({"name": "Something else", "agent": 21, "personality": 11})["id"] == 1008
    return applied


def in_pieces(text: str) -> bool:
    """Whether a text has the key, or a good part of it."""
    return any(KEY[start : start + 10] in text for start in range(5, len(KEY) - 9))


def says_nothing(team: Team, done: Run) -> None:
    """Check that neither the output nor a file has the key."""
    assert not in_pieces(done.stdout), done.stdout
    assert not in_pieces(done.stderr), done.stderr
    for folder in (team.folder, Path(tempfile.gettempdir())):
        for each in folder.rglob("*"):
            assert not in_pieces(str(each))
            assert not each.is_file() or not in_pieces(each.read_bytes().decode("latin-1")), each


@pytest.mark.parametrize("command", sweep(COMMANDS))
def test_the_key_is_in_no_output_and_in_no_file(busy: Team, command: str) -> None:
    codes = set()
    for words in COMMANDS[command]:
        for method in ("GET", "POST", "PATCH", "DELETE"):
            for name, action in FAULTS.items():
                before = len(busy.stub.requests)
                busy.stub.fail(action, method, "*", times=3)
                done = busy.scn(*words)
                says_nothing(busy, done)
                assert done.returncode in (0, 1, 2, 3), (name, done)
                codes.add(done.returncode)
                busy.stub.faults.clear()
                if not any(each.method == method for each in busy.stub.requests[before:]):
                    break  # this command sends no such request

    assert codes - {0}, "something has failed"


@pytest.mark.parametrize("command", COMMANDS)
def test_the_key_is_in_no_report_of_a_bug(busy: Team, command: str) -> None:
    class Broken(Exception):  # noqa: N818
        pass

    def break_down(*_: object, **__: object) -> None:
        raise Broken(f"{KEY} {KEY!r}")

    for words in COMMANDS[command]:
        with patch.object(ApiClient, "_request", break_down):
            done = busy.scn(*words)
        says_nothing(busy, done)

        assert done.returncode == 101
        assert "scn: this is a bug in scn, not in your file: Broken in break_down" in done.stderr
        assert "Traceback" not in done.stderr


def test_all_commands_that_ask_the_platform_are_tried() -> None:
    folder = Path(commands.__file__).parent
    talking = {
        each.stem for each in folder.glob("*.py") if 'needing("sync"' in each.read_text(encoding="utf-8")
    }

    assert talking - {"mv"} == set(COMMANDS)


@pytest.mark.parametrize("status", sweep([302, 307]))
@pytest.mark.parametrize("command", COMMANDS)
def test_a_redirect_to_another_host_gets_no_key(busy: Team, command: str, status: int) -> None:
    with CekuraStub() as other:
        busy.stub.fail(Redirect(f"{other.url}/test_framework/v1/scenarios/", status), times=100)
        for words in COMMANDS[command]:
            done = busy.scn(*words)

            assert done.returncode in (2, 3)
            assert "the platform redirects " in done.stderr
        assert other.requests == []


def test_the_next_page_on_another_host_is_not_asked_for(busy: Team) -> None:
    with CekuraStub() as other:
        busy.stub.fail(NextPage(f"{other.url}/test_framework/v1/scenarios/?page=2"), "GET", "*/scenarios/")
        done = busy.scn("plan")

        assert done.returncode == 2
        assert f"sends the next page to another host, {other.url.removeprefix('http://')}" in done.stderr
        assert other.requests == []


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_a_request_to_this_machine_never_goes_over_a_proxy(busy: Team, variable: str) -> None:
    """It isn't encrypted, so a proxy would see the key."""
    with CekuraStub() as other:
        environment = busy.environment | {variable: other.url, "NO_PROXY": "", "no_proxy": ""}
        done = scn("plan", cwd=busy.folder, env=environment)

        assert other.requests == []
        assert done.returncode == 1


def test_all_tests_that_the_page_on_safety_names_exist() -> None:
    page = (ROOT / "docs/explanation/sync-safety.md").read_text(encoding="utf-8")
    named = re.findall(r"^\|.*\| `(test_\w+)` \|$", page, re.MULTILINE)
    rooms = (ROOT / "tests/sync", ROOT / "tests/runs")
    texts = [each.read_text(encoding="utf-8") for room in rooms for each in room.glob("test_*.py")]

    assert len(named) == page.count("\n| It ")
    assert [name for name in named if not any(f"def {name}(" in text for text in texts)] == []
