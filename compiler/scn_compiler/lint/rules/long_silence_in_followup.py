"""A long `<silence>` in a follow-up: if the agent speaks during it, the follow-up starts again (skill 2026-09-10).

An interrupted WHEN isn't repeated. Silences that can't be interrupted aren't reported.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken, seconds_of
from scn_compiler.lint.rule import rule
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix
from scn_grammar.markup import Tag

_LONGEST = 8
"""Seconds; after that an agent asks whether anybody is there."""


@rule(tags=("silence", "break"))
def long_silence_in_followup(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        if words.row.follows_up and words.verbatim and words.tags[0].name != "interruption":
            for tag in _interruptible(words.tags):
                length = seconds_of(tag)
                if tag.name in ("silence", "break") and length is not None and length > _LONGEST:
                    yield _report(words, tag)


def _interruptible(tags: tuple[Tag, ...]) -> Iterator[Tag]:
    """Yield the tags outside `<ignore_interruptions>`."""
    protected = False
    for tag in tags:
        if tag.name == "ignore_interruptions":
            protected = tag.shape == "open"
        elif not protected:
            yield tag


def _report(words: Spoken, tag: Tag) -> Diagnostic:
    time = tag.get("time")
    length = time.value[:-1] if time else ""
    span = words.place(tag.start, tag.end)
    meant = f'<hold time="{length}s" />'
    message = f"if the agent speaks during these {length} seconds, this follow-up starts again"
    fix = Fix(f"replace with `{meant}`", (Edit(span, meant),), safe=False)
    return report(
        "long-silence-in-followup",
        span,
        message,
        f"write `{meant}` so that the agent can't interrupt, or turn this follow-up into a `WHEN` block",
        fix=fix if words.may_edit(tag.start, tag.end) else None,
    )
