"""A tag that must be at the start of its action.

`<interruption>` must come first, followed by speech or a clip (rule 16). `<speed>` and `<volume>` must come first in the
id-based form (docs 2026-04-30), but not in when/say/then.
"""

from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED, rule
from scn_compiler.platforms.kit.target import TagPlace
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_grammar.markup import Tag

_AUDIBLE = ("noise", "audio")
"""Tags that make a sound of their own; other tags need words."""


@rule(blocks=PLAYED)
def tag_must_be_first(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.tagged:
        for tag in words.tags:
            spec = context.target.markup.tags.get(tag.name)
            if spec is None or not tag.complete or spec.place not in (TagPlace.FIRST, TagPlace.START):
                continue
            span = words.place(tag.start, tag.end)
            before = words.text[: tag.start].strip()
            if spec.place is TagPlace.FIRST and before:
                message = f"`<{tag.name}>` must be at the start of the action"
                yield report("tag-must-be-first", span, message, f"move `<{tag.name}>` to the start")
            elif spec.place is TagPlace.FIRST and not _is_heard_after(words, tag):
                message = f"`<{tag.name}>` needs words after it: what the caller says when interrupting"
                yield report(
                    "tag-must-be-first",
                    span,
                    message,
                    f"add what the caller says: `{words.text[tag.start : tag.end]} Sorry, …`",
                )
            elif (
                spec.place is TagPlace.START and not context.target.chains_only and _spoken_before(words, tag)
            ):
                message = f"`<{tag.name}>` is only certain to work at the start of an action"
                hint = "move the tag to the start, or move the tag and the words after it to a `THEN` block"
                yield report("tag-must-be-first", span, message, hint, severity=Severity.WARNING)


def _is_heard_after(words: Spoken, tag: Tag) -> bool:
    later = [other for other in words.tags if other.start >= tag.end]
    return any(other.name in _AUDIBLE for other in later) or bool(
        _without_tags(words, later, tag.end, len(words.text))
    )


def _spoken_before(words: Spoken, tag: Tag) -> bool:
    before = [other for other in words.tags if other.end <= tag.start]
    return bool(_without_tags(words, before, 0, tag.start))


def _without_tags(words: Spoken, tags: list[Tag], start: int, end: int) -> str:
    """Return `text[start:end]` without the tags."""
    rest = words.text[start:end]
    for tag in reversed(tags):
        rest = rest[: tag.start - start] + rest[tag.end - start :]
    return rest.strip()
