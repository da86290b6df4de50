"""Completion in the text of a `say:` or `do:`: tags, attributes and their values, markers, templates."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from scn_compiler.ide.completion.attribute_values import attribute_values
from scn_compiler.ide.completion.item import (
    CompletionItem,
    CompletionKind,
    choice,
    completion_item,
    literal,
    plain_snippet,
)
from scn_compiler.ide.cursor.context import CursorContext, declared_functions, profile_variables
from scn_compiler.ide.cursor.open_markup import MarkupPart, OpenMarkup, open_markup
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.platforms.kit.target import AttributeSpec, Form, TagPlace, TagSpec
from scn_dsl.patterns import lazy_pattern
from scn_grammar.markup import Tag, scan

_MAX_CHOICES = 40
"""The maximum number of choices in a tab stop."""

_NAME = lazy_pattern(r"[<\[]([\w-]+)")
_WORD = lazy_pattern(r"[\w-]*")


class CursorText:
    """The text around the cursor, and the markup that is open there."""

    def __init__(self, context: CursorContext) -> None:
        self.context = context
        self.is_instruction = context.line.keyword == "do"
        self.before = context.line.value_before
        self.after = context.line.value_after
        self.markup = open_markup(self.before)

    @property
    def replace_before(self) -> int:
        """How many characters before the cursor an item replaces."""
        return len(self.before) - self.markup.start if self.markup else 0

    @property
    def replace_after(self) -> int:
        """How many characters of the same word follow the cursor."""
        found = _WORD.match(self.context.line.after)
        return found.end() if found else 0

    def open_tags(self) -> list[str]:
        """Return the tags that are open at the cursor, innermost last."""
        found: list[str] = []
        known = self.context.target.markup.tags
        base = self.markup.base if self.markup else 0
        for mark in scan(self.before[base : self.markup.start if self.markup else None]):
            if not isinstance(mark, Tag) or not mark.complete or mark.name not in known:
                continue
            if mark.shape == "open" and "block" in known[mark.name].shapes:
                found.append(mark.name)
            elif mark.shape == "close" and found and found[-1] == mark.name:
                found.pop()
        return found


def text_items(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield the items in the text of a `say:` or `do:`."""
    if context.line.is_raw:
        return
    text = CursorText(context)
    markup = text.markup
    if markup is None or text.replace_before > len(context.line.before):
        return
    match markup.part:
        case MarkupPart.TAG:
            yield from _tags(text, markup)
        case MarkupPart.CLOSING:
            yield from _closing(text, markup, text.open_tags()[-1:])
        case MarkupPart.ATTRIBUTE:
            yield from _attributes(text, markup)
        case MarkupPart.VALUE | MarkupPart.EQUALS:
            yield from _values(text, markup)
        case MarkupPart.MARKER:
            yield from _markers(text, markup)
        case MarkupPart.TEMPLATE:
            yield from _templates(text)


def _tags(text: CursorText, markup: OpenMarkup) -> Iterator[CompletionItem]:
    context = text.context
    after = context.line.after[text.replace_after :].lstrip()
    if re.match(r"[A-Za-z_][\w-]*\s*=|[/>]", after):
        return
    opened = text.open_tags()
    if not markup.prefix:
        yield from _closing(text, markup, opened[-1:])
    known = context.target.markup
    for name in _by_use(known.tags, context.script.text, known.usual):
        spec = known.tags[name]
        if not _is_allowed(text, markup, spec, opened):
            continue
        snippet = tag_snippet(context, spec, "'" if markup.outer_quote == '"' else '"')
        if spec.place is TagPlace.FIRST:
            snippet += " " if text.after else " $9"
        yield completion_item(
            context,
            plain_snippet(snippet).rstrip(),  # the whole tag: some editors insert the label
            CompletionKind.TAG,
            snippet,
            text.replace_before,
            replace_after=text.replace_after,
            detail=spec.summary,
            filter=f"<{spec.name}",
            topic=Topic("tag", spec.name),
        )


def _by_use(names: Iterable[str], script: str, usual: tuple[str, ...] = ()) -> list[str]:
    """Sort the names of tags or markers: those that the script uses most come first, then the usual ones."""
    uses = Counter(_NAME.findall(script))
    return sorted(names, key=lambda name: (-uses[name], usual.index(name) if name in usual else len(usual)))


def _is_allowed(text: CursorText, markup: OpenMarkup, spec: TagSpec, opened: list[str]) -> bool:
    """Return whether the platform obeys a tag at the cursor, next to the text and tags around it."""
    context, block = text.context, text.context.block
    known = context.target.markup.tags
    if spec.managed or spec.replaced_by or (spec.name == "audio" and context.target.form is Form.SUITE):
        return False
    if spec.name == "function" and (block.keyword == "FIRST_MESSAGE" or not declared_functions(context)):
        return False
    if markup.outer:
        return spec.name in (known[markup.outer].holds or ()) if markup.outer in known else False
    if text.is_instruction:
        return spec.in_instructions
    holder = known[opened[-1]] if opened else None
    if holder and (spec.name in opened or (holder.holds is not None and spec.name not in holder.holds)):
        return False
    before, after = text.before[: markup.start], text.after[text.replace_after :]
    ends = "end" in block.actions
    if spec.name == "endcall":
        return not after.strip() and not opened and not ends and "<endcall" not in before
    if spec.followup_only and block.keyword not in ("THEN", "AFTER"):
        return False
    match spec.place:
        case TagPlace.ALONE:
            return not before.strip() and not after.strip() and not ends
        case TagPlace.FIRST:
            return not before.strip()
        case TagPlace.START:
            return context.target.chains_only or not _without_tags(before).strip()
        case TagPlace.ANYWHERE:
            return True


def _without_tags(text: str) -> str:
    return re.sub(r"<[^<>]*>", "", text)


def _closing(text: CursorText, markup: OpenMarkup, opened: list[str]) -> Iterator[CompletionItem]:
    for name in opened:
        closed = text.context.line.after[text.replace_after :].startswith(">")
        yield completion_item(
            text.context,
            f"</{name}>",
            CompletionKind.TAG,
            f"</{name}" + ("" if closed else ">"),
            text.replace_before,
            replace_after=text.replace_after,
            closing=">",
            detail=f"closes `<{name}>`",
            filter=f"</{name}" if markup.part is MarkupPart.CLOSING else f"<{name}",
            topic=Topic("tag", name),
        )


def tag_snippet(context: CursorContext, spec: TagSpec, quote: str) -> str:
    """Build a tag with its required attributes."""
    needed = [each for each in spec.attributes if each.required or each.name in spec.one_of[:1]]
    parts = [f"<{spec.name}"]
    parts += [
        _attribute(context, spec.name, each, number, quote) for number, each in enumerate(needed, start=1)
    ]
    head = " ".join(parts)
    return head + " />" if "self" in spec.shapes else f"{head}>${len(needed) + 1}</{spec.name}>"


def _attribute(context: CursorContext, tag: str, spec: AttributeSpec, number: int, quote: str) -> str:
    if 0 < len(spec.choices) <= _MAX_CHOICES:
        stop = choice(number, spec.choices)
    else:
        text = context.docs.attributes.get((tag, spec.name))
        example = text.example if text else ""
        if tag == "function" and (declared := declared_functions(context)):
            example = next(iter(declared))
        stop = f"${{{number}:{literal(example)}}}"
    return f"{spec.name}={quote}{stop}{quote}"


def _attributes(text: CursorText, markup: OpenMarkup) -> Iterator[CompletionItem]:
    context = text.context
    spec = context.target.markup.tags.get(markup.tag)
    rest = context.line.after[text.replace_after :]
    taken = {*markup.given, *re.findall(r"([\w-]+)\s*=", rest.split(">")[0])}
    if spec is None or rest.lstrip().startswith("="):
        return
    quote = "'" if markup.outer_quote == '"' else '"'
    for each in sorted(spec.attributes, key=lambda each: not each.required):
        if each.name in taken:
            continue
        known = context.docs.attributes.get((markup.tag, each.name))
        needed = each.required or (each.name in spec.one_of and not set(spec.one_of) & taken)
        yield completion_item(context,
            each.name,
            CompletionKind.ATTRIBUTE,
            _attribute(context, markup.tag, each, 1, quote) + (" " if rest[:1] not in ("", " ", "/", ">") else ""),
            len(markup.prefix),
            replace_after=text.replace_after,
            detail=("required: " if needed else "") + (known.summary if known else each.kind.value),
            topic=Topic("attribute", each.name, markup.tag),
        )  # fmt: skip


def _values(text: CursorText, markup: OpenMarkup) -> Iterator[CompletionItem]:
    context = text.context
    spec = context.target.markup.tags.get(markup.tag)
    wanted = next((each for each in spec.attributes if each.name == markup.attribute), None) if spec else None
    rest = context.line.after
    if wanted is None or (markup.part is MarkupPart.EQUALS and rest[:1] not in ("", " ", "/", ">")):
        return
    quote = markup.quote or ("'" if markup.outer_quote == '"' else '"')
    end = rest.find(markup.quote) if markup.quote else 0
    plain_snippet = re.fullmatch(r"[^\s<>{}]*", rest[: max(end, 0)])
    names = tuple(declared_functions(context)) if markup.tag == "function" else ()
    for value, detail in attribute_values(wanted, markup.prefix, names, profile_variables(context)):
        opened = "" if markup.quote else quote
        closed = quote if end == -1 or not markup.quote else ""
        yield completion_item(
            context,
            value,
            CompletionKind.VALUE,
            opened + literal(value) + closed,
            len(markup.prefix),
            replace_after=max(end, 0) if plain_snippet else 0,
            closing=markup.quote or "",
            detail=detail,
            filter=opened + value,
            topic=Topic("attribute", markup.attribute, markup.tag),
        )


def _markers(text: CursorText, markup: OpenMarkup) -> Iterator[CompletionItem]:
    if text.is_instruction:
        return
    rest = text.context.line.after[text.replace_after :]
    for name in _by_use(text.context.target.markup.markers, text.context.script.text):
        if name.startswith(markup.prefix.casefold()):
            yield completion_item(
                text.context,
                f"[{name}]",
                CompletionKind.MARKER,
                f"[{name}" + ("" if rest.startswith("]") else "]"),
                text.replace_before,
                replace_after=text.replace_after,
                closing="]",
                detail=text.context.docs.markers.get(name, ""),
                topic=Topic("marker", name),
            )


def _templates(text: CursorText) -> Iterator[CompletionItem]:
    context = text.context
    found = re.match(r"[^{}<>]*(?=\}\})|[\w.-]*", context.line.after)
    replace_after = found.end() if found else 0
    closed = "" if context.line.after[replace_after:].lstrip().startswith("}}") else "}}"
    for inside, detail in _template_paths(text):
        yield completion_item(
            context,
            f"{{{{{inside}}}}}",
            CompletionKind.VARIABLE,
            "{{" + literal(inside) + closed.replace("}", "\\}"),
            text.replace_before,
            replace_after=replace_after,
            closing="}}",
            detail=detail,
            filter=f"{{{{{inside}",
            topic=Topic("template", inside.split(".")[0].split("[")[0]),
        )


def _template_paths(text: CursorText) -> Iterator[tuple[str, str]]:
    """Yield the paths that can go between `{{` and `}}`, each with a detail."""
    context = text.context
    if not text.is_instruction or context.target.chains_only:
        for path, value in profile_variables(context).items():
            yield path, value
    if text.is_instruction or context.block.keyword == "FIRST_MESSAGE":
        return
    for name, outputs in declared_functions(context).items():
        for output, path in outputs.items():
            yield f"function.{name}.{output}", path
