"""The body of a scenario: values at their paths, and parts that are present but empty."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.eqho.vocabulary import (
    EMPTY_PARTS,
    INFO_WORD,
    NULL_PARTS,
    PATH_ORDER,
    TOOL_NULLS,
    TOOL_PARTS,
    KeyPath,
)
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_compiler.semantics.settings import Settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.suggest import did_you_mean

Values = dict[KeyPath, Json]

EMPTY_WORDS = (
    *EMPTY_PARTS,
    *(f"null {word}" for word in EMPTY_PARTS),
    *NULL_PARTS,
    *TOOL_NULLS,
    *TOOL_PARTS,
    INFO_WORD,
)
"""Every allowed word of `empty:`."""


class Absent:
    """Sentinel for a part that the script doesn't set."""


ABSENT = Absent()


def is_absent(value: Json) -> bool:
    return value is ABSENT


def nest(values: Values, order: tuple[KeyPath, ...] = PATH_ORDER) -> dict[str, Json]:
    """Build the object with `values` at their paths, in `order`."""
    body: dict[str, Json] = {}
    for path in order:
        if path not in values:
            continue
        inner = body
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = values[path]
    return body


def empty_words(settings: Settings) -> tuple[str, ...]:
    """Return the words of `empty:`."""
    return tuple(settings.get("empty") or ())


def empty_parts(scenario: ResolvedScenario, values: Values, found: list[Diagnostic]) -> Values:
    """Return the parts that `empty:` names, and report those that the script fills."""
    parts: Values = {}
    own = scenario.own.get("empty") or ()
    for word in dict.fromkeys(empty_words(scenario.settings)):
        if word in (*TOOL_NULLS, *TOOL_PARTS, INFO_WORD) and word not in NULL_PARTS:
            continue
        path, value = _part(word)
        if path is None:
            hint = did_you_mean(word, EMPTY_WORDS) or "write one of " + ", ".join(
                f"`{each}`" for each in (*EMPTY_PARTS, *NULL_PARTS)
            )
            found.append(_bad(scenario, f"`empty:` doesn't accept `{word}` in an Eqho scenario", hint))
        elif not any(_holds(other, path) for other in values):
            parts[path] = value
        elif word in own:
            message = f"`{word}` can't be empty: another line sets it"
            found.append(_bad(scenario, message, f"remove `{word}` from `empty:`"))
    return {path: value for path, value in parts.items() if not any(_within(other, path) for other in parts)}


def _part(word: str) -> tuple[KeyPath | None, Json]:
    if word in NULL_PARTS:
        return NULL_PARTS[word], None
    if word.removeprefix("null ") in NULL_PARTS:
        return NULL_PARTS[word.removeprefix("null ")], None
    if word in EMPTY_PARTS:
        path, kind = EMPTY_PARTS[word]
        return path, kind()
    known = EMPTY_PARTS.get(word.removeprefix("null "))
    return known[0] if known else None, None


def _holds(other: KeyPath, path: KeyPath) -> bool:
    return other[: len(path)] == path


def _within(other: KeyPath, path: KeyPath) -> bool:
    return other != path and _holds(other, path)


def _bad(scenario: ResolvedScenario, message: str, hint: str) -> Diagnostic:
    return report("bad-field-value", scenario.settings.fields["empty"].span, message, hint)


def empty_words_in(body: Json) -> Iterator[str]:
    """Yield the words of `empty:` for the parts of `body` that are present but empty."""
    for word, (path, kind) in EMPTY_PARTS.items():
        value = value_at(body, path)
        if value is None:
            yield f"null {word}"
        elif isinstance(value, kind) and not value:
            yield word
    yield from (word for word, path in NULL_PARTS.items() if value_at(body, path) is None)


def value_at(body: Json, path: KeyPath) -> Json:
    """Return the value at a path, or `ABSENT`."""
    for key in path:
        if not isinstance(body, dict) or key not in body:
            return ABSENT
        body = body[key]
    return body
