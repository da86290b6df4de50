"""Formats of reports: one example in each, the promises of each, and the stream it goes to."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scn_compiler import api
from scn_compiler.cli import output
from scn_compiler.cli.output.formats import REPORT_FORMATS, Report, render
from scn_compiler.cli.output.render import concise, diagnostic_text
from scn_compiler.findings.finding import Finding
from scn_compiler.inert_text import inert
from scn_compiler.project.files import ReadFailure
from scn_dsl.catalog import report as diagnostic
from scn_dsl.diagnostic import Severity
from scn_dsl.source import Source, Span
from support.cli import scn_bytes
from support.laws import law
from support.paths import BAD_SCRIPTS

HERE = Path(__file__).parent / "formats"
EXAMPLE = (HERE / "example.scn").read_text(encoding="utf-8")
GOOD = "scenario: One\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hello <endcall />\n"
BAD = GOOD.replace("say:", "sya:")
WARNED = GOOD.replace("Hello", "Hello <zing />")
NAME = re.compile(r"[^\0\n]+")

Golden = Callable[[Path, str], None]

any_text = st.text(st.characters(), min_size=1)
any_path = st.from_regex(NAME, fullmatch=True)


def findings(text: str, path: str = "calls/example.scn") -> tuple[Finding, ...]:
    source = Source(text, path)
    return tuple(Finding(path, source, found) for found in api.check(text, path=path))


def one(message: str, path: str = "a.scn") -> Report:
    found = diagnostic("stray-line", Span(0, 1), message)
    return Report((path,), (Finding(path, Source("x\n", path), found),))


def example() -> Report:
    return Report(("calls/clean.scn", "calls/example.scn"), findings(EXAMPLE))


def scn(
    *arguments: str | bytes, cwd: Path, env: dict[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    done = scn_bytes(*arguments, cwd=cwd, env=env)
    assert done.returncode in (0, 1, 2), done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "calls").mkdir()
    (tmp_path / "calls" / "bad.scn").write_text(BAD, encoding="utf-8")
    (tmp_path / "calls" / "good.scn").write_text(GOOD, encoding="utf-8")
    return tmp_path


def test_the_example_has_every_severity_a_fix_and_a_second_place() -> None:
    found = [finding.diagnostic for finding in example().findings]

    assert {each.severity for each in found} == set(Severity)
    assert any(each.fix for each in found)
    assert any(each.related for each in found)


@pytest.mark.parametrize(("form", "show"), [("full", diagnostic_text), ("concise", concise)])
def test_the_example_for_people(form: str, show: Callable[..., str], golden: Golden) -> None:
    lines = [show(each.diagnostic, each.source, each.path) + "\n" for each in example().findings]

    golden(HERE / f"example.{form}.txt", "".join(lines))


@pytest.mark.parametrize(("form", "suffix"), [("json", "json"), ("github", "txt"), ("junit", "xml")])
def test_the_example_for_programs(form: str, suffix: str, golden: Golden) -> None:
    golden(HERE / f"example.{form}.{suffix}", render(form, example()) + "\n")


def test_the_example_as_sarif(golden: Golden) -> None:
    log = json.loads(render("sarif", example()))
    log["runs"][0]["tool"]["driver"]["version"] = "VERSION"
    for rule in log["runs"][0]["tool"]["driver"]["rules"]:
        del rule["help"]  # whole pages, tested elsewhere

    golden(HERE / "example.sarif.json", json.dumps(log, indent=2, ensure_ascii=False) + "\n")


def test_every_format_has_its_module_and_an_example() -> None:
    modules = {path.stem for path in Path(output.__file__).with_name("formats").glob("*.py")} - {"__init__"}

    assert modules == set(REPORT_FORMATS)
    for form in (*REPORT_FORMATS, "full", "concise"):
        assert list(HERE.glob(f"example.{form}.*")), form


def bad_scripts(step: int = 1) -> Report:
    scripts = sorted(BAD_SCRIPTS)[::step]
    texts = [(f"bad/{path.name}", path.read_bytes().decode("utf-8")) for path in scripts]
    every = tuple(finding for path, text in texts for finding in findings(text, path))
    assert len(every) > 100 / step
    return Report(tuple(path for path, _ in texts), every)


@pytest.mark.slow
@pytest.mark.parametrize(("form", "schema"), [("json", "report"), ("sarif", "sarif")])
def test_the_report_of_all_bad_scripts_is_as_its_schema_says(form: str, schema: str) -> None:
    shape = json.loads((HERE / f"{schema}.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(shape)

    document = json.loads(render(form, bad_scripts()))

    jsonschema.Draft202012Validator(shape).validate(document)
    broken = json.loads(render(form, one("m"))) | {"more": 1}
    assert not jsonschema.Draft202012Validator(shape).is_valid(broken)


def sarif(report: Report) -> Any:
    return json.loads(render("sarif", report))["runs"][0]


def test_sarif_results_refer_to_their_rules() -> None:
    run = sarif(bad_scripts(step=5))

    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == sorted({rule["id"] for rule in rules})
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_fingerprints_outlive_lines_above_and_differ_from_each_other() -> None:
    def prints(text: str) -> list[str]:
        return [
            result["partialFingerprints"]["scnFinding/v1"]
            for result in sarif(Report((), findings(text)))["results"]
        ]

    twice = BAD.replace("language: en\n", "language: en\n\n\n").replace(
        "sya: Hello", "sya: Hello\n\n  sya: Hello"
    )

    assert set(prints(BAD)) <= set(prints(twice))
    assert len(set(prints(twice))) == len(prints(twice)) == 2


def test_sarif_brings_the_pages_of_its_rules() -> None:
    rules = sarif(bad_scripts(step=5))["tool"]["driver"]["rules"]

    for rule in rules:
        assert rule["help"]["text"].startswith(f"{rule['id']} {rule['name']} (")
        assert "\n## Wrong\n\n```scn\n" in rule["help"]["markdown"]


@law(100)
@given(any_path)
def test_sarif_paths_are_uris_of_the_same_path(path: str) -> None:
    (result,) = sarif(one("m", path))["results"]

    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    plain = PurePosixPath(path).as_posix()
    assert uri.isascii()
    assert unquote(uri.removeprefix("file://"), errors="surrogatepass") in (plain, plain.removeprefix("/"))


def workflow_command(line: str) -> tuple[str, dict[str, str], str]:
    """Parse a line as the runner does."""
    matched = re.fullmatch(r"::(\w+) ([^:]*)::(.*)", line)
    assert matched, line
    pairs = (pair.split("=", 1) for pair in matched[2].split(","))
    return matched[1], {name: unquote(value) for name, value in pairs}, unquote(matched[3])


def as_annotated(text: str) -> str:
    """The text of an annotation, with line breaks; other control characters appear as escapes."""
    return "".join(part if part in "\r\n" else inert(part) for part in re.split(r"([\r\n])", text))


@law(100)
@given(any_text, any_path)
def test_a_github_annotation_says_what_was_meant_whatever_the_characters(message: str, path: str) -> None:
    report = one(message, path)

    (line,) = render("github", report).split("\n")

    level, properties, text = workflow_command(line)
    assert level == "error"
    assert text == as_annotated(report.findings[0].diagnostic.message)
    assert properties == {
        "file": as_annotated(path),
        "line": "1",
        "endLine": "1",
        "col": "1",
        "endColumn": "2",
        "title": "SCN110 stray-line",
    }


def test_a_github_annotation_of_several_lines_has_no_columns() -> None:
    source = Source("one\ntwo\n", "a.scn")
    found = diagnostic("stray-line", Span(1, 6), "m")

    _, properties, _ = workflow_command(
        render("github", Report(("a.scn",), (Finding("a.scn", source, found),)))
    )

    assert (properties["line"], properties["endLine"]) == ("1", "2")
    assert "col" not in properties
    assert "endColumn" not in properties


@law(100)
@given(any_text, any_path)
def test_no_character_breaks_junit(message: str, path: str) -> None:
    root = ET.fromstring(render("junit", one(message, path)).encode("utf-8"))

    (case,) = root.findall("./testsuite/testcase")
    assert len(case.get("name", "")) == len(path)
    assert case.find("failure") is not None


def test_junit_has_a_case_for_each_file_and_fails_those_that_fail_the_run() -> None:
    files = ("bad.scn", "good.scn", "warned.scn")
    found = findings(BAD, "bad.scn") + findings(WARNED, "warned.scn")

    def cases(fails: Severity) -> tuple[ET.Element, dict[str | None, list[str]]]:
        (suite,) = ET.fromstring(render("junit", Report(files, found, fails)))
        return suite, {case.get("name"): [child.tag for child in case] for case in suite}

    suite, lenient = cases(Severity.ERROR)
    assert lenient == {"bad.scn": ["failure"], "good.scn": [], "warned.scn": ["system-out"]}
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")
    suite, strict = cases(Severity.WARNING)
    assert strict == {"bad.scn": ["failure"], "good.scn": [], "warned.scn": ["failure"]}
    assert suite.get("failures") == "2"


@pytest.mark.parametrize("form", REPORT_FORMATS)
def test_a_report_goes_to_standard_output_and_the_count_to_standard_error(form: str, folder: Path) -> None:
    done = scn("check", "--format", form, "calls", cwd=folder)

    found = findings(BAD, "calls/bad.scn")
    assert done.returncode == 1
    assert done.stdout.decode() == render(form, Report(("calls/bad.scn", "calls/good.scn"), found)) + "\n"
    assert done.stderr.decode() == "1 error in 2 files; 1 can be fixed with --fix\n"


def broken_off() -> Report:
    unread = (
        ReadFailure("calls/away.scn", "cannot be read: no such file"),
        ReadFailure("b.scn", "is UTF-16", 1, 1),
    )
    return Report(("good.scn",), (), unread=unread)


def test_a_file_that_cannot_be_read_is_in_every_report() -> None:
    report = broken_off()
    (suite,) = ET.fromstring(render("junit", report))
    (invocation,) = sarif(report)["invocations"]

    assert render("github", report).splitlines() == [
        "::error file=calls/away.scn::cannot be read: no such file",
        "::error file=b.scn,line=1,col=1::is UTF-16",
    ]
    assert json.loads(render("json", report))["unreadable"] == [
        {"file": "calls/away.scn", "message": "cannot be read: no such file", "start": None},
        {"file": "b.scn", "message": "is UTF-16", "start": {"line": 1, "column": 1}},
    ]
    assert (suite.get("tests"), suite.get("failures"), suite.get("errors")) == ("3", "0", "2")
    assert [child.tag for case in suite for child in case] == ["error", "error"]
    assert invocation["executionSuccessful"] is False
    assert [note["message"]["text"] for note in invocation["toolExecutionNotifications"]] == [
        "cannot be read: no such file", "is UTF-16",
    ]  # fmt: skip
    assert "invocations" not in sarif(example())


@pytest.mark.slow
@pytest.mark.parametrize(("form", "schema"), [("json", "report"), ("sarif", "sarif")])
def test_the_report_of_unreadable_files_is_as_its_schema_says(form: str, schema: str) -> None:
    shape = json.loads((HERE / f"{schema}.schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(shape).validate(json.loads(render(form, broken_off())))


def test_the_count_says_what_could_not_be_read(folder: Path) -> None:
    (folder / "utf16.scn").write_bytes(b"\xff\xfea\0")

    several = scn("check", "utf16.scn", "calls/good.scn", "--format", "junit", cwd=folder)
    alone = scn("check", "utf16.scn", cwd=folder)

    assert several.returncode == alone.returncode == 2
    assert several.stderr.decode().splitlines()[-1] == "no problems in 1 file, 1 file could not be read"
    assert b'errors="1"' in several.stdout
    assert alone.stderr.decode().splitlines() == [
        "scn: utf16.scn:1:1: this file is UTF-16: save it as UTF-8", "1 file could not be read",
    ]  # fmt: skip


@pytest.mark.parametrize("form", ["full", "concise", "github"])
def test_clean_files_print_nothing(form: str, folder: Path) -> None:
    assert scn("check", "--format", form, "calls/good.scn", cwd=folder).stdout == b""


@pytest.mark.parametrize("form", ["full", "concise", *REPORT_FORMATS])
@pytest.mark.skipif(
    os.name == "nt" or sys.platform == "darwin", reason="file names are Unicode on this system"
)
def test_a_file_name_that_is_not_utf_8_can_be_reported(form: str, tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"caf\xe9.scn")).write_text(BAD, encoding="utf-8")

    done = scn("check", "--format", form, b"caf\xe9.scn", cwd=tmp_path)

    assert done.returncode == 1
    assert b"SCN101" in done.stdout


GITHUB = {"GITHUB_ACTIONS": "true"}


def test_on_github_annotations_follow_what_people_read(folder: Path) -> None:
    plain = scn("check", "calls", cwd=folder).stdout.decode()
    annotations = scn("check", "calls", "--format", "github", cwd=folder).stdout.decode()

    assert scn("check", "calls", cwd=folder, env=GITHUB).stdout.decode() == plain + annotations


@pytest.mark.parametrize("form", ["full", "concise", "json", "junit"])
def test_on_github_a_format_that_was_asked_for_stays_as_it_is(form: str, folder: Path) -> None:
    elsewhere = scn("check", "calls", "--format", form, cwd=folder).stdout

    assert scn("check", "calls", "--format", form, cwd=folder, env=GITHUB).stdout == elsewhere


def test_on_github_paths_count_from_the_top_of_the_repository(folder: Path) -> None:
    env = GITHUB | {"GITHUB_WORKSPACE": str(folder)}

    annotations = scn("check", "--format", "github", "bad.scn", cwd=folder / "calls", env=env).stdout.decode()
    log = json.loads(scn("check", "--format", "sarif", "bad.scn", cwd=folder / "calls", env=env).stdout)

    assert workflow_command(annotations.strip())[1]["file"] == "calls/bad.scn"
    (result,) = log["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {"uri": "calls/bad.scn"}


def test_a_clean_check_loads_no_format(folder: Path) -> None:
    code = (
        "import sys\n"
        "sys.argv = ['scn', 'check', 'calls/good.scn']\n"
        "try:\n"
        "    from scn_compiler.cli import main; main()\n"
        "except SystemExit as done:\n"
        "    assert done.code == 0\n"
        "names = ('xml', 'scn_compiler.cli.shell_completion', 'scn_compiler.lint.rule_pages', 'socket',\n"
        "    'click.shell_completion')\n"
        "formats = [name for name in sys.modules if name.startswith('scn_compiler.cli.output.formats.')]\n"
        "print([name for name in names if name in sys.modules] + formats)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, capture_output=True, text=True, check=False
    )

    assert done.stdout == "[]\n", done.stdout + done.stderr
