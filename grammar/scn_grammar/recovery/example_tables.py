"""Tables of examples as Gherkin and Markdown write them: rows between bars, below a heading."""

from collections.abc import Iterator

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_dsl.vocabulary import BLANKS, OPENINGS
from scn_grammar.layout.tables import cell_spans
from scn_grammar.line_shapes import LineKind
from scn_grammar.recovery.mistake import Diagnosis, Mistake, replacement

_HEADING = lazy_pattern(
    rf"(?P<seen>(?i:examples?|scenarios|table|test[ ]cases|data))[{BLANKS}]*:?[{BLANKS}]*(?=\n)"
)
_OTHER_LINE = lazy_pattern(
    rf"\w+[{BLANKS}]?[:=][{BLANKS}]|(?i:rows?|examples?|when|if|then|after|contains|import|insert|let|say|do)\b"
)
_BULLET = lazy_pattern(rf"[-*•–][{BLANKS}]+")
_SEPARATOR = lazy_pattern(rf"[{BLANKS}|:+-]*-[{BLANKS}|:+-]*")


def table_lines(text: str, name: str = "examples") -> list[tuple[int, str]]:
    """Rewrite rows between bars as a line `name:` and `row:` lines, each with its offset in `text`; comments stay."""
    lines: list[tuple[int, str]] = []
    for at, row in _rows(text):
        if row[:1] == "#":
            lines.append((at, row))
        elif not _SEPARATOR.fullmatch(row):
            lines.append((at, f"{name}: {_cells(row)}"))
            name = "row"
    return lines


def _rows(text: str) -> Iterator[tuple[int, str]]:
    """Yield each comment, and each row without the bars at its ends, with the offset of its line."""
    at = 0
    for line in text.split("\n"):
        bare = line.strip(BLANKS)
        if bare:
            row = bare if bare[0] == "#" else bare.removeprefix("|").removesuffix("|").strip(BLANKS)
            yield at + line.index(bare[0]), row
        at += len(line) + 1


def _cells(row: str) -> str:
    spaced = f" {row} ".replace("|", " | ") if " | " not in row else row
    return " | ".join(spaced[start:end] for start, end in cell_spans(spaced))


def example_table(text: str) -> tuple[Mistake, list[tuple[int, str]]] | None:
    """Explain `Examples:` with rows between bars below it; return the lines that were meant, each with its offset."""
    heading = _HEADING.match(text)
    if not heading:
        return None
    below = text[heading.end() + 1 :]
    if not all(line.strip(BLANKS)[:1] in ("", "#", "|") for line in below.split("\n")):
        return None
    lines = [(heading.end() + 1 + at, line) for at, line in table_lines(below)]
    rows = [line for _, line in lines if line[0] != "#"]
    if not rows:
        return None
    meant = "\n".join(line for _, line in lines)
    message = f"the columns of a table go after `examples:`, and each row after `row:`, not below `{heading['seen']}`"
    hint = f"write `{rows[0]}`" + (f", and below it `{rows[1]}`" if rows[1:] else "")
    edits = replacement(0, len(text), meant)
    return Mistake(
        "stray-line", message, Span(*heading.span("seen")), hint[:160], edits, "write `examples:` and `row:`"
    ), lines


def row_without_keyword(line: str) -> Diagnosis | None:
    """Explain cells without `row:` below a table: `Tuesday | yes`, and rows between bars below them."""
    bullet = _BULLET.match(line)
    start = bullet.end() if bullet else 0
    first, *more = line[start:].split("\n")
    if (
        len(list(cell_spans(first))) < 2
        or _OTHER_LINE.match(first)
        or nearest(first.split()[0], OPENINGS, 0.74)
    ):
        return None
    if not all(each.strip(BLANKS)[:1] in ("", "#", "|") for each in more):
        return None
    rows = [row for _, row in table_lines(line[start:], "row")]
    title = f"write `{rows[0][:70]}`"
    edits = replacement(0, len(line), "\n".join(rows)) if more else replacement(0, start, "row: ")
    message, span = "a row of a table starts with `row:`", Span(0, start + len(first))
    read_as = replacement(0, len(line), rows[0])
    return LineKind.SETTING, Mistake("bad-table", message, span, title, edits, title, read_as=read_as)
