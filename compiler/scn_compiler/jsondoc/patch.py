"""JSON Patch (RFC 6902): `add`, `remove`, `replace` and `move`, computed and applied."""

from collections.abc import Callable, Iterator
from functools import partial

from scn_compiler.jsondoc.codec import Json, same_json


def apply(document: Json, operation: Json) -> Json:
    """Apply one operation to a copy of `document`.

    Raises:
        KeyError, IndexError, TypeError, ValueError: if the operation is malformed or doesn't fit the document.
    """
    kind, path = operation["op"], operation["path"]
    if kind not in ("add", "remove", "replace", "move"):
        raise ValueError(f"unknown operation `{kind}`")
    if kind == "move":
        moved = _value_at(document, operation["from"])
        if path.startswith(f"{operation['from']}/"):
            raise ValueError(f"can't move `{operation['from']}` into itself")
        document = apply(document, {"op": "remove", "path": operation["from"]})
        return apply(document, {"op": "add", "path": path, "value": moved})
    *parents, last = _parts(path)
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


def puts_over(document: Json, operation: Json, is_said: Callable[[str], bool] | None) -> bool:
    """Return whether an operation changes or removes a value that lines of a script set.

    A moved text is still in the document, and removing an empty value loses nothing.

    Args:
        is_said: Tells whether lines of a script set the value at a path. Without it, every path that already has a
            text, list or object counts; other values rarely come from a line.
    """
    kind, path = operation["op"], operation["path"]
    if kind == "move":
        return False
    try:
        before = _value_at(document, path)
    except (KeyError, IndexError):
        return is_said is not None and _speaks(operation["value"], path, is_said)
    if is_said is None and kind != "add":
        return isinstance(before, str | list | dict) and not _is_empty(before)
    if is_said is None:
        is_entry = (
            isinstance(_value_at(document, path.rpartition("/")[0]), list) if path.count("/") > 1 else False
        )
        return kind == "add" and not is_entry and not _is_empty(before)
    return is_said(path) and not (kind == "remove" and _is_empty(before))


def taken_away(document: Json, operations: list[Json], is_said: Callable[[str], bool] | None) -> list[str]:
    """Return the paths that lines of a script set and whose values end up at a path that no line sets.

    Args:
        is_said: Tells whether lines set the value at a path. Without it, every path in the document counts.
    """
    is_said = is_said or partial(_stands_in, document)
    moved: dict[str, str] = {}
    for operation in operations:
        if operation["op"] == "move":
            came_from = moved.pop(operation["from"], operation["from"])
            if is_said(came_from) and not is_said(operation["path"]):
                moved[operation["path"]] = came_from
    return list(moved.values())


def _stands_in(document: Json, path: str) -> bool:
    """Return whether the document has the first key of a path."""
    return path.split("/")[1] in document if isinstance(document, dict) else True


def _speaks(value: Json, path: str, is_said: Callable[[str], bool]) -> bool:
    """Return whether lines of a script set any part of a value that is new at `path`."""
    if isinstance(value, dict):
        return any(_speaks(inner, f"{path}/{_escaped(key)}", is_said) for key, inner in value.items())
    return value != [] and is_said(path)


def _is_empty(value: Json) -> bool:
    """Return whether a value is an empty text, an empty list, or an object of only such values."""
    return value in ("", []) or (isinstance(value, dict) and all(map(_is_empty, value.values())))


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def _value_at(document: Json, path: Json) -> Json:
    """Return the value at a path.

    Raises:
        KeyError, IndexError, TypeError, ValueError: as in `apply`.
    """
    for part in _parts(path):
        document = document[_key_or_index(document, part, len(document) - 1)]
    return document


def _parts(path: Json) -> list[str]:
    if not isinstance(path, str) or (path and not path.startswith("/")):
        raise ValueError(f"`{path}` isn't a path; paths start with `/`")
    if path == "":
        raise ValueError("a patch can't replace the whole document")
    return [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]


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
            inner = f"{path}/{_escaped(key)}"
            if key not in after:
                yield {"op": "remove", "path": inner}
            elif key not in before:
                yield {"op": "add", "path": inner, "value": after[key]}
            elif inner_key := _wrapped_as(before[key], after[key]):
                aside = f"{inner}_"  # a text can't be moved directly into the object that replaces it
                yield {"op": "move", "from": inner, "path": aside}
                yield {"op": "add", "path": inner, "value": {}}
                yield {"op": "move", "from": aside, "path": f"{inner}/{inner_key}"}
                yield from difference({inner_key: before[key]}, after[key], inner)
            else:
                yield from difference(before[key], after[key], inner)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from difference(one, other, f"{path}/{index}")
    elif isinstance(before, list) and isinstance(after, list) and _is_within(before, after):
        kept = iter(before)
        wanted = next(kept, _NOTHING)
        for index, entry in enumerate(after):
            if wanted is not _NOTHING and same_json(wanted, entry):
                wanted = next(kept, _NOTHING)
            else:
                yield {"op": "add", "path": f"{path}/{index}", "value": entry}
    else:
        yield {"op": "replace", "path": path, "value": after}


_NOTHING = object()


def _is_within(before: list[Json], after: list[Json]) -> bool:
    """Return whether `after` has all entries of `before`, in their order, among others."""
    entries = iter(after)
    return bool(before) and all(any(same_json(one, other) for other in entries) for one in before)


def _wrapped_as(before: Json, after: Json) -> str | None:
    """Return the key of the text `before` in the object `after`, if everything else in it is empty."""
    if not isinstance(before, str) or not isinstance(after, dict):
        return None
    keys = [key for key, value in after.items() if value == before and "/" not in key and "~" not in key]
    others = [value for key, value in after.items() if key not in keys]
    return keys[0] if len(keys) == 1 and all(value in ([], {}) for value in others) else None
