"""SARIF 2.1.0, the exchange format of static analysis: for code scanning and for viewers in editors."""

import hashlib
import os
from collections import Counter
from importlib.metadata import version
from pathlib import Path
from urllib.parse import quote

from scn_compiler.cli.output.formats import Finding, Report, with_hint
from scn_compiler.jsondoc.codec import Json, dump
from scn_compiler.lint.rule_pages import as_text, explain, page_markdown
from scn_compiler.project.files import Unread
from scn_dsl.catalog import CATALOG, KindOfProblem
from scn_dsl.diagnostic import Diagnostic, Fix, Severity
from scn_dsl.source import Source, Span

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> str:
    """One run with the kinds of problems that were found, and each finding.

    Source:
        docs.oasis-open.org, SARIF 2.1.0 with errata 01.
    """
    names = {finding.diagnostic.name for finding in report.findings}
    kinds = sorted((CATALOG[name] for name in names), key=lambda kind: kind.code)
    driver = {"name": "scn", "version": version("scnlang"), "rules": [_rule(kind) for kind in kinds]}
    run = {
        "tool": {"driver": driver},
        **_invocations(report.unread),
        "columnKind": "unicodeCodePoints",
        "results": _results(report.findings, [kind.name for kind in kinds]),
    }
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(kind: KindOfProblem) -> Json:
    explained, page = explain(kind.name), page_markdown(kind.name)
    return {
        "id": kind.code,
        "name": kind.name,
        "shortDescription": {"text": kind.summary},
        **({"help": {"text": as_text(explained), "markdown": page}} if explained else {}),
        "defaultConfiguration": {"level": _LEVELS[kind.severity]},
    }


def _invocations(unread: tuple[Unread, ...]) -> dict[str, Json]:
    """That the run did not see everything, where it did not."""
    notes: list[Json] = [
        {"level": "error", "message": {"text": each.reason}, "locations": [_place_of(each)]}
        for each in unread
    ]
    return (
        {"invocations": [{"executionSuccessful": False, "toolExecutionNotifications": notes}]}
        if notes
        else {}
    )


def _place_of(file: Unread) -> Json:
    region: dict[str, Json] = (
        {"region": {"startLine": file.line, "startColumn": file.column}} if file.line else {}
    )
    return {"physicalLocation": {"artifactLocation": {"uri": _uri(file.path)}, **region}}


def _results(findings: tuple[Finding, ...], names: list[str]) -> list[Json]:
    seen: Counter[tuple[str, str, str]] = Counter()
    results: list[Json] = []
    for finding in findings:
        path, source, found = finding.path, finding.source, finding.diagnostic
        line = source.line(source.position(found.span.start).line).strip()
        seen[path, found.code, line] += 1
        results.append(
            {
                "ruleId": found.code,
                "ruleIndex": names.index(found.name),
                "level": _LEVELS[found.severity],
                "message": {"text": with_hint(found)},
                "locations": [_location(path, source, found.span)],
                "partialFingerprints": {
                    "scnFinding/v1": _fingerprint(path, found, line, seen[path, found.code, line])
                },
                **_related(path, source, found),
                **({"fixes": [_fix(path, source, found.fix)]} if found.fix else {}),
            }
        )
    return results


def _fingerprint(path: str, found: Diagnostic, line: str, number: int) -> str:
    """The same for the same problem in the same words, wherever in the file they now stand."""
    said = "\0".join((_uri(path), found.code, line, str(number)))
    return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _related(path: str, source: Source, found: Diagnostic) -> dict[str, Json]:
    places = [
        {"id": number, **_location(path, source, other.span), "message": {"text": other.message}}
        for number, other in enumerate(found.related)
    ]
    return {"relatedLocations": places} if places else {}


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
    place = {"artifactLocation": {"uri": _uri(path)}, "region": _region(source, span)}
    return {"physicalLocation": place}


def _region(source: Source, span: Span) -> Json:
    start, end = source.position(span.start), source.position(span.end)
    return {
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    }


def _uri(path: str) -> str:
    """Relative to the folder in which scn runs, unless the path is absolute."""
    if Path(path).is_absolute():
        return Path(path).as_uri()
    return quote(os.fsencode(Path(path).as_posix()))
