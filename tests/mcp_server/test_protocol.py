"""The server as a client of the Model Context Protocol sees it: what it offers, resources, prompts, wrong requests."""

import json
import threading
from pathlib import Path
from typing import Any

import anyio
import mcp_types as types
import pytest

from scn_compiler.mcp_server.answer import ToolAnswer
from scn_compiler.mcp_server.tools import TOOLS
from scn_dsl.catalog import CATALOG
from support.coding_agent import RIGHT, agent_in


@pytest.mark.parametrize("mode", ["legacy", "auto"])
def test_a_client_reads_how_to_work(tmp_path: Path, mode: str) -> None:
    with agent_in(tmp_path, mode=mode) as agent:
        listed = agent.ask(lambda client: client.list_tools()).tools
        instructions = agent.client.instructions

    assert [each.name for each in listed] == [each.name for each in TOOLS]
    assert {each.name for each in listed if not each.annotations.read_only_hint} == {
        "fix",
        "format",
        "decompile",
    }
    assert instructions
    assert "`explain` with the name `cheat-sheet`" in instructions


def test_the_script_in_the_instructions_is_right(tmp_path: Path) -> None:
    with agent_in(tmp_path) as agent:
        script = (agent.client.instructions or "").split("```scn\n")[1].split("```")[0]

        assert agent.call("check", text=script)["summary"] == "no problems in 1 script"
        assert agent.call("format", text=script)["summary"] == "already formatted"
        assert agent.call("explore", text=script)["summary"].startswith("every block can be reached")


def test_the_list_of_tools_takes_little_of_the_context(tmp_path: Path) -> None:
    """About four characters are a token; the page about the tools names these sizes."""
    with agent_in(tmp_path) as agent:
        tools = agent.ask(lambda client: client.list_tools()).tools
        listed = sum(
            len(json.dumps(each.model_dump(mode="json", by_alias=True, exclude_none=True))) for each in tools
        )
        sheet = agent.read("explain", name="cheat-sheet")

        assert listed / 4 < 4_500
        assert len(agent.client.instructions or "") / 4 < 650
        assert len(sheet) / 4 < 1_200


def test_resources_are_the_cheat_sheet_rules_words_and_scripts(tmp_path: Path) -> None:
    (tmp_path / "a b.scn").write_text(RIGHT)
    (tmp_path / "a.json").write_text("{}")

    def read(uri: str) -> Any:
        return lambda client: client.read_resource(uri)

    with agent_in(tmp_path) as agent:
        listed = {each.name: each.uri for each in agent.ask(lambda client: client.list_resources()).resources}
        texts = {name: agent.ask(read(uri)).contents[0].text for name, uri in listed.items()}
        rule = agent.ask(read("scn://rule/undefined-label")).contents[0].text
        word = agent.ask(read("scn://language/Files%20of%20rows")).contents[0].text
        unknown = agent.mistake(read("scn://rule/undefined-labl"))
        other = agent.mistake(read((tmp_path / "a.json").as_uri()))
        outside = agent.mistake(read("file:///etc/passwd"))

    assert texts["a b.scn"] == RIGHT
    assert texts["cheat-sheet"].startswith("# Cheat sheet")
    assert rule.startswith("# SCN301 undefined-label")
    assert word.startswith("**Files of rows**")
    assert "did you mean `undefined-label`?" in unknown
    assert "only .scn files are resources" in other
    assert "outside of the workspace" in outside


def test_names_in_templates_are_completed(tmp_path: Path) -> None:
    def complete(uri: str, start: str) -> Any:
        reference = types.ResourceTemplateReference(uri=uri)
        return lambda client: client.complete(reference, {"name": "name", "value": start})

    with agent_in(tmp_path) as agent:
        templates = [
            each.uri_template
            for each in agent.ask(lambda client: client.list_resource_templates()).resource_templates
        ]
        rules = agent.ask(complete(templates[0], "undefined-")).completion
        every = agent.ask(complete(templates[0], "")).completion
        words = agent.ask(complete(templates[1], "AFT")).completion

    assert rules.values == ["undefined-label"]
    assert (len(every.values), every.total, every.has_more) == (100, len(CATALOG), True)
    assert "AFTER" in words.values


def test_prompts_start_a_piece_of_work(tmp_path: Path) -> None:
    def prompt(name: str, **arguments: str) -> Any:
        return lambda client: client.get_prompt(name, arguments)

    with agent_in(tmp_path) as agent:
        listed = agent.ask(lambda client: client.list_prompts()).prompts
        (message,) = agent.ask(prompt("write-scenario", call="A patient moves an appointment")).messages
        missing = agent.mistake(prompt("convert-payload"))
        unknown = agent.mistake(prompt("other"))

    assert [each.name for each in listed] == ["write-scenario", "convert-payload"]
    assert "A patient moves an appointment" in message.content.text
    assert "# Cheat sheet" in message.content.text
    assert "`payload` is missing" in missing
    assert "the prompts are write-scenario, convert-payload" in unknown


def test_an_unknown_tool_is_an_error_that_names_the_nearest(tmp_path: Path) -> None:
    with agent_in(tmp_path) as agent:
        assert "unknown tool `chek`: did you mean `check`?" in agent.mistake(
            lambda client: client.session.send_request(
                types.CallToolRequest(params=types.CallToolRequestParams(name="chek")), types.CallToolResult
            )
        )


def test_a_cancelled_call_leaves_the_server_ready(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started, released = threading.Event(), threading.Event()

    def wait(*_arguments: object, **_options: object) -> ToolAnswer:
        started.set()
        released.wait(20)
        return ToolAnswer("", {})

    monkeypatch.setattr("scn_compiler.mcp_server.scripts.draw_at", wait)

    async def cancelled(client: Any) -> bool:
        with anyio.CancelScope() as scope:
            async with anyio.create_task_group() as group:

                async def cancel() -> None:
                    await anyio.to_thread.run_sync(started.wait)
                    scope.cancel()

                group.start_soon(cancel)
                await client.call_tool("graph", {"text": RIGHT})
        return scope.cancelled_caught

    try:
        with agent_in(tmp_path) as agent:
            assert agent.ask(cancelled)
            assert agent.call("check", text=RIGHT)["ok"]
    finally:
        released.set()
