"""A template for a variable that the script's test profile doesn't have: the platform fills in nothing (docs 2026-04-30).

Only the platform knows the variables of a profile that is named by its id.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.lint.rules.hard_coded_profile_data import profile_template
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.suggest import first, nearest
from scn_grammar.markup import Tag, Template, scan

_VARIABLE = r"""\s*test_profile(?:\.(?P<plain>[A-Za-z0-9_-]+)|\[(?P<quote>['"])(?P<any>[^'"]+)(?P=quote)\])"""


@rule(blocks=PLAYED)
def unknown_profile_variable(context: RuleContext) -> Iterator[Diagnostic]:
    settings = context.scenario.settings
    known = {**settings.given, **settings.caller}
    if (
        not known
        or isinstance(settings.get("profile"), int)
        or ("cekura", "test_profile") in settings.platform
    ):
        return
    for words in context.marked:
        for template in _templates(words):
            match = re.match(_VARIABLE, template.inside)
            name = match and (match["plain"] or match["any"])
            if name and name not in known:
                yield _missing_variable(words, template, name, nearest(name, first(known)))


def _templates(words: Spoken) -> Iterator[Template]:
    """Yield the templates in a text; one in a tag has the offsets of its attribute."""
    for mark in words.marks:
        if isinstance(mark, Template):
            yield mark
        for attribute in mark.attributes if isinstance(mark, Tag) else ():
            for inner in scan(attribute.value):
                if isinstance(inner, Template):
                    yield Template(inner.inside, attribute.start, attribute.end, inner.complete)


def _missing_variable(words: Spoken, template: Template, name: str, close: str | None) -> Diagnostic:
    span = words.place(template.start, template.end)
    quoted = name if re.fullmatch(r"[\w-]+", name) else f'"{name}"'
    hint = (
        f"did you mean `{profile_template(close)}`?"
        if close
        else f"add `caller {quoted} = …` above the blocks"
    )
    typed = f"{{{{{template.inside}}}}}"
    whole = words.text[template.start : template.end] == typed and words.may_edit(
        template.start, template.end
    )
    fix = (
        Fix(f"replace with `{profile_template(close)}`", (Edit(span, profile_template(close)),), safe=False)
        if close and whole
        else None
    )
    message = f"the test profile has no variable named `{name}`, so the caller says nothing here"
    return report("unknown-profile-variable", span, message, hint, fix=fix)
