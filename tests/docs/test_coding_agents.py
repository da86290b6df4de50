"""The page of tools for coding agents agrees with the server; `--accept` rewrites its tables."""

import re
from collections.abc import Iterator

from scn_compiler.mcp_server.prompts import PROMPTS
from scn_compiler.mcp_server.reference import FIXED_PAGES, PAGE_TEMPLATES
from scn_compiler.mcp_server.tools import TOOLS
from support.golden import Golden
from support.pages import Page
from support.paths import ROOT
from support.tables import with_tables

PAGE = ROOT / "docs" / "reference" / "mcp.md"


def _tools() -> Iterator[str]:
    for tool in TOOLS:
        arguments = ", ".join(f"`{each.name}`" for each in tool.parameters)
        yield f"| `{tool.name}` | {arguments} | {_first_sentence(tool.description)} |"


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=\.)\s(?=[A-Z])", text)[0]


def test_the_tables_of_tools_pages_and_prompts_are_those_of_the_server(golden: Golden) -> None:
    tables = {
        "tool": _tools(),
        "resource": [f"| `{each.uri}` | {each.description} |" for each in (*FIXED_PAGES, *PAGE_TEMPLATES)],
        "prompt": [f"| `{each.name}` | `{each.argument[0]}` | {each.description} |" for each in PROMPTS],
    }

    golden(PAGE, with_tables(PAGE.read_text(encoding="utf-8"), tables))


def test_the_page_names_the_limits() -> None:
    text = Page(PAGE).text

    assert "200 scenarios" in text
    assert "2 MB" in text
