"""A call is added to a file of tests: at its end, under a name of its own, and only if the tests are for its script."""

from scn_compiler.pipeline.play_call import HeardLine, play_call
from scn_compiler.pipeline.tests_file import added_test, other_purpose
from support.calls import MOVE, MOVE_TESTS
from support.cases import every


def added(tests: str, head: str = "") -> str:
    """A file of tests with the call that ends at once."""
    call = play_call(MOVE, heard=(HeardLine("It is confirmed."),)).call
    assert call
    edit = added_test(tests, call.test, head)
    return tests[: edit.span.start] + edit.text + tests[edit.span.end :]


def test_the_first_test_of_a_file_is_below_its_head() -> None:
    assert added("").startswith("test: After It is confirmed.\n")
    assert added(" \n", "script: ../move.scn\n").startswith(
        "script: ../move.scn\n\ntest: After It is confirmed.\n"
    )


def test_the_first_test_stays_below_comments_and_a_script_line() -> None:
    assert added("# about\n", "script: ../move.scn\n").startswith(
        "# about\n\nscript: ../move.scn\n\ntest: After It is confirmed.\n"
    )
    assert added("script: ./move.scn\n", "script: move.scn\n").startswith(
        "script: ./move.scn\n\ntest: After It is confirmed.\n"
    )


def test_more_tests_follow_after_an_empty_line_and_with_numbers() -> None:
    one = added(MOVE_TESTS + "\n\n")
    assert one.startswith(f"{MOVE_TESTS}\ntest: After It is confirmed.\n")
    assert "\n\ntest: After It is confirmed. (3)\n" in added(added(one))


def test_a_file_keeps_its_line_endings() -> None:
    text = added(MOVE_TESTS.replace("\n", "\r\n"))

    assert text.count("\r\n") == text.count("\n")


@every(
    ("tests", "problem"),
    [
        ("", None),
        (MOVE_TESTS, None),
        (f"script: other.scn\n{MOVE_TESTS}", "has the tests of other.scn"),
        (MOVE, "has no tests"),
        ("fragment: a\nFIRST_MESSAGE\n  wait\n", "has no tests"),
        ("script: move.scn\n", None),
        ("script: other.scn\n", "has the tests of other.scn"),
        ("# calls about moving\n", None),
    ],
)
def test_a_file_for_something_else_gets_no_call(tests: str, problem: str | None) -> None:
    assert other_purpose(tests, "move.test.scn", lambda path: path == "move.scn", str) == problem
