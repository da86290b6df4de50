"""Hover: documentation of the word at the cursor, its meaning in the payload, and the findings there."""

import re
from collections.abc import Iterator
from functools import lru_cache

from scn_compiler.ide.cursor.context import CursorContext, PageAddress
from scn_compiler.ide.document import OpenScript, ScriptPart, part_at
from scn_compiler.ide.hover.names import name_hover
from scn_compiler.ide.hover.texts import HoverText, markup_hover, trigger_hover
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import block_text, code, describe, fenced
from scn_compiler.ide.labels.tests import find_tested_label
from scn_compiler.lint.rule_pages import explain
from scn_compiler.pipeline.check import find
from scn_compiler.platforms import find_target
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.keyword_docs import KEYWORDS
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS
from scn_dsl.wording import counted
from scn_grammar.continuation import LETTER
from scn_grammar.line_shapes import LineKind

_ALLOW = lazy_pattern(r"#\s*scn\s*:\s*(allow)\b")
_WORD = lazy_pattern(r"[\w-]+")
_VALUE_TOPICS = {"language": "language", "target": "target", "tools": "tool", "max_duration": "duration"}
"""Fields whose values are documented, with the kind of topic of these values."""


class Hover(Record):
    """Documentation of a span, in Markdown."""

    span: Span
    text: str


def hover(script: OpenScript, offset: int, page_address: PageAddress | None = None) -> Hover | None:
    """Return the hover at `offset`, or `None`; with `page_address`, it links to the manual."""
    context = CursorContext(script, offset, page_address)
    word_hover = _word_hover(context)
    findings = [each for each in _findings(script) if each.span.start <= offset <= each.span.end]
    pages = [
        _finding_page(each, context) for each in {each.name: each for each in reversed(findings)}.values()
    ][::-1]
    texts = [word_hover[1], *pages] if word_hover else pages
    if not texts:
        return None
    return Hover(word_hover[0] if word_hover else findings[0].span, "\n\n---\n\n".join(texts))


def _finding_page(found: Diagnostic, context: CursorContext) -> str:
    """Return the page of a finding's rule; only its start for a finding about a whole scenario or several lines."""
    page = describe(Topic("rule", found.name), context)
    text, span = context.script.text, found.span
    part = part_at(context.script, span.start)
    first = part is not None and span.start <= part.absolute(part.scenario.span).start
    if first or "\n" in text[span.start : span.end]:
        more = page.rpartition("\n\n")[2] if context.page_address else ""
        more = more if more.startswith("More: ") else f"More: `scn explain {found.code}`"
        return "\n\n".join((*page.split("\n\n")[:2], more))
    return page


@lru_cache(maxsize=4)
def _findings(script: OpenScript) -> tuple[Diagnostic, ...]:
    """Find everything that's wrong in a script."""
    target = script.target if script.target and find_target(script.target) else None
    return find(script.text, path=script.path, target=target, config=script.config).reported


def forget_hovered_findings() -> None:
    """Drop the cached findings: a package that the checks use has been installed meanwhile."""
    _findings.cache_clear()


def _word_hover(context: CursorContext) -> HoverText | None:
    line = context.line
    at = min(context.offset, max(line.end - 1, line.start))
    if not line.content or not line.start <= at < line.end:
        return None
    found = name_hover(context) or _line_hover(context, at)
    covers = found is not None and found[0].start <= context.offset <= found[0].end
    return found if found and found[1] and covers else None


def _line_hover(context: CursorContext, at: int) -> HoverText | None:
    line = context.line
    if line.content.startswith("#"):
        return _in_comment(context, at)
    mark = LETTER if line.content.startswith(LETTER) else "|"
    if line.is_continuation and at < line.start + len(mark):
        return Span(line.start, line.start + len(mark)), describe(Topic("keyword", mark), context)
    if not line.is_continuation and at < line.start + len(line.head):
        return _head(context, at)
    match line.kind:
        case LineKind.ACTION if line.keyword == "as":
            return _tested_label(context)
        case LineKind.ACTION:
            return markup_hover(context, at)
        case LineKind.OPENING if line.keyword == "WHEN":
            return trigger_hover(context)
        case LineKind.OPENING if line.keyword == "AFTER":
            return _label(context, at)
        case LineKind.TITLE:
            return Span(line.start, line.end), _scenario(context)
        case LineKind.SETTING | LineKind.DETAIL:
            return _value(context, at)
    return None


def _in_comment(context: CursorContext, at: int) -> HoverText | None:
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


def _head(context: CursorContext, at: int) -> HoverText | None:
    """Return the hover of a word in the head of the line."""
    line = context.line
    words = [Span(*word.span()).shift(line.start) for word in re.finditer(r"[^\s:=]+", line.head)]
    span = next((word for word in words if word.start <= at < word.end), words[-1])
    word = context.script.text[span.start : span.end]
    whole = Span(line.start, line.start + len(line.head))
    match line.kind:
        case LineKind.TITLE:
            return whole, _scenario(context)
        case LineKind.OPENING if at < line.start + len(line.label):
            return _label(context, at)
        case LineKind.OPENING:
            return span, describe(Topic("keyword", line.keyword), context, *_place(context))
        case _ if word == "raw":
            return span, describe(Topic("keyword", "raw"), context)
        case LineKind.SETTING if "." in line.keyword:
            return whole, describe(Topic("passed", line.keyword.partition(".")[2]), context)
        case LineKind.SETTING | LineKind.DETAIL if words[0] is span and word in FIELDS:
            return span, describe(Topic("field", word), context)
        case LineKind.SETTING:
            first = context.script.text[words[0].start : words[0].end]
            return whole, describe(Topic("keyword", first), context) if first in KEYWORDS else ""
        case LineKind.ACTION:
            name = line.keyword
            return whole if name == "end call" else span, describe(Topic("keyword", name), context)
        case LineKind.VERSION:
            return whole, describe(Topic("keyword", "scn"), context)
    return None


def _row(context: CursorContext) -> tuple[ScriptPart, ResolvedBlock] | None:
    """Find the block that the line opens, with its part."""
    part = part_at(context.script, context.line.logical_start)
    rows = part.scenario.rows if part else ()
    row = next(
        (row for row in rows if part and part.start + row.block.at == context.line.logical_start), None
    )
    return (part, row) if part and row else None


def _place(context: CursorContext) -> Iterator[str]:
    """Yield a block's id and its parent."""
    found = _row(context)
    if found is None:
        return
    part, row = found
    if context.target.has_ids:
        yield f"Id in the payload: {row.id}."
    if row.parent is not None:
        parent = part.scenario.rows[row.parent]
        yield "Follows up:"
        yield fenced(block_text(context.script.text, part.start + parent.block.at))


def _label(context: CursorContext, at: int) -> HoverText | None:
    """Return the hover of a label: its block and that block's follow-ups."""
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
    ids = context.target.has_ids
    return span, "\n\n".join(_named_block(f"**{code(word[0])}** is this block:", text, part, named, ids=ids))


def _tested_label(context: CursorContext) -> HoverText | None:
    """Return the hover of a label in a test: its block in the script, and that block's follow-ups."""
    found = find_tested_label(context.script, context.offset)
    if found is None:
        return None
    span = Span(found.use.span.start - 1, found.use.span.end)
    named = found.part.scenario.rows[found.mention.block]
    head = f"**{code(f'@{found.use.name}')}** is this block of {code(str(found.script.path))}:"
    return span, "\n\n".join(_named_block(head, found.script.text, found.part, named, ids=False))


def _named_block(head: str, text: str, part: ScriptPart, named: ResolvedBlock, *, ids: bool) -> Iterator[str]:
    """Yield the parts of a text about a block in `text`: the block, its id, its follow-ups."""
    below = [row for row in part.scenario.rows if row.parent == named.index]
    yield head
    yield fenced(block_text(text, part.start + named.block.at))
    if ids:
        yield f"Id in the payload: {named.id}."
    if below:
        heads = [block_text(text, part.start + row.block.at).split("\n")[0] for row in below]
        lines = (text.count("\n", 0, part.start + row.block.at) + 1 for row in below)
        listed = "\n".join(f"- line {line}: {code(head)}" for line, head in zip(lines, heads, strict=True))
        yield f"Follow-ups:\n\n{listed}"
    else:
        yield "It has no follow-ups."


def _covers(word: re.Match[str], context: CursorContext, at: int) -> bool:
    return word.start() <= at - context.line.start < word.end()


def _scenario(context: CursorContext) -> str:
    """Describe a scenario: name, number of blocks, target."""
    part = part_at(context.script, context.line.logical_start)
    if part is None:
        return ""
    if part.fragment:
        return describe(Topic("keyword", "fragment"), context)
    count = len(part.scenario.rows)
    name = part.scenario.name
    blocks = counted(count, "block")
    title = f"**Scenario** {code(str(name))}: {blocks}" if name else f"**Scenario** without a name: {blocks}"
    target = context.target
    return f"{title}\n\nTarget: `{target.name}`, {target.summary}."


def _value(context: CursorContext, at: int) -> HoverText | None:
    """Return the hover of a value, if it is documented."""
    line = context.line
    kind = None if line.is_raw else _VALUE_TOPICS.get(line.keyword)
    word = next((word for word in _WORD.finditer(line.content) if _covers(word, context, at)), None)
    if kind is None or word is None:
        return None
    return Span(*word.span()).shift(line.start), describe(Topic(kind, word[0]), context)
