"""`scn decompile --share`: what scripts have alike is written once, and the payloads stay equal."""

import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import Config, compile_text, decompile, format_text
from scn_compiler.api import ScriptOfPayload, SharedScript, share
from scn_compiler.jsondoc.codec import same_json
from scn_compiler.reuse.share.names import file_name
from support.alike_payloads import alike_payloads
from support.cases import every
from support.laws import law
from support.paths import CORPUS
from support.payloads import ROW
from support.scripts import hostile_texts
from support.several_files import reading


def scripts_of(payloads: Mapping[str, Any]) -> list[ScriptOfPayload]:
    """The scripts that payloads decompile to, by the name of their file."""
    scripts = []
    for name, payload in payloads.items():
        text = payload if isinstance(payload, str) else json.dumps(payload)
        made = decompile(text)
        for part in made.parts or (made,):
            if part.text is not None:
                stem = f"{name}-{part.target}" if made.parts else name
                scripts.append(ScriptOfPayload(f"{stem}.scn", part.text, part.target or ""))
    return scripts


def compiled(scripts: list[ScriptOfPayload] | tuple[SharedScript, ...]) -> list[tuple[str | None, Any]]:
    """The names and the payloads of scripts, in any order."""
    files = {each.path: each.text for each in scripts}
    config = Config(read=reading(files))
    found = [
        (payload.name, payload.value)
        for path, text in files.items()
        for payload in compile_text(text, path=path, config=config).payloads
    ]
    return sorted(found, key=lambda each: (each[0] or "", json.dumps(each[1], sort_keys=True)))


def assert_equal_payloads(scripts: list[ScriptOfPayload], shared: tuple[SharedScript, ...]) -> None:
    one, two = compiled(scripts), compiled(shared)
    assert [name for name, _ in one] == [name for name, _ in two]
    assert all(same_json(before, after) for (_, before), (_, after) in zip(one, two, strict=True))
    for each in shared:
        assert format_text(each.text).text == each.text, f"{each.path} isn't formatted"


def shared_files(payloads: Mapping[str, Any]) -> dict[str, str]:
    """The shared scripts of payloads by path, which compile to them."""
    scripts = scripts_of(payloads)
    shared = share(scripts)
    assert_equal_payloads(scripts, shared)
    return {each.path: each.text for each in shared}


def call(name: str, *steps: tuple[str, str], role: str = "A customer who wants help", **fields: Any) -> Any:
    """A payload: what the caller says first, and what it says when."""
    conditions = [
        {**ROW, "id": number, "condition": trigger, "action": action}
        for number, (trigger, action) in enumerate(steps)
    ]
    return {
        "name": name,
        "scenario_type": "conditional_actions",
        "personality": 3,
        "conditional_actions": {"role": role, "conditions": conditions},
        **fields,
    }


def booking(day: str, answer: str = "Yes, please.", **fields: Any) -> Any:
    return call(
        f"Move it to {day}",
        ("FIRST_MESSAGE", f"I need to move my appointment to {day}."),
        ("The agent asks whether you are sure", answer),
        ("The agent says goodbye", "Thanks, bye! <endcall />"),
        **fields,
    )


@pytest.mark.slow
def test_sixty_payloads_of_six_templates_become_a_third_as_long() -> None:
    scripts = scripts_of(alike_payloads(60))
    shared = share(scripts)

    assert_equal_payloads(scripts, shared)
    assert len(shared) == 7
    for size in (len, lambda text: text.count("\n")):
        before, after = (sum(size(each.text) for each in found) for found in (scripts, shared))
        assert after * 3 <= before


def test_scenarios_that_differ_in_cells_are_a_table() -> None:
    files = shared_files({"a": booking("Monday"), "b": booking("Friday"), "c": booking("Sunday")})

    assert files == {
        "move.scn": """\
scenario: Move it to $day
examples: day
row: Monday
row: Friday
row: Sunday
role: A customer who wants help
personality: 3

FIRST_MESSAGE
  say: I need to move my appointment to $day.

WHEN The agent asks whether you are sure
  say: Yes, please.

WHEN The agent says goodbye
  say: Thanks, bye!
  end call
"""
    }


def test_a_field_that_differs_is_a_column_of_its_name() -> None:
    files = shared_files({"a": booking("Monday", personality=4), "b": booking("Friday")})

    assert "examples: day | personality" in files["move.scn"]
    assert "personality:" not in files["move.scn"]


@every(
    "answers",
    [
        ("a | b", "c"),
        ("$5", "$day and ${x}"),
        ("$$", "$"),
        ('"quoted"', "back\\slash"),
        ("|", "[x]"),
        ("# a", "{y}"),
        ("two\nlines", "one line"),
        ("  padded ", "not"),
        ("Zoë", "नमस्ते"),
    ],
)
def test_any_cell_comes_back(answers: tuple[str, str]) -> None:
    first, second = answers
    files = shared_files({"a": booking("Monday", first), "b": booking("Friday", second)})

    assert len(files) == 1


def test_blocks_that_several_scripts_have_are_a_fragment_of_a_file_that_they_import() -> None:
    steps = (
        ('contains "code" OR contains "PIN"', "It's <spell>AB12</spell>, as I said before."),
        ("The agent asks for your date of birth", "The third of May, nineteen eighty-four."),
    )
    payloads = {
        name: call(f"About {name}", ("FIRST_MESSAGE", first), *steps, (trigger, "Fine."))
        for name, first, trigger in (
            ("parcels", "Where is my parcel?", "The agent names a day"),
            ("refunds", "Give me my money back!", "The agent offers a voucher"),
            ("invoices", "Send me the invoice again.", "The agent asks for an address"),
        )
    }
    steps_of_one = payloads["refunds"]["conditional_actions"]["conditions"]
    steps_of_one[1]["action"] = steps_of_one[1]["action"].replace("AB12", "ZX99")
    files = shared_files(payloads)

    assert set(files) == {"parcels.scn", "refunds.scn", "invoices.scn", "shared/common.scn"}
    assert "\nfragment: code(code)\n" in files["shared/common.scn"]
    assert 'insert: code(code = "ZX99")' in files["refunds.scn"]
    assert all(
        text.startswith("import: shared/common.scn\n") for path, text in files.items() if "/" not in path
    )


@pytest.mark.slow
def test_one_payload_more_changes_only_its_table() -> None:
    payloads = alike_payloads(60)
    before = shared_files({name: payloads[name] for name in list(payloads)[:59]})
    after = shared_files(payloads)

    changed = [path for path in before.keys() | after.keys() if before.get(path) != after.get(path)]
    assert changed == ["book.scn"]


def test_payloads_of_different_targets_share_nothing() -> None:
    when = {"role": "A customer", "conditions": [{"when": "The agent asks for a name", "say": "Dana Reyes"}]}
    payloads = {"a": booking("Monday"), "b": booking("Friday"), "c": when, "d": {**when, "role": "A guest"}}
    files = shared_files(payloads)

    assert {path: text.split("\n", 1)[0] for path, text in files.items()}[
        "move.scn"
    ] == "scenario: Move it to $day"
    assert "Monday" not in "".join(text for path, text in files.items() if path != "move.scn")


def test_one_payload_and_payloads_that_have_nothing_alike_stay_as_they_are() -> None:
    payloads = {
        "a": booking("Monday"),
        "b": call("Hello", ("FIRST_MESSAGE", "Good evening!"), role="Somebody else"),
    }

    for some in ({"a": payloads["a"]}, payloads):
        assert shared_files(some) == {each.path: each.text for each in scripts_of(some)}


def test_scenarios_with_one_name_have_a_table_each_or_none() -> None:
    shared_files({"a": booking("Monday"), "b": booking("Monday", "No."), "c": booking("Friday")})


def test_a_suite_keeps_its_order() -> None:
    suite = {
        "version": 1,
        "suite": "Bookings",
        "scenarios": [
            {**booking(day), "name": f"{number}: {day}"}
            for number, day in enumerate(("Monday", "Friday", "Sunday", "Tuesday"), 1)
        ],
    }
    scripts = scripts_of({"suite": suite})
    shared = share(scripts)

    assert_equal_payloads(scripts, shared)
    assert [each.path for each in shared] == ["suite.scn"]
    assert len(shared[0].text) < len(scripts[0].text)


def test_a_list_of_scenarios_shares_within_its_file() -> None:
    page = {"count": 3, "next": None, "results": [booking(day) for day in ("Monday", "Friday", "Sunday")]}
    files = shared_files({"page": page})

    assert list(files) == ["page.scn"]
    assert "row: Sunday" in files["page.scn"]


def test_scripts_in_other_folders_share_only_in_a_project() -> None:
    scripts = scripts_of({"a/x": booking("Monday"), "b/x": booking("Friday")})

    assert [each.path for each in share(scripts)] == ["move.scn"]
    assert [each.path for each in share(scripts, across_folders=False)] == ["a/x.scn", "b/x.scn"]


def test_what_would_not_compile_to_equal_payloads_is_left_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scn_compiler.reuse.share.tables.undoubled", lambda cell: f"{cell}!")
    scripts = scripts_of({"a": booking("Monday"), "b": booking("Friday")})

    assert [each.text for each in share(scripts)] == [each.text for each in scripts]


texts = st.one_of(
    st.sampled_from(
        ["Friday", "at 5 pm", "$5", "$day", "a | b", "the code is", "AB12", "Dana Reyes", '"', "\\", ""]
    ),
    hostile_texts,
)
sentences = st.lists(texts, min_size=1, max_size=4).map(lambda parts: "So " + " ".join(parts))


@st.composite
def groups(draw: st.DrawFn) -> dict[str, Any]:
    """Payloads that have texts from a small pool, so that many are alike."""
    pool = draw(st.lists(sentences, min_size=2, max_size=4))
    some = st.one_of(st.sampled_from(pool), st.tuples(st.sampled_from(pool), texts).map(" ".join))
    said = some.filter(lambda text: "<" not in text and "{{" not in text)
    triggers = some.map(lambda text: f"The agent says {text}")
    payloads = {}
    for number in range(draw(st.integers(1, 5))):
        steps = draw(st.lists(st.tuples(triggers, said), max_size=4))
        payloads[f"p{number}"] = call(
            f"Call {number} {draw(some)}"[:80].strip(),
            ("FIRST_MESSAGE", draw(said)),
            *steps,
            role=draw(some),
            tags=draw(st.lists(some, max_size=2)),
            expected_outcome_prompt=draw(some),
        )
    return payloads


@law(200)
@given(groups())
def test_any_payloads_stay_equal(payloads: dict[str, Any]) -> None:
    shared_files(payloads)


_PAYLOADS = sorted(CORPUS.rglob("*.json")) if CORPUS.is_dir() else []


@pytest.mark.slow
@pytest.mark.skipif(not _PAYLOADS, reason="the corpus of real payloads is missing")
def test_real_payloads_stay_equal() -> None:
    payloads = {
        path.relative_to(CORPUS).with_suffix("").as_posix(): path.read_text(encoding="utf-8")
        for path in _PAYLOADS
    }
    scripts = scripts_of(payloads)

    assert len(scripts) > 50
    assert_equal_payloads(scripts, share(scripts))


@every(
    ("stems", "name"),
    [
        (["2026-01-12-refund", "2026-01-13-delivery"], "2026-01-12-refund"),
        (["call-2026-01-12-refund", "call-2026-01-13-delivery"], "call-2026-01"),
        (["refund-monday", "refund-month"], "refund"),
        (["order-late", "order-late-2"], "order-late"),
    ],
)
def test_a_file_is_named_after_whole_words(stems: list[str], name: str) -> None:
    assert file_name("", stems) == name
    assert len(file_name("a rather long name of a scenario about appointments and refunds", stems)) <= 40
