"""`PLATFORM.KEY: JSON` and `PLATFORM.patch`: values that go to the payload unchanged, and the check of the result."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING

from scn_compiler.installed_plugins import note_unchecked_contract
from scn_compiler.jsondoc.codec import Json, dump, load, without_surrogates
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from pydantic import BaseModel

PATCH = "patch"
"""The key of a JSON Patch (RFC 6902) of the finished payload, for what no other line can say."""

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


def refusal_reason(problem: Json) -> str:
    """Why pydantic refused a value, in plain words."""
    reason = str(problem["msg"]).removeprefix("Value error, ")
    return _REASONS.get(problem["type"], reason[:1].lower() + reason[1:])


def _top_key(names: tuple[str, ...]) -> str | None:
    return names[0] if len(names) == 1 else None


class Contract(Record):
    """The model of a platform's document, and how its refusals are reported.

    Attributes:
        platform: Name of the platform.
        model: Loads the pydantic model that the document must fit.
        known: Keys beside those of the model that a misspelt key may stand for.
        key_at: The key of an author's line, by the path of an unknown key; `None` for a path inside a value.
        strict_inside: Whether an unknown key inside a value, as pydantic reports it, is an error; otherwise it is passed
            on with a warning.
        refuses: Whether a problem counts; rules of an earlier day accept more than the model.
        reason: Why a value was refused, in plain words.
    """

    platform: str
    model: "Callable[[], type[BaseModel]]"
    known: tuple[str, ...] = ()
    key_at: Callable[[tuple[str, ...]], str | None] = _top_key
    strict_inside: Callable[[Json], bool] | None = None
    refuses: Callable[[Json], bool] = bool
    reason: Callable[[Json], str] = refusal_reason


def passthrough_values(settings: Settings, platform: str) -> dict[str, Value]:
    """The values of a script's `PLATFORM.KEY` lines for one platform, by key."""
    return {key: value for (name, key), value in settings.platform.items() if name == platform}


def put(
    document: dict[str, Json], values: dict[str, Value], removed: Mapping[str, str] | None = None
) -> Iterator[Diagnostic]:
    """Add `values`, without the patch, to `document`; a key that is there already is reported and kept.

    Args:
        removed: Keys that the platform no longer takes, each with the hint for its author.
    """
    for key, value in values.items():
        if key == PATCH:
            continue
        if key in document:
            message = f"`{key}` is set by the script already"
            yield report("duplicate-field", value.name, message, "take one of them out")
            continue
        document[key] = value.value
        if removed and key in removed and value.value is not None:
            yield report("removed-key", value.name, f"`{key}` is no longer taken", removed[key])


def put_empty(
    document: dict[str, Json],
    settings: Settings,
    parts: Mapping[str, tuple[str, Json]],
    what: str,
    inner: tuple[str, ...] = (),
) -> Iterator[Diagnostic]:
    """Add the empty parts that `empty:` names to `document`.

    Args:
        parts: For each name the key, and its empty value.
        what: The document as messages name it, e.g. `a note of Sensay's`.
        inner: Names of parts deeper in the document, which the caller adds.
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
        key, empty = parts[name]
        if key in document and document[key] != empty:
            message = f"`{name}` is said to be empty, and holds something"
            yield report("bad-field-value", value.span_of(name), message, "take one of them out")
        document.setdefault(key, empty)


def patch(
    document: Json, operations: Value, is_said: Callable[[str], bool] | None = None
) -> tuple[Json, tuple[Diagnostic, ...]]:
    """Apply the JSON Patch operations `add`, `remove`, `replace` and `move` (RFC 6902) to `document`.

    Args:
        is_said: Whether lines of a script say what stands at a path. An operation there is reported: rules judge the
            lines, and not what it puts in their place. `None` if the platform does not tell.
    """
    from scn_compiler.jsondoc.patch import apply, puts_over, taken_away  # noqa: PLC0415  (few scripts have a patch)

    if not isinstance(operations.value, list):
        return document, (_bad_patch(operations, "it is a list of operations", document),)
    covered: list[str] = []
    plain = document
    for operation in operations.value:
        try:
            changed = apply(document, operation)
        except ValueError as error:
            return document, (_bad_patch(operations, str(error), document),)
        except (KeyError, IndexError, TypeError):
            pointer = operation.get("path") if isinstance(operation, dict) else operation
            return document, (_bad_patch(operations, f"there is nothing at `{pointer}`", document),)
        if puts_over(document, operation, is_said):
            covered.append(operation["path"])
        document = changed
    covered.extend(taken_away(plain, operations.value, is_said))
    return document, (_covering(operations, covered),) if covered else ()


def _covering(operations: Value, paths: list[str]) -> Diagnostic:
    more = f" and at {len(paths) - 1} more places" if len(paths) > 1 else ""
    message = f"what this patch puts at `{paths[0]}`{more} is for lines of the script to say: no rule looks at it there"
    hint = "write it as blocks and fields, and take it out of the patch"
    return report("covering-patch", operations.span, message, hint)


def _bad_patch(operations: Value, why: str, document: Json) -> Diagnostic:
    key = next(reversed(document), "key") if isinstance(document, dict) else "0"
    hint = f'write e.g. `[{{"op": "remove", "path": "/{key}"}}]` (RFC 6902: add, remove, replace, move)'
    return report("bad-platform-value", operations.span, f"this patch does not fit: {why}", hint)


def validate(
    document: Json,
    contract: Contract,
    values: dict[str, Value],
    where: Span,
    part: Callable[[tuple[str, ...]], tuple[dict[str, Value], Span]] | None = None,
) -> Iterator[Diagnostic]:
    """Check `document` against the model of the platform.

    Args:
        values: The values passed through; a refusal is reported at the line of the value that caused it.
        where: The place of a refusal that no line caused.
        part: What `values` and `where` are for a path, if the document has parts with values of their own.
    """
    try:
        from pydantic import ValidationError  # noqa: PLC0415  (only scripts that pass values through pay)
    except ImportError:  # as in a server that an editor brings along, which has no compiled parts
        note_unchecked_contract()
        return

    model = contract.model()
    try:
        plain = load(without_surrogates(dump(document)))
        model.model_validate(plain)
    except ValidationError as error:
        keys = tuple(field.alias or name for name, field in model.model_fields.items())
        for problem in _one_per_path(error.errors(include_url=False, include_context=False), plain):
            if contract.refuses(problem):
                own, place = part(problem["names"]) if part else (values, where)
                yield _refused(problem, contract, own, place, (*keys, *contract.known, PATCH))


def _one_per_path(problems: list[Json], document: Json) -> list[Json]:
    """The first problem of each path: every member of a union complains about the same value, or about what is in it."""
    found: dict[tuple[str, ...], Json] = {}
    for problem in problems:
        names = _names_of(problem, document)
        found.setdefault(names, {**problem, "names": names})
    around = {names[:cut] for names in found for cut in range(len(names))}
    return [
        problem
        for names, problem in found.items()
        if names not in around or not problem["type"].endswith("_type")
    ]


def _names_of(problem: Json, document: Json) -> tuple[str, ...]:
    """The keys and indexes in the path of a problem, without the names of a union's members."""
    names: list[str] = []
    for part in problem["loc"]:
        inside = isinstance(document, list) if isinstance(part, int) else isinstance(document, dict)
        if inside and (isinstance(part, int) or part in document):
            document = document[part]
            names.append(str(part))
    return tuple(names) if problem["type"] != "missing" else (*names, str(problem["loc"][-1]))


def _refused(
    problem: Json, contract: Contract, values: dict[str, Value], where: Span, known: tuple[str, ...]
) -> Diagnostic:
    names = problem["names"]
    path, title = ".".join(names), contract.platform.capitalize()
    value = next((values[name] for name in names if name in values), values.get(PATCH))
    span = value.span if value else where
    if problem["type"] != "extra_forbidden":
        message = f"{title} refuses `{path}`: {contract.reason(problem)}"
        return report("bad-platform-value", span, message)
    key = contract.key_at(names)
    strict = contract.strict_inside is not None and contract.strict_inside(problem)
    if key is None and strict:
        return report("bad-platform-value", span, f"{title} refuses the key `{path}`")
    if strict:
        message, severity = f"{title} refuses the key `{key}` here", Severity.ERROR
    else:
        message = f"`{key or path}` is not known to be a key of {title}'s: it is passed on as it is"
        severity = None
    place = value.name if value else where
    close = nearest(key, known, 0.75) if value and key else None
    if close is None:
        return report("unknown-platform-key", place, message, severity=severity)
    fix = Fix(f"write `{close}`", (Edit(place, f"{contract.platform}.{close}"),), safe=False)
    return report(
        "unknown-platform-key", place, message, f"did you mean `{close}`?", fix=fix, severity=severity
    )
