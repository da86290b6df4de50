"""A `{{ }}` that the platform can't fill in: the caller reads it aloud, braces included."""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Contains, Expression, Sentence
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.suggest import did_you_mean
from scn_grammar.markup import Tag, Template, scan

_PATH = r"""\s*test_profile(?:\.[A-Za-z0-9_-]+|\[(?:'[^']+'|"[^"]+")\])+\s*"""
_SINGLE = lazy_pattern(r"(?<!\{)\{[ ]?(?P<root>\w{1,40})[.\[][^{}\n]{1,200}\}(?!\})")


@rule(blocks=PLAYED)
def bad_template(context: RuleContext) -> Iterator[Diagnostic]:
    if not context.traits.braces:
        return
    known = context.target.markup.templates
    for row, trigger in context.triggers:
        if part := _part_with_template(trigger):
            text = part.text if isinstance(part, Contains) else part.text.value
            template = "".join(re.findall(r"\{\{.*?(?:\}\}|$)", text)[:1])
            platform = context.target.platform.capitalize()
            message = f"{platform} uses triggers exactly as written and doesn't fill in `{template}`"
            hint = "write the agent's actual words; templates are only for the caller's text, after `say:`"
            yield report("bad-template", row.block.place(part.span), message, hint)
    for words in context.spoken:
        if "{" in words.text:
            yield from _check_single_braces(words, known)
    for words in context.marked:
        for mark in words.marks:
            if isinstance(mark, Template):
                yield from _check_template(context, words, mark, known)
            elif isinstance(mark, Tag):
                for attribute in mark.attributes:
                    for inner in scan(attribute.value):
                        if isinstance(inner, Template):
                            moved = Template(inner.inside, attribute.start, attribute.end, inner.complete)
                            yield from _check_template(context, words, moved, known)


def _part_with_template(trigger: Expression | Sentence) -> Contains | Sentence | None:
    """Find the first part of a trigger that contains a template."""
    if isinstance(trigger, Sentence):
        return trigger if "{{" in trigger.text.value else None
    if isinstance(trigger, Contains):
        return trigger if "{{" in trigger.text else None
    for operand in trigger.operands:
        if match := _part_with_template(operand):
            return match
    return None


def _check_single_braces(words: Spoken, known: tuple[str, ...]) -> Iterator[Diagnostic]:
    for match in _SINGLE.finditer(words.text):
        if match["root"] in known:
            span = words.place(*match.span())
            meant = f"{{{match[0]}}}"
            whole = words.may_edit(*match.span())
            fix = Fix(f"replace with `{meant}`", (Edit(span, meant),), safe=False) if whole else None
            message = f"`{match[0]}` needs double braces, or the caller reads it aloud"
            yield report(
                "bad-template", span, message, f"replace with `{meant}`", severity=Severity.WARNING, fix=fix
            )


def _check_template(
    context: RuleContext, words: Spoken, mark: Template, known: tuple[str, ...]
) -> Iterator[Diagnostic]:
    span = words.place(mark.start, mark.end)
    if not mark.complete:
        yield _unclosed(words, mark, span)
    elif mark.root not in known:
        hint = did_you_mean(mark.root, known) or _likely_meant(mark.inside)
        message = f"the platform can't fill in `{{{{{mark.inside}}}}}`, so the caller reads it aloud"
        yield report("bad-template", span, message, hint)
    elif mark.root == "test_profile" and not re.fullmatch(_PATH, mark.inside):
        message = f"`{{{{{mark.inside}}}}}` doesn't name a variable in the test profile"
        yield report(
            "bad-template", span, message, "write `{{test_profile.name}}` or `{{test_profile['a name']}}`"
        )
    elif mark.root == "test_profile" and not words.verbatim and not context.target.chains_only:
        message = "the id-based form fills in templates only in text that is spoken word for word"
        hint = "replace `do:` with `say:`, or choose a target with the when/say/then form"
        yield report("bad-template", span, message, hint, severity=Severity.WARNING)


def _unclosed(words: Spoken, mark: Template, span: Span) -> Diagnostic:
    three = re.match(r"\{{3}\s*([^{}\n]{1,200}?)\s*\}{3}", words.text[mark.start :])
    if not three:
        return report("bad-template", span, "`{{` is never closed", "add `}}` where the template ends")
    message = f"`{three[0]}` has three braces, but templates have two"
    return report(
        "bad-template", words.place(mark.start, mark.start + three.end()), message, _likely_meant(three[1])
    )


def _likely_meant(inside: str) -> str:
    """Return the hint for a template of another system."""
    from scn_compiler.lint.texts.placeholders import value_name  # noqa: PLC0415  (only for a wrong template)

    if re.match(r"\s*[#/^>!&=]|\s*(?:if|else|end|for|each)\b", inside):
        return "write the text itself: a template can insert a value, but can't have a condition"
    return f"write `{{{{test_profile.{value_name(f'{{{inside}}}') or 'name'}}}}}`"
