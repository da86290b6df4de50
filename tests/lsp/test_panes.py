"""Payloads and graphs beside a script: where they have its blocks."""

from typing import Any

import pytest

from support.lsp_client import Talk
from support.lsp_diagnostics import BAD, GOOD

URI = "file:///nowhere/a.scn"


def run(talk: Talk, command: str, *arguments: str) -> Any:
    return talk.ask("workspace/executeCommand", command=command, arguments=[URI, *arguments])


@pytest.mark.parametrize(
    ("encoding", "units"), [("utf-8", 2 + len("😀 Hi".encode())), ("utf-16", 7), ("utf-32", 6)]
)
def test_a_payload_tells_where_it_has_each_block(talk: Talk, encoding: str, units: int) -> None:
    talk.initialize({"general": {"positionEncodings": [encoding]}})
    talk.open(
        "scenario: 😀\nrole: B\nlanguage: en\nFIRST_MESSAGE\n  say: 😀 Hi\nWHEN The agent asks\n  say: Hi\n",
        URI,
    )

    (payload,) = run(talk, "scn.compile", "cekura-when")["payloads"]

    lines = payload["json"].split("\n")
    blocks, ranges = ([place[key] for place in payload["places"]] for key in ("block", "range"))
    assert [(each["start"]["line"], each["end"]["line"]) for each in blocks] == [(3, 4), (5, 6)]
    assert [lines[each["start"]["line"]].strip() for each in ranges] == ['"first_message": "😀 Hi",', "{"]
    assert ranges[0]["end"]["character"] - ranges[0]["start"]["character"] == units


def test_a_picture_tells_which_blocks_it_shows(talk: Talk) -> None:
    talk.initialize()
    talk.open(
        "scenario: A\nrole: B\nlanguage: en\nFIRST_MESSAGE\n  say: Hi\nAFTER @nowhere\n  say: Hi\n", URI
    )

    drawn = run(talk, "scn.graph")

    assert [(each["start"]["line"], each["end"]["line"]) for each in drawn["blocks"]] == [(3, 4), (5, 6)]
    assert (drawn["problems"], drawn["unread"]) == (["6: unknown label `@nowhere`"], False)


@pytest.mark.parametrize(
    ("command", "more"), [("scn.compile", ()), ("scn.graph", ("html", "secret")), ("scn.play", ())]
)
def test_a_view_can_wait_with_errors_at_the_cursor_as_the_script_does(
    command: str, more: tuple[str, ...], talk: Talk
) -> None:
    talk.initialize(initializationOptions={"calm": 60_000})
    talk.open(GOOD, URI)
    assert run(talk, command, *more)["held"] == 0
    end = {"line": GOOD.count("\n"), "character": 0}
    talk.change(URI, 2, {"range": {"start": end, "end": end}, "text": "\nWHEN The agent asks\n  sya: Hi"})
    talk.diagnostics(URI, 2)

    typing = run(talk, command, *more)
    talk.tell("textDocument/didSave", textDocument={"uri": URI})
    saved = run(talk, command, *more)

    assert (len(typing["problems"]), len(saved["problems"])) == (1, 1)
    assert 0 < typing["held"] <= 60_000
    assert saved["held"] == 0


def test_a_view_does_not_wait_with_an_error_that_the_script_shows(talk: Talk) -> None:
    talk.initialize(initializationOptions={"calm": 60_000})
    talk.open(BAD, URI)
    end = {"line": BAD.count("\n"), "character": 0}
    talk.change(URI, 2, {"range": {"start": end, "end": end}, "text": "\nWHEN The agent asks"})

    assert run(talk, "scn.compile")["held"] == 0
