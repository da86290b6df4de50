"""Locks, answers, names and arguments that no sensible person would make: a message, and nothing is lost."""

import json
import os
from collections.abc import Callable
from itertools import product
from pathlib import Path
from typing import Any

import pytest

from support.cekura_stub import Meanwhile, Status, Store
from support.cli import scn
from support.laws import sweep
from support.stub_faults import Answer
from support.team_on_platform import HOURS, Team


class Changed:
    """Changes each object in an answer."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def __call__(self, _store: Store, given: Answer | None) -> Answer:
        assert given is not None
        body = json.loads(given.body)
        for row in body.get("results", [body]):
            row.update(self.values)
        return Answer(given.status, given.headers, json.dumps(body).encode())


def folder(path: Path, _text: str) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path, _text: str) -> None:
    path.unlink()
    os.mkfifo(path)


def link(path: Path, text: str) -> None:
    path.unlink()
    other = path.parent.parent / "other.lock"
    other.write_text(text, encoding="utf-8")
    path.symlink_to(other)


def dangling(path: Path, _text: str) -> None:
    path.unlink()
    path.symlink_to(path.parent.parent / "nowhere.lock")


def edited(before: str, after: str) -> Callable[[Path, str], None]:
    return lambda path, text: path.write_bytes(text.replace(before, after).encode()) and None


NO_LOCKS: list[tuple[Callable[[Path, str], None], str]] = [
    (folder, "scn.lock: cannot be read: is a directory"),
    (pipe, "scn.lock: cannot be read: it is not a regular file"),
    (link, "scn.lock is a link to a file outside the project: remove it"),
    (dangling, "scn.lock is a link to a file outside the project: remove it"),
    (lambda path, text: path.write_bytes(text.encode("utf-16")) and None, "this file is UTF-16: save it as UTF-8"),
    (lambda path, _: path.write_text("[" * 100_000) and None, "scn.lock:1: not valid JSON: nested too deeply"),
    (lambda path, _: path.write_text("") and None, "scn.lock:1: not valid JSON: expected a value"),
    (edited('"version": 1,', '"version": 1, "rows": {},'), "scn.lock:2: this version of scn doesn't know `rows`"),
    (edited('"seen"', '"owner": "x", "seen"'), "scn.lock:6: this version of scn doesn't know `owner`"),
    (edited('"scenarios": {', '"tags": {}, "scenarios": {'), "scn.lock:5: this version of scn doesn't know `tags`"),
    (edited('"version": 1,', '"version": 1.5,'), "scn.lock:1: this isn't a lock of scn"),
    (edited('"version": 1,', '"version": true,'), "scn.lock:1: this isn't a lock of scn"),
    (edited('"version": 1,', '"version": 0,'), "scn.lock:1: this isn't a lock of scn"),
    (edited('"id": "1001"', '"id": 1001'), "scn.lock:6: the entry of `book-on-friday` isn't one that scn writes"),
    (edited("1001", "1/../x?y#"), "`1/../x?y#` isn't an id of this platform"),
    (edited("1001", "\\u001b[31m::error::"), "`\\u001b[31m::error::` isn't an id of this platform"),
]  # fmt: skip


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pipes in folders")
@pytest.mark.parametrize(("spoil", "message"), NO_LOCKS)
def test_a_lock_that_is_none_is_told_and_left_alone(
    applied: Team, spoil: Callable[[Path, str], None], message: str
) -> None:
    path = applied.folder / "scn.lock"
    spoil(path, path.read_text(encoding="utf-8"))
    before = len(applied.stub.requests), path.is_file() and path.read_bytes()
    for words in (("plan",), ("apply", "--yes", "--prune"), ("drift",)):
        done = applied.scn(*words)

        assert (done.returncode, done.stdout) == (2, "")
        assert message in done.stderr
        assert "\x1b" not in done.stderr
    assert {each.method for each in applied.stub.requests[before[0] :]} <= {"GET"}
    assert (path.is_file() and path.read_bytes()) == before[1]


@pytest.mark.parametrize(
    "dressed",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: f"\ufeff{text}",
        pytest.param(lambda text: text + " " * 100_000_000, marks=pytest.mark.slow),
        lambda text: json.dumps(json.loads(text)),
    ],
    ids=["CRLF", "BOM", "100 MB", "one line"],
)
def test_a_lock_may_have_passed_through_other_programs(applied: Team, dressed: Callable[[str], str]) -> None:
    path = applied.folder / "scn.lock"
    text = path.read_bytes()
    path.write_bytes(dressed(text.decode()).encode())

    assert applied.scn("plan").stdout == "staging, cekura: 3 unchanged\n"
    applied.edit("calls/hours.scn", "See you later.", "See you.")
    assert applied.scn("apply", "--yes").returncode == 0
    assert path.read_bytes().count(b"\n") == text.count(b"\n"), "the next change writes it as always"


@pytest.mark.parametrize("identity", ["1001", "a_b", 10**30])
def test_ids_are_numbers_or_words(team: Team, identity: object) -> None:
    team.stub.fail(Changed(id=identity), "POST", "*/scenarios/", after=True)

    assert f"created book-on-friday {identity}\n" in team.scn("apply", "--yes").stdout


@pytest.mark.parametrize(
    "identity", [1001.0, -5, None, True, [1], {"a": 1}, "a/b", "..", "", "x" * 200, "1 2", "\x1b[31m"]
)
def test_what_is_no_id_is_not_noted(team: Team, identity: object) -> None:
    team.stub.fail(Changed(id=identity), "POST", "*/scenarios/", after=True)
    done = team.scn("apply", "--yes")

    assert done.returncode == 1
    assert "the platform sent a scenario without an id; the scenario may have been created" in done.stderr
    assert "had been created already, as 1001" in team.scn("apply", "--yes").stdout
    assert len(team.stub.store.created) == 3


WRONG_VALUES: list[dict[str, Any]] = [
    {"name": None}, {"name": 5}, {"name": ["x"]}, {"name": "\ud800"}, {"updated_at": 5}, {"updated_at": {"a": 1}},
    {"instructions": 5}, {"instructions": "{"}, {"instructions": "[1]"}, {"instructions": '{"conditions": 5}'},
    {"tags": "x"}, {"scenario_type": 5}, {"personality": "x"}, {"outbound_phone_number_data": 5}, {"metrics": {}},
    {"instructions": '{"role": "\\ud800", "conditions": [{"id": "x"}]}'}, {"id": 1.5}, {"id": "../x"},
]  # fmt: skip


@pytest.mark.parametrize("case", sweep(product(("*/scenarios/", "*/scenarios/1005/"), WRONG_VALUES)), ids=str)
def test_answers_of_a_wrong_shape_end_in_no_bug(applied: Team, case: tuple[str, dict[str, Any]]) -> None:
    path, values = case
    applied.change(1005, {"tags": ["by hand"]})
    applied.edit("calls/hours.scn", "See you later.", "See you.")
    applied.stub.fail(Changed(**values), "GET", path, after=True, times=100)
    for words in (("plan",), ("drift", "--format", "json"), ("apply", "--yes")):
        done = applied.scn(*words)

        assert done.returncode in (0, 1, 2), done
    applied.stub.faults.clear()
    applied.scn("apply", "--yes", "--overwrite", "opening-hours")
    assert applied.scn("plan").returncode == 0


NAMES = ["x" * 10_000, "a\x1b[31mred\x1b[0m\x07b", "::error::x\n::set-output name=a::b", "line\r\nnew\u2028x", "\u202egnp.exe",
         "##vso[task.complete]", "", "\x9b31m"]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_names_on_the_platform_are_shown_as_text(applied: Team, name: str) -> None:
    applied.change(1005, {"name": name, "tags": [name]})
    applied.stub.store.create({"name": name or "::x", "agent": 21, "personality": 11})
    for words in (
        ("plan",),
        ("drift",),
        ("plan", "--format", "json"),
        ("apply", "--yes"),
        ("pull", "--dry-run"),
    ):
        done = applied.scn(*words)
        assert done.returncode in (0, 1)
        for line in (done.stdout + done.stderr).split("\n"):
            assert not line.lstrip().startswith(("::", "##")), line
            assert not any(not each.isprintable() for each in line), line


def test_a_script_that_changes_while_it_is_applied_is_left_alone(team: Team) -> None:
    """Somebody saves the script in an editor after scn has read it."""
    changed = HOURS.replace("later", "then")
    team.stub.fail(Meanwhile(lambda _: team.write("calls/hours.scn", changed)), "GET", "*")
    done = team.scn("apply", "--yes")

    assert done.returncode == 2
    assert "calls/hours.scn: changed during this run, so it was not written: run scn again" in done.stderr
    assert {each.method for each in team.stub.requests} == {"GET"}
    assert team.read("calls/hours.scn") == changed
    assert team.scn("apply", "--yes").returncode == 0


def test_arguments_that_make_no_sense_are_told(team: Team) -> None:
    (team.folder.parent / "other").mkdir()
    other = team.folder.parent / "other/x.scn"
    other.write_text(HOURS, encoding="utf-8")
    (other.parent / "scn.toml").write_text("", encoding="utf-8")

    assert "name the script" in scn("plan", "-", cwd=team.folder, env=team.environment, stdin=HOURS).stderr
    assert "did you mean `staging`?" in team.scn("plan", "--env", "stagin").stderr
    assert "--env: empty name" in team.scn("plan", "--env", "").stderr
    assert "belong to two projects" in team.scn("apply", "--yes", "calls", str(other)).stderr
    assert "isn't an id of this platform" in team.scn("link", "calls/hours.scn", "1/../2").stderr
    assert "does not exist" in team.scn("plan", "nowhere.scn").stderr
    assert team.stub.requests == []


def test_an_answer_of_many_problems_is_one_line(team: Team) -> None:
    problems = {f"field{number}": ["x\n::error::y" * 100] for number in range(50)}
    team.stub.fail(Status(400, problems), "POST", "*/scenarios/")
    done = team.scn("apply", "--yes")

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "::error" not in done.stderr.replace("x ::error::", "")
