"""A placeholder of another system, such as `${name}` or `[First Name]`: nothing fills it in, so the caller reads it aloud.

Prompts (`do:`, `role:`) often contain brackets of all kinds: there, only those count that prose never has.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_compiler.lint.rules.foreign_trigger import conditions_of
from scn_compiler.lint.rules.unknown_tag import tag_like
from scn_compiler.lint.texts.literal import literal_of
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Contains, Field, Item, Say, Sentence, Text

_SIGNS = frozenset("${}%<[_#@(")
_PROMPTS = frozenset(("role", "expect", "instructions"))


@rule(blocks=PLAYED_OR_TOLD)
def foreign_placeholder(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.odd:
        yield from _check_spoken(context, words)
    for row, trigger in () if _SIGNS.isdisjoint(context.trigger_signs) else context.triggers:
        parts = [trigger] if isinstance(trigger, Sentence) else conditions_of(trigger)
        for part in parts:
            if not _SIGNS.isdisjoint(part.text if isinstance(part, Contains) else part.text.value):
                yield from _check_trigger(part, row.block)
    if context.traits.braces:
        for setting in context.scenario.scenario.settings:
            if isinstance(setting, Field) and setting.name in _PROMPTS and not setting.raw:
                yield from _check_prompt(setting.value, setting)


def _check_spoken(context: RuleContext, words: Spoken) -> Iterator[Diagnostic]:
    from scn_compiler.lint.texts.placeholders import placeholders_in, value_name  # noqa: PLC0415  (two large patterns)

    markup = context.target.markup
    literal = literal_of(words.text, words.marks, markup)
    for match in placeholders_in(literal, speech=isinstance(words.action, Say)):
        written, name = match[0], value_name(match[0])
        is_tag = written.startswith("<") and not written.startswith(("<<", "<%"))
        if is_tag and tag_like(written[1:-1].strip("/ "), markup):
            continue
        if name in markup.templates or written.lstrip("{ ").startswith(
            tuple(f"{each}." for each in markup.templates)
        ):
            continue
        span = words.place(*match.span())
        what = (
            f"{context.target.platform.capitalize()} reads it as a tag and doesn't speak it"
            if is_tag
            else "nothing fills it in, so the caller reads it aloud"
            if words.verbatim
            else "nothing fills it in"
        )
        message = f"`{written}` is a placeholder from another system: {what}"
        meant = f"{{{{test_profile.{name or 'name'}}}}}"
        hint = (
            f"replace the placeholder with the actual words, or with a value from the test profile: `{meant}`"
        )
        fills = words.verbatim or context.target.chains_only
        whole = name is not None and fills and words.may_edit(*match.span())
        fix = Fix(f"replace with `{meant}`", (Edit(span, meant),), safe=False) if whole else None
        yield report(
            "foreign-placeholder",
            span,
            message,
            hint if fills else "replace the placeholder with the actual words",
            fix=fix,
        )


def _check_trigger(part: Contains | Sentence, item: Item) -> Iterator[Diagnostic]:
    from scn_compiler.lint.texts.placeholders import placeholders_in  # noqa: PLC0415  (two large patterns)

    text = part.text if isinstance(part, Contains) else part.text.value
    for match in placeholders_in(_without_templates(text), speech=True):
        if _is_quantifier(match[0]) or (isinstance(part, Contains) and match[0].startswith("%")):
            continue  # signs of a pattern, which other rules report
        message = f"`{match[0]}` is a placeholder from another system, and nothing fills it in"
        span = part.span if isinstance(part, Contains) else part.text.locate(*match.span())
        yield report(
            "foreign-placeholder", item.place(span), message, "replace the placeholder with the actual words"
        )


def _is_quantifier(written: str) -> bool:
    """Return whether braces contain the numbers of a regular expression, such as `{4}` and `{2,3}`."""
    return written.startswith("{") and written.strip("{}").replace(",", "").isdigit()


def _check_prompt(text: Text, item: Item) -> Iterator[Diagnostic]:
    if "{" not in text.value:
        return
    from scn_compiler.lint.texts.placeholders import placeholders_in  # noqa: PLC0415  (two large patterns)

    for match in placeholders_in(_without_templates(text.value), speech=False):
        message = f"`{match[0]}` is a placeholder from another system: nothing fills it in"
        span = item.place(text.locate(*match.span()))
        yield report("foreign-placeholder", span, message, "replace the placeholder with the actual words")


def _without_templates(text: str) -> str:
    """Blank out the braces of templates, which `bad-template` reports."""
    return text.replace("{{", "\0\0").replace("}}", "\0\0")
