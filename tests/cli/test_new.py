"""`scn new` writes a valid script with the main constructs, and overwrites nothing."""

import os
from pathlib import Path

import pytest

from scn_compiler import api
from scn_compiler.platforms import PLATFORMS, TARGETS
from scn_compiler.platforms.kit.target import Form
from scn_dsl.diagnostic import Severity
from support.cli import scn


@pytest.fixture
def first(tmp_path: Path) -> str:
    assert scn("new", cwd=tmp_path).returncode == 0
    return (tmp_path / "first.scn").read_text(encoding="utf-8")


def test_the_first_script_is_clean_and_formatted(first: str) -> None:
    assert api.check(first) == ()
    assert api.format_text(first).text == first


def test_the_first_script_compiles_to_the_default_target(first: str) -> None:
    (payload,) = api.compile_text(first).payloads

    assert payload.value["scenario_type"] == "conditional_actions"
    kinds = {condition["type"] for condition in payload.value["conditional_actions"]["conditions"]}
    assert kinds == {"standard", "action_followup"}


@pytest.mark.parametrize(
    "construct",
    ["scn 1", "scenario:", "role:", "language:", "expect:", "FIRST_MESSAGE", "WHEN contains", "OR", "WHEN The",
     "THEN", "AFTER @", "say:", "do:", "end call", "<silence", "[laughter]"],
)  # fmt: skip
def test_the_first_script_shows_the_main_constructs(construct: str, first: str) -> None:
    lines = [line for line in first.splitlines() if not line.startswith("#")]

    assert construct in "\n".join(lines)


def test_every_block_of_the_first_script_is_explained(first: str) -> None:
    lines = first.splitlines()
    openings = [
        number
        for number, line in enumerate(lines)
        if line.startswith(("FIRST", "WHEN", "THEN", "AFTER", "@"))
    ]

    explained = [number for number in openings if lines[number - 1].startswith("#")]
    assert len(explained) >= len(openings) - 1


NEW = [name for name, target in TARGETS.items() if target.form in (Form.BODY, Form.SUITE)]


@pytest.mark.parametrize("target", NEW)
def test_each_target_has_a_first_script_of_its_own(target: str, tmp_path: Path) -> None:
    assert scn("new", "-t", target, cwd=tmp_path).returncode == 0

    text = (tmp_path / "first.scn").read_text(encoding="utf-8")
    assert [each for each in api.check(text) if each.severity > Severity.INFO] == []
    assert api.format_text(text).text == text
    compiled = api.compile_text(text)
    assert (compiled.target, len(compiled.payloads)) == (target, 1)
    assert scn("check", "--strict", cwd=tmp_path).returncode == 0


@pytest.mark.parametrize("target", [platform.targets[0].name for platform in PLATFORMS])
def test_the_first_script_of_a_platform_raises_nothing_at_all(target: str, tmp_path: Path) -> None:
    scn("new", "-t", target, cwd=tmp_path)

    assert api.check((tmp_path / "first.scn").read_text(encoding="utf-8")) == ()


def test_the_target_of_the_project_is_that_of_its_first_script(tmp_path: Path) -> None:
    (tmp_path / "scn.toml").write_text('target = "bimpe"\n', encoding="utf-8")

    scn("new", "agents/shop", cwd=tmp_path)
    scn("new", "call", "-t", "cekura", cwd=tmp_path)

    assert "\ntarget: bimpe\n" in (tmp_path / "agents" / "shop.scn").read_text(encoding="utf-8")
    assert "\ntarget: cekura\n" in (tmp_path / "call.scn").read_text(encoding="utf-8")
    assert scn("check", "--strict", cwd=tmp_path).returncode == 0


def test_a_fragment_has_no_first_script(tmp_path: Path) -> None:
    done = scn("new", "-t", "cekura-row", cwd=tmp_path)

    assert done.returncode == 2
    assert "scn has no starter script for `cekura-row`: try `scn new -t cekura`" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_name_is_that_of_the_file_and_folders_are_made(tmp_path: Path) -> None:
    done = scn("new", "calls/late-order", cwd=tmp_path)

    assert (done.returncode, done.stdout) == (0, "")
    path = Path("calls/late-order.scn")
    next_ = f"next: check it with `scn check {path}`, and compile it with `scn compile {path}`"
    assert done.stderr.splitlines() == [f"wrote {path}", next_]
    assert (tmp_path / "calls" / "late-order.scn").is_file()


def test_a_name_with_its_ending_keeps_it(tmp_path: Path) -> None:
    scn("new", "order.v2.scn", cwd=tmp_path)
    scn("new", "order.v3", cwd=tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["order.v2.scn", "order.v3.scn"]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "first.scn").write_text("mine", encoding="utf-8")

    done = scn("new", cwd=tmp_path)

    assert done.returncode == 2
    assert "first.scn already exists: choose another name, such as `scn new second`" in done.stderr
    assert (tmp_path / "first.scn").read_text(encoding="utf-8") == "mine"


def test_a_link_that_leads_nowhere_is_there_as_well(tmp_path: Path) -> None:
    (tmp_path / "first.scn").symlink_to(tmp_path / "elsewhere.scn")

    assert scn("new", cwd=tmp_path).returncode == 2
    assert not (tmp_path / "elsewhere.scn").exists()


@pytest.mark.parametrize("name", ["", "calls/", ".scn", "calls/.scn"])
def test_a_script_needs_a_name(name: str, tmp_path: Path) -> None:
    done = scn("new", name, cwd=tmp_path)

    assert done.returncode == 2
    assert "the script needs a name" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_an_unwritable_folder_is_reported(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    done = scn("new", cwd=tmp_path)

    tmp_path.chmod(0o700)
    assert done.returncode == 2
    assert "first.scn cannot be written: permission denied" in done.stderr


def test_a_path_through_a_file_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    done = scn("new", "file/first", cwd=tmp_path)

    assert done.returncode == 2
    assert f"{Path('file/first.scn')} cannot be written: " in done.stderr


@pytest.mark.parametrize(
    ("name", "typed"),
    [("my script", "'my script.scn'"), ("it's", "'it'\"'\"'s.scn'"), ("order", "order.scn")],
)
def test_the_suggested_commands_work(name: str, typed: str, tmp_path: Path) -> None:
    done = scn("new", name, cwd=tmp_path)

    assert f"`scn check {typed}`," in done.stderr
    assert f"`scn compile {typed}`\n" in done.stderr


def test_the_suggested_commands_work_for_a_name_with_a_leading_dash(tmp_path: Path) -> None:
    assert "`scn check -- -x.scn`," in scn("new", "--", "-x", cwd=tmp_path).stderr


def test_a_name_of_a_file_of_tests_gets_no_script(tmp_path: Path) -> None:
    run = scn("new", "calls/move.test.scn", cwd=tmp_path)

    assert run.returncode == 2
    hint = "to write tests for a script, run `scn explore calls/move.scn --write`"
    assert f"calls/move.test.scn is the name of a file of tests: {hint}" in run.stderr
    assert not (tmp_path / "calls").exists()
