"""Clients choose hints, lenses and checks, and ask for the target of a script."""

from pathlib import Path
from typing import Any

import pytest

from support.lsp_client import Talk
from support.lsp_diagnostics import BAD, PULL, codes, next_diagnostics, written

CALL = """\
target: cekura
scenario: One
role: A caller
FIRST_MESSAGE
  wait
@a WHEN The agent asks
  say: A
AFTER @a
  say: B
AFTER @a
  say: C
"""
REFRESHED = {"workspace": {name: {"refreshSupport": True} for name in ("codeLens", "inlayHint")}}


def hints(talk: Talk, uri: str) -> list[str]:
    whole = {"start": {"line": 0, "character": 0}, "end": {"line": 99, "character": 0}}
    found = talk.ask("textDocument/inlayHint", textDocument={"uri": uri}, range=whole)
    return ["".join(part["value"] for part in each["label"]) for each in found]


def lenses(talk: Talk, uri: str) -> list[str]:
    found = talk.ask("textDocument/codeLens", textDocument={"uri": uri})
    return [each["command"]["title"] for each in found]


def choose(talk: Talk, **settings: Any) -> None:
    talk.tell("workspace/didChangeConfiguration", settings={"scn": settings})


def test_hints_and_lenses_can_be_chosen_one_by_one(talk: Talk) -> None:
    talk.initialize(REFRESHED, initializationOptions={"hints": [], "lenses": ["tests"], "target": "eqho"})
    uri = talk.open(CALL)
    assert (hints(talk, uri), lenses(talk, uri)) == ([], [])

    choose(talk, hints=["target"], lenses=["follow-ups"])

    assert talk.until(lambda said: said.get("method") == "workspace/codeLens/refresh")
    assert (hints(talk, uri), lenses(talk, uri)) == (["overridden: eqho"], ["2 follow-ups"])
    choose(talk, hints=["ids"], target=None)
    assert hints(talk, uri) == ["id 0", "id 1", "id 2 ↳ 1", "id 3 ↳ 1"]


def test_a_setting_that_is_not_valid_changes_nothing_and_a_message_says_what_is(talk: Talk) -> None:
    talk.initialize(
        initializationOptions={"lenses": ["follow-ups", "folow-ups"], "hints": True, "checks": "some"}
    )
    uri = talk.open(CALL)

    assert lenses(talk, uri) == ["2 follow-ups"]
    assert len(hints(talk, uri)) == 4
    known = "`follow-ups`, `uses`, `payload`, `play`, `figures` or `tests`"
    assert [each["message"] for each in talk.heard("window/showMessage")] == [
        f"scn: unknown value `folow-ups` of the setting `lenses`: use {known}",
        "scn: unknown value `True` of the setting `hints`: use `ids` or `target`",
        "scn: unknown value `some` of the setting `checks`: use `all`, `open` or `none`",
    ]


def test_problems_are_those_of_open_scripts_or_none_if_a_client_wants_that(
    talk: Talk, tmp_path: Path
) -> None:
    for name in ("open.scn", "closed.scn"):
        written(tmp_path, name, BAD)
    talk.initialize(PULL, tmp_path)
    uri = talk.open(BAD, (tmp_path / "open.scn").as_uri())
    both = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]
    known = [{"uri": each["uri"], "value": each["resultId"]} for each in both]
    own = talk.ask("textDocument/diagnostic", textDocument={"uri": uri})

    choose(talk, checks="open")
    left = talk.ask("workspace/diagnostic", previousResultIds=known)["items"]
    assert [(Path(each["uri"]).name, each["items"]) for each in left] == [("closed.scn", [])]
    assert codes(talk.ask("textDocument/diagnostic", textDocument={"uri": uri})["items"]) == ["SCN101"]

    choose(talk, checks="none")
    left = talk.ask("workspace/diagnostic", previousResultIds=known)["items"]
    assert sorted((Path(each["uri"]).name, len(each["items"])) for each in left) == [
        ("closed.scn", 0),
        ("open.scn", 0),
    ]
    again = talk.ask("textDocument/diagnostic", textDocument={"uri": uri}, previousResultId=own["resultId"])
    assert (again["kind"], again["items"]) == ("full", [])


def test_published_problems_go_if_a_client_wants_none(talk: Talk) -> None:
    talk.initialize()
    uri = talk.open(BAD)
    assert codes(talk.diagnostics(uri, 1)) == ["SCN101"]
    since = len(talk.said)

    choose(talk, checks="none")

    assert next_diagnostics(talk, uri, since) == []


def test_a_client_can_ask_which_target_a_script_has_and_why(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "scn.toml", 'target = "sensay"\n')
    talk.initialize({}, tmp_path)
    own = talk.open(CALL, (tmp_path / "own.scn").as_uri())
    other = talk.open(CALL.partition("\n")[2], (tmp_path / "other.scn").as_uri())

    def target(uri: str) -> Any:
        return talk.ask("workspace/executeCommand", command="scn.target", arguments=[uri])

    place = {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 14}}
    assert target(own) == {
        "target": "cekura",
        "origin": "script",
        "own": "cekura",
        "uri": own,
        "range": place,
    }
    assert target(other) == {
        "target": "sensay",
        "origin": "configuration",
        "own": "sensay",
        "uri": config,
        "range": None,
    }
    choose(talk, target="eqho")
    assert target(own) == {"target": "eqho", "origin": "picked", "own": "cekura", "uri": None, "range": None}


@pytest.mark.parametrize("arguments", [[], [1], ["file:///a.scn", "cekura"]])
def test_the_target_is_asked_for_with_the_uri_of_a_script(talk: Talk, arguments: list[Any]) -> None:
    talk.initialize()
    answer = talk.answer(talk.begin("workspace/executeCommand", command="scn.target", arguments=arguments))
    assert answer["error"]["code"] == -32602
