"""Where an author is, with all that decides what may be suggested there."""

import re
from functools import cached_property

from scn_compiler.ide.completion.item import CompletionItem, OfferKind, Topic
from scn_compiler.ide.cursor.line import CursorLine, EnclosingBlock, around, sight
from scn_compiler.ide.cursor.scope import Scope, scope_at
from scn_compiler.ide.document import OpenScript, target_of_script
from scn_compiler.platforms import docs_of
from scn_compiler.platforms.kit.docs import TargetDocs
from scn_compiler.platforms.kit.target import Target
from scn_dsl.diagnostic import Edit
from scn_dsl.keyword_docs import KEYWORDS
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS


class CursorContext:
    """A place in a draft; each part of it is looked at when it is first asked for, and kept."""

    def __init__(self, draft: OpenScript, offset: int) -> None:
        self.draft = draft
        self.offset = max(0, min(offset, len(draft.text)))

    @cached_property
    def seen(self) -> CursorLine:
        return sight(self.draft.text, self.offset)

    @cached_property
    def block(self) -> EnclosingBlock:
        return around(self.seen)

    @cached_property
    def scope(self) -> Scope:
        return scope_at(self.draft, self.offset)

    @cached_property
    def target(self) -> Target:
        return target_of_script(self.draft)

    @cached_property
    def wording(self) -> TargetDocs:
        return docs_of(self.target)

    def meaning(self, name: str) -> str:
        """What a word of the language says, in the terms of the target."""
        known = KEYWORDS.get(name) or FIELDS[name]
        return self.wording.meanings.get(name, known.summary)

    def offer(
        self,
        label: str,
        kind: OfferKind,
        snippet: str,
        typed: int,
        *,
        more: int = 0,
        detail: str = "",
        filter: str = "",
        topic: Topic | None = None,
        also: tuple[Edit, ...] = (),
    ) -> CompletionItem:
        """An offer that replaces `typed` characters before the offset, and perhaps `more` behind it."""
        span = Span(self.offset - typed, self.offset)
        return CompletionItem(
            label, kind, snippet, span, self.offset + more, detail, filter or label, topic, also
        )


def profile_variables(context: CursorContext) -> dict[str, str]:
    """The variables of the test profile by how a template names them, and what is known of their values."""
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
    """The functions that are declared, with their outputs and where in the answer those stand."""
    declared = context.scope.settings().platform.get((context.target.platform, "functions"))
    found: dict[str, dict[str, str]] = {}
    for entry in declared.value if declared and isinstance(declared.value, list) else ():
        if isinstance(entry, dict) and isinstance(entry.get("name"), str):
            config = entry.get("config")
            mapping = config.get("response_mapping") if isinstance(config, dict) else None
            outputs = mapping if isinstance(mapping, dict) else {}
            found[entry["name"]] = {str(key): str(path) for key, path in outputs.items()}
    return found
