"""Keywords that contain other keywords, found without comparing each pair.

A keyword is filed under its *anchor*: its first 1, 2, 4, 8 … characters, as many as it has. A longer keyword contains it
only where it contains the anchor, so one look at each place of a keyword finds all that start there.
"""

from collections.abc import Collection, Iterator

_Anchors = list[tuple[int, dict[str, set[int]]]]
"""For each size, smallest first: the lengths of the words of each anchor."""


def containing_words(words: Collection[str]) -> Iterator[tuple[str, set[str]]]:
    """Yield each word that contains other words, with these.

    Args:
        words: A set, or the keys of a dictionary.
    """
    anchors = _anchors(words)
    for word in words:
        inner = _pieces(word, words, anchors)
        if inner is None:
            inner = {other for other in words if other in word}
        if len(inner) > 1:
            inner.remove(word)
            yield word, inner


def _pieces(word: str, words: Collection[str], anchors: _Anchors) -> set[str] | None:
    """Find the words in `word`, including itself; `None` if trying all words takes less time, as for a long one."""
    length = len(word)
    if len(words) < 2 * length * len(anchors):
        return None
    places: list[tuple[int, set[int]]] = []
    for size, lengths in anchors:
        if size > length:
            break
        for at in range(length - size + 1):
            if sizes := lengths.get(word[at : at + size]):
                places.append((at, sizes))
    if len(words) < 4 * sum(len(sizes) for _, sizes in places):
        return None
    pieces = {word[at : at + size] for at, sizes in places for size in sizes}
    return {piece for piece in pieces if piece in words}


def _anchors(words: Collection[str]) -> _Anchors:
    by_size: dict[int, dict[str, set[int]]] = {}
    for word in words:
        size = (1 << len(word).bit_length()) >> 1
        by_size.setdefault(size, {}).setdefault(word[:size], set()).add(len(word))
    return sorted(by_size.items())
