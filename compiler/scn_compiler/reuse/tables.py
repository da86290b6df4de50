"""Tables: `examples:` with its `row:` and `rows:` lines, read as rows of named cells."""

import json
import re
from collections.abc import Callable, Iterator

from scn_compiler.jsondoc.codec import BadJson, load
from scn_compiler.reuse.library import Library
from scn_compiler.reuse.loader import Loader
from scn_compiler.reuse.rows_file import RowsFile, cell_text
from scn_compiler.reuse.scope import NamedValue
from scn_compiler.reuse.signature import VALUE_NAME
from scn_compiler.reuse.substitution import value_names_in
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Edit, Fix, Related, Severity
from scn_dsl.nodes import Field, Use
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import ROWS, Origin, Source, Span, Step
from scn_dsl.suggest import did_you_mean, first
from scn_dsl.vocabulary import BLANKS
from scn_dsl.wording import counted
from scn_grammar.layout.tables import cell_spans

_NAME = lazy_pattern(VALUE_NAME)
_SEPARATORS = tuple(
    lazy_pattern(pattern)
    for pattern in (rf"[{BLANKS}]*\|[{BLANKS}]*", r"[ ]*\t[ \t]*", r"[ ]*;[ ]*", r"[ ]*,[ ]*")
)
_SEVERAL_SPACES = lazy_pattern(r"[ ]{2,}")
_PASTED_ROW = lazy_pattern(rf"\n[{BLANKS}]*\|(?!\|)[^\n]*\|[{BLANKS}]*(?=\n|$)")
_OPEN_ROW = lazy_pattern(rf"\n[{BLANKS}]*\|(?!\|)[^\n]*[{BLANKS}]\|[{BLANKS}]")
"""A pasted row without a bar at its end; below `row:`, it's also the rest of a long row."""


class Cell(Record):
    """A cell: its text, and its span in the script or in the file of rows."""

    text: str
    span: Span


class Row(Record):
    """A row of a table: the cells by column, and the span of its line."""

    cells: dict[str, Cell]
    span: Span


class Table(Record):
    """A table of examples.

    Attributes:
        columns: The span of each column's name, by name.
        line: The span of the line that names the columns.
    """

    columns: dict[str, Span]
    line: Span
    rows: tuple[Row, ...]

    def values(self, row: Row) -> Iterator[NamedValue]:
        """Yield the values of a row."""
        for name, cell in row.cells.items():
            yield NamedValue(name, cell.text, cell.span, self.columns.get(name))


class TableReader:
    """Reads the table of one scenario; `found` of the loader gets its mistakes."""

    def __init__(self, library: Library, loader: Loader) -> None:
        self.library = library
        self.loader = loader
        self.columns: dict[str, Span] = {}
        self.line: Span | None = None
        self.rows: list[Row] = []
        self.uses: tuple[Use, ...] = ()

    def read(self, uses: tuple[Use, ...]) -> Table | None:
        """Read the lines of a table; `None` without one."""
        self.uses = uses
        problems = len(self.loader.found)
        for use in uses:
            line = use.line
            if not isinstance(line, Field):
                continue
            if use.name == "examples":
                self._columns(line)
            elif use.name == "row":
                self._row(line)
            elif use.name == "rows":
                self._file(line)
        if self.line is None:
            return None
        if not self.rows and self.columns and len(self.loader.found) == problems:
            self._report(
                self.line, "this table has no rows", "add a `row:` for each scenario, or `rows: FILE`"
            )
        self._find_equal_rows()
        self._find_values_in_cells()
        return Table(self.columns, self.line, tuple(self.rows))

    def _report(
        self, span: Span, message: str, hint: str, fix: Fix | None = None, related: tuple[Related, ...] = ()
    ) -> None:
        self.loader.found.append(report("bad-table", span, message, hint, fix=fix, related=related))

    def _columns(self, line: Field) -> None:
        if self.line is not None and not self.columns:
            return  # a row above is reported
        if self.line is not None:
            related = (Related("the first one is here", self.line),)
            self._report(
                line.whole, "a scenario has one table", "add the rows to the first `examples:`", None, related
            )
            return
        self.line = line.whole
        if self._has_pasted_rows(line):
            self._pasted_rows(line)
            return
        cells = self._cells(line)
        if not all(_NAME.fullmatch(cell.text) for cell in cells):
            cells = self._mend_cells(line, _are_names) or cells
        for cell in cells:
            if not _NAME.fullmatch(cell.text):
                meant = re.sub(r"\W+", "_", cell.text.strip("<>{}$%\"' ")).strip("_")
                hint = "use letters, digits and `_`"
                fix = (
                    Fix(f"replace with `{meant}`", (Edit(cell.span, meant),), safe=False)
                    if _NAME.fullmatch(meant)
                    else None
                )
                what = (
                    f"`{cell.text}` can't be the name of a column"
                    if cell.text
                    else "this column needs a name"
                )
                self._report(cell.span if cell.text else line.whole, what, hint, fix)
            elif cell.text in self.columns:
                self._report(cell.span, f"duplicate column `{cell.text}`", "remove one of the two columns")
            else:
                self.columns[cell.text] = cell.span

    def _has_pasted_rows(self, line: Field) -> bool:
        """Tell whether an `examples:` or `row:` line has rows between bars below."""
        if "\n" not in line.value.value and len(line.value.places) < 2:
            return False
        source = self._source(line)
        is_open = line.name == "examples" and _OPEN_ROW.search(source) is not None
        return is_open or _PASTED_ROW.search(source) is not None

    def _source(self, line: Field) -> str:
        return self.library.text[line.at : line.at + line.span.end]

    def _pasted_rows(self, line: Field) -> None:
        """Read rows between bars below `examples:` or `row:`."""
        from scn_grammar.recovery.example_tables import table_lines  # noqa: PLC0415  (only for this mistake)

        source = self._source(line).removeprefix(line.name).lstrip(f"{BLANKS}:")
        found = [words for _, words in table_lines(source, line.name)]
        lines = [words for words in found if words[0] != "#"]
        fix = Fix("write a `row:` line for each row", (Edit(line.whole, "\n".join(found)),))
        hint = f"write `{lines[0]}`" + (f", and below it `{lines[1]}`" if lines[1:] else "")
        self._report(
            line.whole, "each row of a table needs its own line, which starts with `row:`", hint, fix
        )
        rows = [words.partition(": ")[2].split(" | ") for words in lines]
        if line.name == "examples":
            self.columns = {name: line.whole for name in rows.pop(0) if _NAME.fullmatch(name)}
        for row in rows:
            if len(row) == len(self.columns):
                cells = [Cell(text, line.whole) for text in row]
                self.rows.append(Row(dict(zip(self.columns, cells, strict=True)), line.whole))

    def _mend_cells(self, line: Field, fits: Callable[[list[str]], bool]) -> list[Cell] | None:
        """Split a line at other separators, and report them; `None` if its cells don't fit then either."""
        words = line.value.value
        meant = _meant_cells(words, fits)
        if meant is None:
            return None
        place, text = line.place(line.value.span), " | ".join(meant)
        title = f"write `{line.name}: {text[:60]}`"
        fix = (
            Fix(title, (Edit(place, text),), safe="," not in words)
            if line.value.is_unbroken(0, len(words))
            else None
        )
        self._report(place, _explain_separator(words), title, fix)
        return [Cell(each, place) for each in meant]

    def _cells(self, line: Field) -> list[Cell]:
        """Split the text of a line at ` | `."""
        text = line.value
        return [
            Cell(text.value[start:end], line.place(text.locate(start, max(end, start + 1))))
            for start, end in cell_spans(text.value)
        ]

    def _row(self, line: Field) -> None:
        if self.line is None:
            hint = "name the columns in a line above: `examples: day | answer`"
            if any(use.name == "examples" for use in self.uses):
                hint = "move `examples:` above the first row"
            self.line = line.whole
            self._report(line.whole, "this row has no columns", hint)
        if self.columns and not line.raw and self._has_pasted_rows(line):
            self._pasted_rows(line)
            return
        cells = self._raw_cells(line) if line.raw else self._cells(line)
        if cells is None or not self.columns:
            return
        if len(cells) != len(self.columns) and not line.raw:
            cells = self._mend_cells(line, lambda meant: len(meant) == len(self.columns)) or cells
        if len(cells) != len(self.columns):
            self._wrong_count(len(cells), line.whole, is_plain=not line.raw)
            return
        self.rows.append(Row(dict(zip(self.columns, cells, strict=True)), line.whole))

    def _wrong_count(self, count: int, span: Span, *, is_plain: bool) -> None:
        columns = list(self.columns)
        message = (
            f"this row has {counted(count, 'cell')}, but the table has {counted(len(columns), 'column')}"
        )
        if count < len(columns):
            hint = f"add a cell for `{columns[count]}`" if count else "add the cells"
        else:
            hint = f"the columns are {', '.join(f'`{each}`' for each in columns)}"
            hint += '; write a cell that has ` | ` in it with `row raw: ["…"]`' if is_plain else ""
        related = (Related("the columns are here", self.line),) if self.line else ()
        self._report(span, message, hint, None, related)

    def _raw_cells(self, line: Field) -> list[Cell] | None:
        text = line.value.value
        span = line.place(line.value.span)
        try:
            values = load(text)
        except BadJson as error:
            place = line.place(line.value.locate(error.offset, error.offset + 1))
            self._report(
                place,
                f"`row raw:` needs valid JSON: {error}",
                'write a list: `row raw: ["Tuesday", "Yes | no"]`',
            )
            return None
        if not isinstance(values, list):
            self._report(span, "`row raw:` needs a list", 'write `row raw: ["Tuesday", "Yes | no"]`')
            return None
        cells = [cell_text(value) for value in values]
        for value, cell in zip(values, cells, strict=True):
            if cell is None:
                self._report(
                    span, f"a cell is a text or a number, not `{json.dumps(value)[:40]}`", "put it in quotes"
                )
        return [Cell(cell or "", span) for cell in cells]

    def _file(self, line: Field) -> None:
        """Read the rows of a file; reports what makes that impossible."""
        count = len(self.loader.found)
        self._rows_of_file(line)
        if len(self.loader.found) > count:
            self.line = self.line or line.whole

    def _rows_of_file(self, line: Field) -> None:
        place = line.place(line.value.span)
        written = line.value.value
        if line.raw:
            message = "`rows raw:` doesn't exist"
            self.loader.found.append(report("bad-rows-file", place, message, "write `rows: PATH`"))
            return
        if not written.endswith((".csv", ".tsv", ".jsonl")):
            hint = "write the path of a `.csv`, `.tsv` or `.jsonl` file"
            if written.lower().endswith((".csv", ".tsv", ".jsonl")):
                hint = "write the extension of the file in lower case"
            self.loader.found.append(
                report("bad-rows-file", place, f"`{written}` isn't a file of rows", hint)
            )
            return
        path = self.loader.path_of(written, self.library, place, "bad-rows-file")
        text = self.loader.read(path, self.library, place, "bad-rows-file") if path else None
        if path is None or text is None:
            return
        self.loader.others.append(Source(text, path))
        origin = Origin(ROWS, path, (Step("read here", line.whole),))
        file = RowsFile(text, origin, place)
        names = file.columns()
        if self.line is None:
            self.line = line.whole
            self.columns = {name: place for name in names if _NAME.fullmatch(name)}
        if not self._fits(names, place, file):
            return
        for span, values in file.rows():
            cells = {name: Cell(values[name], span) for name in self.columns if name in values}
            if len(cells) == len(self.columns):
                self.rows.append(Row(cells, span))
        self.loader.found.extend(file.found)
        if not file.has_rows:
            hint = "write a line for each scenario below the names of the columns"
            self.loader.found.append(report("bad-rows-file", place, "this file has no rows", hint))

    def _fits(self, names: tuple[str, ...], place: Span, file: "RowsFile") -> bool:
        """Compare the columns of a file with those of the table; report what is missing or unknown."""
        missing = [name for name in self.columns if name not in names]
        unknown = [name for name in names if name not in self.columns]
        if file.found:
            self.loader.found.extend(file.found)
            return False
        if len(missing) == len(self.columns):
            self._report_header(names, place, file)
            return False
        for name in missing:
            message = f"the file has no column `{name}`"
            hint = (
                did_you_mean(name, first(unknown))
                or f"its columns are {', '.join(f'`{each}`' for each in names)}"
            )
            self.loader.found.append(report("bad-rows-file", place, message, hint))
        for name in () if missing else unknown:
            message = f"the file has a column `{name}` that the table doesn't have"
            hint = f"add `{name}` to `examples:`, or remove it from the file"
            self.loader.found.append(report("bad-rows-file", file.header, message, hint))
        return not (missing or unknown)

    def _report_header(self, names: tuple[str, ...], place: Span, file: "RowsFile") -> None:
        """Report a file without any column of the table, most likely because it has no header line."""
        theirs, ours = (", ".join(f"`{name}`" for name in each) for each in (names, self.columns))
        message = f"the file has the columns {theirs}, but the table has {ours}"
        header = file.delimiter.join(self.columns)
        hint = (
            f"name the columns in the first line: `{header}`" if not file.is_json else f"use the keys {ours}"
        )
        self.loader.found.append(report("bad-rows-file", place, message, hint))

    def _find_values_in_cells(self) -> None:
        """Tell about cells with the `$name` of a value: a cell is text."""
        cells = (cell for row in self.rows for cell in row.cells.values() if "$" in cell.text)
        for cell in cells:
            known = (*self.columns, *self.library.scope.names())
            name = next((each for each in value_names_in(cell.text) if each in known), None)
            if name is not None:
                message = f"a cell is text, so it keeps `${name}` as it is written"
                hint = f"write the text of `{name}` in the cell, or add a `let` line that has `${name}`"
                self.loader.found.append(
                    report("undeclared-value", cell.span, message, hint, severity=Severity.INFO)
                )

    def _find_equal_rows(self) -> None:
        seen: dict[tuple[str, ...], Row] = {}
        for row in self.rows:
            key = tuple(cell.text for cell in row.cells.values())
            if key in seen:
                related = (Related("the first one is here", seen[key].span),)
                message = "this row is equal to an earlier one, so its scenario would run twice"
                self.loader.found.append(
                    report("duplicate-row", row.span, message, "remove one of the rows", related=related)
                )
            seen.setdefault(key, row)


def _are_names(words: list[str]) -> bool:
    return all(_NAME.fullmatch(word) for word in words)


def _meant_cells(words: str, fits: Callable[[list[str]], bool]) -> list[str] | None:
    """Split the text of a line at other separators than ` | `; `None` if no separator gives cells that fit.

    Several spaces separate no cells in a line that has ` | `: there they only align it.
    """
    for separator in _SEPARATORS if " | " in words else (*_SEPARATORS, _SEVERAL_SPACES):
        cells = separator.split(words)
        if len(cells) > 1 and fits(cells):
            return cells
        if cells[1:] and not cells[0] and not cells[-1] and fits(cells[1:-1]):
            return cells[1:-1]
    return None


def _explain_separator(words: str) -> str:
    """Write the message about a text that `_meant_cells` split."""
    if words.startswith("|") and words.endswith("|"):
        return "bars go only between the cells, not around them"
    return "cells are separated by ` | `, a bar with a space on each side"
