"""Puts values in the place of `$name` and `${name}`."""

import json
import re
from collections.abc import Iterator

from scn_compiler.reuse.library import in_file
from scn_compiler.reuse.node_texts import TextMap
from scn_compiler.reuse.scope import NamedValue, ValueScope
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Field, Fragment, Scenario, Script, Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import fast_constructor, field, replace
from scn_dsl.source import NOWHERE, Origin, Span, Step
from scn_dsl.suggest import nearest

REFERENCE = lazy_pattern(
    r"\$(?:(?P<dollar>\$)|(?P<plain>[A-Za-z_][A-Za-z0-9_]*)|\{(?P<braced>[A-Za-z_][A-Za-z0-9_]*)\})"
)
"""`$name`, `${name}`, or `$$` for a dollar sign. Any other `$` is text."""

ARGUMENT = "argument"
"""Kind of the origin of a span in a value; the first step of its chain is the place that uses the value."""

LONGEST = 1_000_000
"""The most characters of a text with its values."""

_MEANS_VALUE = lazy_pattern(r"\$(?=[A-Za-z_{$])")
_JSON_START = ('"', "{", "[")


class _Piece(tuple[int, int, int, int, NamedValue | None]):
    """A part of a text: start and end in its value, start and end in the written text, and the value that it is."""

    __slots__ = ()


class FilledText(Text):
    """A text with values in it. Its spans are those of the written text, or of the place that a value comes from.

    Attributes:
        written: The text as it is in the script.
        pieces: Its parts, in order.
    """

    written: Text = field(default=Text(value=""), compare=False)
    pieces: tuple[_Piece, ...] = field(default=(), compare=False)
    where: Origin | None = field(default=None, compare=False)
    at: int = field(default=0, compare=False)

    def locate(self, start: int, end: int) -> Span:
        """Find the span of `value[start:end]` in the item, or the place that its first value with a place comes from."""
        end = max(end, start + 1)
        touched = [piece for piece in self.pieces if piece[0] < end and start < piece[1]] or [self.pieces[-1]]
        first, last = touched[0], touched[-1]
        written = self.written.locate(
            first[2] if first[4] else first[2] + max(start - first[0], 0),
            last[3] if last[4] else last[2] + min(end, last[1]) - last[0],
        )
        for _, _, _, _, named in touched:
            if named and named.place:
                here = written.shift(self.at).within(self.where)
                is_exact = all(piece[4] for piece in touched)
                return named.place.within(_argument(named, here, is_exact=is_exact))
        return written

    def is_unbroken(self, start: int, end: int) -> bool:
        """Tell whether `value[start:end]` is written literally in one source line, without a value in it."""
        inside = [piece for piece in self.pieces if piece[0] <= start and end <= piece[1] and not piece[4]]
        if not inside:
            return False
        shift = inside[0][2] - inside[0][0]
        return self.written.is_unbroken(start + shift, end + shift)


_new_filled = fast_constructor(FilledText)


class ValueOrigin(Origin):
    """The origin of a span in a value.

    Attributes:
        used: The span of the text that uses the value.
        text: The value.
        is_exact: Whether that text is nothing but values.
    """

    used: Span = NOWHERE
    text: str = ""
    is_exact: bool = True


def _argument(named: NamedValue, here: Span, *, is_exact: bool) -> Origin:
    """Make the origin of a span in a value, which knows where the value is used."""
    origin = named.place.origin if named.place else None
    kind = f"{ARGUMENT}:{origin.kind}" if origin else ARGUMENT
    chain = (Step("used here", here), *(origin.chain if origin else ()))
    return ValueOrigin(kind, origin.path if origin else None, chain, here, named.text, is_exact)


class Substitution(TextMap):
    """Puts the values of a scope into nodes.

    Attributes:
        found: Collects diagnostics for names that nothing declares.
    """

    __slots__ = ("found", "scope")

    def __init__(self, scope: ValueScope, found: list[Diagnostic], origin: Origin | None = None) -> None:
        super().__init__(origin)
        self.scope = scope
        self.found = found

    def text(self, text: Text, *, is_json: bool = False) -> Text:
        """Fill in a text.

        Args:
            is_json: Whether the text may be JSON, so that values inside its strings are escaped.
        """
        words = text.value
        if "$" not in words:
            return text
        is_json = is_json and words.startswith(_JSON_START)
        parts: list[str] = []
        pieces: list[_Piece] = []
        at = length = 0
        for match in REFERENCE.finditer(words):
            name = match["plain"] or match["braced"]
            named = DOLLAR if match["dollar"] else self._value(name, text, match)
            if named is None:
                continue
            before = words[at : match.start()]
            value = named.text
            if is_json and _is_in_string(words, match.start()):
                value = json.dumps(value, ensure_ascii=False)[1:-1]
            pieces.append(_Piece((length, length + len(before), at, match.start(), None)))
            length += len(before)
            pieces.append(_Piece((length, length + len(value), *match.span(), named)))
            length += len(value)
            parts += (before, value)
            at = match.end()
        if not pieces:
            return text
        if length > LONGEST:
            message = f"this text has more than {LONGEST:,} characters once its values are filled in"
            place = self._in_file(self.item.place(text.span))
            self.found.append(report("circular-reuse", place, message, "shorten the values"))
            return text
        pieces.append(_Piece((length, length + len(words) - at, at, len(words), None)))
        value = "".join((*parts, words[at:]))
        filled = _new_filled(
            value=value,
            span=text.span,
            written=text,
            pieces=tuple(pieces),
            where=self.origin or self.item.origin,
            at=self.item.at,
        )
        is_one_value = len(parts) == 2 and value == parts[1]
        return replace(filled, span=filled.locate(0, len(value))) if is_one_value else filled

    def _value(self, name: str, text: Text, match: re.Match[str]) -> NamedValue | None:
        found = self.scope.get(name)
        if found is None and not self.scope.is_open:
            span = self._in_file(self.item.place(text.locate(*match.span())))
            self.found.append(self._undeclared(name, match[0], span, text.is_unbroken(*match.span())))
        return found

    def _in_file(self, span: Span) -> Span:
        return in_file(span.within(self.origin)) if self.origin and span.origin is None else span

    def _undeclared(self, name: str, written: str, span: Span, is_plain: bool) -> Diagnostic:
        known = self.scope.names()
        close = nearest(name, known)
        if not self.scope.declares and not close:
            message = f"nothing declares `{name}`, so the text keeps `{written}` as it is written"
            hint = f"for a dollar sign, write `$${written[1:]}`; for a value, add `let {name} = …` above"
            fix = Fix(f"write `$${written[1:]}`", (Edit(span, f"${written}"),)) if is_plain else None
            return report("undeclared-value", span, message, hint, severity=Severity.INFO, fix=fix)
        renamed = written.replace(name, close) if close else None
        fix = (
            Fix(f"replace with `{renamed}`", (Edit(span, renamed),), safe=False)
            if renamed and is_plain
            else None
        )
        hint = f"did you mean `{renamed}`?" if renamed else self.scope.hint(name)
        return report("undeclared-value", span, f"nothing declares the value `{name}`", hint, fix=fix)


DOLLAR = NamedValue("$", "$")
"""The value of `$$`."""


def _is_in_string(words: str, at: int) -> bool:
    """Tell whether an offset of a JSON text is inside a string."""
    return len(re.findall(r'(?<!\\)(?:\\\\)*"', words[:at])) % 2 == 1


class _References(TextMap):
    """Collects the names that texts use."""

    __slots__ = ("names",)

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def text(self, text: Text, *, is_json: bool = False) -> Text:  # noqa: ARG002
        self.names.update(value_names_in(text.value))
        return text


def value_names_in(words: str) -> Iterator[str]:
    """Yield the names of the values that a text uses."""
    for match in REFERENCE.finditer(words) if "$" in words else ():
        if name := match["plain"] or match["braced"]:
            yield name


def references_in(section: Scenario | Fragment) -> set[str]:
    """Collect the names of the values that the texts of a section use, also to insert fragments."""
    look = _References()
    look.visit(section)
    return look.names


class _Literal(TextMap):
    """Doubles each dollar sign that would be read as a value."""

    __slots__ = ()

    def text(self, text: Text, *, is_json: bool = False) -> Text:  # noqa: ARG002
        value = with_literal_dollars(text.value)
        return text if value == text.value else Text(value=value)


def may_have_values(text: str) -> bool:
    """Tell whether a text has a dollar sign that may stand for a value, or for a dollar sign."""
    return _MEANS_VALUE.search(text) is not None


def with_literal_dollars(words: str) -> str:
    """Write words so that no dollar sign in them stands for a value: `$name` becomes `$$name`."""
    return _MEANS_VALUE.sub("$$", words) if "$" in words else words


def literal_script(script: Script) -> Script:
    """Write the texts of a script without lines about reuse as `with_literal_dollars` does: the opposite of an expansion."""
    change = _Literal()
    return replace(
        script,
        defaults=tuple(map(change.setting, script.defaults)),
        scenarios=tuple(_changed(each, change) for each in script.scenarios),
    )


def _changed(scenario: Scenario, change: TextMap) -> Scenario:
    title = scenario.title and change.setting(scenario.title)
    return replace(
        scenario,
        title=title if isinstance(title, Field) else None,
        settings=tuple(map(change.setting, scenario.settings)),
        blocks=tuple(map(change.block, scenario.blocks)),
    )
