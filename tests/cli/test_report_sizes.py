"""Reports stay within their readers' limits, and say how much they leave out."""

import json
from collections import Counter

import pytest

from scn_compiler.cli.output.formats import Report, remark, render
from scn_compiler.cli.output.formats.sarif import MOST_RESULTS
from scn_compiler.findings.finding import Finding
from scn_compiler.project.files import ReadFailure
from scn_dsl.catalog import report as diagnostic
from scn_dsl.records import replace
from scn_dsl.source import Source, Span


def many(*counts: int) -> Report:
    """A list of infos, warnings and errors, in that order."""
    kinds = ("deprecated-tag", "invisible-character", "stray-line")
    names = [name for name, count in zip(kinds, counts, strict=True) for _ in range(count)]
    source = Source("x\n", "a.scn")
    return Report(
        ("a.scn",), tuple(Finding("a.scn", source, diagnostic(name, Span(0, 1), "m")) for name in names)
    )


@pytest.mark.slow
def test_sarif_keeps_as_many_results_as_github_takes_and_says_so() -> None:
    report = many(10, MOST_RESULTS - 5, 7)

    run = json.loads(render("sarif", report))["runs"][0]

    levels = Counter(result["level"] for result in run["results"])
    kept = Counter({"error": 7, "warning": MOST_RESULTS - 7})
    assert levels == kept
    message = (
        f"skipped the 12 least severe of {MOST_RESULTS + 12} results: GitHub accepts {MOST_RESULTS} per run"
    )
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert [note["message"]["text"] for note in invocation["toolExecutionNotifications"]] == [message]
    assert remark("sarif", report) == message
    assert remark("sarif", many(0, 0, 3)) is remark("json", report) is None
    assert "invocations" not in json.loads(render("sarif", many(0, 0, 3)))["runs"][0]


def test_annotations_start_with_unreadable_files_and_say_how_many_are_shown() -> None:
    report = replace(many(3, 12, 11), unread=(ReadFailure("b.scn", "cannot be read"),))

    levels = [line.split()[0] for line in render("github", report).splitlines()]

    assert levels == ["::error"] + ["::notice"] * 3 + ["::warning"] * 12 + ["::error"] * 11
    assert (
        remark("github", report)
        == "GitHub shows only 10 of 12 errors and 10 of 12 warnings as annotations; the log has them all"
    )
    assert remark("github", many(10, 10, 10)) is None
