"""Puts values in the place of `$name` and `${name}`."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache

from scn_compiler.reuse.library import in_file
from scn_compiler.reuse.node_texts import TextMap, keyword_text
from scn_compiler.reuse.scope import NamedValue, ValueScope
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Contains, Field, Fragment, Scenario, Script, Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import fast_constructor, field, replace
from scn_dsl.source import NOWHERE, Origin, Span, Step
from scn_dsl.suggest import first, nearest

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


_Piece = tuple[int, int, int, int, NamedValue | None]
"""A part of a text: start and end in its value, start and end in the written text, and the value that it is."""

_Filled = tuple[int, int, str, NamedValue]
"""A reference in a written text: its start and end, and the words in its place, which are those of the value."""


class FilledText(Text):
    """A text with values in it. Its spans are those of the written text, or of the place that a value comes from.

    Attributes:
        written: The text as it is in the script.
        filled: The references in it, in order.
        where: The origin of its item.
        at: The offset of its item.
    """

    written: Text = field(default=Text(value=""), compare=False)
    filled: tuple[_Filled, ...] = field(default=(), compare=False)
    where: Origin | None = field(default=None, compare=False)
    at: int = field(default=0, compare=False)

    @property
    def is_plain(self) -> bool:
        return self.written.is_plain

    def pieces(self) -> list[_Piece]:
        """List its parts, in order: each reference, and the words before and after it."""
        pieces: list[_Piece] = []
        at = length = 0
        for start, end, words, named in self.filled:
            before = length + start - at
            pieces.append((length, before, at, start, None))
            length = before + len(words)
            pieces.append((before, length, start, end, named))
            at = end
        pieces.append((length, len(self.value), at, len(self.written.value), None))
        return pieces

    def locate(self, start: int, end: int) -> Span:
        """Find the span of `value[start:end]` in the item, or the place that its first value with a place comes from."""
        end = max(end, start + 1)
        pieces = self.pieces()
        touched = [piece for piece in pieces if piece[0] < end and start < piece[1]] or pieces[-1:]
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
        inside = [piece for piece in self.pieces() if piece[0] <= start and end <= piece[1] and not piece[4]]
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
        value, filled = self._filled(text, is_json=is_json and words.startswith(_JSON_START))
        if not filled:
            return text
        start, end, _, named = filled[0]
        span = text.span
        if value and end - start == len(words) and named.place:
            here = text.locate(0, len(words)).shift(self.item.at).within(self.origin or self.item.origin)
            span = named.place.within(_argument(named, here, is_exact=True))
        return _new_filled(
            value=value,
            span=span,
            written=text,
            filled=filled,
            where=self.origin or self.item.origin,
            at=self.item.at,
        )

    def keyword(self, contains: Contains) -> str:
        """Fill in the text of a keyword, whose spans are those of the whole condition."""
        return (
            self._filled(keyword_text(contains), is_json=False)[0] if "$" in contains.text else contains.text
        )

    def _filled(self, text: Text, *, is_json: bool) -> tuple[str, tuple[_Filled, ...]]:
        """Return a text with its values, and its references; report those that nothing declares."""
        words = text.value
        filled: list[_Filled] = []
        parts: list[str] = []
        at = 0
        for start, end, name in _references(words):
            named = self.scope.get(name) if name else DOLLAR
            if named is None:
                self._report_undeclared(name, text, start, end)
                continue
            value = named.text
            if is_json and _is_in_string(words, start):
                value = json.dumps(value, ensure_ascii=False)[1:-1]
            filled.append((start, end, value, named))
            parts += (words[at:start], value)
            at = end
        parts.append(words[at:])
        if sum(map(len, parts)) > LONGEST:
            message = f"this text has more than {LONGEST:,} characters once its values are filled in"
            place = self._in_file(self.item.place(text.span))
            self.found.append(report("circular-reuse", place, message, "shorten the values"))
            return words, ()
        return "".join(parts), tuple(filled)

    def _report_undeclared(self, name: str, text: Text, start: int, end: int) -> None:
        if not self.scope.is_open:
            span = self._in_file(self.item.place(text.locate(start, end)))
            written = text.value[start:end]
            self.found.append(self._undeclared(name, written, span, text.is_unbroken(start, end)))

    def _in_file(self, span: Span) -> Span:
        return in_file(span.within(self.origin)) if self.origin and span.origin is None else span

    def _undeclared(self, name: str, written: str, span: Span, is_plain: bool) -> Diagnostic:
        close = nearest(name, first(self.scope.names()))
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


@lru_cache(maxsize=1024)
def _references(words: str) -> tuple[tuple[int, int, str], ...]:
    """Find the references in a text: start, end, and the name of the value, which is empty for `$$`."""
    return tuple(
        (*match.span(), match["plain"] or match["braced"] or "") for match in REFERENCE.finditer(words)
    )


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
