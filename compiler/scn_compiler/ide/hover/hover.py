"""Hover: what stands at a place, what it does, what it becomes; and what is wrong with it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript, ScriptPart, part_at
from scn_compiler.ide.hover.texts import Thing, mark_at, trigger_at
from scn_compiler.ide.hover.topics import Topic, block_text, code, describe, fenced
from scn_compiler.lint.rule_pages import explain
from scn_compiler.pipeline.check import find
from scn_compiler.platforms import find_target
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, HOLDERS
from scn_grammar.line_shapes import LineKind

_ALLOW = re.compile(r"#\s*scn\s*:\s*(allow)\b")
_WORD = re.compile(r"[\w-]+")
_KINDS = {"language": "language", "target": "target", "tools": "tool", "max_duration": "duration"}
"""Fields whose values are words that mean something."""


class Hover(Record):
    """What is shown, as Markdown, and what it is about."""

    span: Span
    text: str


def hover(script: OpenScript, offset: int) -> Hover | None:
    """What there is to say about the place at `offset`."""
    context = CursorContext(script, offset)
    thing = _thing(context)
    wrong = [each for each in _findings(script) if each.span.start <= offset <= each.span.end]
    pages = [_finding(each, context) for each in {each.name: each for each in reversed(wrong)}.values()][::-1]
    texts = [thing[1], *pages] if thing else pages
    if not texts:
        return None
    return Hover(thing[0] if thing else wrong[0].span, "\n\n---\n\n".join(texts))


def _finding(found: Diagnostic, context: CursorContext) -> str:
    """The page of what is wrong with a word; its beginning where the whole scenario is meant."""
    page = describe(Topic("rule", found.name), context)
    text, span = context.script.text, found.span
    part = part_at(context.script, span.start)
    first = part is not None and span.start <= part.absolute(part.scenario.span).start
    if first or "\n" in text[span.start : span.end]:
        return "\n\n".join((*page.split("\n\n")[:2], f"More: `scn explain {found.code}`"))
    return page


@lru_cache(maxsize=4)
def _findings(script: OpenScript) -> tuple[Diagnostic, ...]:
    """Everything that is wrong with a draft."""
    target = script.target if script.target and find_target(script.target) else None
    return find(script.text, path=script.path, target=target, config=script.config).reported


def _thing(context: CursorContext) -> Thing | None:
    line = context.line
    at = min(context.offset, max(line.end - 1, line.start))
    if not line.content or not line.start <= at < line.end:
        return None
    found = _found(context, at)
    covers = found is not None and found[0].start <= context.offset <= found[0].end
    return found if found and found[1] and covers else None


def _found(context: CursorContext, at: int) -> Thing | None:
    line = context.line
    if line.content.startswith("#"):
        return _in_comment(context, at)
    if line.is_continuation and at == line.start:
        return Span(at, at + 1), describe(Topic("keyword", "|"), context)
    if not line.is_continuation and at < line.start + len(line.head):
        return _head(context, at)
    match line.kind:
        case LineKind.ACTION:
            return mark_at(context, at)
        case LineKind.OPENING if line.head.endswith("WHEN"):
            return trigger_at(context)
        case LineKind.OPENING if line.head.endswith("AFTER"):
            return _label(context, at)
        case LineKind.TITLE:
            return Span(line.start, line.end), _scenario(context)
        case LineKind.SETTING | LineKind.DETAIL:
            return _value(context, at)
    return None


def _in_comment(context: CursorContext, at: int) -> Thing | None:
    line = context.line
    allowed = _ALLOW.match(line.content)
    if not allowed:
        return None
    if at < line.start + allowed.end():
        return Span(line.start, line.start + allowed.end()), describe(Topic("keyword", "allow"), context)
    for word in _WORD.finditer(line.content, allowed.end()):
        if line.start + word.start() <= at < line.start + word.end() and explain(word[0]):
            span = Span(*word.span()).shift(line.start)
            return span, describe(Topic("rule", word[0]), context)
    return None


def _head(context: CursorContext, at: int) -> Thing | None:
    """The words that say what the line is."""
    line = context.line
    words = [Span(*word.span()).shift(line.start) for word in re.finditer(r"[^\s:=]+", line.head)]
    span = next((word for word in words if word.start <= at < word.end), words[-1])
    word = context.script.text[span.start : span.end]
    whole = Span(line.start, line.start + len(line.head))
    match line.kind:
        case LineKind.TITLE:
            return whole, _scenario(context)
        case LineKind.OPENING if word.startswith("@"):
            return _label(context, span.start)
        case LineKind.OPENING:
            return span, "\n\n".join((describe(Topic("keyword", word), context), *_place(context)))
        case _ if word == "raw":
            return span, describe(Topic("keyword", "raw"), context)
        case LineKind.SETTING if "." in line.head:
            return whole, describe(Topic("passed", line.head.rstrip(": \t\xa0").partition(".")[2]), context)
        case LineKind.SETTING | LineKind.DETAIL if words[0] is span and word in FIELDS:
            return span, describe(Topic("field", word), context)
        case LineKind.SETTING:
            first = context.script.text[words[0].start : words[0].end]
            return whole, describe(Topic("keyword", first), context) if first in HOLDERS else ""
        case LineKind.ACTION:
            name = "end call" if line.head.startswith("end") else line.head.split()[0].rstrip(":")
            return whole if name == "end call" else span, describe(Topic("keyword", name), context)
        case LineKind.VERSION:
            return whole, describe(Topic("keyword", "scn"), context)
    return None


def _row(context: CursorContext) -> tuple[ScriptPart, ResolvedBlock] | None:
    """The block whose opening line this is, in its scenario."""
    part = part_at(context.script, context.line.logical_start)
    rows = part.scenario.rows if part else ()
    row = next(
        (row for row in rows if part and part.start + row.block.at == context.line.logical_start), None
    )
    return (part, row) if part and row else None


def _place(context: CursorContext) -> Iterator[str]:
    """A block's id, and what it follows up."""
    found = _row(context)
    if found is None:
        return
    part, row = found
    if context.target.has_ids:
        yield f"Its id in the payload is {row.id}."
    if row.parent is not None:
        parent = part.scenario.rows[row.parent]
        yield "It follows up:"
        yield fenced(block_text(context.script.text, part.start + parent.block.at))


def _label(context: CursorContext, at: int) -> Thing | None:
    """A label: the block that it names, and what follows that up."""
    text = context.script.text
    word = next(
        (word for word in re.finditer(r"@[^\s]+", context.line.content) if _covers(word, context, at)), None
    )
    if word is None:
        return None
    span = Span(*word.span()).shift(context.line.start)
    part = part_at(context.script, at)
    rows = part.scenario.rows if part else ()
    named = next((row for row in rows if row.block.label and f"@{row.block.label.name}" == word[0]), None)
    if part is None or named is None:
        return span, describe(Topic("keyword", "@"), context)
    below = [row for row in rows if row.parent == named.index]
    parts = [f"**{code(word[0])}** names this block:", fenced(block_text(text, part.start + named.block.at))]
    if context.target.has_ids:
        parts.append(f"Its id in the payload is {named.id}.")
    if below:
        heads = [block_text(text, part.start + row.block.at).split("\n")[0] for row in below]
        lines = (text.count("\n", 0, part.start + row.block.at) + 1 for row in below)
        listed = "\n".join(f"- line {line}: {code(head)}" for line, head in zip(lines, heads, strict=True))
        parts.append(f"It is followed up by:\n\n{listed}")
    else:
        parts.append("Nothing follows it up.")
    return span, "\n\n".join(parts)


def _covers(word: re.Match[str], context: CursorContext, at: int) -> bool:
    return word.start() <= at - context.line.start < word.end()


def _scenario(context: CursorContext) -> str:
    """A scenario: its name, how many blocks it has, what it becomes."""
    part = part_at(context.script, context.line.logical_start)
    if part is None:
        return ""
    count = len(part.scenario.rows)
    name = part.scenario.name
    blocks = f"{count} block{'' if count == 1 else 's'}"
    title = f"**Scenario** {code(str(name))}: {blocks}" if name else f"**Scenario** without a name: {blocks}"
    target = context.target
    return f"{title}\n\nTarget: `{target.name}`, {target.summary}."


def _value(context: CursorContext, at: int) -> Thing | None:
    """A value that has a meaning of its own."""
    line = context.line
    kind = _KINDS.get(line.head.rstrip(": \t\xa0"))
    word = next((word for word in _WORD.finditer(line.content) if _covers(word, context, at)), None)
    if kind is None or word is None:
        return None
    return Span(*word.span()).shift(line.start), describe(Topic(kind, word[0]), context)
