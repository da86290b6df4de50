"""One mistake gives one report: consequences of a broken line aren't reported with it."""

import pytest

from scn_compiler import api
from support.cases import every

SCRIPT = """scenario: Move an appointment
role: A patient
language: en
cekura.agent: 11
personality: 3
tools: end_call
expect: The main agent confirms
tags: smoke

FIRST_MESSAGE
  say: Hi.

WHEN The agent asks for a name
  say: Dana.

WHEN The agent says goodbye
  say: Bye.
  end call
"""


def reports(text: str) -> list[str]:
    """The line and the name of each report except advice."""
    found = api.check(text, path="a.scn", target="cekura")
    return [f"{text[: each.span.start].count(chr(10)) + 1}: {each.name}" for each in found]


def test_the_script_itself_is_clean() -> None:
    assert reports(SCRIPT) == []


@every(
    ("written", "wrong"),
    [
        ("language: en", "language: !lang en"),
        ("language: en", "language: Français (Canada)"),
        ("personality: 3", "personality: 3,00"),
        ("personality: 3", "personality: ~"),
        ("personality: 3", "Personality: Normal Male (ID 3)"),
        ("tags: smoke", "tags: [smoke, nightly]"),
        ("tags: smoke", "tags: ['smoke', 'nightly']"),
        ("tools: end_call", 'tool_ids: ["TOOL_END_CALL"]'),
    ],
)
def test_a_value_that_cannot_be_read_is_not_also_refused_by_the_platform(written: str, wrong: str) -> None:
    text = SCRIPT.replace(written, wrong)
    line = text[: text.index(wrong)].count("\n") + 1

    assert [each.split(":")[0] for each in reports(text)] == [str(line)]


def test_what_the_platform_refuses_is_reported_beside_another_mistake() -> None:
    text = SCRIPT.replace("tags: smoke", "tags: [smoke]\ncekura.test_profile: true")

    assert reports(text) == ["8: bad-field-value", "9: bad-platform-value"]


@every(
    "opening",
    [
        "Given The agent asks for a name",
        "on_message: The agent asks for a name",
        "The agent asks for a name;",
        "# The first question.\nGiven The agent asks for a name\n# And what is said.",
    ],
)
def test_below_a_line_that_may_open_a_block_no_action_is_a_second_one(opening: str) -> None:
    text = SCRIPT.replace("WHEN The agent asks for a name", opening)

    assert len(reports(text)) == 1


@pytest.mark.parametrize("opening", ["PREMIER_MESSAGE", "ANRUFBEGINN", "----"])
def test_a_line_that_may_open_the_call_adopts_the_lines_below_it(opening: str) -> None:
    text = SCRIPT.replace("FIRST_MESSAGE", opening)

    assert [each.split(":")[0] for each in reports(text)] == ["10"]


def test_a_second_action_is_reported_where_all_lines_can_be_read() -> None:
    assert reports(SCRIPT.replace("  say: Dana.", "  say: Dana.\n  say: Reyes.")) == ["15: two-actions"]


@pytest.mark.parametrize(
    ("written", "wrong", "line"),
    [
        ("WHEN The agent asks for a name", "WHEN The agent asks for a name say: Dana.", 14),
        ("  say: Dana.", "  sya: Dana.\n  say: Reyes.", 15),
    ],
)
def test_a_second_action_is_reported_below_a_line_with_a_known_fix(
    written: str, wrong: str, line: int
) -> None:
    found = api.check(SCRIPT.replace(written, wrong), path="a.scn", target="cekura")

    assert f"{line}: two-actions" in reports(SCRIPT.replace(written, wrong))
    assert len(found) == 2


def test_a_second_first_message_is_reported_although_its_line_has_a_fix() -> None:
    text = SCRIPT.replace(
        "WHEN The agent asks for a name", "FIRST_MESSAGE say: Hello.\n\nWHEN The agent asks"
    )

    (found,) = api.check(text, path="a.scn", target="cekura")

    assert found.name == "extra-words"
    assert [note.message for note in found.related] == ["duplicate `FIRST_MESSAGE`: a call starts only once"]


def test_an_action_outside_a_block_is_reported_below_a_field_that_a_fix_completes() -> None:
    text = SCRIPT.replace("tags: smoke\n", "tags smoke\nsay: Hello.\n")

    assert reports(text)[:2] == ["8: missing-colon", "9: stray-line"]


def test_a_missing_first_message_is_reported_though_a_fix_makes_a_block_above_the_action() -> None:
    text = "scenario: A\nrole: A caller\nlanguage: en\n\nTHHEN\n  say: Hello\n"

    found = {each.name: each for each in api.check(text, path="a.scn", target="cekura")}

    notes = [note.message for note in found["misspelt-keyword"].related]
    assert "this scenario needs a `FIRST_MESSAGE`" in notes
