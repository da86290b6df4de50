"""Symbols of whole folders, over the protocol."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient

from support.lsp_session import CONFIG, Opened, capable

pytestmark = pytest.mark.asyncio(loop_scope="module")


# All scripts of the folders


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("calls")


@pytest_lsp.fixture(scope="module", config=CONFIG)
async def searching(lsp_client: LanguageClient, folder: Path) -> AsyncIterator[None]:
    """A client with a folder open."""
    folders = [types.WorkspaceFolder(uri=folder.as_uri(), name="calls")]
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capable(), workspace_folders=folders)
    )
    yield
    await lsp_client.shutdown_session()


def write(path: Path, *names: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"scenario: {each}\nFIRST_MESSAGE\n  wait\n" for each in names), encoding="utf-8")
    return path


async def search(client: LanguageClient, query: str) -> list[str]:
    found = await client.workspace_symbol_async(types.WorkspaceSymbolParams(query=query))
    return [each.name for each in found or ()]


async def test_symbols_are_found_in_all_scripts_of_a_folder(searching: LanguageClient, folder: Path) -> None:
    write(folder / "all" / "one.scn", "Alpha 😀 one", "Alpha two")
    write(folder / "all" / "deep" / "er.scn", "On alpha")
    write(folder / "all" / ".hidden.scn", "Alpha hidden")
    write(folder / "all" / "no.txt", "Alpha text")
    (folder / "all" / "bad.scn").write_bytes(b"scenario: Alpha \xff\n")
    params = types.WorkspaceSymbolParams(query="alpha")

    found = await searching.workspace_symbol_async(params)

    assert [each.name for each in found] == ["Alpha 😀 one", "Alpha two", "On alpha"]
    assert found[1].location.uri == (folder / "all" / "one.scn").as_uri()
    assert (found[1].location.range.start.line, found[1].location.range.end.character) == (3, 19)
    assert found[0].location.range.end.character == 22


async def test_a_script_is_read_again_when_it_changes_and_forgotten_when_it_goes(
    searching: LanguageClient, folder: Path
) -> None:
    path = write(folder / "changing.scn", "Beta")
    assert await search(searching, "beta") == ["Beta"]

    write(path, "Beta the second")
    assert await search(searching, "beta") == ["Beta the second"]

    path.unlink()
    assert await search(searching, "beta") == []


async def test_an_open_script_is_searched_as_it_is_being_written(
    searching: LanguageClient, folder: Path
) -> None:
    path = write(folder / "open.scn", "Gamma on disk")

    Opened(searching, "scenario: Gamma as typed‸\n", path.as_uri())

    assert await search(searching, "gamma") == ["Gamma as typed"]


async def test_scripts_that_a_configuration_excludes_are_not_searched(
    searching: LanguageClient, folder: Path
) -> None:
    write(folder / "excluding" / "old" / "a.scn", "Delta old")
    write(folder / "excluding" / "b.scn", "Delta new")
    (folder / "excluding" / "scn.toml").write_text('exclude = ["old"]\n', encoding="utf-8")

    assert await search(searching, "delta") == ["Delta new"]


async def test_of_very_many_symbols_the_closest_are_found(searching: LanguageClient, folder: Path) -> None:
    write(folder / "many.scn", *(f"Is epsilon {number}" for number in range(400)), "Epsilon")

    found = await search(searching, "epsilon")

    assert (len(found), found[0]) == (256, "Epsilon")


async def test_a_search_can_be_given_up(searching: LanguageClient, folder: Path) -> None:
    for number in range(150):
        write(folder / "long" / f"{number}.scn", f"Zeta {number}")
    params = types.WorkspaceSymbolParams(query="zeta")
    answer = searching.protocol.send_request(types.WORKSPACE_SYMBOL, params, msg_id="given up")
    searching.cancel_request(types.CancelParams(id="given up"))

    with pytest.raises(JsonRpcException) as given_up:
        await asyncio.wrap_future(answer)
    assert given_up.value.code == types.LSPErrorCodes.RequestCancelled
