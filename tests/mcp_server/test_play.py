"""An agent plays a call, message by message."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.coding_agent import RIGHT, CodingAgent, agent_in


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[CodingAgent]:
    with agent_in(tmp_path) as agent:
        yield agent


def test_a_call_is_played_and_written_as_a_test(agent: CodingAgent, tmp_path: Path) -> None:
    text = RIGHT.replace("WHEN contains", "WHEN The agent asks why\n  do: Explain it\n\nWHEN contains")
    (tmp_path / "hours.scn").write_text(text)
    start = agent.call("play", path="hours.scn")
    why = {"agent": "Why do you ask?", "counts_as": ["The agent asks why"]}

    played = agent.call("play", path="hours.scn", messages=[why, {"agent": "Nine to five."}])

    assert start["sentences"][0]["counts_as"] == "The agent asks why"
    said = [line["says"] for each in played["exchanges"] for line in each["caller"]]
    assert said == [
        "say: Hello! Are you open today?",
        "do: Explain it",
        "say: Great, thank you., then end call",
    ]
    assert played["ended"]
    (tmp_path / "hours.test.scn").write_text(played["test"])
    assert agent.call("test")["ok"]
    assert "test" not in start
    silent = agent.call("play", text=text, messages=[{"agent": "Why?"}])
    assert "add `counts_as`" in silent["summary"]
    assert "it has `Ask for the opening hours`" in agent.refusal("play", text=RIGHT, scenario="Other")
    twice = f"{RIGHT}\n{RIGHT}"
    assert agent.refusal("play", text=twice, scenario="Ask for the opening hours") == (
        "2 scenarios have the name `Ask for the opening hours`: give each scenario of the script its own name"
    )


def test_messages_of_a_call_are_checked(agent: CodingAgent) -> None:
    assert agent.refusal("play", text=RIGHT, messages=[{"agnt": "Hi"}]) == (
        "unknown argument `agnt` in messages[0]: did you mean `agent`?"
    )
    assert (
        agent.refusal("play", text=RIGHT, messages=["Hi"]) == '`messages[0]` must be an object, but is "Hi"'
    )


def test_a_sentence_that_the_script_does_not_have_names_the_nearest(agent: CodingAgent) -> None:
    text = RIGHT.replace("WHEN contains", "@why WHEN The agent asks why\n  do: Explain it\n\nWHEN contains")

    def unknown(script: str, *sentences: str) -> str:
        message = {"agent": "Why?", "counts_as": sentences}
        played = agent.call("play", text=script, messages=[message])
        assert played["summary"].endswith(" in `counts_as` is unknown")
        (said,) = played["exchanges"][1]["unknown"]
        assert said in agent.read("play", text=script, messages=[message])
        return said

    assert unknown(text, "The agent asked why").endswith("did you mean `The agent asks why`?")
    assert unknown(text, "why") == "no WHEN line is `why`: did you mean `@why`?"
    assert unknown(text, "Somebody sings") == (
        "no WHEN line is `Somebody sings`: write one of the sentences below"
    )
    assert unknown(RIGHT, "Somebody sings").endswith("leave out `counts_as`, since only keywords decide")
