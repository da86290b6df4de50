"""Words of the language by name, without a script."""

import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from scn_compiler.ide.cursor.context import CursorContext
from scn_compiler.ide.document import OpenScript
from scn_compiler.ide.hover.topic import Topic
from scn_compiler.ide.hover.topics import describe
from scn_compiler.platforms import all_targets
from scn_dsl.keyword_docs import KEYWORDS
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record
from scn_dsl.vocabulary import FIELDS

_DECORATION = lazy_pattern(r"^[</\[{]+|[\s/>\]}:]+$")
"""Punctuation around a name: `<dtmf />`, `[laughter]`, `{{test_profile}}`, `say:`."""

_PAGE = "LANGUAGE.md"
_FENCE = lazy_pattern(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = lazy_pattern(r"^(##+) (.+)$", re.MULTILINE)

_ALSO = {
    "Tables": ("columns", "cells"),
    "Fragments": ("parameters",),
    "Inserts": ("arguments",),
    "Steps": ("tests",),
    "Repeated events": ("again", "second time", "repetitions"),
}
"""More names of sections, in the plural. A name of two sections finds both."""


class WordGroup(Record):
    """Words of one sort.

    Attributes:
        title: Its name in the plural.
        kind: Their kind of topic; `section` for sections of the language reference.
    """

    title: str
    kind: str
    words: tuple[str, ...]


def word_groups(target: str) -> tuple[WordGroup, ...]:
    """Return all words that can be looked up for `target`, without empty groups."""
    context = _context(target)
    groups = (
        WordGroup("Concepts", "section", tuple(_sections())),
        WordGroup("Keywords", "keyword", tuple(KEYWORDS)),
        WordGroup("Fields", "field", tuple(FIELDS)),
        WordGroup("Tags", "tag", tuple(context.target.markup.tags)),
        WordGroup("Markers", "marker", tuple(context.docs.markers)),
        WordGroup("Templates", "template", tuple(context.docs.templates)),
        WordGroup("Tools", "tool", tuple(context.docs.tools)),
        WordGroup("Targets", "target", tuple(all_targets())),
    )
    return tuple(group for group in groups if group.words)


def look_up(name: str, target: str) -> tuple[str, ...]:
    """Explain a name in Markdown: one text for each kind of word with this name; empty if it is unknown.

    Args:
        name: A word in upper or lower case, with or without punctuation: `dtmf`, `<dtmf />`, `say:`, `after`, `labels`.
        target: The target to explain it for. Tags that only other platforms have are found there.
    """
    context = _context(target)
    groups = reversed(word_groups(target))  # concepts last: they are long
    found = tuple(text for group in groups for text in _texts(group, name, context))
    if found:
        return found
    for other in all_targets():
        elsewhere = [text for group in word_groups(other) for text in _texts(group, name, _context(other))]
        if elsewhere:
            return tuple(elsewhere)
    return ()


def known_names(target: str) -> tuple[str, ...]:
    """Return the names that can be looked up, for suggestions."""
    return tuple(
        name
        for group in word_groups(target)
        for word in group.words
        for name in (word, *_parts(word, group.kind))
    )


def _context(target: str) -> CursorContext:
    return CursorContext(OpenScript("", target=target), 0)


def _texts(group: WordGroup, name: str, context: CursorContext) -> Iterator[str]:
    for word in _called(name, group):
        if group.kind == "section":
            yield f"**{word}**\n\n{_sections()[word]}"
        else:
            yield describe(Topic(group.kind, word), context)


def _called(name: str, group: WordGroup) -> Iterable[str]:
    """Find the words of a group that a name can mean: an exact match, or one that differs in case or number."""
    plain = _DECORATION.sub("", _DECORATION.sub("", name.strip())) or name.strip()
    if plain in group.words and group.kind != "section":
        return [plain]
    wanted = {plain.lower(), f"{plain.lower()}s"}
    return [word for word in group.words if wanted & {word.lower(), *_parts(word, group.kind)}]


def _parts(word: str, kind: str) -> list[str]:
    return [*re.split(r", | and ", word.lower()), *_ALSO.get(word, ())] if kind == "section" else []


@cache
def _sections() -> dict[str, str]:
    """Return the sections of the language reference: Markdown by heading, in order."""
    text = _language_page().read_text(encoding="utf-8")
    code = [found.span() for found in _FENCE.finditer(text)]
    headings = [
        found
        for found in _HEADING.finditer(text)
        if not any(start <= found.start() < end for start, end in code)
    ]
    ends = [found.start() for found in headings[1:]] + [len(text)]
    return {
        found[2].replace("`", ""): text[found.end() : end].strip()
        for found, end in zip(headings, ends, strict=True)
    }


def _language_page() -> Path:
    """Locate LANGUAGE.md: beside this module in an installed scn, in `grammar/` in a checkout."""
    here = Path(__file__).parent
    return here / _PAGE if (here / _PAGE).is_file() else here.parents[3] / "grammar" / _PAGE
