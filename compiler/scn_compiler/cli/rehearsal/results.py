"""The results of tests as text, JSON, JUnit and annotations of a pull request."""

from collections.abc import Iterable, Iterator
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from scn_compiler.cli.output.render import diagnostic_text
from scn_compiler.cli.output.style import Style
from scn_compiler.cli.rehearsal.run import TestRun
from scn_compiler.inert_text import one_line
from scn_compiler.pipeline.play_tests import PlayedTest
from scn_compiler.rehearsal.cases import Difference, Played
from scn_compiler.rehearsal.engine import Rehearsal
from scn_dsl.source import Source, Span

_MOST_LINES = 12
"""The most lines of a call to show above a difference."""


def test_name(test: PlayedTest) -> str:
    """Return the name of a test."""
    name = test.result.test.name
    return name.value if name else "test without a name"


def test_title(test: PlayedTest) -> str:
    """Return the name of a test and, in square brackets, the row of the table that it plays."""
    return f"{test_name(test)} [{test.row}]" if test.row else test_name(test)


def full(runs: Iterable[TestRun], style: Style, *, strict: bool) -> Iterator[str]:
    """Write each failure with the call up to it."""
    for run in runs:
        for found, source, name in run.problems:
            yield diagnostic_text(found, source, name, style)
        for test in run.chosen:
            if run.is_failure(test, strict=strict):
                yield failure_text(run, test, style)


def failures_in_brief(runs: Iterable[TestRun], *, strict: bool) -> Iterator[str]:
    """Write each failure in one line."""
    for run in runs:
        for found, source, name in run.problems:
            place = source.position(found.span.start)
            yield f"{name}:{place.line}:{place.column}: {found.code} {found.name} {one_line(found.message)}"
        for test in run.chosen:
            if run.is_failure(test, strict=strict):
                place = run.source.position(_span(test).start)
                yield f"{run.input.display_name}:{place.line}:{place.column}: {test_title(test)}: {reason(test)}"


def reason(test: PlayedTest) -> str:
    """Say in one sentence why a test fails."""
    difference = test.result.difference
    return difference.reason if difference else "; ".join(_what_is_open(test))


def _what_is_open(test: PlayedTest) -> Iterator[str]:
    names = ", ".join(f"`{question.option}`" for question in test.result.open_questions)
    if names:
        yield f"the call depends on what no document answers: {names}"
    lines = ", ".join(f"`{line}`" for line in test.result.undecided)
    if lines:
        yield f"no verdict says which sentences this is: {lines}"


def _span(test: PlayedTest) -> Span:
    difference = test.result.difference
    return difference.span if difference else test.result.test.whole


def failure_text(run: TestRun, test: PlayedTest, style: Style) -> str:
    """Write a failed test: the call up to the difference, and what was expected."""
    place = run.source.position(_span(test).start)
    lines = [
        f"{style.bold(f'FAILED {one_line(test_title(test))}')}",
        f"  {style.dim('-->')} {run.input.display_name}:{place.line}:{place.column}",
    ]
    lines += _call(run, test)
    difference = test.result.difference
    if difference:
        lines += _difference(difference, test.rehearsal, run.played.script)
    else:
        for question in test.result.open_questions:
            lines.append(f"  no document says what happens if {question.question} ({question.option})")
        for words in test.result.undecided:
            lines.append(f"  no verdict says which sentences this is: {one_line(words)}")
    return "\n".join(lines) + "\n"


def _call(run: TestRun, test: PlayedTest) -> list[str]:
    """Write the call before the difference, with the lines of the script."""
    lines: list[str] = []
    for played in test.result.calls[:-1] if test.result.difference else test.result.calls:
        lines += _heard(played)
        for turn in played.reply.turns:
            line = _line_of(test.rehearsal, turn.row, run.played.script)
            words = f"{turn.verb}: {turn.text}" if turn.text else turn.verb
            lines.append(f"    caller  {one_line(words)}  ({line})")
    if test.result.difference:
        lines += _heard(test.result.calls[-1])
    return ["    …", *lines[-_MOST_LINES:]] if len(lines) > _MOST_LINES else lines


def _heard(played: Played) -> list[str]:
    if played.step is None:
        return []
    words = "(silence)" if played.heard.text is None else one_line(played.heard.text)
    return [f"    {'agent, cutting in' if played.heard.cuts else 'agent '}  {words}"]


def _difference(difference: Difference, rehearsal: Rehearsal, script: Source) -> Iterator[str]:
    for expected in difference.expected or ("nothing more",):
        yield f"  - {one_line(expected)}"
    for actual in difference.actual or ("nothing more",):
        yield f"  + {one_line(actual)}"
    places = dict.fromkeys(_line_of(rehearsal, row, script) for row in difference.rows)
    if places:
        yield f"  the caller runs {', '.join(places)}"


def _line_of(rehearsal: Rehearsal, row: int, script: Source) -> str:
    block = rehearsal.rows[row].block
    span = block.place(block.opening.span)
    if span.origin and span.origin.path:
        return span.origin.path
    return f"{script.path}:{script.position(span.start).line}"


def document(runs: Iterable[TestRun], *, strict: bool) -> dict[str, Any]:
    """Return the results as a JSON object."""
    return {
        "files": [
            {
                "file": run.input.display_name,
                "script": run.played.script.path,
                "errors": [
                    {"file": name, "line": source.position(found.span.start).line, "code": found.code,
                     "message": found.message}
                    for found, source, name in run.problems
                ],
                "tests": [_entry(run, test, strict=strict) for test in run.chosen],
            }
            for run in runs
        ]
    }  # fmt: skip


def _entry(run: TestRun, test: PlayedTest, *, strict: bool) -> dict[str, Any]:
    difference = test.result.difference
    entry: dict[str, Any] = {
        "name": test_name(test),
        "scenario": test.scenario,
        "row": test.row or None,
        "line": run.source.position(test.result.test.at).line,
        "passed": not run.is_failure(test, strict=strict),
        "open": [question.option for question in test.result.open_questions],
        "undecided": list(test.result.undecided),
    }
    if difference:
        entry["difference"] = {
            "line": run.source.position(difference.span.start).line,
            "expected": list(difference.expected),
            "actual": list(difference.actual),
        }
    return entry


def junit(runs: Iterable[TestRun], *, strict: bool) -> Iterator[str]:
    """Write the results as JUnit XML, a suite for each file."""
    yield '<?xml version="1.0" encoding="utf-8"?>'
    yield "<testsuites>"
    for run in runs:
        failed = [test for test in run.chosen if run.is_failure(test, strict=strict)]
        counts = f'tests="{len(run.chosen)}" failures="{len(failed)}" errors="{len(run.problems)}"'
        yield f'<testsuite name={_attribute(run.input.display_name)} {counts} time="{run.seconds:.3f}">'
        for found, _, _ in run.problems:
            yield f"<testcase classname={_attribute(run.input.display_name)} name={_attribute(found.name)}>"
            yield f"<error message={_attribute(found.message)}/></testcase>"
        for test in run.chosen:
            head = f"<testcase classname={_attribute(run.input.display_name)} name={_attribute(test_title(test))}"
            if not run.is_failure(test, strict=strict):
                yield f"{head}/>"
                continue
            whole = escape(one_line(reason(test)))
            yield f"{head}><failure message={_attribute(reason(test))}>{whole}</failure></testcase>"
        yield "</testsuite>"
    yield "</testsuites>"


def _attribute(text: str) -> str:
    return quoteattr(one_line(text))


def annotations(runs: Iterable[TestRun], *, strict: bool) -> Iterator[str]:
    """Write an annotation for each failure, as GitHub shows them in a pull request."""
    for run in runs:
        for found, source, name in run.problems:
            yield _annotation(name, source.position(found.span.start).line, found.name, found.message)
        for test in run.chosen:
            if run.is_failure(test, strict=strict):
                line = run.source.position(_span(test).start).line
                yield _annotation(run.input.display_name, line, test_title(test), reason(test))


def _annotation(file: str, line: int, title: str, message: str) -> str:
    def clean(text: str, *, attribute: bool) -> str:
        text = one_line(text).replace("%", "%25")
        return text.replace(":", "%3A").replace(",", "%2C") if attribute else text

    head = f"file={clean(file, attribute=True)},line={line},title={clean(title, attribute=True)}"
    return f"::error {head}::{clean(message, attribute=False)}"
