"""One line of a script changes, and nothing else."""

from pathlib import Path

import pytest

from scn_compiler import compile_text, format_text
from scn_compiler.jsondoc.codec import Json
from scn_compiler.pipeline.listing import list_scenarios
from scn_compiler.sync.script_edits import with_key
from support.cases import every
from support.paths import SAMPLES

BOOK = "# About bookings\nscenario: Book\n\n# Who calls\nrole: A guest\n\nWHEN agent asks\n  say: Hi\n"


def test_the_key_is_below_the_name() -> None:
    assert with_key(BOOK, 2, "book") == BOOK.replace("Book\n", "Book\nkey: book\n")


def test_a_name_of_several_lines_stays_whole() -> None:
    text = "scenario: Book\n  # for two\n  | a table\nrole: A guest\n"
    assert with_key(text, 1, "book") == text.replace("table\n", "table\nkey: book\n")


def test_line_endings_and_indents_are_those_of_the_file() -> None:
    text = "\ufeff  scenario: Book\r\n  role: A guest\r\n"
    assert with_key(text, 1, "book") == "\ufeff  scenario: Book\r\n  key: book\r\n  role: A guest\r\n"


def test_a_last_line_without_a_line_break_gets_one() -> None:
    assert with_key("scenario: Book", 1, "book") == "scenario: Book\nkey: book\n"


@every(
    ("text", "expected"),
    [
        ("role: A guest\n", "key: book\nrole: A guest\n"),
        ("# About\n\nrole: A guest\n", "# About\n\nkey: book\nrole: A guest\n"),
        ("scn 1\n# About\nrole: A guest\n", "scn 1\nkey: book\n# About\nrole: A guest\n"),
        ("target: eqho\nrole: A guest\n", "target: eqho\nkey: book\nrole: A guest\n"),
        ("role: A guest\ntarget: eqho\n", "key: book\nrole: A guest\ntarget: eqho\n"),
        ("# About\n\n# Hi\nFIRST_MESSAGE\n  wait\n", "# About\n\nkey: book\n\n# Hi\nFIRST_MESSAGE\n  wait\n"),
        ("FIRST_MESSAGE\n  wait\n", "key: book\n\nFIRST_MESSAGE\n  wait\n"),
        ("# scn: allow missing-role so\nlanguage: en\n", "key: book\n# scn: allow missing-role so\nlanguage: en\n"),
    ],
)  # fmt: skip
def test_a_scenario_without_a_name_begins_with_its_key(text: str, expected: str) -> None:
    assert with_key(text, text.count("\n"), "book") == expected


def test_one_of_several_scenarios() -> None:
    text = "role: A guest\n\nscenario: One\nlanguage: en\n\nscenario: Two\nlanguage: de\n"
    assert with_key(text, 4, "one") == text.replace("One\n", "One\nkey: one\n")
    assert with_key(text, 6, "two") == text.replace("Two\n", "Two\nkey: two\n")


def test_another_key_replaces_the_one_that_is_there() -> None:
    text = "scenario: One\nlanguage: en # no\nkey:  old\n# why\n\nscenario: Two\nkey raw: \"two\"\n"  # fmt: skip
    assert with_key(text, 1, "new") == text.replace("key:  old", "key: new")
    assert with_key(text, 6, "new") == text.replace('key raw: "two"', "key: new")


def test_rows_share_the_key_of_their_scenario() -> None:
    text = "scenario: Move\nrole: A guest\nlanguage: en\nexamples: day\nrow: Tuesday\nrow: Friday\nWHEN agent asks\n  say: $day\n"
    keyed = with_key(text, 5, "move")
    assert keyed == text.replace("Move\n", "Move\nkey: move\n")
    assert [each.scenarios[0].settings.fields["key"].value for each in compile_text(keyed).payloads] == [
        "move-tuesday",
        "move-friday",
    ]


@every("key", ["", "two words", "raw: x", "$day", "a\nb", "a|b"])
def test_a_key_is_one_word(key: str) -> None:
    with pytest.raises(ValueError, match="not a key"):
        with_key(BOOK, 2, key)


@pytest.mark.parametrize("line", [1, 3])
def test_a_line_outside_of_all_scenarios_gets_no_key(line: int) -> None:
    with pytest.raises(ValueError, match="part of a scenario"):
        with_key("role: A guest\n\nfragment: polite\nexpect: Polite\n\nscenario: A\n", line, "a")


@every("sample", SAMPLES, ids=lambda path: path.stem)
def test_payloads_and_findings_of_a_sample_stay(sample: Path) -> None:
    text = sample.read_text()
    for number, listed in enumerate(list_scenarios(text, path=sample.name)):
        keyed = with_key(text, listed.line, f"key-{number}")
        assert _without_keys(keyed.splitlines()) == _without_keys(text.splitlines())
        assert format_text(keyed).text == keyed
        before, after = (compile_text(each, path=sample.name) for each in (text, keyed))
        assert {each.name for each in after.diagnostics} <= {each.name for each in before.diagnostics}
        assert [_without_key(each.value) for each in after.payloads] == [
            _without_key(each.value) for each in before.payloads
        ]


def _without_keys(lines: list[str]) -> list[str]:
    return [line for line in lines if line and not line.startswith("key:")]


def _without_key(value: Json) -> Json:
    """The payload of a suite has the keys of its scenarios."""
    if isinstance(value, list):
        return [_without_key(each) for each in value]
    if isinstance(value, dict):
        return {name: _without_key(each) for name, each in value.items() if name != "key"}
    return value
