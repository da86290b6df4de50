"""A tag that the platform does not know: it is taken out before the text is spoken (rule 29).

A known tag in the wrong case is refused for `<ivr>` and `<voicemail>` (rule 14). `<ai_generated>` belongs to
the when/say/then shape alone, where `do:` writes it.
"""

from collections.abc import Iterator

from scn_compiler.lint.rule import Context, Spoken, spoken
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Severity
from scn_dsl.source import Span
from scn_dsl.suggest import nearest
from scn_grammar.markup import Tag

_REFUSED = ("ivr", "voicemail")


def unknown_tag(context: Context) -> Iterator[Diagnostic]:
    known = context.target.markup.tags
    for words in spoken(context):
        for tag in words.tags:
            if tag.name in known:
                continue
            if tag.name.casefold() == "ai_generated":
                message = "`<ai_generated>` is what `do:` is compiled to, not a tag of a script"
                span = words.place(tag.start, tag.end)
                yield report(
                    "unknown-tag", span, message, "write `do:` instead of `say:`", severity=Severity.ERROR
                )
            elif tag.complete:
                yield _unknown(words, tag, nearest(tag.name, known, 0.7))
            elif (close := nearest(tag.name, known, 0.8)) is not None:
                yield _unknown(words, tag, close)


def _unknown(words: Spoken, tag: Tag, close: str | None) -> Diagnostic:
    span = words.place(tag.start, tag.end)
    severity = Severity.ERROR if tag.name.casefold() in _REFUSED else Severity.WARNING
    message = f"`<{tag.name}>` is no tag: it is taken out before the text is spoken"
    if close is None:
        return report("unknown-tag", span, message, "take it out", severity=severity)
    start = words.place(tag.start, tag.end).start + (2 if tag.shape == "close" else 1)
    edits = (Edit(Span(start, start + len(tag.name)), close),) if words.action.text.places else ()
    fix = Fix(f"write `{close}`", edits, safe=tag.name.casefold() == close) if edits else None
    return report("unknown-tag", span, message, f"did you mean `<{close}>`?", severity=severity, fix=fix)
