"""Rows of a table below a text: `|` continues the text, so the cells become part of it."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext
from scn_compiler.lint.rule import ANY, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.nodes import Field, Item, Text


@rule(blocks=ANY)
def table_in_text(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.spoken if "|" in context.spoken_signs else ():
        if "|" in words.text:
            verb = type(words.action).__name__.lower()
            yield from _check(words.action.text, words.row.block, f"`{verb}: …`")
    for setting in (*context.script.defaults, *context.scenario.scenario.settings):
        if isinstance(setting, Field) and "|" in setting.value.value and not setting.raw:
            yield from _check(setting.value, setting, f"`{setting.name}: …`")


def _check(text: Text, item: Item, line: str) -> Iterator[Diagnostic]:
    lines = [(text.value[start:end], start, end) for start, end in text.lines[1:]]
    following = [words for words, _, _ in (*lines[1:], ("", 0, 0))][: len(lines)]
    rows = [place for (words, *place), below in zip(lines, following, strict=True) if _is_row(words, below)]
    if not rows:
        return
    span = item.place(text.locate(*rows[0]))
    message = "this table row is part of the text: `|` at the start of a line continues the text above"
    hint = f"write each row as a separate {line} line, because scripts can't have tables"
    yield report("stray-line", span, message, hint, severity=Severity.WARNING)


def _is_row(words: str, below: str) -> bool:
    """Return whether words after a `|` are the cells of a row: `name | day |`, or `a | b` above a row of as many."""
    if words.startswith("|"):
        return False  # a whole row after `||`, which is intended
    parts = words.count(" | ")
    return (words.endswith("|") and len(words) > 1) or (
        parts > 0 and words[0] != "-" and below.count(" | ") == parts
    )
