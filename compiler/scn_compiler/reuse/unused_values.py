"""Columns and parameters that nothing uses; a text may mean one of them by another form, such as `{{day}}` or `<day>`."""

import re

from scn_compiler.reuse.node_texts import TextMap
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import Contains, Fragment, Scenario, Text
from scn_dsl.source import Span


class _ForeignForms(TextMap):
    """Finds a value in the forms of other systems.

    Attributes:
        places: The span of each form, the form, and the value in scn's own form.
        can_fix: Whether each form is in one line of the script.
    """

    __slots__ = ("can_fix", "name", "pattern", "places")

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name
        self.pattern = re.compile(
            rf"\{{\{{\s*{name}\s*\}}\}}|#?\{{\s*{name}\s*\}}|<{name}>|%{name}%|\[{name}\]"
        )
        self.places: list[tuple[Span, str, str]] = []
        self.can_fix = True

    def text(self, text: Text, *, is_json: bool = False) -> Text:  # noqa: ARG002
        for match in self.pattern.finditer(text.value):
            after = text.value[match.end() : match.end() + 1]
            own = f"${{{self.name}}}" if after == "_" or after.isalnum() else f"${self.name}"
            self.places.append((self.item.place(text.locate(*match.span())), match[0], own))
            self.can_fix &= text.is_unbroken(*match.span())
        return text

    def keyword(self, contains: Contains) -> str:
        words, end = contains.text, contains.span.end - 1
        is_plain = '"' not in words and "\\" not in words
        places = ((0, end - len(words)),) if is_plain else ()
        return self.text(Text(value=words, span=contains.span, places=places)).value


def unused_value(what: str, name: str, declared: Span, section: Scenario | Fragment) -> Diagnostic:
    """Report a value that nothing in a section uses.

    Args:
        what: The kind of value: `column` or `parameter`.
        declared: The span of its name.
    """
    forms = _ForeignForms(name)
    forms.visit(section)
    message = f"nothing uses the {what} `{name}`"
    if not forms.places:
        where = "where its cells belong" if what == "column" else "where its value belongs"
        hint = f"write `${name}` {where}, or remove the {what}"
        return report("unused-value", declared, message, hint)
    related = tuple(Related(f"`{form}` is here", span) for span, form, _ in forms.places)
    title = f"replace `{forms.places[0][1]}` with `${name}`"
    edits = tuple(Edit(span, own) for span, _, own in forms.places)
    fix = Fix(title, edits, safe=False) if forms.can_fix else None
    return report("unused-value", declared, message, title, fix=fix, related=related)
