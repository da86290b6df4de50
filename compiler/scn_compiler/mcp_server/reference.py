"""The tool that explains, and the resources: the cheat sheet, rules, the language, the scripts of the workspace."""

import re
from functools import cache
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from scn_compiler.ide.hover.lookup import known_names, look_up, word_groups
from scn_compiler.inert_text import one_line
from scn_compiler.lint.rule_pages import explain, page_markdown
from scn_compiler.mcp_server.answer import ToolAnswer, ToolError
from scn_compiler.mcp_server.tools import TOOLS
from scn_compiler.mcp_server.workspace import AgentWorkspace
from scn_compiler.platforms import DEFAULT_TARGET, all_targets
from scn_compiler.project.config_keys import CONFIG_KEYS, ENVIRONMENT_KEYS
from scn_dsl.catalog import CATALOG
from scn_dsl.file_names import SCRIPT_SUFFIX
from scn_dsl.suggest import did_you_mean

CHEAT_SHEET = "cheat-sheet"
SHEET_URI = "scn://cheat-sheet"
RULE_URI = "scn://rule/"
WORD_URI = "scn://language/"

_COMMANDS = re.compile(r"\n\| command \|.*\n(?:\|.*\n)*")
"""The table of commands in the cheat sheet."""

CONFIGURATION = "scn.toml"

_CONFIGURATION = """\
# scn.toml

The settings of a project. A script uses the nearest `scn.toml` in its folder or above. `environment` chooses one of the
`[environments]`: scripts write its values as `$clinic`, and its names instead of ids (`agent: Front desk`).

```toml
target = "cekura"
ignore = ["unused-label"]

[fields]
language = "en"

[environments.staging]
let = { clinic = "Lakeside Dental" }
names.agents = { "Front desk" = 301 }
```

| key | value | default |
|---|---|---|
"""

_MOST_SCRIPTS = 100


class PageOfServer(NamedTuple):
    """A resource, or a template of several: its address, name, title and description; a script needs none."""

    uri: str
    name: str
    title: str
    description: str


FIXED_PAGES = (
    PageOfServer(
        SHEET_URI, CHEAT_SHEET, "Cheat sheet", "All of scn on one page: read it before you write a script."
    ),
)
PAGE_TEMPLATES = (
    PageOfServer(
        RULE_URI + "{name}", "rule", "Rule", "Why a rule of `check` matters, with a wrong and a right script."
    ),
    PageOfServer(
        WORD_URI + "{name}",
        "language",
        "Language",
        "A section of the reference, a keyword, a field or a tag.",
    ),
)


def explain_name(workspace: AgentWorkspace, name: str) -> ToolAnswer:  # noqa: ARG001  (all tools have a workspace)
    """Explain a rule, a keyword, a concept; without a name, list everything that can be explained."""
    text = explanation(name)
    return ToolAnswer(text, {"text": text})


def explanation(name: str) -> str:
    """Return the Markdown text about a name; an empty one asks for the list of names.

    Raises:
        ToolError: if it is unknown.
    """
    wanted = name.strip()
    if not wanted:
        return _names()
    if wanted.casefold().replace(" ", "-") in (CHEAT_SHEET, "cheatsheet"):
        return cheat_sheet()
    if wanted.casefold() in (CONFIGURATION, "configuration"):
        return _configuration()
    if page := explain(wanted):
        return f"# {page.title} ({page.kind.severity.word})\n\n{page.kind.summary}\n\n{page_markdown(page.kind.name)}"
    if texts := look_up(wanted, DEFAULT_TARGET):
        return "\n\n".join((*texts, *_targets(wanted)))
    if wanted.casefold() in [each.name for each in TOOLS]:
        raise ToolError(f"`{wanted.casefold()}` is a tool: its description says what it does")
    near = did_you_mean(wanted, (CHEAT_SHEET, CONFIGURATION, *CATALOG, *known_names(DEFAULT_TARGET)))
    raise ToolError(
        f"can't explain `{one_line(wanted)[:60]}`: {near or '`explain` without a name lists all names'}"
    )


def _targets(name: str) -> list[str]:
    if name.casefold() not in ("target", "targets"):
        return []
    return ["\n".join(f"- `{each.name}`: {each.summary}" for each in all_targets().values())]


@cache
def cheat_sheet() -> str:
    """Return the cheat sheet without the commands, since agents have tools.

    It is beside this module in an installed scn, in `docs/` in a checkout.
    """
    here = Path(__file__).parent
    installed = here / "cheat-sheet.md"
    file = installed if installed.is_file() else here.parents[2] / "docs" / "cheat-sheet.md"
    return _COMMANDS.sub("", file.read_text(encoding="utf-8"))


def _configuration() -> str:
    keys = {**CONFIG_KEYS, **{f"environments.NAME.{name}": key for name, key in ENVIRONMENT_KEYS.items()}}
    rows = (
        f"| `{name}` | {key.summary} | {f'`{key.default}`' if key.default else ''} |"
        for name, key in keys.items()
    )
    return _CONFIGURATION + "\n".join(rows)


def _names() -> str:
    parts = [f"- **{group.title}**: {', '.join(group.words)}" for group in word_groups(DEFAULT_TARGET)]
    rules = ", ".join(f"{kind.name}" for kind in sorted(CATALOG.values(), key=lambda kind: kind.code))
    first = [f"- **One page with everything**: {CHEAT_SHEET}", f"- **Configuration**: {CONFIGURATION}"]
    return "\n".join([*first, *parts, f"- **Rules**: {rules}"])


def names_of_template(template: str, start: str) -> list[str]:
    """Return the names that complete the start of one in the address of a template."""
    names = tuple(CATALOG) if template.startswith(RULE_URI) else known_names(DEFAULT_TARGET)
    return sorted(each for each in dict.fromkeys(names) if each.casefold().startswith(start.casefold()))


def scripts_of_workspace(workspace: AgentWorkspace) -> list[PageOfServer]:
    """Return the scripts of the workspace, at most 100; none without a workspace."""
    try:
        found = workspace.scripts_in("", workspace.configs())
    except ToolError:
        return []
    return [
        PageOfServer(Path(path).as_uri(), workspace.shown(path), Path(path).name, "")
        for path in found[:_MOST_SCRIPTS]
    ]


def resource_text(workspace: AgentWorkspace, uri: str, path_of: str | None) -> str:
    """Return the text of a resource.

    Args:
        path_of: The path of a `file://` address.

    Raises:
        ToolError: if it is unknown, or outside of the workspace.
    """
    if uri == SHEET_URI:
        return cheat_sheet()
    for start in (RULE_URI, WORD_URI):
        if uri.startswith(start):
            return explanation(unquote(uri.removeprefix(start)) or " ")
    if path_of is not None:
        path = workspace.find(path_of)
        if not path.endswith(SCRIPT_SUFFIX):
            raise ToolError(f"{workspace.shown(path)} isn't a script: only .scn files are resources")
        return workspace.text_of(path)
    raise ToolError(f"unknown resource `{one_line(uri)[:80]}`: the cheat sheet is {SHEET_URI}")
