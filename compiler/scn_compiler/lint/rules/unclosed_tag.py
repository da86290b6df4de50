"""A tag without its end: `<endcall` without `/>`, `<spell>` without `</spell>`, or the other way round (rule 24)."""

from collections.abc import Iterator

from scn_compiler.lint.rule import Context, Spoken
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.source import Span
from scn_grammar.markup import Tag


def unclosed_tag(context: Context) -> Iterator[Diagnostic]:
    known = context.target.markup.tags
    for words in context.tagged:
        opened: list[Tag] = []
        paired = _emptied(words)
        for tag in words.tags:
            if tag.name not in known or tag in paired.values():
                continue
            shapes = known[tag.name].shapes
            if not tag.complete:
                hint = (
                    f"write `<{tag.name} … />`" if "self" in shapes else f"write `<{tag.name}>…</{tag.name}>`"
                )
                yield report(
                    "unclosed-tag", words.place(tag.start, tag.end), f"`<{tag.name}` is not closed", hint
                )
            elif tag.shape == "close":
                if opened and opened[-1].name == tag.name:
                    opened.pop()
                else:
                    message = f"`</{tag.name}>` closes nothing"
                    yield report("unclosed-tag", words.place(tag.start, tag.end), message, "take it out")
            elif tag.shape == "open" and shapes == ("self",):
                yield _slash(words, tag, paired.get(tag.start))
            elif tag.shape == "open":
                opened.append(tag)
            elif shapes == ("block",):
                message = f"`<{tag.name}>` stands around words"
                hint = f"write `<{tag.name}>…</{tag.name}>`"
                yield report("unclosed-tag", words.place(tag.start, tag.end), message, hint)
        for tag in opened:
            message = f"`<{tag.name}>` is never closed"
            hint = f"write `</{tag.name}>` where it ends"
            yield report("unclosed-tag", words.place(tag.start, tag.end), message, hint)


def _emptied(words: Spoken) -> dict[int, Tag]:
    """The closing tags that stand right behind their opening ones, by where those start."""
    pairs = zip(words.tags, words.tags[1:], strict=False)
    return {
        first.start: second
        for first, second in pairs
        if first.shape == "open"
        and second.shape == "close"
        and (first.name, first.end) == (second.name, second.start)
    }


def _slash(words: Spoken, tag: Tag, closing: Tag | None) -> Diagnostic:
    span = words.place(tag.start, tag.end)
    end = words.place(tag.start, closing.end if closing else tag.end).end
    edits = (Edit(Span(span.end - 1, end), " />"),)
    last = closing.end if closing else tag.end
    fix = Fix("close it with `/>`", edits) if words.may_edit(tag.start, last) else None
    return report(
        "unclosed-tag", span, f"`<{tag.name}>` stands alone, and ends with `/>`", "write `/>`", fix=fix
    )
