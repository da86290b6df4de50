"""Rows pasted from a table: each becomes a block with a trigger and an answer."""

import re

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import classify
from scn_grammar.recovery.mistake import Diagnosis, Mistake, replacement, unquoted

_CELLS = lazy_pattern(r"(?<=\S);(?=\S)|\t+|[ \t]*\|[ \t]*|(?<=[\"”])[ ]*[,;][ ]*(?=[\"“])|[ ]{4,}")
_HEADINGS = lazy_pattern(
    r"(?:triggers?|conditions?|when|if|agent(?: says)?|bot|utterances?|intents?|inputs?|questions?|answers?|actions?|says?"
    r"|responses?|caller(?: says)?|then|outputs?|repl(?:y|ies)|step|no\.?|#|id|type|notes?|comments?|[- :]*)",
    re.IGNORECASE,
)


def cells_of(line: str) -> list[str]:
    """Split a pasted row of a table into cells; fewer than two if `line` isn't a row."""
    return [
        unquoted(cell.strip().removeprefix("="))
        for cell in _CELLS.split(line.strip().strip("|").strip())
        if cell.strip()
    ]


def table_row(line: str) -> Diagnosis | None:
    """Explain a row pasted from a table: `trigger TAB answer`, `trigger | answer`, `"trigger","answer"`."""
    if (
        classify(line) is not LineKind.UNKNOWN
        or "\n" in line
        or not re.match(r"[\w\"“|=]", line)
        or re.match(r"[\w /\"-]+[:=]", line)
    ):
        return None
    cells = cells_of(line)
    if len(cells) > 2 and re.fullmatch(r"\d+[.)]?", cells[0]):
        cells = cells[1:]
    whole = Span(0, len(line))
    if len(cells) < 2 or not any(re.search(r"\w", cell) for cell in cells):
        return None
    if all(_HEADINGS.fullmatch(cell) for cell in cells):
        edits = replacement(0, len(line), f"# {line}")
        message = "unexpected table heading"
        return LineKind.UNKNOWN, Mistake(
            "stray-line", message, whole, "remove this line", edits, "comment out this line", safe=False
        )
    trigger = cells[0] if re.search(r"\w", cells[0]) else "…"
    message = "unexpected table row: the trigger and the answer each need their own line"
    hint = f"write `WHEN {trigger[:50]}`, and below it `say: {cells[1][:50]}`"
    edits = replacement(0, len(line), row_as_block(cells))
    return LineKind.OPENING, Mistake("stray-line", message, whole, hint, edits, "replace with `WHEN` and `say:`", safe=False,
                                     read_as=replacement(0, len(line), 'WHEN raw: "?"'), usable=False)  # fmt: skip


def rows_below(line: str, end: int) -> Mistake | None:
    """Explain rows of a table, each after a `|`, below a line that ends at `end` and accepts no text."""
    below = line[end:]
    rows = [row.strip() for row in below.split("\n") if row.strip() and not row.strip().startswith("#")]
    cells = [cells_of(row) for row in rows]
    if not rows or not all(row.startswith("|") for row in rows) or len(cells[0]) < 2:
        return None
    at = line.index("|", end)
    filled = [row for row in cells if len(row) > 1 and not all(_HEADINGS.fullmatch(cell) for cell in row)]
    if not filled:
        return None
    message = "unexpected table row: the trigger and the answer each need their own line"
    hint = f"write `WHEN {filled[0][0][:50]}`, and below it `say: {filled[0][1][:50]}`"
    span = Span(at, at + len(line[at:].split("\n", maxsplit=1)[0].rstrip()))
    edits = replacement(end, len(line), "".join(f"\n{row_as_block(row)}" for row in filled))
    return Mistake("stray-line", message, span, hint, edits, "replace each row with `WHEN` and `say:`", safe=False,
                   read_as=replacement(end, len(line), ""))  # fmt: skip


def row_as_block(cells: list[str]) -> str:
    """Rewrite a row of a table as a block: the trigger, the answer, and a THEN for each other cell."""
    return f"WHEN {cells[0]}\n  say: " + "\nTHEN\n  say: ".join(cells[1:])
