"""Differences between a script and the platform, as lines of scripts."""

import difflib
from collections.abc import Iterator

from scn_compiler import api
from scn_compiler.config import Config
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.sync.canonical import RequestBody
from scn_compiler.sync.headers import may_be_secret
from scn_compiler.sync.http_client import HIDDEN_KEY


def differing_lines(before: RequestBody | None, after: RequestBody | None, config: Config) -> Iterator[str]:
    """Yield the lines of a script that differ, with `-`, `+` or, beside them, a space; `…` for what is between.

    Args:
        before, after: Bodies in their canonical form; `None` for a scenario that isn't there.
        config: Its environment has the names of ids.
    """
    names = {*(before or ()), *(after or ())}
    first, second = (_lines(body, config) if body else [] for body in (before, after))
    is_first = True
    for line in difflib.unified_diff(first, second, n=1, lineterm=""):
        if line.startswith(("---", "+++")) and is_first:
            continue
        if line.startswith("@@"):
            if not is_first:
                yield "…"
            is_first = False
            continue
        yield line.rstrip()
    if first == second and before != after and names:
        yield "  (only values that may be secrets differ)"


def _lines(body: RequestBody, config: Config) -> list[str]:
    """Return a body as the lines of a script, or of JSON if no script says the same."""
    text = dump(_without_secrets(body))
    script = api.decompile(text, config=config).text
    lines = (script or text).splitlines()
    if lines[0].startswith("target: "):
        return lines[2:] if lines[1:2] == [""] else lines[1:]
    return lines


def _without_secrets(value: Json) -> Json:
    """Return a body with the values of headers hidden, unless they only refer to a secret."""
    if isinstance(value, list):
        return [_without_secrets(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: {name: HIDDEN_KEY if may_be_secret(name, each) else each for name, each in inside.items()}
        if key == "headers" and isinstance(inside, dict)
        else _without_secrets(inside)
        for key, inside in value.items()
    }
