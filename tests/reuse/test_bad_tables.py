"""Tables and files of rows with mistakes: each has one message, at the line that is wrong."""

import pytest

from scn_compiler import format_text
from support.cases import every
from support.several_files import compiled, findings, payloads, places

REST = 'role: A caller\nlanguage: en\nFIRST_MESSAGE\n  wait\nWHEN contains "$day please"\n  say: $answer\n  end call\n'
FILE = f"scenario: Come on $day\nrows: days.csv\n{REST}"


def table(*lines: str, name: str = "Come on $day", rest: str = REST) -> str:
    return "\n".join([f"scenario: {name}", *lines, rest])


def names_of(text: str, files: dict[str, str] | None = None) -> list[str]:
    return [each["name"] for each in payloads(text, files)]


@every(
    ("lines", "place", "message"),
    [
        (
            ["examples: day | answer", "row: Monday", "row: Friday | Yes"],
            3,
            "this row has 1 cell, but the table has 2 columns",
        ),
        (
            ["examples: day | answer", "row: Monday | Yes | No"],
            3,
            "this row has 3 cells, but the table has 2 columns",
        ),
        (["examples: day | answer"], 2, "this table has no rows"),
        (["row: Monday | Yes", "row: Friday | No"], 2, "this row has no columns"),
        (["row: Monday | Yes", "examples: day | answer"], 2, "this row has no columns"),
        (
            ["examples: day | answer", "row: Monday | Yes", "examples: a", "row: Friday | No"],
            4,
            "a scenario has one table",
        ),
        (["examples: day | day | answer", "row: a | b"], 2, "duplicate column `day`"),
        (
            ["examples: day | answer", 'row raw: ["Monday", "a | b", 3]'],
            3,
            "this row has 3 cells, but the table has 2 columns",
        ),
        (["examples: day | answer", 'row raw: {"day": 1}'], 3, "`row raw:` needs a list"),
        (["examples: day | answer", "row raw: [1 2]"], 3, "`row raw:` needs valid JSON: missing comma"),
    ],
)
def test_a_mistake_in_a_table_is_reported_in_its_line(lines: list[str], place: int, message: str) -> None:
    (found,) = findings(table(*lines))

    assert (found.place, found.name, found.message) == (f"main.scn:{place}", "bad-table", message)
    assert found.hint


def test_the_other_rows_of_a_table_with_a_mistake_are_checked() -> None:
    rest = REST.replace("end call", "ned call")

    assert places(table("examples: day | answer", "row: Monday", rest=rest)) == [
        ("main.scn:10", "misspelt-keyword"),
        ("main.scn:3", "bad-table"),
    ]


@every(
    ("content", "place", "message"),
    [
        ("day,answer\nMonday\nFriday,Yes\n", "days.csv:2", "this row has 1 cell, but the file has 2 columns"),
        ("day,answer\nMonday,Yes\nFriday,On, Friday\n", "days.csv:3", "this row has 3 cells, but the file has 2 columns"),
        ('day,answer\nMonday,"Yes\nFriday,No\n', "days.csv:2", "the quote in this row isn't closed"),
        ('day,answer\nMonday,Yes\n"Fri"day,No\n', "days.csv:3", "text after a closing quote"),
        ("day;answer\nMonday;Yes\n", "days.csv:1", "the cells of this file are separated by semicolons"),
        ("day\tanswer\nMonday\tYes\n", "days.csv:1", "the cells of this file are separated by tabs"),
        ("day,answer,\nMonday,Yes,\n", "days.csv:1", "a column has no name"),
        ("day,the answer\nMonday,Yes\n", "days.csv:1", "`the answer` can't be the name of a column"),
        ("day,day\nMonday,Yes\n", "days.csv:1", "duplicate column `day`"),
        ("day,answer\n", "main.scn:2", "this file has no rows"),
        ("", "main.scn:2", "this file is empty"),
        ("\n\n", "main.scn:2", "this file is empty"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_of_rows_is_reported_in_the_file(content: str, place: str, message: str) -> None:
    (found,) = findings(FILE, {"days.csv": content})

    assert (found.place, found.name, found.message) == (place, "bad-rows-file", message)
    assert found.hint


@every(
    "content",
    [
        "day,answer\nMonday,Yes\n",
        "\ufeffday,answer\r\nMonday,Yes\r\n",
        "day,answer\rMonday,Yes\r",
        "\n\nday , answer\n\nMonday , Yes\n\n",
        '"day","answer"\n"Monday","Yes"',
    ],
)
def test_files_of_rows_from_any_program_are_read(content: str) -> None:
    assert findings(FILE, {"days.csv": content}) == []
    assert names_of(FILE, {"days.csv": content}) == ["Come on Monday"]


@every(
    ("content", "line", "message"),
    [
        ('{"day": "Mon" "answer": "Yes"}\n', 1, "this line isn't valid JSON: missing comma"),
        ('{"day": "Mon", "answer": "Yes"}\n[1]\n', 2, "this line isn't a row"),
        ('{"day": "Mon", "answer": ["Yes"]}\n', 1, "this line isn't a row"),
        ('{"day": "Mon", "answer": "Yes"}\n{"day": "Fri"}\n', 2, "this object has no key `answer`"),
        ('{"day": "Mon", "answer": "Yes"}\n{"day": "Fri", "answer": 1, "x": 1}\n', 2, "the first object has no key `x`"),
        ('{"day": "Mon", "the answer": "Yes"}\n', 1, "`the answer` can't be the name of a column"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_file_of_objects_is_reported_in_its_line(
    content: str, line: int, message: str
) -> None:
    (found,) = findings(FILE.replace("days.csv", "days.jsonl"), {"days.jsonl": content})

    assert (found.place, found.name, found.message) == (f"days.jsonl:{line}", "bad-rows-file", message)


def test_a_file_without_a_column_of_the_table_is_reported_once() -> None:
    script = table("examples: day | answer", "rows: days.csv")

    assert places(script, {"days.csv": "day,reply\nMonday,Yes\n"}) == [("main.scn:3", "bad-rows-file")]
    assert places(script, {"days.csv": "day,answer,note\nMonday,Yes,x\n"}) == [
        ("days.csv:1", "bad-rows-file")
    ]


def test_a_missing_file_names_the_one_that_is_meant() -> None:
    (found,) = findings(FILE, {"day.csv": ""})

    assert (found.place, found.hint) == ("main.scn:2", "did you mean `day.csv`?")
    assert found.edits == {("main.scn:2", "day.csv")}


def test_rows_of_the_script_and_of_a_file_make_one_table() -> None:
    script = table("examples: answer | day", "row: Yes | Monday", "rows: days.csv")

    assert names_of(script, {"days.csv": "day,answer\nFriday,No\n"}) == ["Come on Monday", "Come on Friday"]


def test_equal_rows_are_reported_at_the_second() -> None:
    rows = ["examples: day | answer", "row: Mon | Yes", "row: Fri | No", "row: Mon | Yes"]

    assert ("main.scn:5", "duplicate-row") in places(table(*rows))


def test_the_first_cell_tells_rows_apart_whose_names_do_not() -> None:
    rows = ["examples: day | answer", "row: Mon | Yes", "row: Fri | No"]

    assert names_of(table(*rows, name="Come")) == ["Come (Mon)", "Come (Fri)"]
    assert names_of(table(*rows, name="Come on $day")) == ["Come on Mon", "Come on Fri"]
    assert names_of(table(*rows, name="Come on $day").removeprefix("scenario: Come on $day\n")) == [
        "main (Mon)",
        "main (Fri)",
    ]


def test_rows_that_their_first_cell_does_not_tell_apart_are_told_what_to_write() -> None:
    found = findings(table("examples: day | answer", "row: Mon | Yes", "row: Mon | No", name="Come"))

    assert [(each.place, each.name) for each in found] == [("main.scn:4", "duplicate-scenario-name")]
    assert found[0].hint
    assert "`scenario: … $day`" in found[0].hint


def test_a_column_that_nothing_uses_is_reported_once() -> None:
    rows = ["examples: day | answer | note | tags", "row: Mon | Yes | a | smoke", "row: Fri | No | b |"]

    (found,) = findings(table(*rows))

    assert (found.place, found.message) == ("main.scn:2", "nothing uses the column `note`")


def test_a_column_that_a_misspelled_value_means_is_not_called_unused() -> None:
    rest = REST.replace("$answer", "$anwser")

    assert places(table("examples: day | answer", "row: Mon | Yes", rest=rest)) == [
        ("main.scn:9", "undeclared-value")
    ]


def test_a_let_of_a_scenario_can_use_its_columns() -> None:
    rows = ["let greeting = Hello on $day", "examples: day | answer", "row: Mon | Yes", "row: Fri | No"]
    script = table(*rows, rest=REST.replace("$answer", "$greeting: $answer"))

    assert findings(script) == []
    assert ["Hello on Mon: Yes" in str(each) for each in payloads(script)] == [True, False]


def test_a_let_with_the_name_of_a_column_is_reported() -> None:
    (found,) = findings(table("let day = Sunday", "examples: day | answer", "row: Mon | Yes"))

    assert (found.place, found.message) == ("main.scn:2", "`day` is already a column")


def test_a_table_in_a_fragment_is_reported_once() -> None:
    fragment = "fragment: a\nexamples: x\nrow: 1\nrow: 2\nWHEN The agent asks\n  say: Yes\n"

    assert places(fragment + table("examples: day | answer", "row: Mon | Yes")) == [
        ("main.scn:2", "stray-line")
    ]


@pytest.mark.slow
def test_a_mistake_in_a_thousand_rows_is_reported_once() -> None:
    rows = "".join(f"day {number},answer {number}\n" for number in range(1_000))
    script = FILE.replace("$answer", "$anwser")

    done = compiled(script, {"days.csv": f"day,answer\n{rows}"})

    assert len(done.payloads) == 1_000
    assert [each.name for each in done.findings.reported] == ["undeclared-value"]


@pytest.mark.parametrize(
    "line", ["Wehn The agent asks for a day | a time", "WHNE | a time", "sya: Friday | no"]
)
def test_a_mistyped_line_of_a_block_below_a_table_is_no_row(line: str) -> None:
    script = table("examples: day | answer", "row: Monday | Yes", line)

    assert "bad-table" not in {name for _, name in places(script)}


def test_a_row_without_its_keyword_is_checked_like_any_row() -> None:
    script = table("examples: day | answer", "row: Monday | Yes", "Tuesday | Yes | no")

    assert [each.message for each in findings(script)] == [
        "a row of a table starts with `row:`",
        "this row has 3 cells, but the table has 2 columns",
    ]


def test_an_extension_in_capitals_is_told_so() -> None:
    (found,) = findings(FILE.replace("days.csv", "DAYS.CSV"), {"DAYS.CSV": "day,answer\nMonday,Yes\n"})

    assert found.message == "`DAYS.CSV` isn't a file of rows"
    assert found.hint == "write the extension of the file in lower case"


def test_a_cell_with_the_name_of_a_value_is_told_that_it_is_text() -> None:
    script = table(
        "examples: day | answer", "row: Monday | On $day.", "row: Friday | It's $5, or $$day, or $price"
    )

    (found,) = findings(script)

    assert (found.place, found.name) == ("main.scn:3", "undeclared-value")
    assert found.message == "a cell is text, so it keeps `$day` as it is written"
    assert "On $day." in str(payloads(script)[0])


def test_the_blanks_that_align_a_row_with_a_cell_too_many_do_not_make_it_fit() -> None:
    text = table("examples: day | answer", "row: Friday | Yes. | Or later.", "row: Wednesday | No.")
    formatted = format_text(text).text

    assert "row: Friday    | Yes. | Or later." in formatted
    assert payloads(formatted) == payloads(text)
