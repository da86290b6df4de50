"""`scn test`, `scn explore` and `scn play`: calls without a platform."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from support.calls import MOVE, MOVE_FAILING, MOVE_TESTS
from support.cli import Run, scn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "move.scn").write_text(MOVE, encoding="utf-8")
    (tmp_path / "move.test.scn").write_text(MOVE_TESTS, encoding="utf-8")
    return tmp_path


def run(folder: Path, *words: str, tests: str = MOVE_TESTS) -> Run:
    (folder / "move.test.scn").write_text(tests, encoding="utf-8")
    return scn("test", *words, cwd=folder)


def test_tests_that_pass_are_counted(folder: Path) -> None:
    done = run(folder)

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "2 tests: all passed\n")


def test_a_failure_shows_the_call_up_to_the_difference(folder: Path) -> None:
    done = run(folder, tests=MOVE_FAILING)

    assert done.returncode == 1
    assert done.stdout == (
        "FAILED Cut off while changing her mind\n"
        "  --> move.test.scn:12:3\n"
        "    caller  say: Hi, I want to move my appointment.  (move.scn:5)\n"
        "    agent   When would you like to come?\n"
        "    caller  say: Tuesday at three would be lovely.  (move.scn:7)\n"
        "    agent   Fine, Tuesday at three.\n"
        '    caller  say: Oh no, wait. <silence time="2s" /> Thursday?  (move.scn:9)\n'
        "    agent, cutting in  Hello?\n"
        '    caller  say: Oh no, wait. <silence time="2s" /> Thursday?  (move.scn:9)\n'
        "    agent   Thursday at five?\n"
        "    caller  say: At five, if that works. [laughter]  (move.scn:11)\n"
        "    agent   Anything else?\n"
        "  - say: No, thanks.\n"
        "  + nothing more\n\n"
    )
    assert done.stderr == "2 tests: 1 failed\n"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("  say: Bye!", "expected `say: Bye!`, but the caller does `say: Great, bye!`"),
        ("  quiet", "expected nothing more, but the caller goes on: `say: Great, bye!`"),
        ("  say: Great, bye!", "expected nothing more, but the caller goes on: `end call`"),
        (
            "  say: Great, bye!\n  end call\n  say: Ciao",
            "expected `say: Ciao`, but the caller says nothing more",
        ),
    ],
)
def test_a_failure_says_in_one_line_what_was_expected(folder: Path, line: str, reason: str) -> None:
    done = run(folder, "--format", "concise", tests=f"test: Hang up\n  hear: It is confirmed.\n{line}\n")

    assert (done.returncode, done.stdout.partition(": Hang up: ")[2]) == (1, f"{reason}\n")


def test_a_strict_run_fails_tests_that_depend_on_an_open_question(folder: Path) -> None:
    tests = "test: Both\n  hear: Five is confirmed.\n  say: At five, if that works.\n  say: Great, bye!\n  end call\n"

    assert run(folder, tests=tests).returncode == 0
    done = run(folder, "--strict", tests=tests)
    assert done.returncode == 1
    assert "no document says what happens if several `WHEN` blocks match one message (several)" in done.stdout
    assert run(folder, "--policy", "several=first", tests=tests).returncode == 1


@pytest.mark.parametrize(
    ("option", "message"),
    [
        ("sevral=all", "unknown question `sevral`: did you mean `several`?"),
        ("several=none", "`several` has the answers all and first, not `none`"),
    ],
)
def test_a_wrong_answer_to_an_open_question_is_refused(folder: Path, option: str, message: str) -> None:
    done = run(folder, "--policy", option)

    assert done.returncode == 2
    assert message in done.stderr


def test_a_configuration_answers_open_questions_and_an_option_goes_first(folder: Path) -> None:
    (folder / "scn.toml").write_text('[policy]\nseveral = "first"\n', encoding="utf-8")
    tests = "test: Both\n  hear: Five is confirmed.\n  say: At five, if that works.\n"

    assert run(folder, tests=tests).returncode == 0
    assert run(folder, "--policy", "several=all", tests=tests).returncode == 1
    played = scn("play", "move.scn", cwd=folder, stdin="Five is confirmed.\n\n").stdout
    assert "Great, bye!" not in played


def test_the_results_are_also_json_and_junit_and_annotations(folder: Path) -> None:
    (found,) = json.loads(run(folder, "--format", "json", tests=MOVE_FAILING).stdout)["files"]
    assert [(each["name"], each["passed"]) for each in found["tests"]] == [
        ("Cut off while changing her mind", False),
        ("Hang up", True),
    ]
    assert found["tests"][0]["difference"] == {"line": 12, "expected": ["say: No, thanks."], "actual": []}

    suite = ElementTree.fromstring(run(folder, "--format", "junit", tests=MOVE_FAILING).stdout)[0]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("2", "1", "0")

    done = run(folder, "--format", "github", tests=MOVE_FAILING)
    assert done.stdout.startswith(
        "::error file=move.test.scn,line=12,title=Cut off while changing her mind::expected"
    )


def test_tests_are_chosen_by_their_names(folder: Path) -> None:
    assert run(folder, "-k", "hang up").stderr == "1 test: all passed\n"


@pytest.mark.parametrize(
    ("tests", "message"),
    [
        ("test: A\n  hear: a\n  as: @tuesdy\n", "the script has no label `@tuesdy`"),
        (
            "test: A\n  hear: a\n  as: The agent asks for a date\n",
            "no `WHEN` of the script has this sentence",
        ),
        ("test: A\n  plays: Book\n  hear: a\n", "the script has no scenario `Book`"),
        ("script: moov.scn\n\ntest: A\n  hear: a\n", "can't find"),
    ],
)
def test_what_a_test_names_must_exist(folder: Path, tests: str, message: str) -> None:
    done = run(folder, tests=tests)

    assert done.returncode == 1
    assert message in done.stdout
    assert "1 file with errors" in done.stderr


def test_a_script_with_errors_fails_its_tests(folder: Path) -> None:
    (folder / "move.scn").write_text(MOVE.replace("say: Great", "sya: Great"), encoding="utf-8")
    done = run(folder)

    assert done.returncode == 1
    assert "move.scn:14:3" in done.stdout


def test_coverage_says_which_lines_no_test_reaches(folder: Path) -> None:
    done = run(folder, "--cov", "-k", "hang up")

    assert done.stdout.splitlines() == [
        "script    points  missed   share  lines that no test reaches",
        "move.scn       8       5     38%  7, 9, 11",
        "in all         8       5     38%",
    ]


def test_coverage_is_written_as_lcov_cobertura_and_html(folder: Path) -> None:
    done = run(folder, "--cov-report", "lcov", "--cov-report", "xml", "--cov-report", "html:page.html")

    assert done.returncode == 0
    lcov = (folder / "scn-coverage.lcov").read_text(encoding="utf-8")
    assert "SF:move.scn" in lcov
    assert "BRDA:11,0,1,0" in lcov
    assert "DA:13,1" in lcov
    classes = ElementTree.fromstring((folder / "scn-coverage.xml").read_text(encoding="utf-8")).iter("class")
    assert [each.get("filename") for each in classes] == ["move.scn"]
    assert "Coverage of scripts: 88%" in (folder / "page.html").read_text(encoding="utf-8")


def test_too_little_coverage_fails(folder: Path) -> None:
    assert run(folder, "--fail-under", "80").returncode == 0
    done = run(folder, "--fail-under", "90")
    assert done.returncode == 1
    assert "the tests reach 87.5%, less than the 90% of --fail-under" in done.stderr


def test_the_written_shortest_calls_pass_and_reach_everything(folder: Path) -> None:
    (folder / "move.test.scn").unlink()
    assert scn("explore", "--write", "move.scn", cwd=folder).returncode == 0

    done = scn("test", "--fail-under", "80", cwd=folder)
    assert (done.returncode, done.stderr) == (0, "3 tests: all passed\n")
    again = scn("explore", "--write", "move.scn", cwd=folder)
    assert "move.test.scn exists already, so nothing was written" in again.stderr


def test_explore_shows_how_a_call_ends_and_what_it_needs(folder: Path) -> None:
    assert scn("explore", "move.scn", cwd=folder).stdout == (
        "move.scn: Move an appointment\n"
        "  5 blocks, 3 states; looked at all calls\n"
        "  the shortest call that ends has 1 message:\n"
        "    agent   confirmed\n"
        "    caller  say: Great, bye!\n"
        "    caller  end call\n"
        "  every call that ends needs:\n"
        '    line 13: WHEN contains "confirmed"\n'
    )


def test_explore_finds_collisions_lost_follow_ups_and_blocks_out_of_reach(folder: Path) -> None:
    script = (
        'role: A caller\nlanguage: en\nFIRST_MESSAGE\n  wait\nWHEN contains "day"\n  say: Friday.\nTHEN\n  say: Or Sunday.\n'
        'WHEN contains "days" OR contains "bye"\n  say: Bye!\n  end call\nTHEN\n  say: Hello?\n'
    )
    (folder / "odd.scn").write_text(script, encoding="utf-8")
    (found,) = json.loads(scn("explore", "--format", "json", "odd.scn", cwd=folder).stdout)

    assert [each["place"] for each in found["unreachable"]] == ["line 12"]
    assert found["collisions"][0][-1]["caller"] == ["say: Friday.", "say: Bye!", "end call"]


def test_a_call_is_played_undone_and_written_down(folder: Path) -> None:
    lines = [
        "So, which day?",
        "1",
        "u",
        "r",
        "Fine.",
        "",
        "!Hello?",
        "",
        "w call.test.scn",
        "confirmed",
        "",
        "x",
        "q",
    ]
    done = scn("play", "move.scn", cwd=folder, stdin="\n".join([*lines, ""]))

    assert done.returncode == 0
    assert done.stdout.count("caller: Tuesday at three would be lovely.") == 2
    assert done.stdout.count("caller: Oh no, wait. (pause 2s) Thursday?") == 2
    assert "again, because it was interrupted" in done.stdout
    assert "the caller has hung up: u goes back" in done.stdout
    tests = (folder / "call.test.scn").read_text(encoding="utf-8")
    assert "  cut off: Hello?" in tests
    (folder / "move.test.scn").write_text(tests, encoding="utf-8")
    assert scn("test", "move.test.scn", cwd=folder).stderr == "1 test: all passed\n"


def test_play_says_which_word_a_trigger_lacks(folder: Path) -> None:
    assert "line 13 lacks only `confirmed`" in scn("play", "move.scn", cwd=folder, stdin="confirm\n\n").stdout


def test_a_call_written_elsewhere_names_its_script(folder: Path) -> None:
    (folder / "tests").mkdir()
    (folder / "scn.toml").write_text("", encoding="utf-8")
    scn("play", "move.scn", cwd=folder, stdin="confirmed\n\nw tests/bye.test.scn\nu\nw tests/bye.test.scn\n")

    tests = (folder / "tests" / "bye.test.scn").read_text(encoding="utf-8")
    assert tests.startswith("script: ../move.scn\n\ntest: ")
    assert scn("test", "tests", cwd=folder).stderr == "2 tests: all passed\n"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("move.scn", "write the name of a file of tests after w"),
        ("notes.txt", "write the name of a file of tests after w"),
        ("", "write the name of a file of tests after w"),
        ("folder.test.scn", "can't read folder.test.scn"),
        ("script.test.scn", "script.test.scn has no tests, so nothing was written"),
        ("locked.test.scn", "locked.test.scn: cannot be written: it is read-only"),
    ],
)
def test_a_call_is_written_only_to_files_of_tests(folder: Path, name: str, message: str) -> None:
    (folder / "folder.test.scn").mkdir()
    (folder / "script.test.scn").write_text(MOVE, encoding="utf-8")
    (folder / "locked.test.scn").write_text(f"script: move.scn\n\n{MOVE_TESTS}", encoding="utf-8")
    (folder / "locked.test.scn").chmod(0o444)
    before = {path: path.read_bytes() for path in folder.iterdir() if path.is_file()}

    assert message in scn("play", "move.scn", cwd=folder, stdin=f"w {name}\n").stdout
    assert {path: path.read_bytes() for path in folder.iterdir() if path.is_file()} == before


@pytest.mark.parametrize(
    ("tests", "is_written"),
    [
        ("script: other.scn\n\ntest: A\n  hear: hi\n", False),
        ("script: ./move.scn\n\ntest: A\n  hear: hi\n", True),
        ("", True),
    ],
)
def test_a_call_is_only_added_to_tests_of_its_script(folder: Path, tests: str, is_written: bool) -> None:
    file = folder / "mine.test.scn"
    file.write_text(tests, encoding="utf-8")

    done = scn("play", "move.scn", cwd=folder, stdin="confirmed\n\nw mine.test.scn\n")

    if is_written:
        assert file.read_text(encoding="utf-8").startswith(tests.strip() or "script: move.scn\n\ntest: ")
        assert "wrote mine.test.scn" in done.stdout
    else:
        assert file.read_text(encoding="utf-8") == tests
        assert "mine.test.scn has the tests of other.scn, so nothing was written" in done.stdout


def test_a_call_keeps_the_line_endings_of_the_tests(folder: Path) -> None:
    file = folder / "mine.test.scn"
    file.write_bytes(b"script: move.scn\r\n\r\ntest: A\r\n  hear: hi\r\n")

    scn("play", "move.scn", cwd=folder, stdin="confirmed\n\nw mine.test.scn\n")

    text = file.read_bytes()
    assert text.startswith(b"script: move.scn\r\n\r\ntest: A\r\n") and text.count(b"test:") == 2
    assert text.count(b"\r\n") == text.count(b"\n")


def test_any_bytes_can_be_said_to_the_caller(folder: Path) -> None:
    done = scn("play", "move.scn", cwd=folder, stdin=b"confirmed\x00 \xff\n\n")

    assert done.returncode == 0
    assert "caller: Great, bye!" in done.stdout


def test_the_input_may_end_at_a_question(folder: Path) -> None:
    done = scn("play", "move.scn", cwd=folder, stdin="When?\n")

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.rstrip().endswith("1  The agent asks for a day")


def test_an_error_in_a_test_cannot_be_suppressed(folder: Path) -> None:
    tests = "test: A\n  hear: When?\n  # scn: allow undefined-label until the script has it\n  as: @dya\n"
    done = run(folder, tests=tests)
    checked = scn("check", "--format", "concise", "move.test.scn", cwd=folder)

    assert done.returncode == 1
    assert "the script has no label `@dya`" in done.stdout
    assert checked.returncode == 1
    assert [line.split()[1] for line in checked.stdout.splitlines()] == ["SCN125", "SCN301"]


@pytest.mark.parametrize("name", ["move.scn", "move.test.scn", "scn.toml", "polite.scn", "./move.scn"])
def test_a_report_overwrites_nothing_that_the_tests_need(folder: Path, name: str) -> None:
    (folder / "scn.toml").write_text("", encoding="utf-8")
    (folder / "polite.scn").write_text("let bye = Bye\n", encoding="utf-8")
    before = {path: path.read_bytes() for path in folder.iterdir()}

    done = run(folder, "--cov-report", f"lcov:{name}")

    assert done.returncode == 2
    assert f"refusing to overwrite {Path(name)}" in done.stderr
    assert {path: path.read_bytes() for path in folder.iterdir()} == before
