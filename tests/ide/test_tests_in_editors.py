"""Editor features in files of tests: completion, definition, renaming, outline, hovers."""

import pytest

from scn_compiler.ide.completion.complete import complete
from scn_compiler.ide.hover.hover import hover
from scn_compiler.ide.labels.rename import Refused
from scn_compiler.ide.labels.tests import (
    find_tested_label,
    listed_tests,
    rename_with_tests,
    renameable_in_test,
    uses_of_label,
)
from scn_compiler.ide.structure.document_symbols import SymbolKind, document_symbols
from support.cases import every
from support.cursors import CURSOR
from support.project_files import ProjectFiles

SCRIPT = """\
role: A patient
language: en

scenario: Move an appointment
FIRST_MESSAGE
  say: Hi
@day WHEN The agent asks for a day
  say: Friday.
WHEN The agent is sorry
  say: Never mind.
AFTER @day
  say: In the morning.

scenario: Cancel an appointment
FIRST_MESSAGE
  say: Hi
@day WHEN The agent asks for the day of the appointment
  say: Monday.
"""
TESTS = """\
test: The caller names a day
  plays: Move
  hear: When?
  as: @day
  say: Friday.

test: The caller cancels
  plays: Cancel
  hear: When is it?
  as: @day
"""


def project(tests: str, script: str = SCRIPT) -> ProjectFiles:
    return ProjectFiles({"move.scn": script, "move.test.scn": tests})


def offered(tests: str) -> list[str]:
    files = project(tests)
    return [each.label for each in complete(files.open(), files.offset, paths=lambda: ["move.scn", "b.scn"])]


def test_the_steps_of_a_test_are_offered() -> None:
    first = offered(f"test: A\n  {CURSOR}\n")
    later = offered(f"test: A\n  hear: Hello\n  {CURSOR}\n")

    assert first[:2] == ["plays:", "hear:"]
    assert later[:3] == ["hear:", "as:", "say:"]
    assert {"cut off:", "silent", "quiet", "end call", "do:", "test:"} <= set(later)
    assert not {"wait", "WHEN", "role:"} & {*first, *later}


def test_the_first_lines_of_a_file_of_tests_are_offered() -> None:
    assert offered(CURSOR) == ["test:", "test: …", "script:"]


def test_labels_and_sentences_of_the_scenario_are_offered() -> None:
    assert offered(f"test: A\n  plays: Move\n  hear: When?\n  as: {CURSOR}\n") == [
        "@day",
        "The agent is sorry",
    ]
    assert offered(f"test: A\n  plays: {CURSOR}\n") == ["Move an appointment", "Cancel an appointment"]
    assert "b.scn" in offered(f"script: {CURSOR}\ntest: A\n  hear: x\n")


def test_rows_of_a_table_are_offered_with_the_cells_that_tell_them_apart() -> None:
    table = "examples: weekday | time\nrow: Friday | 5\nrow: Friday | 3\nFIRST_MESSAGE\n  say: $weekday at $time\n"
    cancel = "scenario: Cancel\nFIRST_MESSAGE\n  say: Hi\n"
    files = project(f"test: A\n  plays: {CURSOR}\n", f"scenario: Book\n{table}{cancel}")

    found = [(each.label, each.detail) for each in complete(files.open(), files.offset)]

    assert found == [
        ("Book (Friday) | time = 5", "the row time = 5"),
        ("Book (Friday) | time = 3", "the row time = 3"),
        ("Cancel", "a scenario of the script"),
    ]


def test_a_test_of_a_row_offers_and_follows_the_labels_of_its_table() -> None:
    script = SCRIPT.replace("an appointment\n", "an appointment\nexamples: n\nrow: 1\nrow: 2\n", 1)
    files = project(TESTS.replace("Move", "n = 2").replace("@day", f"@{CURSOR}day", 1), script)

    found = find_tested_label(files.open(), files.offset)

    assert found is not None
    assert found.part.scenario.name == "Move an appointment"


@pytest.mark.parametrize(("number", "trigger"), [(0, "asks for a day"), (1, "the day of the appointment")])
def test_a_label_in_a_test_leads_to_the_block_of_the_scenario_that_it_plays(
    number: int, trigger: str
) -> None:
    pieces = TESTS.split("as: @day")
    text = (
        "as: @day".join([*pieces[: number + 1]]) + f"as: @{CURSOR}day" + "as: @day".join(pieces[number + 1 :])
    )
    files = project(text)

    found = find_tested_label(files.open(), files.offset)

    assert found is not None
    assert found.script.path == "move.scn"
    row = found.part.scenario.rows[found.mention.block]
    assert trigger in found.part.text[row.block.whole.start : row.block.whole.end]


def test_a_label_is_renamed_in_its_script_and_in_its_tests() -> None:
    from_test = project(TESTS.replace("@day", f"@{CURSOR}day", 1))
    from_script = project(TESTS, SCRIPT.replace("@day", f"@{CURSOR}day", 1))

    for files in (from_test, from_script):
        edits = rename_with_tests(files.open(), files.offset, "date", files.importers)
        assert isinstance(edits, dict)
        assert {path: len(own) for path, own in edits.items()} == {"move.scn": 2, "move.test.scn": 1}
        assert len(list(uses_of_label(files.open("move.scn"), SCRIPT.index("@day"), files.importers))) == 1
    known = renameable_in_test(from_test.open(), from_test.offset)
    assert known is not None
    assert known.name == "day"
    assert isinstance(
        rename_with_tests(from_test.open(), from_test.offset, "Ä", from_test.importers), Refused
    )


def test_the_outline_has_the_tests() -> None:
    files = project(TESTS.replace("hear", f"{CURSOR}hear", 1))

    found = document_symbols(files.open())

    assert [(each.name, each.kind) for each in found] == [
        ("The caller names a day", SymbolKind.TEST),
        ("The caller cancels", SymbolKind.TEST),
    ]
    assert [each.name for each in listed_tests(files.open())] == [each.name for each in found]


def test_a_label_in_a_test_shows_its_block_and_the_follow_ups() -> None:
    files = project(TESTS.replace("@day", f"@{CURSOR}day", 1))

    shown = hover(files.open(), files.offset)

    assert shown is not None
    assert files.open().text[slice(*shown.span)] == "@day"
    assert "**`@day`** is this block of `move.scn`:" in shown.text
    assert "@day WHEN The agent asks for a day\n  say: Friday." in shown.text
    assert "- line 11: `AFTER @day`" in shown.text


@every("word", ["test", "hear", "as", "plays", "say"])
def test_hovers_explain_the_lines_of_tests(word: str) -> None:
    files = project(TESTS.replace(f"{word}:", f"{CURSOR}{word}:", 1))

    shown = hover(files.open(), files.offset)

    assert shown is not None
    assert f"{word}:" in shown.text


def test_a_file_of_tests_without_tests_offers_to_start_one() -> None:
    for text in (CURSOR, f"# Tests\n{CURSOR}", f"te{CURSOR}"):
        files = project(text)

        assert offered(text)[0].startswith("test:")
        assert document_symbols(files.open()) == ()
