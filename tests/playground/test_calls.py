"""Played calls and tests in the playground."""

from typing import Any

from scn_compiler.playground.answers import answer
from scn_compiler.playground.samples import page_samples

SCRIPT = """scenario: Opening hours
role: A caller
language: en

FIRST_MESSAGE
  say: When are you open?

WHEN contains "nine"
  say: Great, thank you!
  end call

WHEN contains "sunday"
  say: Never mind.
"""


def asked(method: str, files: dict[str, str], **params: Any) -> Any:
    found = answer({"method": method, "files": files, "open": next(iter(files)), "target": None, **params})
    return found.get("result", found)


def test_a_call_is_played_message_by_message() -> None:
    found = asked("play", {"hours.scn": SCRIPT}, heard=[{"text": "We open at nine."}])
    first, second = found["exchanges"]
    assert [line["text"] for line in first["lines"]] == ["When are you open?"]
    assert second["ended"] and "hear: We open at nine." in found["test"]
    place = second["lines"][0]["place"]
    assert SCRIPT[place["range"]["from"] : place["range"]["to"]].startswith('WHEN contains "nine"')


def test_messages_of_another_form_are_errors() -> None:
    assert "list" in asked("play", {"hours.scn": SCRIPT}, heard="hello")["error"]
    assert "scenario" in asked("play", {"hours.scn": SCRIPT}, scenario=1)["error"]


def test_a_call_becomes_a_test_of_its_script_with_a_name_of_its_own() -> None:
    files = {"hours.scn": SCRIPT}
    for exists in (False, True):
        added = asked("call_test", files, heard=[{"text": "We open at nine."}])
        assert (added["file"], added["exists"]) == ("hours.test.scn", exists)
        (edit,) = added["edits"]
        tests = files.get("hours.test.scn", "")
        files["hours.test.scn"] = tests[: edit["from"]] + edit["insert"] + tests[edit["to"] :]
    results = asked("test", files)["tests"]
    assert [(each["name"], each["ok"]) for each in results] == [
        ("After We open at nine.", True),
        ("After We open at nine. (2)", True),
    ]


def test_a_call_is_not_added_to_a_file_with_something_else() -> None:
    tests = "script: other.scn\n\ntest: Other\n  hear: Hi\n"
    refused = [
        ({"hours.scn": SCRIPT, "hours.test.scn": tests}, "`hours.test.scn` has the tests of other.scn"),
        ({"hours.scn": SCRIPT, "hours.test.scn": SCRIPT}, "`hours.test.scn` has no tests"),
        ({"hours.test.scn": SCRIPT}, "`hours.test.scn` is a file of tests: open its script"),
        ({"scn.toml": ""}, "`scn.toml` isn't a script: open one"),
        ({"hours.scn": ""}, "this script has no scenario with blocks to play"),
    ]
    for files, reason in refused:
        assert asked("call_test", files) == {"error": reason}


def test_tests_of_the_page_are_played_with_their_coverage() -> None:
    sample = next(each for each in page_samples() if each["name"] == "change-of-mind")
    found = asked("test", sample["files"])
    assert found["tests"] and all(each["ok"] for each in found["tests"])
    assert {each["state"] for each in found["coverage"]} & {"reached"}


def test_a_failed_test_says_where_and_why() -> None:
    sample = next(each for each in page_samples() if each["name"] == "change-of-mind")
    _, tests = sample["files"]
    wrong = sample["files"][tests].replace("say: Perfect", "say: Never mind", 1)
    files = {**sample["files"], tests: wrong}
    failed = [each for each in asked("test", files)["tests"] if not each["ok"]]
    assert failed and failed[0]["message"] and failed[0]["place"]["file"] == tests


def test_exploring_finds_the_shortest_end() -> None:
    found = asked("explore", {"hours.scn": SCRIPT})
    assert found["scenarios"][0]["ending"] and "test:" in found["tests"]
    assert any("shortest call" in line for line in found["lines"])


def test_words_and_rules_are_explained_as_html() -> None:
    files = {"hours.scn": SCRIPT}
    assert "SCN301" in asked("explain", files, word="undefined-label")["title"]
    assert "<pre>" in asked("explain", files, word="SCN301")["html"]
    assert "<p>" in asked("explain", files, word="dtmf")["html"]
    assert "did you mean" in asked("explain", files, word="undefined-lable")["error"]
    assert "`word` must be" in asked("explain", files, word=" ")["error"]
