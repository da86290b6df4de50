"""JUnit XML, which every CI server shows: each file becomes a test case."""

from xml.etree import ElementTree as ET

from scn_compiler.cli.output.formats import Report
from scn_compiler.cli.output.render import diagnostic_text, summary
from scn_compiler.findings.finding import Finding
from scn_compiler.inert_text import inert_markup
from scn_dsl.patterns import lazy_pattern

_NOT_IN_XML = lazy_pattern("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_junit(report: Report) -> str:
    """Render a test suite with a case for each file, which fails if a finding in the file fails the run."""
    suite = ET.Element("testsuite", name="scn check")
    failures = 0
    by_path: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_path.setdefault(finding.path, []).append(finding)
    paths = tuple(dict.fromkeys((*report.files, *by_path)))  # also configurations and imported files
    for path in paths:
        findings = by_path.get(path, [])
        case = ET.SubElement(suite, "testcase", classname="scn check", name=_legal(path), time="0")
        failing = [each.diagnostic.code for each in findings if each.diagnostic.severity >= report.fail_at]
        if failing:
            failures += 1
            attributes = {"message": _count(findings), "type": failing[0]}
            ET.SubElement(case, "failure", attributes).text = _text(findings)
        elif findings:
            ET.SubElement(case, "system-out").text = _text(findings)
    for file in report.unread:
        case = ET.SubElement(suite, "testcase", classname="scn check", name=_legal(file.path), time="0")
        ET.SubElement(case, "error", message=_legal(file.reason), type="unreadable").text = _legal(str(file))
    tests, errors = len(paths) + len(report.unread), len(report.unread)
    counts = {"tests": str(tests), "failures": str(failures), "errors": str(errors), "skipped": "0"}
    suite.attrib |= {**counts, "time": "0"}
    root = ET.Element("testsuites")
    root.append(suite)
    ET.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + inert_markup(ET.tostring(root, encoding="unicode"))


def _count(findings: list[Finding]) -> str:
    return summary([finding.diagnostic for finding in findings], 1).removesuffix(" in 1 file")


def _text(findings: list[Finding]) -> str:
    texts = (
        diagnostic_text(each.diagnostic, each.source, each.path, file_of=each.file_of) for each in findings
    )
    return _legal("\n".join(texts))


def _legal(text: str) -> str:
    """Replace the characters in `text` that XML doesn't allow, even escaped."""
    return _NOT_IN_XML.sub("\ufffd", text)
