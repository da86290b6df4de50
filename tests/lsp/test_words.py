"""Completion, hovers and signatures over the protocol, for clients with many capabilities and with few."""

import sys
from collections.abc import AsyncIterator
from itertools import count
from pathlib import Path

import pytest
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from support.cursors import cursor

pytestmark = pytest.mark.asyncio(loop_scope="module")

CONFIG = ClientServerConfig(server_command=[str(Path(sys.executable).with_name("scn")), "lsp"])
MARKDOWN = [types.MarkupKind.Markdown, types.MarkupKind.PlainText]
CALL = "scenario: Ex😀mple\nrole: A caller\nlanguage: en\n\nFIRST_MESSAGE\n  say: 😀 "

_numbers = count()


def _capable() -> types.ClientCapabilities:
    item = types.ClientCompletionItemOptions(
        snippet_support=True, insert_replace_support=True, documentation_format=MARKDOWN
    )
    return types.ClientCapabilities(
        text_document=types.TextDocumentClientCapabilities(
            completion=types.CompletionClientCapabilities(completion_item=item),
            hover=types.HoverClientCapabilities(content_format=MARKDOWN),
            signature_help=types.SignatureHelpClientCapabilities(
                signature_information=types.ClientSignatureInformationOptions(documentation_format=MARKDOWN)
            ),
        )
    )


@pytest_lsp.fixture(scope="module", config=CONFIG)
async def client(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client with many capabilities."""
    await lsp_client.initialize_session(types.InitializeParams(capabilities=_capable()))
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(scope="module", config=CONFIG)
async def simple(lsp_client: LanguageClient) -> AsyncIterator[None]:
    """A client that announces no capabilities."""
    await lsp_client.initialize_session(types.InitializeParams(capabilities=types.ClientCapabilities()))
    yield
    await lsp_client.shutdown_session()


def opened(client: LanguageClient, script: str) -> tuple[types.TextDocumentIdentifier, types.Position]:
    """Open a script in the client; returns it without its cursor, and the cursor's position in UTF-16."""
    text, offset = cursor(script)
    uri = f"file:///words/{next(_numbers)}.scn"
    item = types.TextDocumentItem(uri=uri, language_id="scn", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    above, _, before = text[:offset].rpartition("\n")
    line = above.count("\n") + 1 if above else 0
    column = len(before.encode("utf-16-le")) // 2
    return types.TextDocumentIdentifier(uri=uri), types.Position(line=line, character=column)


async def offered(
    client: LanguageClient,
    script: str,
    sign: str | None = None,
    kind: types.CompletionTriggerKind = types.CompletionTriggerKind.Invoked,
) -> types.CompletionList:
    document, position = opened(client, script)
    kind = types.CompletionTriggerKind.TriggerCharacter if sign else kind
    answer = await client.text_document_completion_async(
        types.CompletionParams(
            text_document=document,
            position=position,
            context=types.CompletionContext(trigger_kind=kind, trigger_character=sign),
        )
    )
    assert isinstance(answer, types.CompletionList)
    return answer


def named(found: types.CompletionList, label: str) -> types.CompletionItem:
    return next(item for item in found.items if item.label == label)


async def test_offers_come_in_their_order(client: LanguageClient) -> None:
    found = await offered(client, CALL + "<‸", "<")

    assert [item.sort_text for item in found.items] == [f"{place:04}" for place in range(len(found.items))]


async def test_a_tag_comes_with_its_tab_stop_and_replaces_the_whole_word(client: LanguageClient) -> None:
    found = named(await offered(client, CALL + "<si‸lence"), '<silence time="1s" />')

    assert found.insert_text_format is types.InsertTextFormat.Snippet
    assert found.filter_text == "<silence"
    assert isinstance(found.text_edit, types.InsertReplaceEdit)
    assert found.text_edit.new_text == '<silence time="${1:1s}" />'
    assert (found.text_edit.insert.start.character, found.text_edit.insert.end.character) == (10, 13)
    assert (found.text_edit.replace.start.character, found.text_edit.replace.end.character) == (10, 18)


async def test_without_tab_stops_the_suggestion_is_there(simple: LanguageClient) -> None:
    found = named(await offered(simple, CALL + "<si‸"), '<silence time="1s" />')

    assert found.insert_text_format is types.InsertTextFormat.PlainText
    assert isinstance(found.text_edit, types.TextEdit)
    assert found.text_edit.new_text == '<silence time="1s" />'


async def test_the_space_after_a_keyword_is_kept(client: LanguageClient) -> None:
    found = named(await offered(client, CALL + "Hi\nwh‸"), "WHEN")

    assert isinstance(found.text_edit, types.InsertReplaceEdit)
    assert found.text_edit.new_text == "WHEN $0"
    assert found.insert_text_format is types.InsertTextFormat.Snippet


async def test_a_block_goes_to_the_margin(client: LanguageClient) -> None:
    found = named(await offered(client, CALL + "Hi\n  ‸"), "THEN end call")

    assert found.additional_text_edits is not None
    [edit] = found.additional_text_edits
    assert (edit.new_text, edit.range.start.character, edit.range.end.character) == ("", 0, 2)
    assert found.insert_text_mode is types.InsertTextMode.AsIs


@pytest.mark.parametrize(
    ("script", "label", "text"),
    [
        (CALL + "Hi\n‸", "THEN end call", "THEN\n  end call"),
        (CALL + "Hi\n  ‸", "end call", "end call"),
    ],
)
async def test_an_item_with_spaces_comes_as_a_snippet_because_some_editors_cut_plain_text_there(
    client: LanguageClient, simple: LanguageClient, script: str, label: str, text: str
) -> None:
    found, plain = named(await offered(client, script), label), named(await offered(simple, script), label)

    assert found.insert_text_format is types.InsertTextFormat.Snippet
    assert plain.insert_text_format is types.InsertTextFormat.PlainText
    assert found.text_edit
    assert plain.text_edit
    assert found.text_edit.new_text == plain.text_edit.new_text == text


@pytest.mark.parametrize(
    ("script", "label", "text"),
    [
        (CALL + "[si‸]", "[sigh]", "[sigh]"),
        (CALL + "[‸] Hm", "[sigh]", "[sigh]"),
        (CALL + "<spell>AB</‸>", "</spell>", "</spell>"),
        (CALL + '<silence time="‸" />', "1s", '1s"'),
    ],
)
async def test_a_closing_bracket_that_exists_already_is_not_doubled(
    client: LanguageClient, simple: LanguageClient, script: str, label: str, text: str
) -> None:
    cursor_at = len(script.split("‸", maxsplit=1)[0].splitlines()[-1].encode("utf-16-le")) // 2

    found, plain = named(await offered(client, script), label), named(await offered(simple, script), label)

    assert isinstance(found.text_edit, types.InsertReplaceEdit)
    assert found.text_edit.new_text == text
    assert found.text_edit.insert.end.character == found.text_edit.replace.end.character == cursor_at + 1
    assert isinstance(plain.text_edit, types.TextEdit)
    assert (plain.text_edit.new_text, plain.text_edit.range.end.character) == (text[:-1], cursor_at)


async def test_the_rest_of_a_word_stays_where_the_editor_inserts(client: LanguageClient) -> None:
    found = named(await offered(client, CALL + "[si‸gh]"), "[sigh]")

    assert isinstance(found.text_edit, types.InsertReplaceEdit)
    assert found.text_edit.new_text == "[sigh"
    assert found.text_edit.insert.end.character + 2 == found.text_edit.replace.end.character


async def test_the_documentation_of_an_item_is_looked_up_later(client: LanguageClient) -> None:
    item = named(await offered(client, CALL + "<‸"), '<silence time="1s" />')
    assert item.documentation is None

    item = await client.completion_item_resolve_async(item)

    assert isinstance(item.documentation, types.MarkupContent)
    assert item.documentation.kind is types.MarkupKind.Markdown
    assert "**`<silence time=" in item.documentation.value


async def test_a_label_is_explained_by_its_block(simple: LanguageClient) -> None:
    script = CALL + "Hi\n@day WHEN The agent asks for a day\n  say: Friday\nAFTER ‸\n"
    item = await simple.completion_item_resolve_async(named(await offered(simple, script), "@day"))

    assert isinstance(item.documentation, types.MarkupContent)
    assert item.documentation.kind is types.MarkupKind.PlainText
    assert item.documentation.value == "    @day WHEN The agent asks for a day\n      say: Friday"


@pytest.mark.parametrize(
    ("words", "sign"),
    [("Hello there, ‸", " "), ("3 < ‸", " "), ("It's‸", "'"), ("Well.‸", "."), ("Hi\n  ‸", " ")],
)
async def test_nothing_is_offered_in_prose(client: LanguageClient, words: str, sign: str) -> None:
    assert not (await offered(client, CALL + words, sign)).items


async def test_nothing_is_offered_after_the_quote_that_ends_a_condition(client: LanguageClient) -> None:
    script = CALL + 'Hi\nWHEN contains "a"‸'

    assert not (await offered(client, script, '"')).items
    assert (await offered(client, script)).items


async def test_a_list_that_appears_while_typing_closes_once_the_line_is_finished(
    client: LanguageClient,
) -> None:
    again, asked = (
        types.CompletionTriggerKind.TriggerForIncompleteCompletions,
        types.CompletionTriggerKind.Invoked,
    )

    for script, kind, is_open in (
        ("language: e‸", again, True),
        ("language: en‸", again, False),
        ("language: en‸", asked, True),
    ):
        found = await offered(client, script, kind=kind)
        assert bool(found.items) is is_open
        assert found.is_incomplete is is_open  # the editor asks again after each key


async def hovered(client: LanguageClient, script: str) -> types.Hover | None:
    document, position = opened(client, script)
    return await client.text_document_hover_async(
        types.HoverParams(text_document=document, position=position)
    )


async def test_a_hover_has_the_range_of_its_word(client: LanguageClient) -> None:
    found = await hovered(client, CALL + '<silence t‸ime="1s" /> Hi\n')

    assert found is not None
    assert found.range is not None
    assert (found.range.start.character, found.range.end.character) == (19, 28)
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.value.startswith("**`time`** of `<silence>`")


async def test_a_hover_is_plain_for_those_who_want_it_plain(simple: LanguageClient) -> None:
    found = await hovered(simple, CALL + "<silence‸ />\n")

    assert found is not None
    assert isinstance(found.contents, types.MarkupContent)
    assert found.contents.kind is types.MarkupKind.PlainText
    assert "**" not in found.contents.value
    assert "```" not in found.contents.value
    assert "SCN403 missing-attribute (error)" in found.contents.value


async def test_prose_has_no_hover(client: LanguageClient) -> None:
    assert await hovered(client, CALL + "Hello th‸ere\n") is None


async def test_a_tag_shows_its_attributes(client: LanguageClient) -> None:
    document, position = opened(client, CALL + '<noise sound="beep" time=‸')

    found = await client.text_document_signature_help_async(
        types.SignatureHelpParams(text_document=document, position=position)
    )

    assert found is not None
    assert found.active_parameter == 2
    assert found.signatures[0].label == '<noise sound="…" [volume="…"] [time="…"] />'
    assert [each.label for each in found.signatures[0].parameters or ()] == [
        'sound="…"',
        '[volume="…"]',
        '[time="…"]',
    ]
