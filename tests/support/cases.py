"""Many cases in one test: what pytest does for each parameter takes longer than most of our checks."""

import inspect
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import pytest
from hypothesis import settings

from support.laws import ORDINARY_SHARE

Test = Callable[..., None]
Names = Iterable[Any] | Callable[[Any], object] | None
LONGEST_TITLE = 300


def every(
    parameters: str | tuple[str, ...], values: Iterable[Any], *, ids: Names = None
) -> Callable[[Test], Test]:
    """Try all values in one test, which reports every failure with the name of its case.

    Takes the arguments of `pytest.mark.parametrize`. All cases share the fixtures of the test, so it can't use
    `tmp_path` or `monkeypatch`; in such a test, use parameters.
    """
    return _looped(parameters, list(values), ids, lambda: 1)


def some(
    parameters: str | tuple[str, ...], values: Iterable[Any], *, ids: Names = None
) -> Callable[[Test], Test]:
    """Like `every`, but an ordinary run tries one value in twenty; `.ci/run` tries all."""
    in_loop = _looped(parameters, list(values), ids, _step)
    return lambda test: pytest.mark.sweep(in_loop(test))


def _step() -> int:
    return 1 if _profile() == "full" else ORDINARY_SHARE


def _profile() -> str:
    return settings.get_current_profile_name()


def _looped(
    parameters: str | tuple[str, ...], values: list[Any], ids: Names, step: Callable[[], int]
) -> Callable[[Test], Test]:
    names = (parameters,) if isinstance(parameters, str) else parameters
    rows = [(value,) for value in values] if isinstance(parameters, str) else values
    titles = _titles(values, ids)

    def decorate(test: Test) -> Test:
        @wraps(test)
        def try_all(**fixtures: Any) -> None:
            failures: list[BaseException] = []
            for title, row in [*zip(titles, rows, strict=True)][:: step()]:
                try:
                    test(**fixtures, **dict(zip(names, row, strict=True)))
                except (Exception, pytest.fail.Exception, pytest.skip.Exception) as failure:
                    failure.add_note(f"case: {title}")
                    failures.append(failure)
            if failures:
                raise BaseExceptionGroup(f"{len(failures)} of {len(rows)} cases failed", failures)
            assert rows, "there are no cases to try"

        left = [each for name, each in inspect.signature(test).parameters.items() if name not in names]
        try_all.__signature__ = inspect.Signature(left)  # type: ignore[attr-defined]
        return try_all

    return decorate


def _titles(values: list[Any], ids: Names) -> list[str]:
    if callable(ids):
        return [str(ids(value)) for value in values]
    return (
        [str(each) for each in ids] if ids is not None else [repr(value)[:LONGEST_TITLE] for value in values]
    )
