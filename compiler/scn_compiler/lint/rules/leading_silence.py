"""A first message that starts with `<silence>`: if the agent greets during it, the whole message is lost (skill 2026-09-10)."""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken, triggers_of
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_dsl.nodes import Sentence
from scn_grammar.markup import Tag

_WAIT = "wait\n\nWHEN The agent greets the caller\n  say: "


@rule(tags=("silence", "break"))
def leading_silence(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        tag = words.tags[0]
        if words.opens and tag.name in ("silence", "break") and not words.text[: tag.start].strip():
            yield report(
                "leading-silence",
                words.place(tag.start, tag.end),
                "if the agent greets the caller during this pause, the first message is never spoken",
                "write `wait`, and answer the greeting in a `WHEN` block",
                fix=None if _cannot_move(context, words) else _move_to_answer(words, tag),
            )


def _cannot_move(context: RuleContext, words: Spoken) -> bool:
    """Return whether the text can't move: it has a follow-up or a label, or another block answers the greeting."""
    return (
        words.row.block.label is not None
        or any(row.parent == words.row.index for row in context.scenario.rows)
        or any(
            isinstance(trigger, Sentence) and "greet" in trigger.text.value.casefold()
            for _, trigger in triggers_of(context.scenario.rows)
        )
    )


def _move_to_answer(words: Spoken, tag: Tag) -> Fix | None:
    """Move the text to its own block, which answers the greeting."""
    rest = words.text[tag.end :]
    text_start = tag.end + len(rest) - len(rest.lstrip())
    block = words.row.block
    if not rest.strip() or not words.may_edit(tag.start, text_start) or len(block.actions) > 1:
        return None
    action = block.place(words.action.span)
    cut = action.part(0, words.place(text_start, text_start + 1).start - action.start)
    return Fix("wait for the greeting, and answer it", (Edit(cut, _WAIT),), safe=False)
