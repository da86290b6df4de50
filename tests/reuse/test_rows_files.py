"""Files of rows: the help for a row that has too few or too many cells."""

import pytest

from scn_compiler.config import Config
from scn_compiler.pipeline.check import find

SCRIPT = """\
scenario: Come on $day
role: A caller
language: en
tools: end_call
rows: days.csv
FIRST_MESSAGE
  say: $day, $answer
WHEN The agent says goodbye
  end call
"""


@pytest.mark.parametrize(
    ("row", "hint"),
    [
        ("Monday", "add a cell for `answer`"),
        ("Monday,fine,or not", "put a cell that has `,` in it in double quotes"),
    ],
)
def test_a_row_with_the_wrong_number_of_cells_gets_a_help_that_fits(row: str, hint: str) -> None:
    file = f"day,answer\nFriday,fine\n{row}\n"

    found = find(SCRIPT, path="call.scn", config=Config(read=lambda _: file)).in_files

    assert [(each.name, each.hint) for each in found] == [("bad-rows-file", hint)]
