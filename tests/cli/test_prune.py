"""Leftovers of earlier runs in an output folder are named, and removed with `--prune`; nothing else is removed."""

import json
import os
from pathlib import Path

import pytest

from support.cli import BROKEN, GOOD, Run, scn

MANIFEST = ".scn-compiled"


@pytest.fixture
def out(folder: Path) -> Path:
    """A folder with the compiled output of all scripts."""
    assert scn("compile", ".", "-o", "out/", cwd=folder).returncode == 0
    return folder / "out"


def compiled(out: Path, *words: str) -> Run:
    done = scn("compile", *(words or (".",)), "-o", "out/", cwd=out.parent)
    assert done.returncode == 0, done.stderr
    return done


def files(out: Path) -> list[str]:
    return sorted(path.relative_to(out).as_posix() for path in out.rglob("*.json"))


ALL = ["one.json", "sub/two.three.json", "sub/two.two.json"]


def rename_script(folder: Path) -> None:
    (folder / "sub" / "two.scn").rename(folder / "sub" / "other.scn")


def rename_scenario(folder: Path) -> None:
    script = folder / "sub" / "two.scn"
    script.write_text(script.read_text(encoding="utf-8").replace("Two", "Zwei"), encoding="utf-8")


def delete_script(folder: Path) -> None:
    (folder / "sub" / "two.scn").unlink()


def delete_scenario(folder: Path) -> None:
    (folder / "sub" / "two.scn").write_text(GOOD.format("Two"), encoding="utf-8")


CHANGES = {
    rename_script: ["sub/two.three.json", "sub/two.two.json"],
    rename_scenario: ["sub/two.two.json"],
    delete_script: ["sub/two.three.json", "sub/two.two.json"],
    delete_scenario: ["sub/two.three.json", "sub/two.two.json"],
}
each_change = pytest.mark.parametrize(
    ("change", "left"), CHANGES.items(), ids=[change.__name__ for change in CHANGES]
)


@each_change
def test_leftovers_are_named_and_removed_with_prune(
    change: "type[rename_script]", left: list[str], out: Path
) -> None:
    assert files(out) == ALL
    change(out.parent)

    for _ in range(2):
        said = compiled(out).stderr
        assert [name for name in ALL if f"out/{name} is left over from an earlier run" in said] == left
        assert set(ALL) <= set(files(out)), "nothing is removed without `--prune`"
    said = compiled(out, ".", "--prune").stderr

    assert [name for name in ALL if f"removed out/{name}" in said] == left
    assert not set(left) & set(files(out))
    assert "earlier run" not in compiled(out).stderr


def test_files_of_scripts_that_a_run_was_not_asked_for_stay(out: Path) -> None:
    for words in (("one.scn",), ("sub",), ("one.scn", "sub/two.scn")):
        assert "earlier run" not in compiled(out, *words, "--prune").stderr

    assert set(ALL) <= set(files(out)), "even if a run writes a script's output somewhere else"


def test_a_script_that_is_gone_is_noticed_by_a_run_that_was_not_asked_for_it(out: Path) -> None:
    delete_script(out.parent)

    assert "removed out/sub/two.two.json" in compiled(out, "one.scn", "--prune").stderr
    assert files(out) == ["one.json"]


def test_a_script_with_errors_still_owns_what_was_made_of_it(out: Path) -> None:
    (out.parent / "one.scn").write_text(BROKEN, encoding="utf-8")

    for more in ((), ("--keep-going",)):
        done = scn("compile", ".", "-o", "out/", "--prune", *more, cwd=out.parent)
        assert (done.returncode, "removed" in done.stderr) == (1, False)
    assert files(out) == ALL


def test_a_changed_or_foreign_file_stays(out: Path) -> None:
    (out / "sub" / "two.two.json").write_text("{}", encoding="utf-8")
    (out / "mine.json").write_text("{}", encoding="utf-8")
    delete_script(out.parent)

    said = compiled(out, ".", "--prune").stderr

    assert "kept out/sub/two.two.json: it was edited after it was compiled" in said
    assert files(out) == ["mine.json", "one.json", "sub/two.two.json"]
    assert "two.two" not in compiled(out, ".", "--prune").stderr


def test_standard_input_suites_and_lines_are_remembered_too(folder: Path) -> None:
    stdin = GOOD.format("In") + "\n" + GOOD.format("Out")
    scn("compile", "-", "-o", "out/", cwd=folder, stdin=stdin)
    scn("compile", ".", "-o", "out/", "-t", "cekura-suite", cwd=folder)
    scn("compile", ".", "-o", "out/", "--jsonl", cwd=folder)
    assert files(folder / "out") == ["stdin.in.json", "stdin.out.json", "suite.json"]

    said = scn("compile", "-", "-o", "out/", cwd=folder, stdin=stdin.replace("Out", "Off")).stderr
    assert "out/stdin.out.json is left over" in said
    assert "suite" not in said
    (folder / "one.scn").unlink()
    assert "suite.json" not in scn("compile", "-", "-o", "out/", cwd=folder, stdin=stdin).stderr
    (folder / "sub" / "two.scn").unlink()
    said = scn("compile", "-", "-o", "out/", "--prune", cwd=folder, stdin=stdin).stderr
    assert "removed out/suite.json" in said
    assert "removed out/scenarios.jsonl" in said


def test_many_files_are_counted(folder: Path) -> None:
    (folder / "one.scn").write_text("\n".join(GOOD.format(n) for n in range(30)), encoding="utf-8")
    scn("compile", "one.scn", "-o", "out/", cwd=folder)
    (folder / "one.scn").write_text(GOOD.format("One"), encoding="utf-8")

    said = scn("compile", "one.scn", "-o", "out/", cwd=folder).stderr

    assert said.count("is left over from an earlier run") == 10
    assert "20 more files are left over" in said


def test_prune_needs_a_folder(folder: Path) -> None:
    for words in (
        ("one.scn",),
        ("one.scn", "-o", "a.json"),
        (".", "--jsonl"),
        (".", "--jsonl", "-o", "a.jsonl"),
    ):
        done = scn("compile", *words, "--prune", cwd=folder)
        assert (done.returncode, "--prune requires an output folder" in done.stderr) == (2, True)


def test_a_folder_that_does_not_change_is_not_written(out: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in out.rglob("*")}

    compiled(out)

    assert {path: path.stat().st_mtime_ns for path in out.rglob("*")} == before


FORGED = {
    "above": "../victim.json",
    "above by way of a folder": "sub/../../victim.json",
    "an absolute path": "{victim}",
    "an empty name": "",
    "the folder": ".",
    "another spelling": "./victim.json",
    "doubled slash": "sub//victim.json",
    "another kind of file": "notes.txt",
    "a zero byte": "a\0.json",
}


def forge(out: Path, name: str, content: bytes) -> None:
    from scn_compiler.cli.output.manifest import _digest  # noqa: PLC0415

    entry = {"scripts": ["../gone.scn"], "hash": _digest(content)}
    (out / MANIFEST).write_text(json.dumps({"version": 1, "files": {name: entry}}), encoding="utf-8")


@pytest.mark.parametrize("name", FORGED.values(), ids=FORGED)
def test_a_forged_manifest_removes_nothing(name: str, out: Path) -> None:
    victims = [
        out.parent / "victim.json",
        out / "victim.json",
        out / "notes.txt",
        out / "sub" / "victim.json",
    ]
    for victim in victims:
        victim.write_bytes(b"precious")
    forge(out, name.format(victim=victims[0]), b"precious")

    said = compiled(out, ".", "--prune").stderr

    assert "is not valid, so it is rewritten" in said
    assert all(victim.read_bytes() == b"precious" for victim in victims)


@pytest.mark.parametrize("kind", ["file", "folder"])
def test_no_link_is_followed_when_something_is_removed(kind: str, out: Path) -> None:
    victim = out.parent / "elsewhere" / "victim.json"
    victim.parent.mkdir()
    victim.write_bytes(b"precious")
    if kind == "file":
        (out / "victim.json").symlink_to(victim)
        forge(out, "victim.json", b"precious")
    else:
        (out / "way").symlink_to(victim.parent)
        forge(out, "way/victim.json", b"precious")

    assert "removed" not in compiled(out, ".", "--prune").stderr
    assert victim.read_bytes() == b"precious"


BROKEN_MANIFESTS = (
    b"", b"[]", b"{}", b'{"version": 2, "files": {}}', b'{"version": 1, "files": []}', b"\xff\xfe", b"[" * 100_000,
    b'{"version": 1, "files": {"a.json": {}}}', b'{"version": 1, "files": {"a.json": {"scripts": [], "hash": "x"}}}',
    b'{"version": 1, "files": {"a.json": {"scripts": [1], "hash": "x"}}}',
)  # fmt: skip


@pytest.mark.parametrize("data", BROKEN_MANIFESTS, ids=lambda data: str(data[:50]))
def test_a_broken_manifest_is_rewritten(data: bytes, out: Path) -> None:
    good = (out / MANIFEST).read_bytes()
    (out / MANIFEST).write_bytes(data)

    assert "is not valid, so it is rewritten" in compiled(out).stderr
    assert (out / MANIFEST).read_bytes() == good


@pytest.mark.parametrize("kind", ["link", "pipe"])
def test_a_manifest_that_is_not_a_file_is_not_opened(kind: str, out: Path) -> None:
    good = (out / MANIFEST).read_bytes()
    victim = out.parent / "victim"
    victim.write_bytes(good)
    (out / MANIFEST).unlink()
    if kind == "link":
        (out / MANIFEST).symlink_to(victim)
    else:
        os.mkfifo(out / MANIFEST)
    stamp = victim.stat().st_mtime_ns

    compiled(out)

    assert (out / MANIFEST).read_bytes() == good
    assert not (out / MANIFEST).is_symlink()
    assert (victim.read_bytes(), victim.stat().st_mtime_ns) == (good, stamp)


@pytest.mark.parametrize("command", ["compile", "decompile"])
@pytest.mark.parametrize("kind", ["file", "folder", "missing"])
def test_nothing_is_written_where_a_link_leads_out_of_the_folder(
    kind: str, command: str, folder: Path
) -> None:
    target, suffix = ("out", ".json") if command == "compile" else ("back", ".scn")
    elsewhere = folder.parent / f"elsewhere-{folder.name}"
    elsewhere.mkdir()
    (elsewhere / f"one{suffix}").write_text("precious", encoding="utf-8")
    source = "."
    if command == "decompile":
        scn("compile", ".", "-o", "payloads/", cwd=folder)
        source = "payloads"
    (folder / target).mkdir()
    links = {
        "file": ("one" + suffix, "one" + suffix),
        "folder": ("sub", "."),
        "missing": ("one" + suffix, "new" + suffix),
    }
    name, leads = links[kind]
    (folder / target / name).symlink_to(elsewhere / leads)

    done = scn(command, source, "-o", f"{target}/", cwd=folder)

    assert done.returncode == 2
    assert "a link leads to" in done.stderr
    assert [path.name for path in elsewhere.iterdir()] == [f"one{suffix}"]
    assert (elsewhere / f"one{suffix}").read_text(encoding="utf-8") == "precious"
