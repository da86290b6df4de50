"""The body of a scenario by its parts: values at their places, and parts that are there and hold nothing."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.eqho.vocabulary import INFO, NULLS, ORDER, PARTS, TOOL_NULLS, TOOL_PARTS, KeyPath
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_compiler.semantics.settings import Settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.suggest import did_you_mean

Values = dict[KeyPath, Json]

WORDS = (*PARTS, *(f"null {word}" for word in PARTS), *NULLS, *TOOL_NULLS, *TOOL_PARTS, INFO)
"""What `empty:` takes."""


class Nothing:
    """What a part is that a script does not speak of."""


NOTHING = Nothing()


def is_nothing(value: Json) -> bool:
    return value is NOTHING


def nested(values: Values, order: tuple[KeyPath, ...] = ORDER) -> dict[str, Json]:
    """The object that has `values` at their places, in `order`."""
    body: dict[str, Json] = {}
    for path in order:
        if path not in values:
            continue
        inner = body
        for key in path[:-1]:
            inner = inner.setdefault(key, {})
        inner[path[-1]] = values[path]
    return body


def nulls(settings: Settings) -> tuple[str, ...]:
    """The words of `empty:`, for those who make the records."""
    return tuple(settings.get("empty") or ())


def empty_parts(scenario: ResolvedScenario, values: Values, found: list[Diagnostic]) -> Values:
    """The parts that `empty:` names, where nothing else fills them."""
    made: Values = {}
    own = scenario.own.get("empty") or ()
    for word in dict.fromkeys(nulls(scenario.settings)):
        if word in (*TOOL_NULLS, *TOOL_PARTS, INFO) and word not in NULLS:
            continue
        path, value = _part(word)
        if path is None:
            hint = did_you_mean(word, WORDS) or "the words are " + ", ".join(
                f"`{each}`" for each in (*PARTS, *NULLS)
            )
            found.append(_bad(scenario, f"Eqho has no part `{word}` that could be empty", hint))
        elif not any(_holds(other, path) for other in values):
            made[path] = value
        elif word in own:
            found.append(_bad(scenario, f"`{word}` is not empty: the script fills it", f"take `{word}` out"))
    return {path: value for path, value in made.items() if not any(_within(other, path) for other in made)}


def _part(word: str) -> tuple[KeyPath | None, Json]:
    if word in NULLS:
        return NULLS[word], None
    if word.removeprefix("null ") in NULLS:
        return NULLS[word.removeprefix("null ")], None
    if word in PARTS:
        path, kind = PARTS[word]
        return path, kind()
    known = PARTS.get(word.removeprefix("null "))
    return known[0] if known else None, None


def _holds(other: KeyPath, path: KeyPath) -> bool:
    return other[: len(path)] == path


def _within(other: KeyPath, path: KeyPath) -> bool:
    return other != path and _holds(other, path)


def _bad(scenario: ResolvedScenario, message: str, hint: str) -> Diagnostic:
    return report("bad-field-value", scenario.settings.fields["empty"].span, message, hint)


def words_of(body: Json) -> Iterator[str]:
    """The words of `empty:` that say what of `body` is there and holds nothing."""
    for word, (path, kind) in PARTS.items():
        value = at(body, path)
        if value is None:
            yield f"null {word}"
        elif isinstance(value, kind) and not value:
            yield word
    yield from (word for word, path in NULLS.items() if at(body, path) is None)


def at(body: Json, path: KeyPath) -> Json:
    """The value at a place; `NOTHING` where there is none."""
    for key in path:
        if not isinstance(body, dict) or key not in body:
            return NOTHING
        body = body[key]
    return body
