"""Globs of files that are passed over."""

import re
from fnmatch import fnmatchcase
from pathlib import PurePath


def matches(path: str, pattern: str) -> bool:
    """Whether a glob means a path, or a folder that it is in; one of a single part holds in every folder."""
    parts = tuple(part for part in pattern.split("/") if part not in ("", "."))
    everywhere = len(parts) == 1 and not pattern.startswith("/")
    return _fit(PurePath(path).parts, ("**", *parts) if everywhere else parts)


def _fit(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return True
    if pattern[0] == "**":
        return any(_fit(path[start:], pattern[1:]) for start in range(len(path)))
    return bool(path) and fnmatchcase(path[0], pattern[0]) and _fit(path[1:], pattern[1:])


def never_matches(pattern: str) -> tuple[str, str] | None:
    """Why a glob means no file, and what to write instead; `None` for one that may mean some."""
    alternatives = re.fullmatch(r"([^{]*)\{([^{}]*,[^{}]*)\}([^{}]*)", pattern)
    if pattern.startswith("!"):
        return f"`{pattern}` takes nothing back: there is no `!`", "name only what is passed over"
    if alternatives:
        before, inside, after = alternatives.groups()
        written = ", ".join(f'"{before}{each}{after}"' for each in inside.split(","))
        return f"`{pattern}` is no glob here: there is no `{{ }}`", f"write {written}"
    if ".." in pattern.split("/"):
        return f"`{pattern}` is outside of the configuration's folder", "write what is below that folder"
    if "[" in re.sub(r"\[!?\]?[^\]]*\]", "", pattern):
        return f"the `[` in `{pattern}` is never closed", "write `[[]` for the character itself"
    return None
