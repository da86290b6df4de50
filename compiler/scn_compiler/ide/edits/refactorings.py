"""All refactorings for a selection."""

from collections.abc import Collection, Iterator

from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.edits.extract_fragment import block_at, extractions, inlining
from scn_compiler.ide.edits.join_triggers import joining
from scn_compiler.ide.edits.make_table import keeps_payloads, table_of
from scn_compiler.ide.edits.move_block import moves
from scn_compiler.ide.edits.name_block import naming, then_or_after
from scn_compiler.ide.edits.refactoring import Refactoring, chosen_block
from scn_compiler.ide.edits.say_or_do import say_or_do
from scn_compiler.ide.edits.split_trigger import splitting
from scn_dsl.source import Span

REFACTORING_KINDS = ("extract", "inline", "rewrite", "move")


def refactorings(
    script: OpenScript,
    selection: Span,
    kinds: Collection[str] = REFACTORING_KINDS,
    *,
    is_asked: bool = False,
) -> Iterator[Refactoring]:
    """Yield the refactorings of some kinds for a cursor or a selection.

    Those of several lines, and those with fragments, are only offered if all payloads stay as they are, which takes two
    compilations. Those of one block are right by construction, because an editor asks for them whenever the cursor moves.

    Args:
        is_asked: Whether the author asks for them: then the block at a cursor can become a fragment as well.
    """
    is_within_line = "\n" not in script.text[slice(*selection)].rstrip()
    if is_within_line:
        yield from (each for each in _of_block(script, selection.start) if each.kind in kinds)
    found: list[Refactoring | None] = []
    if selection.start < selection.end:
        found += [*extractions(script, selection), table_of(script, selection)]
    elif is_asked and "extract" in kinds and (block := block_at(script, selection.start)):
        found += extractions(script, block)
    if is_within_line:
        found.append(inlining(script, selection.start))
    for each in found:
        if each and each.kind in kinds and keeps_payloads(script, each.edits):
            yield each


def _of_block(script: OpenScript, offset: int) -> Iterator[Refactoring]:
    chosen = chosen_block(script, offset)
    if chosen is None:
        return
    for each in (
        naming(chosen),
        then_or_after(chosen),
        say_or_do(chosen),
        splitting(chosen),
        joining(chosen),
    ):
        if each:
            yield each
    yield from moves(chosen)
