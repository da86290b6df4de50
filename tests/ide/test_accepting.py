"""A failing test is changed in the editor: it then expects what the caller does."""

from scn_compiler.ide.edits.acceptance import accepting_edits_at
from scn_dsl.source import Span
from support.cursors import CURSOR
from support.project_files import ProjectFiles
from support.refactoring import after_edits

SCRIPT = """\
scenario: Move an appointment
role: A patient
language: en
FIRST_MESSAGE
  say: Hi
@day WHEN The agent asks for a day
  say: Friday.
"""
WRONG = """\
test: The caller names a day
  hear: When?
  as: @day
  say: Monday.

test: The caller is patient
  silent
  say: Hello?
"""


def accepted(marked: str) -> str | None:
    """The file after the action at the cursor; `None` if it isn't offered."""
    files = ProjectFiles({"move.scn": SCRIPT, "move.test.scn": marked})
    edits = accepting_edits_at(files.open(), Span(files.offset, files.offset))
    return after_edits(files.texts["move.test.scn"], edits) if edits else None


def test_only_the_test_at_the_cursor_is_changed() -> None:
    assert accepted(WRONG.replace("Monday", f"Mon{CURSOR}day")) == WRONG.replace("Monday", "Friday")
    assert accepted(WRONG.replace("  say: Hello?", f"{CURSOR}  say: Hello?")) == WRONG.replace(
        "  say: Hello?", "  quiet"
    )


def test_a_line_that_the_caller_meets_has_no_such_action() -> None:
    assert accepted(WRONG.replace("When?", f"When?{CURSOR}")) is None
    assert accepted(WRONG.replace("Monday", f"Friday{CURSOR}")) is None


def test_nothing_is_accepted_while_the_test_has_errors() -> None:
    assert accepted(WRONG.replace("Monday.", f"Monday.{CURSOR}\n  sya: No.")) is None
