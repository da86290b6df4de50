"""Hints, lenses and problems that a client wants to see: it sends these settings when it starts, and when they change."""

from collections.abc import Iterator, Mapping
from enum import Enum
from typing import Any

from scn_dsl.records import Record, replace


class Checks(Enum):
    """The scripts whose problems a client shows."""

    ALL = "all"
    OPEN = "open"
    NONE = "none"


LENSES = ("follow-ups", "uses", "payload", "play", "figures", "tests")
HINTS = ("ids", "target")


_MAX_DELAY = 60_000


class Preferences(Record):
    """The lenses and hints that a client shows, and the problems.

    Attributes:
        checks: The scripts that are checked.
        calm: Milliseconds without an edit, after which problems at the cursor are shown; 0 shows them immediately.
    """

    lenses: tuple[str, ...] = LENSES
    hints: tuple[str, ...] = HINTS
    checks: Checks = Checks.ALL
    calm: int = 1500

    def updated(self, given: Mapping[str, Any]) -> "Preferences":
        """Return the settings with those that a client sent; values that aren't valid change nothing."""
        changes = {
            name: given[name] for name in _CHOICES if name in given and not list(_wrong(name, given[name]))
        }
        if "checks" in changes:
            changes["checks"] = Checks(changes["checks"])
        if "calm" in given and _is_delay(given["calm"]):
            changes["calm"] = given["calm"]
        return replace(
            self,
            **{name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()},
        )


_CHOICES: dict[str, tuple[str, ...]] = {
    "lenses": LENSES,
    "hints": HINTS,
    "checks": tuple(each.value for each in Checks),
}


def mistakes_in(given: Mapping[str, Any]) -> tuple[str, ...]:
    """Return a message for each setting whose value isn't valid."""
    delay = given.get("calm", 0)
    no_delay = (
        ()
        if _is_delay(delay)
        else (f"the setting `calm` can't be `{delay}`: use milliseconds, at most {_MAX_DELAY}",)
    )
    return no_delay + tuple(
        f"unknown value `{wrong}` of the setting `{name}`: use {_listed(_CHOICES[name])}"
        for name in _CHOICES
        if name in given
        for wrong in _wrong(name, given[name])
    )


def _is_delay(value: Any) -> bool:
    return type(value) is int and 0 <= value <= _MAX_DELAY


def _wrong(name: str, value: Any) -> Iterator[Any]:
    """Yield the values of a setting that aren't among its choices."""
    if name == "checks":
        values = [value]
    elif isinstance(value, list):
        values = value
    else:
        yield value
        return
    yield from (each for each in values if each not in _CHOICES[name])


def _listed(words: tuple[str, ...]) -> str:
    quoted = [f"`{word}`" for word in words]
    return f"{', '.join(quoted[:-1])} or {quoted[-1]}"
