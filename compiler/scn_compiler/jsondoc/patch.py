"""JSON Patch (RFC 6902): `add`, `remove` and `replace`, computed and applied."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json, same_json


def apply(document: Json, operation: Json) -> Json:
    """Apply one operation to a copy of `document`.

    Raises:
        KeyError, IndexError, TypeError, ValueError: if the operation is malformed or does not fit the document.
    """
    kind, path = operation["op"], operation["path"]
    if kind not in ("add", "remove", "replace"):
        raise ValueError(f"there is no operation `{kind}`")
    if not isinstance(path, str) or (path and not path.startswith("/")):
        raise ValueError(f"`{path}` is no path")
    if path == "":
        raise ValueError("the whole document cannot be patched")
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    copy = container = _shallow_copy(document)
    for part in parents:
        key = _key_or_index(container, part, len(container) - 1)
        container[key] = _shallow_copy(container[key])
        container = container[key]
    if kind == "add":
        _add(container, last, operation["value"])
        return copy
    key = _key_or_index(container, last, len(container) - 1)
    if kind == "remove":
        del container[key]
    else:
        container[key]  # raises if it is missing
        container[key] = operation["value"]
    return copy


def _add(container: Json, last: str, value: Json) -> None:
    if isinstance(container, list):
        at = len(container) if last == "-" else int(_key_or_index(container, last, len(container)))
        container.insert(at, value)
    else:
        container[last] = value


def _key_or_index(container: Json, part: str, greatest: int) -> str | int:
    """Resolve a part of a path to a key or an index."""
    if isinstance(container, dict):
        return part
    if not part.isdecimal() or int(part) > greatest:
        raise IndexError(part)
    return int(part)


def _shallow_copy(value: Json) -> Json:
    if isinstance(value, dict | list):
        return value.copy()
    raise TypeError


def difference(before: Json, after: Json, path: str = "") -> Iterator[dict[str, Json]]:
    """Compute the patch that turns `before` into `after`."""
    if same_json(before, after):
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            inner = f"{path}/{key.replace('~', '~0').replace('/', '~1')}"
            if key not in after:
                yield {"op": "remove", "path": inner}
            elif key not in before:
                yield {"op": "add", "path": inner, "value": after[key]}
            else:
                yield from difference(before[key], after[key], inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from difference(one, other, f"{path}/{index}")
    else:
        yield {"op": "replace", "path": path, "value": after}
