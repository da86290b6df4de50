"""Work counted rather than timed."""

import re
import sys
from collections import Counter
from collections.abc import Callable
from types import FrameType


def counted(work: Callable[[], object]) -> Counter[str]:
    """Count the Python functions that `work` calls, and its regex matches."""
    found: Counter[str] = Counter()

    def count(_frame: FrameType, event: str, called: object) -> None:
        if event == "call":
            found["calls"] += 1
        elif event == "c_call" and isinstance(getattr(called, "__self__", None), re.Pattern):
            found["matches"] += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return found


def every_call(work: Callable[[], object]) -> int:
    """Count all calls of `work`, those of C functions included, with the caches of scn empty."""
    calls = 0

    def count(_frame: FrameType, event: str, _called: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    forget()
    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return calls


def forget() -> None:
    """Empty all caches of scn."""
    for name, module in list(sys.modules.items()):
        for value in list(vars(module).values()) if name.startswith("scn_") else ():
            if hasattr(value, "cache_clear"):
                value.cache_clear()


def calls_of(work: Callable[[], object], *functions: Callable[..., object]) -> list[int]:
    """Count how often `work` calls each of `functions`."""
    calls: Counter[object] = Counter()

    def count(frame: FrameType, event: str, _called: object) -> None:
        if event == "call":
            calls[frame.f_code] += 1

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return [calls[function.__code__] for function in functions]


def lines_of(work: Callable[[], object], function: Callable[..., object]) -> int:
    """Count the lines of `function` that run in `work`, which includes loops without calls."""
    lines = 0

    def count(frame: FrameType, event: str, _value: object) -> Callable[..., object] | None:
        nonlocal lines
        lines += event == "line"
        return count if frame.f_code is function.__code__ else None

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return lines
