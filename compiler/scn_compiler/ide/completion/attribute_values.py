"""Values that an attribute of a tag may have, by its kind."""

import re
from collections.abc import Iterator, Mapping
from typing import assert_never

from scn_compiler.platforms.kit.target import AttributeSpec, ValueKind

_SECONDS = ("0.5s", "1s", "2s", "3s", "5s", "10s")
_MILLISECONDS = ("250", "500", "1000", "2000")
_OPEN_RANGE = ("20", "50", "100", "200", "500")
_STEPS = 5


def values_for(
    spec: AttributeSpec, prefix: str, names: tuple[str, ...], variables: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Values that go on as `prefix` begins, each with what it is; `names` where they are those of something declared."""
    number = re.fullmatch(r"\d+(?:\.\d+)?", prefix)
    match spec.kind:
        case ValueKind.SECONDS:
            yield from _seconds(prefix, bool(number))
        case ValueKind.MILLISECONDS:
            yield from ((value, "milliseconds") for value in _MILLISECONDS)
        case ValueKind.NUMBER:
            shown = bounds(spec)
            yield from ((value, shown) for value in _numbers(spec))
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


def bounds(spec: AttributeSpec) -> str:
    """What a number may be, in words; empty where nothing bounds it."""
    if spec.low is None and spec.high is None:
        return ""
    shown = f"{spec.low:g} to {spec.high:g}" if spec.high is not None else f"at least {spec.low:g}"
    if spec.soft_low is not None and spec.soft_high is not None:
        shown += f"; safe is {spec.soft_low:g} to {spec.soft_high:g}"
    return shown


def _seconds(prefix: str, is_number: bool) -> Iterator[tuple[str, str]]:
    shown = (f"{prefix}s", *_SECONDS) if is_number else _SECONDS
    yield from ((value, "seconds") for value in dict.fromkeys(shown))


def _numbers(spec: AttributeSpec) -> tuple[str, ...]:
    """A few values over the range in which every source agrees."""
    low = spec.soft_low if spec.soft_low is not None else spec.low
    high = spec.soft_high if spec.soft_high is not None else spec.high
    if low is None or high is None:
        return _OPEN_RANGE
    steps = (low + (high - low) * step / (_STEPS - 1) for step in range(_STEPS))
    return tuple(f"{round(value, 2):g}" for value in steps)


def _digits(prefix: str, variables: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    if not prefix:
        yield from ((key, f"the key `{key}`") for key in "1234567890*#")
        yield from ((f"{{{{{path}}}}}", shown) for path, shown in variables.items())
