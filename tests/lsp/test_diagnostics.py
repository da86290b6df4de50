"""Diagnostics: while someone types, and when the editor asks."""

import asyncio
import threading
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.ide.document import OpenScript
from scn_compiler.lsp import diagnostics as checks
from scn_compiler.lsp.convert import DEPRECATED, UNNECESSARY
from scn_compiler.lsp.projects import Projects
from scn_dsl.catalog import CATALOG
from support.lsp_client import PATIENCE, Talk
from support.lsp_diagnostics import ADVISED, BAD, GOOD, PULL, codes, next_diagnostics, written
from support.lsp_here import here, opening, settled, tell

RELATED = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}


# While someone types


def test_a_diagnostic_has_its_place_its_page_and_its_hint(talk: Talk) -> None:
    talk.initialize()

    (found,) = talk.diagnostics(talk.open(BAD), 1)

    assert found["range"] == {"start": {"line": 5, "character": 2}, "end": {"line": 5, "character": 5}}
    assert found["message"] == "unknown keyword `sya`\nhelp: did you mean `say:`?"
    assert (found["code"], found["severity"], found["source"]) == ("SCN101", 1, "scn")
    assert found["data"] == {"name": "misspelt-keyword"}
    page = Path(found["codeDescription"]["href"].removeprefix("file://"))
    assert "Wrong" in page.read_text(encoding="utf-8")


def test_of_a_burst_of_edits_the_last_version_is_sent_and_few_others(talk: Talk) -> None:
    talk.initialize()
    uri = talk.open(GOOD)
    end = {"line": 5, "character": 12}
    for version in range(2, 102):
        talk.change(uri, version, {"range": {"start": end, "end": end}, "text": "!"})

    talk.diagnostics(uri, 101)

    sent = [each["version"] for each in talk.heard("textDocument/publishDiagnostics")]
    assert sent == sorted(set(sent))
    assert len(sent) <= 20


def test_a_text_that_was_checked_before_is_sent_for_its_own_version(talk: Talk) -> None:
    talk.initialize()
    uri = talk.open(BAD)
    talk.diagnostics(uri, 1)

    for version in range(2, 12):
        talk.change(uri, version, {"text": BAD})

    assert codes(talk.diagnostics(uri, 11)) == ["SCN101"]


def test_a_check_for_a_target_that_was_left_is_not_sent_last(monkeypatch: pytest.MonkeyPatch) -> None:
    left = threading.Event()
    find = checks.check_document

    def slow(draft: OpenScript, *more: Any) -> checks.DocumentFindings:
        if draft.target is None:
            assert left.wait(PATIENCE)
        return find(draft, *more)

    async def work() -> None:
        app, said = await here()
        server = app.session
        tell(server, "textDocument/didOpen", opening("file:///nowhere/a.scn", BAD))
        await asyncio.sleep(0.05)
        settings = {"settings": {"scn": {"target": "cekura-rows"}}}
        tell(server, "workspace/didChangeConfiguration", settings)
        while not sent(said):
            await asyncio.sleep(0.01)
        left.set()
        await settled()
        assert len(sent(said)) == 1

    def sent(said: list[Any]) -> list[Any]:
        return [each for each in said if each.get("method") == "textDocument/publishDiagnostics"]

    monkeypatch.setattr(checks, "check_document", slow)
    asyncio.run(work())


def test_parsing_again_leaves_the_results_of_others_unchanged(tmp_path: Path) -> None:
    (tmp_path / "scn.toml").write_bytes(b"[")
    before = Projects(str(tmp_path))
    before.config_for(None)

    after = before.reloaded().reloaded()

    assert (len(before.faults), after.faults) == (1, {})
    assert (after.root, before.generation, after.generation) == (before.root, 0, 2)


def test_findings_of_files_that_are_not_open_are_not_cached(tmp_path: Path) -> None:
    async def work() -> None:
        app, said = await here(tmp_path)
        server = app.session
        uri = written(tmp_path, "a.scn", BAD)
        tell(server, "textDocument/diagnostic", {"textDocument": {"uri": uri}}, id=2)
        tell(server, "textDocument/didOpen", opening("file:///nowhere/b.scn", BAD))
        await asyncio.sleep(0)
        tell(server, "textDocument/didClose", {"textDocument": {"uri": "file:///nowhere/b.scn"}})
        await settled()
        (answer,) = (each["result"] for each in said if each.get("id") == 2)
        assert codes(answer["items"]) == ["SCN101"]
        assert (app.diagnostics._last, app.diagnostics._quick) == ({}, set())

    asyncio.run(work())


def test_a_closed_document_has_no_diagnostics(talk: Talk) -> None:
    talk.initialize()
    uri = talk.open(BAD)
    assert talk.diagnostics(uri, 1)
    since = len(talk.said)

    talk.tell("textDocument/didClose", textDocument={"uri": uri})

    assert next_diagnostics(talk, uri, since) == []


def test_related_places_are_sent_to_those_that_show_them(talk: Talk) -> None:
    talk.initialize(RELATED)
    doubled = GOOD + "\n@a WHEN x y z\n  say: A\n@a WHEN z y x\n  say: B\n"

    found = [each for each in talk.diagnostics(talk.open(doubled), 1) if each["code"] == "SCN302"]

    assert found[0]["relatedInformation"][0]["message"] == "first defined here"
    assert found[0]["relatedInformation"][0]["location"]["range"]["start"] == {"line": 11, "character": 0}


def test_related_places_are_named_to_those_that_do_not_show_them(talk: Talk) -> None:
    talk.initialize()
    doubled = GOOD + "\n@a WHEN x y z\n  say: A\n@a WHEN z y x\n  say: B\n"

    found = [each for each in talk.diagnostics(talk.open(doubled), 1) if each["code"] == "SCN302"]

    assert "\nnote: first defined here (line 12)" in found[0]["message"]


def test_unused_parts_are_faded_and_deprecated_ones_struck_through(talk: Talk) -> None:
    talk.initialize()
    found = talk.diagnostics(talk.open(ADVISED.replace("Goodbye", 'Well <break time="1s" /> goodbye')), 1)

    assert {each["code"]: each.get("tags") for each in found} == {"SCN414": [2], "SCN307": [1]}


def test_faded_or_struck_through_parts_belong_to_a_rule() -> None:
    assert {*UNNECESSARY, *DEPRECATED} <= CATALOG.keys()


# When the editor asks


def test_a_client_that_pulls_gets_no_published_diagnostics(talk: Talk) -> None:
    talk.initialize(PULL)
    uri = talk.open(BAD)

    report = talk.ask("textDocument/diagnostic", textDocument={"uri": uri})

    assert (report["kind"], codes(report["items"])) == ("full", ["SCN101"])
    assert talk.heard("textDocument/publishDiagnostics") == []


def test_unchanged_diagnostics_are_not_sent_again(talk: Talk) -> None:
    talk.initialize(PULL)
    uri = talk.open(BAD)
    first = talk.ask("textDocument/diagnostic", textDocument={"uri": uri})

    again = talk.ask("textDocument/diagnostic", textDocument={"uri": uri}, previousResultId=first["resultId"])
    talk.change(uri, 2, {"text": GOOD})
    changed = talk.ask(
        "textDocument/diagnostic", textDocument={"uri": uri}, previousResultId=first["resultId"]
    )

    assert again == {"kind": "unchanged", "resultId": first["resultId"]}
    assert (changed["kind"], changed["items"]) == ("full", [])
