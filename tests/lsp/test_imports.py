"""Diagnostics over files: what a script imports is read from the editor or from the disk, and changes are seen at once."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from scn_compiler.ide.document import OpenScript
from scn_compiler.lsp import diagnostics as checks
from support.lsp_diagnostics import PULL, codes, written
from support.lsp_here import ask, here, opening, published, settled, tell

SHARED = """fragment: verify(code)
@asked WHEN contains "code"
  say: It is $code.
"""

CALL = """import: shared.scn

scenario: Move an appointment
role: A patient
language: en

FIRST_MESSAGE
  say: Hello

insert: verify(code = "AB12") as id
AFTER @id.asked
  say: Did that work?
WHEN The agent says goodbye
  end call
"""


def project(folder: Path, **files: str) -> dict[str, str]:
    """The URI of each file, by its name without `.scn`."""
    written(folder, "scn.toml", "")
    return {name: written(folder, f"{name}.scn", text) for name, text in files.items()}


def open_(server: Any, uri: str, text: str) -> None:
    tell(server, "textDocument/didOpen", opening(uri, text))


def change(server: Any, uri: str, text: str, version: int = 2) -> None:
    params = {"textDocument": {"uri": uri, "version": version}, "contentChanges": [{"text": text}]}
    tell(server, "textDocument/didChange", params)


def changed_on_disk(server: Any, uri: str) -> None:
    tell(server, "workspace/didChangeWatchedFiles", {"changes": [{"uri": uri, "type": 2}]})


@contextmanager
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The names of the scripts that are checked."""
    checked: list[str] = []
    check = checks.check_document

    def counting(script: OpenScript, *more: Any) -> checks.DocumentFindings:
        checked.append(Path(script.path or "").stem)
        return check(script, *more)

    with monkeypatch.context() as patch:
        patch.setattr(checks, "check_document", counting)
        yield checked


def test_an_imported_file_is_read_from_the_disk(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, shared=SHARED, call=CALL)
        app, said = await here(tmp_path)
        open_(app.session, uris["call"], CALL)
        await settled()
        assert published(said, uris["call"]) == []

    asyncio.run(work())


def test_the_unsaved_text_of_an_open_file_is_read_first(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, shared=SHARED.replace("verify", "other"), call=CALL)
        app, said = await here(tmp_path)
        open_(app.session, uris["shared"], SHARED)
        open_(app.session, uris["call"], CALL)
        await settled()
        assert published(said, uris["call"]) == []

    asyncio.run(work())


def test_a_file_outside_of_the_project_is_not_read(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path / "inside", call=CALL.replace("shared.scn", "../shared.scn"))
        outside = written(tmp_path, "shared.scn", SHARED)
        app, said = await here(tmp_path / "inside")
        open_(app.session, outside, SHARED)
        open_(app.session, uris["call"], CALL.replace("shared.scn", "../shared.scn"))
        await settled()
        assert any("outside of the project" in each["message"] for each in published(said, uris["call"]))

    asyncio.run(work())


def test_without_a_folder_only_open_documents_are_imported(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, shared=SHARED, call=CALL)
        app, said = await here()
        open_(app.session, uris["call"], CALL)
        await settled()
        assert any(
            "open the folder of the project" in each["message"] for each in published(said, uris["call"])
        )

        open_(app.session, uris["shared"], SHARED)
        await settled()
        assert published(said, uris["call"]) == []

    asyncio.run(work())


def test_of_other_files_than_scripts_and_rows_nothing_is_read(tmp_path: Path) -> None:
    async def work() -> None:
        text = CALL.replace("shared.scn", "notes.txt")
        uris = project(tmp_path, call=text)
        written(tmp_path, "notes.txt", "fragment: verify(code)\nsecret: 1\n")
        app, said = await here(tmp_path)
        open_(app.session, uris["call"], text)
        await settled()
        assert any("`notes.txt` is neither" in each["message"] for each in published(said, uris["call"]))
        assert "secret" not in str(said)

    asyncio.run(work())


def test_an_error_in_an_imported_file_is_one_message_at_the_line_that_imports_it(tmp_path: Path) -> None:
    async def work() -> None:
        broken = SHARED + "  sya: One\n  sya: Two\n"
        uris = project(tmp_path, shared=broken, call=CALL)
        app, said = await here(
            tmp_path, {"textDocument": {"publishDiagnostics": {"relatedInformation": True}}}
        )
        open_(app.session, uris["call"], CALL)
        open_(app.session, uris["shared"], broken)
        await settled()

        (found,) = published(said, uris["call"])
        assert found["message"] == (
            "`shared.scn` has 2 errors, so this script can't be compiled\n"
            "help: fix line 4: unknown keyword `sya`"
        )
        assert found["range"] == {"start": {"line": 0, "character": 8}, "end": {"line": 0, "character": 18}}
        (place,) = found["relatedInformation"]
        assert place["location"]["uri"] == uris["shared"]
        assert place["location"]["range"]["start"] == {"line": 3, "character": 2}
        assert codes(published(said, uris["shared"])) == ["SCN101", "SCN101"]

    asyncio.run(work())


def test_an_error_two_imports_away_is_reported_at_the_first_import(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(
            tmp_path,
            shared=SHARED + "  sya: One\n",
            middle="import: shared.scn\n",
            call=CALL.replace("shared", "middle"),
        )
        app, said = await here(tmp_path)
        open_(app.session, uris["call"], CALL.replace("shared", "middle"))
        await settled()
        (found,) = published(said, uris["call"])
        assert found["message"].startswith("`shared.scn` has an error")

    asyncio.run(work())


def test_what_only_this_script_makes_wrong_is_reported_in_this_script(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, shared=SHARED, call=CALL)
        app, said = await here(tmp_path)
        open_(app.session, uris["call"], CALL.replace('code = "AB12"', "cod = 1"))
        open_(app.session, uris["shared"], SHARED)
        await settled()
        assert "has no parameter `cod`" in published(said, uris["call"])[0]["message"]
        assert published(said, uris["shared"]) == []

    asyncio.run(work())


def test_a_change_in_a_file_is_seen_at_once_in_the_open_scripts_that_import_it_and_only_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        scripts = {f"call{number}": CALL for number in range(200)}
        far = CALL.replace("shared", "middle")
        uris = project(
            tmp_path, shared=SHARED, middle="import: shared.scn\n", far=far, other="role: A\n", **scripts
        )
        app, said = await here(tmp_path)
        server = app.session
        for name, text in (
            ("call7", CALL),
            ("call8", CALL),
            ("far", far),
            ("other", "role: A\n"),
            ("shared", SHARED),
        ):
            open_(server, uris[name], text)
        await settled()

        with counted(monkeypatch) as checked:
            change(server, uris["shared"], SHARED.replace("(code)", "(kode)"))
            await settled()

        assert sorted(checked) == ["call7", "call8", "far", "shared"]
        for name in ("call7", "call8", "far"):
            assert any("no parameter `code`" in each["message"] for each in published(said, uris[name]))
        assert published(said, uris["other"])

    asyncio.run(work())


def test_a_change_on_the_disk_is_seen_at_once_in_the_open_scripts_that_import_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        uris = project(tmp_path, shared=SHARED, call=CALL, other=CALL.replace("import: shared.scn\n", ""))
        app, said = await here(tmp_path)
        server = app.session
        open_(server, uris["call"], CALL)
        open_(server, uris["other"], "role: A\n")
        await settled()

        with counted(monkeypatch) as checked:
            written(tmp_path, "shared.scn", SHARED.replace("verify", "check"))
            changed_on_disk(server, uris["shared"])
            await settled()

        assert checked == ["call"]
        assert "unknown fragment `verify`" in published(said, uris["call"])[0]["message"]

    asyncio.run(work())


def test_a_file_that_is_created_later_is_found(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, call=CALL)
        app, said = await here(tmp_path)
        open_(app.session, uris["call"], CALL)
        await settled()
        assert published(said, uris["call"])[0]["data"]["name"] == "bad-import"

        changed_on_disk(app.session, written(tmp_path, "shared.scn", SHARED))
        await settled()
        assert published(said, uris["call"]) == []

    asyncio.run(work())


def test_paths_in_messages_are_those_that_an_author_would_write(tmp_path: Path) -> None:
    async def work() -> None:
        text = CALL.replace("shared.scn", "lib/shared.scn")
        uris = project(tmp_path, call=text)
        written(tmp_path, "lib/other.scn", "import: shared.scn\n")
        app, said = await here(tmp_path)
        open_(app.session, uris["call"], text)
        await settled()
        assert any("can't find `lib/shared.scn`" in each["message"] for each in published(said, uris["call"]))

        changed_on_disk(app.session, written(tmp_path, "lib/shared.scn", "import: other.scn\n" + SHARED))
        await settled()
        assert str(tmp_path) not in str([each["message"] for each in published(said, uris["call"])])

    asyncio.run(work())


def test_a_file_that_is_closed_counts_as_it_is_on_the_disk(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, shared=SHARED, call=CALL)
        app, said = await here(tmp_path)
        open_(app.session, uris["call"], CALL)
        open_(app.session, uris["shared"], "")
        await settled()
        assert published(said, uris["call"])

        tell(app.session, "textDocument/didClose", {"textDocument": {"uri": uris["shared"]}})
        await settled()
        assert published(said, uris["call"]) == []

    asyncio.run(work())


TABLE = "scenario: Move to $day\nrole: A\nlanguage: en\nexamples: day\nrows: days.csv\nFIRST_MESSAGE\n  say: $day\n  end call\n"


def test_a_change_in_a_file_of_rows_is_seen_at_once(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, call=TABLE)
        days = written(tmp_path, "days.csv", "day\nMonday\n")
        watching = {"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": True}}}
        app, said = await here(tmp_path, watching)
        open_(app.session, uris["call"], TABLE)
        await settled()
        assert published(said, uris["call"]) == []
        registered = [each["params"] for each in said if each.get("method") == "client/registerCapability"]
        assert "days.csv" in str(registered)

        written(tmp_path, "days.csv", 'day\nMo"nday,Tuesday\n')
        changed_on_disk(app.session, days)
        await settled()
        (found,) = published(said, uris["call"])
        assert found["message"].startswith("`days.csv` has an error")

    asyncio.run(work())


def test_a_client_that_pulls_is_told_to_pull_again(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, shared=SHARED, call=CALL)
        app, said = await here(tmp_path, PULL)
        server = app.session
        open_(server, uris["call"], CALL)
        open_(server, uris["shared"], SHARED)
        pull = {"textDocument": {"uri": uris["call"]}}
        first = await ask(server, said, "textDocument/diagnostic", pull)
        assert first["items"] == []

        change(server, uris["shared"], SHARED.replace("(code)", "(kode)"))
        await asyncio.sleep(0.05)
        assert "workspace/diagnostic/refresh" in {each.get("method") for each in said}
        again = await ask(
            server, said, "textDocument/diagnostic", {**pull, "previousResultId": first["resultId"]}
        )
        assert "no parameter `code`" in again["items"][0]["message"]

    asyncio.run(work())


def test_workspace_diagnostics_of_importers_change_with_the_text_in_the_editor(tmp_path: Path) -> None:
    async def work() -> None:
        uris = project(tmp_path, shared=SHARED, call=CALL)
        app, said = await here(tmp_path, PULL)
        server = app.session
        open_(server, uris["shared"], SHARED.replace("verify", "check"))
        report = await ask(server, said, "workspace/diagnostic", {"previousResultIds": []})
        found = {each["uri"]: each for each in report["items"]}
        assert "unknown fragment" in found[uris["call"]]["items"][0]["message"]

        change(server, uris["shared"], SHARED)
        known = [{"uri": uri, "value": each["resultId"]} for uri, each in found.items()]
        report = await ask(server, said, "workspace/diagnostic", {"previousResultIds": known})
        found = {each["uri"]: each for each in report["items"]}
        assert (found[uris["call"]]["kind"], found[uris["call"]]["items"]) == ("full", [])

    asyncio.run(work())
