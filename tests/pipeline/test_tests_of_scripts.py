"""Files of tests are checked: against their script, and without being played."""

from pathlib import Path

from scn_compiler.config import Config
from scn_compiler.pipeline.check import check, find
from scn_compiler.pipeline.compile import compile_text
from scn_compiler.pipeline.play_tests import play_tests
from support.cases import every
from support.cli import scn
from support.several_files import reading

SCRIPT = """\
scenario: Move an appointment
role: A patient
language: en
tools: end_call
personality: 3

FIRST_MESSAGE
  say: Hi, I need to move my appointment.

@day WHEN The agent asks for a day
  say: Friday, please.

WHEN contains "goodbye"
  end call
"""
TESTS = """\
test: The caller names a day
  hear: When would you like to come?
  as: @day
  say: Friday, please.
"""
CONFIG = Config(read=reading({"move.scn": SCRIPT, "move.test.scn": TESTS}))


def names(text: str, path: str = "move.test.scn", config: Config = CONFIG) -> list[str]:
    return [each.name for each in check(text, path=path, config=config)]


def test_right_tests_have_no_problem() -> None:
    assert names(TESTS) == []
    assert names(f"script: move.scn\n\n{TESTS}", "other.scn") == []


@every(
    ("text", "name"),
    [
        (TESTS.replace("@day", "@dya"), "undefined-label"),
        (TESTS.replace("@day", "The agent asks for a name"), "undefined-label"),
        (TESTS.replace("  hear:", "  as: @day\n  hear:"), "stray-line"),
        (TESTS.replace("  hear:", "  plays: Cancel\n  hear:"), "unknown-scenario"),
        (f"script: moev.scn\n{TESTS}", "bad-import"),
        (f"{TESTS}\ntest: Nothing happens\n", "missing-action"),
        (f"{TESTS}\ntest:\n  hear: Hello?\n", "empty-text"),
        ("script: move.scn\n", "stray-line"),
        (TESTS.replace("come?", "come to the cafe\u0301?"), "unnormalized-text"),
        (TESTS.replace("Friday", "Frida\u0301y"), "unnormalized-text"),
    ],
)
def test_wrong_tests_are_reported_where_they_are_wrong(text: str, name: str) -> None:
    assert name in names(text)


def test_a_test_whose_reply_differs_is_no_problem_of_a_check() -> None:
    assert names(TESTS.replace("Friday, please.", "Never.")) == []


def test_tests_are_not_compared_with_a_script_that_cannot_be_parsed() -> None:
    broken = Config(read=reading({"move.scn": SCRIPT.replace("@day WHEN", "@day WHNE")}))

    assert names(TESTS, config=broken) == []


def test_the_findings_of_tests_know_the_script_that_they_depend_on() -> None:
    assert [each.path for each in find(TESTS, path="move.test.scn", config=CONFIG).sources] == ["move.scn"]


def test_tests_compile_to_nothing_and_are_not_reported_then() -> None:
    compiled = compile_text(TESTS.replace("@day", "@dya"), path="move.test.scn", config=CONFIG)

    assert compiled.payloads == ()
    assert compiled.diagnostics == ()


def test_a_label_that_only_a_test_uses_is_used() -> None:
    alone = Config(read=reading({"move.scn": SCRIPT}))
    other = Config(read=reading({"move.scn": SCRIPT, "move.test.scn": f"script: other.scn\n{TESTS}"}))

    assert names(SCRIPT, "move.scn") == []
    assert names(SCRIPT, "move.scn", alone) == ["unused-label"]
    assert names(SCRIPT, "move.scn", other) == ["unused-label"]
    assert compile_text(SCRIPT, path="move.scn", config=CONFIG).diagnostics == ()


def test_a_label_that_only_a_test_uses_is_used_in_a_file_with_several_scenarios() -> None:
    second = (
        '\nscenario: Hang up\nrole: A\nlanguage: en\nFIRST_MESSAGE\n  wait\nWHEN contains "bye"\n  end call\n'
    )

    assert names(f"{SCRIPT}{second}", "move.scn") == []
    assert names(f"{SCRIPT}{second}", "other.scn") == ["unused-label"]


def test_the_cache_knows_that_tests_and_scripts_depend_on_each_other(tmp_path: Path) -> None:
    def checked(name: str) -> int:
        return scn("check", name, "--strict", cwd=tmp_path).returncode

    script, tests = tmp_path / "move.scn", tmp_path / "move.test.scn"
    script.write_text(SCRIPT, encoding="utf-8")
    tests.write_text(TESTS, encoding="utf-8")
    for name in ("move.scn", "move.test.scn", "move.scn", "move.test.scn"):
        assert checked(name) == 0

    tests.write_text(TESTS.replace("  as: @day\n", ""), encoding="utf-8")
    assert checked("move.scn") == 1

    tests.write_text(TESTS, encoding="utf-8")
    script.write_text(SCRIPT.replace("@day", "@date"), encoding="utf-8")
    assert checked("move.test.scn") == 1

    script.unlink()
    assert checked("move.test.scn") == 1


BEGIN = "start a test: `test: The agent asks for a name`"


@every("text", ["", "\n\n", "# Tests of the first call\n", "language: en\n"])
def test_a_file_of_tests_without_tests_is_told_how_a_test_starts(text: str) -> None:
    (found,) = check(text, path="move.test.scn", config=CONFIG)

    assert (found.name, found.message) == ("missing-action", "this file has no tests")
    assert found.hint and found.hint.startswith(BEGIN)
    assert found.fix is None
    assert play_tests(text, path="move.test.scn", config=CONFIG).diagnostics == (found,)


@every(
    ("line", "message", "hint"),
    [
        ("t", "this line doesn't start with a keyword", f"{BEGIN}; to add a comment, use `#`"),
        ("- test", "unexpected `-` at the start of this line", f"{BEGIN}; to add a comment, use `#`"),
        ("* A price", "unexpected `*` at the start of this line", f"{BEGIN}; to add a comment, use `#`"),
        ("say: Hi", "`say` is outside a test", BEGIN),
        ("end call", "`end call` is outside a test", BEGIN),
        ("hear: Hi", "`hear:` is outside a test", "start a test above it: `test: The agent asks for a name`"),
        ("tset: A", "unknown field `tset`", "did you mean `test:`?"),
        ("it: answers", "unknown field `it`", BEGIN),
    ],
)
@every("below", ["", TESTS])
def test_lines_above_the_first_test_are_told_how_a_test_starts(
    line: str, message: str, hint: str, below: str
) -> None:
    (found,) = check(f"{line}\n{below}", path="move.test.scn", config=CONFIG)

    assert (found.message, found.hint, found.related) == (message, hint, ())


def test_a_misspelt_start_of_a_test_has_a_fix() -> None:
    for line in ("tset: The agent asks", "tset : The agent asks", "test = The agent asks"):
        fix = check(f"{line}\n", path="move.test.scn", config=CONFIG)[0].fix
        assert fix
        (edit,) = fix.edits
        assert line[: edit.span.start] + edit.text + line[edit.span.end :] == "test: The agent asks"


def test_a_script_in_a_file_of_tests_is_a_script() -> None:
    assert names(SCRIPT) == ["unused-label"]
    assert play_tests(SCRIPT, path="nowhere.test.scn", config=CONFIG).diagnostics == ()


def test_a_file_of_tests_without_tests_has_nothing_to_compile(tmp_path: Path) -> None:
    (tmp_path / "move.test.scn").write_text("")

    run = scn("compile", "move.test.scn", cwd=tmp_path)

    assert (run.returncode, run.stdout) == (2, "")
    assert "move.test.scn has no scenario" in run.stderr
