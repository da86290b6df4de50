"""The layout of lines that aren't prose: the cells of tables, and names with arguments."""

from collections.abc import Iterator, Sequence

from scn_dsl.nodes import Field, Script, Text, Use
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.vocabulary import BLANKS, NAMED_LINES, FieldKind
from scn_grammar.plain_text import WIDTH

_BAR = lazy_pattern(rf"(?<![^{BLANKS}\n])\|(?![^{BLANKS}\n])")
"""The separator of cells: a bar with whitespace around it."""

_STRING = r'"(?:[^"\\\n]|\\.)*"'
_CALL = lazy_pattern(
    rf"(?P<name>[\w-]+)[{BLANKS}]*(?P<open>\((?P<entries>(?:{_STRING}|[^\"()]|\([^\"()]*\))*)\))?"
    rf"(?:[{BLANKS}]*(?<![\w-])as[{BLANKS}]+(?P<prefix>[^{BLANKS}]+))?"
)
_ENTRY = lazy_pattern(
    rf"[{BLANKS}]*(?:(?P<name>\w+)[{BLANKS}]*=[{BLANKS}]*)?"
    rf"(?P<value>{_STRING}|[^\",()]+(?:\([^\",()]*\)[^\",()]*)*)[{BLANKS}]*(?:,|$)"
)
_SIGN = lazy_pattern(rf"({_STRING})|[{BLANKS}]*([(),=])[{BLANKS}]*|[{BLANKS}]+")


def cell_spans(words: str) -> Iterator[tuple[int, int]]:
    """Yield the start and the end of each cell of a `row:` or `examples:` line, without the whitespace around it."""
    at = 0
    for end, following in (*(bar.span() for bar in _BAR.finditer(words)), (len(words), len(words))):
        cell = words[at:end].lstrip(f"{BLANKS}\n")
        start = end - len(cell)
        yield start, start + len(cell.rstrip(f"{BLANKS}\n"))
        at = following


def align(lines: Sequence[str]) -> list[str]:
    """Align the cells of the lines of one table, `examples: a | b` and `row: c | d`.

    Shapes:
        a cell that isn't the last of its line -> as wide as the widest such cell of its column
        a table whose last column would start beyond `WIDTH` -> one space around each bar
    """
    table = [_cells(line) for line in lines]
    widths = [
        max(len(row[column]) for row in table if column < len(row) - 1)
        for column in range(max(map(len, table), default=1) - 1)
    ]
    if sum(widths) + 3 * len(widths) > WIDTH:
        widths = [0] * len(widths)
    return [
        " | ".join((*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), *row[len(widths) :]))
        .rstrip(BLANKS)
        for row in table
    ]  # fmt: skip


def _cells(line: str) -> list[str]:
    """Split a line into its cells; the first one has the keyword before it."""
    keyword, _, words = line.partition(":")
    first, *more = (words[start:end] for start, end in cell_spans(words))
    return [f"{keyword}: {first}" if first else f"{keyword}:", *more]


def align_uses(uses: Sequence[Use]) -> dict[int, str]:
    """Write the lines of a section's table that fit on one line each, by their index in `uses`."""
    lines: dict[int, str] = {}
    tables: list[list[int]] = []
    for index, use in enumerate(uses):
        line, value = use.line, use.line.value.value
        if not isinstance(line, Field) or line.raw or NAMED_LINES[line.name].kind is not FieldKind.CELLS:
            continue
        if use.name == "examples" or not tables:
            tables.append([])
        if "\n" not in value and value.strip(BLANKS):
            lines[index] = f"{line.name}: {value}"
            tables[-1].append(index)
    for table in tables:
        lines.update(zip(table, align([lines[index] for index in table]), strict=True))
    return lines


def space_call(words: str) -> str:
    """Put one space after commas and around `=` in `NAME(NAME = VALUE, …) as PREFIX`; other words stay as they are."""
    call = _CALL.fullmatch(words)
    if call is None:
        return words
    inside = (call["entries"] or "").strip(BLANKS)
    entries: list[str] = []
    at = 0
    while at < len(inside):
        entry = _ENTRY.match(inside, at)
        if entry is None:
            return words
        named = f"{entry['name']} = " if entry["name"] else ""
        entries.append(named + entry["value"].rstrip(BLANKS))
        at = entry.end()
    if inside.endswith(","):
        return words
    behind = f" as {call['prefix']}" if call["prefix"] else ""
    return f"{call['name']}{'(' + ', '.join(entries) + ')' if call['open'] else ''}{behind}"


def without_layout(script: Script) -> Script:
    """Write the lines that this module lays out in one way, so that only scripts that say the same are equal."""
    return replace(
        script,
        scenarios=tuple(replace(each, uses=_uses(each.uses)) for each in script.scenarios),
        fragments=tuple(
            replace(each, title=_line(each.title), uses=_uses(each.uses)) for each in script.fragments
        ),
        uses=_uses(script.uses),
    )


def _uses(uses: tuple[Use, ...]) -> tuple[Use, ...]:
    return tuple(replace(use, line=_line(use.line)) if isinstance(use.line, Field) else use for use in uses)


def _line(line: Field) -> Field:
    words, kind = line.value.value, NAMED_LINES[line.name].kind
    if line.raw:
        return line
    if kind is FieldKind.CELLS:
        words = " | ".join(words[start:end] for start, end in cell_spans(words))
    elif kind in (FieldKind.CALL, FieldKind.SIGNATURE):
        words = _SIGN.sub(lambda match: match[1] or match[2] or " ", words)
    return replace(line, value=Text(value=words))
