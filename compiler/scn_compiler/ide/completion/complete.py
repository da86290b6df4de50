"""Completion: what may be typed at the cursor, decided by the line up to there and what stands above it."""

import re
from collections.abc import Iterator

from scn_compiler.ide.completion.fields import field_values, passed_value
from scn_compiler.ide.completion.item import CompletionItem, OfferKind, Topic
from scn_compiler.ide.completion.labels import label_references
from scn_compiler.ide.completion.line_starts import at_start
from scn_compiler.ide.completion.texts import in_text
from scn_compiler.ide.completion.triggers import in_trigger
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript
from scn_dsl.catalog import CATALOG, KindOfProblem, is_optional, report
from scn_dsl.source import NOWHERE
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify, head_of

_ALLOW = re.compile(r"#\s*scn\s*:\s*allow\s+((?:[\w-]+\s*,\s*)*)([\w-]*)$")
_COMMENT = re.compile(r"#\s*scn\s*:\s*([a-z]*)$")


def complete(draft: OpenScript, offset: int, sign: str = "") -> tuple[CompletionItem, ...]:
    """What may be typed at `offset`, the likeliest first; nothing inside prose.

    Args:
        sign: The character that was just typed, if nobody asked but the editor because of it.
    """
    context = CursorContext(draft, offset)
    return () if _disturbs(context, sign) else tuple(_offers(context))


def _disturbs(context: CursorContext, sign: str) -> bool:
    """Whether an author who typed this sign is about to type something else: an indent, the end of a condition."""
    return (sign == " " and not context.seen.before) or (
        sign == '"' and context.seen.kind is LineKind.OPENING
    )


def _offers(context: CursorContext) -> Iterator[CompletionItem]:
    seen = context.seen
    before = seen.before
    if before.startswith("#"):
        yield from _in_comment(context)
    elif seen.continues:
        if context.offset > seen.start:
            yield from _in_value(context, seen.kind)
    elif not (head := head_of(before)) or (before == head and classify(before) is LineKind.OPENING):
        yield from at_start(context)
    else:
        yield from _in_value(context, classify(before))


def _in_value(context: CursorContext, kind: LineKind) -> Iterator[CompletionItem]:
    """What may stand behind the words that say what the line is."""
    match kind:
        case LineKind.SETTING if "." in context.seen.head:
            yield from passed_value(context)
        case LineKind.SETTING | LineKind.TITLE | LineKind.DETAIL:
            yield from field_values(context)
        case LineKind.ACTION:
            yield from in_text(context)
        case LineKind.OPENING:
            if context.seen.head.endswith("WHEN"):
                yield from in_trigger(context)
            elif context.seen.head.endswith("AFTER"):
                yield from label_references(context)


def _in_comment(context: CursorContext) -> Iterator[CompletionItem]:
    seen = context.seen
    before = seen.before
    if begun := _COMMENT.match(before):
        if "allow".startswith(begun[1]) and not seen.rest.strip():
            yield context.offer(
                "allow",
                OfferKind.KEYWORD,
                ("" if before[-1:] != ":" else " ") + "allow ",
                len(begun[1]),
                detail="says that a finding is right",
                topic=Topic("keyword", "allow"),
            )
    elif named := _ALLOW.match(before):
        taken = {name.strip() for name in named[1].split(",")}
        within = re.match(r"[\w-]*", seen.rest)
        for kind in CATALOG.values():
            if kind.name not in taken and _may_be_allowed(kind):
                yield context.offer(
                    kind.name,
                    OfferKind.RULE,
                    kind.name + ("" if seen.rest.strip() else " $1"),
                    len(named[2]),
                    more=within.end() if within else 0,
                    detail=f"{kind.code}: {kind.summary}",
                    topic=Topic("rule", kind.name),
                )


def _may_be_allowed(kind: KindOfProblem) -> bool:
    """Whether a script can have such a finding, and say that it is right."""
    return not kind.code.startswith(("SCN12", "SCN7")) and is_optional(report(kind.name, NOWHERE, ""))
