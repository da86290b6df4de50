"""The symbols of all scripts in the folders that an editor has open; a file is read again when it has changed."""

import asyncio
import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.uris import from_fs_path, to_fs_path

from scn_compiler.ide.document import OpenScript, ScriptPart, parts, parts_of_file
from scn_compiler.ide.structure.document_symbols import SymbolKind, document_symbols, match_rank
from scn_compiler.lsp.session import ScriptServer

_MOST = 256
"""Symbols that one search finds; with more an author types on."""

_AT_ONCE = 32
"""Files that are looked at before a search can be given up."""


class FoundSymbol(NamedTuple):
    """A symbol of a script, with what it is in and its place: lines and columns of its start and its end."""

    name: str
    container: str
    kind: SymbolKind
    uri: str
    place: tuple[int, int, int, int]

    @property
    def location(self) -> types.Location:
        line, column, last, end = self.place
        start, stop = types.Position(line=line, character=column), types.Position(line=last, character=end)
        return types.Location(uri=self.uri, range=types.Range(start=start, end=stop))


class WorkspaceSymbols:
    """What was found in each file, and the time and size that the file had then."""

    def __init__(self, session: ScriptServer) -> None:
        self._session = session
        self._known: dict[str, tuple[tuple[int, int], tuple[FoundSymbol, ...]]] = {}

    async def search(self, query: str) -> list[FoundSymbol]:
        """The symbols whose names fit best, in open documents as they are being written."""
        opened = {to_fs_path(each.uri): each.uri for each in self._session.open_documents}
        ranked = await asyncio.to_thread(self._look_at_open, list(opened.values()), query)
        paths = [path for path in await asyncio.to_thread(self._paths) if path not in opened]
        for start in range(0, len(paths), _AT_ONCE):
            ranked += await asyncio.to_thread(self._look, paths[start : start + _AT_ONCE], query)
        ranked.sort(key=lambda each: (each[0], each[1].kind is not SymbolKind.SCENARIO))
        return [each for _, each in ranked[:_MOST]]

    def _paths(self) -> list[str]:
        """The scripts in the folders; what is known of others is forgotten."""
        found = dict.fromkeys(self._session.scripts())
        for path in self._known.keys() - found.keys():
            self._known.pop(path, None)
        return list(found)

    def _look_at_open(self, uris: list[str], query: str) -> list[tuple[int, FoundSymbol]]:
        return [
            (rank, each)
            for uri in uris
            for each in self._symbols(uri, parts)
            if (rank := match_rank(each.name, query)) is not None
        ]

    def _look(self, paths: list[str], query: str) -> list[tuple[int, FoundSymbol]]:
        return [
            (rank, each)
            for path in paths
            for each in self._of_file(path)
            if (rank := match_rank(each.name, query)) is not None
        ]

    def _of_file(self, path: str) -> tuple[FoundSymbol, ...]:
        try:
            state = os.stat(path)  # noqa: PTH116
            stamp = state.st_mtime_ns, state.st_size
            if path not in self._known or self._known[path][0] != stamp:
                self._known[path] = stamp, tuple(self._symbols(from_fs_path(path) or path, parts_of_file))
            return self._known[path][1]
        except (
            OSError,
            UnicodeError,
            KeyError,
            JsonRpcException,
        ):  # gone, no text, or forgotten by another search
            return ()

    def _symbols(
        self, uri: str, read: Callable[[OpenScript], tuple[ScriptPart, ...]]
    ) -> Iterator[FoundSymbol]:
        document = self._session.document(uri)
        for top in document_symbols(self._session.open_script_of(document), read):
            for symbol, container in top.walk():
                start, end = document.range_of(symbol.place).start, document.range_of(symbol.place).end
                place = (start.line, start.character, end.line, end.character)
                yield FoundSymbol(symbol.name, container, symbol.kind, uri, place)
