"""What may be typed in the words that a caller says: tags, their attributes and values, markers, templates."""

import re
from collections.abc import Iterator

from scn_compiler.ide.completion.attribute_values import values_for
from scn_compiler.ide.completion.item import CompletionItem, OfferKind, Topic, choice, literal, plain_snippet
from scn_compiler.ide.completion.open_markup import Unfinished, What, unfinished
from scn_compiler.ide.cursor.context import CursorContext, declared_functions, profile_variables
from scn_compiler.platforms.kit.target import AttributeSpec, Form, TagPlace, TagSpec
from scn_grammar.markup import Tag, scan

_FEW = 40
"""Choices that a tab stop may have."""

_WORD = re.compile(r"[\w-]*")


class Words:
    """The words around an offset, and what is being typed at their end."""

    def __init__(self, context: CursorContext) -> None:
        self.context = context
        self.improvised = context.seen.head.startswith("do")
        self.before = context.seen.typed
        self.behind = context.seen.following
        self.being = unfinished(self.before)

    @property
    def typed(self) -> int:
        """How many characters the offers replace."""
        return len(self.before) - self.being.start if self.being else 0

    @property
    def more(self) -> int:
        """How many characters of the same word stand behind the offset."""
        found = _WORD.match(self.context.seen.rest)
        return found.end() if found else 0

    def open_tags(self) -> list[str]:
        """The tags that are open around the offset, the innermost last."""
        found: list[str] = []
        known = self.context.target.markup.tags
        base = self.being.base if self.being else 0
        for mark in scan(self.before[base : self.being.start if self.being else None]):
            if not isinstance(mark, Tag) or not mark.complete or mark.name not in known:
                continue
            if mark.shape == "open" and "block" in known[mark.name].shapes:
                found.append(mark.name)
            elif mark.shape == "close" and found and found[-1] == mark.name:
                found.pop()
        return found


def in_text(context: CursorContext) -> Iterator[CompletionItem]:
    """What may stand in the words of a `say:` or `do:`."""
    if context.seen.head.rstrip(" \t\xa0:").endswith("raw"):
        return
    words = Words(context)
    being = words.being
    if being is None or words.typed > len(context.seen.before):
        return
    match being.what:
        case What.TAG:
            yield from _tags(words, being)
        case What.CLOSING:
            yield from _closing(words, being, words.open_tags()[-1:])
        case What.ATTRIBUTE:
            yield from _attributes(words, being)
        case What.VALUE | What.EQUALS:
            yield from _values(words, being)
        case What.MARKER:
            yield from _markers(words, being)
        case What.TEMPLATE:
            yield from _templates(words)


def _tags(words: Words, being: Unfinished) -> Iterator[CompletionItem]:
    context = words.context
    behind = context.seen.rest[words.more :].lstrip()
    if re.match(r"[A-Za-z_][\w-]*\s*=|[/>]", behind):
        return
    opened = words.open_tags()
    if not being.prefix:
        yield from _closing(words, being, opened[-1:])
    for spec in context.target.markup.tags.values():
        if not _may_stand(words, being, spec, opened):
            continue
        snippet = tag_snippet(context, spec, "'" if being.outer_quote == '"' else '"')
        if spec.place is TagPlace.FIRST:
            snippet += " " if words.behind else " $9"
        yield context.offer(
            plain_snippet(snippet).rstrip(),  # whole, as some editors put the label there
            OfferKind.TAG,
            snippet,
            words.typed,
            more=words.more,
            detail=spec.summary,
            filter=f"<{spec.name}",
            topic=Topic("tag", spec.name),
        )


def _may_stand(words: Words, being: Unfinished, spec: TagSpec, opened: list[str]) -> bool:
    """Whether a tag is obeyed where the cursor is, and nothing that is there already speaks against it."""
    context, block = words.context, words.context.block
    known = context.target.markup.tags
    if spec.managed or spec.replaced_by or (spec.name == "audio" and context.target.form is Form.SUITE):
        return False
    if spec.name == "function" and (block.word == "FIRST_MESSAGE" or not declared_functions(context)):
        return False
    if being.outer:
        return spec.name in (known[being.outer].holds or ()) if being.outer in known else False
    if words.improvised:
        return spec.in_instructions
    holder = known[opened[-1]] if opened else None
    if holder and (spec.name in opened or (holder.holds is not None and spec.name not in holder.holds)):
        return False
    before, behind = words.before[: being.start], words.behind[words.more :]
    ends = "end" in block.done
    if spec.name == "endcall":
        return not behind.strip() and not opened and not ends and "<endcall" not in before
    if spec.followup_only and block.word not in ("THEN", "AFTER"):
        return False
    match spec.place:
        case TagPlace.ALONE:
            return not before.strip() and not behind.strip() and not ends
        case TagPlace.FIRST:
            return not before.strip()
        case TagPlace.START:
            return context.target.chains_only or not _without_tags(before).strip()
        case TagPlace.ANYWHERE:
            return True


def _without_tags(text: str) -> str:
    return re.sub(r"<[^<>]*>", "", text)


def _closing(words: Words, being: Unfinished, opened: list[str]) -> Iterator[CompletionItem]:
    for name in opened:
        closed = words.context.seen.rest[words.more :].startswith(">")
        yield words.context.offer(
            f"</{name}>",
            OfferKind.TAG,
            f"</{name}" + ("" if closed else ">"),
            words.typed,
            more=words.more,
            detail=f"ends `<{name}>`",
            filter=f"</{name}" if being.what is What.CLOSING else f"<{name}",
            topic=Topic("tag", name),
        )


def tag_snippet(context: CursorContext, spec: TagSpec, quote: str) -> str:
    """A tag with the attributes that it needs, in the right shape."""
    needed = [each for each in spec.attributes if each.required or each.name in spec.one_of[:1]]
    parts = [f"<{spec.name}"]
    parts += [
        _attribute(context, spec.name, each, number, quote) for number, each in enumerate(needed, start=1)
    ]
    head = " ".join(parts)
    return head + " />" if "self" in spec.shapes else f"{head}>${len(needed) + 1}</{spec.name}>"


def _attribute(context: CursorContext, tag: str, spec: AttributeSpec, number: int, quote: str) -> str:
    if 0 < len(spec.choices) <= _FEW:
        stop = choice(number, spec.choices)
    else:
        words = context.wording.attributes.get((tag, spec.name))
        example = words.example if words else ""
        if tag == "function" and (declared := declared_functions(context)):
            example = next(iter(declared))
        stop = f"${{{number}:{literal(example)}}}"
    return f"{spec.name}={quote}{stop}{quote}"


def _attributes(words: Words, being: Unfinished) -> Iterator[CompletionItem]:
    context = words.context
    spec = context.target.markup.tags.get(being.tag)
    rest = context.seen.rest[words.more :]
    taken = {*being.given, *re.findall(r"([\w-]+)\s*=", rest.split(">")[0])}
    if spec is None or rest.lstrip().startswith("="):
        return
    quote = "'" if being.outer_quote == '"' else '"'
    for each in sorted(spec.attributes, key=lambda each: not each.required):
        if each.name in taken:
            continue
        known = context.wording.attributes.get((being.tag, each.name))
        needed = each.required or (each.name in spec.one_of and not set(spec.one_of) & taken)
        yield context.offer(
            each.name,
            OfferKind.ATTRIBUTE,
            _attribute(context, being.tag, each, 1, quote) + (" " if rest[:1] not in ("", " ", "/", ">") else ""),
            len(being.prefix),
            more=words.more,
            detail=("needed: " if needed else "") + (known.summary if known else each.kind.value),
            topic=Topic("attribute", each.name, being.tag),
        )  # fmt: skip


def _values(words: Words, being: Unfinished) -> Iterator[CompletionItem]:
    context = words.context
    spec = context.target.markup.tags.get(being.tag)
    wanted = next((each for each in spec.attributes if each.name == being.attribute), None) if spec else None
    rest = context.seen.rest
    if wanted is None or (being.what is What.EQUALS and rest[:1] not in ("", " ", "/", ">")):
        return
    quote = being.quote or ("'" if being.outer_quote == '"' else '"')
    end = rest.find(being.quote) if being.quote else 0
    plain_snippet = re.fullmatch(r"[^\s<>{}]*", rest[: max(end, 0)])
    names = tuple(declared_functions(context)) if being.tag == "function" else ()
    for value, detail in values_for(wanted, being.prefix, names, profile_variables(context)):
        opened = "" if being.quote else quote
        closed = quote if end == -1 or not being.quote else ""
        yield context.offer(
            value,
            OfferKind.VALUE,
            opened + literal(value) + closed,
            len(being.prefix),
            more=max(end, 0) if plain_snippet else 0,
            detail=detail,
            filter=opened + value,
            topic=Topic("attribute", being.attribute, being.tag),
        )


def _markers(words: Words, being: Unfinished) -> Iterator[CompletionItem]:
    if words.improvised:
        return
    rest = words.context.seen.rest[words.more :]
    for name in words.context.target.markup.markers:
        if name.startswith(being.prefix.casefold()):
            yield words.context.offer(
                f"[{name}]",
                OfferKind.MARKER,
                f"[{name}" + ("" if rest.startswith("]") else "]"),
                words.typed,
                more=words.more,
                detail=words.context.wording.markers.get(name, ""),
                topic=Topic("marker", name),
            )


def _templates(words: Words) -> Iterator[CompletionItem]:
    context = words.context
    found = re.match(r"[^{}<>]*(?=\}\})|[\w.-]*", context.seen.rest)
    more = found.end() if found else 0
    closed = "" if context.seen.rest[more:].lstrip().startswith("}}") else "}}"
    for inside, detail in _fillings(words):
        yield context.offer(
            f"{{{{{inside}}}}}",
            OfferKind.VARIABLE,
            "{{" + literal(inside) + closed.replace("}", "\\}"),
            words.typed,
            more=more,
            detail=detail,
            filter=f"{{{{{inside}",
            topic=Topic("template", inside.split(".")[0].split("[")[0]),
        )


def _fillings(words: Words) -> Iterator[tuple[str, str]]:
    """What may stand between `{{` and `}}`, and what it is."""
    context = words.context
    if not words.improvised or context.target.chains_only:
        for path, value in profile_variables(context).items():
            yield path, value
    if words.improvised or context.block.word == "FIRST_MESSAGE":
        return
    for name, outputs in declared_functions(context).items():
        for output, path in outputs.items():
            yield f"function.{name}.{output}", path
