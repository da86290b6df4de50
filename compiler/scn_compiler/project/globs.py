"""The globs of `exclude`: matches paths, and finds globs that can never match."""

import re
from fnmatch import fnmatchcase
from pathlib import PurePath


def matches(path: str, pattern: str) -> bool:
    """Return whether a glob matches a path or a folder above it; a glob of one part matches at any depth."""
    parts = tuple(part for part in pattern.split("/") if part not in ("", "."))
    any_depth = len(parts) == 1 and not pattern.startswith("/")
    return _match_parts(PurePath(path).parts, ("**", *parts) if any_depth else parts)


def _match_parts(path: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    """Return whether the parts of a glob match a path or its start; try all ways to match at once, part by part."""
    reached = {0}  # how many parts of the path the glob may have used up
    for part in pattern:
        if part == "**":
            reached = set(range(min(reached), len(path)))
        else:
            reached = {at + 1 for at in reached if at < len(path) and fnmatchcase(path[at], part)}
        if not reached:
            return False
    return True


def never_matches(pattern: str) -> tuple[str, str] | None:
    """Return why a glob can never match, and what to write instead; `None` for a glob that can."""
    alternatives = re.fullmatch(r"([^{]*)\{([^{},]*,[^{}]*)\}([^{}]*)", pattern)
    if pattern.startswith("!"):
        return f"`{pattern}` can't include files again: `!` is not supported", "list only what to skip"
    if alternatives:
        before, inside, after = alternatives.groups()
        written = ", ".join(f'"{before}{each}{after}"' for each in inside.split(","))
        return f"`{pattern}` is not a valid glob: `{{ }}` is not supported", f"write {written}"
    if ".." in pattern.split("/"):
        return f"`{pattern}` is outside the configuration's folder", "write a path inside that folder"
    if _has_open_bracket(pattern):
        return f"the `[` in `{pattern}` is never closed", "write `[[]` for the character itself"
    return None


def _has_open_bracket(pattern: str) -> bool:
    """Return whether a `[` is never closed; a `]` right after `[` or `[!` is one of its characters."""
    at = pattern.find("[")
    while at != -1:
        first = at + 2 if pattern[at + 1 : at + 2] == "!" else at + 1
        end = pattern.find("]", first + 1)
        if end == -1:
            return pattern[first : first + 1] != "]"  # `[]` and `[!]` are closed
        at = pattern.find("[", end)
    return False
