"""An agent reaches the files of its workspace, and no others."""

import os
import subprocess
from pathlib import Path

import mcp_types as types
import pytest

from support.coding_agent import RIGHT, TYPO, CodingAgent, agent_in

OUTSIDE = "this is outside"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    """A workspace with scripts, beside a folder that doesn't belong to it."""
    top = tmp_path / "workspace"
    for name in ("calls/hours.scn", ".hidden/a.scn", "node_modules/a.scn", "built/a.scn"):
        (top / name).parent.mkdir(parents=True, exist_ok=True)
        (top / name).write_text(RIGHT)
    (top / ".gitignore").write_text("built/\n")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "a.scn").write_text(f"scenario: {OUTSIDE}\n")
    subprocess.run(["git", "init", "-q", top], check=True)
    return top


REFUSED = {
    "../outside/a.scn": "has `..`",
    "calls/../../outside/a.scn": "has `..`",
    "calls/..": "has `..`",
    "{parent}/outside/a.scn": "outside of the workspace",
    "/etc/passwd": "outside of the workspace",
    "link.scn": "outside of the workspace",
    "linked/a.scn": "outside of the workspace",
    "linked/new.scn": "outside of the workspace",
    ".hidden/a.scn": "`.hidden`, which scn skips",
    ".git/config": "`.git`, which scn skips",
    "node_modules/a.scn": "`node_modules`, which scn skips",
    "built/a.scn": "git ignores",
    "built/new.scn": "git ignores",
    "loop/a.scn": "",
    "a\0b.scn": "zero byte",
    "  ": "is empty",
    "~/a.scn": "can't find",
    "calls": "is a folder",
    "x" * 300: "",
}


def test_no_tool_leaves_the_workspace(workspace: Path) -> None:
    (workspace / "link.scn").symlink_to(workspace.parent / "outside" / "a.scn")
    (workspace / "linked").symlink_to(workspace.parent / "outside")
    (workspace / "loop").symlink_to("loop")

    with agent_in(workspace) as agent:
        for path, reason in REFUSED.items():
            named = path.replace("{parent}", str(workspace.parent))
            for tool in ("fix", "format", "compile", "expand", "explore", "graph", "play"):
                refusal = agent.refusal(tool, path=named)
                assert reason in refusal, path
                assert "\n" not in refusal
                assert OUTSIDE not in refusal
            if path != "calls":
                assert reason in agent.refusal("check", path=named), path
                assert agent.refusal("decompile", text="{}", output=named, write=True)

    assert (workspace.parent / "outside" / "a.scn").read_text() == f"scenario: {OUTSIDE}\n"


def test_a_decompiled_script_goes_to_the_workspace_only(workspace: Path) -> None:
    for name, target in (("payload", "outside/a.scn"), ("built", "workspace/built/a.scn")):
        (workspace / f"{name}.scn").symlink_to(workspace.parent / target)
        (workspace / f"{name}.json").write_text('{"name": "A", "personality": 1}')

    with agent_in(workspace) as agent:
        assert "outside of the workspace" in agent.refusal("decompile", path="payload.json", write=True)
        assert "git ignores" in agent.refusal("decompile", path="built.json", write=True)


def test_the_whole_file_system_can_be_a_workspace(workspace: Path) -> None:
    script = str(workspace / "calls" / "hours.scn")

    with agent_in(Path("/")) as agent:
        assert agent.call("check", path=script)["ok"]
        assert "can't find `/" in agent.refusal("check", path=f"{script[:-4]}.md")


def test_a_script_imports_nothing_from_outside(workspace: Path) -> None:
    top = workspace.parent
    (top / "scn.toml").write_text("")  # the project is larger than the workspace
    subprocess.run(["git", "init", "-q", top], check=True)
    text = RIGHT.replace("scenario:", "import: ../outside/a.scn\nscenario:", 1)
    (workspace / "shared.scn").symlink_to(top / "outside" / "a.scn")
    linked = RIGHT.replace("scenario:", "import: shared.scn\nscenario:", 1)

    with agent_in(workspace) as agent:
        for script in (text, linked):
            messages = [
                each["message"] for each in agent.call("check", path="new.scn", text=script)["problems"]
            ]
            assert any("outside of the workspace" in message for message in messages)
            assert not any(str(top) in message for message in messages)


def test_a_script_imports_nothing_hidden(workspace: Path) -> None:
    (workspace / ".hidden" / "shared.scn").write_text("fragment: opening\nFIRST_MESSAGE\n  say: Hi\n")
    text = RIGHT.replace("scenario:", "import: .hidden/shared.scn\nscenario:", 1)

    with agent_in(workspace) as agent:
        (problem,) = agent.call("check", path="new.scn", text=text)["problems"]

    assert "is in `.hidden`, which scn skips" in problem["message"]


def test_the_configuration_of_the_project_may_lie_above_the_workspace(workspace: Path) -> None:
    (workspace / "scn.toml").write_text('extends = "../shared.toml"\n')
    (workspace.parent / "shared.toml").write_text('target = "eqho"\n')

    with agent_in(workspace) as agent:
        assert agent.call("compile", path="calls/hours.scn")["target"] == "eqho"


def test_tests_play_no_script_from_outside(workspace: Path) -> None:
    (workspace.parent / "scn.toml").write_text("")
    test = "script: ../outside/a.scn\ntest: Hello\n  say: Hi\n"

    with agent_in(workspace) as agent:
        played = agent.call("test", path="new.test.scn", text=test)

    assert "outside of the workspace" in played["problems"][0]["message"]


def test_an_absolute_path_inside_is_fine(workspace: Path) -> None:
    with agent_in(workspace) as agent:
        assert agent.call("check", path=str(workspace / "calls" / "hours.scn"))["ok"]
        assert [each["file"] for each in agent.call("list")["scenarios"]] == ["calls/hours.scn"]


def test_files_that_git_ignores_belong_to_the_workspace_if_the_configuration_says_so(workspace: Path) -> None:
    (workspace / "scn.toml").write_text("respect-gitignore = false\n")

    with agent_in(workspace) as agent:
        assert agent.call("check", path="built/a.scn")["ok"]


def test_a_workspace_without_scripts_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with agent_in(tmp_path) as agent:
        assert agent.call("list") == {
            "summary": "no scripts in the workspace yet: write a .scn file, or `decompile` a payload",
            "scenarios": [],
            "omitted": 0,
            "unreadable": [],
        }
        assert agent.refusal("check", path="empty").startswith("no scripts in empty yet: write a .scn file")


def test_a_large_file_is_left_to_the_command_line(workspace: Path) -> None:
    (workspace / "large.scn").write_text("# a comment\n" * 200_000)

    with agent_in(workspace) as agent:
        assert "large.scn is larger than 2 MB" in agent.refusal("fix", path="large.scn")
        checked = agent.call("check")

    assert not checked["ok"]
    assert checked["summary"].endswith("; 1 script can't be read")
    assert checked["unreadable"] == ["large.scn is larger than 2 MB: use `scn` in a terminal"]


def test_a_file_that_is_no_text_is_refused(workspace: Path) -> None:
    (workspace / "latin.scn").write_bytes(b"scenario: caf\xe9\n")
    os.mkfifo(workspace / "pipe.scn")

    with agent_in(workspace) as agent:
        assert "not valid UTF-8" in agent.refusal("check", path="latin.scn")
        assert "not a regular file" in agent.refusal("fix", path="pipe.scn")


def test_a_read_only_file_stays_as_it_is(workspace: Path) -> None:
    file = workspace / "calls" / "hours.scn"
    file.write_text(TYPO)
    file.chmod(0o444)

    with agent_in(workspace) as agent:
        assert "calls/hours.scn cannot be written: it is read-only" in agent.refusal(
            "fix", path="calls/hours.scn", write=True
        )

    assert file.read_text() == TYPO


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_the_client_names_the_folders(workspace: Path, mode: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(workspace.parent / "outside")

    with agent_in(roots=[workspace / "calls"], mode=mode) as agent:
        assert [each["file"] for each in agent.call("list")["scenarios"]] == ["hours.scn"]
        assert "outside" in agent.refusal("check", path=str(workspace.parent / "outside" / "a.scn"))
        found = agent.ask(lambda client: client.list_resources())
        assert [each.name for each in found.resources] == ["cheat-sheet", "hours.scn"]


def test_the_client_changes_its_folders(workspace: Path) -> None:
    named = [workspace / "calls"]

    with agent_in(roots=lambda: named) as agent:
        assert [each["file"] for each in agent.call("list")["scenarios"]] == ["hours.scn"]
        named[0] = workspace.parent / "outside"
        changed = types.RootsListChangedNotification()
        agent.ask(lambda client: client.session.send_notification(changed))
        assert [each["file"] for each in agent.call("list")["scenarios"]] == ["a.scn"]


def test_folders_of_the_command_line_are_more_important(workspace: Path) -> None:
    with agent_in(workspace, roots=[workspace.parent / "outside"]) as agent:
        assert [each["file"] for each in agent.call("list")["scenarios"]] == ["calls/hours.scn"]


def test_several_folders_are_told_apart_by_their_names(workspace: Path) -> None:
    with agent_in(workspace, workspace.parent / "outside") as agent:
        assert [each["file"] for each in agent.call("list")["scenarios"]] == [
            "workspace/calls/hours.scn",
            "outside/a.scn",
        ]
        assert agent.call("check", path="outside/a.scn")["problems"][0]["file"] == "outside/a.scn"
        assert agent.call("check", path="workspace/calls/hours.scn")["ok"]
        assert "in workspace or outside" in agent.refusal("check", path="/etc/passwd")


def test_a_client_without_folders_works_in_the_current_one(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "calls")

    with agent_in() as agent:
        assert [each["file"] for each in agent.call("list")["scenarios"]] == ["hours.scn"]


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")
@pytest.mark.parametrize(
    ("mode", "roots"), [("legacy", []), ("auto", []), ("legacy", ["vscode-remote://ssh/home/me"])]
)
def test_a_client_whose_folders_are_elsewhere_has_no_workspace(
    workspace: Path, mode: str, roots: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(workspace / "calls")

    with agent_in(roots=roots, mode=mode) as agent:
        _resources_are_few(agent)
        assert "this server has no workspace" in agent.refusal("check", path="hours.scn")
        _resources_are_few(agent)


def test_without_a_workspace_there_are_still_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir("/")

    with agent_in() as agent:
        assert "no workspace" in agent.refusal("list")
        assert agent.call("check", text=RIGHT)["ok"]
        _resources_are_few(agent)


def _resources_are_few(agent: CodingAgent) -> None:
    found = agent.ask(lambda client: client.list_resources())
    assert [each.name for each in found.resources] == ["cheat-sheet"]
