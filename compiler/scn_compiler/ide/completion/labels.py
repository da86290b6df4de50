"""Completion of labels: those that `AFTER` can refer to, and new ones for a block."""

import re
from collections.abc import Iterator
from itertools import islice

from scn_compiler.ide.completion.item import CompletionItem, CompletionKind, completion_item
from scn_compiler.ide.completion.reuse import inserted_label_items
from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.hover.topic import Topic
from scn_dsl.patterns import lazy_pattern

_WORD = lazy_pattern(r"[^\W\d][\w'’]*")
_LABEL = lazy_pattern(r"[\w.@-]*")
_STOP_WORDS = frozenset(
    """a an the agent asks ask for whether says say that offers offer confirms confirm about what which who if is are
    to of or and caller wants want his her its their with in on at not names name reads gives tells""".split()
)
"""Words of a trigger that don't belong in a label."""

_MAX_LENGTH = 24

MAX_LABELS = 100
"""The maximum number of labels in a list; the nearest ones."""


def label_references(context: CursorContext) -> Iterator[CompletionItem]:
    """Yield the labels of the blocks above, nearest first."""
    line = context.line
    prefix = line.value_before
    word = _LABEL.match(line.after)
    replace_after = word.end() if word else 0
    if not _LABEL.fullmatch(prefix) or line.after[replace_after:].strip():
        return
    own = line.head.split()[0]
    start = prefix.removeprefix("@").casefold()
    labels = (label for label in context.scope.labels_above(line.logical_start) if label[0].startswith(start))
    for name, at in islice(labels, MAX_LABELS):
        if f"@{name}" != own:
            yield completion_item(
                context,
                f"@{name}",
                CompletionKind.LABEL,
                f"@{name}" if prefix or line.before[-1:].isspace() else f" @{name}",
                len(prefix),
                replace_after=replace_after,
                detail=first_line(context.script.text, at),
                topic=Topic("label", name),
            )
    yield from inserted_label_items(context, prefix, replace_after)


def first_line(text: str, at: int) -> str:
    """Return the opening line of the block at `at`, without its label."""
    end = text.find("\n", at)
    return " ".join(text[at : end if end != -1 else len(text)].split()[1:])


def new_labels(context: CursorContext, replace_after: int, rest: str) -> Iterator[CompletionItem]:
    """Yield new labels for a block: missing ones that an `AFTER` refers to, and one made from its trigger."""
    taken = context.scope.labels()
    found = dict.fromkeys(context.scope.missing_labels(), "used by `AFTER`, but missing")
    if name := _label_from(rest):
        found.setdefault(name, "from the trigger")
    for name, detail in found.items():
        if name not in taken:
            yield completion_item(
                context,
                f"@{name}",
                CompletionKind.LABEL,
                f"@{name}" + ("" if rest else " "),
                len(context.line.before),
                replace_after=replace_after,
                detail=detail,
                topic=Topic("keyword", "@"),
            )


def _label_from(opening: str) -> str:
    """Make a label from the last significant words of a trigger; empty without such words."""
    if not opening.startswith("WHEN "):
        return ""
    words = _WORD.findall(
        opening.removeprefix("WHEN ").removeprefix("contains").split(" OR ")[0].split(" AND ")[0]
    )
    words_of_label = [
        word.casefold() for word in words if word.casefold() not in _STOP_WORDS and word.isascii()
    ]
    name = re.sub(r"[^a-z0-9]", "-", "-".join(words_of_label[-2:]))[:_MAX_LENGTH].strip("-")
    return name if name[:1].isalpha() else ""
