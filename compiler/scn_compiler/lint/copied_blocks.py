"""Blocks that a scenario copies from another: three or more in a row, which a fragment would hold once."""

from collections.abc import Iterable, Iterator

from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Related
from scn_dsl.nodes import Block, Fragment, Scenario, Script, Then
from scn_dsl.records import Record
from scn_dsl.source import Span

FEWEST = 3
"""The fewest blocks in a row that count as copied."""

Windows = tuple[tuple[int, Span], ...]
"""For each block of a section that has two more below it: a hash of the three, and the span of its first line."""


class BlocksOfSection(Record):
    """The blocks of a scenario or a fragment, for comparisons with others.

    Attributes:
        kind: `scenario` or `fragment`.
        start: The offset that the spans count from.
        is_whole: Whether it has nothing but blocks, so that inserting it is the same as having the blocks.
    """

    kind: str
    name: str | None
    windows: Windows
    start: int = 0
    is_whole: bool = False


def windows_of(section: Scenario | Fragment) -> Windows:
    """Return the blocks of a section, three by three.

    An `insert:` line parts the blocks above and below it, and a `THEN` block can't be the first one of a fragment.
    """
    blocks = section.blocks
    parted = {use.blocks for use in section.uses if use.name == "insert"}
    starts = [
        at
        for at in range(len(blocks) - FEWEST + 1)
        if parted.isdisjoint(range(at + 1, at + FEWEST))
        and not isinstance(blocks[at].opening, Then)
        and not any(block.broken for block in blocks[at : at + FEWEST])
    ]
    numbers = sorted({at + index for at in starts for index in range(FEWEST)})
    keys = {at: hash((blocks[at].opening, blocks[at].actions, blocks[at].details)) for at in numbers}
    return tuple(
        (hash(tuple(keys[at + index] for index in range(FEWEST))), _first_line(blocks[at])) for at in starts
    )


def _first_line(block: Block) -> Span:
    return block.place(block.opening.span)


def copied_in_script(script: Script) -> Iterator[Diagnostic]:
    """Yield the copied blocks of a script, before it is expanded."""
    sections: list[BlocksOfSection] = []
    for kind, found in (("fragment", script.fragments), ("scenario", script.scenarios)):
        for section in found:
            if len(section.blocks) >= FEWEST:
                name = section.title.value.value.split("(")[0].strip() if section.title else None
                is_whole = not (section.settings or section.uses)
                sections.append(BlocksOfSection(kind, name, windows_of(section), is_whole=is_whole))
    if len(sections) > 1:
        yield from copied_blocks(sections)


def copied_in_scenarios(scenarios: Iterable[tuple[str | None, Windows, int]]) -> Iterator[Diagnostic]:
    """Yield the copied blocks of scenarios: each has a name, its blocks three by three, and the offset of their spans."""
    return copied_blocks(BlocksOfSection("scenario", *scenario) for scenario in scenarios)


def copied_blocks(sections: Iterable[BlocksOfSection]) -> Iterator[Diagnostic]:
    """Yield a diagnostic for each run of blocks that an earlier section has, at its first block."""
    seen: dict[int, tuple[BlocksOfSection, int]] = {}
    for section in sections:
        at = 0
        while at < len(section.windows):
            key, span = section.windows[at]
            first = seen.get(key)
            if first is None or first[0] is section:
                seen.setdefault(key, (section, at))
                at += 1
                continue
            length = _common(section.windows[at:], first[0].windows[first[1] :])
            yield _copied(span.shift(section.start), length + FEWEST - 1, *first)
            at += length


def _common(one: Windows, two: Windows) -> int:
    """Count the windows at the start of both that are equal."""
    equal = (first[0] == second[0] for first, second in zip(one, two, strict=False))
    return next((index for index, same in enumerate(equal) if not same), min(len(one), len(two)))


def _copied(span: Span, count: int, other: BlocksOfSection, at: int) -> Diagnostic:
    name = f" `{other.name}`" if other.name else ""
    place = other.windows[at][1].shift(other.start)
    related = (Related("the first of them is here", place),)
    message = f"these {count} blocks are the same as in the {other.kind}{name}"
    hint = "move them below a `fragment: NAME` line, and write `insert: NAME` in both places"
    if other.kind == "fragment" and other.is_whole and at == 0 and count == len(other.windows) + FEWEST - 1:
        hint = f"write `insert: {other.name}` instead"
    return report("copied-block", span, message, hint, related=related)
