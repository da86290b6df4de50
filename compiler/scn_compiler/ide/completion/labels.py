"""Labels: those that `AFTER` may name, and those that a block may be given."""

import re
from collections.abc import Iterator
from itertools import islice

from scn_compiler.ide.completion.item import CompletionItem, OfferKind, Topic
from scn_compiler.ide.cursor.context import CursorContext

_WORD = re.compile(r"[^\W\d][\w'’]*")
_LABEL = re.compile(r"[\w@-]*")
_DULL = frozenset(
    """a an the agent asks ask for whether says say that offers offer confirms confirm about what which who if is are
    to of or and caller wants want his her its their with in on at not names name reads gives tells""".split()
)
"""Words of a trigger that name nothing."""

_LENGTH = 24

MAX_LABELS = 100
"""Labels that are offered at once, the nearest ones."""


def label_references(context: CursorContext) -> Iterator[CompletionItem]:
    """The labels of the blocks above, the nearest first."""
    seen = context.seen
    prefix = seen.typed
    word = _LABEL.match(seen.rest)
    more = word.end() if word else 0
    if not _LABEL.fullmatch(prefix) or seen.rest[more:].strip():
        return
    own = seen.head.split()[0]
    begun = prefix.removeprefix("@").casefold()
    labels = (label for label in context.scope.labels_above(seen.owner) if label[0].startswith(begun))
    for name, at in islice(labels, MAX_LABELS):
        if f"@{name}" != own:
            yield context.offer(
                f"@{name}",
                OfferKind.LABEL,
                f"@{name}" if prefix or seen.before[-1:].isspace() else f" @{name}",
                len(prefix),
                more=more,
                detail=first_line(context.draft.text, at),
                topic=Topic("label", name),
            )


def first_line(text: str, at: int) -> str:
    """The line that opens the block at `at`, without its label."""
    end = text.find("\n", at)
    return " ".join(text[at : end if end != -1 else len(text)].split()[1:])


def new_labels(context: CursorContext, more: int, rest: str) -> Iterator[CompletionItem]:
    """Labels that a block may be given: those that are missing, and one after its trigger."""
    taken = context.scope.labels()
    found = dict.fromkeys(context.scope.wanted(), "`AFTER` names it, and no block has it")
    if name := _named_after(rest):
        found.setdefault(name, "after the trigger")
    for name, detail in found.items():
        if name not in taken:
            yield context.offer(
                f"@{name}",
                OfferKind.LABEL,
                f"@{name}" + ("" if rest else " "),
                len(context.seen.before),
                more=more,
                detail=detail,
                topic=Topic("keyword", "@"),
            )


def _named_after(opening: str) -> str:
    """A label made of the last words of a trigger that name something."""
    if not opening.startswith("WHEN "):
        return ""
    words = _WORD.findall(
        opening.removeprefix("WHEN ").removeprefix("contains").split(" OR ")[0].split(" AND ")[0]
    )
    telling = [word.casefold() for word in words if word.casefold() not in _DULL and word.isascii()]
    name = re.sub(r"[^a-z0-9]", "-", "-".join(telling[-2:]))[:_LENGTH].strip("-")
    return name if name[:1].isalpha() else ""
