"""Tests of a table: `plays:` names a row by the name of its scenario or by its cells."""

from scn_compiler.config import Config
from scn_compiler.pipeline.explore import explore_text, shortest_calls
from scn_compiler.pipeline.play_tests import PlayedFile, play_tests
from scn_dsl.diagnostic import Severity
from support.cases import every

BLOCKS = """role: A patient
language: en
FIRST_MESSAGE
  say: Hi, $day?
WHEN contains "five"
  say: $answer
"""
TABLE = f"""scenario: Booking
examples: day | answer
row: Tuesday | Yes.
row: Tuesday | No.
row: Friday  | Only after five.
{BLOCKS}
"""


def played(plays: str, script: str = TABLE, **files: str) -> PlayedFile:
    """Play one test of `book.scn`; `files` are the files beside it, by their names without extension."""
    texts = {"book.scn": script, **{f"{name}.csv": text for name, text in files.items()}}
    tests = f"test: A\n  {plays}\n  hear: five\n  say: …\n"
    return play_tests(tests, path="book.test.scn", config=Config(read=lambda path: texts[path]))


def problem(plays: str, script: str = TABLE) -> tuple[str, str]:
    (found,) = (each for each in played(plays, script).diagnostics if each.severity is Severity.ERROR)
    return found.message, found.hint or ""


@every(
    ("words", "answer"),
    [
        ("Booking (Friday)", "Only after five."),
        ("Booking | day = Friday", "Only after five."),
        ("booking | day=friday", "Only after five."),
        ("Booking | answer = Only  after five.", "Only after five."),
        ("day = Tuesday | answer = No.", "No."),
        ("Booking | answer = Yes. | day = Tuesday", "Yes."),
    ],
)
def test_a_name_or_cells_choose_the_row(words: str, answer: str) -> None:
    (test,) = played(f"plays: {words}").played

    assert [turn.text for turn in test.result.calls[-1].reply.turns] == [answer]


def test_two_rows_are_two_calls_however_alike_they_are() -> None:
    """Their scenarios have one name, and begin at one line."""
    untitled = TABLE.replace("scenario: Booking\n", "")
    from_file = "scenario: Booking $day\nexamples: day | answer\nrows: rows.csv\n" + BLOCKS
    rows = "day,answer\nTuesday,Yes.\nTuesday,No.\n"

    for script in (TABLE, untitled, from_file):
        said = [
            played(f"plays: answer = {cell}", script, rows=rows)
            .played[0]
            .result.calls[-1]
            .reply.turns[0]
            .text
            for cell in ("Yes.", "No.")
        ]
        assert said == ["Yes.", "No."]


def test_a_result_names_the_cells_that_tell_its_row_from_the_others() -> None:
    assert played("plays: Booking (Friday)").played[0].row == "day = Friday"
    assert played("plays: answer = Yes.").played[0].row == "answer = Yes."
    assert (
        played("", TABLE.replace("row: Tuesday | No.\nrow: Friday  | Only after five.\n", "")).played[0].row
    )


@every(
    ("plays", "message", "hint"),
    [
        ("plays: Booking", "`Booking` is part of the names of 3 scenarios",
         "add a cell of the row, for example `Booking | answer = Yes.`"),
        ("plays: Booking | day = Tuesday", "2 rows match `Booking | day = Tuesday`",
         "add a cell that only one row has, for example `Booking (Tuesday) | answer = Yes.`"),
        ("plays: Booking (Tuesday)", "2 scenarios have the name `Booking (Tuesday)`",
         "add a cell of the row, for example `Booking (Tuesday) | answer = Yes.`"),
        ("plays: Booking | day = Fridy", "no row of the script matches `Booking | day = Fridy`",
         "did you mean `Booking | day = Friday`?"),
        ("plays: Booking | dya = Friday", "no table of the script has the column `dya`",
         "did you mean `Booking | day = Friday`?"),
        ("plays: Booking | Friday", "the script has no scenario `Booking | Friday`",
         "did you mean `Booking | day = Friday`?"),
        ("plays: Bokking | day: \"Friday\"", "the script has no scenario `Bokking | day: \"Friday\"`",
         "did you mean `Booking (Friday)`?"),
        ("quiet", "the script has 3 scenarios, and this test doesn't say which one it plays",
         "add a line below: `plays: Booking (Tuesday) | answer = Yes.`"),
    ],
)  # fmt: skip
def test_words_that_name_no_row_or_several_are_reported_with_what_to_write(
    plays: str, message: str, hint: str
) -> None:
    assert problem(plays) == (message, hint)


def test_what_a_message_says_to_write_names_one_row() -> None:
    _, hint = problem("quiet")
    words = hint.partition("`")[2].rstrip("`")

    assert len(played(words).played) == 1


def test_rows_that_nothing_tells_apart_need_names() -> None:
    same = TABLE.replace("row: Tuesday | No.", "row: Tuesday | Yes.")

    assert problem("plays: day = Tuesday", same)[1] == "give each scenario of the script its own name"


def test_the_calls_that_a_search_writes_down_name_their_rows() -> None:
    tests = shortest_calls(explore_text(TABLE, path="book.scn"))
    config = Config(read=lambda _: TABLE)

    done = play_tests(tests, path="book.test.scn", config=config)

    assert not [each for each in done.diagnostics if each.severity is Severity.ERROR]
    assert {test.row for test in done.played} == {"answer = Yes.", "answer = No.", "day = Friday"}
    assert not any(test.result.difference for test in done.played)
