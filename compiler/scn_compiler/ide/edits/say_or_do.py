"""Refactoring: `say:` to `do:` and back."""

from scn_compiler.ide.document import target_of_script
from scn_compiler.ide.edits.refactoring import ChosenBlock, Refactoring
from scn_compiler.platforms.kit.target import Blocks, Markup
from scn_dsl.diagnostic import Edit
from scn_dsl.nodes import Do, FirstMessage, Say
from scn_grammar.markup import Mark, Tag, Template, scan


def say_or_do(chosen: ChosenBlock) -> Refactoring | None:
    """Write `do:` for the `say:` at the cursor, or `say:` for the `do:`."""
    block = chosen.row.block
    target = target_of_script(chosen.script)
    is_caller = target.blocks in (Blocks.PLAYED, Blocks.TOLD)
    if not is_caller or len(block.actions) != 1 or isinstance(block.opening, FirstMessage):
        return None
    place = block.place(block.actions[0].span)
    if not chosen.part.text.rfind("\n", 0, place.start) < chosen.offset <= place.end:
        return None
    match block.actions[0]:
        case Say(text=text):
            if not all(_works_in_do(each, target.markup) for each in scan(text.value)):
                return None
            edit = Edit(place.part(0, len("say")), "do")
            return chosen.rewrite(
                "Replace `say:` with `do:`", edit, changes="the caller then improvises on this text"
            )
        case Do():
            edit = Edit(place.part(0, len("do")), "say")
            return chosen.rewrite(
                "Replace `do:` with `say:`", edit, changes="the caller then speaks this text word for word"
            )
    return None


def _works_in_do(mark: Mark, markup: Markup) -> bool:
    """Tell whether a tag, marker or template of a `say:` also works in a `do:`."""
    if isinstance(mark, Tag):
        spec = markup.tags.get(mark.name)
        return spec is not None and spec.in_instructions
    return not (isinstance(mark, Template) and mark.root == "function")
