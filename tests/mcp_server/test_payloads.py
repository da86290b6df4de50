"""Payloads become scripts, and scripts payloads."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.coding_agent import RIGHT, TYPO, CodingAgent, agent_in


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[CodingAgent]:
    with agent_in(tmp_path) as agent:
        yield agent


def test_a_long_payload_is_left_to_the_command_line(agent: CodingAgent, tmp_path: Path) -> None:
    text = RIGHT + "".join(f'\nWHEN contains "word{number}"\n  say: {"so " * 50}\n' for number in range(400))

    (tmp_path / "long.scn").write_text(text)

    compiled = agent.call("compile", path="long.scn")

    assert compiled["payloads"] == []
    assert compiled["summary"].endswith(
        "; too long to show it: run `scn compile long.scn -o FILE.json` in a terminal"
    )
    assert agent.call("compile", text=text)["summary"].endswith("; too long to show it: split the script")
    assert agent.call("compile", text=f"{RIGHT}\n{text}")["summary"].endswith(
        "; too long to show all: name a `scenario`, or split the script"
    )


def test_a_payload_becomes_a_script_and_compiles_to_the_same_payload(
    agent: CodingAgent, tmp_path: Path
) -> None:
    payload = agent.call("compile", text=RIGHT)["payloads"][0]["payload"]
    (tmp_path / "stored.json").write_text(json.dumps(payload))

    made = agent.call("decompile", path="stored.json", write=True)

    assert made["written"] == "stored.scn"
    assert made["summary"] == "a script for the target cekura; wrote stored.scn: call `check` next"
    assert agent.call("compile", path="stored.scn")["payloads"][0]["payload"] == payload
    shown = agent.call("decompile", text=json.dumps(payload))
    assert shown["text"] == (tmp_path / "stored.scn").read_text()
    assert shown["summary"].endswith("; nothing written: save it as a .scn file, then call `check`")
    (tmp_path / "stored.scn").write_text(TYPO)
    assert "other content" in agent.refusal("decompile", path="stored.json", write=True)
    assert "not valid JSON" in agent.refusal("decompile", text="{")
    assert "set `form` to `sophiie`" in agent.refusal("decompile", text="{}")
    assert "is `cekura`, not `eqho`" in agent.refusal("decompile", path="stored.json", form="eqho")
    assert "unknown form `eqo`: did you mean `eqho`?" in agent.refusal("decompile", text="{}", form="eqo")
    older = {key: value for key, value in payload.items() if key != "conditional_actions"}
    both = [payload, {**older, "instructions": json.dumps(payload["conditional_actions"])}]
    assert "pass them one by one" in agent.refusal("decompile", text=json.dumps(both))


def test_the_help_for_a_payload_is_about_the_script(agent: CodingAgent) -> None:
    rows = [
        {"id": 0, "condition": "", "action": "Hello", "type": "standard", "fixed_message": True},
        {"id": 1, "condition": "The agent greets", "action": "Bye <endcall />"},
        {"id": 2, "condition": None, "action": "Bye", "type": "standard", "fixed_message": True},
    ]
    payload = {"name": "Greet", "conditional_actions": {"role": "A customer", "conditions": rows}}

    made = agent.call("decompile", text=json.dumps(payload))

    assert "the problems are those of the JSON" in made["summary"]
    assert "don't edit the JSON" in made["summary"]
    assert [each.get("hint") for each in made["problems"] if each["name"] != "missing-scenario-type"] == [
        None,
        "scn assumed this type because the condition is text",
        "scn read the action as `say:`",
        "write the trigger in the script, after `WHEN`",
    ]


def test_a_long_script_is_written_and_not_shown(agent: CodingAgent, tmp_path: Path) -> None:
    rows = [
        {
            "id": number,
            "condition": f"{number} comes",
            "action": "so " * 900,
            "type": "standard",
            "fixed_message": True,
        }
        for number in range(1, 26)
    ]
    payload = {"role": "A customer", "conditions": rows}
    (tmp_path / "long.json").write_text(json.dumps(payload))

    made = agent.call("decompile", path="long.json")
    written = agent.call("decompile", path="long.json", write=True)

    assert "text" not in made
    assert made["summary"].endswith("; it's too long to show: call again with `write`")
    assert written["written"] == "long.scn"
    assert len((tmp_path / "long.scn").read_text()) > 60_000
