"""The results of the tests in a file, and lenses above the blocks that tests reach."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

from scn_compiler.api import play_tests
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.labels.definition import block_name
from scn_compiler.ide.labels.tests import TestOutline, listed_tests
from scn_compiler.ide.reuse.symbols import Place
from scn_compiler.pipeline.play_tests import PlayedFile, PlayedTest
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import Record
from scn_dsl.source import Source, Span

_MOST_TESTS = 200
"""The number of tests of a script from which on its blocks get no lenses: playing them takes too long while typing."""


class TestResult(Record):
    """The result of a test.

    Attributes:
        outcome: `error` if it can't be played, or if its script has errors and the test doesn't fail.
        place: The span of the line that isn't met, or of the name.
        message: Why it fails or can't be played; else empty.
        expected: The lines of the test from that line on.
        actual: The caller's actions instead, as lines of a test.
    """

    __test__ = False

    test: TestOutline
    outcome: Literal["passed", "failed", "error"]
    place: Span
    message: str = ""
    expected: tuple[str, ...] = ()
    actual: tuple[str, ...] = ()


class FileResults(Record):
    """The results of the tests in a file.

    Attributes:
        tests: The results of the chosen tests, in order.
        problems: The errors in the file and in its script, with their lines, e.g. `3: unknown field`.
    """

    tests: tuple[TestResult, ...]
    problems: tuple[str, ...]


@lru_cache(maxsize=32)
def played_file(script: OpenScript) -> PlayedFile:
    """Play the tests of a file; the same tests of the same script aren't played again."""
    return play_tests(script.text, path=script.path, config=script.config)


def test_results(script: OpenScript, name: str | None = None) -> FileResults:
    """Play the tests of a file.

    Args:
        name: The name of the tests to look at; `None` for all tests.
    """
    played = played_file(script)
    own = [each for each in played.diagnostics if each.severity is Severity.ERROR]
    in_script = played.compiled.diagnostics if played.compiled else ()
    others = [each for each in in_script if each.severity is Severity.ERROR]
    source = Source(script.text)
    script_name = (played.script.path or "").rpartition("/")[2]
    problems = [_with_line(each, source) for each in own]
    problems += [f"{script_name}:{_with_line(each, played.script)}" for each in others]
    by_start = {each.result.test.whole.start: each for each in played.played}
    tests = tuple(
        _result(test, by_start.get(test.whole.start), own, problems, has_errors=bool(others))
        for test in listed_tests(script)
        if name in (None, test.name)
    )
    return FileResults(tests, tuple(problems))


def _result(
    test: TestOutline,
    played: PlayedTest | None,
    own: Iterable[Diagnostic],
    problems: list[str],
    *,
    has_errors: bool,
) -> TestResult:
    inside = [each for each in own if test.whole.start <= each.span.start <= test.whole.end]
    if inside:
        return TestResult(test, "error", inside[0].span, inside[0].message)
    difference = played.result.difference if played else None
    if difference:
        return TestResult(
            test, "failed", difference.span, difference.reason, difference.expected, difference.actual
        )
    if played and not has_errors:
        return TestResult(test, "passed", test.span)
    return TestResult(test, "error", test.span, "; ".join(problems) or "this test has no steps")


def _with_line(found: Diagnostic, source: Source) -> str:
    if found.origin and found.origin.path:
        return f"{found.origin.path.rpartition('/')[2]}: {found.message}"
    return f"{source.position(found.span.start).line}: {found.message}"


class ReachedLens(Record):
    """The lens of a block in a script with tests: the span of its name, and the tests that reach it."""

    span: Span
    tests: tuple[Place, ...]

    @property
    def title(self) -> str:
        if not self.tests:
            return "no test reaches this"
        return "reached by 1 test" if len(self.tests) == 1 else f"reached by {len(self.tests)} tests"


def reached_lenses(script: OpenScript, tests: Iterable[OpenScript]) -> tuple[ReachedLens, ...]:
    """Return a lens for each block that the scenarios of tests have; none without tests, or with too many.

    Args:
        tests: The files whose tests play the script, or a script that imports it.
    """
    files = [each for each in tests if listed_tests(each)]
    if sum(len(listed_tests(each)) for each in files) > _MOST_TESTS:
        return ()
    reached: dict[Span, dict[Place, None]] = {}
    for file in files:
        played = played_file(file)
        for _, rehearsal in played.rehearsals if played.played else ():
            names = [_own_name(script, played, block_name(row)) for row in rehearsal.rows]
            reached.update((name, {}) for name in names if name and name not in reached)
            for test in played.played:
                for row in _rows_of(test) if test.rehearsal is rehearsal else ():
                    name = names[row]
                    if name:
                        reached[name][Place(file.path, test.result.test.whole)] = None
    return tuple(ReachedLens(span, tuple(places)) for span, places in sorted(reached.items()))


def _rows_of(test: PlayedTest) -> Iterator[int]:
    return (turn.row for call in test.result.calls for turn in call.reply.turns)


def _own_name(script: OpenScript, played: PlayedFile, name: Span) -> Span | None:
    """Return the span in `script`; `None` for a block of another file."""
    path = (name.origin.path if name.origin else None) or played.script.path
    if _spelled(path) != _spelled(script.path):
        return None
    return Span(name.start, name.end)


def _spelled(path: str | None) -> str:
    return (path or "").replace("\\", "/")
