"""Labels renamed: where, to what, and why not."""

import re

from scn_compiler.ide.document import OpenScript, ScriptPart
from scn_compiler.ide.labels.mentions import Mention, mention_at, mentions, same_label
from scn_dsl.diagnostic import Edit
from scn_dsl.records import Record
from scn_dsl.source import Span

LABEL_NAME = re.compile("[a-z][a-z0-9_-]*")


class Refused(Record):
    """Why a label is not renamed, in the author's words."""

    message: str


class Renameable(Record):
    """A label that can be renamed; its `name` is without the `@`, and so is what is at `span`."""

    span: Span
    name: str


def prepare_rename(script: OpenScript, offset: int) -> Renameable | Refused | None:
    """The label at an offset, if it can be renamed."""
    found = mention_at(script, offset)
    if not found or not _is_whole(*found):
        return None
    part, mention = found
    if mention.label.number is not None:
        return Refused(f"`@{mention.name}` fixes an id: with another name the block would have another id")
    span = _bare(part, mention)
    return Renameable(part.absolute(span), part.text[span.start : span.end])


def rename(script: OpenScript, offset: int, name: str) -> tuple[Edit, ...] | Refused | None:
    """What to change for the label at an offset to be called `name`, which may begin with `@`."""
    found, asked = mention_at(script, offset), prepare_rename(script, offset)
    if not found or not isinstance(asked, Renameable):
        return asked if isinstance(asked, Refused) else None
    part, mention = found
    kin = same_label(part, mention)
    name = name.removeprefix("@")
    if refused := _refused(part, kin, name):
        return refused
    return tuple(Edit(part.absolute(_bare(part, each)), name) for each in kin if _is_whole(part, each))


def linked_editing_ranges(script: OpenScript, offset: int) -> tuple[Span, ...]:
    """All places of the label at an offset, without its `@`, if an editor may type in all of them at once."""
    found = mention_at(script, offset)
    if not found or not isinstance(prepare_rename(script, offset), Renameable):
        return ()
    part, mention = found
    spans = [_bare(part, each) for each in same_label(part, mention)]
    alike = all(part.text[slice(*span)] == mention.name for span in spans)
    return tuple(map(part.absolute, spans)) if alike else ()


def _refused(part: ScriptPart, kin: tuple[Mention, ...], name: str) -> Refused | None:
    if not LABEL_NAME.fullmatch(name):
        message = (
            f"`@{name}` would fix the block's id: begin the label with a letter"
            if name.isdigit()
            else f"`{name}` is no label: write small letters, digits, `-` and `_`, and begin with a letter"
        )
        return Refused(message)
    if any(each.name == name for each in mentions(part) if each not in kin):
        return Refused(f"there is a label `@{name}` in this scenario already")
    return None


def _bare(part: ScriptPart, mention: Mention) -> Span:
    """Where a label stands, without its `@`."""
    start, end = mention.span
    return Span(start + part.text.startswith("@", start, end), end)


def _is_whole(part: ScriptPart, mention: Mention) -> bool:
    """Whether what stands there is the label, perhaps misspelt, and not more or less than that."""
    return len(part.text[mention.span.start : mention.span.end].split()) == 1
