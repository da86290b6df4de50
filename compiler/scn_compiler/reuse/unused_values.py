"""Columns and parameters that nothing uses; a text may mean one of them by another form, such as `{{day}}` or `<day>`."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from scn_compiler.reuse.lets import VALUE
from scn_compiler.reuse.library import KnownFragment
from scn_compiler.reuse.node_texts import TextMap, keyword_text
from scn_compiler.reuse.signature import VALUE_NAME
from scn_compiler.reuse.substitution import references_in
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Contains, Fragment, Scenario, Text
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_dsl.vocabulary import FIELDS

_SIMILAR = 0.8
"""A column whose name is this similar to that of a field most likely means the field."""

_NAME = rf"({VALUE_NAME})"
_FORM = lazy_pattern(rf"\{{\{{\s*{_NAME}\s*\}}\}}|#?\{{\s*{_NAME}\s*\}}|<{_NAME}>|%{_NAME}%|\[{_NAME}\]")


class _ForeignForms(TextMap):
    """Finds names in the forms of other systems.

    Attributes:
        places: For each name, the span of each form, the form, and the value in scn's own form.
        broken: The names with a form that isn't in one line of the script.
    """

    __slots__ = ("broken", "places")

    def __init__(self) -> None:
        super().__init__()
        self.places: defaultdict[str, list[tuple[Span, str, str]]] = defaultdict(list)
        self.broken: set[str] = set()

    def text(self, text: Text, *, is_json: bool = False) -> Text:  # noqa: ARG002
        for match in _FORM.finditer(text.value):
            name = match[match.lastindex or 0]
            after = text.value[match.end() : match.end() + 1]
            own = f"${{{name}}}" if after == "_" or after.isalnum() else f"${name}"
            self.places[name].append((self.item.place(text.locate(*match.span())), match[0], own))
            if not text.is_unbroken(*match.span()):
                self.broken.add(name)
        return text

    def keyword(self, contains: Contains) -> str:
        return self.text(keyword_text(contains)).value


def unused_values(what: str, names: Mapping[str, Span], section: Scenario | Fragment) -> Iterator[Diagnostic]:
    """Report values that nothing in a section uses.

    Args:
        what: The kind of value: `column` or `parameter`.
        names: The span of each name.
    """
    forms = _ForeignForms()
    if names:
        forms.visit(section)
    for name, declared in names.items():
        message = f"nothing uses the {what} `{name}`"
        places = forms.places.get(name)
        if not places:
            where = "where its cells belong" if what == "column" else "where its value belongs"
            hint = f"write `${name}` {where}, or remove the {what}"
            if what == "column" and name not in FIELDS and (field := nearest(name, FIELDS, _SIMILAR)):
                hint = f"did you mean the field `{field}`? Otherwise, {hint}"
            yield report("unused-value", declared, message, hint)
            continue
        related = tuple(Related(f"`{form}` is here", span) for span, form, _ in places)
        title = f"replace `{places[0][1]}` with `${name}`"
        edits = tuple(Edit(span, own) for span, _, own in places)
        fix = Fix(title, edits, safe=False) if name not in forms.broken else None
        yield report("unused-value", declared, message, title, fix=fix, related=related)


def unused_parameters(known: KnownFragment) -> Iterator[Diagnostic]:
    """Report the parameters that a fragment doesn't use."""
    entries = known.call.entries if known.call else ()
    used = references_in(known.fragment) if entries else set()
    title = known.fragment.title
    unused: dict[str, Span] = {}
    for each in entries:
        name = each.name or each.value or ""
        if name not in used and VALUE.fullmatch(name):
            place = title.place(title.value.locate(each.at, each.at + len(name)))
            unused.setdefault(name, known.library.place(place))
    return unused_values("parameter", unused, known.fragment)
