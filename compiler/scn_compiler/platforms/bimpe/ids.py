"""Ids and names of rules and flows, derived from their own words, whatever the block's position."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from zlib import crc32

from scn_compiler.platforms.bimpe.trigger import keywords_of
from scn_compiler.semantics.resolve import ResolvedBlock
from scn_dsl.nodes import Sentence, When

_LONGEST = 60


def slug_of(text: str) -> str:
    """Turn `text` into an id; a checksum distinguishes texts that differ in other characters or after the limit."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("'", "").replace("’", ""))
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    slug = "-".join(re.findall(r"[a-z0-9]+", plain))
    if slug and len(slug) <= _LONGEST and plain.isascii():
        return slug
    return f"{slug[:_LONGEST].strip('-') or 'rule'}-{_checksum(text)}"


def _checksum(text: str) -> str:
    return f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"


def name_of(label: str | None, words: str) -> str:
    """Derive the name of a block without a `title:` from its label, or otherwise from its trigger."""
    if label and not label.isdigit():
        return re.sub(r"[-_]+", " ", label).strip().capitalize()
    if len(words) <= _LONGEST:
        return words
    return words[: _LONGEST + 1].rsplit(" ", 1)[0][:_LONGEST].rstrip(" ,.;:") + "…"


def trigger_words_of(row: ResolvedBlock) -> str:
    """Return the text of a block's trigger."""
    opening = row.block.opening
    if not isinstance(opening, When):
        return ""
    if isinstance(opening.trigger, Sentence):
        return opening.trigger.text.value
    return ", ".join(keyword.text for keyword in keywords_of(opening.trigger))


def rule_name_of(row: ResolvedBlock) -> str:
    """Return the name of a rule or a flow."""
    title = row.get("title")
    return title if title is not None else name_of(_label(row), trigger_words_of(row))


def ids_of(rules: tuple[ResolvedBlock, ...]) -> Iterator[str]:
    """Yield the id of each rule: its `slug:` or label, otherwise a unique id derived from its title or sentence.

    A checksum distinguishes rules whose words give the same id; it doesn't depend on their order. Only identical rules
    are numbered.
    """
    own_ids = [_chosen(row) for row in rules]
    identities = {identity_of(row) for row, own in zip(rules, own_ids, strict=True) if own is None}
    times = Counter(stem for stem, *_ in identities)
    taken = {own for own in own_ids if own is not None}
    used: Counter[str] = Counter()
    for row, own in zip(rules, own_ids, strict=True):
        if own is not None:
            yield own
            continue
        stem = _stem(row)
        alone = stem if times[stem] == 1 else f"{stem}-{_checksum(repr(identity_of(row)))}"
        name = alone
        while name in taken:
            used[alone] += 1
            name = f"{alone}-{used[alone] + 1}"
        taken.add(name)
        yield name


def has_own_id(row: ResolvedBlock) -> bool:
    """Return whether the script sets a rule's id."""
    return _chosen(row) is not None


def identity_of(row: ResolvedBlock) -> tuple[str, ...]:
    """Return the values that distinguish a rule from others with the same name."""
    return (_stem(row), trigger_words_of(row), str(row.get("only_if")))


def _stem(row: ResolvedBlock) -> str:
    title = row.get("title")
    return slug_of(trigger_words_of(row) if title is None else title)


def _chosen(row: ResolvedBlock) -> str | None:
    slug: str | None = row.get("slug")
    return slug if slug is not None else _label(row)


def _label(row: ResolvedBlock) -> str | None:
    return row.block.label.name if row.block.label else None
