"""The shapes of answers, as JSON Schema."""

from typing import Any

_Schema = dict[str, Any]

_TEXT: _Schema = {"type": "string"}
_FLAG: _Schema = {"type": "boolean"}
_NUMBER: _Schema = {"type": "integer"}


def listed(items: _Schema) -> _Schema:
    """Return the schema of a list."""
    return {"type": "array", "items": items}


def shape(optional: str = "", **keys: _Schema) -> _Schema:
    """Return the schema of an object with these keys.

    Args:
        optional: The names of the keys that may be missing, separated by spaces.
    """
    required = [name for name in keys if name not in optional.split()]
    return {"type": "object", "properties": keys, "required": required}


def _named(name: str) -> _Schema:
    """Return a reference to a part of a schema, which agents then read once."""
    return {"$ref": f"#/$defs/{name}"}


_PLACE = {
    "type": "object",
    "properties": {"line": _NUMBER, "column": _NUMBER},
    "description": "From 1, in characters; an end is exclusive.",
}
_AT = _named("place")

EDIT = shape(start=_AT, end=_AT, text=_TEXT)
"""An edit: replaces the text from `start` to `end`."""

PROBLEM = shape(
    "hint related fix",
    file=_TEXT,
    start=_AT,
    end=_AT,
    severity={"enum": ["error", "warning", "info"]},
    code=_TEXT,
    name={**_TEXT, "description": "The rule; pass it to `explain`."},
    message=_TEXT,
    hint=_TEXT,
    related=listed(shape(file=_TEXT, start=_AT, end=_AT, message=_TEXT)),
    fix=shape("safe", title=_TEXT, safe=_FLAG, edits=listed(EDIT)),
)
"""A problem in a script, in a schema with the part `place`."""

PROBLEMS: _Schema = {"type": "array", "items": {"type": "object"}, "description": "As `check` has them."}
"""Problems in the answers of other tools; the whole schema in each would make the list of tools twice as long."""

_CALL = {
    **listed(shape("agent", agent={"type": ["string", "null"]}, caller=listed(_TEXT))),
    "type": ["array", "null"],
}
_BLOCKS = listed(shape(block=_TEXT, place=_TEXT))

CHECKED_ANSWER = {
    **shape(summary=_TEXT, ok=_FLAG, problems=listed(PROBLEM), omitted=_NUMBER, unreadable=listed(_TEXT)),
    "$defs": {"place": _PLACE},
}
FIXED_ANSWER = shape(
    "text diff",
    summary=_TEXT,
    changed=_FLAG,
    written=_FLAG,
    text=_TEXT,
    diff=_TEXT,
    fixed=_NUMBER,
    problems=PROBLEMS,
    omitted=_NUMBER,
)
FORMATTED_ANSWER = shape("text diff", summary=_TEXT, changed=_FLAG, written=_FLAG, text=_TEXT, diff=_TEXT)
COMPILED_ANSWER = shape(
    summary=_TEXT,
    ok=_FLAG,
    target=_TEXT,
    payloads=listed(shape(scenario=_TEXT, payload={})),
    problems=PROBLEMS,
)
DECOMPILED_ANSWER = shape("text", summary=_TEXT, text=_TEXT, target=_TEXT, written=_TEXT, problems=PROBLEMS)
EXPLAINED_ANSWER = shape(text=_TEXT)
TESTED_ANSWER = shape(
    summary=_TEXT,
    ok=_FLAG,
    tests=listed(
        shape(
            "difference",
            file=_TEXT,
            line=_NUMBER,
            name=_TEXT,
            scenario=_TEXT,
            passed=_FLAG,
            difference=shape(line=_NUMBER, reason=_TEXT, expected=listed(_TEXT), actual=listed(_TEXT)),
        )
    ),
    omitted=_NUMBER,
    problems=PROBLEMS,
    unreadable=listed(_TEXT),
)
EXPLORED_ANSWER = {
    **shape(
        summary=_TEXT,
        scenarios=listed(
            shape(
                scenario={"type": ["string", "null"]},
                states=_NUMBER,
                complete=_FLAG,
                unreachable=_named("blocks"),
                ending=_named("call"),
                stuck=_named("call"),
                open=listed(_TEXT),
                gates=_named("blocks"),
                collisions=listed(_named("call")),
                dropped=listed(shape(call=_named("call"), blocks=_named("blocks"))),
            )
        ),
        omitted=_NUMBER,
    ),
    "$defs": {"call": _CALL, "blocks": _BLOCKS},
}
DRAWN_ANSWER = shape(text=_TEXT, scenarios=listed(_TEXT))
LISTED_ANSWER = shape(
    summary=_TEXT,
    scenarios=listed(shape(file=_TEXT, line=_NUMBER, name=_TEXT, tags=listed(_TEXT), target=_TEXT)),
    omitted=_NUMBER,
    unreadable=listed(_TEXT),
)
EXPANDED_ANSWER = shape(text=_TEXT)
PLAYED_ANSWER = shape(
    "test",
    summary=_TEXT,
    scenario=_TEXT,
    scenarios=listed(_TEXT),
    sentences=listed(shape(counts_as=_TEXT, sentence=_TEXT, place=_TEXT)),
    exchanges=listed(
        shape(
            "agent due near open unknown",
            agent={"type": ["string", "null"]},
            caller=listed(shape(says=_TEXT, place=_TEXT, because=_TEXT)),
            due=listed(_TEXT),
            near=listed(_TEXT),
            open=listed(_TEXT),
            unknown=listed(_TEXT),
        )
    ),
    ended=_FLAG,
    test=_TEXT,
)
