"""Tool calls as text: parsing, printing, and every mistake."""

import json

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler.jsondoc.codec import same_json
from scn_compiler.semantics.tool_calls import Call, CallMistake, read_call, write_call
from support.cases import every
from support.laws import law
from support.scripts import hostile_texts, json_values


@every(
    ("text", "name", "arguments"),
    [
        ("look_up()", "look_up", {}),
        ('look.up-2( a = 1 , b="x, y)" )', "look.up-2", {"a": 1, "b": "x, y)"}),
        ('"look up"("the order"=null)', "look up", {"the order": None}),
        ('f(list=[{"a": "]"}, 2], on=true)', "f", {"list": [{"a": "]"}, 2], "on": True}),
        ('f(quote="\\"")', "f", {"quote": '"'}),
    ],
)
def test_a_call_has_a_name_and_json_arguments(text: str, name: str, arguments: dict[str, object]) -> None:
    assert read_call(text) == Call(name, arguments)


@every(
    ("text", "marked", "said"),
    [
        ("", "", "must start with the tool's name"),
        ("f", "", "needs parentheses"),
        ("f[1]", "[", "must be in parentheses"),
        ("f\u2028", "\u2028", "must be in parentheses"),
        ("f(a=x y)", "x y", "`x y` isn't a JSON value"),
        ("f(a='x')", "'x'", "needs double quotes"),
        ("f(a:1)", ":", "expected `=` between `a` and its value"),
        ("f(a=True)", "True", "`true`, not `True`"),
        ('f(a="True", b=[1, None])', "None", "`null`, not `None`"),
        ("f(a=1 b=2)", "", "missing comma before `b`"),
        ("f(a=1", "", "missing `)`"),
        ("f(a=[1, {}, 2)", "[", "`[` is never closed"),
        ("f(a=[1 2])", "2", "`a` needs valid JSON"),
        ("f(1)", "1", "`1` needs a name"),
        ("f(a=1, a=2)", "a", "duplicate argument"),
        ("f(a=1,)", ",", "missing argument after"),
        ("f(,a=1)", ",", "missing argument before"),
        ("f(a=)", "", "needs a value"),
        ('f(a="x)', '"x)', "never closed"),
        ("f() and g()", " and g()", "after the call"),
    ],
)
def test_an_invalid_call_is_reported_at_its_place(text: str, marked: str, said: str) -> None:
    slip = read_call(text)

    assert isinstance(slip, CallMistake)
    assert said in slip.message
    assert text[slip.start : slip.end] == marked


@every(
    ("text", "after_fix"),
    [
        ("f", "f()"),
        ("f(a=x)", 'f(a="x")'),
        ("f(a='x')", 'f(a="x")'),
        ("f(a:1)", "f(a=1)"),
        ("f(a=True)", "f(a=true)"),
        ("f(a=1 b=2)", "f(a=1, b=2)"),
        ("f(a=1", "f(a=1)"),
        ("f(a=1,)", "f(a=1)"),
        ("f(,a=1)", "f(a=1)"),
        ("f(a=1).", "f(a=1)"),
    ],
)
def test_a_slip_with_a_clear_meaning_has_a_fix(text: str, after_fix: str) -> None:
    slip = read_call(text)

    assert isinstance(slip, CallMistake)
    assert slip.replacement is not None
    made = read_call(text[: slip.start] + slip.replacement + text[slip.end :])
    assert made == read_call(after_fix)
    assert isinstance(made, Call)


@law(100)
@given(hostile_texts, st.dictionaries(hostile_texts, json_values, max_size=3))
def test_a_written_call_is_read_as_the_same(name: str, arguments: dict[str, object]) -> None:
    again = read_call(write_call(Call(name, arguments)))

    assert isinstance(again, Call)
    assert again.name == name
    assert same_json(again.arguments, arguments)


def test_invisible_characters_of_a_call_are_written_as_escapes() -> None:
    assert write_call(Call("find", {"name": "a\u200bb\nc"})) == r'find(name="a\u200bb\nc")'


@law(100)
@given(st.text(alphabet="ab(=:,)[]{}\"' 1\\\n", max_size=14))
def test_any_text_is_a_call_or_a_slip_inside_of_it(text: str) -> None:
    read = read_call(text)

    if isinstance(read, CallMistake):
        assert 0 <= read.start <= read.end <= len(text)
    else:
        assert same_json(json.loads(json.dumps(read.arguments)), read.arguments)
