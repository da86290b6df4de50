"""Edits through the server, in each of the three position encodings."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig, LanguageClient

from scn_compiler import format_text
from scn_compiler.lsp.positions import line_index
from scn_compiler.lsp.token_encoding import TOKEN_LEGEND
from scn_compiler.platforms import TARGETS
from support.laws import sweep
from support.lsp_client import SCN

ENCODINGS = sweep(["utf-16", "utf-8", "utf-32"])
WIDTHS = {"utf-16": 2, "utf-8": 4, "utf-32": 1}
"""Units of 😀."""

HEAD = "scenario: 😀\nrole: B\nlanguage: en\n\n"
MISSPELT = HEAD + 'FIRST_MESSAGE\n  say: 😀\n\nWHEN contains "😀" or contains "b"\n  say: Hello\n  end call\n'
LOOSE = MISSPELT.replace(" or ", "   OR ").replace("\n", "\r\n")
OPTIONS = types.FormattingOptions(tab_size=2, insert_spaces=True)
URI = "file:///nowhere/a.scn"


def capabilities(encoding: str) -> types.ClientCapabilities:
    edits = types.WorkspaceEditClientCapabilities(document_changes=True, snippet_edit_support=True)
    return types.ClientCapabilities(
        general=types.GeneralClientCapabilities(position_encodings=[encoding]),
        workspace=types.WorkspaceClientCapabilities(workspace_edit=edits),
    )


@pytest_lsp.fixture(config=ClientServerConfig(server_command=[*SCN]), scope="module", params=ENCODINGS)
async def client(lsp_client: LanguageClient, request: pytest.FixtureRequest) -> AsyncIterator[None]:
    result = await lsp_client.initialize_session(
        types.InitializeParams(capabilities=capabilities(request.param))
    )
    assert result.capabilities.position_encoding == request.param
    yield
    await lsp_client.shutdown_session()


pytestmark = pytest.mark.asyncio(loop_scope="module")


def encoding_of(client: LanguageClient) -> str:
    assert client.capabilities
    assert client.capabilities.general
    assert client.capabilities.general.position_encodings
    return client.capabilities.general.position_encodings[0]


async def opened(client: LanguageClient, text: str) -> types.TextDocumentIdentifier:
    """An open, checked document."""
    item = types.TextDocumentItem(uri=URI, language_id="scn", version=1, text=text)
    client.text_document_did_open(types.DidOpenTextDocumentParams(text_document=item))
    await client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS)
    return types.TextDocumentIdentifier(uri=URI)


def edited(text: str, edits: Any, encoding: str) -> str:
    lines = line_index(text, encoding)
    for edit in sorted(edits, key=lambda edit: lines.offset(edit.range.start), reverse=True):
        start, end = lines.span(edit.range)
        new = edit.snippet.value if isinstance(edit, types.SnippetTextEdit) else edit.new_text
        text = text[:start] + new + text[end:]
    return text


async def actions(
    client: LanguageClient, document: types.TextDocumentIdentifier, line: int, *only: str
) -> list[types.CodeAction]:
    place = types.Position(line=line, character=0)
    end = types.Position(line=line + 1, character=0)
    shown = [each for each in client.diagnostics[URI] if each.range.start.line == line]
    found = await client.text_document_code_action_async(
        types.CodeActionParams(
            text_document=document,
            range=types.Range(start=place, end=end),
            context=types.CodeActionContext(diagnostics=shown, only=list(only) or None),
        )
    )
    return [each for each in found or [] if isinstance(each, types.CodeAction)]


async def test_a_place_after_an_emoji_is_where_the_client_counts_it(client: LanguageClient) -> None:
    await opened(client, MISSPELT)

    (found,) = client.diagnostics[URI]

    assert found.code == "SCN105"
    start = len('WHEN contains "" ') + WIDTHS[encoding_of(client)]
    assert (found.range.start.line, found.range.start.character) == (7, start)


async def test_a_fix_lands_where_it_should(client: LanguageClient) -> None:
    document = await opened(client, MISSPELT)

    (action,) = await actions(client, document, 7, "quickfix")

    assert (action.title, action.is_preferred, action.kind) == (
        'Write `contains "😀" OR contains "b"`',
        True,
        "quickfix",
    )
    assert [each.code for each in action.diagnostics or ()] == ["SCN105"]
    (change,) = action.edit.document_changes  # type: ignore[union-attr, misc]
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document.version == 1
    assert edited(MISSPELT, change.edits, encoding_of(client)) == MISSPELT.replace(" or ", " OR ")


async def test_all_safe_fixes_are_applied_at_once(client: LanguageClient) -> None:
    text = MISSPELT.replace("say: Hello", "sya: Hello")
    document = await opened(client, text)

    (action,) = await actions(client, document, 0, "source.fixAll")

    assert action.kind == "source.fixAll.scn"
    (change,) = action.edit.document_changes  # type: ignore[union-attr, misc]
    assert isinstance(change, types.TextDocumentEdit)
    assert edited(text, change.edits, encoding_of(client)) == text.replace(" or ", " OR ").replace(
        "sya", "say"
    )


async def test_only_the_requested_kinds_of_code_actions_are_offered(client: LanguageClient) -> None:
    document = await opened(client, MISSPELT)

    assert await actions(client, document, 7, "refactor") == []
    assert await actions(client, document, 0, "quickfix") == []


async def changed_by(client: LanguageClient, text: str, line: int, kind: str) -> dict[str, str]:
    """The script after each code action of a kind on a line."""
    document = await opened(client, text)
    found: dict[str, str] = {}
    for action in await actions(client, document, line, kind):
        (change,) = action.edit.document_changes  # type: ignore[union-attr, misc]
        assert isinstance(change, types.TextDocumentEdit)
        found[action.title] = edited(text, change.edits, encoding_of(client))
    return found


async def test_a_broken_text_has_a_fix_for_each_remedy(client: LanguageClient) -> None:
    text = HEAD + "FIRST_MESSAGE\n  say: 😀\n  Hello 😀\n"

    found = await changed_by(client, text, 6, "quickfix")

    assert found == {
        "Continue the text above: start the line with `|`": text.replace("  Hello", "  | Hello"),
        "Say this on the caller's next turn: add `THEN` and `say:`": text.replace("  H", "THEN\n  say: H"),
        "Comment out this line": text.replace("  Hello", "  # Hello"),
    }


BLOCKS = (
    HEAD + 'FIRST_MESSAGE\n  wait\n\nWHEN contains "😀"\n  say: 😀\nTHEN\n  end call\n\nWHEN x\n  say: B\n'
)


@pytest.mark.parametrize(
    ("kind", "line", "title", "before", "after"),
    [
        ("refactor.rewrite", 7, "Name this block `@step`", "WHEN c", "@${1:step} WHEN c"),
        (
            "refactor.rewrite",
            8,
            "Replace `say:` with `do:` (the caller then improvises on this text)",
            "say: 😀",
            "do: 😀",
        ),
        (
            "refactor.move",
            7,
            "Move this block down with its follow-up (ids change)",
            BLOCKS[len(HEAD) + 22 :],
            'WHEN x\n  say: B\n\nWHEN contains "😀"\n  say: 😀\nTHEN\n  end call\n',
        ),
    ],
)
async def test_a_block_is_refactored(
    client: LanguageClient, kind: str, line: int, title: str, before: str, after: str
) -> None:
    found = await changed_by(client, BLOCKS, line, kind)

    assert found[title] == BLOCKS.replace(before, after)
    assert title in await changed_by(client, BLOCKS, line, "refactor")


async def test_a_suppression_waits_for_its_reason(client: LanguageClient) -> None:
    text = HEAD + "FIRST_MESSAGE\n  say: 😀 <grin />\n  end call\n"
    document = await opened(client, text)

    (action,) = await actions(client, document, 5, "quickfix")

    (change,) = action.edit.document_changes  # type: ignore[union-attr, misc]
    assert isinstance(change, types.TextDocumentEdit)
    allowed = text.replace("  say", "  # scn: allow unknown-tag ${1:reason}\n  say")
    assert edited(text, change.edits, encoding_of(client)) == allowed


async def test_a_script_is_formatted(client: LanguageClient) -> None:
    document = await opened(client, LOOSE)

    edits = await client.text_document_formatting_async(
        types.DocumentFormattingParams(text_document=document, options=OPTIONS)
    )

    assert edits
    assert edited(LOOSE, edits, encoding_of(client)) == format_text(LOOSE).text


async def test_a_range_and_the_line_above_a_new_one_are_formatted(client: LanguageClient) -> None:
    document = await opened(client, LOOSE)
    below = types.Position(line=8, character=0)

    part = await client.text_document_range_formatting_async(
        types.DocumentRangeFormattingParams(
            text_document=document, range=types.Range(start=below, end=below), options=OPTIONS
        )
    )
    above = await client.text_document_on_type_formatting_async(
        types.DocumentOnTypeFormattingParams(text_document=document, position=below, ch="\n", options=OPTIONS)
    )

    for edits in (part, above):
        assert edited(LOOSE, edits, encoding_of(client)) == LOOSE.replace("   OR ", " OR ")


def numbers_to_words(text: str, data: Any, encoding: str) -> list[tuple[str, str]]:
    """Each token with the name of its type."""
    lines = line_index(text, encoding)
    line = column = 0
    found: list[tuple[str, str]] = []
    for at in range(0, len(data), 5):
        below, right, length, kind, _ = data[at : at + 5]
        line, column = line + below, right if below else column + right
        start = lines.offset(types.Position(line=line, character=column))
        end = lines.offset(types.Position(line=line, character=column + length))
        found.append((text[start:end], TOKEN_LEGEND.token_types[kind]))
    return found


async def test_tokens_are_counted_as_the_client_counts(client: LanguageClient) -> None:
    text = "\ufeff" + LOOSE
    document = await opened(client, text)

    found = await client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(text_document=document)
    )

    assert found
    words = numbers_to_words(text, found.data, encoding_of(client))
    assert words[0] == ("scenario", "property") or words[0] == ("scenario:", "property")
    assert ('"😀"', "string") in words
    assert ("FIRST_MESSAGE", "keyword") in words


async def test_changes_of_the_tokens_are_sent_alone(client: LanguageClient) -> None:
    document = await opened(client, LOOSE)
    first = await client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(text_document=document)
    )
    assert first
    changed = LOOSE.replace("role:", "# 😀\r\nrole:")
    version = types.VersionedTextDocumentIdentifier(uri=URI, version=2)
    whole = types.TextDocumentContentChangeWholeDocument(text=changed)
    client.text_document_did_change(
        types.DidChangeTextDocumentParams(text_document=version, content_changes=[whole])
    )

    delta = await client.text_document_semantic_tokens_full_delta_async(
        types.SemanticTokensDeltaParams(text_document=document, previous_result_id=first.result_id or "")
    )
    again = await client.text_document_semantic_tokens_full_async(
        types.SemanticTokensParams(text_document=document)
    )

    assert isinstance(delta, types.SemanticTokensDelta)
    assert again
    data = list(first.data)
    for edit in delta.edits:
        data[edit.start : edit.start + edit.delete_count] = edit.data or []
    assert data == list(again.data)
    assert sum(len(edit.data or ()) for edit in delta.edits) < len(data) / 2


async def test_a_part_has_the_tokens_of_that_part(client: LanguageClient) -> None:
    document = await opened(client, LOOSE)
    below = types.Position(line=8, character=0)

    found = await client.text_document_semantic_tokens_range_async(
        types.SemanticTokensRangeParams(
            text_document=document, range=types.Range(start=below, end=types.Position(line=9, character=0))
        )
    )

    assert found
    words = [word for word, _ in numbers_to_words(LOOSE, found.data, encoding_of(client))]
    assert "say" in " ".join(words)
    assert "FIRST_MESSAGE" not in words


async def run(client: LanguageClient, command: str, *arguments: Any) -> Any:
    params = types.ExecuteCommandParams(command=command, arguments=list(arguments))
    return await client.workspace_execute_command_async(params)


async def test_a_script_is_compiled_as_it_is_in_the_editor(client: LanguageClient) -> None:
    await opened(client, MISSPELT.replace(" or ", " OR "))

    made = await run(client, "scn.compile", URI)
    rows = await run(client, "scn.compile", URI, "cekura-rows")

    assert (made["target"], made["errors"], made["diagnostics"]) == ("cekura", 0, 0)
    assert [each["name"] for each in made["payloads"]] == ["😀"]
    assert json.loads(made["payloads"][0]["json"])["conditional_actions"]["role"] == "B"
    assert isinstance(json.loads(rows["payloads"][0]["json"]), list)


async def test_a_script_with_errors_has_no_payload_and_says_why(client: LanguageClient) -> None:
    await opened(client, MISSPELT)

    made = await run(client, "scn.compile", URI, None)

    assert (made["payloads"], made["errors"]) == ([], 1)
    assert made["problems"][0].startswith("8: ")


async def test_a_payload_becomes_a_script(client: LanguageClient) -> None:
    await opened(client, MISSPELT.replace(" or ", " OR "))
    made = await run(client, "scn.compile", URI)

    read = await run(client, "scn.decompile", made["payloads"][0]["json"])
    wrong = await run(client, "scn.decompile", "{")

    assert read["target"] == "cekura"
    assert read["script"].startswith("scenario: 😀\n")
    assert (wrong["script"], wrong["target"]) == (None, None)
    assert wrong["problems"][0].startswith("1: not valid JSON")


async def test_a_script_is_drawn_even_while_it_is_wrong(client: LanguageClient) -> None:
    await opened(client, MISSPELT)

    page = await run(client, "scn.graph", URI, "html", "a-nonce")
    picture = await run(client, "scn.graph", URI, "mermaid")

    assert 'nonce="a-nonce"' in page["text"]
    assert "flowchart" in picture["text"]
    assert (page["problems"], page["unread"]) == (picture["problems"], True)
    assert page["problems"][0].startswith("8: ")


@pytest.mark.parametrize("name", ["SCN301", "undefined-label", "reference/rules/undefined-label"])
async def test_the_page_of_a_rule_has_an_address_and_a_source(client: LanguageClient, name: str) -> None:
    page = await run(client, "scn.docs", name)

    assert page["address"].endswith(
        ("/reference/rules/undefined-label.html", "/lint/pages/undefined-label.md")
    )
    assert page["source"].endswith("/lint/pages/undefined-label.md")


async def test_the_targets_are_listed(client: LanguageClient) -> None:
    told = await run(client, "scn.targets")

    assert [each["name"] for each in told] == list(TARGETS)
    assert [each["name"] for each in told if each["default"]] == ["cekura"]


@pytest.mark.parametrize(
    ("command", "arguments"),
    [
        ("scn.compile", []),
        ("scn.compile", [1]),
        ("scn.compile", [URI, "cekrua"]),
        ("scn.compile", [URI, None, None]),
        ("scn.graph", [URI, "jpeg"]),
        ("scn.decompile", [None]),
        ("scn.docs", ["no/such/page"]),
        ("scn.docs", [1]),
        ("scn.unheardOf", []),
    ],
)
async def test_a_command_that_is_called_wrongly_is_refused(
    client: LanguageClient, command: str, arguments: list[Any]
) -> None:
    with pytest.raises(JsonRpcException) as refused:
        await run(client, command, *arguments)

    assert refused.value.code == -32602
