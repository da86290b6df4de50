"""`{{ }}` in texts: scn fills in values that the script sets, and reports templates that Eqho can't fill in."""

import re
from collections.abc import Callable

from scn_compiler.jsondoc.codec import Json, stringify
from scn_compiler.platforms.eqho.vocabulary import TEMPLATES
from scn_compiler.semantics.settings import Settings
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.markup import Template, scan

_OF_PROFILE = lazy_pattern(r"""test_profile(?:\.(?P<name>[A-Za-z0-9_.-]+)|\[['"](?P<quoted>[^'"]+)['"]\])""")

Found = list[Diagnostic]


def spoken_value(value: Json) -> str:
    """Write a value the way a caller would say it."""
    return value if isinstance(value, str) else stringify(value)


def fill_templates(
    text: str, settings: Settings, place: Callable[[int, int], Span], found: Found, *, only: str | None = None
) -> str:
    """Fill in the test profile's variables that the script sets.

    Args:
        place: Returns the span in the script of a part of `text`.
        only: The root of the templates to fill in; by default all.
    """
    if "{{" not in text:
        return text
    parts: list[str] = []
    at = 0
    for mark in scan(text):
        if isinstance(mark, Template) and only in (None, mark.root):
            parts += (
                text[at : mark.start],
                template_value(text, mark, settings, place(mark.start, mark.end), found),
            )
            at = mark.end
    return "".join((*parts, text[at:]))


def fill_value(value: Json, settings: Settings, span: Span, found: Found) -> Json:
    """Fill in only the test profile's templates in a value of a call or a message; others may belong to the platform."""
    match value:
        case str():
            return fill_templates(value, settings, lambda *_: span, found, only="test_profile")
        case list():
            return [fill_value(each, settings, span, found) for each in value]
        case dict():
            return {key: fill_value(each, settings, span, found) for key, each in value.items()}
        case _:
            return value


def template_value(text: str, mark: Template, settings: Settings, span: Span, found: Found) -> str:
    """Return the value of a template, or the template itself if the script doesn't set one."""
    written = text[mark.start : mark.end]
    if not mark.complete:
        return written
    inside = mark.inside.strip()
    if variable := _OF_PROFILE.fullmatch(inside):
        profile = variable["name"] or variable["quoted"]
        for table in (settings.caller, settings.given):
            if profile in table:
                return spoken_value(table[profile].value)
        message = f"Eqho has no test profiles, and the script doesn't set `{profile}`"
        hint = f"add `caller {profile} = …`, or write the value itself"
        found.append(report("unsupported-by-target", span, message, hint, severity=Severity.ERROR))
    elif mark.root == "function":
        message = f"nothing fills in `{written}`, because Eqho's callers can't call functions"
        hint = "write the value itself"
        found.append(report("unsupported-by-target", span, message, hint, severity=Severity.ERROR))
    elif mark.root not in TEMPLATES and inside not in settings.given:
        message = f"`{written}` isn't one of Eqho's documented templates"
        given = f"set the value with `given {inside} = …`" if re.fullmatch(r"[\w.-]+", inside) else None
        given = f"write `{{{{test_profile.{inside}}}}}`" if inside in settings.caller else given
        found.append(report("bad-template", span, message, given))
    return written
