"""The context of a cursor: its line, block, scope and target. Completion and hover start from it."""

import re
from collections.abc import Callable, Iterable
from functools import cached_property

from scn_compiler.ide.cursor.line import CursorLine, EnclosingBlock, cursor_line_at, enclosing_block
from scn_compiler.ide.cursor.scope import Scope, scope_at
from scn_compiler.ide.document import OpenScript, target_of_script
from scn_compiler.platforms import docs_of
from scn_compiler.platforms.kit.docs import TargetDocs
from scn_compiler.platforms.kit.target import Target
from scn_dsl.keyword_docs import KEYWORDS
from scn_dsl.vocabulary import FIELDS

PageAddress = Callable[[str], str | None]
"""Returns the address of a page of the manual, e.g. `reference/language#triggers`; `None` if there is no manual."""


class CursorContext:
    """An offset in a script; each property is computed on first use and cached.

    Attributes:
        page_address: Makes documentation end with a link to its page in the manual.
        paths: Returns the paths of the scripts and files of rows in the project.
    """

    def __init__(
        self,
        script: OpenScript,
        offset: int,
        page_address: PageAddress | None = None,
        paths: Callable[[], Iterable[str]] = tuple,
    ) -> None:
        self.script = script
        self.paths = paths
        self.page_address = page_address
        self.offset = max(0, min(offset, len(script.text)))

    @cached_property
    def line(self) -> CursorLine:
        return cursor_line_at(self.script.text, self.offset)

    @cached_property
    def block(self) -> EnclosingBlock:
        return enclosing_block(self.line)

    @cached_property
    def scope(self) -> Scope:
        return scope_at(self.script, self.offset)

    @cached_property
    def target(self) -> Target:
        return target_of_script(self.script)

    @cached_property
    def docs(self) -> TargetDocs:
        return docs_of(self.target)

    def meaning(self, name: str) -> str:
        """Return the meaning of a keyword or field, in the target's terms."""
        known = KEYWORDS.get(name) or FIELDS[name]
        return self.docs.meanings.get(name, known.summary)


def profile_variables(context: CursorContext) -> dict[str, str]:
    """Find the variables of the test profile: for the path in a template, the value or where it comes from."""
    settings = context.scope.settings()
    found: dict[str, str] = {}
    for holder, table in (("given", settings.given), ("caller", settings.caller)):
        for name, value in table.items():
            plain = re.fullmatch(r"[A-Za-z0-9_-]+", name)
            quote = "'" if "'" not in name else '"'
            path = f"test_profile.{name}" if plain else f"test_profile[{quote}{name}{quote}]"
            if not set(name) & set("{}\n") and (plain or quote not in name):
                found[path] = f"{holder}: {value.value}"[:80]
    for name in context.scope.variables():
        found.setdefault(f"test_profile.{name}", "used elsewhere in this file")
    return found


def declared_functions(context: CursorContext) -> dict[str, dict[str, str]]:
    """Find the declared functions and their outputs, each with its path in the function's response."""
    declared = context.scope.settings().platform.get((context.target.platform, "functions"))
    found: dict[str, dict[str, str]] = {}
    for entry in declared.value if declared and isinstance(declared.value, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            config = entry.get("config")
            mapping = config.get("response_mapping") if isinstance(config, dict) else None
            outputs = mapping if isinstance(mapping, dict) else {}
            found[entry["name"]] = {str(key): str(path) for key, path in outputs.items()}
    return found
