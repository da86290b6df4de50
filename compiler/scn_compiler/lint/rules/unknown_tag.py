"""A tag that the platform does not know: it is removed before the text is spoken (rule 29).

Known tags in the wrong case are refused for `<ivr>` and `<voicemail>` (rule 14). `<ai_generated>` belongs to the
when/say/then form only, where `do:` is compiled to it.
"""

import re
from collections.abc import Container, Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_grammar.markup import Tag

_MALFORMED = re.compile(r"(?:<[ ]+|&lt;[ ]?)/?[ ]?(?P<name>[a-z_]+)\b(?=[^<>&]{0,200}(?:>|&gt;))")
_REFUSED = ("ivr", "voicemail")


@rule(blocks=PLAYED)
def unknown_tag(context: RuleContext) -> Iterator[Diagnostic]:
    markup = context.target.markup
    for words in context.spoken:
        if "< " in words.text or "&lt;" in words.text:
            yield from _check_malformed(words, markup.tags)
    for words in context.tagged:
        seen: set[str] = set()
        for tag in words.tags:
            if tag.name in markup.tags or tag.name in seen:
                continue
            close = markup.aliases.get(tag.name.casefold()) or nearest(tag.name, markup.tags, 0.7)
            if tag.name.casefold() == "ai_generated":
                message = "`<ai_generated>` is what `do:` is compiled to, not a tag of a script"
                span = words.place(tag.start, tag.end)
                yield report(
                    "unknown-tag", span, message, "write `do:` instead of `say:`", severity=Severity.ERROR
                )
            elif tag.complete or nearest(tag.name, markup.tags, 0.8):
                yield _unknown(words, tag, (markup.tags[close].replaced_by or close) if close else None)
            seen.add(tag.name)


def _check_malformed(words: Spoken, known: Container[str]) -> Iterator[Diagnostic]:
    """Report tags that are read as prose, such as `< silence time="1s" />`."""
    for match in _MALFORMED.finditer(words.text):
        if match["name"] in known:
            span = words.place(match.start(), match.end("name"))
            message = (
                f"`{words.text[match.start() : match.end('name')]}` begins no tag: it is spoken as it stands"
            )
            yield report("unknown-tag", span, message, f"write `<{match['name']}`")


def _unknown(words: Spoken, tag: Tag, close: str | None) -> Diagnostic:
    span = words.place(tag.start, tag.end)
    refused = tag.name.casefold() in _REFUSED
    severity = Severity.ERROR if refused else Severity.WARNING
    what = "the platform refuses it" if refused else "it is taken out before the text is spoken"
    message = f"`<{tag.name}>` is no tag: {what}"
    if close is None:
        return report("unknown-tag", span, message, "take it out", severity=severity)
    same_name = [
        other for other in words.tags if other.name == tag.name and words.may_edit(other.start, other.end)
    ]
    edits = tuple(Edit(_name_span(words, other), close) for other in same_name)
    fix = Fix(f"write `{close}`", edits, safe=tag.name.casefold() == close) if edits else None
    return report("unknown-tag", span, message, f"did you mean `<{close}>`?", severity=severity, fix=fix)


def _name_span(words: Spoken, tag: Tag) -> Span:
    start = tag.start + (2 if tag.shape == "close" else 1)
    return words.place(start, start + len(tag.name))
