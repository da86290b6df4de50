"""Requests of an editor, over the protocol: labels, symbols, folds, selections, lenses, hints, links."""

import asyncio
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient

from support.cursors import cursor

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONFIG = ClientServerConfig(server_command=[str(Path(sys.executable).with_name("scn")), "lsp"])
COMMANDS = ["scn.showPayload", "scn.showReferences"]

CALL = """
    # Hello.
    # scn: allow unused-label for later
    scenario: One 😀
    role: A caller

    FIRST_MESSAGE
      wait
    @order WHEN contains "😀" OR contains "order"
      say: Four
    THEN
      say: Five
    AFTER @or‸der
      end call
"""


def capable() -> types.ClientCapabilities:
    """A client that can all that these features ask for."""
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[types.PositionEncodingKind.Utf16]),
        text_document=types.TextDocumentClientCapabilities(
            definition=types.DefinitionClientCapabilities(link_support=True),
            document_symbol=types.DocumentSymbolClientCapabilities(hierarchical_document_symbol_support=True),
            document_link=types.DocumentLinkClientCapabilities(tooltip_support=True),
            rename=types.RenameClientCapabilities(prepare_support=True),
        ),
        workspace=types.WorkspaceClientCapabilities(
            workspace_edit=types.WorkspaceEditClientCapabilities(document_changes=True)
        ),
    )


@pytest_lsp.fixture(scope="module", config=CONFIG)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client that can much."""
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capable(), initialization_options={"commands": COMMANDS})
    )
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(scope="module", config=CONFIG)
async def plain(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client that says nothing of itself."""
    await lsp_client.initialize_session(types.InitializeParams(capabilities=types.ClientCapabilities()))
    yield
    await lsp_client.shutdown_session()


class Opened:
    """A document that a client has open, with a cursor in it."""

    numbers = iter(range(1000))

    def __init__(self, client: LanguageClient, marked: str, uri: str = "") -> None:
        self.client = client
        self.text, offset = cursor(marked)
        self.uri = uri or f"file:///calls/{next(self.numbers)}.scn"
        self.identifier = types.TextDocumentIdentifier(uri=self.uri)
        line = self.text.count("\n", 0, offset)
        column = offset - self.text.rfind("\n", 0, offset) - 1
        self.position = types.Position(line=line, character=column)
        self.at = {"text_document": self.identifier, "position": self.position}
        item = types.TextDocumentItem(uri=self.uri, language_id="scn", version=7, text=self.text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))

    def within(self, place: types.Range) -> str:
        """What stands at a range."""
        lines = self.text.encode("utf-16-le").decode("utf-16-le").splitlines(keepends=True)
        if place.start.line == place.end.line:
            units = lines[place.start.line].encode("utf-16-le")
            return units[2 * place.start.character : 2 * place.end.character].decode("utf-16-le")
        return f"lines {place.start.line}-{place.end.line}"


async def test_definition_with_links(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    (link,) = await client.text_document_definition_async(types.DefinitionParams(**opened.at))

    assert (opened.within(link.origin_selection_range), opened.within(link.target_selection_range)) == (
        "@order",
    ) * 2
    assert opened.within(link.target_range) == "lines 7-8"


async def test_definition_without_links(plain: LanguageClient) -> None:
    opened = Opened(plain, CALL)

    found = await plain.text_document_definition_async(types.DefinitionParams(**opened.at))

    assert (found.uri, opened.within(found.range)) == (opened.uri, "@order")


@pytest.mark.parametrize(("with_definition", "lines"), [(True, [7, 11]), (False, [11])])
async def test_references(client: LanguageClient, with_definition: bool, lines: list[int]) -> None:
    opened = Opened(client, CALL)
    context = types.ReferenceContext(include_declaration=with_definition)

    found = await client.text_document_references_async(types.ReferenceParams(**opened.at, context=context))

    assert [place.range.start.line for place in found] == lines


async def test_highlights(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    found = await client.text_document_document_highlight_async(types.DocumentHighlightParams(**opened.at))

    assert [each.kind for each in found] == [
        types.DocumentHighlightKind.Write,
        types.DocumentHighlightKind.Read,
    ]


async def test_where_there_is_no_label_the_answer_is_nothing(client: LanguageClient) -> None:
    opened = Opened(client, "FIRST_MESSAGE\n  wa‸it\n")
    context = types.ReferenceContext(include_declaration=True)

    assert await client.text_document_definition_async(types.DefinitionParams(**opened.at)) is None
    assert (
        await client.text_document_references_async(types.ReferenceParams(**opened.at, context=context))
        is None
    )
    assert (
        await client.text_document_document_highlight_async(types.DocumentHighlightParams(**opened.at))
        is None
    )
    assert await client.text_document_prepare_rename_async(types.PrepareRenameParams(**opened.at)) is None
    assert await client.text_document_rename_async(types.RenameParams(**opened.at, new_name="x")) is None
    assert (
        await client.text_document_linked_editing_range_async(types.LinkedEditingRangeParams(**opened.at))
        is None
    )


async def test_a_rename_is_of_the_version_that_was_seen(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    prepared = await client.text_document_prepare_rename_async(types.PrepareRenameParams(**opened.at))
    edit = await client.text_document_rename_async(types.RenameParams(**opened.at, new_name="@parcel"))

    assert (prepared.placeholder, opened.within(prepared.range)) == ("order", "order")
    (change,) = edit.document_changes
    assert (change.text_document.uri, change.text_document.version) == (opened.uri, 7)
    assert [(opened.within(each.range), each.new_text) for each in change.edits] == [("order", "parcel")] * 2


async def test_a_rename_for_a_client_without_versions(plain: LanguageClient) -> None:
    opened = Opened(plain, CALL)

    edit = await plain.text_document_rename_async(types.RenameParams(**opened.at, new_name="parcel"))

    assert len(edit.changes[opened.uri]) == 2


async def test_a_refused_rename_says_why(client: LanguageClient) -> None:
    opened, numbered = Opened(client, CALL), Opened(client, "@‸7 WHEN It rings\n  say: Hi\n")

    with pytest.raises(JsonRpcException, match="`Parcel` is no label") as refused:
        await client.text_document_rename_async(types.RenameParams(**opened.at, new_name="Parcel"))
    assert refused.value.code == types.LSPErrorCodes.RequestFailed
    with pytest.raises(JsonRpcException, match="`@7` fixes an id"):
        await client.text_document_prepare_rename_async(types.PrepareRenameParams(**numbered.at))


async def test_linked_editing(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    found = await client.text_document_linked_editing_range_async(types.LinkedEditingRangeParams(**opened.at))

    assert [opened.within(place) for place in found.ranges] == ["order", "order"]


async def test_symbols_in_a_tree(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    (scenario,) = await client.text_document_document_symbol_async(
        types.DocumentSymbolParams(text_document=opened.identifier)
    )

    order = scenario.children[1]
    assert (scenario.name, [each.name for each in order.children]) == ("One 😀", ["THEN", "AFTER @order"])
    assert (order.detail, opened.within(order.selection_range)) == ("1 · Four", "@order")
    assert (scenario.range.end.line, order.range.end.line) == (12, 12)


async def test_symbols_in_a_list(plain: LanguageClient) -> None:
    opened = Opened(plain, CALL)

    found = await plain.text_document_document_symbol_async(
        types.DocumentSymbolParams(text_document=opened.identifier)
    )

    assert [each.container_name for each in found][:3] == [None, "One 😀", "One 😀"]
    assert found[3].container_name == '@order WHEN contains "😀" OR contains "order"'


async def test_folds(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    found = await client.text_document_folding_range_async(
        types.FoldingRangeParams(text_document=opened.identifier)
    )

    assert [(fold.start_line, fold.end_line) for fold in found] == [
        (0, 1),
        (2, 12),
        (5, 6),
        (7, 8),
        (9, 10),
        (11, 12),
    ]
    assert [fold.kind for fold in found][:2] == [types.FoldingRangeKind.Comment, None]


async def test_selections_one_for_each_cursor(client: LanguageClient) -> None:
    opened = Opened(client, CALL)
    positions = [opened.position, types.Position(line=0, character=0)]

    found = await client.text_document_selection_range_async(
        types.SelectionRangeParams(text_document=opened.identifier, positions=positions)
    )

    assert [opened.within(each.range) for each in found] == ["order", "# Hello."]
    assert opened.within(found[0].parent.range) == "@order"


async def test_lenses_for_a_client_with_commands(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    follow_ups, payload = await client.text_document_code_lens_async(
        types.CodeLensParams(text_document=opened.identifier)
    )

    assert (follow_ups.command.title, follow_ups.command.command) == ("2 follow-ups", "scn.showReferences")
    uri, position, places = follow_ups.command.arguments
    assert (uri, position["line"], [each["range"]["start"]["line"] for each in places]) == (
        opened.uri,
        7,
        [9, 11],
    )
    assert (payload.command.command, [*payload.command.arguments]) == ("scn.showPayload", [opened.uri])
    assert (payload.range.start.line, payload.command.title) == (2, "show payload")


async def test_lenses_for_a_client_without_commands(plain: LanguageClient) -> None:
    opened = Opened(plain, CALL)

    (lens,) = await plain.text_document_code_lens_async(types.CodeLensParams(text_document=opened.identifier))

    assert (lens.command.title, lens.command.command) == ("2 follow-ups", "")


async def test_hints_in_the_lines_that_are_seen(client: LanguageClient) -> None:
    opened = Opened(client, CALL)
    seen = types.Range(start=types.Position(line=9, character=0), end=types.Position(line=11, character=0))

    id, parent, below = await client.text_document_inlay_hint_async(
        types.InlayHintParams(text_document=opened.identifier, range=seen)
    )

    assert (id.label, id.position.character, id.padding_right, id.tooltip) == (
        "2",
        0,
        True,
        "the id of this block is 2",
    )
    assert (parent.label[0].value, parent.label[0].location.range.start.line) == ("↳ 1", 7)
    assert (parent.position.character, below.label) == (4, "3")


async def test_names_of_problems_are_links_to_their_pages(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    (link,) = await client.text_document_document_link_async(
        types.DocumentLinkParams(text_document=opened.identifier)
    )

    assert opened.within(link.range) == "unused-label"
    assert Path(link.target.removeprefix("file://")).read_text(encoding="utf-8")
    assert link.tooltip == "what unused-label means"


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
