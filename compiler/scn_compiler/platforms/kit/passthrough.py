"""`PLATFORM.KEY: JSON` and `PLATFORM.patch`: values that go through to a payload as they are."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from scn_compiler.jsondoc.codec import Json, dump, load, without_surrogates
from scn_compiler.jsondoc.patch import apply
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from pydantic import BaseModel

PATCH = "patch"
"""The key of what a script cannot say otherwise: a JSON Patch (RFC 6902) of the finished payload."""

_REASONS = {
    "missing": "it is missing",
    "string_type": "it must be text",
    "int_type": "it must be a whole number",
    "float_type": "it must be a number",
    "bool_type": "it must be true or false",
    "list_type": "it must be a list",
    "dict_type": "it must be an object",
    "model_type": "it must be an object",
    "string_pattern_mismatch": "it does not have the right form",
    "string_too_short": "it is empty",
    "too_short": "it is empty",
}


def passthrough_values(settings: Settings, platform: str) -> dict[str, Value]:
    """What is passed through to `platform`, by key."""
    return {key: value for (name, key), value in settings.platform.items() if name == platform}


def put(document: dict[str, Json], values: dict[str, Value]) -> Iterator[Diagnostic]:
    """Add `values` to `document`, all but the patch; what is there already is not replaced."""
    for key, value in values.items():
        if key == PATCH:
            continue
        if key in document:
            message = f"`{key}` is set by the script already"
            yield report("duplicate-field", value.name, message, "take one of them out")
        else:
            document[key] = value.value


def put_empty(
    document: dict[str, Json],
    settings: Settings,
    parts: Mapping[str, tuple[str, Json]],
    what: str,
    inner: tuple[str, ...] = (),
) -> Iterator[Diagnostic]:
    """Add what `empty:` names to `document`.

    Args:
        parts: For each name the key, and what it holds if it holds nothing.
        what: What is made, as in a sentence.
        inner: Names of parts that are further inside, and not put here.
    """
    value = settings.fields.get("empty")
    if value is None:
        return
    for name in value.value or ():
        if name in inner:
            continue
        if name not in parts:
            names = (*parts, *inner)
            hint = did_you_mean(name, names) or "it can be " + ", ".join(f"`{known}`" for known in names)
            message = f"{what} has no part `{name}` that can be empty"
            yield report("bad-field-value", value.span_of(name), message, hint)
            continue
        key, nothing = parts[name]
        if key in document and document[key] != nothing:
            message = f"`{name}` is said to be empty, and holds something"
            yield report("bad-field-value", value.span_of(name), message, "take one of them out")
        document.setdefault(key, nothing)


def patch(document: Json, operations: Value) -> tuple[Json, tuple[Diagnostic, ...]]:
    """`document` after the JSON Patch (RFC 6902) operations `add`, `remove`, `replace`."""
    if not isinstance(operations.value, list):
        return document, (_bad_patch(operations, "it is a list of operations", document),)
    for operation in operations.value:
        try:
            document = apply(document, operation)
        except ValueError as error:
            return document, (_bad_patch(operations, str(error), document),)
        except (KeyError, IndexError, TypeError):
            shown = operation.get("path") if isinstance(operation, dict) else operation
            return document, (_bad_patch(operations, f"there is nothing at `{shown}`", document),)
    return document, ()


def _bad_patch(operations: Value, why: str, document: Json) -> Diagnostic:
    key = next(reversed(document), "key") if isinstance(document, dict) else "0"
    hint = f'write e.g. `[{{"op": "remove", "path": "/{key}"}}]` (RFC 6902: add, remove, replace)'
    return report("bad-platform-value", operations.span, f"this patch does not fit: {why}", hint)


def validate(
    document: Json,
    contract: "Callable[[], type[BaseModel]]",
    platform: str,
    values: dict[str, Value],
    where: Span,
) -> Iterator[Diagnostic]:
    """What the contract of `platform` refuses in `document`, at the line that put it there; else at `where`.

    Args:
        contract: Loads the model that the document must fit.
    """
    try:
        from pydantic import ValidationError  # noqa: PLC0415  (only scripts that pass values through pay)
    except ImportError:  # as in a server that an editor brings along, which has no compiled parts
        return

    model = contract()
    try:
        model.model_validate(load(without_surrogates(dump(document))))
    except ValidationError as error:
        known = tuple(field.alias or name for name, field in model.model_fields.items())
        for problem in merged(error.errors(include_url=False, include_context=False)):
            yield _refused(problem, platform, values, where, (*known, PATCH))


def merged(problems: list[Json]) -> list[Json]:
    """One problem for each place: a union's members all complain about the same value."""
    found: dict[tuple[str, ...], Json] = {}
    for problem in problems:
        names = tuple(
            str(part) for part in problem["loc"] if not str(part)[:1].isupper() and "[" not in str(part)
        )
        found.setdefault(names, {**problem, "names": names})
    return list(found.values())


def refusal_reason(problem: Json) -> str:
    """Why a value was refused, in plain words."""
    reason = str(problem["msg"]).removeprefix("Value error, ")
    return _REASONS.get(problem["type"], reason[:1].lower() + reason[1:])


def _refused(
    problem: Json, platform: str, values: dict[str, Value], where: Span, known: tuple[str, ...]
) -> Diagnostic:
    names = problem["names"]
    value = next((values[name] for name in names if name in values), values.get(PATCH))
    title = platform.capitalize()
    if problem["type"] != "extra_forbidden":
        message = f"{title} refuses `{'.'.join(names)}`: {refusal_reason(problem)}"
        return report("bad-platform-value", value.span if value else where, message)
    message = f"`{'.'.join(names)}` is not known to be a key of {title}'s: it is passed on as it is"
    place = value.name if value else where
    close = nearest(names[-1], known, 0.75) if value and len(names) == 1 else None
    if close is None:
        return report("unknown-platform-key", place, message)
    fix = Fix(f"write `{close}`", (Edit(place, f"{platform}.{close}"),), safe=False)
    return report("unknown-platform-key", place, message, f"did you mean `{close}`?", fix=fix)
