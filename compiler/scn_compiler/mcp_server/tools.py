"""The tools: what an agent reads to choose one, and the function that does the work."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from scn_compiler.mcp_server import shapes
from scn_compiler.mcp_server.answer import ToolAnswer
from scn_compiler.mcp_server.parameters import ToolParameter, object_schema, read_values
from scn_compiler.mcp_server.workspace import AgentWorkspace
from scn_dsl.records import Record

if TYPE_CHECKING:
    from collections.abc import Callable

_PATH = ToolParameter("path", "string", "A .scn file of the workspace.", "")
_PLACE = ToolParameter(
    "path", "string", "A .scn file or a folder of the workspace; without it, the whole workspace.", ""
)
_TEXT = ToolParameter(
    "text", "string", "The script itself instead of a file; with `path`, as if it were saved there."
)
_TARGET = ToolParameter(
    "target",
    "string",
    "Such as `cekura` or `eqho`; by default that of the script or of scn.toml.",
    "",
)
_ENVIRONMENT = ToolParameter("environment", "string", "An environment of scn.toml.", "")
_SCENARIO = ToolParameter("scenario", "string", "Only the scenario with this name.", "")
_UNSAFE = ToolParameter("unsafe", "boolean", "Also apply fixes that may change the meaning.", False)
_WRITE = ToolParameter("write", "boolean", "Write the result to the file at `path`.", False)
_LIMIT = ToolParameter("limit", "integer", "At most this many problems.", 20, least=1, most=500)
_MESSAGE = ToolParameter(
    "message",
    "object",
    "One message of the agent.",
    items=(
        ToolParameter("agent", "string", "The words of the agent; leave it out for silence."),
        ToolParameter("interrupts", "boolean", "The agent cuts the caller off with this message.", False),
        ToolParameter(
            "counts_as",
            "array",
            "The sentences of WHEN lines that this message fulfills, as `play` lists them; "
            "you decide, since no keywords do.",
            (),
            most=20,
            items=(ToolParameter("sentence", "string", "A sentence, or a label with its @.", required=True),),
        ),
    ),
    required=True,
)


class AgentTool(Record):
    """A tool.

    Attributes:
        description: When to use it and what it answers.
        home: The function that does its work, as `MODULE:NAME`; its module is loaded at its first use.
        parameters: Its parameters, each with the name of the parameter of the function.
        answer: The JSON Schema of its answer.
        writes: Whether it can write files.
    """

    name: str
    title: str
    description: str
    home: str
    parameters: tuple[ToolParameter, ...]
    answer: dict[str, Any]
    writes: bool = False

    def schema(self) -> dict[str, Any]:
        """Return the JSON Schema of its arguments."""
        return object_schema(self.parameters)

    def call(self, workspace: AgentWorkspace, sent: dict[str, Any]) -> ToolAnswer:
        """Do the work.

        Raises:
            ToolError: if the arguments aren't valid, or the tool can't do it.
        """
        values = read_values(self.parameters, sent)
        module, _, name = self.home.partition(":")
        work: Callable[..., ToolAnswer] = getattr(import_module(f"{__package__}.{module}"), name)
        return work(workspace, **values)


TOOLS = (
    AgentTool(
        "check",
        "Check scripts",
        "Find the problems in a script, or in all scripts of a folder: typos, triggers that can't fire, tags that the "
        "platform drops, calls that never end. Each problem has its place, help, and often a fix as an edit. "
        "Call it after every change of a script.",
        "scripts:check_at",
        (_PLACE, _TEXT, _TARGET, _ENVIRONMENT, _LIMIT),
        shapes.CHECKED_ANSWER,
    ),
    AgentTool(
        "fix",
        "Fix a script",
        "Apply the fixes that `check` offers for a script, and say which problems are left. "
        "Writes the file only with `write`; otherwise it answers with the difference, or with the fixed `text`.",
        "scripts:fix_at",
        (_PATH, _TEXT, _UNSAFE, _WRITE, _ENVIRONMENT, _LIMIT),
        shapes.FIXED_ANSWER,
        writes=True,
    ),
    AgentTool(
        "format",
        "Format a script",
        "Format a script. Its meaning stays the same. Writes the file only with `write`.",
        "scripts:format_at",
        (_PATH, _TEXT, _WRITE),
        shapes.FORMATTED_ANSWER,
        writes=True,
    ),
    AgentTool(
        "compile",
        "Compile a script",
        "Turn a script into the JSON that its platform accepts, one payload for each scenario. "
        "Don't write or edit that JSON yourself: change the script, and compile it again.",
        "payloads:compile_at",
        (_PATH, _TEXT, _SCENARIO, _TARGET, _ENVIRONMENT),
        shapes.COMPILED_ANSWER,
    ),
    AgentTool(
        "decompile",
        "Decompile a payload",
        "Turn a platform's JSON (conditional_actions, a scenario, a test suite) into a script that compiles to equal "
        "JSON. Start here if the scenario exists as JSON. Writes a script only with `write`.",
        "payloads:decompile_at",
        (
            ToolParameter("path", "string", "A .json file of the workspace.", ""),
            ToolParameter("text", "string", "The JSON itself, instead of the file."),
            ToolParameter("form", "string", "Its form, such as `cekura` or `tau2`; by default detected.", ""),
            ToolParameter(
                "output", "string", "The .scn file to write; by default NAME.scn beside NAME.json.", ""
            ),
            ToolParameter(
                "write",
                "boolean",
                "Write the script to `output` instead of showing it; other content is never replaced.",
                False,
            ),
        ),
        shapes.DECOMPILED_ANSWER,
        writes=True,
    ),
    AgentTool(
        "explain",
        "Explain",
        "Look something up: `cheat-sheet` (all of scn on one page), a rule that `check` reports, a keyword, field, tag "
        "or target, or a topic such as `labels`, `tests`, `fragments`, `tables`, `scn.toml`. Without a name, list all names.",
        "reference:explain_name",
        (
            ToolParameter(
                "name", "string", "Such as `cheat-sheet`, `undefined-label`, `AFTER`, `dtmf`, `tests`.", ""
            ),
        ),
        shapes.EXPLAINED_ANSWER,
    ),
    AgentTool(
        "test",
        "Play tests",
        "Play the tests in .test.scn files against their scripts, without a platform. A failed test says what the "
        "caller should do and what it does. `explain` with `tests` says how to write one.",
        "calls:play_tests_at",
        (
            ToolParameter(
                "path",
                "string",
                "A .test.scn file, its script, or a folder; without it, the whole workspace.",
                "",
            ),
            _TEXT,
            ToolParameter("name", "string", "Only tests with these words in their name.", ""),
            _ENVIRONMENT,
        ),
        shapes.TESTED_ANSWER,
    ),
    AgentTool(
        "explore",
        "Explore all calls",
        "Search all calls that a script allows: blocks that no call reaches, calls that never end, messages that match "
        "several triggers, and the shortest call to the end. Call it when a script is free of errors.",
        "calls:explore_at",
        (_PATH, _TEXT, _SCENARIO, _ENVIRONMENT),
        shapes.EXPLORED_ANSWER,
    ),
    AgentTool(
        "play",
        "Play a call",
        "Play one call: you give the agent's messages in order, and get what the caller says to each, and why. "
        "Lists the sentences that a message may count as, and shows the call as a test.",
        "conversation:play_at",
        (
            _PATH,
            _TEXT,
            ToolParameter("scenario", "string", "The scenario; by default the first one.", ""),
            _ENVIRONMENT,
            ToolParameter(
                "messages",
                "array",
                "The agent's messages so far; none for the start of the call.",
                (),
                most=200,
                items=(_MESSAGE,),
            ),
        ),
        shapes.PLAYED_ANSWER,
    ),
    AgentTool(
        "graph",
        "Draw a script",
        "Draw a script as a graph: who says what, and after what. For people; to find mistakes, use `explore`.",
        "scripts:draw_at",
        (
            _PATH,
            _TEXT,
            _SCENARIO,
            ToolParameter(
                "form", "string", "The language of the picture.", "mermaid", choices=("mermaid", "dot", "svg")
            ),
        ),
        shapes.DRAWN_ANSWER,
    ),
    AgentTool(
        "list",
        "List scenarios",
        "List the scenarios of the workspace, a folder or a file: file, line, name, tags, target. "
        "A good first call in a folder that you don't know.",
        "scripts:list_at",
        (
            _PLACE,
            _TEXT,
            ToolParameter(
                "tags",
                "array",
                "Only scenarios with one of these tags.",
                (),
                most=50,
                items=(ToolParameter("tag", "string", "A tag.", required=True),),
            ),
            _ENVIRONMENT,
        ),
        shapes.LISTED_ANSWER,
    ),
    AgentTool(
        "expand",
        "Expand a script",
        "Write a script without imports, fragments, tables and values, as it is compiled: what its rows and inserts "
        "stand for.",
        "scripts:expand_at",
        (_PATH, _TEXT, _SCENARIO, _ENVIRONMENT),
        shapes.EXPANDED_ANSWER,
    ),
)
"""All tools, in the order in which an agent reads them."""
