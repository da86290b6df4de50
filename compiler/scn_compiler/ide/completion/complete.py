"""Completion at the cursor: depends on the text before it in the line, and on the lines above."""

import re
from collections.abc import Callable, Iterable, Iterator

from scn_compiler.ide.completion.fields import field_values, passed_value
from scn_compiler.ide.completion.item import CompletionItem, CompletionKind, completion_item
from scn_compiler.ide.completion.labels import label_references
from scn_compiler.ide.completion.line_starts import line_start_items
from scn_compiler.ide.completion.reuse import (
    column_items,
    insert_items,
    is_value,
    path_items,
    value_items,
)
from scn_compiler.ide.completion.tests import step_values
from scn_compiler.ide.completion.texts import text_items
from scn_compiler.ide.completion.triggers import trigger_items
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.topic import Topic
from scn_dsl.catalog import CATALOG, KindOfProblem, is_optional, report
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import NOWHERE
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify, head_of

_ALLOW = lazy_pattern(r"#\s*scn\s*:\s*allow\s+((?:[\w-]+\s*,\s*)*)([\w-]*)$")
_COMMENT = lazy_pattern(r"#\s*scn\s*:\s*([a-z]*)$")

REUSE_VALUES = {
    "import": path_items,
    "rows": path_items,
    "script": path_items,
    "insert": insert_items,
    "examples": column_items,
}
"""The completion of the values in lines about reuse."""


def complete(
    script: OpenScript,
    offset: int,
    trigger_character: str = "",
    paths: Callable[[], Iterable[str]] = tuple,
) -> tuple[CompletionItem, ...]:
    """Return the items at `offset`, likeliest first; empty inside prose.

    Args:
        trigger_character: The character that the author just typed, if that is why the editor asks.
        paths: Returns the paths of the scripts and files of rows in the project.
    """
    context = CursorContext(script, offset, paths=paths)
    return () if _is_unwanted(context, trigger_character) else tuple(_items(context))


def _is_unwanted(context: CursorContext, trigger_character: str) -> bool:
    """Return whether the author is typing something else: an indentation, or the end of a condition."""
    if trigger_character == "$":
        return not (is_value(context) and (context.line.is_continuation or head_of(context.line.before)))
    return (trigger_character == " " and not context.line.before) or (
        trigger_character == '"' and context.line.kind is LineKind.OPENING
    )


def _items(context: CursorContext) -> Iterator[CompletionItem]:
    line = context.line
    before = line.before
    if before.startswith("#"):
        yield from _in_comment(context)
    elif line.is_continuation:
        if context.offset > line.start:
            yield from _in_value(context, line.kind)
    elif not (head := head_of(before)) or (before == head and classify(before) is LineKind.OPENING):
        yield from line_start_items(context)
    else:
        yield from _in_value(context, classify(before))


def _in_value(context: CursorContext, kind: LineKind) -> Iterator[CompletionItem]:
    """Yield the items for a value in a line of this kind."""
    if is_value(context):
        yield from value_items(context)
        return
    match kind:
        case LineKind.SETTING if context.line.keyword in REUSE_VALUES:
            yield from REUSE_VALUES[context.line.keyword](context)
        case LineKind.SETTING if "." in context.line.keyword:
            yield from passed_value(context)
        case LineKind.SETTING | LineKind.TITLE | LineKind.DETAIL:
            yield from field_values(context)
        case LineKind.ACTION if context.line.keyword in ("as", "plays"):
            yield from step_values(context)
        case LineKind.ACTION:
            yield from text_items(context)
        case LineKind.OPENING:
            if context.line.keyword == "WHEN":
                yield from trigger_items(context)
            elif context.line.keyword == "AFTER":
                yield from label_references(context)


def _in_comment(context: CursorContext) -> Iterator[CompletionItem]:
    line = context.line
    before = line.before
    if started := _COMMENT.match(before):
        if "allow".startswith(started[1]) and not line.after.strip():
            yield completion_item(
                context,
                "allow",
                CompletionKind.KEYWORD,
                ("" if before[-1:] != ":" else " ") + "allow ",
                len(started[1]),
                detail="suppresses a problem on the next line",
                topic=Topic("keyword", "allow"),
            )
    elif allow := _ALLOW.match(before):
        taken = {name.strip() for name in allow[1].split(",")}
        rest_of_word = re.match(r"[\w-]*", line.after)
        for kind in CATALOG.values():
            if kind.name not in taken and _may_be_allowed(kind):
                yield completion_item(
                    context,
                    kind.name,
                    CompletionKind.RULE,
                    kind.name + ("" if line.after.strip() else " $1"),
                    len(allow[2]),
                    replace_after=rest_of_word.end() if rest_of_word else 0,
                    detail=f"{kind.code}: {kind.summary}",
                    topic=Topic("rule", kind.name),
                )


def _may_be_allowed(kind: KindOfProblem) -> bool:
    """Return whether a script can have this problem and suppress it."""
    return not kind.code.startswith(("SCN12", "SCN7")) and is_optional(report(kind.name, NOWHERE, ""))
