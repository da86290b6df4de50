"""Shows a run to builds: JUnit XML, and a summary in Markdown for GitHub Actions."""

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from scn_compiler.cli.runs.report import CallReport, CaseReport, RunReport
from scn_compiler.cli.runs.text import call_title, reasons_of, seen_lines, summary_line
from scn_compiler.inert_text import inert_markup, one_line
from scn_compiler.sync.runs.result import CallVerdict, Gate

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_MARKS = re.compile(r"[\\`*_{}\[\]()#+!|~<>@&:]")
_LONGEST_PART = 200_000
"""Bytes of a table or a list in a summary."""

_ELEMENTS = {CallVerdict.FAILED: "failure", CallVerdict.CANCELLED: "skipped"}
"""The elements of JUnit for calls that didn't pass; all others are errors."""


def junit_of(report: RunReport) -> str:
    """Return a run as JUnit XML: a suite for each script, a case for each call.

    Calls that failed their checks are failures, calls that were cancelled are skipped, and all others without a verdict are
    errors.
    """
    lines = ['<?xml version="1.0" encoding="utf-8"?>', "<testsuites>"]
    by_file: dict[str, list[CaseReport]] = {}
    for case in report.cases:
        by_file.setdefault(case.file or "other calls", []).append(case)
    for file, cases in by_file.items():
        lines += _suite(file, cases)
    if report.gate is Gate.UNJUDGED and not any(_is_bad(case) for case in report.cases):
        lines += [
            '<testsuite name="run" tests="1" failures="0" errors="1" skipped="0">',
            f'<testcase classname="run" name="all calls were judged"><error message={_attribute(report.reason)}/></testcase>',
            "</testsuite>",
        ]
    return inert_markup("\n".join([*lines, "</testsuites>"]) + "\n")


def _is_bad(case: CaseReport) -> bool:
    return not case.calls or any(each.call.verdict is not CallVerdict.PASSED for each in case.calls)


def _suite(file: str, cases: list[CaseReport]) -> Iterator[str]:
    bodies = [_case(file, case, call) for case in cases for call in case.calls]
    bodies += [_missing(file, case) for case in cases if not case.calls]
    found = [element for element, _ in bodies]
    counts = " ".join(
        f'{name}="{found.count(element)}"'
        for name, element in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped"))
    )
    seconds = sum(call.call.seconds or 0 for case in cases for call in case.calls)
    yield f'<testsuite name={_attribute(file)} tests="{len(bodies)}" {counts} time="{seconds:.3f}">'
    yield from (text for _, text in bodies)
    yield "</testsuite>"


def _case(file: str, case: CaseReport, report: CallReport) -> tuple[str, str]:
    """Return the element of a call that didn't pass, and its test case."""
    verdict, seconds = report.call.verdict, report.call.seconds or 0
    head = f'<testcase classname={_attribute(file)} name={_attribute(call_title(case, report))} time="{seconds:.3f}"'
    seen = [*seen_lines(report), *filter(None, [report.link])]
    if verdict is CallVerdict.PASSED:
        return "", f"{head}><system-out>{_text(seen)}</system-out></testcase>"
    element, reasons = _ELEMENTS.get(verdict, "error"), reasons_of(report)
    attributes = f"message={_attribute(reasons[0])} type={_attribute(verdict.value)}"
    inside = f"<{element} {attributes}>{_text([case.place, *reasons, *seen])}</{element}>"
    return element, f"{head}>{inside}</testcase>"


def _missing(file: str, case: CaseReport) -> tuple[str, str]:
    head = f"<testcase classname={_attribute(file)} name={_attribute(case.name)}>"
    return "error", f'{head}<error message={_attribute(case.missing)} type="not judged"/></testcase>'


def _attribute(text: str) -> str:
    return quoteattr(_NOT_IN_XML.sub("\ufffd", one_line(text)))


def _text(lines: list[str]) -> str:
    return escape(_NOT_IN_XML.sub("\ufffd", "\n".join(map(one_line, filter(None, lines)))))


def github_summary(report: RunReport) -> str:
    """Return a run in Markdown, for the summary of a job on GitHub Actions; text of others has no effect in it.

    It stays far below the 1 MiB above which GitHub rejects a summary.

    Source:
        docs.github.com, workflow commands, `GITHUB_STEP_SUMMARY` (2026-11).
    """
    head = [f"### scn run: {markdown_text(summary_line(report))}", ""]
    if re.fullmatch(r"https?://[\w./:?=&%-]+", report.link):
        head += [f"<{report.link}>", ""]
    rows = [f"| {' | '.join(map(markdown_text, cells))} |" for case in report.cases for cells in _cells(case)]
    never = [
        f"- {markdown_text(f'{each.place} {each.opening}')}" for case in report.cases for each in case.never
    ]
    parts = [*head, "| scenario | call | verdict | why |", "|---|---|---|---|", *_shortened(rows)]
    if never:
        parts += ["", "Blocks that ran in no call:", "", *_shortened(never)]
    return "\n".join(parts) + "\n"


def _cells(case: CaseReport) -> Iterator[tuple[str, str, str, str]]:
    """Yield the cells of each call of a scenario."""
    name = f"{case.place} {case.name}"
    for call in case.calls:
        verdict = call.call.verdict
        why = "" if verdict is CallVerdict.PASSED else "; ".join(reasons_of(call))
        yield name, f"{call.number} of {call.of}", verdict.value, why
    if case.missing:
        yield name, "", CallVerdict.UNJUDGED.value, case.missing


def _shortened(lines: list[str]) -> Iterator[str]:
    """Yield as many lines as a summary has room for, and say how many are missing."""
    size = 0
    for number, line in enumerate(lines):
        size += len(line.encode()) + 1
        if size > _LONGEST_PART:
            yield ""
            yield f"{len(lines) - number} more are in the log."
            return
        yield line


def markdown_text(text: str) -> str:
    """Write a text so that Markdown shows it unchanged, on one line: no links, no mentions, no HTML."""
    return _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", one_line(text))
