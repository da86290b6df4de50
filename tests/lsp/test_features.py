"""Requests of an editor, over the protocol: labels, symbols, folds, selections, lenses, hints, links."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import LanguageClient

from support.lsp_client import Talk
from support.lsp_session import CONFIG, Opened, capable

pytestmark = pytest.mark.asyncio(loop_scope="module")
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


@pytest_lsp.fixture(scope="module", config=CONFIG)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client with many capabilities."""
    await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capable(), initialization_options={"commands": COMMANDS})
    )
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(scope="module", config=CONFIG)
async def plain(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client that announces no capabilities."""
    await lsp_client.initialize_session(types.InitializeParams(capabilities=types.ClientCapabilities()))
    yield
    await lsp_client.shutdown_session()


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

    with pytest.raises(JsonRpcException, match="invalid label `Parcel`") as refused:
        await client.text_document_rename_async(types.RenameParams(**opened.at, new_name="Parcel"))
    assert refused.value.code == types.LSPErrorCodes.RequestFailed
    with pytest.raises(JsonRpcException, match="`@7` sets the block"):
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

    (hint,) = await client.text_document_inlay_hint_async(
        types.InlayHintParams(text_document=opened.identifier, range=seen)
    )

    id, parent = hint.label
    assert (id.value, id.tooltip, hint.padding_left) == ("id 2", "id in the payload: 2", True)
    assert (parent.value, parent.location.range.start.line) == (" ↳ 1", 7)
    assert hint.position == types.Position(line=9, character=len("THEN"))


async def test_names_of_rules_are_links_to_their_pages(client: LanguageClient) -> None:
    opened = Opened(client, CALL)

    (link,) = await client.text_document_document_link_async(
        types.DocumentLinkParams(text_document=opened.identifier)
    )

    assert opened.within(link.range) == "unused-label"
    assert Path(link.target.removeprefix("file://")).read_text(encoding="utf-8")
    assert link.tooltip == "Open the page of unused-label"


@pytest.mark.parametrize(("can", "name"), [(True, "Spanish"), (False, None)])
async def test_codes_of_languages_have_their_names_beside_them(
    talk: Talk, can: bool, name: str | None
) -> None:
    item = {"labelDetailsSupport": can}
    talk.initialize({"textDocument": {"completion": {"completionItem": item}}})
    uri = talk.open("scenario: A\nlanguage: e")

    found = talk.ask(
        "textDocument/completion", textDocument={"uri": uri}, position={"line": 1, "character": 11}
    )

    items = found if isinstance(found, list) else found["items"]
    (spanish,) = [each for each in items if each["label"] == "es"]
    assert (spanish.get("labelDetails") or {}).get("description") == name
