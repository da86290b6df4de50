"""Changes of payloads of other platforms, and of scenarios that share lines, come into their scripts or are refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from scn_compiler import compile_text
from scn_compiler.config import Config
from scn_compiler.jsondoc.codec import Json
from scn_compiler.platforms import target_named
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.sync.canonical import RequestBody, canonical
from scn_compiler.sync.merge.merge import Merged, ScriptFile, merge_into
from support.cases import every
from support.laws import law, many
from support.paths import CLINIC, SAMPLES

ELSEWHERE = [
    (path, target_named(compiled.target).platform)
    for path in SAMPLES
    if (compiled := compile_text(path.read_text(), path=path.name)).ok
    and target_named(compiled.target).platform != "cekura"
]
SHARING = [
    path
    for path in CLINIC
    if "shared" not in path.parts and path.stem not in ("nightly", "phone-number.test")
]


def _texts(value: Json, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The paths of all texts of several words."""
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, each in inside:
        yield from _texts(each, (*path, name))
    if isinstance(value, str) and " " in value:
        yield path


def _changed(body: RequestBody, number: int, words: str) -> RequestBody:
    """A body in which a text is another one."""
    copy: Any = json.loads(json.dumps(body))
    paths = list(_texts(copy))
    *path, last = paths[number % len(paths)]
    place = copy
    for part in path:
        place = place[part]
    place[last] = place[last].replace(" ", f" {words} ", 1)
    changed: RequestBody = copy
    return changed


@every(("sample", "platform"), ELSEWHERE, ids=lambda each: getattr(each, "stem", each))
def test_without_a_change_a_script_of_any_platform_stays(sample: Path, platform: str) -> None:
    text = sample.read_text()
    for number, payload in enumerate(compile_text(text, path=sample.name).payloads):
        if isinstance(payload.value, dict):
            file = ScriptFile(text, sample.name)
            assert merge_into(file, number, platform, payload.value, {*payload.value}) == Merged(text)


@given(st.sampled_from(ELSEWHERE), st.integers(0, 60), st.sampled_from(["indeed", "a, b", "twice"]))
@law(300)
def test_words_of_any_platform_come_into_the_script(sample: tuple[Path, str], place: int, words: str) -> None:
    path, platform = sample
    text = path.read_text()
    payloads = compile_text(text, path=path.name).payloads
    number = place % len(payloads)
    own = payloads[number].value
    assume(isinstance(own, dict) and any(_texts(own)))
    body = _changed(own, place, words)
    merged = merge_into(ScriptFile(text, path.name), number, platform, body, {*own})

    if merged.text is None:
        assert "comes from the top of the file" in merged.reason or path.stem == "eqho-steps", merged.reason
    else:
        after = compile_text(merged.text, path=path.name).payloads
        assert canonical(after[number].value, platform) == canonical(body, platform)
        assert [each.value for each in after[:number]] == [each.value for each in payloads[:number]]


@given(st.sampled_from(SHARING), st.integers(0, 60), st.booleans())
@many
def test_what_scenarios_share_is_refused_with_a_reason(path: Path, place: int, removes: bool) -> None:
    config: Config = ConfigDiscovery().config_for(str(path)).config
    text = path.read_text()
    payloads = compile_text(text, path=str(path), config=config).payloads
    number = place % len(payloads)
    body = _changed(canonical(payloads[number].value, "cekura"), place, "indeed")
    if removes:
        body["conditional_actions"]["conditions"].pop(place % len(body["conditional_actions"]["conditions"]))
    merged = merge_into(ScriptFile(text, str(path), config), number, "cekura", body, {*body})

    if merged.text is None:
        words = (
            "comes from",
            "has a value",
            "would change as well",
            "doesn't fit",
            "would have an error",
            "can't say",
        )
        assert any(each in merged.reason for each in words), merged.reason
    else:
        after = compile_text(merged.text, path=str(path), config=config).payloads
        others = [each.value for index, each in enumerate(after) if index != number]
        assert others == [each.value for index, each in enumerate(payloads) if index != number]
        assert canonical(after[number].value, "cekura") == canonical(body, "cekura")


def test_a_dollar_sign_is_no_value() -> None:
    text = "scenario: A\nrole: A\nlanguage: en\nFIRST_MESSAGE\n  say: It costs $$price and more\n"
    body = canonical(compile_text(text).payloads[0].value, "cekura")
    body["conditional_actions"] = {**body["conditional_actions"], "first_message": "A new text"}
    merged = merge_into(ScriptFile(text), 0, "cekura", body, {*body})
    assert merged.text == text.replace("It costs $$price and more", "A new text")


def test_statements_that_are_written_in_another_way_are_printed_again() -> None:
    text = 'scenario: A\nrole: A\nlanguage: en\n# Two\nexpect raw: "One\\nTwo"\nFIRST_MESSAGE\n  say: Hi\n'
    body = canonical(compile_text(text).payloads[0].value, "cekura")
    merged = merge_into(
        ScriptFile(text), 0, "cekura", {**body, "expected_outcome_prompt": "One\nThree"}, {*body}
    )
    assert merged.text == text.replace('expect raw: "One\\nTwo"', "expect: One\nexpect: Three")
