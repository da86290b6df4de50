"""The globs of `exclude`: matching a path, and telling which ones can never match."""

import re
from fnmatch import fnmatchcase
from pathlib import PurePath


def matches(path: str, pattern: str) -> bool:
    """Whether a glob matches a path or a folder above it; a glob of one part matches at any depth."""
    parts = tuple(part for part in pattern.split("/") if part not in ("", "."))
    any_depth = len(parts) == 1 and not pattern.startswith("/")
    return _match_parts(PurePath(path).parts, ("**", *parts) if any_depth else parts)


def _match_parts(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return True
    if pattern[0] == "**":
        return any(_match_parts(path[start:], pattern[1:]) for start in range(len(path)))
    return bool(path) and fnmatchcase(path[0], pattern[0]) and _match_parts(path[1:], pattern[1:])


def never_matches(pattern: str) -> tuple[str, str] | None:
    """Why a glob can match no file, and what to write instead; `None` for a glob that can."""
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
