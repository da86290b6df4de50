"""The `let` lines of a file, a scenario or a fragment: values that may use each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scn_compiler.jsondoc.codec import BadJson, load
from scn_compiler.reuse.scope import NamedValue, ValueScope
from scn_compiler.reuse.signature import VALUE_NAME, without_sign
from scn_compiler.reuse.substitution import Substitution, value_names_in
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Edit, Fix, Related
from scn_dsl.nodes import Variable
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import Origin, Span
from scn_dsl.vocabulary import LET

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from scn_compiler.reuse.library import Library
    from scn_dsl.diagnostic import Diagnostic
    from scn_dsl.nodes import Use

VALUE = lazy_pattern(VALUE_NAME)
_STRING_VALUE = lazy_pattern(r'"(?:[^"\\]|\\.)*"')


def add_lets(
    uses: Iterable[Use],
    library: Library,
    scope: ValueScope,
    found: list[Diagnostic],
    origin: Origin | None = None,
) -> None:
    """Add the values of the `let` lines among `uses` to a scope. A value may use others of the scope, in any order."""
    written: dict[str, Variable] = {}
    for line in (use.line for use in uses if use.name == LET):
        assert isinstance(line, Variable)
        place = library.place(line.place(Span(4, 4 + len(line.name))))
        if plain := without_sign(line.name):
            hint, fix = "write the name without `$`", Fix(f"write `{plain}`", (Edit(place, plain),))
            found.append(
                report("bad-let", place, f"`{line.name}` can't be the name of a value", hint, fix=fix)
            )
            written.setdefault(plain, line)
        elif not VALUE.fullmatch(line.name):
            hint = "use letters, digits and `_`, and don't start with a digit: `let order_id = …`"
            found.append(report("bad-let", place, f"`{line.name}` can't be the name of a value", hint))
        elif line.name in written:
            first = written[line.name]
            related = (Related("the first one is here", library.place(first.whole)),)
            message = f"`{line.name}` already has a value"
            found.append(
                report(
                    "duplicate-declaration",
                    place,
                    message,
                    "remove one of the two lines",
                    related=related,
                )
            )
        else:
            written[line.name] = line
    _Lets(written, library, scope, found).add_all(origin)


def report_shadowed(
    uses: Iterable[Use], what: str, names: Mapping[str, Span], library: Library, found: list[Diagnostic]
) -> None:
    """Report the `let` lines that have the name of a parameter or of a column.

    Args:
        what: `parameter` or `column`.
        names: The place of each.
    """
    for use in uses:
        name = use.line.name
        if use.name == LET and name in names:
            place = library.place(use.line.place(Span(4, 4 + len(name))))
            related = (Related(f"the {what} is here", library.place(names[name])),)
            message = f"`{name}` is already a {what}"
            found.append(
                report("duplicate-declaration", place, message, "rename one of the two", related=related)
            )


class _Lets:
    """The `let` lines of one scope while their values are worked out."""

    def __init__(
        self, written: dict[str, Variable], library: Library, scope: ValueScope, found: list[Diagnostic]
    ) -> None:
        self.written = written
        self.library = library
        self.scope = scope
        self.found = found
        self.open: dict[str, Iterator[str]] = {}
        self.done: set[str] = set()

    def add_all(self, origin: Origin | None) -> None:
        """Add each value after those that it uses."""
        for name in self.written:
            self._open(name)
            while self.open:
                inner = next(self.open[next(reversed(self.open))], None)
                if inner is None:
                    self._add(self.open.popitem()[0], origin)
                elif inner in self.open:
                    self._report_circle(inner)
                else:
                    self._open(inner)

    def _open(self, name: str) -> None:
        if name in self.written and name not in self.done:
            self.done.add(name)
            self.open[name] = value_names_in(self.written[name].value.value)

    def _add(self, name: str, origin: Origin | None) -> None:
        line = self.written[name]
        place = self.library.place(line.whole)
        if name in self.scope.assigned:
            self.scope.add(replace(self.scope.assigned[name], line=place))
            return
        fill = Substitution(self.scope, self.found, origin or self.library.origin)
        fill.item = line
        text = fill.text(line.value, is_json=True).value
        if _STRING_VALUE.fullmatch(text):
            text = string_of(text)
        self.scope.add(NamedValue(name, text, line=place))

    def _report_circle(self, name: str) -> None:
        opened = list(self.open)
        circle = opened[opened.index(name) :]
        line = self.written[circle[-1]]
        self.scope.values.setdefault(name, NamedValue(name, f"${name}"))
        chain = " → ".join(f"`{each}`" for each in (*circle, name))
        others = [each for each in circle if each != line.name]
        related = tuple(
            Related(f"`{each}` is here", self.library.place(self.written[each].whole)) for each in others
        )
        message = f"these values need each other: {chain}" if others else f"the value `{name}` uses itself"
        hint = (
            "write one of the values without the others" if others else f"write the value without `${name}`"
        )
        self.found.append(
            report("circular-reuse", self.library.place(line.whole), message, hint, related=related)
        )


def string_of(text: str) -> str:
    """Decode a text that is written as a JSON string; another text stays as it is."""
    try:
        value = load(text)
    except BadJson:
        return text
    return value if isinstance(value, str) else text
