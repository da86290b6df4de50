"""`scn test --accept`: tests that fail get the lines of the caller."""

from pathlib import Path

import pytest

from support.calls import MOVE, MOVE_FAILING, MOVE_TESTS
from support.cli import Run, scn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "move.scn").write_text(MOVE, encoding="utf-8")
    return tmp_path


def accept(folder: Path, tests: str, *words: str) -> Run:
    (folder / "move.test.scn").write_text(tests, encoding="utf-8")
    return scn("test", "--accept", *words, cwd=folder)


ODD = """# These calls are old.
test: Changes  # which?
  say: Hi, I want to move my appointment.
  # The agent asks for the day first.
  hear: When would you like to come?
    as: @tuesday
  say: On Tuesday.
  hear: Fine.
  say: Oh no.…
  say: And more.
  # This stays.
  hear: Five is confirmed.
  say: At five, if that works.

test: Hang up
  hear: It is confirmed.
  quiet

test: As it is
  hear: It is confirmed.
  say: Great…
  end call
"""
ACCEPTED = """# These calls are old.
test: Changes  # which?
  say: Hi, I want to move my appointment.
  # The agent asks for the day first.
  hear: When would you like to come?
    as: @tuesday
  say: Tuesday at three would be lovely.
  hear: Fine.
  say: Oh no, wait. <silence time="2s" /> Thursday?
  # This stays.
  hear: Five is confirmed.
  say: At five, if that works.
  say: Great, bye!
  end call

test: Hang up
  hear: It is confirmed.
  say: Great, bye!
  end call

test: As it is
  hear: It is confirmed.
  say: Great…
  end call
"""


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_the_caller_does_is_accepted_and_all_else_stays(folder: Path, end: str) -> None:
    path = folder / "move.test.scn"
    path.write_bytes(ODD.replace("\n", end).encode())
    done = scn("test", "--accept", cwd=folder)

    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == (
        "move.test.scn: accepted `Changes  # which?`\nmove.test.scn: accepted `Hang up`\n3 tests: all passed\n"
    )
    assert path.read_bytes().decode() == ACCEPTED.replace("\n", end)
    assert scn("test", "--accept", cwd=folder).stderr == "3 tests: all passed\n"


@pytest.mark.parametrize(
    ("lines", "accepted"),
    [
        ("  hear: Hm.\n  say: What?\n  end call", "  hear: Hm.\n  quiet"),
        ("  hear: Hm.\n  say: What?\n  quiet", "  hear: Hm.\n  quiet"),
        ("  hear: It is confirmed.\n  end call", "  hear: It is confirmed.\n  say: Great, bye!\n  end call"),
        ("  hear: Hm.\n  quiet", "  hear: Hm.\n  quiet"),
    ],
)
def test_lines_are_added_and_removed_when_a_test_is_accepted(folder: Path, lines: str, accepted: str) -> None:
    done = accept(folder, f"test: One\n{lines}")

    assert done.returncode == 0
    assert (folder / "move.test.scn").read_text(encoding="utf-8").rstrip("\n") == f"test: One\n{accepted}"


def test_only_chosen_tests_are_accepted_and_only_in_files(folder: Path) -> None:
    assert accept(folder, MOVE_FAILING, "-k", "hang up").returncode == 0
    assert (folder / "move.test.scn").read_text(encoding="utf-8") == MOVE_FAILING
    assert "--accept needs files" in scn("test", "--accept", "-", cwd=folder, stdin=MOVE_TESTS).stderr
