"""Reports of labels and ids that clash, and of references that don't resolve."""

import re
from collections.abc import Iterable, Iterator

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix, Related
from scn_dsl.nodes import WORDLESS, Block, Label, When
from scn_dsl.source import Span
from scn_dsl.suggest import first, nearest

NEAR = 64
"""How many blocks above a broken reference it may mean: more would cost too much if many are broken."""


def label_span(block: Block) -> Span:
    return block.place(block.label.span if block.label else block.opening.span)


def duplicate_id(block: Block, number: int, first: Block) -> Diagnostic:
    related = (Related("first used here", label_span(first)),)
    message = f"duplicate id {number}"
    hint = "remove the numeric label: scn numbers blocks automatically"
    return report("duplicate-id", label_span(block), message, hint, related=related)


def descending_id(block: Block, number: int, before: int) -> Diagnostic:
    message = f"id {number} is lower than id {before} above it"
    return report(
        "id-not-ascending",
        label_span(block),
        message,
        "remove the numeric label, unless this block must keep its id",
    )


def missing_parent(block: Block) -> Diagnostic:
    message = "`THEN` needs a block above it to follow up on"
    return report(
        "then-without-parent",
        block.place(block.opening.span),
        message,
        "start with `FIRST_MESSAGE` or `WHEN`",
    )


def broken_reference(
    block: Block,
    label: Label,
    index: int,
    target: int | None,
    labels: dict[str, int],
    blocks: tuple[Block, ...],
    above: tuple[Block, ...],
) -> Iterator[Diagnostic]:
    """Report a reference to the block itself, to a block below it, or to an unknown label.

    Args:
        above: The blocks that may get an unknown label; empty if an earlier follow-up refers to it.
    """
    span = block.place(label.span)
    if target == index:
        message = f"`@{label.name}` is this block, and a block can't follow up on itself"
        yield report("self-reference", span, message, "write the label of an earlier block")
    elif target is not None and target > index:
        message = f"`@{label.name}` is below this block, but a follow-up must come after its parent"
        yield report("forward-reference", span, message, f"move this block below `@{label.name}`")
    elif target is None and label.number is None:
        close = nearest(label.name, first(labels)) or _with_prefix(label.name, labels)
        hint = (
            f"did you mean `@{close}`?"
            if close
            else f"label the block that this block follows up on: `@{label.name} WHEN …`"
        )
        renaming = Fix(f"replace with `@{close}`", (Edit(span, f"@{close}"),), safe=False) if close else None
        fix = renaming or _label_above(label, above)
        message = f"unknown label `@{label.name}`"
        related = (Related(f"`@{close}` is here", label_span(blocks[labels[close]])),) if close else ()
        yield report("undefined-label", span, message, hint, related=related, fix=fix)


def _with_prefix(name: str, labels: Iterable[str]) -> str | None:
    """Return the one label that an `insert: … as PREFIX` made of a label; `None` if there are several."""
    found = [each for each in labels if each.endswith(f".{name}")]
    return found[0] if len(found) == 1 else None


def _label_above(label: Label, above: tuple[Block, ...]) -> Fix | None:
    """Label the one block above that the label describes; `None` if it describes no block, or several."""
    fitting = [each for each in above if not each.label and not each.broken and _fits(label.name, each)]
    if len(fitting) != 1:
        return None
    edit = Edit(fitting[0].place(fitting[0].opening.span).part(0, 0), f"@{label.name} ")
    return Fix(f"add `@{label.name}` to the block that it describes", (edit,), safe=False)


def _fits(label: str, block: Block) -> bool:
    """Return whether a label is made of a block's words, or of their first letters: `dob` for `date of birth`."""
    from scn_grammar.printer import trigger_text  # noqa: PLC0415  (only a broken reference needs it)

    texts = [action.text.value for action in block.actions if not isinstance(action, WORDLESS)]
    if isinstance(block.opening, When):
        texts.append(trigger_text(block.opening.trigger))
    words = re.findall(r"[^\W\d_]+", " ".join(texts).casefold())
    parts = [part for part in re.split(r"[-_\d]+", label) if len(part) > 2]
    letters = "".join(word[0] for word in words)
    known = set(words)
    return bool(parts) and all(
        any(word.startswith(part) or part.startswith(word) for word in known if len(word) > 2)
        or part in letters
        for part in parts
    )


def missing_number(block: Block, label: Label, same_id: Block | None) -> Diagnostic:
    """Report a numeric label that no block has.

    Args:
        same_id: The block that has this id but no label.
    """
    message = f"this block has id {label.number} but no label"
    related = (Related(message, same_id.place(same_id.opening.span)),) if same_id else ()
    hint = f"label the block that this block follows up on: `@{label.name}`, or better yet, a name"
    message = f"unknown label `@{label.name}`"
    return report("undefined-label", block.place(label.span), message, hint, related=related)
