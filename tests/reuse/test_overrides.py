"""Lines that scenarios and rows add to fragments and to each other: fields, lists, labels."""

from typing import Any

import pytest

from scn_compiler import Config, check, compile_text
from scn_compiler.reuse.values import Environment, NameOfId

HEAD = "role: A caller\nlanguage: en\npersonality: 3\nFIRST_MESSAGE\n  wait\n"
FRAGMENT = """\
fragment: identity
@name WHEN The agent asks for a name
  say: Dana Reyes
@birthday WHEN The agent asks for a date of birth
  say: The ninth of May.
  end call
"""


def bodies(text: str) -> list[Any]:
    return [payload.value for payload in compile_text(text).payloads]


def test_a_scenario_needs_no_follow_up_for_each_label_of_a_fragment() -> None:
    text = f"scenario: Book\n{HEAD}insert: identity\nAFTER @name\n  say: With a y.\n{FRAGMENT}"

    assert check(text) == ()


def test_a_label_that_a_scenario_itself_does_not_need_is_reported() -> None:
    table = "scenario: Book on $day\nexamples: day\nrow: Monday\nrow: Friday\n"
    text = f'{table}{HEAD}@day WHEN contains "day"\n  say: $day\n  end call\n'

    assert [each.name for each in check(text)] == ["unused-label"]


def test_a_column_extends_a_list_of_the_scenario_and_replaces_another_field() -> None:
    text = (
        "scenario: Book on $day\nexamples: day | tags | personality\nrow: Monday | smoke | 8\nrow: Friday | |\n"
        f'tags: booking\nexpect: A visit\n{HEAD}WHEN contains "day"\n  say: $day\n  end call\n'
    )

    assert check(text) == ()
    assert [(each["tags"], each["personality"]) for each in bodies(text)] == [
        (["booking", "smoke"], 8),
        (["booking"], 3),
    ]


def test_a_column_adds_a_statement_to_those_of_the_scenario() -> None:
    text = (
        "scenario: Book on $day\nexamples: day | expect\nrow: Monday | The agent says Monday\nrow: Friday |\n"
        f'expect: A visit\n{HEAD}WHEN contains "day"\n  say: $day\n  end call\n'
    )

    assert [each["expected_outcome_prompt"] for each in bodies(text)] == [
        "A visit\nThe agent says Monday",
        "A visit",
    ]


def test_cells_can_be_empty_wherever_they_are() -> None:
    text = f"scenario: $a$b$c\nexamples: a | b | c\nrow: x | | y\nrow: | x |\nrow: x|y | | z\n{HEAD}"

    assert [each["name"] for each in bodies(text)] == ["xy", "x", "x|yz"]


@pytest.mark.parametrize(
    ("table", "keys"),
    [
        (
            "examples: day | hour\nrow: Next Tuesday | 3\nrow: Friday | 5\n",
            ["book-next-tuesday", "book-friday"],
        ),
        ("examples: day | hour\nrow: Friday | 3\nrow: Friday | 5\n", ["book-friday-3", "book-friday-5"]),
        ("examples: day | hour | key\nrow: Friday | 3 | a\nrow: Friday | 5 | b\n", ["a", "b"]),
    ],
)
def test_each_row_adds_its_own_words_to_the_key_unless_it_has_a_key(table: str, keys: list[str]) -> None:
    head = HEAD.replace("FIRST_MESSAGE\n  wait\n", "")
    text = f"{head}key: book\n{table}FIRST_MESSAGE\n  say: $day at $hour\n"
    document = compile_text(text).document

    assert [scenario.settings.get("key") for scenario in document.scenarios] == keys


def test_a_list_of_json_can_be_extended_by_names_of_ids() -> None:
    names = (NameOfId("metrics", "Politeness", 4),)
    config = Config(environment="one", names=names, defined=(Environment("one", names=names),))
    text = (
        f"scenario: Book\nmetrics raw: [5]\n{HEAD}insert: rated\nWHEN The agent says goodbye\n  end call\n"
        "fragment: rated\nmetrics: Politeness\n"
    )

    (payload,) = compile_text(text, config=config).payloads

    assert payload.value["metrics"] == [5, 4]
