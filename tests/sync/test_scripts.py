"""The scenarios of scripts as a platform would get them, and the keys that scripts get."""

from pathlib import Path

import pytest

from scn_compiler import Config, compile_text
from scn_compiler.sync import script_edits
from scn_compiler.sync.scripts import synced_script, with_keys
from support.cases import every
from support.paths import ROOT

ORDER = "scenario: Order {0}\nrole: A guest\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hi.\n  end call\n"
SAMPLES = sorted((ROOT / "samples").rglob("*.scn"))


@every(
    ("name", "key"),
    [
        ("Opening hours", "opening-hours"),
        ("Café №5!", "café-5"),
        ("हिंदी में मिठाई", "हिंदी-में-मिठाई"),
        ("注文する", "注文する"),
        ("???", "order"),
    ],
)
def test_a_key_is_made_of_the_words_of_the_name_in_any_script(name: str, key: str) -> None:
    text = f"scenario: {name}\nrole: A guest\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hi.\n  end call\n"
    keyed = with_keys(text, "calls/order.scn", set())

    assert f"scenario: {name}\nkey: {key}\n" in keyed
    assert with_keys(keyed, "calls/order.scn", set()) == keyed


def test_a_taken_key_gets_a_number() -> None:
    text = "scenario: Hi\n\nFIRST_MESSAGE\n  say: Hi.\n"

    assert "key: hi-3\n" in with_keys(text, "hi.scn", {"hi", "hi-2"})


@every(
    ("path", "text"),
    [("a.scn", ""), ("a.scn", "# soon\n"), ("a.test.scn", ""), ("a.test.scn", "language: en\n")],
)
def test_an_empty_file_gets_no_key(path: str, text: str) -> None:
    assert with_keys(text, path, set()) == text


@every("path", SAMPLES, ids=lambda path: path.name)
def test_a_new_key_changes_no_payload(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    keyed = with_keys(text, path.name, set())
    before, after = (compile_text(each, path=path.name) for each in (text, keyed))

    assert [each.value for each in before.payloads if before.target != "cekura-suite"] == [
        each.value for each in after.payloads if after.target != "cekura-suite"
    ]


def test_a_script_for_a_suite_is_sent_as_scenarios() -> None:
    text = "suite: Nightly\ntarget: cekura-suite\n\nscenario: Hi\nrole: A guest\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hi.\n"
    script = synced_script(text, "nightly.scn", Config(), set())

    assert script.compiled.target == "cekura"
    assert [(each.key, each.line) for each in script.scenarios] == [("hi", 4)]


def test_problems_are_told_with_the_lines_of_the_file() -> None:
    text = "scenario: Hi\nrole: A guest\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hi.\n\nTHEN @nobody\n  say: Bye.\n"
    script = synced_script(text, "hi.scn", Config(), set())

    assert not script.compiled.ok
    assert (script.keyed, script.scenarios) == (text, ())


def test_keys_of_many_scenarios_take_one_look_at_their_script(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []
    read = script_edits.read_items
    monkeypatch.setattr(script_edits, "read_items", lambda text: looks.append(text) or read(text))
    text = "\n".join(ORDER.format(number) for number in range(30))
    keyed = with_keys(text, "orders.scn", set())

    expected = [f"scenario: Order {number}\nkey: order-{number}\n" for number in range(30)]
    assert [line for line in expected if line not in keyed] == []
    assert len(looks) == 1
