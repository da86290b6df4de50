"""An agent plays tests, and explores calls."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.coding_agent import RIGHT, TYPO, CodingAgent, agent_in

WITH_TEST = """\
test: The caller says thanks
  say: Hello! Are you open today?
  hear: From nine to five.
  say: Great, thank you.
  end call
"""


@pytest.fixture
def agent(tmp_path: Path) -> Iterator[CodingAgent]:
    (tmp_path / "hours.scn").write_text(TYPO)
    with agent_in(tmp_path) as agent:
        yield agent


def test_tests_are_played(agent: CodingAgent, tmp_path: Path) -> None:
    (tmp_path / "hours.scn").write_text(RIGHT)
    (tmp_path / "untested.scn").write_text(RIGHT)
    (tmp_path / "hours.test.scn").write_text(WITH_TEST)
    assert agent.call("test")["summary"] == "1 test: all passed"

    (tmp_path / "hours.test.scn").write_text(WITH_TEST.replace("Great, thank you.", "Bye."))
    played = agent.call("test", path="hours.test.scn", name="thanks")

    assert (played["ok"], played["summary"]) == (False, "1 test: 1 failed")
    assert played["tests"][0]["difference"]["actual"] == ["say: Great, thank you.", "end call"]
    assert agent.call("test", path="hours.scn")["tests"] == played["tests"]
    assert "no tests: write them into NAME.test.scn" in agent.refusal("test", path="untested.scn")
    assert agent.refusal("test", path="ours.scn") == "can't find `ours.scn`: did you mean `hours.scn`?"
    assert "no test has `other` in its name" in agent.refusal("test", name="other")
    assert agent.call("test", path="hours.test.scn", text=WITH_TEST)["ok"]


def test_a_mistake_in_a_script_is_reported_once_though_several_files_test_it(
    agent: CodingAgent, tmp_path: Path
) -> None:
    (tmp_path / "hours.scn").write_text(RIGHT.replace("FIRST_MESSAGE", "FIRST_MESAGE"))
    for name in ("one", "two"):
        (tmp_path / f"{name}.test.scn").write_text(f"script: hours.scn\n{WITH_TEST}")

    assert [each["file"] for each in agent.call("test")["problems"]] == ["hours.scn"]
    assert agent.refusal("expand", path="one.test.scn") == (
        "nothing to expand in one.test.scn: it has tests, so name the script that they are for"
    )


def test_errors_come_first_in_the_summary_of_tests(agent: CodingAgent, tmp_path: Path) -> None:
    (tmp_path / "hours.scn").write_text(RIGHT)
    broken = WITH_TEST.replace("test: ", "test: Other ") + "  as: @nowhere\n"
    (tmp_path / "hours.test.scn").write_text(f"{WITH_TEST}\n{broken}")
    assert agent.call("test")["summary"] == "fix 1 error first: 1 test could be played, none failed"

    (tmp_path / "hours.test.scn").write_text(broken)
    assert agent.call("test")["summary"] == "fix 1 error first: no test was played"


def test_the_summary_of_a_search_names_the_open_questions_of_the_call_that_it_shows(
    agent: CodingAgent,
) -> None:
    script = RIGHT.replace("WHEN", 'WHEN contains "nine"\n  say: That early?\n\nWHEN', 1)

    explored = agent.call("explore", text=script)

    assert explored["scenarios"][0]["open"] == ["several"]
    assert explored["summary"] == (
        "every block can be reached, and every scenario can end; no document says what happens if several "
        "`WHEN` blocks match one message, and the shortest call that ends depends on it"
    )
    assert "no document says what happens if several `WHEN` blocks" in agent.read("explore", text=script)


def test_calls_are_explored(agent: CodingAgent) -> None:
    endless = RIGHT.replace("\n  end call", "")

    assert (
        agent.call("explore", text=RIGHT)["summary"]
        == "every block can be reached, and every scenario can end"
    )
    assert "calls never end" in agent.call("explore", text=endless)["summary"]
    assert agent.refusal("explore", text=TYPO) == (
        "text has errors: fix them, then explore it "
        "(`compile` lists them; the first is text:6: unknown keyword `sya`)"
    )


def test_a_search_that_stops_early_claims_neither_ends_nor_reach(
    agent: CodingAgent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scn_compiler.rehearsal.explore.MOST_STATES", 1)

    explored = agent.call("explore", text=RIGHT)

    assert explored["summary"] == "no end found in the first 5,000 states of 1 scenario"
    assert not explored["scenarios"][0]["complete"]
    text = agent.read("explore", text=RIGHT)
    assert "no end found in the first 5,000 states" in text
    assert "no call ends" not in text


def test_a_search_shows_imported_blocks_with_their_path_in_the_workspace(
    agent: CodingAgent, tmp_path: Path
) -> None:
    (tmp_path / "parts.scn").write_text("fragment: end\nWHEN The agent says goodbye\n  end call\n")
    text = f"import: parts.scn\n{RIGHT.split('WHEN')[0]}insert: end\n"

    explored = agent.call("explore", path="new.scn", text=text)

    assert [each["place"] for each in explored["scenarios"][0]["gates"]] == ["parts.scn"]
    read = agent.read("explore", path="new.scn", text=text)
    assert "parts.scn: WHEN The agent says goodbye" in read
    assert str(tmp_path) not in read


def test_a_search_says_which_setting_decides_an_open_question(agent: CodingAgent) -> None:
    read = agent.read("explore", text=RIGHT.replace("  end call", "THEN\n  end call"))

    assert "`ending` in `[policy]` of scn.toml decides" in read


def test_the_answer_to_a_long_search_stays_short(agent: CodingAgent, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"row: day {number}\n" for number in range(40))
    table = RIGHT.replace("role:", f"examples: day\n{rows}role:", 1).replace("today", "on $day")

    of_table = agent.call("explore", text=table)
    monkeypatch.setattr("scn_compiler.mcp_server.calls.MOST_PROBLEMS", 0)
    of_scenario = agent.call("explore", text=RIGHT)

    assert (len(of_table["scenarios"]), of_table["omitted"]) == (30, 10)
    assert (of_scenario["scenarios"][0]["gates"], of_scenario["omitted"]) == ([], 1)


def test_a_long_list_of_tests_starts_with_those_that_failed(agent: CodingAgent, tmp_path: Path) -> None:
    (tmp_path / "hours.scn").write_text(RIGHT)
    tests = WITH_TEST * 100 + WITH_TEST.replace("Great, thank you.", "Bye.")

    played = agent.call("test", path="hours.test.scn", text=tests)

    assert (played["summary"], played["omitted"]) == ("101 tests: 1 failed", 1)
    assert [each["passed"] for each in played["tests"]] == [False, *[True] * 99]


def test_what_has_no_calls_is_refused_with_the_reason(agent: CodingAgent) -> None:
    for tool in ("explore", "play", "graph"):
        assert agent.refusal(tool, path="hours.test.scn", text=WITH_TEST).endswith(
            "in hours.test.scn: it has tests, so name the script that they are for"
        )
    for tool in ("explore", "play"):
        assert agent.refusal(tool, text="fragment: a\nrole: A caller\n") == (
            f"nothing to {tool} in text: no scenario has blocks"
        )


def test_calls_are_those_of_an_environment(agent: CodingAgent, tmp_path: Path) -> None:
    (tmp_path / "scn.toml").write_text('[environments.night]\nlet = { day = "tonight" }\n')
    script = RIGHT.replace("today", "$day")
    test = WITH_TEST.replace("today", "tonight")

    played = agent.call("play", path="new.scn", text=script, environment="night")
    (tmp_path / "hours.scn").write_text(script)

    assert played["exchanges"][0]["caller"][0]["says"] == "say: Hello! Are you open tonight?"
    assert agent.call("test", path="hours.test.scn", text=test, environment="night")["ok"]
    for tool in ("explore", "fix", "list", "play", "test"):
        assert "no environment `day`" in agent.refusal(tool, text=script, environment="day"), tool


def test_one_scenario_of_several_is_explored(agent: CodingAgent) -> None:
    several = "\n".join(RIGHT.replace("Ask for", f"{number}: ask for") for number in range(8))

    explored = agent.call("explore", text=several, scenario="3: ask for the opening hours")

    assert [each["scenario"] for each in explored["scenarios"]] == ["3: ask for the opening hours"]
    assert "did you mean `4: ask for the opening hours`?" in agent.refusal(
        "explore", text=several, scenario="4: ask the opening hours"
    )
    assert agent.refusal("compile", text=several, scenario="x").endswith(
        "`4: ask for the opening hours` and 3 more"
    )
