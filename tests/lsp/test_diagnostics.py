"""What an editor is told is wrong: while it is typed, when it asks, for whole folders, and as a project wants it."""

import asyncio
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from scn_compiler.ide.document import OpenScript
from scn_compiler.lsp import diagnostics as checks
from scn_compiler.lsp.app import App
from scn_compiler.lsp.convert import DEPRECATED, UNNECESSARY
from scn_compiler.lsp.projects import Projects
from scn_compiler.lsp.server import make_server
from scn_compiler.lsp.session import ScriptServer
from scn_dsl.catalog import CATALOG
from support.cli import scn
from support.lsp_client import PATIENCE, Talk, connected, listening

ENDING = "\nWHEN The agent says goodbye\n  say: Goodbye\n  end call\n"
GOOD = "scenario: A\nrole: B\nlanguage: en\n\nFIRST_MESSAGE\n  say: Hello\n" + ENDING
BAD = GOOD.replace("say: Hello", "sya: Hello")
ADVISED = GOOD + "\n@unused WHEN The agent greets\n  say: Hello\n"
RELATED = {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
PULL = {"textDocument": {"diagnostic": {}}, "workspace": {"diagnostics": {"refreshSupport": True}}}
WATCHING = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
CHANGED = 2


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with listening() as (port, _):
        yield port


@pytest.fixture
def talk(port: int) -> Iterator[Talk]:
    with connected(port) as talk:
        yield talk


def codes(found: list[Any]) -> list[str]:
    return [each["code"] for each in found]


def written(folder: Path, name: str, text: str) -> str:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path.as_uri()


def changed_on_disk(talk: Talk, uri: str) -> None:
    talk.tell("workspace/didChangeWatchedFiles", changes=[{"uri": uri, "type": CHANGED}])


def next_diagnostics(talk: Talk, uri: str, since: int) -> list[Any]:
    def fits(said: Any) -> bool:
        return said.get("method") == "textDocument/publishDiagnostics" and said["params"]["uri"] == uri

    found: list[Any] = talk.until(fits, since)["params"]["diagnostics"]
    return found


async def here() -> tuple[App, list[Any]]:
    """A server in this process that has begun, and what it says."""
    said: list[Any] = []
    app = make_server()
    server = app.session
    writer = SimpleNamespace(write=lambda data: said.append(json.loads(data.split(b"\r\n\r\n", 1)[1])))
    server.protocol.set_writer(writer)  # type: ignore[arg-type]
    for method, more in (("initialize", {"id": 1}), ("initialized", {})):
        params = {"processId": None, "rootUri": None, "capabilities": {}} if more else {}
        tell(server, method, params, **more)
        await settled()
    return app, said


def tell(server: ScriptServer, method: str, params: Any, **more: Any) -> None:
    message = {"jsonrpc": "2.0", "method": method, "params": params, **more}
    server.protocol.handle_message(server.protocol.structure_message(message))


async def settled() -> None:
    """Wait until nothing is worked on."""
    await asyncio.sleep(0.02)
    while others := asyncio.all_tasks() - {asyncio.current_task()}:
        await asyncio.wait(others)
        await asyncio.sleep(0.02)


def opening(uri: str, text: str) -> dict[str, Any]:
    return {"textDocument": {"uri": uri, "languageId": "scn", "version": 1, "text": text}}


# While it is typed


def test_what_is_wrong_is_sent_with_its_place_its_page_and_what_to_do(talk: Talk) -> None:
    talk.initialize()

    (found,) = talk.diagnostics(talk.open(BAD), 1)

    assert found["range"] == {"start": {"line": 5, "character": 2}, "end": {"line": 5, "character": 5}}
    assert found["message"] == "there is no word of the language `sya`\nhelp: did you mean `say:`?"
    assert (found["code"], found["severity"], found["source"]) == ("SCN101", 1, "scn")
    assert found["data"] == {"name": "misspelt-keyword"}
    page = Path(found["codeDescription"]["href"].removeprefix("file://"))
    assert "## Wrong" in page.read_text(encoding="utf-8")


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


def test_what_is_read_anew_leaves_what_others_work_with_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "scn.toml").write_bytes(b"[")
    before = Projects(str(tmp_path))
    before.loaded_for(None)

    after = before.reloaded().reloaded()

    assert (len(before.faults), after.faults) == (1, {})
    assert (after.root, before.generation, after.generation) == (before.root, 0, 2)


def test_what_was_found_in_a_file_that_is_not_open_is_not_kept(tmp_path: Path) -> None:
    async def work() -> None:
        app, said = await here()
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


def test_what_is_closed_is_no_longer_wrong(talk: Talk) -> None:
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

    assert found[0]["relatedInformation"][0]["message"] == "first given here"
    assert found[0]["relatedInformation"][0]["location"]["range"]["start"] == {"line": 11, "character": 0}


def test_related_places_are_named_to_those_that_do_not_show_them(talk: Talk) -> None:
    talk.initialize()
    doubled = GOOD + "\n@a WHEN x y z\n  say: A\n@a WHEN z y x\n  say: B\n"

    found = [each for each in talk.diagnostics(talk.open(doubled), 1) if each["code"] == "SCN302"]

    assert "\nnote: first given here (line 12)" in found[0]["message"]


def test_what_is_of_no_use_is_faded_and_what_is_old_is_struck_through(talk: Talk) -> None:
    talk.initialize()
    found = talk.diagnostics(talk.open(ADVISED.replace("Goodbye", 'Well <break time="1s" /> goodbye')), 1)

    assert {each["code"]: each.get("tags") for each in found} == {"SCN414": [2], "SCN307": [1]}


def test_what_is_faded_or_struck_through_is_a_kind_of_problem() -> None:
    assert {*UNNECESSARY, *DEPRECATED} <= CATALOG.keys()


# When it asks


def test_a_client_that_asks_is_not_told_as_well(talk: Talk) -> None:
    talk.initialize(PULL)
    uri = talk.open(BAD)

    report = talk.ask("textDocument/diagnostic", textDocument={"uri": uri})

    assert (report["kind"], codes(report["items"])) == ("full", ["SCN101"])
    assert talk.heard("textDocument/publishDiagnostics") == []


def test_what_did_not_change_is_not_said_again(talk: Talk) -> None:
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


# Whole folders


def test_folders_are_answered_for_open_or_not(talk: Talk, tmp_path: Path) -> None:
    for number in range(40):
        written(tmp_path, f"sub/{number:02}.scn", BAD)
    written(tmp_path, "good.scn", GOOD)
    written(tmp_path, "latin.scn", "").removeprefix("file://")
    (tmp_path / "latin.scn").write_bytes("scenario: A\nrole: caf\xe9\n".encode("latin-1"))
    written(tmp_path, ".hidden/x.scn", BAD)
    talk.initialize(PULL, tmp_path)
    talk.open(GOOD, (tmp_path / "sub/00.scn").as_uri(), version=7)

    items = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]

    by_name = {Path(each["uri"]).name: each for each in items}
    assert len(items) == len(by_name) == 42
    assert (by_name["00.scn"]["version"], by_name["00.scn"]["items"]) == (7, [])
    assert codes(by_name["39.scn"]["items"]) == ["SCN101"]
    assert by_name["good.scn"]["items"] == []
    assert "no UTF-8" in by_name["latin.scn"]["items"][0]["message"]
    assert by_name["latin.scn"]["items"][0]["range"]["start"] == {"line": 1, "character": 9}


def test_only_what_changed_in_a_folder_is_said_again(talk: Talk, tmp_path: Path) -> None:
    one, two = written(tmp_path, "one.scn", BAD), written(tmp_path, "two.scn", BAD)
    talk.initialize(PULL, tmp_path)
    first = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]
    known = [{"uri": each["uri"], "value": each["resultId"]} for each in first]
    written(tmp_path, "two.scn", GOOD)
    (tmp_path / "one.scn").rename(tmp_path / "three.scn")

    again = {each["uri"]: each for each in talk.ask("workspace/diagnostic", previousResultIds=known)["items"]}

    assert again[two]["items"] == []
    assert again[one]["items"] == []
    assert codes(again[(tmp_path / "three.scn").as_uri()]["items"]) == ["SCN101"]
    same = [
        {"uri": each["uri"], "value": each["resultId"]} for each in again.values() if each.get("resultId")
    ]
    third = talk.ask("workspace/diagnostic", previousResultIds=same)["items"]
    assert {each["kind"] for each in third} == {"unchanged"}


def test_a_long_answer_comes_in_parts_and_says_how_far_it_is(talk: Talk, tmp_path: Path) -> None:
    for number in range(50):
        written(tmp_path, f"{number}.scn", BAD)
    talk.initialize(PULL, tmp_path)

    rest = talk.ask("workspace/diagnostic", previousResultIds=[], partialResultToken="p", workDoneToken="w")

    told = talk.heard("$/progress")
    parts = [each["value"]["items"] for each in told if each["token"] == "p"]
    assert (rest["items"], sum(map(len, parts))) == ([], 50)
    assert len(parts) > 3
    steps = [each["value"] for each in told if each["token"] == "w"]
    assert (steps[0]["kind"], steps[-1]["kind"]) == ("begin", "end")
    assert [each["percentage"] for each in steps[1:-1]] == [32, 64, 96, 100]


def test_a_long_answer_can_be_cancelled_and_delays_nobody(talk: Talk, tmp_path: Path) -> None:
    for number in range(600):
        written(tmp_path, f"{number}.scn", BAD.replace("A", f"{number}"))
    talk.initialize(PULL, tmp_path)
    uri = talk.open(BAD)
    long = talk.begin("workspace/diagnostic", previousResultIds=[])

    talk.ask("textDocument/diagnostic", textDocument={"uri": uri})
    assert not any(said.get("id") == long for said in talk.said)
    talk.tell("$/cancelRequest", id=long)

    assert talk.answer(long)["error"]["code"] == -32800


# As a project wants it


def test_the_configuration_of_the_folder_holds(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", 'ignore = ["unused-label"]\n[fields]\nlanguage = "en"\n')
    written(tmp_path, "sub/pyproject.toml", '[tool.scn]\nselect = ["SCN1"]\n')
    talk.initialize({}, tmp_path)
    without = ADVISED.replace("language: en\n", "")

    assert talk.diagnostics(talk.open(without, (tmp_path / "a.scn").as_uri()), 1) == []
    assert talk.diagnostics(talk.open(without, (tmp_path / "sub" / "b.scn").as_uri()), 1) == []
    assert talk.diagnostics(talk.open(ADVISED, (tmp_path.parent / "c.scn").as_uri()), 1) != []


def test_what_a_project_excludes_or_knows_is_not_reported(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "known.scn", ADVISED)
    scn("check", "--write-baseline", "known.json", ".", cwd=tmp_path)
    written(tmp_path, "scn.toml", 'exclude = ["drafts"]\nbaseline = "known.json"\n')
    draft = written(tmp_path, "drafts/a.scn", BAD)
    talk.initialize({}, tmp_path)

    assert talk.diagnostics(talk.open(ADVISED, (tmp_path / "known.scn").as_uri()), 1) == []
    assert talk.diagnostics(talk.open(BAD, draft), 1) == []
    assert codes(talk.diagnostics(talk.open(ADVISED, (tmp_path / "new.scn").as_uri()), 1)) == ["SCN307"]


def test_a_mistake_in_a_configuration_is_shown_there_said_once_and_gone_when_it_is_mended(
    talk: Talk, tmp_path: Path
) -> None:
    config = written(tmp_path, "scn.toml", 'target = "cekura"\nigmore = ["SCN6"]\n')
    talk.initialize({}, tmp_path)
    script = (tmp_path / "a.scn").as_uri()

    assert codes(talk.diagnostics(talk.open(BAD, script), 1)) == ["SCN101"]
    talk.diagnostics(talk.open(BAD, (tmp_path / "b.scn").as_uri()), 1)

    (shown,) = talk.diagnostics(config)
    assert shown["range"]["start"] == {"line": 1, "character": 0}
    assert "igmore" in shown["message"]
    assert len(talk.heard("window/showMessage")) == 1
    assert "scn.toml:2:1" in talk.heard("window/showMessage")[0]["message"]
    since = len(talk.said)
    written(tmp_path, "scn.toml", 'target = "cekura"\nignore = ["SCN6"]\n')
    changed_on_disk(talk, config)
    assert next_diagnostics(talk, config, since) == []


def test_a_default_that_a_platform_refuses_is_shown_in_the_configuration(talk: Talk, tmp_path: Path) -> None:
    config = written(tmp_path, "scn.toml", '[fields]\nfolder = "a//b"\n')
    talk.initialize({}, tmp_path)
    talk.open(GOOD, (tmp_path / "a.scn").as_uri())

    assert codes(talk.diagnostics(config)) == ["SCN505"]


def test_files_that_change_on_disk_are_looked_at_again(talk: Talk, tmp_path: Path) -> None:
    talk.initialize(WATCHING, tmp_path)
    registered = talk.until(lambda said: said.get("method") == "client/registerCapability")["params"]
    globs = {each["globPattern"] for each in registered["registrations"][0]["registerOptions"]["watchers"]}
    uri = talk.open(ADVISED, (tmp_path / "a.scn").as_uri())
    assert codes(talk.diagnostics(uri, 1)) == ["SCN307"]
    since = len(talk.said)

    changed_on_disk(talk, written(tmp_path, "scn.toml", 'ignore = ["unused-label"]\n'))

    assert globs == {"**/*.scn", "**/scn.toml", "**/pyproject.toml"}
    assert next_diagnostics(talk, uri, since) == []


@pytest.mark.parametrize(
    ("capability", "request_name"),
    [("diagnostics", "diagnostic"), ("codeLens", "codeLens"), ("inlayHint", "inlayHint")],
)
def test_a_client_that_asks_is_told_to_ask_again(
    talk: Talk, tmp_path: Path, capability: str, request_name: str
) -> None:
    talk.initialize({"workspace": {capability: {"refreshSupport": True}}}, tmp_path)

    changed_on_disk(talk, written(tmp_path, "scn.toml", ""))

    assert talk.until(lambda said: said.get("method") == f"workspace/{request_name}/refresh")


def test_the_target_that_the_client_chooses_counts(talk: Talk) -> None:
    talk.initialize(initializationOptions={"target": "cekura-when"})
    branching = "\n@a WHEN The agent greets\n  say: A\n" + 2 * "AFTER @a\n  say: B\n"
    uri = talk.open(GOOD + branching)
    assert codes(talk.diagnostics(uri, 1)) == ["SCN210"]
    since = len(talk.said)

    talk.tell("workspace/didChangeConfiguration", settings={"scn": {"target": None}})

    assert next_diagnostics(talk, uri, since) == []


def test_a_target_that_does_not_exist_is_named_and_passed_over(talk: Talk) -> None:
    talk.initialize(initializationOptions={"target": "cekrua"})

    assert talk.diagnostics(talk.open(GOOD), 1) == []
    assert "there is no target `cekrua`" in talk.heard("window/showMessage")[0]["message"]


def test_folders_that_come_and_go_are_looked_at(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "a/a.scn", BAD)
    written(tmp_path, "b/b.scn", BAD)
    talk.initialize(PULL, tmp_path / "a")
    folders = {name: {"uri": (tmp_path / name).as_uri(), "name": name} for name in "ab"}

    talk.tell(
        "workspace/didChangeWorkspaceFolders", event={"added": [folders["b"]], "removed": [folders["a"]]}
    )

    items = talk.ask("workspace/diagnostic", previousResultIds=[])["items"]
    assert [Path(each["uri"]).name for each in items] == ["b.scn"]


def test_a_script_without_a_file_is_checked_as_the_open_folder_wants(talk: Talk, tmp_path: Path) -> None:
    written(tmp_path, "scn.toml", 'ignore = ["unused-label"]\n')
    talk.initialize({}, tmp_path)

    assert talk.diagnostics(talk.open(ADVISED, "untitled:Untitled-1"), 1) == []
