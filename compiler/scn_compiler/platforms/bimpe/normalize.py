"""Workflows as a request has them: without placeholders and keys that only responses have."""

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath, show_path
from scn_compiler.platforms.bimpe.shapes import LIST_SHAPES, KeyShape
from scn_compiler.platforms.bimpe.vocabulary import KEY_ORDER, READ_ONLY_KEYS
from scn_compiler.platforms.kit.reading import Remarks, shown_json

_EMPTY: tuple[Json, ...] = (None, [], {})
_ABSENT = object()
_OF_ENTRIES = ("rules", "flows", "faq")
_OF_TEXTS = ("tags", "integrations", "channels", "actions", "setup_steps")
_OF_KINDS: dict[str, type] = {**dict.fromkeys((*_OF_ENTRIES, *_OF_TEXTS), list), "guide": dict}
_SET = ("id", "name", "enabled", "type")
"""Keys that an emitter always sets."""


def normalize(
    workflow: dict[str, Json], path: JsonPath, remarks: Remarks, *, from_server: bool
) -> dict[str, Json]:
    """Convert a workflow to the form of a request, with remarks on everything removed.

    Args:
        from_server: Whether a server sent it; servers fill lists with placeholders and set missing values to null.
    """
    extra = [key for key in workflow if key in READ_ONLY_KEYS]
    extra += [
        key
        for key, value in workflow.items()
        if value is None and (from_server or key in KEY_ORDER) and key not in extra
    ]
    blank = [key for key in _OF_KINDS if from_server and _is_blank(key, workflow.get(key))]
    if blank:
        names = ", ".join(f"`{key}`" for key in blank)
        remarks.note("empty-entry", path, f"scn skips keys that are empty: {names}")
    if extra:
        names = ", ".join(f"`{key}`" for key in extra)
        why = "scn skips keys that are null or that only responses have"
        remarks.note("read-only-key", path, f"{why}: {names}")
    result = {key: value for key, value in workflow.items() if key not in (*extra, *blank)}
    for key in _OF_ENTRIES:
        if isinstance(result.get(key), list):
            result[key] = _entries(result[key], key, (*path, key), remarks, from_server=from_server)
    for key in _OF_TEXTS:
        if from_server and isinstance(result.get(key), list):
            result[key] = _without_placeholders(result[key], (*path, key), remarks)
    gone = [key for key, value in result.items() if value == [] and workflow[key] != []]
    result = {key: value for key, value in result.items() if key not in gone}
    if isinstance(result.get("guide"), dict):
        result["guide"] = _guide(result["guide"], (*path, "guide"), remarks, from_server=from_server)
    return result


def _is_blank(key: str, value: Json) -> bool:
    """Return whether a part is an empty list instead of an object, an empty object instead of a list, or an empty guide."""
    return value in ([], {}) and (key == "guide" or not isinstance(value, _OF_KINDS[key]))


def _without_placeholders(entries: list[Json], path: JsonPath, remarks: Remarks) -> list[Json]:
    filled = [entry for entry in entries if entry not in _EMPTY]
    if len(filled) < len(entries):
        has = "has empty entries, and scn skips them" if filled else "has only empty entries, so scn skips it"
        remarks.note("empty-entry", path, f"`{show_path(path)}` {has}")
    return filled


def _entries(
    entries: list[Json], key: str, path: JsonPath, remarks: Remarks, *, from_server: bool
) -> list[Json]:
    """Return the non-empty entries of a list, each checked against its shape."""
    held = [
        None if isinstance(entry, dict) and _says_nothing(entry, from_server=from_server) else entry
        for entry in entries
    ]
    _without_placeholders(held, path, remarks)
    result: list[Json] = []
    for index, entry in enumerate(held):
        place = (*path, index)
        if entry in _EMPTY:
            continue
        if not isinstance(entry, dict):
            message = f"`{show_path(place)}` must be an object, not {shown_json(entry)}, so scn skips it"
            remarks.fill("wrong-type", place, message)
        elif key == "rules" and not isinstance(entry.get("trigger"), str):
            message = f"`{show_path(place)}` has no `trigger`, so scn skips it"
            remarks.fill("missing-condition", place, message, 'add a trigger to the rule: `"trigger": "…"`')
        else:
            result.append(_entry(entry, LIST_SHAPES[key], place, remarks, from_server=from_server))
    return result


def _says_nothing(entry: dict[str, Json], *, from_server: bool) -> bool:
    """Return whether an entry has only an id or, from a server, no text."""
    if from_server:
        return all(value in (*_EMPTY, "") for key, value in entry.items() if key not in ("id", "enabled"))
    return all(value in _EMPTY for key, value in entry.items() if key != "id")


def _entry(
    entry: dict[str, Json], shape: KeyShape, path: JsonPath, remarks: Remarks, *, from_server: bool
) -> dict[str, Json]:
    result = dict(entry)
    nulls: list[str] = []
    for key, part in shape.items():
        value = entry.get(key, _ABSENT)
        place = (*path, key)
        if value is None and (from_server or not part.nullable):
            nulls.append(key)
            del result[key]
            value = _ABSENT
            if from_server and key == "response":  # the rule only runs an action
                result[key] = value = ""
        if value is _ABSENT and part.required:
            message = f"`{show_path(place)}` is missing; it must be {part.wanted}"
            hint = f"add `{show_path(place)}` to the payload" + (
                "; `scn compile` always writes it" if key in _SET else ""
            )
            remarks.fill("wrong-type", path, message, hint)
        elif value is not _ABSENT and value is not None and not part.takes(value):
            message = f"`{show_path(place)}` must be {part.wanted}, not {shown_json(value)}, so scn skips it"
            remarks.fill("wrong-type", place, message)
            del result[key]
        elif isinstance(value, list) and key in LIST_SHAPES:
            result[key] = _entries(value, key, place, remarks, from_server=from_server)
    if nulls:
        names = ", ".join(f"`{key}`" for key in nulls)
        remarks.note("read-only-key", path, f"scn skips keys that are null: {names}")
    return result


def _guide(guide: dict[str, Json], path: JsonPath, remarks: Remarks, *, from_server: bool) -> dict[str, Json]:
    """Return the guide, with the platform's spelling of the video's key."""
    result = {key: value for key, value in guide.items() if value is not None}
    if "youtube_url" in result and "youtubeUrl" not in result:
        message = "Bimpe ignores `youtube_url`, which is its Python SDK's name for `youtubeUrl`"
        remarks.note(
            "wrong-key",
            (*path, "youtube_url"),
            message,
            "write `youtubeUrl`, as `scn compile` does",
        )
        result = {"youtubeUrl": result.pop("youtube_url"), **result}
    if from_server and isinstance(result.get("steps"), list):
        result["steps"] = _without_placeholders(result["steps"], (*path, "steps"), remarks)
    if "steps" not in result:
        message = "`guide.steps` is missing; it must be a list of strings"
        remarks.fill(
            "wrong-type", path, message, "add `guide.steps` to the payload; `scn compile` always writes it"
        )
        result["steps"] = []
    return result
