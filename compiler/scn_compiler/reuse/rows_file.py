"""Files of rows for a table: `.csv` and `.tsv` with a header line, `.jsonl` with an object on each line."""

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.reuse.signature import VALUE_NAME
from scn_dsl.catalog import report
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Origin, Span

if TYPE_CHECKING:
    from scn_dsl.diagnostic import Diagnostic

ROWS = "rows"
"""Kind of the origin of a span in a file of rows."""

_NAME = lazy_pattern(VALUE_NAME)


class RowsFile:
    """A file of rows: `.csv` and `.tsv` with a header line, or `.jsonl` with an object on each line.

    Attributes:
        header: The span of the header line, or of the first object.
        found: Problems in the file.
    """

    def __init__(self, text: str, origin: Origin, place: Span) -> None:
        self.text = text.removeprefix("\ufeff")
        self.shift = len(text) - len(self.text)
        self.origin = origin
        self.place = place
        self.found: list[Diagnostic] = []
        self.starts = [0, *(match.end() for match in re.finditer("\n", self.text))]
        self.header = self._line_span(0, 1)
        self.is_json = (origin.path or "").endswith(".jsonl")
        self.delimiter = "\t" if (origin.path or "").endswith(".tsv") else ","
        self._records = list(self._objects() if self.is_json else self._lines())

    def columns(self) -> tuple[str, ...]:
        """Return the names of the columns."""
        if not self._records:
            if not self.found:
                hint = "the first line names the columns: `day,answer`"
                self.found.append(report("bad-rows-file", self.place, "this file has no rows", hint))
            return ()
        return tuple(self._records[0][1])

    def rows(self) -> Iterator[tuple[Span, dict[str, str]]]:
        """Yield the span and the cells of each row that is complete."""
        names = list(self.columns())
        for span, cells in self._records if self.is_json else self._records[1:]:
            if list(cells) == names or (self.is_json and set(cells) == set(names)):
                yield span, cells
            elif self.is_json:
                odd = sorted(set(cells) ^ set(names))
                hint = f"each object needs the keys {', '.join(f'`{each}`' for each in names)}"
                self.found.append(
                    report(
                        "bad-rows-file",
                        span,
                        f"`{odd[0]}` is missing in this object or in the first one",
                        hint,
                    )
                )

    def _line_span(self, start: int, end: int) -> Span:
        """Return the span of lines, counted from 0; `end` is exclusive."""
        starts = self.starts
        first = starts[min(start, len(starts) - 1)]
        last = starts[end] - 1 if end < len(starts) else len(self.text)
        return Span(first + self.shift, max(last, first) + self.shift).within(self.origin)

    def _lines(self) -> Iterator[tuple[Span, dict[str, str]]]:
        delimiter = self.delimiter
        reader = csv.reader(io.StringIO(self.text), delimiter=delimiter, strict=True)
        names: list[str] = []
        before = 0
        starts = self.starts
        try:
            for cells in reader:
                begin, before = before, reader.line_num
                end = starts[before] - 1 if before < len(starts) else len(self.text)
                span = Span(starts[begin] + self.shift, end + self.shift).within(self.origin)
                if not any(cell.strip() for cell in cells):
                    continue
                if not names:
                    names = [cell.strip() for cell in cells]
                    self.header = span
                    self._check_header(names, delimiter)
                elif len(cells) != len(names):
                    message = f"this row has {counted(len(cells), 'cell')}, but the file has {counted(len(names), 'column')}"
                    sign = "a tab" if delimiter == "\t" else "`,`"
                    hint = f"put a cell that has {sign} in it in double quotes"
                    if len(cells) < len(names):
                        hint = f"add a cell for `{names[len(cells)]}`"
                    self.found.append(report("bad-rows-file", span, message, hint))
                    continue
                yield span, dict(zip(names, (cell.strip() for cell in cells), strict=True))
        except csv.Error as error:
            where = self._line_span(max(reader.line_num - 1, 0), reader.line_num)
            hint = 'write a quote inside of quotes twice: `""`'
            self.found.append(report("bad-rows-file", where, f"this row isn't valid: {error}", hint))

    def _check_header(self, names: list[str], delimiter: str) -> None:
        for name in names:
            if not _NAME.fullmatch(name):
                other = next((sign for sign in ";\t,|" if sign != delimiter and sign in name), None)
                hint = "name the columns in the first line, with letters, digits and `_`"
                if other:
                    hint = "part the cells by tabs" if delimiter == "\t" else "part the cells by commas"
                self.found.append(
                    report("bad-rows-file", self.header, f"`{name}` can't be the name of a column", hint)
                )
                return
        if len(set(names)) < len(names):
            twice = next(name for name in names if names.count(name) > 1)
            self.found.append(
                report(
                    "bad-rows-file",
                    self.header,
                    f"duplicate column `{twice}`",
                    "remove one of the two columns",
                )
            )

    def _objects(self) -> Iterator[tuple[Span, dict[str, str]]]:
        for number, line in enumerate(self.text.split("\n")):
            if not line.strip():
                continue
            span = self._line_span(number, number + 1)
            try:
                value = load(line.strip())
            except BadJson as error:
                self.found.append(
                    report(
                        "bad-rows-file",
                        span,
                        f"this line isn't valid JSON: {error}",
                        "write an object on each line",
                    )
                )
                continue
            cells = {key: cell_text(each) for key, each in value.items()} if isinstance(value, dict) else None
            if cells is None or None in cells.values():
                hint = 'write an object with texts and numbers: `{"day": "Tuesday", "guests": 4}`'
                self.found.append(report("bad-rows-file", span, "this line isn't a row", hint))
                continue
            yield span, {key: cell or "" for key, cell in cells.items()}


def cell_text(value: Json) -> str | None:
    """Return the text of a cell that is written as JSON; `None` for a list or an object."""
    if isinstance(value, str):
        return value
    return None if isinstance(value, list | dict) else "" if value is None else json.dumps(value)


def counted(count: int, noun: str) -> str:
    """Write a number with its noun."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
