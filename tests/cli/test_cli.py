"""The command line: arguments, streams, files, exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from scn_compiler.cli.commands import COMMANDS
from support.cli import BROKEN, GOOD, scn
from support.paths import ROOT

APPOINTMENT = (ROOT / "samples" / "appointment.scn").read_text(encoding="utf-8")


def test_one_scenario_prints_one_document(folder: Path) -> None:
    done = scn("compile", "one.scn", cwd=folder)

    assert done.returncode == 0
    assert json.loads(done.stdout)["name"] == "One"
    assert done.stderr == ""


def test_a_script_comes_from_standard_input(folder: Path) -> None:
    done = scn("compile", "-", "--compact", cwd=folder, stdin=APPOINTMENT)

    assert done.returncode == 0
    assert done.stdout.count("\n") == 1
    assert json.loads(done.stdout)["tags"] == ["smoke", "booking"]


def test_several_scenarios_need_a_place_to_go(folder: Path) -> None:
    done = scn("compile", ".", cwd=folder)

    assert done.returncode == 2
    assert "3 payloads" in done.stderr
    assert done.stdout == ""


def test_several_scenarios_go_to_a_folder_one_file_each(folder: Path) -> None:
    done = scn("compile", ".", "-o", "out/", cwd=folder)

    assert done.returncode == 0
    made = sorted(str(path.relative_to(folder / "out")) for path in (folder / "out").rglob("*.json"))
    assert made == ["one.json", "sub/two.three.json", "sub/two.two.json"]


def test_several_scenarios_go_to_one_line_each(folder: Path) -> None:
    done = scn("compile", ".", "--jsonl", cwd=folder)

    assert [json.loads(line)["name"] for line in done.stdout.splitlines()] == ["One", "Two", "Three"]


def test_several_files_make_one_suite(folder: Path) -> None:
    done = scn("compile", ".", "-t", "cekura-suite", cwd=folder)

    assert done.returncode == 0, done.stderr
    suite = json.loads(done.stdout)
    assert [scenario["name"] for scenario in suite["scenarios"]] == ["One", "Two", "Three"]


def test_nothing_is_written_if_anything_is_wrong_unless_asked(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    refused = scn("compile", ".", "-o", "out/", cwd=folder)
    assert refused.returncode == 1
    assert not (folder / "out").exists()
    assert "bad.scn:6:3" in refused.stderr

    kept = scn("compile", ".", "-o", "out/", "--keep-going", cwd=folder)
    assert kept.returncode == 1
    assert len(list((folder / "out").rglob("*.json"))) == 3


@pytest.mark.parametrize("options", [(), ("--jsonl",), ("-o", "out/"), ("-t", "cekura-suite")])
def test_fragments_alone_are_nothing_to_compile(options: tuple[str, ...], tmp_path: Path) -> None:
    (tmp_path / "shared.scn").write_text("fragment: bye\nWHEN The agent says goodbye\n  end call\n", "utf-8")

    done = scn("compile", "shared.scn", *options, cwd=tmp_path)

    assert (done.returncode, done.stdout) == (2, "")
    assert "nothing to compile: shared.scn has no scenario, only fragments, values or tests" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_source_map_tells_where_a_condition_came_from(folder: Path) -> None:
    scn("compile", "one.scn", "-o", "one.json", "--source-map", "map.json", cwd=folder)

    documents = json.loads((folder / "map.json").read_text(encoding="utf-8"))["documents"]
    assert documents == [
        {
            "name": "One",
            "file": "one.scn",
            "conditions": [{"scenario": "One", "id": 0, "label": None, "line": 5}],
        },
    ]


@pytest.mark.parametrize(
    ("target", "head", "ids"),
    [
        ("eqho", "role: R\nlanguage: en\nreason: Q\n", [1, 2]),
        ("bimpe", "target: bimpe\nrole: R\n", [None, None]),
        ("cekura-part", "", [1, 2]),
    ],
)
def test_a_source_map_has_numbers_only_where_blocks_go_by_them(
    target: str, head: str, ids: list[int | None], tmp_path: Path
) -> None:
    blocks = "@a WHEN A customer asks\n  say: Hi\nWHEN A customer leaves\n  say: Ho\n"
    (tmp_path / "s.scn").write_text(head + blocks, encoding="utf-8")

    scn("compile", "s.scn", "-t", target, "-o", "s.json", "--source-map", "map.json", cwd=tmp_path)

    (document,) = json.loads((tmp_path / "map.json").read_text(encoding="utf-8"))["documents"]
    assert [(each["id"], each["label"]) for each in document["conditions"]] == [
        (ids[0], "a"),
        (ids[1], None),
    ]


@pytest.mark.parametrize(
    "command", [("check", "-t"), ("compile", "-t"), ("graph", "--target"), ("decompile", "--from")]
)
def test_two_targets_at_once_are_refused(command: tuple[str, str], folder: Path) -> None:
    name, option = command

    done = scn(name, "one.scn", option, "eqho", option, "cekura", cwd=folder)

    assert (done.returncode, done.stdout) == (2, "")
    assert "choose one target: `eqho` or `cekura`" in done.stderr


def test_a_payload_becomes_a_script_and_a_payload_again(folder: Path) -> None:
    compiled = scn("compile", "-", cwd=folder, stdin=APPOINTMENT).stdout

    script = scn("decompile", "-", cwd=folder, stdin=compiled)
    assert script.returncode == 0
    again = scn("compile", "-", cwd=folder, stdin=script.stdout).stdout

    assert json.loads(again) == json.loads(compiled)


def test_the_form_of_a_bare_object_is_remembered_in_the_script(folder: Path) -> None:
    bare = scn("compile", "-", "-t", "cekura-conditions", cwd=folder, stdin=APPOINTMENT).stdout

    script = scn("decompile", "-", "-o", "back.scn", cwd=folder, stdin=bare)

    assert "read as cekura-conditions" in script.stderr
    assert scn("compile", "back.scn", cwd=folder).stdout == bare


def test_several_payloads_become_scripts_in_a_folder(folder: Path) -> None:
    scn("compile", ".", "-o", "out/", cwd=folder)

    done = scn("decompile", "out", "-o", "scripts", cwd=folder)

    assert done.returncode == 0
    assert len(list((folder / "scripts").rglob("*.scn"))) == 3


def test_check_reports_on_standard_output_and_fails_for_errors(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    done = scn("check", cwd=folder)

    assert done.returncode == 1
    assert "error[SCN101] misspelt-keyword" in done.stdout
    assert done.stderr == "1 error in 3 files; 1 can be fixed with --fix\n"
    assert scn("check", "one.scn", cwd=folder).returncode == 0


def test_warnings_fail_only_if_strict(folder: Path) -> None:
    (folder / "warn.scn").write_text(GOOD.format("W").replace("language: en\n", ""), encoding="utf-8")

    assert scn("check", "warn.scn", cwd=folder).returncode == 0
    assert scn("check", "warn.scn", "--strict", cwd=folder).returncode == 1


def test_check_as_json_has_the_promised_shape(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    report = json.loads(scn("check", "bad.scn", "--format", "json", cwd=folder).stdout)

    assert report["version"] == 1
    (found,) = report["diagnostics"]
    assert list(found) == [
        "code", "name", "severity", "message", "file", "start", "end", "hint", "related", "fix",
    ]  # fmt: skip
    assert found["start"] == {"line": 6, "column": 3}
    assert found["end"] == {"line": 6, "column": 6}
    assert found["fix"]["edits"][0]["text"] == "say:"


def test_concise_is_one_line_per_problem(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    done = scn("check", "bad.scn", "--format", "concise", cwd=folder)

    assert done.stdout.splitlines() == ["bad.scn:6:3: SCN101 misspelt-keyword unknown keyword `sya`"]


def test_fmt_writes_only_changed_files_and_lists_them_with_check(folder: Path) -> None:
    untidy = folder / "one.scn"
    untidy.write_bytes(GOOD.format("One").replace("  say", "say").replace("\n", "\r\n").encode())

    checked = scn("fmt", "--check", ".", cwd=folder)
    assert checked.returncode == 1
    assert checked.stdout.splitlines() == ["one.scn", "sub/two.scn"] or checked.stdout.splitlines() == [
        "one.scn"
    ]
    assert "-say" in scn("fmt", "--diff", "one.scn", cwd=folder).stdout

    assert scn("fmt", ".", cwd=folder).returncode == 0
    assert untidy.read_bytes() == GOOD.format("One").replace("\n", "\r\n").encode()
    assert scn("fmt", "--check", ".", cwd=folder).returncode == 0


def test_fmt_wraps_texts_on_request_or_as_the_configuration_says(folder: Path) -> None:
    long = "FIRST_MESSAGE\n  say: " + "word " * 20 + "\n"
    wrapped = (
        "FIRST_MESSAGE\n  say: "
        + "word " * 5
        + "word\n    | word"
        + " word" * 6
        + "\n    | word"
        + " word" * 6
        + "\n"
    )

    assert "    | word" not in scn("fmt", "-", cwd=folder, stdin=long).stdout
    asked = scn("fmt", "--wrap", "40", "-", cwd=folder, stdin=long).stdout
    assert asked == wrapped
    assert max(map(len, asked.splitlines())) <= 40
    assert scn("fmt", "--wrap", "200", "-", cwd=folder, stdin=asked).stdout == long.replace(" \n", "\n")
    (folder / "scn.toml").write_text("wrap = 40\n", encoding="utf-8")
    assert scn("fmt", "-", cwd=folder, stdin=long).stdout == wrapped
    assert scn("fmt", "--wrap", "0", "-", cwd=folder, stdin=wrapped).stdout == wrapped
    (folder / "scn.toml").write_text("wrap = -1\n", encoding="utf-8")
    assert "`wrap` can't be -1" in scn("fmt", "-", cwd=folder, stdin=long).stderr


def test_fmt_leaves_a_broken_block_and_formats_the_others(folder: Path) -> None:
    text = "FIRST_MESSAGE\n    say: Hi\nWEHN contains   oops\n      say: x\n"

    done = scn("fmt", "-", cwd=folder, stdin=text)

    assert done.returncode == 1
    assert done.stdout.startswith("FIRST_MESSAGE\n  say: Hi\n")
    assert "WEHN contains   oops\n      say: x\n" in done.stdout


def test_targets_and_version_are_printed(folder: Path) -> None:
    assert "cekura-suite" in scn("targets", cwd=folder).stdout
    assert scn("--version", cwd=folder).stdout.startswith("scn, version ")


PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1"
NOT_SCRIPTS = {
    "a PNG": (PNG, 2),
    "JSON": (b'{"role": "x", "conditions": []}', 1),
    "a Gherkin feature": (b"Feature: x\n  Scenario: y\n    Given z\n    When w\n    Then v\n", 1),
    "an empty file": (b"", 1),
    "only a comment": (b"# nothing yet\n", 1),
    "invalid UTF-8": (b"FIRST_MESSAGE\n  say: caf\xe9\n", 2),
    "UTF-16": ("FIRST_MESSAGE\n".encode("utf-16"), 2),
    "a line of 1 MB": (b"x" * 1_000_000, 1),
    "YAML": (b"- name: a\n- name: b\n- name: c\n- name: d\n", 1),
    "NUL bytes": (b"\0" * 100, 1),
}


QUIET = {("decompile", "JSON"), ("fmt", "an empty file"), ("fmt", "only a comment")}


@pytest.mark.parametrize("kind", list(NOT_SCRIPTS))
@pytest.mark.parametrize("command", ["check", "compile", "decompile", "fmt"])
def test_a_file_that_is_not_a_script_gets_a_clear_error_and_is_not_written(
    kind: str, command: str, tmp_path: Path
) -> None:
    data, code = NOT_SCRIPTS[kind]
    path = tmp_path / "input.scn"
    path.write_bytes(data)
    output = ["-o", "out"] if command in ("compile", "decompile") else []

    done = scn(command, "input.scn", *output, cwd=tmp_path)

    shown = done.stdout + done.stderr
    if command == "check":
        assert done.returncode == code
        assert sum("error" in line and "[SCN" in line for line in shown.splitlines()) + (code == 2) == 1
    assert done.returncode in ((0, 1, 2) if command in ("fmt", "decompile") else (code,))
    assert "input.scn" in shown or (command, kind) in QUIET
    assert len(max(shown.splitlines(), key=len)) < 400
    assert [each.name for each in tmp_path.iterdir() if each.name != ".scn_cache"] == ["input.scn"] or (
        command == "decompile" and kind == "JSON"
    )
    assert path.read_bytes() == data or command == "fmt"


def test_a_missing_or_unreadable_file_is_reported_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "loop.scn").symlink_to("loop.scn")

    for arguments, words in (
        (["missing.scn"], "missing.scn does not exist"),
        (["empty"], "no .scn files in empty"),
        (["loop.scn"], "cannot be read"),
    ):
        for command in ("check", "compile", "fmt"):
            done = scn(command, *arguments, cwd=tmp_path)
            assert done.returncode == 2
            assert words in done.stderr


def test_a_link_stays_a_link_and_what_it_points_to_is_written(folder: Path) -> None:
    (folder / "link.scn").symlink_to("one.scn")
    (folder / "one.scn").write_text("FIRST_MESSAGE\nwait\n", encoding="utf-8")

    scn("fmt", "link.scn", cwd=folder)

    assert (folder / "link.scn").is_symlink()
    assert (folder / "one.scn").read_text(encoding="utf-8") == "FIRST_MESSAGE\n  wait\n"


def test_scripts_of_one_name_from_several_folders_are_all_kept(folder: Path) -> None:
    for name in ("a", "b"):
        scn("compile", "one.scn", "-o", f"{name}/x.json", cwd=folder)

    scn("decompile", "a/x.json", "b/x.json", "-o", "out", cwd=folder)

    assert sorted(path.name for path in (folder / "out").iterdir()) == ["x-2.scn", "x.scn"]


def test_a_folder_is_made_for_several_inputs_even_if_one_is_left(folder: Path) -> None:
    (folder / "bad.scn").write_text(BROKEN, encoding="utf-8")

    scn("compile", "one.scn", "bad.scn", "-o", "out", "--keep-going", cwd=folder)

    assert [path.name for path in (folder / "out").glob("*.json")] == ["one.json"]


def test_an_output_that_cannot_be_written_leaves_everything_as_it_was(folder: Path) -> None:
    (folder / "wall").write_text("a file", encoding="utf-8")

    done = scn("compile", "one.scn", "-o", "wall/one.json", cwd=folder)

    assert done.returncode == 2
    assert "cannot be written" in done.stderr
    assert (folder / "wall").read_text(encoding="utf-8") == "a file"


def test_invalid_json_is_reported_with_its_place(tmp_path: Path) -> None:
    done = scn("decompile", "-", cwd=tmp_path, stdin='{\n  "role": oops\n}\n')

    assert done.returncode == 1
    assert "<stdin>:2:11" in done.stderr
    assert done.stdout == ""


def test_a_bug_has_its_own_exit_code(tmp_path: Path) -> None:
    code = (
        "import sys; from scn_compiler import api; from scn_compiler.cli import main\n"
        "def broken(*a, **k): raise ZeroDivisionError\n"
        "api.compile_text = broken; api.find = broken\n"
        "sys.argv = ['scn', 'check', '-']; main()\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], input="", cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 101
    assert "bug in scn" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_misspelt_command_or_target_is_answered_with_the_nearest_one(tmp_path: Path) -> None:
    command, target = scn("chek", cwd=tmp_path), scn("check", "-t", "cekura-wen", cwd=tmp_path)
    neither = scn("frobnicate", cwd=tmp_path), scn("compile", "-t", "zzz", cwd=tmp_path)

    assert {done.returncode for done in (command, target, *neither)} == {2}
    assert "unknown command `chek`: did you mean `check`?" in command.stderr
    assert "unknown target `cekura-wen`: did you mean `cekura-when`?" in target.stderr
    assert "unknown command `frobnicate`: run `scn --help` to list the commands" in neither[0].stderr
    assert "unknown target `zzz`: run `scn targets` to list the targets" in neither[1].stderr


def test_the_list_of_commands_is_not_cut(tmp_path: Path) -> None:
    shown = scn("--help", cwd=tmp_path).stdout.split("Scripts:\n")[1]
    listed = [line for line in shown.splitlines() if line.startswith("  ")]

    assert len(listed) == len(COMMANDS)
    assert all(line.endswith(".") and "..." not in line and "…" not in line for line in listed)
