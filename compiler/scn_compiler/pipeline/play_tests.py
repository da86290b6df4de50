"""Plays the tests of a file against the script that they are for."""

from collections.abc import Iterable

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.pipeline.plays import row_texts
from scn_compiler.pipeline.script_of_tests import own_problems, tested_script
from scn_compiler.pipeline.start_of_tests import as_tests
from scn_compiler.rehearsal.acceptance import accepting_edits
from scn_compiler.rehearsal.cases import CaseResult, case_problems, play_case
from scn_compiler.rehearsal.engine import Rehearsal
from scn_compiler.rehearsal.judge import Verdict
from scn_compiler.rehearsal.policy import DEFAULT, Policy, policy_of
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.file_names import TEST_SUFFIX
from scn_dsl.records import Record
from scn_dsl.source import Source
from scn_grammar.parser import parse


class PlayedTest(Record):
    """A test that was played.

    Attributes:
        scenario: The name of the scenario that it plays.
        row: The cells that tell the row of this scenario from the other rows of its table; empty without a table.
        rehearsal: That scenario.
        result: The result.
    """

    scenario: str | None
    row: str
    rehearsal: Rehearsal
    result: CaseResult


class PlayedFile(Record):
    """The tests of a file, played.

    Attributes:
        script: The script that they are for; its path as `Config.read` gets it.
        compiled: The script, compiled; `None` if it can't be read.
        diagnostics: The mistakes in the file: tests with errors aren't played.
        played: The tests that were played, in order.
        rehearsals: All scenarios of the script, with their names.
        policy: The answers to the open questions.
    """

    script: Source
    compiled: Compiled | None
    diagnostics: tuple[Diagnostic, ...]
    played: tuple[PlayedTest, ...] = ()
    rehearsals: tuple[tuple[str | None, Rehearsal], ...] = ()
    policy: Policy = DEFAULT


def play_tests(
    text: str,
    *,
    path: str | None = None,
    config: Config = Config(),
    policy: Policy | None = None,
    verdict: Verdict | None = None,
) -> PlayedFile:
    """Play the tests of a file.

    Args:
        text: The tests.
        path: Its file: without a `script:` line, `NAME.test.scn` tests `NAME.scn`.
        config: The configuration; its `read` reads the script.
        policy: The answers to the open questions; `None` for those of the configuration.
        verdict: Decides which sentences lines without `as:` count as; without it, they count as none.

    Raises:
        Nothing: what is wrong in the tests, and a script that can't be read, is reported.
    """
    policy = policy_of(config.policy) if policy is None else policy
    parsed = parse(Source(text, path))
    if (path or "").endswith(TEST_SUFFIX):
        parsed = as_tests(parsed, text)
    found = [*parsed.diagnostics, *own_problems(parsed, path)]
    if not parsed.script.tests:
        return PlayedFile(Source("", path), None, tuple(found))
    tested = tested_script(parsed.script, path, config)
    found += tested.found
    if tested.compiled is None:
        return PlayedFile(tested.source, None, tuple(found))
    played: list[PlayedTest] = []
    rows = row_texts(tested.scenarios)
    for test, index in tested.chosen:
        rehearsal = tested.rehearsals[index]
        problems = list(case_problems(test, rehearsal))
        found.extend(problems)
        if not any(each.severity is Severity.ERROR for each in problems) and not test.broken:
            result = play_case(test, rehearsal, policy, verdict)
            played.append(PlayedTest(tested.scenarios[index].name, rows[index], rehearsal, result))
    names = [each.name for each in tested.scenarios]
    every = tuple(zip(names, tested.rehearsals, strict=True))
    return PlayedFile(tested.source, tested.compiled, tuple(found), tuple(played), every, policy)


def accept_tests(
    text: str, tests: Iterable[PlayedTest], policy: Policy = DEFAULT, verdict: Verdict | None = None
) -> str:
    """Write what the caller does into tests that fail; all else in their file stays as it is.

    Args:
        text: The file of the tests.
        tests: The tests to accept, as `play_tests` played them.
        policy, verdict: As for `play_tests`.
    """
    edits = [
        edit
        for test in tests
        if test.result.difference
        for edit in accepting_edits(test.result.test, text, test.rehearsal, policy, verdict)
    ]
    end = line_ending(text)
    for edit in sorted(edits, key=lambda edit: edit.span, reverse=True):
        new = edit.text.replace("\n", end)
        text = f"{text[: edit.span.start]}{new}{text[edit.span.end :]}"
    return text
