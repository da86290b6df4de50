"""A coding agent: the SDK's own client, connected to the server in this process, with plain functions."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import mcp_types as types
from anyio.from_thread import BlockingPortal, start_blocking_portal
from mcp import Client, MCPError

from scn_compiler.cli.output.files import replace_text
from scn_compiler.mcp_server.server import make_agent_server

TYPO = """\
scenario: Ask for the opening hours
role: A customer who is in a hurry
language: en

FIRST_MESSAGE
  sya: Hello! Are you open today?

WHEN contians "nine to five"
  say: Great, thank you.
  end call
"""
"""A script with two typos."""

RIGHT = TYPO.replace("sya:", "say:").replace("contians", "contains")


class CodingAgent:
    """Calls the tools of a server; a refusal is an answer of its own."""

    def __init__(self, client: Client, portal: BlockingPortal) -> None:
        self.client = client
        self.portal = portal

    def call(self, tool: str, **arguments: Any) -> dict[str, Any]:
        """Return the values that a tool answers; the SDK validates them."""
        result = self._call(tool, arguments)
        assert not result.is_error, text_of(result)
        assert isinstance(result.structured_content, dict)
        return result.structured_content

    def read(self, tool: str, **arguments: Any) -> str:
        """Return the text that a tool answers."""
        result = self._call(tool, arguments)
        assert not result.is_error, text_of(result)
        return text_of(result)

    def refusal(self, tool: str, **arguments: Any) -> str:
        """Return the sentence with which a tool refuses."""
        result = self._call(tool, arguments)
        assert result.is_error, text_of(result)
        return text_of(result)

    def mistake(self, ask: Callable[[Client], Any]) -> str:
        """Return the message of an error of the protocol."""
        try:
            self.ask(ask)
        except MCPError as error:
            return str(error)
        raise AssertionError("there was no error")

    def ask(self, ask: Callable[[Client], Any]) -> Any:
        """Send any request."""

        async def send() -> Any:
            return await ask(self.client)

        return self.portal.call(send)

    def _call(self, tool: str, arguments: dict[str, Any]) -> types.CallToolResult:
        result = self.ask(lambda client: client.call_tool(tool, arguments))
        assert isinstance(result, types.CallToolResult)
        return result


@contextmanager
def agent_in(
    *folders: Path,
    roots: Sequence[Path | str] | Callable[[], Sequence[Path | str]] | None = None,
    mode: str = "legacy",
) -> Iterator[CodingAgent]:
    """Connect an agent.

    Args:
        folders: The folders of the command line.
        roots: The folders or addresses that the client names.
        mode: `legacy` for the protocol with a handshake, `auto` for that of 2026.
    """

    async def list_roots(_context: Any) -> types.ListRootsResult:
        named = roots() if callable(roots) else roots or ()
        return types.ListRootsResult(
            roots=[
                types.Root.model_construct(uri=each)
                if isinstance(each, str)
                else types.Root(uri=each.as_uri())
                for each in named
            ]
        )

    server = make_agent_server(map(str, folders), replace_text)
    client = Client(server, mode=mode, list_roots_callback=None if roots is None else list_roots)
    with start_blocking_portal() as portal, portal.wrap_async_context_manager(client):
        yield CodingAgent(client, portal)


def text_of(result: types.CallToolResult) -> str:
    """Return the text of an answer."""
    (content,) = result.content
    assert isinstance(content, types.TextContent)
    return content.text


def after_edits(text: str, edits: Sequence[dict[str, Any]]) -> str:
    """Replace parts of a text as edits say: lines and columns count from 1, the end is exclusive."""
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)

    def offset(place: dict[str, int]) -> int:
        return starts[place["line"] - 1] + place["column"] - 1

    for edit in sorted(edits, key=lambda each: offset(each["start"]), reverse=True):
        text = text[: offset(edit["start"])] + edit["text"] + text[offset(edit["end"]) :]
    return text
