"""A value of the test profile, written out: with another profile the caller still says this one (skill 2026-09-10).

Only values that look like data are searched for, not words such as `yes`. A profile named by its id is unknown here.
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
"""Characters; shorter values stand in other words and numbers."""

_DATA = r"[0-9@A-Z]"


@rule(blocks=PLAYED)
def hard_coded_profile_data(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.scenario.settings.caller:
        return
    values = {name: _data(each.value) for name, each in context.scenario.settings.caller.items()}
    for name, value in values.items():
        if value:
            for words in context.spoken:
                if words.verbatim and value in words.text:
                    yield from _written_out(words, name, value)


def _data(value: Json) -> str | None:
    """A value as it would be said, if it is data."""
    text = str(value) if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    return text if len(text) >= _SHORTEST and re.search(_DATA, text) else None


def _written_out(words: Spoken, name: str, value: str) -> Iterator[Diagnostic]:
    meant = profile_template(name)
    for found in re.finditer(rf"(?<!\w)(?<!\d[-.]){re.escape(value)}(?!\w|[-.]\d)", words.text):
        if _is_in_mark(words, *found.span()):
            continue
        span = words.place(*found.span())
        whole = words.may_edit(*found.span())
        fix = Fix(f"write `{meant}`", (Edit(span, meant),), safe=False) if whole else None
        message = f"`{value}` is what the test profile has as `{name}`"
        yield report("hard-coded-profile-data", span, message, f"write `{meant}`", fix=fix)


def _is_in_mark(words: Spoken, start: int, end: int) -> bool:
    """Whether a part of `text[start:end]` belongs to a template or a tag."""
    return any(
        mark.start < end and start < mark.end for mark in words.marks if isinstance(mark, (Tag, Template))
    )


def profile_template(name: str) -> str:
    """How a text asks for the variable called `name`."""
    return (
        f"{{{{test_profile.{name}}}}}"
        if re.fullmatch(r"[A-Za-z0-9_-]+", name)
        else f"{{{{test_profile['{name}']}}}}"
    )
