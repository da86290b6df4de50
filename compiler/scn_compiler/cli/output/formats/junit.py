"""JUnit's XML, which every build server shows: each file is a test case."""

import re
from xml.etree import ElementTree as ET

from scn_compiler.cli.output.formats import Finding, Report
from scn_compiler.cli.output.render import diagnostic_text, summary

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render(report: Report) -> str:
    """A suite with a case for each file, which fails if a finding in the file fails the run."""
    suite = ET.Element("testsuite", name="scn check")
    failures = 0
    found_in: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found_in.setdefault(finding.path, []).append(finding)
    for path in report.files:
        found = found_in.get(path, [])
        case = ET.SubElement(suite, "testcase", classname="scn check", name=_legal(path), time="0")
        failing = [each.diagnostic.code for each in found if each.diagnostic.severity >= report.fails]
        if failing:
            failures += 1
            said = {"message": _count(found), "type": failing[0]}
            ET.SubElement(case, "failure", said).text = _text(found)
        elif found:
            ET.SubElement(case, "system-out").text = _text(found)
    for file in report.unread:
        case = ET.SubElement(suite, "testcase", classname="scn check", name=_legal(file.path), time="0")
        ET.SubElement(case, "error", message=_legal(file.reason), type="unreadable").text = _legal(str(file))
    tests, errors = len(report.files) + len(report.unread), len(report.unread)
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors), "skipped": "0"}
    suite.attrib |= {**counts, "time": "0"}
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(root, encoding="unicode")


def _count(found: list[Finding]) -> str:
    return summary([finding.diagnostic for finding in found], 1).removesuffix(" in 1 file")


def _text(found: list[Finding]) -> str:
    return _legal("\n".join(diagnostic_text(each.diagnostic, each.source, each.path) for each in found))


def _legal(text: str) -> str:
    """`text` without the characters that no XML may hold, not even escaped."""
    return _NOT_IN_XML.sub("\ufffd", text)
