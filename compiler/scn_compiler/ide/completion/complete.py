"""Completion: what may be typed at the cursor, decided by the line up to there and what stands above it."""

import re
from collections.abc import Iterator

from scn_compiler.ide.completion.fields import field_values, passed_value
from scn_compiler.ide.completion.item import CompletionItem, CompletionKind, completion_item
from scn_compiler.ide.completion.labels import label_references
from scn_compiler.ide.completion.line_starts import at_start
from scn_compiler.ide.completion.texts import in_text
from scn_compiler.ide.completion.triggers import in_trigger
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.topics import Topic
from scn_dsl.catalog import CATALOG, KindOfProblem, is_optional, report
from scn_dsl.source import NOWHERE
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify, head_of

_ALLOW = re.compile(r"#\s*scn\s*:\s*allow\s+((?:[\w-]+\s*,\s*)*)([\w-]*)$")
_COMMENT = re.compile(r"#\s*scn\s*:\s*([a-z]*)$")


def complete(script: OpenScript, offset: int, sign: str = "") -> tuple[CompletionItem, ...]:
    """What may be typed at `offset`, the likeliest first; nothing inside prose.

    Args:
        sign: The character that was just typed, if nobody asked but the editor because of it.
    """
    context = CursorContext(script, offset)
    return () if _disturbs(context, sign) else tuple(_offers(context))


def _disturbs(context: CursorContext, sign: str) -> bool:
    """Whether an author who typed this sign is about to type something else: an indent, the end of a condition."""
    return (sign == " " and not context.line.before) or (
        sign == '"' and context.line.kind is LineKind.OPENING
    )


def _offers(context: CursorContext) -> Iterator[CompletionItem]:
    line = context.line
    before = line.before
    if before.startswith("#"):
        yield from _in_comment(context)
    elif line.is_continuation:
        if context.offset > line.start:
            yield from _in_value(context, line.kind)
    elif not (head := head_of(before)) or (before == head and classify(before) is LineKind.OPENING):
        yield from at_start(context)
    else:
        yield from _in_value(context, classify(before))


def _in_value(context: CursorContext, kind: LineKind) -> Iterator[CompletionItem]:
    """What may stand behind the words that say what the line is."""
    match kind:
        case LineKind.SETTING if "." in context.line.head:
            yield from passed_value(context)
        case LineKind.SETTING | LineKind.TITLE | LineKind.DETAIL:
            yield from field_values(context)
        case LineKind.ACTION:
            yield from in_text(context)
        case LineKind.OPENING:
            if context.line.head.endswith("WHEN"):
                yield from in_trigger(context)
            elif context.line.head.endswith("AFTER"):
                yield from label_references(context)


def _in_comment(context: CursorContext) -> Iterator[CompletionItem]:
    line = context.line
    before = line.before
    if begun := _COMMENT.match(before):
        if "allow".startswith(begun[1]) and not line.after.strip():
            yield completion_item(
                context,
                "allow",
                CompletionKind.KEYWORD,
                ("" if before[-1:] != ":" else " ") + "allow ",
                len(begun[1]),
                detail="says that a finding is right",
                topic=Topic("keyword", "allow"),
            )
    elif named := _ALLOW.match(before):
        taken = {name.strip() for name in named[1].split(",")}
        within = re.match(r"[\w-]*", line.after)
        for kind in CATALOG.values():
            if kind.name not in taken and _may_be_allowed(kind):
                yield completion_item(
                    context,
                    kind.name,
                    CompletionKind.RULE,
                    kind.name + ("" if line.after.strip() else " $1"),
                    len(named[2]),
                    replace_after=within.end() if within else 0,
                    detail=f"{kind.code}: {kind.summary}",
                    topic=Topic("rule", kind.name),
                )


def _may_be_allowed(kind: KindOfProblem) -> bool:
    """Whether a script can have such a finding, and say that it is right."""
    return not kind.code.startswith(("SCN12", "SCN7")) and is_optional(report(kind.name, NOWHERE, ""))
