"""Completion in tests: steps, the labels and sentences of the script, the names of its scenarios."""

from collections.abc import Iterator
from itertools import islice

from scn_compiler.ide.completion.item import (
    CompletionItem,
    CompletionKind,
    LineStart,
    completion_item,
    literal,
)
from scn_compiler.ide.completion.labels import MAX_LABELS, first_line
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.labels.tests import tested_part_at
from scn_compiler.ide.reuse.expansion import scenarios_to_play
from scn_compiler.pipeline.plays import plays_texts, row_texts
from scn_dsl.nodes import Sentence, When

_STEPS = ("hear", "as", "say", "do", "end call", "quiet", "cut off", "silent", "plays")
_WORDS = ("end call", "quiet", "silent")


def step_starts(context: CursorContext) -> Iterator[LineStart]:
    """Yield the steps that can start a line of a test, likeliest first, and the next test."""
    above = context.block.above
    names = (
        _STEPS if above else ("plays", "hear", "silent", "say", "do", "as", "cut off", "quiet", "end call")
    )
    for name in names:
        snippet = name if name in _WORDS else f"{name}: "
        label = snippet.strip()
        topic = Topic("keyword", name)
        yield LineStart(label, CompletionKind.KEYWORD, snippet, topic, context.meaning(name))
    yield from test_starts(context)


def test_starts(context: CursorContext) -> Iterator[LineStart]:
    """Yield the lines that start a test, or name the script of all tests."""
    topic, meaning = Topic("keyword", "test"), context.meaning("test")
    yield LineStart("test:", CompletionKind.KEYWORD, "test: ", topic, meaning, flush=True)
    template = "test: ${1:The agent asks for a name}\n  hear: ${2:What's your name?}\n  say: ${3:…}"
    yield LineStart("test: …", CompletionKind.BLOCK, template, topic, "a whole test", flush=True)


def script_start(context: CursorContext) -> LineStart:
    """Return the line that names the script of all tests."""
    topic = Topic("keyword", "script")
    return LineStart(
        "script:", CompletionKind.KEYWORD, "script: ", topic, context.meaning("script"), flush=True
    )


def step_values(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield what can follow `as:` or `plays:`."""
    found = tested_part_at(context.script, context.offset)
    if found is None:
        return
    tested, scenarios = found
    if context.line.keyword == "plays":
        yield from _scenarios(context, tested)
        return
    for part in scenarios:
        for row in part.scenario.rows[:MAX_LABELS]:
            opening = row.block.opening
            if not (isinstance(opening, When) and isinstance(opening.trigger, Sentence)):
                continue
            label = row.block.label
            if label and label.number is None:
                at = part.absolute(row.block.whole).start
                detail = first_line(tested.text, at)
                yield _item(context, f"@{label.name}", CompletionKind.LABEL, detail)
            else:
                yield _item(
                    context, opening.trigger.text.value, CompletionKind.VALUE, "a sentence of the script"
                )


def _scenarios(context: CursorContext, tested: OpenScript) -> Iterator[CompletionItem]:
    """Yield a text of `plays:` for each scenario; for a row of a table also the cells that tell it from others."""
    scenarios = scenarios_to_play(tested)
    texts = zip(plays_texts(scenarios), row_texts(scenarios), strict=True)
    for text, row in islice(texts, MAX_LABELS):
        if text:
            detail = f"the row {row}" if row else "a scenario of the script"
            yield _item(context, text, CompletionKind.VALUE, detail)


def _item(context: CursorContext, text: str, kind: CompletionKind, detail: str) -> CompletionItem:
    gap = " " if context.line.before.endswith(":") else ""
    return completion_item(
        context,
        text,
        kind,
        gap + literal(text),
        len(context.line.value_before),
        replace_after=len(context.line.after.rstrip()),
        detail=detail,
    )
