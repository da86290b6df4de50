"""The pytest plugin: collects `*.test.scn`, each test as a test, and has a fixture that plays scripts in Python."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from scn_dsl.file_names import TEST_SUFFIX

if TYPE_CHECKING:
    from scn_compiler.cli.rehearsal.run import TestRun
    from scn_compiler.pipeline.play_tests import PlayedTest
    from scn_compiler.rehearsal.engine import Rehearsal
    from scn_compiler.rehearsal.policy import Policy

# Each pytest run of an environment with scn loads this module, so it loads nothing else of scn until a test needs it.
# ruff: noqa: PLC0415


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> "ScriptTests | None":
    """Collect a file of tests."""
    if file_path.name.endswith(TEST_SUFFIX):
        return ScriptTests.from_parent(parent, path=file_path)
    return None


class ScriptTests(pytest.File):
    """A file of tests of a script."""

    def collect(self) -> Iterator[pytest.Item]:
        """Play the tests, and yield each as an item; what is wrong with the file is an item that fails."""
        from scn_compiler.cli.rehearsal.results import test_title
        from scn_compiler.cli.rehearsal.run import run_file
        from scn_compiler.project.discovery import ConfigDiscovery
        from scn_compiler.project.files import Input

        each = Input(str(self.path), self.path.name)
        config = ConfigDiscovery().config_for(each.location).config
        run = run_file(each, self.path.read_text(encoding="utf-8"), config, (), None)
        if run.problems:
            yield ScriptTest.from_parent(self, name="errors", run=run, test=None)
        for test in run.chosen:
            yield ScriptTest.from_parent(self, name=test_title(test), run=run, test=test)


class ScriptTest(pytest.Item):
    """A test of a script; without `test`, what is wrong with its file."""

    def __init__(self, *, run: "TestRun", test: "PlayedTest | None", **rest: Any) -> None:
        super().__init__(**rest)
        self.funcargs: dict[str, Any] = {}  # other plugins look for the fixtures of every test
        self.run = run
        self.test = test

    def runtest(self) -> None:
        """Fail if the caller doesn't do what the test says.

        Raises:
            ScriptFailed: with the text that `scn test` prints.
        """
        from scn_compiler.cli.output.render import diagnostic_text
        from scn_compiler.cli.output.style import PLAIN
        from scn_compiler.cli.rehearsal.results import failure_text

        if self.test is None:
            raise ScriptFailed("".join(diagnostic_text(*problem, PLAIN) for problem in self.run.problems))
        if self.run.is_failure(self.test, strict=False):
            raise ScriptFailed(failure_text(self.run, self.test, PLAIN))

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        """Return the failure as `scn test` prints it."""
        if isinstance(excinfo.value, ScriptFailed):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Return the place of the test."""
        at = self.test.result.test.at if self.test else 0
        return self.path, self.run.source.position(at).line - 1, self.name


class ScriptFailed(Exception):  # noqa: N818  (a failed test, not a failure of the program)
    """A test that the caller doesn't pass."""


class ScriptCall:
    """A call of a script: what the caller says when the agent says something.

    Attributes:
        said: The lines of the caller so far, as a test has them: `say: Hello`.
    """

    def __init__(self, rehearsal: "Rehearsal", policy: "Policy") -> None:
        from scn_compiler.rehearsal.cases import lines_of

        self._lines_of = lines_of
        self._rehearsal = rehearsal
        self._policy = policy
        self._state, reply = rehearsal.start()
        self.said = [f"{verb}: {text}" if text else verb for verb, text in self._lines_of(reply)]

    @property
    def has_ended(self) -> bool:
        """Whether the caller has hung up."""
        return self._state.ended

    def hear(self, words: str, *sentences: str, cuts: bool = False) -> list[str]:
        """Let the caller hear a message, and return its lines.

        Args:
            words: The words of the agent.
            sentences: The sentences of the script that this counts as.
            cuts: Whether the agent interrupts the caller.
        """
        from scn_compiler.rehearsal.judge import judged

        heard = judged(self._rehearsal, words, lambda sentence, _: sentence in sentences, cuts=cuts)
        self._state, reply = self._rehearsal.hear(self._state, heard, self._policy)
        lines = [f"{verb}: {text}" if text else verb for verb, text in self._lines_of(reply)]
        self.said += lines
        return lines


@pytest.fixture
def scn_call() -> Callable[..., ScriptCall]:
    """Return a function that starts a call: `scn_call("booking.scn", scenario="Book a table")`."""

    from scn_compiler import api
    from scn_compiler.cli.rehearsal.run import read_policy
    from scn_compiler.project.discovery import ConfigDiscovery
    from scn_compiler.rehearsal.engine import rehearse

    def start(path: str | Path, scenario: str | None = None, policy: "Policy | None" = None) -> ScriptCall:
        path = Path(path)
        config = ConfigDiscovery().config_for(str(path)).config
        compiled = api.compile_text(path.read_text(encoding="utf-8"), path=str(path), config=config)
        assert compiled.ok, f"{path} has errors: run `scn check {path}`"
        scenarios = [
            each for each in compiled.document.scenarios if each.rows and scenario in (None, each.name)
        ]
        assert scenarios, f"{path} has no scenario `{scenario}`"
        return ScriptCall(rehearse(scenarios[0]), policy or read_policy((), config))

    return start
