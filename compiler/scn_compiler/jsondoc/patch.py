"""JSON Patch (RFC 6902), as far as it is needed: `add`, `remove` and `replace`, made and applied."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json, same_json


def apply(document: Json, operation: Json) -> Json:
    """A copy of `document` after one operation.

    Raises:
        KeyError, IndexError, TypeError, ValueError: if it does not fit the document, or is no operation.
    """
    kind, path = operation["op"], operation["path"]
    if kind not in ("add", "remove", "replace"):
        raise ValueError(f"there is no operation `{kind}`")
    if not isinstance(path, str) or (path and not path.startswith("/")):
        raise ValueError(f"`{path}` is no path")
    if path == "":
        raise ValueError("the whole document cannot be patched")
    *parents, last = [part.replace("~1", "/").replace("~0", "~") for part in path.split("/")[1:]]
    copy = container = _copied(document)
    for part in parents:
        key = _place(container, part, len(container) - 1)
        container[key] = _copied(container[key])
        container = container[key]
    if kind == "add":
        _add(container, last, operation["value"])
        return copy
    place = _place(container, last, len(container) - 1)
    if kind == "remove":
        del container[place]
    else:
        container[place]
        container[place] = operation["value"]
    return copy


def _add(container: Json, last: str, value: Json) -> None:
    if isinstance(container, list):
        at = len(container) if last == "-" else int(_place(container, last, len(container)))
        container.insert(at, value)
    else:
        container[last] = value


def _place(container: Json, part: str, greatest: int) -> str | int:
    """The key or index that a part of a path means."""
    if isinstance(container, dict):
        return part
    if not part.isdecimal() or int(part) > greatest:
        raise IndexError(part)
    return int(part)


def _copied(value: Json) -> Json:
    if isinstance(value, dict | list):
        return value.copy()
    raise TypeError


def difference(made: Json, wanted: Json, path: str = "") -> Iterator[dict[str, Json]]:
    """The patch that turns `made` into `wanted`."""
    if same_json(made, wanted):
        return
    if isinstance(made, dict) and isinstance(wanted, dict):
        for key in [*made, *(key for key in wanted if key not in made)]:
            inner = f"{path}/{key.replace('~', '~0').replace('/', '~1')}"
            if key not in wanted:
                yield {"op": "remove", "path": inner}
            elif key not in made:
                yield {"op": "add", "path": inner, "value": wanted[key]}
            else:
                yield from difference(made[key], wanted[key], inner)
    elif isinstance(made, list) and isinstance(wanted, list) and len(made) == len(wanted):
        for index, (one, other) in enumerate(zip(made, wanted, strict=True)):
            yield from difference(one, other, f"{path}/{index}")
    else:
        yield {"op": "replace", "path": path, "value": wanted}
