"""Quick fixes for problems with several remedies, of which only the author can choose one."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from scn_compiler.ide.document import OpenScript, ScriptPart, part_at, target_of_script
from scn_compiler.ide.edits.code_actions import QuickFix, quick_fixes
from scn_compiler.pipeline.fix import line_ending
from scn_compiler.platforms.kit.target import Blocks
from scn_dsl.diagnostic import NO_KEYWORD, Diagnostic, Edit
from scn_dsl.nodes import Block, CallTest, Do, Hear, Say, TestStep, Undecided, Wait
from scn_dsl.source import Span

_SPEECH = (Say, Do, Undecided, Hear)
_Step = TestStep | Undecided | Wait


SEVERAL_REMEDIES = ("stray-line", "unknown-field", "missing-colon", "two-actions", "undecided-action")
"""The rules whose problems may have several remedies."""


def fixes_and_remedies(script: OpenScript, found: tuple[Diagnostic, ...]) -> tuple[QuickFix, ...]:
    """Return the quick fixes for findings: those of rules, suppressions, and remedies; these take a while to find."""
    fixes = quick_fixes(script.text, found)
    if any(each.name in SEVERAL_REMEDIES for each in found):
        return (*fixes, *remedies(script, found))
    return fixes


def remedies(script: OpenScript, found: Iterable[Diagnostic]) -> Iterator[QuickFix]:
    """Yield the ways to solve problems that are left out by the fixes of their rules."""
    for each in found:
        part = part_at(script, each.span.start)
        item = _item_at(part, each.span.start) if part else None
        if part is None or each.span.origin is not None:
            continue
        match each.name:
            case "stray-line" if each.case == NO_KEYWORD:
                yield from _for_words(script, part, item, each)
            case "unknown-field" | "missing-colon" if item and isinstance(_step(part, item, each), _SPEECH):
                yield from _for_words(script, part, item, each)
            case "two-actions" if isinstance(item, Block):
                yield from _for_second_action(script, part, item, each)
            case "undecided-action":
                yield QuickFix("Replace with `say:`", (Edit(each.span, "say"),), each)


def _item_at(part: ScriptPart, offset: int) -> Block | CallTest | None:
    """Find the block or test that the line at an offset of the script is in, or that the line would be in as words."""
    line = part.text.rfind("\n", 0, offset - part.start) + 1
    index = bisect_left(part.items, line, key=lambda each: each.at) - 1
    item = part.items[index] if index >= 0 else None
    return item if isinstance(item, Block | CallTest) else None


def _step(part: ScriptPart, item: Block | CallTest, found: Diagnostic) -> _Step | None:
    """Return the last action or step of an item above a problem."""
    steps: tuple[_Step, ...] = item.actions if isinstance(item, Block) else item.steps
    above = [each for each in steps if part.absolute(item.place(each.span)).start < found.span.start]
    return above[-1] if above else None


def _for_words(
    script: OpenScript, part: ScriptPart, item: Block | CallTest | None, found: Diagnostic
) -> Iterator[QuickFix]:
    """Yield the remedies for words without a keyword: continue the text above, say them, or make them a comment."""
    first = found.span.start
    continues = found.fix is not None and found.name == "stray-line"
    more = (
        [each.span.start for each in found.fix.edits if each.span.start > first]
        if found.fix and continues
        else []
    )
    bars = tuple(Edit(Span(at, at), "| ") for at in more)
    step = _step(part, item, found) if item else None
    if item and isinstance(step, _SPEECH):
        if not continues:
            bar = Edit(Span(first, first), "| ")
            yield QuickFix("Continue the text above: start the line with `|`", (bar, *bars), found)
        if isinstance(item, CallTest):
            say = Edit(Span(first, first), "say: ")
            yield QuickFix("Make this a line of the caller: start it with `say:`", (say, *bars), found)
        elif _has_turns(script):
            line = script.text.rfind("\n", 0, first) + 1
            lines = _then(script, part, item) + _indent(part, item.place(step.span).start) + "say: "
            title = "Say this on the caller's next turn: add `THEN` and `say:`"
            yield QuickFix(title, (Edit(Span(line, first), lines), *bars), found)
    signs = tuple(Edit(Span(at, at), "# ") for at in (first, *more))
    title = f"Comment out these {len(signs)} lines" if more else "Comment out this line"
    yield QuickFix(title, signs, found)


def _for_second_action(
    script: OpenScript, part: ScriptPart, block: Block, found: Diagnostic
) -> Iterator[QuickFix]:
    """Yield the remedies for a second action in a block: continue the text above, or make it the next turn."""
    start = found.span.start - part.start
    before, action = (
        _step(part, block, found),
        next((each for each in block.actions if block.place(each.span).start == start), None),
    )
    if isinstance(before, Say) and isinstance(action, Say) and before.text.is_plain:
        place = Span(start, block.place(action.text.span).start)
        if action.text.is_plain and not action.text.begins_exactly:
            title = "Continue the text above: replace `say:` with `|`"
            yield QuickFix(title, (Edit(part.absolute(place), "| "),), found)
    if isinstance(before, _SPEECH) and not isinstance(action, Wait) and _has_turns(script):
        line = script.text.rfind("\n", 0, found.span.start) + 1
        then = Edit(Span(line, line), _then(script, part, block))
        yield QuickFix("Make this the caller's next turn: add `THEN`", (then,), found)


def _has_turns(script: OpenScript) -> bool:
    """Tell whether blocks are turns of a caller."""
    return target_of_script(script).blocks in (Blocks.PLAYED, Blocks.TOLD)


def _then(script: OpenScript, part: ScriptPart, block: Block) -> str:
    """Return the line that opens a follow-up, with the indent of a block."""
    return f"{_indent(part, block.at)}THEN{line_ending(script.text)}"


def _indent(part: ScriptPart, offset: int) -> str:
    """Return the whitespace before an offset of a part."""
    line = part.text[part.text.rfind("\n", 0, offset) + 1 : offset]
    return line[: len(line) - len(line.lstrip())]
