"""A tag with the wrong end: `<endcall` without `/>`, `<spell>` without `</spell>`, or the reverse (rule 24)."""

from collections.abc import Iterator, Mapping

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import TagSpec
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_grammar.markup import Tag


@rule(blocks=PLAYED)
def unclosed_tag(context: RuleContext) -> Iterator[Diagnostic]:
    known = context.target.markup.tags
    for words in context.tagged:
        opened: list[Tag] = []
        paired = _closing_tags(words, known)
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
                closing = paired.get(tag.start)
                if closing is not None and words.text[tag.end : closing.start]:
                    yield _words_inside(words, tag, closing, known[tag.name])
                else:
                    yield _missing_slash(words, tag, closing)
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


def _closing_tags(words: Spoken, known: Mapping[str, TagSpec]) -> dict[int, Tag]:
    """The closing tags of self-closing tags, by the offset of the opening tag."""
    closing_tags: dict[int, Tag] = {}
    opened: dict[str, Tag] = {}
    for tag in words.tags:
        if tag.name not in known or known[tag.name].shapes != ("self",):
            continue
        if tag.shape == "close" and tag.name in opened:
            closing_tags[opened.pop(tag.name).start] = tag
        elif tag.shape == "open" and tag.complete:
            opened[tag.name] = tag
    return closing_tags


def _words_inside(words: Spoken, tag: Tag, closing: Tag, spec: TagSpec) -> Diagnostic:
    """Report a self-closing tag around words; the fix moves them into its missing attribute."""
    content = words.text[tag.end : closing.start].strip()
    missing = [each.name for each in spec.attributes if each.required and tag.get(each.name) is None]
    missing = missing or [
        each.name for each in spec.attributes if each.name == "text" and not tag.get("text")
    ]
    fix = None
    hint = f"write `<{tag.name} … />` before the words"
    if len(missing) == 1 and not set(content) & set('"<>'):
        head = words.text[tag.start : tag.end - 1].rstrip()
        meant = f'{head} {missing[0]}="{content}" />'
        hint = f"write `{meant}`"
        if words.may_edit(tag.start, closing.end):
            edit = Edit(words.place(tag.start, closing.end), meant)
            fix = Fix(f"write `{meant}`", (edit,), safe=False)
    message = f"`<{tag.name}>` does not stand around words"
    return report("unclosed-tag", words.place(tag.start, closing.end), message, hint, fix=fix)


def _missing_slash(words: Spoken, tag: Tag, closing: Tag | None) -> Diagnostic:
    span = words.place(tag.start, tag.end)
    end = words.place(tag.start, closing.end if closing else tag.end).end
    edits = (Edit(span.part(span.end - 1 - span.start, end - span.start), " />"),)
    last = closing.end if closing else tag.end
    fix = Fix("close it with `/>`", edits) if words.may_edit(tag.start, last) else None
    return report(
        "unclosed-tag", span, f"`<{tag.name}>` stands alone, and ends with `/>`", "write `/>`", fix=fix
    )
