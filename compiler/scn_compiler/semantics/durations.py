"""Durations as people and other formats write them: `10 min`, `1,5s`, `00:10:00`, `1500ms`."""

import re

from scn_dsl.patterns import lazy_pattern

_UNITS = {
    "ms": 0.001, "msec": 0.001, "msecs": 0.001, "millisecond": 0.001, "milliseconds": 0.001,
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "sek": 1, "sekunden": 1, "secondes": 1, "segundos": 1,
    "m": 60, "min": 60, "mins": 60, "minute": 60, "minutes": 60, "minuten": 60, "minutos": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "std": 3600,
}  # fmt: skip
_CLOCK = lazy_pattern(r"(?:(\d{1,2}):)?(\d{1,3}):(\d{2})(?:[.,](\d{1,3}))?")
_ISO = lazy_pattern(r"PT(?:(\d{1,3})H)?(?:(\d{1,4})M)?(?:(\d{1,5}(?:[.,]\d{1,3})?)S)?", re.IGNORECASE)
_PARTS = lazy_pattern(r"(\d{1,7}(?:[.,]\d{1,3})?)\s*([a-z]+)\.?\s*(?:and\s+|,\s*)?", re.IGNORECASE)


def seconds_meant(text: str) -> float | None:
    """Parse a duration in seconds; `None` if `text` isn't a duration.

    Shapes:
        `1,5s`, `2 sec`, `1500ms`, `1 min 30 s` -> 1.5, 2, 1.5, 90
        `00:00:02`, `01:30`, `PT2S`             -> 2, 90, 2
    """
    bare = text.strip().strip("\"'“”~≈ ")
    if clock := _CLOCK.fullmatch(bare):
        hours, minutes, seconds, rest = (part or "0" for part in clock.groups())
        return int(hours) * 3600 + int(minutes) * 60 + float(f"{seconds}.{rest}")
    if len(bare) > 2 and (iso := _ISO.fullmatch(bare)):
        hours, minutes, whole = (part or "0" for part in iso.groups())
        return int(hours) * 3600 + int(minutes) * 60 + float(whole.replace(",", "."))
    parts = [(found[1], _UNITS.get(found[2].casefold())) for found in _PARTS.finditer(bare)]
    if not parts or _PARTS.sub("", bare).strip() or any(unit is None for _, unit in parts):
        return None
    return sum(float(number.replace(",", ".")) * (unit or 0) for number, unit in parts)


def duration_meant(text: str, *, milliseconds: bool = False) -> str | None:
    """Write the duration in `text` as fields do: whole seconds, or whole milliseconds; `None` if that is impossible."""
    seconds = seconds_meant(text)
    if seconds is None:
        return None
    if milliseconds:
        return f"{round(seconds * 1000)}ms"
    if seconds != int(seconds) or not seconds:
        return None
    return f"{int(seconds) // 60}m" if seconds % 60 == 0 else f"{int(seconds)}s"
