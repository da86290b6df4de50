"""The Model Context Protocol: lists and calls tools, reads resources, and asks the client for its folders."""

import logging
import os
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlparse
from urllib.request import url2pathname

import mcp_types as types
from anyio import create_memory_object_stream, create_task_group, run, to_thread
from mcp.server.context import ServerRequestContext
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.shared.exceptions import MCPError
from mcp.shared.message import SessionMessage

from scn_compiler.inert_text import one_line
from scn_compiler.mcp_server.answer import ToolAnswer, ToolError
from scn_compiler.mcp_server.parse_errors import answer_the_unreadable
from scn_compiler.mcp_server.prompts import PROMPTS
from scn_compiler.mcp_server.tools import TOOLS, AgentTool
from scn_compiler.mcp_server.workspace import AgentWorkspace, Write
from scn_compiler.project.bugs import bug_text
from scn_dsl.suggest import did_you_mean

_ROOTS = "roots"
"""The key of the request for the folders of a client."""

_PATIENCE = 10.0
"""Seconds that a client has to name its folders."""

_TEXT = "text/markdown"

_LOG = logging.getLogger(__name__)

_Result = TypeVar("_Result")


class AgentSession:
    """One connection of a client.

    Attributes:
        folders: The folders of the workspace; `None` as long as the client hasn't named any. They are empty if it has
            answered without a folder of this machine.
    """

    def __init__(self, folders: tuple[str, ...], write: Write) -> None:
        self._named = folders
        self._write = write
        self.folders: tuple[str, ...] | None = folders or None

    @property
    def workspace(self) -> AgentWorkspace:
        """The workspace; for a client that can't name folders, the current one."""
        folders = (_current_folder(),) if self.folders is None else self.folders
        return AgentWorkspace(tuple(filter(None, folders)), self._write)

    def forget_folders(self) -> None:
        """Ask the client again; the folders of the command line stay."""
        self.folders = self._named or None


_Context = ServerRequestContext[AgentSession]


def make_agent_server(folders: Iterable[str], write: Write) -> Server[AgentSession]:
    """Return a server for coding agents.

    Args:
        folders: The folders of the workspace; without them, those that the client names, or else the current one.
        write: Writes files.
    """
    named = tuple(folders)

    @asynccontextmanager
    async def session(_: Server[AgentSession]) -> AsyncIterator[AgentSession]:
        yield AgentSession(named, write)

    server = Server(
        "scn",
        title="scn",
        version=version("scnlang"),
        description="Scripts for simulated callers of voice agents: check, fix, compile, play.",
        instructions=Path(__file__).with_name("instructions.md").read_text(encoding="utf-8"),
        lifespan=session,
        on_list_tools=_list_tools,
        on_call_tool=_call_tool,
        on_list_resources=_list_resources,
        on_list_resource_templates=_list_templates,
        on_read_resource=_read_resource,
        on_list_prompts=_list_prompts,
        on_get_prompt=_get_prompt,
        on_completion=_complete,
    )
    server.add_notification_handler(
        "notifications/roots/list_changed", types.NotificationParams, _forget_folders
    )
    return server


def serve_agent(folders: Iterable[str], write: Write) -> None:
    """Serve the client that started this process on standard input and output, until it disconnects."""
    server = make_agent_server(folders, write)

    async def serve() -> None:
        messages, readable = create_memory_object_stream[SessionMessage | Exception](0)
        async with stdio_server() as (lines, written), create_task_group() as group:
            group.start_soon(answer_the_unreadable, lines, messages, written.send)
            await server.run(readable, written, server.create_initialization_options())
            group.cancel_scope.cancel()

    logging.getLogger("mcp").setLevel(logging.CRITICAL)  # the client gets its mistakes as answers
    run(serve)


async def _list_tools(
    _context: _Context, _params: types.PaginatedRequestParams | None
) -> types.ListToolsResult:
    return types.ListToolsResult(tools=[_described(each) for each in TOOLS])


def _described(tool: AgentTool) -> types.Tool:
    annotations = types.ToolAnnotations(
        read_only_hint=not tool.writes,
        idempotent_hint=True if tool.writes else None,  # a tool that only reads needs no hints about changes
        open_world_hint=False,
    )
    return types.Tool(
        name=tool.name,
        title=tool.title,
        description=tool.description,
        input_schema=tool.schema(),
        output_schema=tool.answer,
        annotations=annotations,
    )


async def _call_tool(
    context: _Context, params: types.CallToolRequestParams
) -> types.CallToolResult | types.InputRequiredResult:
    tool = next((each for each in TOOLS if each.name == params.name), None)
    if tool is None:
        names = [each.name for each in TOOLS]
        hint = did_you_mean(params.name, names) or f"the tools are {', '.join(names)}"
        raise MCPError(types.INVALID_PARAMS, f"unknown tool `{one_line(params.name)[:60]}`: {hint}")
    if wanted := await _ask_for_folders(context, params):
        return wanted
    try:
        answer = await _in_thread(
            partial(tool.call, context.lifespan_context.workspace, params.arguments or {})
        )
    except ToolError as error:
        return _failed(str(error))
    except Exception as error:
        _LOG.debug("the tool %s failed", tool.name, exc_info=True)
        return _failed(bug_text(error))
    return _answered(answer)


def _answered(answer: ToolAnswer) -> types.CallToolResult:
    return types.CallToolResult(
        content=[types.TextContent(text=answer.text)], structured_content=answer.values
    )


def _failed(message: str) -> types.CallToolResult:
    return types.CallToolResult(content=[types.TextContent(text=message)], is_error=True)


async def _in_thread(work: Callable[[], _Result]) -> _Result:
    """Do long work in a thread; if the client cancels the request, its result is dropped."""
    return await to_thread.run_sync(work, abandon_on_cancel=True)


async def _ask_for_folders(
    context: _Context, params: types.InputResponseRequestParams
) -> types.InputRequiredResult | None:
    """Ask a client for its folders, once.

    Returns:
        The request for them, which a client of the protocol of 2026 answers by sending its own request again; `None` if
        the folders are known, or the client has none.
    """
    await _ask_earlier_client(context)
    session = context.lifespan_context
    if session.folders is not None or not _has_folders(context):
        return None
    answer = (params.input_responses or {}).get(_ROOTS)
    if answer is None:
        return types.InputRequiredResult(input_requests={_ROOTS: types.ListRootsRequest()})
    session.folders = _folders_in(answer)
    return None


async def _ask_earlier_client(context: _Context) -> None:
    """Ask a client of an earlier protocol, which answers requests of the server."""
    session = context.lifespan_context
    if session.folders is not None or not (_has_folders(context) and context.session.can_send_request):
        return
    try:
        answer = await context.session.send_request(
            types.ListRootsRequest(), types.ListRootsResult, request_read_timeout_seconds=_PATIENCE
        )
    except MCPError:  # the client can't answer after all
        session.folders = (_current_folder(),)
    except ValueError:  # its folders have other addresses than those of files
        session.folders = ()
    else:
        session.folders = _folders_in(answer)


def _has_folders(context: _Context) -> bool:
    capabilities = context.session.client_capabilities
    return capabilities is not None and capabilities.roots is not None


def _folders_in(answer: object) -> tuple[str, ...]:
    roots = answer.roots if isinstance(answer, types.ListRootsResult) else []
    return tuple(path for each in roots if (path := _path_of(str(each.uri))))


async def _forget_folders(context: _Context, _params: types.NotificationParams) -> None:
    context.lifespan_context.forget_folders()


def _path_of(uri: str) -> str | None:
    """Return the path of a `file://` address; `None` for another one."""
    try:
        parts = urlparse(uri)
        return url2pathname(parts.path) if parts.scheme == "file" else None
    except (ValueError, OSError):
        return None


def _current_folder() -> str:
    """Return the current folder; empty if it is the top of the file system, where some clients start servers, or gone."""
    try:
        folder = os.getcwd()  # noqa: PTH109
    except OSError:
        return ""
    return "" if os.path.dirname(folder) == folder else folder  # noqa: PTH120


async def _list_resources(
    context: _Context, _params: types.PaginatedRequestParams | None
) -> types.ListResourcesResult:
    from scn_compiler.mcp_server.reference import FIXED_PAGES, PageOfServer, scripts_of_workspace  # noqa: PLC0415  (slow)

    await _ask_earlier_client(context)
    session = context.lifespan_context
    scripts: list[PageOfServer] = []
    if session.folders is not None or not _has_folders(context):
        scripts = await _in_thread(partial(scripts_of_workspace, session.workspace))
    return types.ListResourcesResult(
        resources=[
            types.Resource(
                uri=each.uri,
                name=each.name,
                title=each.title,
                description=each.description or None,
                mime_type=_mime_type(each.uri),
            )
            for each in (*FIXED_PAGES, *scripts)
        ]
    )


def _mime_type(uri: str) -> str:
    return "text/plain" if uri.startswith("file:") else _TEXT


async def _list_templates(
    _context: _Context, _params: types.PaginatedRequestParams | None
) -> types.ListResourceTemplatesResult:
    from scn_compiler.mcp_server.reference import PAGE_TEMPLATES  # noqa: PLC0415  (slow)

    return types.ListResourceTemplatesResult(
        resource_templates=[
            types.ResourceTemplate(
                uri_template=each.uri,
                name=each.name,
                title=each.title,
                description=each.description,
                mime_type=_TEXT,
            )
            for each in PAGE_TEMPLATES
        ]
    )


async def _read_resource(
    context: _Context, params: types.ReadResourceRequestParams
) -> types.ReadResourceResult | types.InputRequiredResult:
    from scn_compiler.mcp_server.reference import resource_text  # noqa: PLC0415  (slow)

    if wanted := await _ask_for_folders(context, params):
        return wanted
    uri = str(params.uri)
    workspace = context.lifespan_context.workspace
    try:
        text = await _in_thread(partial(resource_text, workspace, uri, _path_of(uri)))
    except ToolError as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from None
    return types.ReadResourceResult(
        contents=[types.TextResourceContents(uri=uri, text=text, mime_type=_mime_type(uri))]
    )


async def _list_prompts(
    _context: _Context, _params: types.PaginatedRequestParams | None
) -> types.ListPromptsResult:
    return types.ListPromptsResult(
        prompts=[
            types.Prompt(
                name=each.name,
                title=each.title,
                description=each.description,
                arguments=[
                    types.PromptArgument(name=each.argument[0], description=each.argument[1], required=True)
                ],
            )
            for each in PROMPTS
        ]
    )


async def _get_prompt(_context: _Context, params: types.GetPromptRequestParams) -> types.GetPromptResult:
    prompt = next((each for each in PROMPTS if each.name == params.name), None)
    if prompt is None:
        names = ", ".join(each.name for each in PROMPTS)
        raise MCPError(
            types.INVALID_PARAMS, f"unknown prompt `{one_line(params.name)[:60]}`: the prompts are {names}"
        )
    try:
        text = prompt.of(params.arguments or {})
    except ToolError as error:
        raise MCPError(types.INVALID_PARAMS, str(error)) from None
    return types.GetPromptResult(
        description=prompt.description,
        messages=[types.PromptMessage(role="user", content=types.TextContent(text=text))],
    )


async def _complete(_context: _Context, params: types.CompleteRequestParams) -> types.CompleteResult:
    from scn_compiler.mcp_server.reference import names_of_template  # noqa: PLC0415  (slow)

    names: list[str] = []
    if isinstance(params.ref, types.ResourceTemplateReference):
        names = names_of_template(params.ref.uri, params.argument.value)
    return types.CompleteResult(
        completion=types.Completion(values=names[:100], total=len(names), has_more=len(names) > 100)
    )
