"""`check` finds what `scn check` finds, and says it in the same form."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from support.cli import GOOD, scn
from support.coding_agent import CodingAgent, after_edits, agent_in
from support.paths import ROOT

BAD = ROOT / "tests" / "lint" / "bad"


def same(agent: CodingAgent, folder: Path, path: str, target: str = "") -> list[dict[str, Any]]:
    """Check a file or folder both ways, compare, and return the problems."""
    options = ("-t", target) if target else ()
    report = json.loads(scn("check", "--format", "json", *options, path, cwd=folder).stdout)["diagnostics"]
    shown = [{key: value for key, value in each.items() if value} for each in report]
    checked = agent.call("check", path=path, target=target, limit=500)
    assert checked["problems"] == json.loads(json.dumps(shown).replace(f"{folder}/", "")), path
    assert checked["ok"] == (not any(each["severity"] == "error" for each in report))
    assert checked["omitted"] == 0
    return shown


def test_samples_have_the_same_problems() -> None:
    with agent_in(ROOT / "samples") as agent:
        assert same(agent, ROOT / "samples", ".")


def test_a_baseline_hides_the_same_problems(tmp_path: Path) -> None:
    for name in ("misspelt-keyword", "undefined-label"):
        shutil.copy(BAD / f"{name}.scn", tmp_path)
    scn("check", "--write-baseline", "known.json", "undefined-label.scn", cwd=tmp_path)
    (tmp_path / "scn.toml").write_text('baseline = "known.json"\n')

    with agent_in(tmp_path) as agent:
        assert {each["file"] for each in same(agent, tmp_path, ".")} == {"misspelt-keyword.scn"}


def test_scripts_of_a_suite_are_checked_together(tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / f"{name}.scn").write_text(GOOD.format("Greet"))

    with agent_in(tmp_path) as agent:
        found = same(agent, tmp_path, ".", target="cekura-suite")

    assert [each["file"] for each in found if each["name"] == "duplicate-scenario-name"] == ["two.scn"]


@pytest.mark.slow
def test_all_bad_scripts_have_the_same_problems(tmp_path: Path) -> None:
    files = sorted(BAD.rglob("*.scn"))
    places = [Path("bad", each.relative_to(BAD).with_suffix(""), each.name) for each in files]
    for file, place in zip(files, places, strict=True):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, tmp_path / place)
        for other, name in ((".toml", "scn.toml"), (".json", f"{file.stem}.json")):
            if file.with_suffix(other).is_file():
                shutil.copy(file.with_suffix(other), (tmp_path / place).with_name(name))

    with agent_in(tmp_path) as agent:
        found = [same(agent, tmp_path, place.as_posix()) for place in places]

    assert len(files) > 300
    assert sum(bool(each) for each in found) > 300


@pytest.mark.slow
def test_the_edits_of_each_fix_solve_the_problem() -> None:
    """Edits as clients apply them, in scripts with odd line breaks and signs."""
    solved = 0
    with agent_in(BAD) as agent:
        for file in sorted(BAD.glob("*.scn")):
            text = file.read_bytes().decode("utf-8")
            for each in agent.call("check", text=text, limit=500)["problems"]:
                if "fix" in each and each["file"] == "text":
                    after = after_edits(text, each["fix"]["edits"])
                    left = agent.call("check", text=after, limit=500)["problems"]
                    places = [(other["name"], other["message"], other["start"]) for other in left]
                    assert (each["name"], each["message"], each["start"]) not in places, file.name
                    solved += 1

    assert solved > 150
