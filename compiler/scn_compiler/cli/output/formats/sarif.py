"""SARIF 2.1.0, the exchange format of static analysis, for code scanning and viewers in editors."""

import hashlib
import os
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from scn_compiler.cli.output.formats import Report, with_hint
from scn_compiler.findings.finding import Finding
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.lint.rule_pages import as_text, explain, page_markdown
from scn_compiler.project.files import ReadFailure
from scn_compiler.project.manual import rule_page, served_manual
from scn_dsl.catalog import CATALOG, KindOfProblem
from scn_dsl.diagnostic import Diagnostic, Fix, Severity
from scn_dsl.source import Source, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

MOST_RESULTS = 25_000
"""The most results of a run that GitHub accepts; it rejects larger files, and keeps the 5,000 most severe results.

Source:
    docs.github.com, "SARIF results exceed limits" (2026-11).
"""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render_sarif(report: Report) -> str:
    """Render one run with its findings and their rules.

    Source:
        docs.oasis-open.org, SARIF 2.1.0 with errata 01.
    """
    findings = _most_severe(report.findings)
    names = {finding.diagnostic.name for finding in findings}
    kinds = sorted((CATALOG[name] for name in names), key=lambda kind: kind.code)
    driver = {"name": "scn", "version": version("scnlang"), "rules": [_rule(kind) for kind in kinds]}
    run = {
        "tool": {"driver": driver},
        **_invocations(report),
        "columnKind": "unicodeCodePoints",
        "results": _results(findings, [kind.name for kind in kinds]),
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def remark_sarif(report: Report) -> str | None:
    """Return a note about skipped results, if any."""
    left_out = len(report.findings) - MOST_RESULTS
    if left_out <= 0:
        return None
    return f"skipped the {left_out} least severe of {len(report.findings)} results: GitHub accepts {MOST_RESULTS} per run"


def _most_severe(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Return the findings that a run has room for, in their order."""
    ranked = sorted(range(len(findings)), key=lambda number: -findings[number].diagnostic.severity)
    return tuple(findings[number] for number in sorted(ranked[:MOST_RESULTS]))


def _rule(kind: KindOfProblem) -> Json:
    page, markdown = explain(kind.name), page_markdown(kind.name)
    served = served_manual()
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": kind.summary},
        **({"helpUri": served.address(rule_page(kind.name))} if served else {}),
        **({"help": {"text": as_text(page), "markdown": markdown}} if page else {}),
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }


def _invocations(report: Report) -> dict[str, Json]:
    """Return a notification for each unreadable file, and one for skipped results."""
    notes: list[Json] = [
        {"level": "error", "message": {"text": each.reason}, "locations": [_file_location(each)]}
        for each in report.unread
    ]
    if left_out := remark_sarif(report):
        notes.append({"level": "warning", "message": {"text": left_out}})
    outcome = {"executionSuccessful": not report.unread, "toolExecutionNotifications": notes}
    return {"invocations": [outcome]} if notes else {}


def _file_location(file: ReadFailure) -> Json:
    region: dict[str, Json] = (
        {"region": {"startLine": file.line, "startColumn": file.column}} if file.line else {}
    )
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(file.path)}, **region}}


def _results(findings: tuple[Finding, ...], names: list[str]) -> list[Json]:
    seen: Counter[tuple[str, str, str]] = Counter()
    results: list[Json] = []
    for finding in findings:
        path, source, diagnostic = finding.path, finding.source, finding.diagnostic
        line = source.line(source.position(diagnostic.span.start).line).strip()
        seen[path, diagnostic.code, line] += 1
        results.append(
            {
                "ruleId": diagnostic.code,
                "ruleIndex": names.index(diagnostic.name),
                "level": _LEVELS[diagnostic.severity],
                "message": {"text": with_hint(diagnostic)},
                "locations": [_location(path, source, diagnostic.span)],
                "partialFingerprints": {
                    "scnFinding/v1": _fingerprint(path, diagnostic, line, seen[path, diagnostic.code, line])
                },
                **_related(finding),
                **({"fixes": [_fix(path, source, diagnostic.fix)]} if diagnostic.fix else {}),
            }
        )
    return results


def _fingerprint(path: str, diagnostic: Diagnostic, line: str, number: int) -> str:
    """Return a hash that stays the same when the line moves within the file."""
    identity = "\0".join((_uri(path), diagnostic.code, line, str(number)))
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _related(finding: Finding) -> dict[str, Json]:
    locations = [
        {
            "id": number,
            **_location(*finding.file_of(other.span), other.span),
            "message": {"text": other.message},
        }
        for number, other in enumerate(finding.diagnostic.related)
    ]
    return {"relatedLocations": locations} if locations else {}


def _fix(path: str, source: Source, fix: Fix) -> Json:
    replacements = [
        {"deletedRegion": _region(source, edit.span), "insertedContent": {"text": edit.text}}
        for edit in fix.edits
    ]
    change = {"artifactLocation": {"uri": _uri(path)}, "replacements": replacements}
    return {
        "description": {"text": fix.title},
        "artifactChanges": [change],
        "properties": {"safe": fix.safe},
    }


def _location(path: str, source: Source, span: Span) -> dict[str, Json]:
    location = {"artifactLocation": {"uri": _uri(path)}, "region": _region(source, span)}
    return {"physicalLocation": location}


def _region(source: Source, span: Span) -> Json:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _uri(path: str) -> str:
    """Return a URI relative to the current folder; an absolute one if the path is absolute."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(os.fsencode(Path(path).as_posix()))
