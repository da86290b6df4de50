"""Plays the tests of a file against the script that they are for."""

from collections.abc import Iterable

from scn_compiler.config import Config
from scn_compiler.pipeline.compile import Compiled, compile_text
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.rehearsal.acceptance import accepting_edits
from scn_compiler.rehearsal.cases import CaseResult, case_problems, play_case
from scn_compiler.rehearsal.engine import Rehearsal, rehearse
from scn_compiler.rehearsal.judge import Verdict
from scn_compiler.rehearsal.policy import DEFAULT, Policy
from scn_compiler.reuse.library import UnreadableFile, join, uses_of_file
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import CallTest, Field, Plays, Script
from scn_dsl.records import Record
from scn_dsl.source import NOWHERE, Source, Span
from scn_dsl.suggest import nearest
from scn_grammar.parser import parse

TEST_SUFFIX = ".test.scn"
"""The end of the name of a file with tests."""


class PlayedTest(Record):
    """A test that was played.

    Attributes:
        scenario: The name of the scenario that it plays.
        rehearsal: That scenario.
        result: The result.
    """

    scenario: str | None
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
    """

    script: Source
    compiled: Compiled | None
    diagnostics: tuple[Diagnostic, ...]
    played: tuple[PlayedTest, ...] = ()
    rehearsals: tuple[tuple[str | None, Rehearsal], ...] = ()


def play_tests(
    text: str,
    *,
    path: str | None = None,
    config: Config = Config(),
    policy: Policy = DEFAULT,
    verdict: Verdict | None = None,
) -> PlayedFile:
    """Play the tests of a file.

    Args:
        text: The tests.
        path: Its file: without a `script:` line, `NAME.test.scn` tests `NAME.scn`.
        config: The configuration; its `read` reads the script.
        policy: The answers to the open questions.
        verdict: Decides which sentences lines without `as:` count as; without it, they count as none.

    Raises:
        Nothing: what is wrong in the tests, and a script that can't be read, is reported.
    """
    parsed = parse(Source(text, path))
    found = list(parsed.diagnostics)
    place, written = _script_of(parsed.script, path)
    name = join(path, written) if written else None
    script = _read(name, place, config, found)
    if script is None or name is None:
        return PlayedFile(Source("", name), None, tuple(found))
    compiled = compile_text(script, path=name, config=config)
    scenarios = [each for each in compiled.document.scenarios if each.rows]
    rehearsals = {each.span: rehearse(each) for each in scenarios}
    played: list[PlayedTest] = []
    for test in parsed.script.tests:
        scenario = _scenario_of(test, scenarios, found)
        if scenario is None:
            continue
        rehearsal = rehearsals[scenario.span]
        problems = list(case_problems(test, rehearsal))
        found.extend(problems)
        if not any(each.severity is Severity.ERROR for each in problems) and not test.broken:
            played.append(PlayedTest(scenario.name, rehearsal, play_case(test, rehearsal, policy, verdict)))
    every = tuple((each.name, rehearsals[each.span]) for each in scenarios)
    return PlayedFile(Source(script, name), compiled, tuple(found), tuple(played), every)


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


def _script_of(script: Script, path: str | None) -> tuple[Span, str | None]:
    """Return the path of the script that tests are for, and the place that names it."""
    for use in uses_of_file(script):
        if use.name == "script" and isinstance(use.line, Field):
            return use.line.place(use.line.value.span), use.line.value.value
    file_name = (path or "").replace("\\", "/").rpartition("/")[2]
    if file_name.endswith(TEST_SUFFIX):
        return NOWHERE, f"{file_name.removesuffix(TEST_SUFFIX)}.scn"
    return NOWHERE, None


def _read(name: str | None, place: Span, config: Config, found: list[Diagnostic]) -> str | None:
    hint: str | None
    if name is None or config.read is None:
        message = "these tests don't say which script they are for"
        hint = "add `script: NAME.scn` at the top, or name the file `NAME.test.scn`"
        found.append(report("bad-import", place, message, hint))
        return None
    try:
        return config.read(name)
    except UnreadableFile as error:
        fix = (
            Fix(f"replace with `{error.near}`", (Edit(place, error.near),), safe=False)
            if error.near and place
            else None
        )
        hint = f"did you mean `{error.near}`?" if error.near else error.hint
        found.append(report("bad-import", place, str(error), hint, fix=fix))
        return None


def _scenario_of(
    test: CallTest, scenarios: list[ResolvedScenario], found: list[Diagnostic]
) -> ResolvedScenario | None:
    """Find the scenario that a test plays: the one that it names, or the only one of the script."""
    plays = next((step for step in test.steps if isinstance(step, Plays)), None)
    names = [each.name or "" for each in scenarios]
    if plays is None:
        if len(scenarios) == 1:
            return scenarios[0]
        span = test.place(test.name.span if test.name else Span(0, 5))
        message = f"the script has {len(scenarios)} scenarios, and this test doesn't say which one it plays"
        hint = f"add a line below: `plays: {names[0]}`" if names else "write a scenario with blocks"
        found.append(report("unknown-scenario", span, message, hint))
        return None
    wanted = plays.text.value.casefold()
    exact = [each for each in scenarios if (each.name or "").casefold() == wanted]
    partial = exact or [each for each in scenarios if wanted in (each.name or "").casefold()]
    if len(partial) == 1:
        return partial[0]
    span = test.place(plays.text.span)
    if partial:
        message = f"`{plays.text.value}` is part of the names of {len(partial)} scenarios"
        hint = f"write the whole name, for example `{partial[0].name}`"
        found.append(report("unknown-scenario", span, message, hint))
        return None
    close = nearest(plays.text.value, names)
    fix = Fix(f"replace with `{close}`", (Edit(span, close),), safe=False) if close else None
    hint = (
        f"did you mean `{close}`?"
        if close
        else f"its scenarios are {', '.join(f'`{each}`' for each in names[:6])}"
    )
    message = f"the script has no scenario `{plays.text.value}`"
    found.append(report("unknown-scenario", span, message, hint, fix=fix))
    return None
