"""Eqho's actions and expected calls to `caller_tool:` and `expect_call:` records."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms.eqho.body import ABSENT, value_at
from scn_compiler.platforms.eqho.criteria import COMPARE_ALL, COMPARE_NONE, are_numbered
from scn_compiler.platforms.eqho.vocabulary import INFO_WORD, REQUESTORS, TOOL_NULLS, TOOL_PARTS, TOOL_PATHS
from scn_compiler.platforms.kit.script_lines import field_of, fits
from scn_compiler.semantics.tool_calls import Call, write_call
from scn_dsl.nodes import Field, Text
from scn_grammar.printer import escape

RecordLines = tuple[list[Field], tuple[str, ...]]
"""Lines of a script, and the words of `empty:` that apply to all of them."""


def tool_lines(actions: Json) -> RecordLines:
    """Return the lines of the lead's tools. Tools that aren't objects go into the patch."""
    tools = {
        key: {name: value_at(action, path) for name, path in TOOL_PATHS.items()}
        for key, action in (actions.items() if isinstance(actions, dict) else ())
        if isinstance(action, dict)
    }
    nulls = tuple(name for name in TOOL_NULLS if _always_there([tool[name] for tool in tools.values()]))
    parts = (
        [name for name in TOOL_PARTS if _is_nothing_in_all(list(actions.values()), *TOOL_PARTS[name])]
        if tools
        else []
    )
    lines: list[Field] = []
    for key, tool in tools.items():
        lines.append(field_of("caller_tool", key))
        for name, value in tool.items():
            implied = name in ("title", "slug") and value == key
            if not implied and not (value is None and name in nulls):
                lines.extend(_detail(name, value))
    return lines, (*nulls, *parts)


def _is_nothing_in_all(actions: list[Json], path: tuple[str, ...], nothing: Json) -> bool:
    """Return whether a part is present but empty in some actions, and filled in all others."""
    held = [value_at(action, path) for action in actions]
    empty = [value for value in held if not value]
    return (
        bool(empty)
        and ABSENT not in held
        and all(value == nothing and type(value) is type(nothing) for value in empty)
    )


def _always_there(values: list[Json]) -> bool:
    """Return whether a detail is null in some actions and present in all."""
    return None in values and ABSENT not in values


def _detail(name: str, value: Json) -> Iterator[Field]:
    if value is not ABSENT and fits(name, value):
        yield field_of(name, value)


def call_lines(actions: Json) -> RecordLines:
    """Return the lines of the expected calls, if each has a name."""
    if not isinstance(actions, list) or not all(_has_name(action) for action in actions):
        return [], ()
    nulls = (INFO_WORD,) if _always_there([action.get("info", ABSENT) for action in actions]) else ()
    ids = [action.get("tool_call_id") for action in actions]
    implied = are_numbered(ids)
    lines: list[Field] = []
    for action, counted in zip(actions, implied, strict=True):
        arguments = action.get("arguments")
        call = Call(action["name"], arguments if isinstance(arguments, dict) else {})
        lines.append(field_of("expect_call", write_call(call)))
        if not counted:
            lines.extend(_detail("call_id", action.get("tool_call_id", ABSENT)))
        words = {wire: word for word, wire in REQUESTORS.items()}
        requestor = action.get("requestor")
        if isinstance(requestor, str) and requestor in words:
            lines.append(field_of("by", words[requestor]))
        if "info" in action and not (nulls and action["info"] is None):
            lines.extend(_detail("info", action["info"]))
        if "compare_args" in action:
            lines.extend(_compare(action["compare_args"]))
    return lines, nulls


def _has_name(action: Json) -> bool:
    return isinstance(action, dict) and isinstance(action.get("name"), str)


def _compare(names: Json) -> Iterator[Field]:
    match names:
        case None:
            yield field_of("compare", [COMPARE_ALL])
        case []:
            yield field_of("compare", [COMPARE_NONE])
        case [name] if name in (COMPARE_ALL, COMPARE_NONE):
            yield Field(name="compare", value=Text(value=escape(names)), raw=True)
        case list() if fits("compare", names):
            yield field_of("compare", names)
        case _:
            pass
