"""A tag that must begin its action.

`<interruption>` must, and speech or a clip must follow it (rule 16). `<speed>` and `<volume>` must in the id-based
form (docs 2026-04-30), not in when/say/then.
"""

from collections.abc import Iterator

from scn_compiler.lint.rule import Context, Spoken
from scn_compiler.target import Place
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Severity
from scn_grammar.markup import Tag

_PAUSES = ("silence", "hold", "break", "interruption")


def tag_must_be_first(context: Context) -> Iterator[Diagnostic]:
    for words in context.spoken:
        for tag in words.tags:
            spec = context.target.markup.tags.get(tag.name)
            if spec is None or not tag.complete:
                continue
            span = words.place(tag.start, tag.end)
            before = words.text[: tag.start].strip()
            if spec.place is Place.FIRST and before:
                message = f"`<{tag.name}>` must begin the action"
                yield report("tag-must-be-first", span, message, "put it before everything else")
            elif spec.place is Place.FIRST and not _speaks(words, tag):
                message = f"`<{tag.name}>` interrupts with what follows it, and nothing is said"
                yield report("tag-must-be-first", span, message, "write the words behind it")
            elif spec.place is Place.START and not context.target.chains_only and _spoken_before(words, tag):
                message = f"`<{tag.name}>` is only sure to work at the start of an action"
                hint = "put it first, or into a THEN of its own"
                yield report("tag-must-be-first", span, message, hint, severity=Severity.WARNING)


def _speaks(words: Spoken, tag: Tag) -> bool:
    rest = words.text[tag.end :]
    for pause in reversed(
        [other for other in words.tags if other.start >= tag.end and other.name in _PAUSES]
    ):
        rest = rest[: pause.start - tag.end] + rest[pause.end - tag.end :]
    return bool(rest.strip())


def _spoken_before(words: Spoken, tag: Tag) -> bool:
    before = words.text[: tag.start]
    for other in reversed([other for other in words.tags if other.end <= tag.start]):
        before = before[: other.start] + before[other.end :]
    return bool(before.strip())
