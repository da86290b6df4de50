"""Suggested values for an attribute of a tag, by kind of value."""

import re
from collections.abc import Iterator, Mapping
from typing import assert_never

from scn_compiler.ide.hover.topics import number_range
from scn_compiler.platforms.kit.target import AttributeSpec, ValueKind

_SECONDS = ("0.5s", "1s", "2s", "3s", "5s", "10s")
_MILLISECONDS = ("250", "500", "1000", "2000")
_OPEN_RANGE = ("20", "50", "100", "200", "500")
_STEPS = 5


def attribute_values(
    spec: AttributeSpec, prefix: str, names: tuple[str, ...], variables: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield values for an attribute, each with a detail.

    Args:
        prefix: The value typed so far.
        names: The declared functions, if the attribute names one.
        variables: The test profile's variables, by path.
    """
    number = re.fullmatch(r"\d+(?:\.\d+)?", prefix)
    match spec.kind:
        case ValueKind.SECONDS:
            yield from _seconds(prefix, bool(number))
        case ValueKind.MILLISECONDS:
            yield from ((value, "milliseconds") for value in _MILLISECONDS)
        case ValueKind.NUMBER:
            detail = number_range(spec)
            yield from ((value, detail) for value in _numbers(spec))
        case ValueKind.DIGITS:
            yield from _digits(prefix, variables)
        case ValueKind.SOUND | ValueKind.CHOICE:
            yield from ((value, "") for value in spec.choices)
        case ValueKind.TEXT:
            yield from ((name, "declared in `cekura.functions`") for name in names)
        case ValueKind.VOICE_ID:
            return
        case _:
            assert_never(spec.kind)


def _seconds(prefix: str, is_number: bool) -> Iterator[tuple[str, str]]:
    values = (f"{prefix}s", *_SECONDS) if is_number else _SECONDS
    yield from ((value, "seconds") for value in dict.fromkeys(values))


def _numbers(spec: AttributeSpec) -> tuple[str, ...]:
    """Return a few values across the range that every source accepts."""
    low = spec.soft_low if spec.soft_low is not None else spec.low
    high = spec.soft_high if spec.soft_high is not None else spec.high
    if low is None or high is None:
        return _OPEN_RANGE
    steps = (low + (high - low) * step / (_STEPS - 1) for step in range(_STEPS))
    return tuple(f"{round(value, 2):g}" for value in steps)


def _digits(prefix: str, variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not prefix:
        yield from ((key, f"the key `{key}`") for key in "1234567890*#")
        yield from ((f"{{{{{path}}}}}", detail) for path, detail in variables.items())
