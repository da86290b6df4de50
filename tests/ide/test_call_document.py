"""A played call as JSON, and its messages from JSON."""

import json
from typing import Any

import pytest

from scn_compiler.ide.structure.call_document import BadMessages, call_document, heard_lines
from scn_compiler.pipeline.play_call import HeardLine, play_call
from support.calls import MOVE
from support.cases import every


def document(*heard: dict[str, Any]) -> dict[str, Any]:
    written = call_document(play_call(MOVE, heard=heard_lines([*heard])), list)
    assert json.loads(json.dumps(written)) == written
    return written


def test_messages_are_read_with_their_defaults() -> None:
    assert heard_lines(
        [{"text": "Hm."}, {"text": None}, {"text": "!", "cuts": True, "sentences": ["@a"]}]
    ) == (
        HeardLine("Hm."),
        HeardLine(None),
        HeardLine("!", cuts=True, sentences=("@a",)),
    )


@every(
    ("value", "message"),
    [
        ({}, "the messages of a call must be a list"),
        (["Hm."], "message 1 must be an object with `text`"),
        ([{}, {"text": 5}], "`text` of message 2 must be a string, or null for silence"),
        ([{"cuts": "yes"}], "`cuts` of message 1 must be true or false"),
        ([{"sentences": [1]}], "`sentences` of message 1 must be a list of strings"),
    ],
)
def test_messages_in_another_form_are_refused_with_a_reason(value: Any, message: str) -> None:
    with pytest.raises(BadMessages, match=message):
        heard_lines(value)


def test_a_call_has_everything_that_a_program_shows_of_it() -> None:
    call = document({"text": "When?", "sentences": ["@tuesday"]}, {"text": "Hm. "}, {"text": "Confirm?"})

    assert (call["scenario"], call["problem"], call["ended"]) == (0, "", False)
    assert call["scenarios"][0]["name"] == "Move an appointment"
    assert call["sentences"][0]["name"] == "@tuesday"
    start, first, second, last = call["exchanges"]
    assert start["heard"] is None
    assert first["heard"] == {"text": "When?", "cuts": False, "sentences": ["@tuesday"]}
    assert first["lines"][0]["reason"] == "because the message matches"
    assert MOVE[slice(*first["lines"][0]["place"]["range"])].startswith("@tuesday WHEN")
    assert first["due"][0]["place"]["name"] == "line 9"
    assert second["lines"][0]["staged"] == "Oh no, wait. (pause 2s) Thursday?"
    assert [each["message"] for each in last["near"]] == ["line 13 lacks only `confirmed`"]


def test_a_call_without_a_scenario_says_why() -> None:
    written = call_document(play_call("role: A caller\n"), list)

    assert written["problem"] == "this script has no scenario with blocks to play"
    assert (written["scenario"], written["exchanges"], written["test"]) == (None, [], "")
