"""What may be typed behind `WHEN`: conditions and what joins them, beginnings of sentences."""

import re
from collections.abc import Iterator

from scn_compiler.ide.completion.item import CompletionItem, OfferKind, Topic, literal
from scn_compiler.ide.cursor.context import CursorContext

_WORD = re.compile(r"[A-Za-z]*$")
_TEXTS = re.compile(r'"(?:\\.|[^"\\])*"')
_EXPRESSION = re.compile(r"[ (]*contains\b")
_JOINED = re.compile(r"(?:OR|AND)\b|\)")


def in_trigger(context: CursorContext) -> Iterator[CompletionItem]:
    """What may go on with the trigger at the cursor."""
    seen = context.seen
    typed = seen.typed
    word = _WORD.search(typed)
    prefix = word[0] if word else ""
    lead = typed[: len(typed) - len(prefix)].rstrip()
    if '"' in _TEXTS.sub("", typed):
        return
    within = re.match(r"[A-Za-z]*", seen.rest)
    more = within.end() if within else 0
    behind = seen.following[more:].lstrip()
    if not lead:
        yield from _beginnings(context, typed, more, behind)
    elif lead.endswith(("OR", "AND", "(")) and _EXPRESSION.match(lead.lstrip("(") or "contains"):
        if not behind or _JOINED.match(behind):
            yield _condition(context, len(prefix), more)
    elif lead.endswith("contains") and not prefix and not behind:
        yield _quotes(context, typed)
    elif _EXPRESSION.match(lead) and lead.endswith(('"', ")")) and not behind:
        yield from _operators(context, typed, prefix, lead, more)
    elif not behind:
        yield from _sentences(context, typed)


def _beginnings(context: CursorContext, typed: str, more: int, behind: str) -> Iterator[CompletionItem]:
    if typed == "contains" and not behind:
        yield _quotes(context, typed)
    if behind and not _JOINED.match(behind):
        return
    yield _condition(context, len(typed), more)
    if behind:
        return
    yield from _sentences(context, typed)
    yield context.offer(
        "raw:",
        OfferKind.KEYWORD,
        _gap(context, typed) + 'raw: "$1"',
        len(typed),
        more=more,
        detail=context.meaning("raw"),
        topic=Topic("keyword", "raw"),
    )


def _gap(context: CursorContext, typed: str) -> str:
    """A blank where the cursor is right behind `WHEN`."""
    return " " if not typed and context.seen.before[-1:] == "N" else ""


def _condition(context: CursorContext, typed: int, more: int) -> CompletionItem:
    return context.offer(
        'contains "…"',
        OfferKind.KEYWORD,
        'contains "$1"',
        typed,
        more=more,
        detail=context.meaning("contains"),
        filter="contains",
        topic=Topic("keyword", "contains"),
    )


def _quotes(context: CursorContext, typed: str) -> CompletionItem:
    gap = "" if typed.endswith(" ") else " "
    return context.offer(
        '"…"',
        OfferKind.KEYWORD,
        gap + '"$1"',
        0,
        detail="the words, in quotes",
        topic=Topic("keyword", "contains"),
    )


def _operators(
    context: CursorContext, typed: str, prefix: str, lead: str, more: int
) -> Iterator[CompletionItem]:
    outside = _TEXTS.sub("", lead)
    gap = "" if typed != lead else " "
    words = sorted(("OR", "AND"), key=lambda word: word not in outside) if "AND" in outside else ("OR", "AND")
    for name in words:
        mixed = ("AND" if name == "OR" else "OR") in outside
        yield context.offer(
            f'{name} contains "…"',
            OfferKind.KEYWORD,
            f'{gap}{name} contains "$1"',
            len(prefix),
            more=more,
            detail="mixing OR and AND is warned of" if mixed else context.meaning(name),
            filter=name.lower() if prefix.islower() else name,
            topic=Topic("keyword", name),
        )


def _sentences(context: CursorContext, typed: str) -> Iterator[CompletionItem]:
    one_word = typed.isalpha() or not typed
    for sentence in context.wording.triggers:
        if one_word or sentence.casefold().startswith(typed.casefold()):
            snippet = f"{literal(sentence)}$1" if sentence.endswith(" ") else literal(sentence)
            yield context.offer(
                sentence.strip() + (" …" if sentence.endswith(" ") else ""),
                OfferKind.TEXT,
                _gap(context, typed) + snippet,
                len(typed),
                detail=context.meaning("WHEN")
                if "WHEN" in context.wording.meanings
                else "a sentence about what the agent does",
                filter=sentence,
                topic=Topic("keyword", "WHEN"),
            )
