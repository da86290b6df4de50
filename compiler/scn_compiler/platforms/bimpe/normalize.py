"""A workflow of a response to one of a request: without response keys and placeholders."""

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
"""Keys that an emitter sets by itself."""


def normalize(
    workflow: dict[str, Json], path: JsonPath, remarks: Remarks, *, from_server: bool
) -> dict[str, Json]:
    """The workflow as a request would have it, with a remark on everything that was removed.

    Args:
        from_server: Whether a server sent it: it fills lists with placeholders, and sets missing values to null.
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
        remarks.note("empty-entry", path, f"left out, as there is nothing in it: {names}")
    if extra:
        names = ", ".join(f"`{key}`" for key in extra)
        why = "left out, as only responses have them or they are null"
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
    """Whether a part is an empty list for an object, an empty object for a list, or an empty guide."""
    return value in ([], {}) and (key == "guide" or not isinstance(value, _OF_KINDS[key]))


def _without_placeholders(entries: list[Json], path: JsonPath, remarks: Remarks) -> list[Json]:
    filled = [entry for entry in entries if entry not in _EMPTY]
    if len(filled) < len(entries):
        message = f"`{show_path(path)}` has {'' if filled else 'only '}entries with nothing in them: "
        remarks.note("empty-entry", path, message + ("they were" if filled else "it was") + " left out")
    return filled


def _entries(
    entries: list[Json], key: str, path: JsonPath, remarks: Remarks, *, from_server: bool
) -> list[Json]:
    """The entries of a list that are not empty, each by its shape."""
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
            message = f"`{show_path(place)}` is {shown_json(entry)}, and was left out"
            remarks.fill("wrong-type", place, message, "it must be an object")
        elif key == "rules" and not isinstance(entry.get("trigger"), str):
            message = f"`{show_path(place)}` has no `trigger`, and was left out"
            remarks.fill("missing-condition", place, message, "a rule says what it answers to")
        else:
            result.append(_entry(entry, LIST_SHAPES[key], place, remarks, from_server=from_server))
    return result


def _says_nothing(entry: dict[str, Json], *, from_server: bool) -> bool:
    """Whether an entry has nothing but an id, or, from a server, no words."""
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
            if from_server and key == "response":  # of a rule that only acts
                result[key] = value = ""
        if value is _ABSENT and part.required:
            message = f"`{show_path(place)}` is missing" + (": the script sets it" if key in _SET else "")
            remarks.fill("wrong-type", path, message, f"it must be {part.wanted}")
        elif value is not _ABSENT and value is not None and not part.takes(value):
            message = f"`{show_path(place)}` is {shown_json(value)}, and was left out"
            remarks.fill("wrong-type", place, message, f"it must be {part.wanted}")
            del result[key]
        elif isinstance(value, list) and key in LIST_SHAPES:
            result[key] = _entries(value, key, place, remarks, from_server=from_server)
    if nulls:
        names = ", ".join(f"`{key}`" for key in nulls)
        remarks.note("read-only-key", path, f"left out, as they are null: {names}")
    return result


def _guide(guide: dict[str, Json], path: JsonPath, remarks: Remarks, *, from_server: bool) -> dict[str, Json]:
    """The guide, with the key of its video as the platform spells it."""
    result = {key: value for key, value in guide.items() if value is not None}
    if "youtube_url" in result and "youtubeUrl" not in result:
        message = "Bimpe's key is `youtubeUrl`: `youtube_url`, as its Python SDK has it, is not seen"
        remarks.note("wrong-key", (*path, "youtube_url"), message, "the script sets the right one")
        result = {"youtubeUrl": result.pop("youtube_url"), **result}
    if from_server and isinstance(result.get("steps"), list):
        result["steps"] = _without_placeholders(result["steps"], (*path, "steps"), remarks)
    if "steps" not in result:
        message = "`guide.steps` is missing: the script sets it"
        remarks.fill("wrong-type", path, message, "it must be a list of strings")
        result["steps"] = []
    return result
