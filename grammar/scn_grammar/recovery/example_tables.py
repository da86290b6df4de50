"""Tables of examples as Gherkin and Markdown write them: rows between bars, below a heading."""

from collections.abc import Iterator

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.layout.tables import cell_spans
from scn_grammar.recovery.mistake import Mistake, replacement

_HEADING = lazy_pattern(
    rf"(?P<seen>(?i:examples?|scenarios|table|test[ ]cases|data))[{BLANKS}]*:?[{BLANKS}]*(?=\n)"
)
_SEPARATOR = lazy_pattern(rf"[{BLANKS}|:+-]*-[{BLANKS}|:+-]*")


def table_lines(text: str) -> list[tuple[int, str]]:
    """Rewrite rows between bars as `examples:` and `row:` lines, each with its offset in `text`; comments stay."""
    lines: list[tuple[int, str]] = []
    name = "examples"
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
