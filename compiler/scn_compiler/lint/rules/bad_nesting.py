"""A tag inside a tag that can't contain it (rules 15 and 24).

Only `<voice>` and `<ignore_interruptions>` contain tags. The platform rejects `<hold>` and `<audio>` in the text of
`<ivr>` and `<voicemail>`.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.lint.rules.unclosed_tag import opens_again
from scn_compiler.platforms.kit.target import Markup
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_grammar.markup import Tag, scan

_REFUSED = ("hold", "audio")


@rule(blocks=PLAYED)
def bad_nesting(context: RuleContext) -> Iterator[Diagnostic]:
    markup = context.target.markup
    for words in context.tagged:
        outer_tags: list[Tag] = []
        for tag in words.tags:
            if tag.name not in markup.tags or not tag.complete:
                continue
            if tag.shape == "close":
                if outer_tags and outer_tags[-1].name == tag.name:
                    outer_tags.pop()
                continue
            if outer_tags and opens_again(words, tag, outer_tags[-1]):
                outer_tags.pop()  # `<spell>X<spell>`: reported as a closing tag without `/`
                continue
            if outer_tags:
                yield from _check_nesting(words, tag, outer_tags, markup)
            yield from _check_attributes(words, tag, markup)
            if tag.shape == "open" and "block" in markup.tags[tag.name].shapes:
                outer_tags.append(tag)


def _check_nesting(words: Spoken, tag: Tag, outer_tags: list[Tag], markup: Markup) -> Iterator[Diagnostic]:
    span = words.place(tag.start, tag.end)
    if any(outer.name == tag.name for outer in outer_tags):
        yield report(
            "bad-nesting",
            span,
            f"`<{tag.name}>` can't contain another `<{tag.name}>`",
            f"remove the inner `<{tag.name}>` and its `</{tag.name}>`",
        )
    elif not _may_hold(markup, outer_tags[-1], tag):
        message = f"`<{outer_tags[-1].name}>` can't contain `<{tag.name}>`"
        yield report("bad-nesting", span, message, f"move `<{tag.name}>` out of `<{outer_tags[-1].name}>`")


def _may_hold(markup: Markup, outer: Tag, inner: Tag) -> bool:
    """Return whether the platform accepts `inner` inside `outer`."""
    holds = markup.tags[outer.name].holds
    return holds is None or inner.name in holds


def _check_attributes(words: Spoken, tag: Tag, markup: Markup) -> Iterator[Diagnostic]:
    for attribute in tag.attributes:
        for inner in scan(attribute.value) if "<" in attribute.value else ():
            if isinstance(inner, Tag) and inner.name in markup.tags and not _may_hold(markup, tag, inner):
                severity = Severity.ERROR if inner.name in _REFUSED else Severity.WARNING
                message = f"the text of `<{tag.name}>` can't contain `<{inner.name}>`"
                span = words.place(attribute.start, attribute.end)
                yield report(
                    "bad-nesting",
                    span,
                    message,
                    f"move `<{inner.name}>` to a separate `THEN` block",
                    severity=severity,
                )
