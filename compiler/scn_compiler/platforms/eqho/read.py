"""Eqho's scenarios to scripts: request bodies, responses and lists of them; also tau2 tasks, converted first."""

from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.jsondoc.spans import JsonPath
from scn_compiler.platforms.eqho import tau2
from scn_compiler.platforms.eqho.body import empty_words_in, value_at
from scn_compiler.platforms.eqho.environment import history_line
from scn_compiler.platforms.eqho.read_records import call_lines, tool_lines
from scn_compiler.platforms.eqho.vocabulary import (
    CALLS_PATH,
    EXPECTATIONS_PATH,
    FIELD_KEYS,
    HISTORY_PATH,
    MOCKS_PATH,
    NAME_PATH,
    NO_REASON,
    READ_ONLY_KEYS,
    READ_ONLY_OF_MESSAGES,
    REASON_PATH,
    TOOLS_PATH,
    TOP_KEYS,
    VARIABLES_PATH,
)
from scn_compiler.platforms.kit.reading import PayloadReading, Remark, Remarks
from scn_compiler.platforms.kit.script_lines import (
    LINE_KEY,
    field_of,
    fits,
    passthrough_line,
    statements_of,
    variable_of,
)
from scn_dsl.nodes import Field, Scenario, Script, Setting, Text
from scn_grammar.plain_text import is_plain


def read(payload: Json) -> PayloadReading | None:
    """Decompile a payload; return `None` if it's neither one of Eqho's nor a tau2 task.

    Shapes:
        a body, a list of bodies, a tau2 task  -> a scenario each
        texts of `FIELD_KEYS`           -> fields
        `actions`, `nl_assertions`, …   -> expect_call, expect, caller_tool, given, mock, history
        other keys                      -> `eqho.KEY: JSON`

    Raises:
        Nothing: everything that doesn't fit is a remark.

    Source:
        As in payload.py and tau2.py.
    """
    remarks = Remarks()
    if about := tau2.is_about_tasks(payload):
        remark = Remark("unknown-payload", (), about, "decompile the file with the tasks")
        return PayloadReading(Script(), "eqho", payload, (remark,))
    payload, start = tau2.unwrapped(payload, remarks)
    bodies: list[Json] = payload if isinstance(payload, list) else [payload]
    source = None
    if bodies and all(tau2.is_task(entry) for entry in bodies):
        source = tau2.SOURCE_NAME
        places = [(*start, *_path(payload, index)) for index in range(len(bodies))]
        bodies = [tau2.body_of_task(*one, remarks) for one in zip(bodies, places, strict=True)]
    elif bodies and all(_is_body(entry) for entry in bodies):
        bodies = [
            _without_response(entry, _path(payload, index), remarks) for index, entry in enumerate(bodies)
        ]
    else:
        return None
    scenarios = tuple(Scenario(title=_title(body), settings=tuple(_settings(body))) for body in bodies)
    several = isinstance(payload, list)
    kept = bodies if several else bodies[0]
    return PayloadReading(Script(scenarios=scenarios), "eqho", kept, tuple(remarks.found), several, source)


def _path(payload: Json, index: int) -> JsonPath:
    return (index,) if isinstance(payload, list) else ()


def _is_body(entry: Json) -> bool:
    return isinstance(entry, dict) and isinstance(entry.get("lead_scenario"), dict)


def _without_response(body: dict[str, Json], path: JsonPath, remarks: Remarks) -> dict[str, Json]:
    """Return the body without keys that only responses have; one remark names them."""
    extra = [key for key in READ_ONLY_KEYS if key in body]
    kept = {key: value for key, value in body.items() if key not in extra}
    messages = value_at(body, HISTORY_PATH)
    if isinstance(messages, list):
        extra += [
            key
            for key in READ_ONLY_OF_MESSAGES
            if any(isinstance(one, dict) and key in one for one in messages)
        ]
        plain = [
            {key: value for key, value in one.items() if key not in READ_ONLY_OF_MESSAGES}
            if isinstance(one, dict)
            else one
            for one in messages
        ]
        kept[HISTORY_PATH[0]] = {**body[HISTORY_PATH[0]], HISTORY_PATH[1]: plain}
    if extra:
        names = ", ".join(f"`{key}`" for key in extra)
        remarks.note("read-only-key", path, f"scn skips keys that only responses have: {names}")
    return kept


def _title(body: dict[str, Json]) -> Field:
    name = value_at(body, NAME_PATH)
    return (
        field_of("scenario", name) if isinstance(name, str) else Field(name="scenario", value=Text(value=""))
    )


def _settings(body: dict[str, Json]) -> Iterator[Setting]:
    """Yield the lines of a scenario. Everything that they can't express goes into the patch."""
    for name, path in FIELD_KEYS.items():
        value = value_at(body, path)
        records = (
            isinstance(value, str) and name != "scenario" and not (path == REASON_PATH and value == NO_REASON)
        )
        if records and fits(name, value):
            yield field_of(name, value)
    yield from _variables(body)
    tools, tool_nulls = tool_lines(value_at(body, TOOLS_PATH))
    yield from tools
    yield from _mocks(body)
    messages = value_at(body, HISTORY_PATH)
    lines = [history_line(one) for one in messages] if isinstance(messages, list) else []
    if None not in lines:
        yield from statements_of("history", [line for line in lines if line])
    yield from _expectations(value_at(body, EXPECTATIONS_PATH))
    calls, call_nulls = call_lines(value_at(body, CALLS_PATH))
    yield from calls
    empty = (*empty_words_in(body), *tool_nulls, *call_nulls)
    if empty:
        yield field_of("empty", list(dict.fromkeys(empty)))
    yield from _passed(body)


def _variables(body: dict[str, Json]) -> Iterator[Setting]:
    values = value_at(body, VARIABLES_PATH)
    if isinstance(values, dict):
        yield from (variable_of("given", name, value) for name, value in values.items())


def _mocks(body: dict[str, Json]) -> Iterator[Setting]:
    mocks = value_at(body, MOCKS_PATH)
    for name, mock in mocks.items() if isinstance(mocks, dict) else ():
        if isinstance(mock, dict) and "default_return_value" in mock:
            fails = mock.get("default_is_error") is True
            yield variable_of("mock_error" if fails else "mock", name, mock["default_return_value"])


def _expectations(statements: Json) -> Iterator[Setting]:
    if isinstance(statements, list) and all(isinstance(one, str) for one in statements):
        for one in statements:
            yield Field(name="expect", value=Text(value=one)) if is_plain(one) else field_of("expect", one)


def _passed(body: dict[str, Json]) -> Iterator[Setting]:
    single = {path[0]: name for name, path in FIELD_KEYS.items() if len(path) == 1}
    for key, value in body.items():
        has_field = isinstance(value, str) if key in single else key in TOP_KEYS and key != "scenario_set_id"
        nothing = value is None and key in ("folder", "scenario_set_id")
        if not has_field and not nothing and LINE_KEY.fullmatch(key):
            yield passthrough_line("eqho", key, value)
