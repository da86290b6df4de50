"""A fault at every single request of a team's day: the platform and the lock end up as they do without faults."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

import pytest
import stamina

from scn_compiler.sync import apply, canonical, survey
from scn_compiler.sync.apply import Outcome, Result
from scn_compiler.sync.http_client import ApiError
from scn_compiler.sync.plan import Decision, Local, overwriting
from scn_compiler.sync.survey import OtherAccount
from support.cekura_stub import (
    Asked,
    CekuraStub,
    Drop,
    Half,
    Hang,
    Html,
    Missing,
    NextPage,
    Redirect,
    Status,
    Store,
    TooMany,
)
from support.syncing import SECTION, Project, local

FOR_EVER = 1_000_000
KINDS: list[tuple[Any, bool, int]] = [
    (Status(500), False, 1), (Drop(), True, 1), (Drop(), False, FOR_EVER), (Half(), True, 1), (Status(401), False, 1),
    (Status(502), True, 1), (Html(), True, 1), (Hang(), False, FOR_EVER), (TooMany(0), False, 2), (Hang(), True, 1),
    (Redirect("http://127.0.0.2/"), False, 1), (Html(503), True, 3), (Status(403), False, 1),
    (Status(503), True, FOR_EVER), (Drop(), False, 1), (TooMany(86400), False, 1),
]  # fmt: skip
"""Actions, whether they happen after the platform has acted, and to how many requests in a row."""

KINDS_FOR_LISTS: list[tuple[Any, bool, int]] = [
    (Missing(1), True, 1), (Missing(2, admits=True), True, 1), (NextPage("https://elsewhere.example/"), True, 1), *KINDS,
]  # fmt: skip


@dataclass
class Day:
    """A team's day: scripts are applied, edited on both sides, and applied again."""

    scripts: dict[str, Local]
    edited: dict[str, Local]
    wins: list[str]
    """The keys whose scripts win, although the platform has changed."""

    @classmethod
    def of(cls, count: int) -> "Day":
        names = [f"s{number:03}" for number in range(count)]
        scripts = {name: local(name, more="tags: nightly\n") for name in names}
        edited = dict(scripts)
        for name in names[0::10] + names[2::10] + names[3::10]:
            edited[name] = local(name, "New words.", more="tags: nightly\n")
        for name in names[4::10] + names[5::10]:
            del edited[name]
        for name in names[7::10]:
            edited[name] = local(name)
        for name in names[8::10]:
            edited[name] = local(name, name=f"Also {name}", more="tags: nightly\n")
        edited |= {f"new-{name}": local(f"new-{name}") for name in names[::10]}
        return cls(scripts, edited, names[2::10] + names[6::10])

    def happens_on_platform(self, project: Project) -> None:
        """Let others change scenarios, some of which the scripts also change, and delete others."""
        entries = project.lock.section(SECTION).entries
        for number, key in enumerate(self.scripts):
            if number % 10 in (1, 2, 3, 5):
                project.stub.store.change(int(entries[key].id), {"tags": ["by hand"]})
            elif number % 10 == 6:
                project.stub.store.delete(int(entries[key].id))

    def apply(self, project: Project) -> list[Outcome]:
        steps = project.plan(prune=True)
        undecided = {step.key for step in steps if step.kind in (Decision.CONFLICT, Decision.GONE)}
        return project.apply(steps=overwriting(steps, [key for key in self.wins if key in undecided]))


@pytest.fixture(autouse=True)
def quickly(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Don't wait before reading again, and remember canonical forms: the same bodies come again and again."""
    known: dict[str, Any] = {}

    def remembered(body: dict[str, Any], platform: str) -> dict[str, Any]:
        text = json.dumps(body)
        if text not in known:
            known[text] = canonical.canonical(body, platform)
        return deepcopy(known[text])

    monkeypatch.setattr(apply, "canonical", remembered)
    monkeypatch.setattr(survey, "canonical", remembered)
    with stamina.set_testing(True, attempts=3):
        yield


@pytest.mark.parametrize("action", [Drop(), Html(), TooMany(1)], ids=str)
def test_a_platform_that_never_answers_is_not_asked_for_each_of_many_scenarios(action: object) -> None:
    project = Project(CekuraStub(), {f"s{number}": local(f"s{number}") for number in range(9)})
    project.stub.fail(action, "POST", "*", nth=3, times=1000)
    outcomes = project.apply()

    assert [each.result for each in outcomes] == [Result.DONE] * 2 + [Result.FAILED] * 3 + [
        Result.NOT_TRIED
    ] * 4
    assert outcomes[-1].message == "the platform didn't answer several times in a row"
    project.stub.faults.clear()
    project.apply()
    assert project.agrees()


SLOW = pytest.mark.slow
PARTS = 10


@pytest.mark.parametrize(
    "turn", [0, *(pytest.param(turn, marks=SLOW) for turn in range(1, len(KINDS_FOR_LISTS)))]
)
def test_after_a_fault_at_any_request_the_end_is_that_without_faults(turn: int) -> None:
    """Nothing is lost, and nothing is written twice: even the history of each scenario is the same.

    Each request meets one kind of fault; in each turn another one.
    """
    assert _survive_all(Day.of(10), lambda _: True, turn) > 30


@pytest.mark.slow
@pytest.mark.parametrize("part", range(PARTS))
def test_a_fault_at_any_request_for_200_scripts(part: int) -> None:
    assert _survive_all(Day.of(200), lambda index: index % PARTS == part) > 600 // PARTS


def _survive_all(day: Day, is_tried: Callable[[int], bool], turn: int = 0) -> int:
    """Live through a day with a fault at each request in turn; return how many that were."""
    project = Project(CekuraStub(), day.scripts)
    survived = _survive(project, day, is_tried, turn)
    project.apply()
    day.happens_on_platform(project)
    project.scripts = day.edited
    survived += _survive(project, day, is_tried, turn)
    print(f"{survived} faults")  # noqa: T201  (the count is of interest)
    return survived


def _survive(start: Project, day: Day, is_tried: Callable[[int], bool], turn: int) -> int:
    calm = _copy(start)
    day.apply(calm)
    requests = list(calm.stub.requests)
    _until_quiet(calm, day)
    tried = list(filter(is_tried, range(len(requests))))
    for index in tried:
        asked, project = requests[index], _copy(start)
        kinds = KINDS_FOR_LISTS if _is_list(asked) else KINDS
        action, after, times = kinds[(index + turn) % len(kinds)]
        project.stub.fail(action, nth=index + 1, times=times, after=after)
        with suppress(ApiError, OtherAccount):
            day.apply(project)
        assert len(project.stub.requests) > index, "the fault has happened"
        project.stub.faults.clear()
        _until_quiet(project, day)
        fault = f"{action} at request {index}, {asked.method} {asked.path}"
        assert _story(project.stub.store) == _story(calm.stub.store), fault
        assert _memory(project) == _memory(calm), fault
    return len(tried)


def _copy(project: Project) -> Project:
    """Return another project and platform in the same state."""
    stub = CekuraStub()
    stub.store = deepcopy(project.stub.store)
    stub.key = project.stub.key
    stub._app.state.store = stub.store
    return replace(project, stub=stub, kept=[], waits=[])


def _is_list(asked: Asked) -> bool:
    return asked.method == "GET" and asked.path.endswith("/scenarios/")


def _until_quiet(project: Project, day: Day) -> None:
    """Apply until a run sends nothing and has nothing to note."""
    for _ in range(7):
        before = len(project.stub.requests)
        is_done = any(each.result is Result.DONE for each in day.apply(project))
        if not is_done and all(asked.method == "GET" for asked in project.stub.requests[before:]):
            return
    raise AssertionError("each run sends or notes something")


def _story(store: Store) -> list[list[str]]:
    """Return all that has happened to each scenario, without ids and times, in any order."""
    changing = ("id", "created_at", "updated_at", "history_id", "history_date")
    return sorted(
        [json.dumps({name: value for name, value in row.items() if name not in changing}) for row in rows]
        for rows in store.history.values()
    )


def _memory(project: Project) -> dict[str, tuple[str, ...]]:
    """Return the lock, with names instead of ids."""
    names = {str(identity): row["name"] for identity, row in project.stub.store.scenarios.items()}
    return {
        key: (names[entry.id], entry.seen, *entry.fields)
        for key, entry in project.lock.section(SECTION).entries.items()
    }
