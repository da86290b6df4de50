"""Renaming of labels, at once or while typing."""

from scn_compiler.ide.document import OpenScript, ScriptPart
from scn_compiler.ide.labels.mentions import Mention, mention_at, mentions, same_label
from scn_dsl.diagnostic import Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.source import Span

LABEL_NAME = lazy_pattern("[a-z][a-z0-9_-]*")


class Refused(Record):
    """The reason why a label can't be renamed, for the author."""

    message: str


class Renameable(Record):
    """A label that can be renamed; `name` and `span` leave out the `@`."""

    span: Span
    name: str


def prepare_rename(script: OpenScript, offset: int) -> Renameable | Refused | None:
    """Find the label at an offset, or the reason why it can't be renamed; `None` without a label there."""
    found = mention_at(script, offset)
    if not found or not _is_whole(*found):
        return None
    part, mention = found
    if mention.label.number is not None:
        return Refused(f"`@{mention.name}` sets the block's id, so renaming the label would change the id")
    span = _span_without_sign(part, mention)
    return Renameable(part.absolute(span), part.text[span.start : span.end])


def rename(script: OpenScript, offset: int, name: str) -> tuple[Edit, ...] | Refused | None:
    """Rename the label at an offset to `name`, which may start with `@`."""
    found, target = mention_at(script, offset), prepare_rename(script, offset)
    if not found or not isinstance(target, Renameable):
        return target if isinstance(target, Refused) else None
    part, mention = found
    same = same_label(part, mention)
    name = name.removeprefix("@")
    if refused := _refused(part, same, name):
        return refused
    return tuple(
        Edit(part.absolute(_span_without_sign(part, each)), name) for each in same if _is_whole(part, each)
    )


def linked_editing_ranges(script: OpenScript, offset: int) -> tuple[Span, ...]:
    """Find the spans, without `@`, of the label at an offset, if an editor may edit them together."""
    found = mention_at(script, offset)
    if not found or not isinstance(prepare_rename(script, offset), Renameable):
        return ()
    part, mention = found
    spans = [_span_without_sign(part, each) for each in same_label(part, mention)]
    are_equal = all(part.text[slice(*span)] == mention.name for span in spans)
    return tuple(map(part.absolute, spans)) if are_equal else ()


def _refused(part: ScriptPart, same: tuple[Mention, ...], name: str) -> Refused | None:
    if not LABEL_NAME.fullmatch(name):
        message = (
            f"`@{name}` would set the block's id: start the label with a letter"
            if name.isdigit()
            else f"invalid label `{name}`: use lowercase letters, digits, `-` and `_`, and start with a letter"
        )
        return Refused(message)
    if any(each.name == name for each in mentions(part) if each not in same):
        return Refused(f"the label `@{name}` already exists in this scenario")
    return None


def _span_without_sign(part: ScriptPart, mention: Mention) -> Span:
    """Return the span of a label without its `@`."""
    start, end = mention.span
    return Span(start + part.text.startswith("@", start, end), end)


def _is_whole(part: ScriptPart, mention: Mention) -> bool:
    """Return whether the span is exactly one word: the label, even if misspelled."""
    return len(part.text[mention.span.start : mention.span.end].split()) == 1
