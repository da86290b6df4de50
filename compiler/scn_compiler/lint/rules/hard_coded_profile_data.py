"""A value of the test profile, written out: with another profile, the caller still says this one (skill 2026-09-10).

Only values that look like data count, not words such as `yes`. The values of a profile named by its id are unknown here.
"""

import re
from collections.abc import Iterator

from scn_compiler.jsondoc.codec import Json
from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_grammar.markup import Tag, Template

_SHORTEST = 3
"""Characters; shorter values occur inside other words and numbers."""

_DATA = r"[0-9@A-Z]"


@rule(blocks=PLAYED)
def hard_coded_profile_data(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.scenario.settings.caller:
        return
    values = {name: _data_text(each.value) for name, each in context.scenario.settings.caller.items()}
    for name, value in values.items():
        if value:
            for words in context.spoken:
                if words.verbatim and value in words.text:
                    yield from _occurrences(words, name, value)


def _data_text(value: Json) -> str | None:
    """Return the text of a value that looks like data."""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return text if len(text) >= _SHORTEST and re.search(_DATA, text) else None


def _occurrences(words: Spoken, name: str, value: str) -> Iterator[Diagnostic]:
    meant = profile_template(name)
    for match in re.finditer(rf"(?<!\w)(?<!\d[-.]){re.escape(value)}(?!\w|[-.]\d)", words.text):
        if _is_in_mark(words, *match.span()):
            continue
        span = words.place(*match.span())
        whole = words.may_edit(*match.span())
        fix = Fix(f"replace with `{meant}`", (Edit(span, meant),), safe=False) if whole else None
        message = (
            f"`{value}` is the test profile's `{name}`; with another profile, the caller would still say it"
        )
        yield report("hard-coded-profile-data", span, message, f"replace with `{meant}`", fix=fix)


def _is_in_mark(words: Spoken, start: int, end: int) -> bool:
    """Return whether `text[start:end]` overlaps a template or a tag."""
    return any(
        mark.start < end and start < mark.end for mark in words.marks if isinstance(mark, (Tag, Template))
    )


def profile_template(name: str) -> str:
    """Write the template for a variable of the test profile."""
    return (
        f"{{{{test_profile.{name}}}}}"
        if re.fullmatch(r"[A-Za-z0-9_-]+", name)
        else f"{{{{test_profile['{name}']}}}}"
    )
