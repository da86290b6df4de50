"""The script that the tests of a file are for, and the problems in tests that only a comparison with it shows."""

import posixpath
from collections.abc import Iterator

from scn_compiler.config import Config
from scn_compiler.lint.rules.unnormalized_text import unnormalized, unusual_form
from scn_compiler.pipeline.compile import Compiled, OtherFindings, compile_text
from scn_compiler.pipeline.labels_in_tests import names_script
from scn_compiler.pipeline.plays import scenario_of
from scn_compiler.pipeline.start_of_tests import START, has_only_tests
from scn_compiler.rehearsal.cases import case_problems
from scn_compiler.rehearsal.engine import Rehearsal, rehearse
from scn_compiler.reuse.library import UnreadableFile, join, uses_of_file
from scn_compiler.reuse.loader import path_problem
from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.file_names import TEST_SUFFIX, script_beside
from scn_dsl.nodes import CallTest, Field, Fragment, Hear, Say, Scenario, Script
from scn_dsl.records import Record
from scn_dsl.source import NOWHERE, Source, Span
from scn_grammar.parser import Parsed, parse

_SYNTAX = "SCN1"
"""How the codes of problems with lines begin."""

_STEPS = "what the agent says, `hear: …`, and below it what the caller does, such as `say: …`"


def problems_in_tests(text: str, *, path: str | None = None, config: Config = Config()) -> OtherFindings:
    """Find what is wrong with the tests of a file, besides its syntax, without playing them.

    The findings depend on the script that the tests are for, and on what it imports. If lines of that script can't be
    parsed, the tests aren't compared with it.

    Args:
        text: The file.
        path: Its path.
        config: The configuration; its `read` reads the script.
    """
    parsed = parse(Source(text, path))
    script, own = parsed.script, tuple(own_problems(parsed, path))
    if not script.tests:
        return OtherFindings(own)
    tested = tested_script(script, path, config, payloads=False)
    if tested.compiled is None:
        return OtherFindings((*own, *tested.found))
    sources = (tested.source, *tested.compiled.sources)
    if any(each.code.startswith(_SYNTAX) for each in tested.compiled.findings.reported):
        return OtherFindings(own, sources)
    found = [*own, *tested.found]
    for test, index in tested.chosen:
        found.extend(case_problems(test, tested.rehearsals[index]))
    return OtherFindings(tuple(found), sources)


def own_problems(parsed: Parsed, path: str | None) -> Iterator[Diagnostic]:
    """Report the problems of tests that don't depend on their script.

    Args:
        parsed: The file of the tests.
        path: Its path.
    """
    script = parsed.script
    yield from _stray_script_lines(script)
    if (path or "").endswith(TEST_SUFFIX) and _is_empty(script) and not parsed.diagnostics:
        hint = f"{START}; then write {_STEPS}"
        yield report("missing-action", Span(0, 0), "this file has no tests", hint)
    for test in script.tests:
        if test.name is None and not test.broken:
            hint = "say what the test is about: `test: The agent asks for a name`"
            yield report("empty-text", test.place(Span(0, len("test"))), "this test needs a name", hint)
        elif not (test.steps or test.broken):
            yield report("missing-action", test.whole, "this test has no steps", f"write {_STEPS}")
        yield from _unnormalized(test)


def _is_empty(script: Script) -> bool:
    """Return whether a file of tests has neither tests nor anything else that belongs in a script."""
    return has_only_tests(script) and not (script.tests or script.fragments or names_script(script))


def _unnormalized(test: CallTest) -> Iterator[Diagnostic]:
    """Report what the agent or the caller says in an unusual form of Unicode: it would match nothing in the usual form."""
    for step in test.steps:
        if isinstance(step, Hear | Say) and (found := unusual_form(step.text.value)):
            text, (_, written, usual) = step.text, found
            start = text.value.index(written)
            end = start + len(written)
            span = test.place(text.locate(start, end))
            edits = (Edit(span, usual),) if text.is_unbroken(start, end) else ()
            yield unnormalized(found, span, edits)


def _stray_script_lines(script: Script) -> Iterator[Diagnostic]:
    """Report `script:` lines without effect."""
    lines = [use.line for use in uses_of_file(script) if use.name == "script"]
    for line in lines if not script.tests else lines[1:]:
        message = "this file has no tests, so `script:` has no effect"
        hint = "write a test below, such as `test: The agent asks for a name`, or remove this line"
        if script.tests:
            message, hint = "all tests of a file play one script", "remove one of the `script:` lines"
        yield report("stray-line", line.place(Span(0, len("script"))), message, hint)
    sections: tuple[Scenario | Fragment, ...] = (*script.scenarios, *script.fragments)
    for section in sections:
        for use in section.uses:
            if use.name == "script" and section.title:
                message = f"`script:` applies to the whole file, so it can't be inside a {section.title.name}"
                hint = "move it to the top of the file that has the tests"
                yield report("stray-line", use.line.place(Span(0, len("script"))), message, hint)


class Tested(Record):
    """The script that tests are for, compiled.

    Attributes:
        found: Problems of finding it, and of finding the scenario of each test.
        scenarios: Its scenarios that have blocks.
        rehearsals: Each of them, ready to be played.
        chosen: The tests whose scenario was found, each with the index of this scenario.
    """

    source: Source
    found: list[Diagnostic]
    compiled: Compiled | None = None
    scenarios: tuple[ResolvedScenario, ...] = ()
    rehearsals: tuple[Rehearsal, ...] = ()
    chosen: tuple[tuple[CallTest, int], ...] = ()


def tested_script(script: Script, path: str | None, config: Config, *, payloads: bool = True) -> Tested:
    """Compile the script that the tests of a file are for, and find the scenario of each test."""
    found: list[Diagnostic] = []
    named = _script_of(script, path)
    name = join(path, named.written) if named.written else None
    text = _read(name, named, config, found, has_scenarios=bool(script.scenarios))
    if text is None or name is None:
        return Tested(Source("", name), found)
    compiled = compile_text(text, path=name, config=config, payloads=payloads)
    scenarios = tuple(each for each in compiled.document.scenarios if each.rows)
    chosen = [(test, scenario_of(test, scenarios, found)) for test in script.tests if test.steps]
    return Tested(
        Source(text, name),
        found,
        compiled,
        scenarios,
        tuple(map(rehearse, scenarios)),
        tuple((test, index) for test, index in chosen if index is not None),
    )


class _ScriptName(Record):
    """The path of the script that tests are for.

    Attributes:
        written: The path, from the folder of the tests; `None` if nothing names it.
        place: The span of the path; of the first test if there is no `script:` line.
        in_line: Whether a `script:` line names it.
    """

    written: str | None
    place: Span
    in_line: bool = False


def _script_of(script: Script, path: str | None) -> _ScriptName:
    for use in uses_of_file(script):
        if use.name == "script" and isinstance(use.line, Field):
            return _ScriptName(use.line.value.value, use.line.place(use.line.value.span), in_line=True)
    first = script.tests[0] if script.tests else None
    place = first.place(first.name.span if first.name else first.span) if first else NOWHERE
    file_name = (path or "").replace("\\", "/").rpartition("/")[2]
    if file_name.endswith(TEST_SUFFIX):
        return _ScriptName(script_beside(file_name), place)
    return _ScriptName(None, place)


def _read(
    name: str | None, named: _ScriptName, config: Config, found: list[Diagnostic], *, has_scenarios: bool
) -> str | None:
    """Read the script; report it if that is impossible."""
    if name is None or config.read is None:
        message = "these tests don't say which script they are for"
        hint = "add `script: NAME.scn` at the top, or name the file `NAME.test.scn`"
        if has_scenarios:
            hint = "move the tests to a file of their own, next to this one: `NAME.test.scn`"
        found.append(report("bad-import", named.place, message, hint))
        return None
    problem = path_problem(named.written or "")
    if problem:
        message, hint, near = problem
        fix = Fix(f"replace with `{near}`", (Edit(named.place, near),)) if near else None
        found.append(report("bad-import", named.place, message, hint, fix=fix))
        return None
    try:
        return config.read(name)
    except UnreadableFile as error:
        found.append(_unreadable(error, named))
        return None


def _unreadable(error: UnreadableFile, named: _ScriptName) -> Diagnostic:
    near = posixpath.join(posixpath.dirname(named.written or ""), error.near) if error.near else None
    fix = None
    hint = error.hint or "add `script: PATH` at the top, with the path of the script"
    if near and named.in_line:
        hint = f"did you mean `{near}`?"
        fix = Fix(f"replace with `{near}`", (Edit(named.place, near),), safe=False)
    elif near:
        hint = f"rename one of the files, or add `script: {near}` at the top"
    return report("bad-import", named.place, str(error), hint, fix=fix)
