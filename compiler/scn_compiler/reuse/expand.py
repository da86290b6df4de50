"""Expands a script: fragments, tables and values are replaced by what they stand for."""

from collections.abc import Iterator

from scn_compiler.reuse.inserts import Body, Inserter
from scn_compiler.reuse.lets import add_lets, report_shadowed, string_of
from scn_compiler.reuse.library import KnownFragment, Library, Read
from scn_compiler.reuse.loader import Loader
from scn_compiler.reuse.merge_settings import LISTS, joined, merge_body
from scn_compiler.reuse.scope import NamedValue, ValueScope
from scn_compiler.reuse.substitution import Substitution, references_in
from scn_compiler.reuse.tables import Cell, Row, Table, TableReader
from scn_compiler.reuse.unused_values import unused_parameters, unused_values
from scn_compiler.reuse.values import GivenValue
from scn_compiler.semantics.keys import key_from
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Field, Scenario, Script, Setting, Text, Use
from scn_dsl.records import Record, field, replace
from scn_dsl.source import NOWHERE, ROW, Origin, Source, Span, Step
from scn_dsl.vocabulary import FIELDS, LET, FieldKind

SAMPLE = "sample"
"""Kind of the origin of the sample lines around a fragment that is checked alone."""


class Expanded(Record):
    """An expanded script.

    Attributes:
        script: The script without fragments, tables and values; its nodes know where they come from.
        diagnostics: Problems in the lines about reuse, in whichever file.
        alone: A script with a scenario for each fragment that no scenario inserts, to check it alone.
        names: The names of all values.
        incomplete: The spans of the scenarios that lack lines or rows, because of a line that is reported.
        sources: The other files that it was made from.
        text: The text of the file.
    """

    script: Script
    diagnostics: tuple[Diagnostic, ...] = ()
    alone: Script = Script()
    names: frozenset[str] = frozenset()
    incomplete: tuple[Span, ...] = ()
    sources: tuple[Source, ...] = field(default=(), compare=False)
    text: str = ""


def expand(
    script: Script,
    text: str,
    *,
    path: str | None = None,
    name: str | None = None,
    given: tuple[GivenValue, ...] = (),
    assigned: tuple[GivenValue, ...] = (),
    read: Read | None = None,
) -> Expanded:
    """Expand a script.

    Args:
        script: The parsed script.
        text: Its text.
        path: Its file; the paths of imports are relative to it.
        name: The name of a scenario without a `scenario:` line.
        given: The values of the environment, which the script overrides.
        assigned: The values of the command line, which override those of the environment and of the script.
        read: Reads an imported file by its path, relative to that of the script; raises `UnreadableFile`.

    Raises:
        Nothing: what is wrong in the script or in the files that it imports is reported.
    """
    loader = Loader(given, assigned, read)
    return _Expansion(script, loader, loader.load(script, text, path), name).run()


class _Expansion:
    """The expansion of one script."""

    def __init__(self, script: Script, loader: Loader, library: Library, name: str | None) -> None:
        self.script = script
        self.name = name
        self.loader = loader
        self.found = loader.found
        self.library = library
        self.inserter = Inserter(self.loader)
        self.incomplete: set[Span] = set()
        self.names: set[str] = {
            use.line.name for each in script.scenarios for use in each.uses if use.name == LET
        }

    def run(self) -> Expanded:
        scope = self.library.scope
        self._report_misplaced()
        fill = Substitution(scope, self.found)
        defaults = tuple(map(fill.setting, self.script.defaults))
        scenarios = tuple(one for each in self.script.scenarios for one in self._scenario(each))
        script = Script(
            version=self.script.version, defaults=defaults, scenarios=scenarios, span=self.script.span
        )
        alone = tuple(
            self._alone(each)
            for each in self.library.own
            if each.call and id(each.fragment) not in self.inserter.inserted
        )
        for known in self.library.own:
            self.found.extend(unused_parameters(known))
        sources = (
            *(Source(each.text, each.path) for each in self.loader.files.values()),
            *self.loader.others,
        )
        return Expanded(
            script,
            tuple(self.found),
            Script(defaults=defaults, scenarios=alone),
            frozenset((*self.names, *self.library.scope.names())),
            tuple(self.incomplete),
            sources,
            self.library.text,
        )

    def _report_misplaced(self) -> None:
        """Report lines about reuse that are in the wrong section."""
        has_titles = any(each.title for each in self.script.scenarios) or not self.script.scenarios
        for use in self.script.uses if has_titles else ():
            if use.name not in ("import", "script", LET):
                message = f"`{use.name}:` belongs to a scenario, but this line is above the first one"
                self._misplaced(use, message, f"move `{use.name}:` below a `scenario:` line")
        for scenario in self.script.scenarios:
            self._report_imports(scenario.uses, scenario.title)
        for fragment in self.script.fragments:
            self._report_imports(fragment.uses, fragment.title)
            for use in fragment.uses:
                if use.name in ("examples", "row", "rows"):
                    message = "a fragment has no table: each scenario has its own"
                    self._misplaced(use, message, "move the table below a `scenario:` line")
                    break

    def _report_imports(self, uses: tuple[Use, ...], title: Field | None) -> None:
        for use in uses if title else ():
            if use.name == "import":
                message = (
                    f"`import:` applies to the whole file, so it can't be inside a {title and title.name}"
                )
                self._misplaced(use, message, "move `import:` above the first `scenario:` or `fragment:`")

    def _misplaced(self, use: Use, message: str, hint: str) -> None:
        span = use.line.place(Span(0, len(use.name)))
        self.found.append(report("stray-line", span, message, hint))

    def _scenario(self, scenario: Scenario) -> Iterator[Scenario]:
        """Expand a scenario: without a table to itself, with a table to one scenario for each row."""
        scope = self.library.scope
        if scenario.title:
            scope = ValueScope(scope)
        table = TableReader(self.library, self.loader).read(scenario.uses)
        if table and table.rows:
            self.names.update(table.columns)
            report_shadowed(scenario.uses, "column", table.columns, self.library, self.found)
            yield from self._rows(scenario, table, scope)
            return
        add_lets(scenario.uses, self.library, scope, self.found)
        scope = ValueScope(scope)
        if table:
            scope.is_open = True
            self.incomplete.add(self._section(scenario))
        yield self._fill(scenario, scope, None)

    def _section(self, scenario: Scenario) -> Span:
        """Return the span of a scenario, from its title to the next one."""
        titles = [
            *(each.title for each in self.script.scenarios if each.title),
            *(each.title for each in self.script.fragments),
        ]
        start = scenario.title.at if scenario.title else 0
        after = [title.at for title in titles if title.at > start]
        return Span(start, min(after, default=len(self.library.text) + 1))

    def _rows(self, scenario: Scenario, table: Table, outer: ValueScope) -> Iterator[Scenario]:
        known = len(self.found)
        used: set[str] = set()
        made: list[tuple[Row, Scenario]] = []
        fields = _field_columns(scenario, table)
        lets = [use for use in scenario.uses if use.name == LET]
        scenario = replace(scenario, uses=tuple(use for use in scenario.uses if use.name == "insert"))
        for row in table.rows:
            scope = ValueScope(outer, values={each.name: each for each in table.values(row)})
            if lets:
                add_lets(lets, self.library, scope, self.found)
            origin = Origin(ROW, None, (Step("with this row", row.span),))
            cells = tuple((name, cell.text) for name, cell in row.cells.items())
            one = replace(
                self._fill(_with_columns(scenario, row, fields, origin), scope, origin), cells=cells
            )
            used |= scope.used
            made.append((row, one))
        is_judged = known == len(self.found) and self._section(scenario) not in self.incomplete
        if is_judged:
            unused = {
                name: span for name, span in table.columns.items() if name not in used and name not in fields
            }
            self.found.extend(unused_values("column", unused, scenario))
        yield from self._with_names(_with_keys(made))

    def _with_names(self, made: list[tuple[Row, Scenario]]) -> Iterator[Scenario]:
        """Add the first cell to the names of the scenarios, unless the names tell them apart."""
        names = [_name_of(one) for _, one in made]
        if len(set(names)) == len(names) and all(names):
            yield from (one for _, one in made)
            return
        for (row, one), name in zip(made, names, strict=True):
            cell = next(iter(row.cells.values())).text if row.cells else ""
            whole = f"{name or self.name or 'scenario'} ({cell})"
            title = one.title or Field(
                name="scenario",
                value=Text(value=""),
                origin=Origin(ROW, None, (Step("with this row", row.span),)),
            )
            value = Text(value=whole, span=title.value.span)
            yield replace(one, title=replace(title, value=value, raw=False))

    def _fill(self, scenario: Scenario, scope: ValueScope, origin: Origin | None) -> Scenario:
        fill = Substitution(scope, self.found, origin)
        title = scenario.title
        if title:
            filled = fill.setting(title)
            title = filled if isinstance(filled, Field) else title
        body = Body(scope, self.library, origin)
        self.inserter.add(scenario, body)
        if not body.is_whole:
            self.incomplete.add(self._section(scenario))
        return Scenario(
            title=title,
            settings=merge_body(body, self.found),
            blocks=tuple(body.blocks),
            span=scenario.span,
        )

    def _alone(self, known: KnownFragment) -> Scenario:
        """Make a scenario of a fragment and sample values for its parameters."""
        sample = Origin(SAMPLE)
        title = Field(name="scenario", value=Text(value=f"fragment {known.name}"), origin=sample)
        role = Field(name="role", value=Text(value="A caller"), origin=sample)
        body = Body(ValueScope(self.library.scope), self.library, None)
        place = NOWHERE.within(sample)
        assert known.call
        values = {
            each.value or "": NamedValue(each.value or "", f"a {each.value}", place)
            for each in known.call.entries
            if each.name is None
        }
        self.inserter.add_fragment(known, values, (), body)
        own = [
            each
            for each in merge_body(body, self.found)
            if not (isinstance(each, Field) and each.name == "role")
        ]
        settings: tuple[Setting, ...] = (role, *own)
        return Scenario(title=title, settings=settings, blocks=tuple(body.blocks))


def _with_keys(made: list[tuple[Row, Scenario]]) -> list[tuple[Row, Scenario]]:
    """Add the first cell to the keys of the scenarios, or all cells if several rows start alike."""
    keys = [_key_of(one) for _, one in made]
    if len(set(keys)) == len(keys) or not all(keys):
        return made
    cells = [[cell.text for cell in row.cells.values()] for row, _ in made]
    first = [key_from(each[0]) if each else "" for each in cells]
    own = first if len(set(first)) == len(first) else [key_from(" ".join(each)) for each in cells]
    return [
        (row, _with_key(one, f"{key}-{each}")) for (row, one), key, each in zip(made, keys, own, strict=True)
    ]


def _key_of(scenario: Scenario) -> str:
    written = [each for each in scenario.settings if isinstance(each, Field) and each.name == "key"]
    return written[0].value.value if written and not written[0].raw else ""


def _with_key(scenario: Scenario, key: str) -> Scenario:
    settings = tuple(
        replace(each, value=Text(value=key, span=each.value.span))
        if isinstance(each, Field) and each.name == "key"
        else each
        for each in scenario.settings
    )
    return replace(scenario, settings=settings)


def _name_of(scenario: Scenario) -> str:
    title = scenario.title
    if title is None:
        return ""
    return string_of(title.value.value) if title.raw else title.value.value


def _field_columns(scenario: Scenario, table: Table) -> tuple[str, ...]:
    """Return the columns that set the field of their name, because no text uses them as a value."""
    names = [
        name
        for name in table.columns
        if name in FIELDS and not FIELDS[name].under and name not in ("scenario", "suite", "target")
    ]
    used = references_in(scenario) if names else set()
    return tuple(name for name in names if name not in used)


def _with_columns(scenario: Scenario, row: Row, fields: tuple[str, ...], origin: Origin) -> Scenario:
    """Add the fields that the cells of a row set; they override those of the scenario, or extend its lists."""
    own = {name: _field_of(name, row.cells[name], origin) for name in fields if row.cells[name].text}
    if not own:
        return scenario
    settings: list[Setting] = []
    for each in scenario.settings:
        kind = FIELDS[each.name].kind if isinstance(each, Field) and each.name in own else None
        if kind in LISTS and isinstance(each, Field):
            settings.append(joined(each, own.pop(each.name)))
        elif kind in (None, FieldKind.STATEMENT):
            settings.append(each)
    return replace(scenario, settings=(*settings, *own.values()))


def _field_of(name: str, cell: Cell, origin: Origin) -> Field:
    span = cell.span
    return Field(
        name=name,
        value=Text(value=cell.text, span=Span(0, span.end - span.start)),
        origin=span.origin or origin,
        at=span.start,
        span=Span(0, span.end - span.start),
    )
