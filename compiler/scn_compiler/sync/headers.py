"""Headers of functions, which may be secrets: no script gets one that isn't in it already."""

import re
from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.sync.canonical import RequestBody
from scn_dsl.patterns import lazy_pattern

_REFERENCE = lazy_pattern(r"(?:(?:Bearer|Basic|Token|ApiKey) )?(?:env:\w+|\{\{[^{}]*\}\})", re.IGNORECASE)
_PUBLIC = frozenset(
    ("accept", "accept-encoding", "accept-language", "cache-control", "content-type", "user-agent")
)
"""Headers that say how to talk, not who talks."""


def may_be_secret(name: str, value: Json) -> bool:
    """Tell whether the value of a header is written out, instead of referring to a variable, and not known to be public."""
    is_reference = isinstance(value, str) and _REFERENCE.fullmatch(value) is not None
    return not is_reference and name.lower() not in _PUBLIC


def new_secret(before: RequestBody, after: RequestBody) -> str:
    """Say which header of `after` may be a secret that `before` doesn't have, and what to do; empty if none is."""
    known = set(_written_out(before))
    found = next((each for each in _written_out(after) if each not in known), None)
    if found is None:
        return ""
    function, header, _ = found
    where = f"the function `{function}`" if function else "the scenario"
    return (
        f"{where} has a header `{header}` on the platform that may be a secret, and scn writes no secrets into scripts: "
        "write the header into the script by hand, for example as `env:NAME`"
    )


def _written_out(value: Json, function: str = "") -> Iterator[tuple[str, str, str]]:
    """Yield the function, the name and the value of each header that is written out."""
    if isinstance(value, list):
        for each in value:
            yield from _written_out(each, function)
    elif isinstance(value, dict):
        function = str(value.get("name") or function) if "config" in value else function
        for key, inside in value.items():
            if key == "headers" and isinstance(inside, dict):
                yield from (
                    (function, name, str(each)) for name, each in inside.items() if may_be_secret(name, each)
                )
            else:
                yield from _written_out(inside, function)
