"""Plays the tests in files."""

import re
import time
from collections.abc import Callable

import click

from scn_compiler import api
from scn_compiler.cli.output.files import write_or_report
from scn_compiler.config import Config
from scn_compiler.pipeline.play_tests import PlayedFile, PlayedTest, accept_tests
from scn_compiler.project.console import echo, usage_error
from scn_compiler.project.discovery import ConfigDiscovery
from scn_compiler.project.files import Input
from scn_compiler.rehearsal.judge import Verdict
from scn_compiler.rehearsal.policy import Policy, answer_problem, policy_of
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.records import Record, replace
from scn_dsl.source import Source

POLICY = click.option(
    "--policy",
    "policies",
    multiple=True,
    metavar="QUESTION=ANSWER",
    help="Answer an open question, for example several=first.",
)
"""The option that answers open questions; see `read_policy`."""


class TestRun(Record):
    """The tests of one file, played.

    Attributes:
        input: The file.
        chosen: The tests that `-k` chooses.
        problems: The errors in the file and in its script, each with its text and the name to show.
        seconds: How long it took.
    """

    __test__ = False

    input: Input
    source: Source
    played: PlayedFile
    chosen: tuple[PlayedTest, ...]
    problems: tuple[tuple[Diagnostic, Source, str], ...]
    seconds: float

    def is_failure(self, test: PlayedTest, *, strict: bool) -> bool:
        """Return whether a test fails; in a strict run also if it depends on something that is open."""
        result = test.result
        return result.difference is not None or (strict and bool(result.open_questions or result.undecided))


def run_file(
    each: Input,
    text: str,
    config: Config,
    policies: tuple[str, ...],
    keyword: str | None,
    verdict: Verdict | None = None,
) -> TestRun:
    """Play the tests of one file.

    Args:
        config: The configuration of the file.
        policies: Answers to open questions, as for `read_policy`.
        keyword: Words that the names of tests must contain.
        verdict: Decides which sentences lines without `as:` count as.
    """
    start = time.perf_counter()
    policy = read_policy(policies, config)
    played = api.play_tests(text, path=each.file_path, config=config, policy=policy, verdict=verdict)
    source = Source(text, each.display_name)
    problems = [
        (one, source, each.display_name) for one in played.diagnostics if one.severity is Severity.ERROR
    ]
    if played.compiled is not None:
        name = played.script.path or ""
        errors = [one for one in played.compiled.diagnostics if one.severity is Severity.ERROR]
        problems += [(one, played.script, name) for one in errors]
    chosen = tuple(test for test in played.played if keyword is None or _is_chosen(test, keyword))
    return TestRun(each, source, played, chosen, tuple(problems), time.perf_counter() - start)


Play = Callable[[Input, str, Config], TestRun]
"""Plays the tests in a text of a file."""


def accept_run(run: TestRun, play: Play, configs: ConfigDiscovery, verdict: Verdict | None) -> TestRun:
    """Write what the caller does into the tests of a file that fail, and play them again.

    The file changes only if all of these tests pass then.
    """
    failed = [test for test in run.chosen if test.result.difference]
    if not failed:
        return run
    text = accept_tests(run.source.text, failed, run.played.policy, verdict)
    again = play(run.input, text, configs.config_for(run.input.location).config)
    is_met = not any(test.result.difference for test in again.chosen)
    if again.problems != run.problems or not is_met:
        echo(f"{run.input.display_name}: can't accept: change these tests yourself", err=True)
        return run
    if not write_or_report(run.input.path, text, run.source.text):
        return run
    for test in failed:
        name = test.result.test.name
        echo(
            f"{run.input.display_name}: accepted `{name.value if name else 'test without a name'}`", err=True
        )
    return again


def _is_chosen(test: PlayedTest, keyword: str) -> bool:
    name = test.result.test.name
    return keyword.casefold() in f"{name.value if name else ''} {test.scenario or ''}".casefold()


def read_policy(options: tuple[str, ...], config: Config = Config()) -> Policy:
    """Read the answers to open questions, each as `QUESTION=ANSWER`; for the others, those of a configuration apply.

    Raises:
        click.UsageError: for another question or answer.
    """
    policy = policy_of(config.policy)
    for option in options:
        name, _, answer = re.sub(r"\s", "", option).partition("=")
        if problem := answer_problem(name, answer):
            raise usage_error(": ".join(problem))
        policy = replace(policy, **{name: answer})
    return policy
