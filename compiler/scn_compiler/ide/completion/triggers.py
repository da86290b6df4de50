"""Completion after `WHEN`: conditions, operators between them, and starts of sentences."""

import re
from collections.abc import Iterator

from scn_compiler.ide.completion.item import CompletionItem, CompletionKind, completion_item, literal
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.hover.topic import Topic
from scn_dsl.patterns import lazy_pattern

_WORD = lazy_pattern(r"[A-Za-z]*$")
_TEXTS = lazy_pattern(r'"(?:\\.|[^"\\])*"')
_EXPRESSION = lazy_pattern(r"[ (]*contains\b")
_JOINED = lazy_pattern(r"(?:OR|AND)\b|\)")


def trigger_items(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield the items that continue the trigger at the cursor."""
    line = context.line
    text = line.value_before
    word = _WORD.search(text)
    prefix = word[0] if word else ""
    lead = text[: len(text) - len(prefix)].rstrip()
    if '"' in _TEXTS.sub("", text):
        return
    rest_of_word = re.match(r"[A-Za-z]*", line.after)
    replace_after = rest_of_word.end() if rest_of_word else 0
    after = line.value_after[replace_after:].lstrip()
    if not lead:
        yield from _beginnings(context, text, replace_after, after)
    elif lead.endswith(("OR", "AND", "(")) and _EXPRESSION.match(lead.lstrip("(") or "contains"):
        if not after or _JOINED.match(after):
            yield _condition(context, len(prefix), replace_after)
    elif lead.endswith("contains") and not prefix and not after:
        yield _quotes(context, text)
    elif _EXPRESSION.match(lead) and lead.endswith(('"', ")")) and not after:
        yield from _operators(context, text, prefix, lead, replace_after)
    elif not after:
        yield from _sentences(context, text)


def _beginnings(
    context: CursorContext, text: str, replace_after: int, after: str
) -> Iterator[CompletionItem]:
    if text == "contains" and not after:
        yield _quotes(context, text)
    if after and not _JOINED.match(after):
        return
    yield _condition(context, len(text), replace_after)
    if after:
        return
    yield from _sentences(context, text)
    yield completion_item(
        context,
        "raw:",
        CompletionKind.KEYWORD,
        _gap(context, text) + 'raw: "$1"',
        len(text),
        replace_after=replace_after,
        detail=context.meaning("raw"),
        topic=Topic("keyword", "raw"),
    )


def _gap(context: CursorContext, text: str) -> str:
    """Return a space if the cursor is right after `WHEN`."""
    return " " if not text and context.line.before[-1:] == "N" else ""


def _condition(context: CursorContext, replace_before: int, replace_after: int) -> CompletionItem:
    return completion_item(
        context,
        'contains "…"',
        CompletionKind.KEYWORD,
        'contains "$1"',
        replace_before,
        replace_after=replace_after,
        detail=context.meaning("contains"),
        filter="contains",
        topic=Topic("keyword", "contains"),
    )


def _quotes(context: CursorContext, text: str) -> CompletionItem:
    gap = "" if text.endswith(" ") else " "
    return completion_item(
        context,
        '"…"',
        CompletionKind.KEYWORD,
        gap + '"$1"',
        0,
        detail="the text to look for, in quotes",
        topic=Topic("keyword", "contains"),
    )


def _operators(
    context: CursorContext, text: str, prefix: str, lead: str, replace_after: int
) -> Iterator[CompletionItem]:
    outside = _TEXTS.sub("", lead)
    gap = "" if text != lead else " "
    words = sorted(("OR", "AND"), key=lambda word: word not in outside) if "AND" in outside else ("OR", "AND")
    for name in words:
        mixed = ("AND" if name == "OR" else "OR") in outside
        yield completion_item(
            context,
            f'{name} contains "…"',
            CompletionKind.KEYWORD,
            f'{gap}{name} contains "$1"',
            len(prefix),
            replace_after=replace_after,
            detail="mixing OR and AND is ambiguous" if mixed else context.meaning(name),
            filter=name.lower() if prefix.islower() else name,
            topic=Topic("keyword", name),
        )


def _sentences(context: CursorContext, text: str) -> Iterator[CompletionItem]:
    one_word = text.isalpha() or not text
    for sentence in context.docs.triggers:
        if one_word or sentence.casefold().startswith(text.casefold()):
            snippet = f"{literal(sentence)}$1" if sentence.endswith(" ") else literal(sentence)
            yield completion_item(
                context,
                sentence.strip() + (" …" if sentence.endswith(" ") else ""),
                CompletionKind.TEXT,
                _gap(context, text) + snippet,
                len(text),
                detail=context.meaning("WHEN")
                if "WHEN" in context.docs.meanings
                else "a sentence about what the agent does",
                filter=sentence,
                topic=Topic("keyword", "WHEN"),
            )
