"""The index of symbols in a client's folders; changed files are read again."""

import asyncio
import os
from collections.abc import Callable, Iterator
from typing import NamedTuple

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from scn_compiler.ide.document import OpenScript, ScriptPart, parts, parts_of_file
from scn_compiler.ide.structure.document_symbols import SymbolKind, document_symbols, match_rank
from scn_compiler.lsp.session import ScriptServer
from scn_compiler.lsp.uris import document_key, path_key, uri_of

_MAX_RESULTS = 256
"""The maximum number of symbols in an answer."""

_BATCH = 32
"""The number of files between two points where a search can be cancelled."""


class FoundSymbol(NamedTuple):
    """A symbol of a script.

    Attributes:
        container: The name of the symbol around it.
        place: Line and column of its start and of its end.
    """

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
    """The symbols of each file, cached with the file's time and size."""

    def __init__(self, session: ScriptServer) -> None:
        self._session = session
        self._cached: dict[str, tuple[tuple[int, int], tuple[FoundSymbol, ...]]] = {}

    async def search(self, query: str) -> list[FoundSymbol]:
        """Find the symbols that match a query best; of open documents, search the text in the editor."""
        open_uris = {document_key(each.uri): each.uri for each in self._session.open_documents}
        ranked = await asyncio.to_thread(self._search_open, list(open_uris.values()), query)
        paths = [path for path in await asyncio.to_thread(self._paths) if path_key(path) not in open_uris]
        for start in range(0, len(paths), _BATCH):
            ranked += await asyncio.to_thread(self._search_files, paths[start : start + _BATCH], query)
        ranked.sort(
            key=lambda each: (each[0], each[1].kind not in (SymbolKind.SCENARIO, SymbolKind.FRAGMENT))
        )
        return [each for _, each in ranked[:_MAX_RESULTS]]

    def _paths(self) -> list[str]:
        """List the scripts in the folders; drop the cached symbols of other files."""
        found = dict.fromkeys(self._session.scripts())
        for path in self._cached.keys() - found.keys():
            self._cached.pop(path, None)
        return list(found)

    def _search_open(self, uris: list[str], query: str) -> list[tuple[int, FoundSymbol]]:
        return [
            (rank, each)
            for uri in uris
            for each in self._symbols(uri, parts)
            if (rank := match_rank(each.name, query)) is not None
        ]

    def _search_files(self, paths: list[str], query: str) -> list[tuple[int, FoundSymbol]]:
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
            if path not in self._cached or self._cached[path][0] != stamp:
                self._cached[path] = stamp, tuple(self._symbols(uri_of(path), parts_of_file))
            return self._cached[path][1]
        except (OSError, KeyError, JsonRpcException):  # deleted, not text, or dropped by a concurrent search
            return ()
        except Exception as error:
            self._session.log_bug(error)
            return ()

    def _symbols(
        self, uri: str, read: Callable[[OpenScript], tuple[ScriptPart, ...]]
    ) -> Iterator[FoundSymbol]:
        document = self._session.document(uri)
        for top in document_symbols(self._session.open_script_of(document), read):
            for symbol, container in top.walk():
                start, end = (
                    document.range_of(symbol.selection_span).start,
                    document.range_of(symbol.selection_span).end,
                )
                place = (start.line, start.character, end.line, end.character)
                yield FoundSymbol(symbol.name, container, symbol.kind, uri, place)
