"""A dollar sign in a payload is text: no value of a script, an environment or the command line takes its place."""

import json
from itertools import product
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import Config, compile_text, decompile
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.platforms import TARGETS
from scn_compiler.platforms.kit.target import Form
from scn_compiler.reuse.values import GivenValue
from support.cases import some
from support.laws import many
from support.paths import SAMPLES

WITH_VALUES = Config(
    values=(GivenValue("day", "Friday"), GivenValue("x", "from the environment")),
    assigned=(GivenValue("x", "from the command line"), GivenValue("a", "b")),
)

texts_with_dollars = (
    st.lists(
        st.sampled_from(
            ["$", "$$", "$day", "${x}", "$x", "{", "}", "a", "_", "5", " ", '"', "\\", "|", "\n"]
        ),
        min_size=1,
        max_size=8,
    )
    .map(lambda parts: "Say " + "".join(parts))
    .filter(lambda text: "{{" not in text)
)


def body(name: str, role: str, keyword: str, sentence: str, said: str, told: str) -> Any:
    """The body of a request whose texts are these."""
    first = {"id": 0, "condition": "FIRST_MESSAGE", "action": said, "type": "standard", "fixed_message": True}
    keyword = json.dumps(keyword, ensure_ascii=False)
    return {
        "name": name,
        "scenario_type": "conditional_actions",
        "personality": 3,
        "tags": [name, said],
        "expected_outcome_prompt": told,
        "conditional_actions": {
            "role": role,
            "conditions": [
                first,
                {**first, "id": 1, "condition": f"contains {keyword}"},
                {**first, "id": 2, "condition": sentence, "action": told, "fixed_message": False},
            ],
        },
    }


def made_again(payload: Any, *, target: str | None = None) -> tuple[str, Any]:
    """The script that a payload decompiles to, and what it compiles to in a project that has values."""
    script = decompile(json.dumps(payload)).text
    assert script is not None
    return script, compile_text(script, target=target, config=WITH_VALUES).payloads[0].value


@many
@given(st.builds(body, *[texts_with_dollars] * 6))
def test_a_payload_with_dollars_comes_back_equal_whatever_the_values_are(payload: Any) -> None:
    script, again = made_again(payload)

    assert same_json(again, payload)
    assert "cekura.patch" not in script


COMPLETE = [target.name for target in TARGETS.values() if target.form is not Form.FRAGMENT]


def _with_dollars(value: Any) -> Any:
    """Add dollar signs to the end of each sentence in a JSON value."""
    match value:
        case dict():
            return {key: _with_dollars(each) for key, each in value.items()}
        case list():
            return [_with_dollars(each) for each in value]
        case str() if value.count(" ") > 1 and value[-1] in ".!?":
            return f"{value} Is it $5 or $day, ${{x}} or $$?"
        case _:
            return value


@some(("sample", "target"), [*product(SAMPLES, COMPLETE)], ids=lambda case: f"{case[0].stem}-{case[1]}")
def test_the_values_of_a_project_change_no_payload_of_any_platform(sample: Path, target: str) -> None:
    compiled = compile_text(sample.read_text(encoding="utf-8"), target=target)
    if not compiled.ok:
        return  # the target doesn't support everything in the sample
    payload = _with_dollars(compiled.payloads[0].value)

    script = decompile(json.dumps(payload)).text or ""
    plain, again = (compile_text(script, config=each) for each in (Config(), WITH_VALUES))

    assert [each.value for each in again.payloads] == [each.value for each in plain.payloads]
    assert ("patch:" in script) == (
        "patch:" in (decompile(json.dumps(compiled.payloads[0].value)).text or "")
    )


def test_a_script_writes_two_dollars_where_a_name_follows() -> None:
    script, _ = made_again(body("Pay $5", "A customer with $name", "$x", "Costs ${x}", "$$", "Ask for $5"))

    for line in (
        "scenario: Pay $5",
        "role: A customer with $$name",
        'contains "$$x"',
        "Costs $${x}",
        "say: $$$",
    ):
        assert line in script


def test_proposed_lines_write_them_as_well() -> None:
    script = "target: sensay\n\nscenario: A\npurpose: Ask for $$day\nWHEN x\n  say: Is it $$day?\n"
    compiled = compile_text(script, propose=True, config=WITH_VALUES)
    again = compile_text(script + "".join(f"{each.line}\n" for each in compiled.proposed), config=WITH_VALUES)

    assert compiled.proposed
    assert [each.value for each in again.payloads] == [each.value for each in compiled.payloads]
