"""Eqho: nothing is lost silently; laws of random payloads."""

import json
import subprocess
import sys
import types
import typing
from typing import Any, Literal

from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from scn_compiler import check, compile_text, decompile
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.platforms import TARGETS
from scn_compiler.platforms.eqho.payload import ScenarioBody
from scn_compiler.platforms.matrix import constructs, is_silent
from support.cases import every
from support.eqho import HEAD, TOLD, body
from support.laws import law
from support.scripts import HOSTILE, hostile_texts, json_values

words = st.text(alphabet="ab (): {}\"'<>é,.1", min_size=1, max_size=12).map(str.strip).filter(bool)


many = law(150)
# --- losses


REPORTED_WHOLE = ("Lines below `faq:`",)
"""Lines of unsupported records: the record itself is reported."""


@every(
    "construct",
    [each for each in constructs() if each.group not in REPORTED_WHOLE],
    ids=lambda each: f"{each.group}-{each.name}",
)
def test_no_part_of_the_language_is_dropped_silently(construct: Any) -> None:
    assert not is_silent(TARGETS["eqho"], construct)


def test_fields_above_the_first_scenario_apply_to_each() -> None:
    text = (
        "target: eqho\nreason: Help\nmock f = 1\nexpect: A\nexpect_call: f()\ncaller_tool: t\n  kind: text\n\n"
        "scenario: One\ninstructions: X\n\nscenario: Two\ninstructions: Y\nexpect: B\nexpect_call: g(a=x)\n"
    )
    compiled = compile_text(text)
    one, two = (payload.value for payload in compiled.payloads)

    assert one["environment_setup"] == two["environment_setup"]
    assert one["lead_scenario"]["actions"] == two["lead_scenario"]["actions"]
    assert two["evaluation_criteria"]["nl_assertions"] == ["A", "B"]
    (found,) = compiled.diagnostics
    assert text[found.span.start : found.span.end] == "x"


def test_a_whole_part_can_be_passed_through() -> None:
    lead = '{"instructions": {"task_instructions": "A", "reason_for_call": "B"}}'
    text = f"target: eqho\n\nscenario: A call\neqho.lead_scenario: {lead}\n"

    assert check(text) == ()
    assert body(text)["lead_scenario"] == json.loads(lead)


def test_a_check_does_not_load_the_contract() -> None:
    program = (
        "import sys; from scn_compiler.api import check; "
        f"check({TOLD!r} + 'expect_call: f(a=1)\\n'); print('pydantic' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


# --- laws


def _drawn(kind: Any) -> st.SearchStrategy[Any]:
    """Random values of a type of the contract."""
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin is typing.Annotated:
        return _drawn(inner[0]).filter(bool)
    if origin in (typing.Union, types.UnionType):
        return st.one_of(*map(_drawn, inner))
    if origin is list:
        return st.lists(_drawn(inner[0]), max_size=2)
    if origin is dict:
        return st.dictionaries(texts, _drawn(inner[1]), max_size=2)
    if origin is Literal:
        return st.sampled_from(inner)
    if isinstance(kind, type) and issubclass(kind, BaseModel):
        return _drawn_model(kind)
    return SIMPLE[kind]


def _drawn_model(model: type[BaseModel]) -> st.SearchStrategy[Any]:
    fields = {name: _drawn(_whole(field)) for name, field in model.model_fields.items()}
    required = {name: each for name, each in fields.items() if model.model_fields[name].is_required()}
    optional = {name: each for name, each in fields.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional)


def _whole(field: Any) -> Any:
    return typing.Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


texts = st.one_of(
    st.sampled_from(["a", "call_1", "all", "none", "agent", "caller", "", "b c"]), hostile_texts
)
SIMPLE: dict[Any, st.SearchStrategy[Any]] = {
    str: texts,
    int: st.integers(-5, 10**6),
    float: st.floats(-10, 10) | st.integers(-5, 5),
    bool: st.booleans(),
    type(None): st.none(),
    Any: json_values,
}
payloads = _drawn_model(ScenarioBody)


@many
@given(payloads)
def test_a_payload_comes_back_equal(payload: dict[str, Any]) -> None:
    made = decompile(json.dumps(payload))

    assert made.target == "eqho"
    (again,) = compile_text(made.text or "").payloads
    assert same_json(again.value, json.loads(json.dumps(payload)))


@many
@given(st.lists(payloads, min_size=1, max_size=3))
def test_a_list_of_payloads_is_a_script_of_several_scenarios(bodies: list[dict[str, Any]]) -> None:
    made = decompile(json.dumps(bodies))

    assert same_json([each.value for each in compile_text(made.text or "").payloads], bodies)


names = st.from_regex(r"[a-z][a-z0-9_]{0,5}", fullmatch=True)
values = st.one_of(words, st.integers(0, 99).map(str), st.just("true"), st.just('"q"'))
one_line = st.one_of(
    st.builds("{}: {}".format, st.sampled_from(["role", "knows", "unknown", "folder", "purpose", "notes"]), words),
    st.builds("given {} = {}".format, names, values.filter(lambda value: value[:1] not in "[{")),
    st.builds("caller {} = {}".format, names, values),
    st.builds("mock {} = {}".format, names.map("m_{}".format), values),
    st.builds("mock_error {} = {}".format, names.map("e_{}".format), values),
    st.builds("history: {}: {}".format, st.sampled_from(["caller", "agent", "system", "x"]), words),
    st.builds("expect: {}".format, words),
    st.builds("expect_call: {}(a={})\n  {}".format, names, st.integers(0, 9),
              st.sampled_from(["by: agent", "by: caller", "compare: all", "compare: none", "info: x", ""])),
    st.builds("caller_tool: {}\n  kind: text\n  {}".format, names,
              st.sampled_from(["async: no", "order: 3", "on_start: Hm", "settings: {}", "verbosity: low"])),
)  # fmt: skip


@many
@given(st.lists(one_line, max_size=8, unique_by=lambda line: line.partition("=")[0].partition("(")[0]), words)
def test_a_script_comes_back_without_json(lines: list[str], told: str) -> None:
    text = "\n".join([HEAD + f"instructions: {told}", *lines]) + "\n"
    compiled = compile_text(text)
    (payload,) = compiled.payloads
    made = decompile(json.dumps(payload.value))

    assert made.text is not None
    assert "eqho.patch" not in made.text
    assert same_json(compile_text(made.text).payloads[0].value, payload.value)


@many
@given(payloads, st.data())
def test_a_damaged_payload_is_read_or_refused_without_a_crash(
    payload: dict[str, Any], data: st.DataObject
) -> None:
    _damage(payload, data)
    made = decompile(json.dumps(payload))

    if made.text is not None and made.target == "eqho" and not made.diagnostics:
        assert same_json([each.value for each in compile_text(made.text).payloads], [payload])


def _damage(value: Any, data: st.DataObject) -> None:
    """Replace one value of a payload."""
    while True:
        keys = list(value) if isinstance(value, dict) else list(range(len(value)))
        if not keys:
            return
        key = data.draw(st.sampled_from(keys))
        if not isinstance(value[key], dict | list) or not value[key] or data.draw(st.booleans()):
            value[key] = data.draw(json_values)
            return
        value = value[key]


@many
@given(st.text(alphabet=HOSTILE + "()=", max_size=20))
def test_any_words_of_a_record_are_reported_or_accepted(record: str) -> None:
    for found in check(f"{TOLD}expect_call: {record}\nhistory: {record}\nempty: {record}\n"):
        assert found.message
