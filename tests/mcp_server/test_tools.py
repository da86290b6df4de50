"""Each tool does what its description says."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from scn_compiler.mcp_server.tools import TOOLS
from support.cli import scn
from support.coding_agent import RIGHT, TYPO, CodingAgent, after_edits, agent_in
from support.paths import ROOT


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[CodingAgent]:
    (tmp_path / "hours.scn").write_text(TYPO)
    with agent_in(tmp_path) as agent:
        yield agent


def test_a_wrong_script_becomes_right_by_the_edits_of_its_fixes(agent: CodingAgent) -> None:
    text = TYPO
    while edits := [
        edit for each in agent.call("check", text=text)["problems"] for edit in each["fix"]["edits"]
    ]:
        text = after_edits(text, edits)

    assert text == RIGHT
    assert agent.call("check", text=text)["summary"] == "no problems in 1 script"
    compiled = agent.call("compile", text=text)
    assert compiled["ok"]
    assert compiled["payloads"][0]["payload"]["name"] == "Ask for the opening hours"


def test_the_text_of_a_check_says_what_its_values_say(agent: CodingAgent) -> None:
    assert agent.read("check", path="hours.scn") == (
        "hours.scn:6:3: error SCN101 misspelt-keyword: unknown keyword `sya`\n"
        "  help: did you mean `say:`?\n"
        "  fix: replace with `say:`\n"
        '    replace 6:3 to 6:7 with "say:"\n'
        "hours.scn:8:6: error SCN101 misspelt-keyword: unknown condition `contians`\n"
        '  help: write `WHEN contains "nine to five"`\n'
        '  fix: write `contains "nine to five"`\n'
        '    replace 8:6 to 8:29 with "contains \\"nine to five\\""\n'
        "2 errors in 1 script; 2 can be fixed with `fix`"
    )


def test_a_long_list_of_problems_is_cut_short(agent: CodingAgent) -> None:
    text = TYPO + '\nWHEN contians "a"\n  say: A' * 30

    checked = agent.call("check", text=text, limit=5)

    assert (len(checked["problems"]), checked["omitted"]) == (5, 28)
    assert "… and 28 more problems" in agent.read("check", text=text, limit=5)


def test_a_fix_is_written_only_on_request(agent: CodingAgent, tmp_path: Path) -> None:
    file = tmp_path / "hours.scn"

    shown = agent.call("fix", path="hours.scn")
    assert (shown["fixed"], shown["written"], file.read_text()) == (2, False, TYPO)
    assert "+  say: Hello! Are you open today?" in shown["diff"]

    written = agent.call("fix", path="hours.scn", write=True)
    assert (written["fixed"], written["written"], file.read_text()) == (2, True, RIGHT)
    assert agent.call("fix", path="hours.scn", write=True)["written"] is False


def test_a_text_is_fixed_without_a_file(agent: CodingAgent) -> None:
    assert agent.call("fix", text=TYPO)["text"] == RIGHT
    assert "text" not in agent.call("fix", text=RIGHT)
    assert "`path`" in agent.refusal("fix", text=TYPO, write=True)


def test_a_script_is_formatted(agent: CodingAgent, tmp_path: Path) -> None:
    untidy = RIGHT.replace("  say:", "      say:").replace("role: ", "role:")
    (tmp_path / "untidy.scn").write_text(untidy)

    assert agent.call("format", text=untidy)["text"] == RIGHT
    assert agent.call("format", path="untidy.scn", write=True)["written"]
    assert (tmp_path / "untidy.scn").read_text() == RIGHT
    assert agent.call("format", path="untidy.scn")["summary"] == "already formatted"


def test_a_script_with_errors_is_not_compiled(agent: CodingAgent) -> None:
    compiled = agent.call("compile", path="hours.scn")

    assert not compiled["ok"]
    assert compiled["payloads"] == []
    assert compiled["problems"][0]["message"] == "unknown keyword `sya`"


def test_errors_that_a_baseline_accepts_still_keep_a_script_from_being_compiled(
    agent: CodingAgent, tmp_path: Path
) -> None:
    (tmp_path / "scn.toml").write_text('baseline = "baseline.json"\n')
    scn("check", "--write-baseline", "baseline.json", "hours.scn", cwd=tmp_path)
    assert agent.call("check", path="hours.scn")["problems"] == []

    compiled = agent.call("compile", path="hours.scn")

    assert compiled["summary"] == "not compiled: fix 2 errors first"
    assert compiled["problems"][0]["message"] == "unknown keyword `sya`"
    for tool in ("play", "explore", "expand"):
        assert "hours.scn:6: unknown keyword `sya`" in agent.refusal(tool, path="hours.scn")


def test_rules_words_and_the_cheat_sheet_are_explained(agent: CodingAgent) -> None:
    assert "SCN301 undefined-label" in agent.read("explain", name="undefined-label")
    assert "follows up on the block" in agent.read("explain", name="AFTER")
    assert agent.read("explain", name="Cheat sheet").startswith("# Cheat sheet")
    assert "undefined-label" in agent.read("explain")
    assert "`eqho`: request body" in agent.read("explain", name="targets")
    assert agent.refusal("explain", name="a\nb").startswith("can't explain `a\\nb`")
    assert "did you mean `undefined-label`?" in agent.refusal("explain", name="undefined-labl")
    assert agent.refusal("explain", name="Decompile") == (
        "`decompile` is a tool: its description says what it does"
    )
    tests = agent.read("explain", name="tests")
    assert tests.startswith("**Tests**")
    assert "**Steps**" in tests
    assert "| `cut off: TEXT` |" in tests


def test_the_configuration_is_explained_with_an_example_that_works(
    agent: CodingAgent, tmp_path: Path
) -> None:
    page = agent.read("explain", name="scn.toml")
    (tmp_path / "scn.toml").write_text(page.split("```toml\n")[1].split("```")[0])
    script = RIGHT.replace("role:", "agent: Front desk\nrole:").replace("Hello!", "Hello, $clinic!")

    compiled = agent.call("compile", path="new.scn", text=script, environment="staging")

    assert compiled["payloads"][0]["payload"]["agent"] == 301
    assert "| `environments.NAME.let` | values for scripts, which write them as `$name` |  |" in page


def test_the_cheat_sheet_of_agents_has_no_commands(agent: CodingAgent) -> None:
    page = (ROOT / "docs" / "cheat-sheet.md").read_text(encoding="utf-8")

    sheet = agent.read("explain", name="cheat-sheet")

    assert "scn check" not in sheet
    assert page.startswith(f"{sheet}\n| command |")


def test_scripts_are_drawn_listed_and_expanded(agent: CodingAgent) -> None:
    table = RIGHT.replace("role:", "examples: day\nrow: Friday\nrow: Sunday\ntags: smoke\nrole:", 1).replace(
        "today", "$day"
    )

    assert agent.read("graph", text=RIGHT).startswith("flowchart")
    assert agent.read("graph", text=RIGHT, form="svg").startswith("<svg")
    assert "no scenario is called `Other`" in agent.refusal("graph", text=RIGHT, scenario="Other")
    assert agent.refusal("graph", text=RIGHT, form="png") == (
        '`form` is "png": write one of `mermaid`, `dot`, `svg`'
    )
    assert [each["tags"] for each in agent.call("list", text=table)["scenarios"]] == [["smoke"], ["smoke"]]
    assert agent.call("list", text=table, tags=["other"])["scenarios"] == []
    assert "Are you open Friday?" in agent.call("expand", text=table)["text"]
    assert "nothing to expand" in agent.refusal("expand", text=table, scenario="Other")
    rows = "".join(f"row: day {number}\n" for number in range(6))
    long = table.replace("row: Sunday\n", rows).replace("thank you", "thank you" + " so much" * 1_500)
    assert agent.refusal("expand", text=long).endswith(" characters): name a `scenario`, or split the script")


def test_the_configuration_of_the_workspace_applies(
    agent: CodingAgent, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scn.toml").write_text('ignore = ["SCN101"]\ntarget = "eqho"\n')
    assert agent.call("compile", text=RIGHT)["target"] == "eqho"

    (tmp_path / "scn.toml").write_text('targt = "eqho"\n')
    assert agent.refusal("check", path="hours.scn").startswith("scn.toml:1:1: unknown key")

    others = (
        each for each in Path(tmp_path.anchor).iterdir() if each.is_dir() and each not in tmp_path.parents
    )
    monkeypatch.chdir(next(each for each in others if os.access(each, os.X_OK)))
    assert agent.refusal("check", path="hours.scn").startswith("scn.toml:1:1: unknown key")

    (tmp_path / "scn.toml").write_text('targt = "eqho"\nwrp = 80\n')
    refusal = agent.refusal("check", path="hours.scn")
    assert "; scn.toml:2:1: unknown key `wrp`" in refusal
    monkeypatch.chdir(tmp_path.parent)
    assert agent.refusal("check", path="hours.scn") == refusal


def test_problems_in_imported_files_and_in_the_configuration_have_their_own_places(
    agent: CodingAgent, tmp_path: Path
) -> None:
    (tmp_path / "shared.scn").write_text("fragment: opening\nFIRST_MESSAGE\n  say: Hi <brake />\n")
    (tmp_path / "scn.toml").write_text('[fields]\nlanguage = "xx"\n')
    importing = "import: shared.scn\nscenario: Hello\nrole: A caller\ninsert: opening\nWHEN The agent says goodbye\n  end call\n"

    found = agent.call("check", path="new.scn", text=importing)["problems"]

    assert {each["file"] for each in found} == {"shared.scn", "scn.toml"}


def test_every_tool_says_what_it_takes_and_whether_it_writes() -> None:
    for tool in TOOLS:
        jsonschema.Draft202012Validator.check_schema(tool.schema())
        jsonschema.Draft202012Validator.check_schema(tool.answer)
        assert tool.writes == any(each.name == "write" for each in tool.parameters)
        assert 40 < len(tool.description) < 400
        assert all(each.description.endswith(".") for each in tool.parameters)


WRONG: list[tuple[dict[str, Any], str]] = [
    ({"pth": "a.scn"}, "unknown argument `pth`: did you mean `path`?"),
    ({"path": 3}, "`path` must be a string, but is 3"),
    ({"text": ["a"]}, "`text` must be a string, but is ['a']"),
    ({"limit": True}, "`limit` must be a whole number, but is True"),
    ({"limit": 5.5}, "`limit` must be a whole number, but is 5.5"),
    ({"limit": 0}, "`limit` must be from 1 to 500, but is 0"),
    ({"text": "a" * (1 << 22)}, "`text` is larger than 2 MB: split it into several scripts"),
    ({"target": "cekra"}, "unknown target `cekra`: did you mean `cekura`?"),
    ({"environment": "prod"}, "unknown environment"),
    ({"path": "other.scn"}, "can't find `other.scn`: `list` names the scripts of the workspace"),
    ({"path": "hours.sc"}, "can't find `hours.sc`: did you mean `hours.scn`?"),
]


def test_wrong_arguments_are_refused_in_a_sentence(agent: CodingAgent) -> None:
    for arguments, sentence in WRONG:
        assert sentence in agent.refusal("check", **arguments)


def test_a_bug_is_one_sentence(agent: CodingAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_arguments: object, **_options: object) -> None:
        raise RuntimeError("oops")

    monkeypatch.setattr("scn_compiler.api.format_text", broken, raising=False)

    assert agent.refusal("format", text=RIGHT).startswith(
        "this is a bug in scn, not in your file: RuntimeError"
    )


def test_a_list_names_files_that_a_script_cannot_import(agent: CodingAgent) -> None:
    listed = agent.call("list", text=f"import: absent.scn\n{RIGHT}")

    assert len(listed["scenarios"]) == 1
    assert len(listed["unreadable"]) == 1
    assert "absent.scn" in listed["unreadable"][0]


def test_the_samples_are_listed() -> None:
    with agent_in(ROOT / "samples") as agent:
        files = {each["file"] for each in agent.call("list", path="clinic")["scenarios"]}

    assert files
    assert all(file.startswith("clinic/") for file in files)
