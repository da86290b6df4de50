"""Completion at the start of a line: actions and details of the block, new blocks, fields, labels."""

import re
from collections.abc import Iterator
from itertools import islice

from scn_compiler.ide.completion.fields import details, fields, new_variables, passed_keys
from scn_compiler.ide.completion.item import (
    CompletionItem,
    CompletionKind,
    LineStart,
    choice,
    completion_item,
)
from scn_compiler.ide.completion.labels import new_labels
from scn_compiler.ide.completion.tests import script_start, step_starts, test_starts
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.cursor.line import lines_below
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.labels.tests import is_test_file
from scn_compiler.platforms.kit.target import Blocks, TagPlace
from scn_dsl.diagnostic import Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import TEST
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, classify, head_of

_ONE_WORD = lazy_pattern(r"[\w./@-]*")
_MAX_CHOICES = 20
"""The maximum number of labels in the choice of a tab stop."""

_CALLER_TEMPLATE = (
    "scenario: ${1:Ask for the opening hours}\nrole: ${2:A customer who is in a hurry}\nlanguage: ${3:en}\n\n"
    "FIRST_MESSAGE\n  say: ${4:Hello!}\n\nWHEN ${5:The agent says goodbye}\n  end call"
)
_AGENT_TEMPLATE = "scenario: ${1:Where to park}\n{role}\nWHEN ${2:a customer asks where to park}\n  say: ${3:Behind the house.}"
_ROLE = "role: ${4:You answer questions from a shop's customers}\n"
_TEMPLATES = {Blocks.CONFIGURED: _AGENT_TEMPLATE, Blocks.ABSENT: ""}
"""The scenario template for targets without a caller."""

_LABELLED = lazy_pattern(r"@\S+[ \t\xa0]+")
_VARIABLE = lazy_pattern(r"(given|caller)[ \t\xa0]+")


def line_start_items(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield the items at the start of the line, likeliest first."""
    line = context.line
    before = line.before
    word = _ONE_WORD.match(line.after)
    replace_after = word.end() if word else 0
    rest = line.after[replace_after:].strip()
    if before.startswith("@"):
        yield from _after_label(context, replace_after, rest)
    elif _is_complete(context, rest):
        return
    elif variable := _VARIABLE.match(before):
        yield from new_variables(context, variable[1], before[variable.end() :], replace_after)
    elif "." in before:
        yield from passed_keys(context, replace_after)
    else:
        yield from _beginnings(context, replace_after, colon=bool(rest))


def _is_complete(context: CursorContext, rest: str) -> bool:
    """Return whether the text after the cursor leaves no room for another line start."""
    line = context.line
    if line.after.strip() and classify(line.content) is not LineKind.UNKNOWN:
        return True
    return bool(rest) and not (rest.startswith(":") and line.before)


def _beginnings(context: CursorContext, replace_after: int, *, colon: bool) -> Iterator[CompletionItem]:
    before = context.line.before
    known = classify(before) not in (LineKind.UNKNOWN, LineKind.BLANK)
    sure = " " in before or colon or known
    for each in _line_starts(context):
        if _is_unsupported(context, each):
            continue
        if sure and not each.label.casefold().startswith(before.casefold()):
            continue
        if colon and not each.snippet.rstrip().endswith(":"):
            continue
        snippet = each.snippet.rstrip().removesuffix(":") if colon else each.snippet
        yield completion_item(
            context,
            each.label,
            each.kind,
            snippet,
            len(before),
            replace_after=replace_after,
            detail=each.detail,
            filter=each.label.lower() if before.islower() else each.label,
            topic=each.topic,
            extra_edits=_dedent(context) if each.flush else (),
        )


def _is_unsupported(context: CursorContext, each: LineStart) -> bool:
    """Return whether the platform's docs say that a keyword becomes nothing in the payload."""
    becomes = context.docs.becomes
    first, _, rest = each.label.partition(" ")
    names = (each.topic.name, first.rstrip(":"), rest.rstrip(":")) if each.topic.kind == "keyword" else ()
    return any(becomes.get(name, "").split(":")[0] == "nothing" for name in names)


def _dedent(context: CursorContext) -> tuple[Edit, ...]:
    """Remove the indentation of a line that opens a block."""
    start = context.line.start
    first = context.script.text.rfind("\n", 0, start) + 1
    return (Edit(Span(first, start), ""),) if context.script.text[first:start].isspace() else ()


def _line_starts(context: CursorContext) -> Iterator[LineStart]:
    block = context.block
    if block.keyword == TEST:
        yield from step_starts(context)
        return
    if block.opening is None and is_test_file(context.script) and not context.scope.has_titles:
        yield from test_starts(context)
        yield script_start(context)
        return
    if block.opening is not None:
        yield from _actions(context)
        yield from details(context)
        if block.below or not block.above:
            return
    yield from _sections(context)
    yield from _sharing(context)


def _sharing(context: CursorContext) -> Iterator[LineStart]:
    """Yield the lines about reuse that fit here."""
    scope, keyword = context.scope, CompletionKind.KEYWORD
    is_library = scope.is_head or not scope.has_titles
    is_fragment = scope.content.lstrip().startswith("fragment")
    if not scope.is_head:
        yield _keyword(context, "insert", "insert: ", keyword, flush=True)
        has_table = re.search(r"^[ \t]*examples[ \t]*:", scope.content, re.MULTILINE)
        if not is_fragment and context.block.opening is None:
            yield from (
                _keyword(context, name, f"{name}: ", keyword)
                for name in (("row", "rows") if has_table else ("examples", "rows"))
            )
    if context.block.opening is None:
        yield LineStart(
            "let", CompletionKind.FIELD, "let $1 = $2", Topic("keyword", "let"), context.meaning("let")
        )
        if is_library:
            yield _keyword(context, "import", "import: ", keyword)
    if not scope.has_more(context.line.start) or scope.is_head:
        yield _keyword(context, "fragment", "fragment: ", keyword, flush=True)


def _sections(context: CursorContext) -> Iterator[LineStart]:
    """Yield the fields, blocks and scenarios that can start here."""
    block, scope = context.block, context.scope
    above = context.script.text[: context.line.start]
    given = scope.given()
    if scope.is_head:
        yield from fields(context, given)
        yield from _scenario(context)
    elif block.opening is not None or scope.has_block(context.line.start):
        yield from () if "instructions" in given else _openings(context, True)
        yield from _scenario(context)
        yield from fields(context, given)
    elif not above.strip("\ufeff \t\r\n\xa0"):
        yield from _scenario(context)
        yield from fields(context, given)
        yield _keyword(context, "scn", "scn 1", CompletionKind.KEYWORD)
    else:
        known = given | scope.inherited() | {default.name for default in context.script.config.fields}
        enough = known & {"role", "instructions"} and known & {"language", "personality"}
        opening = () if "instructions" in given else tuple(_openings(context, False))
        described = tuple(fields(context, given))
        yield from (*opening, *described) if enough else (*described, *opening)
        yield from _scenario(context)


def _scenario(context: CursorContext) -> Iterator[LineStart]:
    """Yield `scenario:` and the scenario template, where they don't split a scenario."""
    scope, here = context.scope, context.line.start
    continues = scope.has_more(here)
    if continues and (scope.has_titles or scope.has_more(scope.start, here)):
        return
    yield _keyword(context, "scenario", "scenario: ", CompletionKind.KEYWORD)
    if continues:
        return
    if template := _TEMPLATES.get(context.target.blocks, _CALLER_TEMPLATE):
        template = template.replace("{role}", _ROLE if "role" in context.docs.keys else "")
        yield LineStart(
            "scenario: …",
            CompletionKind.BLOCK,
            template,
            Topic("keyword", "scenario"),
            "a whole scenario",
            True,
        )


def _actions(context: CursorContext) -> Iterator[LineStart]:
    """Yield the actions that the block can still have."""
    block = context.block
    first = block.keyword == "FIRST_MESSAGE"
    ends = "end" in block.actions
    spoken = [word for word in block.actions if word != "end"]
    if not spoken and "end" not in block.above:
        yield _keyword(context, "say", "say: ", CompletionKind.KEYWORD)
        if not ends:
            if first:
                yield _keyword(context, "wait", "wait", CompletionKind.KEYWORD)
            else:
                yield _keyword(context, "do", "do: ", CompletionKind.KEYWORD)
    if not (ends or block.below or "do" in spoken or "wait" in spoken or _must_continue(context)):
        yield _keyword(context, "end call", "end call", CompletionKind.KEYWORD)
    if not spoken and "end" not in block.above:
        raw, topic = context.meaning("raw"), Topic("keyword", "raw")
        yield LineStart("say raw:", CompletionKind.KEYWORD, 'say raw: "$1"', topic, raw)
        if not first and not ends:
            yield LineStart("do raw:", CompletionKind.KEYWORD, 'do raw: "$1"', topic, raw)


def _must_continue(context: CursorContext) -> bool:
    """Return whether the call can't end in this block: it has a follow-up, already ends the call, or is a single tag."""
    opening, line = context.block.opening, context.line
    words = opening.text.split() if opening else []
    below = (line for line in lines_below(line.text, line.end) if line.kind not in SILENT)
    if head_of(next((line.text for line in below), "")).endswith("THEN"):
        return True
    if (
        words
        and words[0].startswith("@")
        and re.search(rf"AFTER[ \t\xa0]+{words[0]}\b", context.scope.content)
    ):
        return True
    block_text = line.text[opening.start : line.start] if opening else ""
    alone = (spec.name for spec in context.target.markup.tags.values() if spec.place is TagPlace.ALONE)
    return any(f"<{name}" in block_text for name in ("endcall", *alone))


def _keyword(
    context: CursorContext, name: str, snippet: str, kind: CompletionKind, *, flush: bool = False
) -> LineStart:
    label = snippet.strip() if snippet.strip().endswith(":") else name
    return LineStart(label, kind, snippet, Topic("keyword", name), context.meaning(name), flush)


def _openings(context: CursorContext, started: bool) -> Iterator[LineStart]:
    scope = context.scope
    has_first_message = scope.has_first_message()
    if not started and not has_first_message:
        yield _keyword(context, "FIRST_MESSAGE", "FIRST_MESSAGE", CompletionKind.KEYWORD, flush=True)
        yield _block("FIRST_MESSAGE", "say:", "FIRST_MESSAGE\n  say: ${1:Hello!}")
        yield _block("FIRST_MESSAGE", "wait", "FIRST_MESSAGE\n  wait")
    if started or not has_first_message:
        yield _keyword(context, "WHEN", "WHEN ", CompletionKind.KEYWORD, flush=True)
    ends = _ends(context)
    if started and not ends:
        yield _keyword(context, "THEN", "THEN", CompletionKind.KEYWORD, flush=True)
    labels = (
        [name for name, _ in islice(scope.labels_above(context.line.start), _MAX_CHOICES)] if started else []
    )
    if labels and not context.target.chains_only:
        yield _keyword(context, "AFTER", "AFTER ", CompletionKind.KEYWORD, flush=True)
    if started or not has_first_message:
        sentence = context.docs.triggers[0] if context.docs.triggers else "The agent "
        yield _block("WHEN", "contains …", 'WHEN contains "$1"\n  say: $2')
        yield _block("WHEN", f"{sentence}…", f"WHEN {sentence}$1\n  say: $2")
    if started and not ends:
        yield _block("THEN", "say:", "THEN\n  say: $1")
        yield _block("THEN", "do:", "THEN\n  do: $1")
        yield _block("THEN", "end call", "THEN\n  end call")
    if labels and not context.target.chains_only:
        stop = choice(1, tuple(f"@{name}" for name in labels))
        yield _block("AFTER", "@label say:", f"AFTER {stop}\n  say: $2")


def _ends(context: CursorContext) -> bool:
    """Return whether the block above ends the call, so that nothing can follow it."""
    block = context.block
    if block.opening is None:
        return False
    return "end" in block.above or "<endcall" in context.script.text[block.opening.start : context.line.start]


def _block(name: str, rest: str, snippet: str) -> LineStart:
    topic = Topic("keyword", name)
    return LineStart(f"{name} {rest}", CompletionKind.BLOCK, snippet, topic, "a whole block", flush=True)


def _after_label(context: CursorContext, replace_after: int, rest: str) -> Iterator[CompletionItem]:
    before = context.line.before
    label = _LABELLED.match(before)
    if not label:
        yield from new_labels(context, replace_after, rest)
        return
    prefix = before[label.end() :]
    if rest or not _ONE_WORD.fullmatch(prefix):
        return
    for each in _openings(context, context.scope.has_block(context.line.start)):
        if each.kind is CompletionKind.KEYWORD:
            yield completion_item(
                context,
                each.label,
                each.kind,
                each.snippet,
                len(prefix),
                replace_after=replace_after,
                detail=each.detail,
                filter=each.label.lower() if prefix.islower() else each.label,
                topic=each.topic,
            )
