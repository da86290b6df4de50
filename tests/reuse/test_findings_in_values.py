"""Rules also look at texts with values in them, and at cells; what they find is where its author can fix it."""

from support.cases import every
from support.several_files import compiled, findings

HEAD = "role: A caller\nlanguage: en\nFIRST_MESSAGE\n  wait\n"
END = "WHEN The agent says goodbye\n  end call\n"
INVISIBLE = "\u200b"


@every(
    ("block", "name"),
    [
        (f"WHEN The agent asks for $v\n  say: a{INVISIBLE}b $v", "invisible-character"),
        (f"WHEN The agent{INVISIBLE} asks for $v\n  say: Yes.", "invisible-character"),
        ("WHEN The agent asks for $v\n  say: Bread &amp; $v", "escape-in-text"),
        ('WHEN The agent asks for $v\n  say: "It is $v"', "wrong-quotes"),
        ("WHEN refund, $v\n  say: Yes.", "bare-string-trigger"),
        ("WHEN intent == $v\n  say: Yes.", "foreign-trigger"),
    ],
)
def test_a_text_with_a_value_is_checked_as_one_without(block: str, name: str) -> None:
    script = f"let v = money\nscenario: One\n{HEAD}{block}\n{END}"

    assert [each.name for each in findings(script)] == [name]
    assert [each.name for each in findings(script.replace("$v", "money"))] == [name]


def test_a_fix_never_removes_a_part_of_a_value() -> None:
    script = f'let v = "\\"quoted\\""\nscenario: One\n{HEAD}WHEN The agent asks\n  say: $v\n{END}'

    (found,) = findings(script)

    assert (found.place, found.name, found.edits) == ("main.scn:8", "wrong-quotes", set())


def test_an_invisible_character_in_a_cell_is_reported_at_its_row() -> None:
    table = f"scenario: Come on $day\nrows: days.csv\n{HEAD}WHEN The agent asks\n  say: On $day.\n{END}"

    found = findings(table, {"days.csv": f"day\nMon\nFri{INVISIBLE}day\n"})

    assert [(each.place, each.name) for each in found] == [("days.csv:3", "invisible-character")]


def test_a_wrong_value_of_a_column_is_marked_as_a_whole() -> None:
    rows = "examples: day | max_duration\nrow: Mon | 10m\nrow: Fri | soon\n"
    script = f"scenario: Come on $day\n{rows}{HEAD}WHEN The agent asks\n  say: On $day.\n{END}"

    (found,) = compiled(script).diagnostics

    assert (found.name, script[slice(*found.span)]) == ("bad-field-value", "soon")


def test_an_unknown_value_of_a_keyword_is_marked_and_has_a_fix() -> None:
    script = f'let day = Mon\nscenario: One\n{HEAD}WHEN contains "on ${{dya}}"\n  say: Yes.\n{END}'

    (found,) = findings(script)

    assert (found.name, found.hint, found.edits) == (
        "undeclared-value",
        "did you mean `${day}`?",
        {("main.scn:7", "${day}")},
    )
