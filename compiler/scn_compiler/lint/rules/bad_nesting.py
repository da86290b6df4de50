"""A tag inside a tag that cannot hold it (rules 15 and 24).

Only `<voice>` and `<ignore_interruptions>` hold tags. `<hold>` and `<audio>` in the text of `<ivr>` and `<voicemail>`
are refused.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import Markup
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_grammar.markup import Tag, scan

_REFUSED = ("hold", "audio")


@rule(blocks=PLAYED)
def bad_nesting(context: RuleContext) -> Iterator[Diagnostic]:
    markup = context.target.markup
    for words in context.tagged:
        around: list[Tag] = []
        for tag in words.tags:
            if tag.name not in markup.tags or not tag.complete:
                continue
            if tag.shape == "close":
                if around and around[-1].name == tag.name:
                    around.pop()
                continue
            if around:
                yield from _inside(words, tag, around, markup)
            yield from _in_attributes(words, tag, markup)
            if tag.shape == "open" and "block" in markup.tags[tag.name].shapes:
                around.append(tag)


def _inside(words: Spoken, tag: Tag, around: list[Tag], markup: Markup) -> Iterator[Diagnostic]:
    span = words.place(tag.start, tag.end)
    if any(outer.name == tag.name for outer in around):
        yield report(
            "bad-nesting", span, f"`<{tag.name}>` cannot stand inside itself", "close the first one before"
        )
    elif not _may_hold(markup, around[-1], tag):
        message = f"`<{around[-1].name}>` cannot hold `<{tag.name}>`"
        yield report("bad-nesting", span, message, f"close `<{around[-1].name}>` before it")


def _may_hold(markup: Markup, outer: Tag, inner: Tag) -> bool:
    holds = markup.tags[outer.name].holds
    return holds is None or inner.name in holds


def _in_attributes(words: Spoken, tag: Tag, markup: Markup) -> Iterator[Diagnostic]:
    for attribute in tag.attributes:
        for inner in scan(attribute.value) if "<" in attribute.value else ():
            if isinstance(inner, Tag) and inner.name in markup.tags and not _may_hold(markup, tag, inner):
                severity = Severity.ERROR if inner.name in _REFUSED else Severity.WARNING
                message = f"the text of `<{tag.name}>` cannot hold `<{inner.name}>`"
                span = words.place(attribute.start, attribute.end)
                yield report("bad-nesting", span, message, "put it into a THEN of its own", severity=severity)
