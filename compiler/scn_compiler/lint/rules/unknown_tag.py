"""A tag that the platform doesn't know: it removes the tag before the text is spoken (rule 29).

It rejects `<ivr>` and `<voicemail>` in the wrong case (rule 14). `<ai_generated>` belongs only to the when/say/then form,
where `do:` is compiled to it.
"""

from collections.abc import Container, Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import Markup
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.nodes import Say
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_grammar.markup import Tag

_MALFORMED = lazy_pattern(r"(?:<[ ]+|&lt;[ ]?)/?[ ]?(?P<name>[a-z_]+)\b(?=[^<>&]{0,200}(?:>|&gt;))")
_OF_OTHERS = lazy_pattern(r"</?(?P<name>[a-z]{1,20}:[a-z-]{1,30})\b[^<>]{0,200}>")
"""A tag of speech markup with a prefix, such as `<amazon:effect>`."""

_INSTEAD = {
    "prosody": 'write `<speed ratio="0.8" />` or `<volume ratio="0.5" />` at the start of the text',
    "whisper": 'write `<volume ratio="0.5" />` at the start of the text',
    "say-as": "write `<spell>…</spell>` around text to spell out, or write the words as they sound",
    "sub": "write the words as they sound",
    "phoneme": "write the words as they sound",
    "emphasis": "remove the tag: there's no tag for stressing a word",
}
"""Hints for speech markup of other systems."""

_REFUSED = ("ivr", "voicemail")


@rule(blocks=PLAYED)
def unknown_tag(context: RuleContext) -> Iterator[Diagnostic]:
    markup = context.target.markup
    for words in () if context.spoken_signs.isdisjoint("<&") else context.spoken:
        if "< " in words.text or "&lt;" in words.text:
            yield from _check_malformed(words, markup.tags)
        if "<" in words.text and ":" in words.text and (other := _OF_OTHERS.search(words.text)):
            message = f"unknown tag `<{other['name']}>`: it belongs to another system"
            yield report("unknown-tag", words.place(*other.span()), message, "remove the tag")
    for words in context.tagged:
        seen: set[str] = set()
        for tag in words.tags:
            if tag.name in markup.tags or tag.name in seen or is_meant_as_words(words, tag, markup):
                continue
            close = tag_like(tag.name, markup)
            if tag.name.casefold() == "ai_generated":
                message = (
                    "`<ai_generated>` isn't a tag for scripts: scn writes this tag when it compiles `do:`"
                )
                span = words.place(tag.start, tag.end)
                severity = Severity.ERROR if context.target.chains_only else Severity.WARNING
                hint = "remove the tag, and write `do:` instead of `say:`"
                yield report("unknown-tag", span, message, hint, severity=severity)
            elif tag.complete or nearest(tag.name, markup.tags, 0.8):
                known = (markup.tags[close].replaced_by or close) if close else None
                yield _unknown(context.target.platform.capitalize(), words, tag, known)
            seen.add(tag.name)


def is_meant_as_words(words: Spoken, tag: Tag, markup: Markup) -> bool:
    """Return whether an unknown tag is a placeholder or a stage direction, which other rules report."""
    from scn_compiler.lint.texts.placeholders import is_slot  # noqa: PLC0415  (only for unknown tags)
    from scn_compiler.lint.texts.stage_words import direction_of  # noqa: PLC0415

    if not isinstance(words.action, Say) or is_wrapping(words, tag.name):
        return False
    known = markup.tags.get(tag_like(tag.name, markup) or "")
    if known and tag.attributes and all(tag.get(each.name) for each in known.attributes if each.required):
        return False
    inside = words.text[tag.start : tag.end].strip("<>/ ")
    return bool(direction_of(inside)) or (is_slot(inside, of_tag=True) and not tag_like(inside, markup))


def is_wrapping(words: Spoken, name: str) -> bool:
    """Return whether a tag of this name is closed in the text, and so encloses words."""
    return any(tag.name == name and tag.shape == "close" for tag in words.tags)


def tag_like(name: str, markup: Markup) -> str | None:
    """Find the tag that a name resembles."""
    return markup.aliases.get(name.casefold()) or nearest(name, markup.tags, 0.7)


def _check_malformed(words: Spoken, known: Container[str]) -> Iterator[Diagnostic]:
    """Report tags that are read as prose, such as `< silence time="1s" />`."""
    for match in _MALFORMED.finditer(words.text):
        if match["name"] in known:
            span = words.place(match.start(), match.end("name"))
            message = f"`{words.text[match.start() : match.end('name')]}` doesn't start a tag: the caller reads it aloud"
            yield report("unknown-tag", span, message, f"write `<{match['name']}`")


def _unknown(platform: str, words: Spoken, tag: Tag, close: str | None) -> Diagnostic:
    span = words.place(tag.start, tag.end)
    refused = tag.name.casefold() in _REFUSED
    severity = Severity.ERROR if refused else Severity.WARNING
    what = f"{platform} rejects it" if refused else f"{platform} removes it before the text is spoken"
    message = f"unknown tag `<{tag.name}>`: {what}"
    if close is None:
        hint = _INSTEAD.get(tag.name.casefold(), "remove the tag")
        return report("unknown-tag", span, message, hint, severity=severity)
    same_name = [
        other for other in words.tags if other.name == tag.name and words.may_edit(other.start, other.end)
    ]
    edits = tuple(Edit(_name_span(words, other), close) for other in same_name)
    fix = Fix(f"rename to `<{close}>`", edits, safe=tag.name.casefold() == close) if edits else None
    return report("unknown-tag", span, message, f"did you mean `<{close}>`?", severity=severity, fix=fix)


def _name_span(words: Spoken, tag: Tag) -> Span:
    start = tag.start + (2 if tag.shape == "close" else 1)
    return words.place(start, start + len(tag.name))
