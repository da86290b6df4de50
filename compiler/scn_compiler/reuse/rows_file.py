"""Files of rows for a table: `.csv` and `.tsv` with a header line, `.jsonl` with an object on each line."""

import csv
import io
import json
import re
from collections.abc import Iterator

from scn_compiler.jsondoc.codec import BadJson, Json, load
from scn_compiler.reuse.signature import VALUE_NAME
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Origin, Span
from scn_dsl.wording import counted

_NAME = lazy_pattern(VALUE_NAME)
_TAB = "\t"


class RowsFile:
    """A file of rows: `.csv` and `.tsv` with a header line, or `.jsonl` with an object on each line.

    Attributes:
        header: The span of the header line, or of the first object.
        found: Problems in the file.
    """

    def __init__(self, text: str, origin: Origin, place: Span) -> None:
        self.text = re.sub(r"\r(?!\n)", "\n", text.removeprefix("\ufeff"))
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
                hint = (
                    'write an object on each line: `{"day": "Tuesday"}`'
                    if self.is_json
                    else "name the columns in the first line, for example `day,answer`, and write the rows below"
                )
                self.found.append(report("bad-rows-file", self.place, "this file is empty", hint))
            return ()
        return tuple(self._records[0][1])

    @property
    def has_rows(self) -> bool:
        """Whether it has more than a header."""
        return len(self._records) > (0 if self.is_json else 1)

    def rows(self) -> Iterator[tuple[Span, dict[str, str]]]:
        """Yield the span and the cells of each row that is complete."""
        names = list(self.columns())
        for span, cells in self._records if self.is_json else self._records[1:]:
            if list(cells) == names or (self.is_json and set(cells) == set(names)):
                yield span, cells
            elif self.is_json:
                added = [name for name in cells if name not in names]
                missing = [name for name in names if name not in cells]
                message = (
                    f"this object has no key `{missing[0]}`"
                    if missing
                    else f"the first object has no key `{added[0]}`"
                )
                hint = (
                    f"did you mean `{missing[0]}` instead of `{added[0]}`?"
                    if missing and added
                    else "each object needs the same keys; write `null` for an empty cell"
                )
                self.found.append(report("bad-rows-file", span, message, hint))

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
            message, hint = _explain(str(error))
            where = self._line_span(before, before + 1)
            self.found.append(report("bad-rows-file", where, message, hint))

    def _check_header(self, names: list[str], delimiter: str) -> None:
        for name in names:
            if not _NAME.fullmatch(name):
                self.found.append(self._bad_name(name, delimiter))
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

    def _bad_name(self, name: str, delimiter: str) -> Diagnostic:
        """Report a name that a column can't have."""
        message = f"`{name}` can't be the name of a column" if name else "a column has no name"
        hint = "use letters, digits and `_`"
        if not self.is_json:
            hint = "name the columns in the first line, with letters, digits and `_`"
        other = next((sign for sign in ";\t,|" if sign != delimiter and sign in name), None)
        if other:
            message = f"the cells of this file are separated by {_called(other)}"
            hint = f"separate them by {_called(delimiter)}"
            if {other, delimiter} == {"\t", ","}:
                hint += f", or give the file the extension `.{'tsv' if other == _TAB else 'csv'}`"
        elif not name:
            hint = (
                f"name it, or remove the {_called(delimiter).removesuffix('s')} that is too many in each line"
            )
        return report("bad-rows-file", self.header, message, hint)

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
            if not self.found and (bad := next((key for key in cells if not _NAME.fullmatch(key)), None)):
                self.found.append(self._bad_name(bad, ""))
            yield span, {key: cell or "" for key, cell in cells.items()}


def _called(delimiter: str) -> str:
    return {"\t": "tabs", ",": "commas", ";": "semicolons"}.get(delimiter, f"`{delimiter}`")


def _explain(error: str) -> tuple[str, str]:
    """Return message and hint for an error of the module `csv`."""
    if "end of data" in error:
        return "the quote in this row isn't closed", 'write a quote inside of quotes twice: `""`'
    if "expected after" in error:
        return "text after a closing quote", 'write a quote inside of quotes twice: `""`'
    if "field limit" in error:
        return "a cell of this row is too long", "close the quote in this row"
    return f"this row isn't valid: {error}", "put a cell with commas, quotes or line breaks in double quotes"


def cell_text(value: Json) -> str | None:
    """Return the text of a cell that is written as JSON; `None` for a list or an object."""
    if isinstance(value, str):
        return value
    return None if isinstance(value, list | dict) else "" if value is None else json.dumps(value)
