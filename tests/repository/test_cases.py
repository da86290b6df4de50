"""Tests that try many cases in one: all failures are reported, each with its case, and no suite is empty."""

import inspect

import pytest

from support import cases
from support.cases import every, some
from support.laws import ORDINARY_SHARE
from support.paths import ROOT


@every(("number", "word"), [(1, "a"), (2, "b"), (3, "c"), (4, "d")], ids=lambda case: f"no {case[0]}")
def odd(number: int, word: str, least: int = 0) -> None:
    assert number % 2, word
    assert number > least


def test_every_failure_is_reported_with_its_case() -> None:
    with pytest.raises(ExceptionGroup, match="2 of 4 cases failed") as raised:
        odd()

    assert [failure.__notes__ for failure in raised.value.exceptions] == [["case: no 2"], ["case: no 4"]]


def test_fixtures_are_asked_for_and_cases_are_not() -> None:
    assert list(inspect.signature(odd).parameters) == ["least"]


def test_a_case_that_skips_the_others_is_a_failure() -> None:
    @every("number", [1, 2])
    def skipped(number: int) -> None:
        pytest.skip(str(number))

    with pytest.raises(BaseExceptionGroup, match="2 of 2 cases failed"):
        skipped()


@pytest.mark.parametrize("tried", [every, some])
def test_a_suite_without_cases_fails(tried) -> None:
    @tried("number", [])
    def check(number: int) -> None:
        assert number

    with pytest.raises(AssertionError, match="no cases"):
        check()


@pytest.mark.parametrize(("profile", "count"), [("default", 2), ("full", ORDINARY_SHARE + 1)])
def test_an_ordinary_run_tries_the_first_case_and_some_others(
    profile: str, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cases, "_profile", lambda: profile)
    tried: list[int] = []

    @some("number", range(ORDINARY_SHARE + 1))
    def check(number: int) -> None:
        tried.append(number)

    check()

    assert len(tried) == count
    assert tried[0] == 0


def test_the_build_server_tries_all_cases_and_all_examples() -> None:
    last = (ROOT / ".ci/run").read_text(encoding="utf-8").splitlines()[-1]

    assert "'(slow or sweep or hypothesis) and not vscode and not browser'" in last
    assert "--hypothesis-profile=full" in last
