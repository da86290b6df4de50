"""Problems in imported files: each is reported in its own file, once for all scripts that import it."""

import json
import os
from itertools import product
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from scn_compiler.cli import parallel
from scn_compiler.cli.check.files import CheckedFile, imported_first
from scn_compiler.project import imported_files
from scn_compiler.project.files import Input
from scn_compiler.reuse.library import DEEPEST
from support.cli import scn
from support.laws import sweep
from support.team import LIBRARY, MISTAKE, SCRIPT, team, write

PLACE = "shared/verify.scn:5:3"
WRONG_ARGUMENT = SCRIPT.format(0).replace("code =", "kode =")


def test_a_problem_in_an_imported_file_is_shown_there(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    done = scn("check", "suites/0.scn", cwd=tmp_path)

    assert done.stdout == (
        "error[SCN101] misspelt-keyword: unknown keyword `sya`\n"
        f" --> {PLACE}\n"
        "  |\n"
        "5 |   sya: It's $code, for $clinic.\n"
        "  |   ^^^\n"
        "  = help: did you mean `say:`?\n"
        "  = note: imported here (suites/0.scn:1:1)\n\n"
    )
    assert done.returncode == 1
    assert done.stderr == "1 error in 1 file\n"


def test_standard_input_imports_files_of_the_current_folder(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    text = SCRIPT.format(0).replace("../", "").replace("rows: days.csv", "row: Tuesday\nrow: Friday")
    done = scn("check", "-", cwd=tmp_path, stdin=text)
    assert PLACE in done.stdout
    assert "imported here (<stdin>:1:1)" in done.stdout
    named = scn("check", "-", "--stdin-filename", "suites/0.scn", cwd=tmp_path, stdin=SCRIPT.format(0))
    assert PLACE in named.stdout
    assert "imported here (suites/0.scn:1:1)" in named.stdout


@pytest.mark.parametrize(
    "case",
    sweep(
        product(
            ([], ["--no-cache"], ["-j", "2"]), (["suites"], ["."], [".", "shared/verify.scn"], ["shared"])
        )
    ),
    ids=str,
)
def test_it_is_reported_once_for_all_scripts(
    tmp_path: Path, case: tuple[list[str], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    options, paths = case
    monkeypatch.setattr(parallel, "MIN_PARALLEL", 10)
    team(tmp_path, 200, library=MISTAKE)
    for _ in range(2):
        done = scn("check", *paths, *options, "--format", "concise", cwd=tmp_path)
        assert done.stdout == f"{PLACE}: SCN101 misspelt-keyword unknown keyword `sya`\n"
        assert done.returncode == 1


def test_only_the_files_own_check_offers_its_fix(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    assert "can be fixed" not in scn("check", "suites", cwd=tmp_path).stderr
    assert "1 can be fixed with --fix" in scn("check", ".", cwd=tmp_path).stderr


def test_a_problem_of_a_script_names_the_imported_line(tmp_path: Path) -> None:
    team(tmp_path)
    write(tmp_path, {"suites/0.scn": WRONG_ARGUMENT})
    done = scn("check", "suites/0.scn", cwd=tmp_path)

    assert "--> suites/0.scn:11:16" in done.stdout
    assert "(shared/verify.scn:3:11)" in done.stdout


def test_a_row_of_a_file_is_reported_in_that_file(tmp_path: Path) -> None:
    team(tmp_path)
    write(tmp_path, {"suites/days.csv": "day\nTuesday\nFriday,Monday\n"})
    done = scn("check", "suites", "--format", "concise", cwd=tmp_path)
    assert done.stdout.startswith("suites/days.csv:3:1: SCN318 bad-rows-file")
    assert done.stdout.count("\n") == 1


def test_json_names_the_file_of_each_place(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    report = json.loads(scn("check", "suites", "--format", "json", cwd=tmp_path).stdout)
    (found,) = report["diagnostics"]

    assert (found["file"], found["start"]) == ("shared/verify.scn", {"line": 5, "column": 3})
    (related,) = found["related"]
    assert (related["message"], related["file"], related["start"]["line"]) == (
        "imported here",
        "suites/0.scn",
        1,
    )


def test_sarif_names_the_file_of_each_place(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    write(tmp_path, {"suites/0.scn": WRONG_ARGUMENT})
    (run,) = json.loads(scn("check", "suites", "--format", "sarif", cwd=tmp_path).stdout)["runs"]
    places = {
        result["ruleId"]: [
            each["physicalLocation"]["artifactLocation"]["uri"]
            for each in (*result["locations"], *result["relatedLocations"])
        ]
        for result in run["results"]
    }
    assert places == {
        "SCN101": ["shared/verify.scn", "suites/0.scn"],
        "SCN312": ["suites/0.scn", "shared/verify.scn"],
    }


def test_github_and_junit_have_a_problem_in_its_own_file(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    assert scn("check", "suites", "--format", "github", cwd=tmp_path).stdout.startswith(
        "::error file=shared/verify.scn,line=5,"
    )
    suites = ET.fromstring(scn("check", "suites", "--format", "junit", cwd=tmp_path).stdout)
    failed = [case.get("name") for case in suites.iter("testcase") if case.find("failure") is not None]
    assert failed == ["shared/verify.scn"]
    (suite,) = suites
    assert (suite.get("tests"), suite.get("failures")) == ("3", "1")


def test_junit_has_the_problems_of_a_configuration(tmp_path: Path) -> None:
    write(
        tmp_path,
        {"scn.toml": "[fields]\nlanguage = 'klingon'\n", "one.scn": "scenario: A\n\nFIRST_MESSAGE\n  wait\n"},
    )
    suites = ET.fromstring(scn("check", ".", "--format", "junit", cwd=tmp_path).stdout)
    assert "scn.toml" in [case.get("name") for case in suites.iter("testcase")]


@pytest.mark.parametrize("paths", [["suites"], ["."]])
def test_a_baseline_knows_problems_in_imported_files(tmp_path: Path, paths: list[str]) -> None:
    team(tmp_path, library=MISTAKE)
    written = scn("check", *paths, "--write-baseline", "known.json", cwd=tmp_path)
    assert written.stderr.startswith("wrote 1 problem")

    done = scn("check", *paths, "--baseline", "known.json", cwd=tmp_path)
    assert (done.stdout, done.returncode) == ("", 0)
    assert "1 in the baseline" in done.stderr

    write(tmp_path, {"shared/verify.scn": MISTAKE.replace("WHEN", "WEHN")})
    more = scn("check", *paths, "--baseline", "known.json", "--format", "concise", cwd=tmp_path)
    assert more.stdout.count("shared/verify.scn:4:1") == 1
    assert "sya" not in more.stdout

    write(tmp_path, {"shared/verify.scn": LIBRARY})
    gone = scn("check", ".", "--baseline", "known.json", cwd=tmp_path)
    assert "1 entry no longer matches" in gone.stderr


def test_a_library_is_checked_on_its_own(tmp_path: Path) -> None:
    team(tmp_path)
    assert scn("check", "shared", cwd=tmp_path).stderr == "no problems in 2 files\n"
    write(
        tmp_path, {"shared/verify.scn": LIBRARY.replace("$clinic", "$klinik") + "WHEN x\n  say: <brake/>\n"}
    )
    done = scn("check", "shared", "--format", "concise", cwd=tmp_path)
    assert "shared/verify.scn:5:24: SCN309 undeclared-value" in done.stdout
    assert "shared/verify.scn:7:8: SCN401 unknown-tag" in done.stdout
    assert done.returncode == 1


@pytest.mark.parametrize(
    "text", ["let a = 1\n", "import: verify.scn\n", "# nothing\nlet a = 1\n\nfragment: b\n"]
)
def test_a_file_without_scenarios_lacks_nothing(tmp_path: Path, text: str) -> None:
    team(tmp_path)
    write(tmp_path, {"shared/more.scn": text})
    assert "no-first-message" not in scn("check", "shared/more.scn", cwd=tmp_path).stdout


def test_compile_skips_libraries(tmp_path: Path) -> None:
    team(tmp_path, 1)
    done = scn("compile", ".", "-o", "out/", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "wrote 2 payloads to out\n")
    suite = scn("compile", ".", "-t", "cekura-suite", cwd=tmp_path)
    assert [each["name"] for each in json.loads(suite.stdout)["scenarios"]] == [
        "Case 0, Tuesday",
        "Case 0, Friday",
    ]


@pytest.mark.parametrize("target", [[], ["-t", "cekura-suite"]])
def test_compile_of_a_library_says_that_it_has_no_scenario(tmp_path: Path, target: list[str]) -> None:
    team(tmp_path)
    done = scn("compile", "shared/verify.scn", *target, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "shared/verify.scn has no scenario, only fragments, values or tests" in done.stderr
    assert "no scenario" in scn("compile", "shared", *target, cwd=tmp_path).stderr


def test_an_error_in_an_imported_file_refuses_the_payload(tmp_path: Path) -> None:
    team(tmp_path, 3, library=MISTAKE)
    done = scn("compile", "suites", "-o", "out/", cwd=tmp_path)
    assert (done.returncode, done.stdout, done.stderr.count(PLACE)) == (1, "", 1)
    assert not (tmp_path / "out").exists()

    graph = scn("graph", "suites/0.scn", cwd=tmp_path)
    assert (graph.returncode, graph.stderr.count(PLACE)) == (1, 1)


def test_scripts_without_an_error_compile_with_keep_going(tmp_path: Path) -> None:
    team(tmp_path, 1, library=MISTAKE)
    write(
        tmp_path, {"suites/alone.scn": SCRIPT.format(9).partition("\n\n")[2].replace("insert:", "# insert:")}
    )
    done = scn("compile", "suites", "--jsonl", "--keep-going", cwd=tmp_path)
    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == [
        "Case 9, Tuesday",
        "Case 9, Friday",
    ]
    assert done.returncode == 1


def test_a_file_that_can_not_be_imported_is_the_only_problem(tmp_path: Path) -> None:
    team(tmp_path)
    text = SCRIPT.format(0).replace("verify.scn", "verfy.scn").replace("FIRST_MESSAGE\n  say: Hello\n", "")
    write(tmp_path, {"suites/0.scn": text})
    done = scn("check", "suites/0.scn", "--format", "concise", cwd=tmp_path)
    assert done.stdout == "suites/0.scn:1:9: SCN315 bad-import can't find `shared/verfy.scn`\n"


def test_an_unknown_fragment_is_the_only_problem(tmp_path: Path) -> None:
    team(tmp_path)
    text = SCRIPT.format(0).replace("verify(", "verfy(").replace("FIRST_MESSAGE\n  say: Hello\n", "")
    write(tmp_path, {"suites/0.scn": text})
    done = scn("check", "suites/0.scn", "--format", "concise", cwd=tmp_path)
    assert done.stdout == "suites/0.scn:9:9: SCN310 unknown-fragment unknown fragment `verfy`\n"


@pytest.mark.parametrize("paths", [["."], ["suites/0.scn", "suites/1.scn", "shared/verify.scn"]])
def test_a_fix_in_an_imported_file_is_applied_once_before_its_importers_are_checked(
    tmp_path: Path, paths: list[str]
) -> None:
    team(tmp_path, library=MISTAKE)
    done = scn("check", *paths, "--fix", cwd=tmp_path)

    assert (tmp_path / "shared" / "verify.scn").read_text(encoding="utf-8") == LIBRARY
    assert (done.stdout, done.returncode) == ("", 0)
    assert done.stderr.startswith("1 problem fixed, 0 remaining in ")
    assert (tmp_path / "suites" / "0.scn").read_text(encoding="utf-8") == SCRIPT.format(0)


def test_a_script_is_fixed_without_the_files_that_it_imports(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    write(tmp_path, {"suites/0.scn": SCRIPT.format(0).replace("  say: Bye", "  sya: Bye")})
    done = scn("check", "suites", "--fix", cwd=tmp_path)

    assert (tmp_path / "suites" / "0.scn").read_text(encoding="utf-8") == SCRIPT.format(0)
    assert (tmp_path / "shared" / "verify.scn").read_text(encoding="utf-8") == MISTAKE
    assert PLACE in done.stdout
    assert "1 problem fixed, 1 remaining in 2 files" in done.stderr


def test_a_diff_shows_each_fix_once_and_changes_nothing(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    done = scn("check", ".", "--diff", cwd=tmp_path)

    assert done.stdout.count("+  say: It's $code") == 1
    assert "1 problem would be fixed, 0 would remain" in done.stderr
    assert (tmp_path / "shared" / "verify.scn").read_text(encoding="utf-8") == MISTAKE


def test_files_that_import_each_other_are_fixed_all_the_same(tmp_path: Path) -> None:
    team(tmp_path, library=MISTAKE)
    write(tmp_path, {"shared/values.scn": "import: verify.scn\nlet clinic = Lakeside Dental\n"})
    done = scn("check", ".", "--fix", cwd=tmp_path)
    assert (tmp_path / "shared" / "verify.scn").read_text(encoding="utf-8") == LIBRARY
    assert "SCN314" in done.stdout


def test_a_long_chain_of_imports_ends_with_a_message(tmp_path: Path) -> None:
    write(
        tmp_path,
        {f"{number}.scn": f"import: {number + 1}.scn\nlet a{number} = 1\n" for number in range(DEEPEST + 9)},
    )
    write(tmp_path, {f"{DEEPEST + 9}.scn": "let end = 1\n"})

    done = scn("check", "0.scn", "--format", "concise", cwd=tmp_path)
    assert done.stdout.endswith(
        f"SCN314 circular-reuse imports can't be nested more than {DEEPEST} files deep\n"
    )
    assert done.stdout.count("\n") == 1
    assert scn("check", f"{DEEPEST}.scn", cwd=tmp_path).stderr == "no problems in 1 file\n"

    files = [
        CheckedFile(Input(str(tmp_path / f"{number}.scn"), ""), f"import: {number + 1}.scn\n")
        for number in range(1100)
    ]
    assert imported_first(files) == files[::-1]


@pytest.mark.parametrize(
    "content",
    [b"", b"\0", b"\xff\xfe", b"\xef\xbb\xbf" + LIBRARY.encode(), b"\x89PNG", b"import: verify.scn", b"fragment:", b"{}",
     LIBRARY.encode().replace(b"\n", b"\r\n"), LIBRARY.encode("utf-16"), b"insert: verify\n" * 3, b"\x1b]8;;x\x07say: y",
     b"scenario: A\nFIRST_MESSAGE\n  say: hi\n", "fragment: verify(code)\n# \u202e".encode()],
)  # fmt: skip
@pytest.mark.parametrize("command", ["check", "compile", "list", "graph", "expand"])
def test_any_bytes_in_an_imported_file_are_no_bug(tmp_path: Path, content: bytes, command: str) -> None:
    team(tmp_path, 1)
    (tmp_path / "shared" / "verify.scn").write_bytes(content)
    options = ["--jsonl"] if command == "compile" else []
    done = scn(command, "suites/0.scn", *options, cwd=tmp_path)

    assert done.returncode in (0, 1, 2)
    assert "bug in scn" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    "content", [b"", b"day", b"day\n", b"day,\nx,\n", b'day\n"', b"\xff", b"\0", b"day\n\x1b]8;;x\n"]
)
@pytest.mark.parametrize("command", ["check", "compile", "list"])
def test_any_bytes_in_a_file_of_rows_are_no_bug(tmp_path: Path, content: bytes, command: str) -> None:
    team(tmp_path, 1)
    (tmp_path / "suites" / "days.csv").write_bytes(content)
    done = scn(command, "suites/0.scn", *(["--jsonl"] if command == "compile" else []), cwd=tmp_path)

    assert done.returncode in (0, 1, 2)
    assert "bug in scn" not in done.stderr
    assert "\x1b" not in done.stdout + done.stderr


def test_a_file_that_disappears_during_the_run_is_reported_where_it_is_missed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    team(tmp_path, 2)
    read = imported_files._text

    def and_delete(path: str, absolute: str) -> str:
        text = read(path, absolute)
        Path(absolute).unlink()
        return text

    monkeypatch.setattr(imported_files, "_text", and_delete)
    assert scn("check", "suites", "--no-cache", cwd=tmp_path).stderr == "no problems in 2 files\n"
    monkeypatch.undo()
    done = scn("check", "suites", "--format", "concise", cwd=tmp_path)
    assert done.stdout.count("bad-import can't find `shared/verify.scn`") == 2


def test_a_folder_or_a_device_is_no_file_to_import(tmp_path: Path) -> None:
    team(tmp_path, 1)
    for path, words in {
        "../shared": "is a folder",
        "../pipe.scn": "is not a regular file",
        "../zero": "a link to",
    }.items():
        write(tmp_path, {"suites/0.scn": SCRIPT.format(0).replace("../shared/verify.scn", path)})
        if path == "../pipe.scn":
            os.mkfifo(tmp_path / "pipe.scn")
        if path == "../zero":
            (tmp_path / "zero").symlink_to("/dev/zero")
        done = scn("check", "suites/0.scn", "--format", "concise", cwd=tmp_path)
        assert words in done.stdout
        assert done.stdout.count("\n") == 1
