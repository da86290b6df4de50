"""Regular expressions that are compiled when they are first used: a run uses few of them."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, AnyStr


class _LazyPattern:
    """Behaves like the compiled pattern; each method is looked up once and then stored."""

    def __init__(self, text: Any, flags: int) -> None:
        self._arguments = text, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(re.compile(*self._arguments), name)
        setattr(self, name, value)
        return value

    def __reduce__(self) -> tuple[Any, ...]:
        return lazy_pattern, self._arguments


def lazy_pattern(text: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return a pattern that is compiled at its first use; a wrong pattern raises `re.error` only then."""
    pattern: Any = _LazyPattern(text, flags)
    return pattern  # type: ignore[no-any-return]
