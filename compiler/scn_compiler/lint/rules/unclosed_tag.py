"""A tag with the wrong end: `<endcall` without `/>`, `<spell>` without `</spell>`, or the reverse (rule 24)."""

import re
from collections.abc import Iterator, Mapping

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.lint.rules.missing_attribute import EXAMPLES
from scn_compiler.platforms.kit.target import TagSpec, ValueKind
from scn_compiler.semantics.durations import seconds_meant
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.patterns import lazy_pattern
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
                yield _incomplete(words, tag, known[tag.name])
            elif tag.shape == "close":
                if opened and opened[-1].name == tag.name:
                    opened.pop()
                else:
                    message = f"`</{tag.name}>` has no opening tag"
                    yield report(
                        "unclosed-tag", words.place(tag.start, tag.end), message, f"remove `</{tag.name}>`"
                    )
            elif tag.shape == "open" and shapes == ("self",):
                closing = paired.get(tag.start)
                if closing is not None and words.text[tag.end : closing.start]:
                    yield _words_inside(words, tag, closing, known[tag.name])
                else:
                    yield _missing_slash(words, tag, closing)
            elif opened and opens_again(words, tag, opened[-1]):
                yield _second_opening(words, tag)
                opened.pop()
            elif tag.shape == "open":
                opened.append(tag)
            elif shapes == ("block",):
                message = f"`<{tag.name}>` must enclose words"
                hint = f"write `<{tag.name}>…</{tag.name}>`"
                yield report("unclosed-tag", words.place(tag.start, tag.end), message, hint)
        for tag in opened:
            message = f"`<{tag.name}>` is never closed"
            hint = f"add `</{tag.name}>` where `<{tag.name}>` should end: `{words.text[tag.start : tag.end]}…</{tag.name}>`"
            yield report("unclosed-tag", words.place(tag.start, tag.end), message, hint)


_VALUE = lazy_pattern(r"[ ]*=?[ ]*[\"'“]?([^<>\"'“”=]{1,40}?)[\"'”]?[ ]*/?>")
_ATTRIBUTES = lazy_pattern(r'(?:[ ]+[\w-]+="[^<>"]{1,40}")+')


def _incomplete(words: Spoken, tag: Tag, spec: TagSpec) -> Diagnostic:
    """Report a tag without its end, or with a value that has no name: `<silence 2s/>`."""
    message, span = f"`<{tag.name}` is never closed", words.place(tag.start, tag.end)
    needed = next((each for each in spec.attributes if each.required or each.name in spec.one_of), None)
    if "self" not in spec.shapes:
        return report("unclosed-tag", span, message, f"write `<{tag.name}>…</{tag.name}>`")
    if needed is None:
        return report("unclosed-tag", span, message, f"write `<{tag.name} />`")
    if written := _ATTRIBUTES.match(words.text, tag.end):
        return report("unclosed-tag", span, message, f"write `<{tag.name}{written[0]} />`")
    value = _VALUE.match(words.text, tag.end)
    if value is None or tag.attributes:
        hint = f'write `<{tag.name} {needed.name}="{EXAMPLES.get(needed.kind, "…")}" />`'
        return report("unclosed-tag", span, message, hint)
    typed = value[1].strip()
    seconds = seconds_meant(typed if re.search(r"[a-z:]", typed) else f"{typed}s")
    is_time = needed.kind is ValueKind.SECONDS and seconds is not None
    meant = f'<{tag.name} {needed.name}="{f"{seconds:g}s" if is_time else typed}" />'
    fix = None
    if words.may_edit(tag.start, value.end()):
        fix = Fix(
            f"replace with `{meant}`",
            (Edit(words.place(tag.start, value.end()), meant),),
            safe=is_time or typed.isdigit(),
        )
    message = f"the value `{typed}` in `<{tag.name}>` needs an attribute name: `{needed.name}`"
    return report(
        "unclosed-tag", words.place(tag.start, value.end()), message, f"replace with `{meant}`", fix=fix
    )


def opens_again(words: Spoken, tag: Tag, outer: Tag) -> bool:
    """Return whether a tag opens again where it should be closed: `<spell>X<spell>`."""
    if tag.shape == "close" or outer.name != tag.name or tag.attributes:
        return False
    shapes = [each.shape == "close" for each in words.tags if each.name == tag.name]
    return shapes.count(True) < len(shapes) / 2


def _second_opening(words: Spoken, tag: Tag) -> Diagnostic:
    """Report a tag that opens again where it should be closed: `<spell>X<spell>`."""
    message = f"`<{tag.name}>` is already open; close it with `</{tag.name}>`"
    edits = (Edit(words.place(tag.start, tag.end), f"</{tag.name}>"),)
    fix = (
        Fix(f"replace with `</{tag.name}>`", edits, safe=False)
        if words.may_edit(tag.start, tag.end)
        else None
    )
    return report(
        "unclosed-tag", words.place(tag.start, tag.end), message, f"replace with `</{tag.name}>`", fix=fix
    )


def _closing_tags(words: Spoken, known: Mapping[str, TagSpec]) -> dict[int, Tag]:
    """Find the closing tags of self-closing tags, by the offset of the opening tag."""
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
        hint = f"replace with `{meant}`"
        if words.may_edit(tag.start, closing.end):
            edit = Edit(words.place(tag.start, closing.end), meant)
            fix = Fix(hint, (edit,), safe=False)
    message = f"`<{tag.name}>` can't enclose words"
    return report("unclosed-tag", words.place(tag.start, closing.end), message, hint, fix=fix)


def _missing_slash(words: Spoken, tag: Tag, closing: Tag | None) -> Diagnostic:
    span = words.place(tag.start, tag.end)
    end = words.place(tag.start, closing.end if closing else tag.end).end
    edits = (Edit(span.part(span.end - 1 - span.start, end - span.start), " />"),)
    last = closing.end if closing else tag.end
    title = f"close `<{tag.name}>` with `/>`"
    fix = Fix(title, edits) if words.may_edit(tag.start, last) else None
    return report("unclosed-tag", span, f"`<{tag.name}>` must end with `/>`", title, fix=fix)
