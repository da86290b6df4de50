"""`scn test --accept`: tests that fail get the lines of the caller."""

from pathlib import Path

import pytest

from support.cli import Run, scn

SCRIPT = """scenario: Move an appointment
role: A patient
language: en
tools: end_call
FIRST_MESSAGE
  say: Hi, I want to move my appointment.
@tuesday WHEN The agent asks for a day
  say: Tuesday at three would be lovely.
AFTER @tuesday
  say: Oh no, wait. <silence time="2s" /> Thursday?
WHEN contains "five" OR contains "5"
  say: At five, if that works. [laughter]
WHEN contains "confirmed"
  say: Great, bye!
  end call
"""
TESTS = """test: Cut off while changing her mind
  hear: When would you like to come?
  as: @tuesday
  say: Tuesday at three would be lovely.
  hear: Fine, Tuesday at three.
  say: Oh no, wait.…
  cut off: Hello?
  say: Oh no, wait.…
  hear: Thursday at five?
  say: At five, if that works.
  hear: Anything else?
  quiet

test: Hang up
  hear: It is confirmed.
  say: Great, bye!
  end call
"""
WRONG = TESTS.replace("  quiet\n", "  say: No, thanks.\n")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "move.scn").write_text(SCRIPT, encoding="utf-8")
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
    assert accept(folder, WRONG, "-k", "hang up").returncode == 0
    assert (folder / "move.test.scn").read_text(encoding="utf-8") == WRONG
    assert "--accept needs files" in scn("test", "--accept", "-", cwd=folder, stdin=TESTS).stderr
