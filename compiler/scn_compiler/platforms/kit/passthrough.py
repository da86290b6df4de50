"""`PLATFORM.KEY: JSON` and `PLATFORM.patch`: values that go into the payload unchanged, and their validation."""

from collections.abc import Callable, Iterator, Mapping

from scn_compiler.installed_plugins import note_unchecked_contract
from scn_compiler.jsondoc.codec import Json, dump, load, without_surrogates
from scn_compiler.semantics.settings import Settings, Value
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean, nearest
from scn_dsl.wording import counted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pydantic import BaseModel

PATCH = "patch"
"""The key of a JSON Patch (RFC 6902) of the finished payload, for anything that no other line can express."""

_REASONS = {
    "missing": "it's missing",
    "string_type": "it must be text",
    "int_type": "it must be a whole number",
    "float_type": "it must be a number",
    "bool_type": "it must be true or false",
    "list_type": "it must be a list",
    "dict_type": "it must be an object",
    "model_type": "it must be an object",
    "string_pattern_mismatch": "it has the wrong form",
    "string_too_short": "it's empty",
    "too_short": "it's empty",
}


def refusal_reason(problem: Json) -> str:
    """Explain in plain words why pydantic rejected a value."""
    reason = str(problem["msg"]).removeprefix("Value error, ")
    return _REASONS.get(problem["type"], reason[:1].lower() + reason[1:])


def _top_key(names: tuple[str, ...]) -> str | None:
    return names[0] if len(names) == 1 else None


class Contract(Record):
    """The model of a platform's document, and how to report what it rejects.

    Attributes:
        platform: Name of the platform.
        model: Loads the pydantic model that the document must match.
        known: Keys to suggest for a misspelled key, in addition to those of the model.
        key_at: Maps the path of an unknown key to the key in the script; `None` for a path inside a value.
        strict_inside: Tells whether an unknown key inside a value, as pydantic reports it, is an error; otherwise it
            stays in the payload with a warning.
        refuses: Tells whether a problem counts; rules of an earlier day accept more than the model.
        reason: Explains in plain words why a value was rejected.
    """

    platform: str
    model: "Callable[[], type[BaseModel]]"
    known: tuple[str, ...] = ()
    key_at: Callable[[tuple[str, ...]], str | None] = _top_key
    strict_inside: Callable[[Json], bool] | None = None
    refuses: Callable[[Json], bool] = bool
    reason: Callable[[Json], str] = refusal_reason


def passthrough_values(settings: Settings, platform: str) -> dict[str, Value]:
    """Return the values of a script's `PLATFORM.KEY` lines for one platform, by key."""
    return {key: value for (name, key), value in settings.platform.items() if name == platform}


def put(
    document: dict[str, Json], values: dict[str, Value], removed: Mapping[str, str] | None = None
) -> Iterator[Diagnostic]:
    """Add `values`, without the patch, to `document`; report a key that is already set, and keep its value.

    Args:
        removed: Keys that the platform no longer accepts, each with a hint.
    """
    for key, value in values.items():
        if key == PATCH:
            continue
        if key in document:
            message = f"another line already sets `{key}`"
            yield report("duplicate-field", value.name, message, "remove one of the two lines")
            continue
        document[key] = value.value
        if removed and key in removed and value.value is not None:
            yield report("removed-key", value.name, f"`{key}` is no longer accepted", removed[key])


def put_empty(
    document: dict[str, Json],
    settings: Settings,
    parts: Mapping[str, tuple[str, Json]],
    what: str,
    inner: tuple[str, ...] = (),
) -> Iterator[Diagnostic]:
    """Add the empty parts that `empty:` names to `document`.

    Args:
        parts: By name: the key and its empty value.
        what: The document's name in a message, e.g. `a Sensay note`.
        inner: Names of nested parts, which the caller adds.
    """
    value = settings.fields.get("empty")
    if value is None:
        return
    for name in value.value or ():
        if name in inner:
            continue
        if name not in parts:
            names = (*parts, *inner)
            hint = did_you_mean(name, names) or "write one of " + ", ".join(f"`{known}`" for known in names)
            message = f"`empty:` doesn't accept `{name}` in {what}"
            yield report("bad-field-value", value.span_of(name), message, hint)
            continue
        key, empty = parts[name]
        if key in document and document[key] != empty:
            message = f"`{name}` can't be empty: another line sets it"
            yield report("bad-field-value", value.span_of(name), message, f"remove `{name}` from `empty:`")
        document.setdefault(key, empty)


def patch(
    document: Json, operations: Value, is_said: Callable[[str], bool] | None = None
) -> tuple[Json, tuple[Diagnostic, ...]]:
    """Apply the JSON Patch operations `add`, `remove`, `replace` and `move` (RFC 6902) to `document`.

    Args:
        is_said: Tells whether lines of a script set the value at a path. An operation on such a path is reported, as
            no rule checks the patched value. `None` if the platform doesn't know.
    """
    from scn_compiler.jsondoc.patch import apply, puts_over, taken_away  # noqa: PLC0415  (few scripts have a patch)

    if not isinstance(operations.value, list):
        return document, (_bad_patch(operations, "expected a list of operations", document),)
    covered: list[str] = []
    plain = document
    for operation in operations.value:
        try:
            changed = apply(document, operation)
        except ValueError as error:
            return document, (_bad_patch(operations, str(error), document),)
        except (KeyError, IndexError, TypeError):
            pointer = operation.get("path") if isinstance(operation, dict) else operation
            return document, (_bad_patch(operations, f"nothing exists at `{pointer}`", document),)
        if puts_over(document, operation, is_said):
            covered.append(operation["path"])
        document = changed
    covered.extend(taken_away(plain, operations.value, is_said))
    return document, (_covering(operations, covered),) if covered else ()


def _covering(operations: Value, paths: list[str]) -> Diagnostic:
    count = len(paths) - 1
    more = f" and {counted(count, 'more path')}" if count else ""
    message = (
        f"this patch changes `{paths[0]}`{more}, and scn doesn't check patches; "
        "blocks and fields can set the same values"
    )
    hint = "write the change as blocks and fields, and remove the change from the patch"
    return report("covering-patch", operations.span, message, hint)


def _bad_patch(operations: Value, why: str, document: Json) -> Diagnostic:
    key = next(reversed(document), "key") if isinstance(document, dict) else "0"
    hint = f'write a list of operations, for example `[{{"op": "remove", "path": "/{key}"}}]` (RFC 6902)'
    if why.startswith("nothing exists"):
        hint = f"write a path that exists in the payload, for example `/{key}`"
    return report("bad-platform-value", operations.span, f"can't apply this patch: {why}", hint)


def validate(
    document: Json,
    contract: Contract,
    values: dict[str, Value],
    where: Span,
    part: Callable[[tuple[str, ...]], tuple[dict[str, Value], Span]] | None = None,
) -> Iterator[Diagnostic]:
    """Validate `document` against the model of the platform.

    Args:
        values: The passed-through values; a rejection is reported at the line that caused it.
        where: The place of a rejection that no line caused.
        part: Returns `values` and `where` for a path, if parts of the document have values of their own.
    """
    try:
        from pydantic import ValidationError  # noqa: PLC0415  (only scripts that pass values through pay)
    except ImportError:  # the server bundled with an editor has no compiled packages
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
    """Keep the first problem of each path: every member of a union reports the same value or something inside it."""
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
    """Return the path of a problem in the document, without the names of a union's members."""
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
        what = f"`{path}`" if path else "this payload"
        message = f"{title} rejects {what}: {contract.reason(problem)}"
        if problem["type"] == "missing":
            message = f"`{path}` is missing, and {title} requires it"
        return report("bad-platform-value", span, message)
    key = contract.key_at(names)
    strict = contract.strict_inside is not None and contract.strict_inside(problem)
    if key is None and strict:
        return report("bad-platform-value", span, f"{title} rejects the key `{path}`")
    if strict:
        message, severity = f"{title} rejects the key `{key}` here", Severity.ERROR
    else:
        message = f"unknown {title} key `{key or path}`; it goes into the payload unchanged"
        severity = None
    place = value.name if value else where
    close = nearest(key, known, 0.75) if value and key else None
    if close is None:
        return report("unknown-platform-key", place, message, severity=severity)
    fix = Fix(f"replace with `{close}`", (Edit(place, f"{contract.platform}.{close}"),), safe=False)
    return report(
        "unknown-platform-key", place, message, f"did you mean `{close}`?", fix=fix, severity=severity
    )
