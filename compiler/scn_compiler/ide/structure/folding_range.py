"""Folding ranges: scenarios, blocks, groups of fields, continued lines, comments."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from scn_compiler.ide.document import OpenScript, ScriptPart, cached_per_part, parts
from scn_dsl.records import Record
from scn_dsl.source import Span
from scn_grammar.items import Stretch, split_items
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, Line, body_start, split


class FoldingRange(Record):
    """Two or more lines; folded, only the first is shown."""

    span: Span
    comment: bool = False


def folding_ranges(script: OpenScript) -> tuple[FoldingRange, ...]:
    """Return the folding ranges of a script, in order; if two start on one line, only the longer one."""
    return tuple(
        FoldingRange(part.absolute(fold.span), fold.comment)
        for part in parts(script)
        for fold in _folds(part)
    )


@cached_per_part
def _folds(part: ScriptPart) -> tuple[FoldingRange, ...]:
    text, start = part.text, body_start(part.text)
    stretches = list(split_items(text, start))
    found = [
        *_scenario(part, stretches),
        *_fields(stretches),
        *(_fold(stretch.lines) for stretch in stretches if stretch.kind is LineKind.OPENING),
        *(_fold(lines) for stretch in stretches for lines in _continued(stretch)),
        *_comments(split(text, start)),
    ]
    longest: dict[int, FoldingRange] = {}
    for fold in found:
        if "\n" in text[slice(*fold.span)]:
            longest.setdefault(text.rfind("\n", 0, fold.span.start), fold)
    return tuple(sorted(longest.values(), key=lambda fold: fold.span))


def _fold(lines: Sequence[Line]) -> FoldingRange:
    return FoldingRange(Span(lines[0].start, lines[-1].end))


def _scenario(part: ScriptPart, stretches: list[Stretch]) -> Iterator[FoldingRange]:
    if part.has_title and stretches:
        yield FoldingRange(Span(stretches[0].start, stretches[-1].end))


def _fields(stretches: list[Stretch]) -> Iterator[FoldingRange]:
    """Yield groups of adjacent fields, variables and platform values."""
    for are_settings, group in groupby(stretches, key=lambda stretch: stretch.kind is LineKind.SETTING):
        lines_of_group = list(group)
        if are_settings:
            yield FoldingRange(Span(lines_of_group[0].start, lines_of_group[-1].end))


def _continued(stretch: Stretch) -> Iterator[list[Line]]:
    """Yield lines that have continuation lines, with these."""
    lines = [line for line in stretch.lines if line.kind not in SILENT]
    heads = [at for at, line in enumerate(lines) if not at or line.kind is not LineKind.CONTINUATION]
    for start, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        if end - start > 1:
            yield lines[start:end]


def _comments(lines: Iterator[Line]) -> Iterator[FoldingRange]:
    for are_comments, group in groupby(lines, key=lambda line: line.kind is LineKind.COMMENT):
        if are_comments:
            lines_of_group = list(group)
            yield FoldingRange(Span(lines_of_group[0].start, lines_of_group[-1].end), comment=True)
