"""`scn decompile --share` on the command line: files, what is printed, and what can't be shared."""

import json
from pathlib import Path

import pytest

from support.alike_payloads import alike_payloads
from support.cli import scn


@pytest.fixture
def payloads(tmp_path: Path) -> Path:
    folder = tmp_path / "old"
    folder.mkdir()
    for name, payload in alike_payloads(12).items():
        (folder / name).write_text(json.dumps(payload), encoding="utf-8")
    return folder


def test_a_folder_of_payloads_compiles_to_equal_payloads(payloads: Path, tmp_path: Path) -> None:
    done = scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)
    again = scn("compile", "calls", "--jsonl", cwd=tmp_path)
    made = {payload["name"]: payload for payload in map(json.loads, again.stdout.splitlines())}

    assert (done.returncode, again.returncode) == (0, 0)
    assert "wrote calls/move-appointment.scn (2 scenarios)\n" in done.stderr
    assert "wrote calls/shared/common.scn (shared by the others)\n" in done.stderr
    assert "lines instead of" in done.stderr
    assert made == {payload["name"]: payload for payload in alike_payloads(12).values()}
    assert scn("check", "calls", cwd=tmp_path).returncode == 0
    assert scn("fmt", "--check", "calls", cwd=tmp_path).returncode == 0


def test_the_manifest_says_where_each_payload_went(payloads: Path, tmp_path: Path) -> None:
    scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)
    manifest = json.loads((tmp_path / "calls" / ".scn-decompiled").read_text(encoding="utf-8"))

    names = {f"../old/{name}": payload["name"] for name, payload in alike_payloads(12).items()}
    assert {each["payload"]: each["scenario"] for each in manifest["scenarios"]} == names
    assert all((tmp_path / "calls" / each["script"]).is_file() for each in manifest["scenarios"])


def test_a_second_run_changes_nothing(payloads: Path, tmp_path: Path) -> None:
    first = scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)
    second = scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)

    assert (second.returncode, second.stderr) == (0, first.stderr)


def test_scripts_of_a_run_without_share_are_left_over(payloads: Path, tmp_path: Path) -> None:
    scn("decompile", "old", "-o", "calls/", cwd=tmp_path)
    done = scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)

    assert "calls/scenario-001.scn is left over from a run without --share: remove it\n" in done.stderr


def test_an_edited_script_is_kept_unless_it_is_forced(payloads: Path, tmp_path: Path) -> None:
    scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)
    script = tmp_path / "calls" / "move-appointment.scn"
    script.write_text("# mine\n", encoding="utf-8")
    done = scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)

    assert done.returncode == 2
    assert "calls/move-appointment.scn already exists with different content: use --force" in done.stderr
    assert script.read_text(encoding="utf-8") == "# mine\n"
    assert scn("decompile", "old", "-o", "calls/", "--share", "--force", cwd=tmp_path).returncode == 0
    assert "examples:" in script.read_text(encoding="utf-8")


def test_one_payload_is_printed_as_it_is(payloads: Path, tmp_path: Path) -> None:
    plain = scn("decompile", "old/scenario-001.json", cwd=tmp_path)
    shared = scn("decompile", "old/scenario-001.json", "--share", cwd=tmp_path)

    assert shared.stdout == plain.stdout
    assert "nothing to share" in shared.stderr


def test_one_list_shares_within_one_script(tmp_path: Path) -> None:
    page = {"results": [alike_payloads(12)[f"scenario-{number:03}.json"] for number in (1, 7)]}
    done = scn("decompile", "-", "--share", cwd=tmp_path, stdin=json.dumps(page))

    assert done.returncode == 0
    assert done.stdout.count("scenario:") == 1
    assert done.stdout.count("row:") == 2


def test_unreadable_payloads_do_not_stop_the_others(payloads: Path, tmp_path: Path) -> None:
    (payloads / "broken.json").write_text("{", encoding="utf-8")
    (payloads / "other.json").write_text('{"name": "package", "version": "1.0.0"}', encoding="utf-8")
    (payloads / "binary.json").write_bytes(b"\xff\xfe\xff")
    done = scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)

    assert done.returncode == 2
    assert "old/broken.json:1:2" in done.stderr
    assert "old/other.json:1:1" in done.stderr
    assert (tmp_path / "calls" / "move-appointment.scn").is_file()


def test_an_empty_folder_has_nothing_to_decompile(tmp_path: Path) -> None:
    (tmp_path / "old").mkdir()
    done = scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)

    assert done.returncode == 2
    assert not (tmp_path / "calls").exists()


def test_payloads_of_several_platforms_share_only_with_their_own(payloads: Path, tmp_path: Path) -> None:
    note = {"summary": "Wants a refund", "commonQuestions": ["When?"], "commonTopics": ["refund"]}
    (payloads / "note.json").write_text(json.dumps(note), encoding="utf-8")
    done = scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)

    assert done.returncode == 0, done.stderr
    assert (tmp_path / "calls" / "move-appointment.scn").is_file()
    assert "examples:" not in (tmp_path / "calls" / "note.scn").read_text(encoding="utf-8")


def test_scripts_in_several_folders_import_only_within_a_project(payloads: Path, tmp_path: Path) -> None:
    for number, path in enumerate(sorted(payloads.iterdir())):
        folder = payloads / ("one" if number % 12 < 6 else "two")
        folder.mkdir(exist_ok=True)
        path.rename(folder / path.name)
    scn("decompile", "old", "-o", "alone/", "--share", cwd=tmp_path)
    (tmp_path / "scn.toml").write_text("", encoding="utf-8")
    scn("decompile", "old", "-o", "calls/", "--share", cwd=tmp_path)

    assert (tmp_path / "alone" / "one" / "shared" / "common.scn").is_file()
    assert (tmp_path / "calls" / "shared" / "common.scn").is_file()
    for folder in ("alone", "calls"):
        done = scn("compile", folder, "--jsonl", cwd=tmp_path)
        assert len(done.stdout.splitlines()) == 12, done.stderr
