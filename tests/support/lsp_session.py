"""A session of a client with many capabilities."""

import sys
from pathlib import Path

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient

from support.cursors import cursor

CONFIG = ClientServerConfig(server_command=[str(Path(sys.executable).with_name("scn")), "lsp"])


def capable() -> types.ClientCapabilities:
    """A client with all capabilities that these features use."""
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


class Opened:
    """An open document with a cursor."""

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
        """The text of a range."""
        lines = self.text.encode("utf-16-le").decode("utf-16-le").splitlines(keepends=True)
        if place.start.line == place.end.line:
            units = lines[place.start.line].encode("utf-16-le")
            return units[2 * place.start.character : 2 * place.end.character].decode("utf-16-le")
        return f"lines {place.start.line}-{place.end.line}"
