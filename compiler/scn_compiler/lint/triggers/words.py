"""Words of triggers: those that matter, those in nearly every message, and their language."""

import re
from collections.abc import Sequence

from scn_compiler.semantics.resolve import ResolvedScenario
from scn_dsl.patterns import lazy_pattern

_PUNCTUATION = str.maketrans("", "", ".,:;!?…\"“”„«»'‘’()-")

SMALL_WORDS = frozenset(
    word.removesuffix("s")
    for word in (
        "the a an this that these those it its they them their he she him her his you your i me my "
        "caller user customer agent main someone somebody of for to in on at by with about as "
        "is are be been was were am do does did has have had will would can could should may might "
        "and or if whether what which please also just now then full own say tell state again"
    ).split()
)
"""English words that don't distinguish two triggers."""

_SEVERAL_WORDS = r" once more(?= )|(?<! for)(?<! at)(?<! to) (?:one more time|a second time|for the second time)(?= *(?:\||$))"
"""A pattern of several English words that mean no more than `again`.

Elsewhere than at the end, and after a preposition, a time is one of day: a second time slot, at one more time.
"""

_REPEAT = lazy_pattern(rf" again(?= )|{_SEVERAL_WORDS}")

_SYNONYMS = ((" request ", " ask "), (" provide ", " give "))
"""Words with the same meaning in a trigger."""

USUAL_WORDS = frozenset(
    "the an to of in is it and or for on are you your my we be can do at so as if that this with have".split()
)
"""English words in nearly every message, besides single letters."""

_FIRST_WITHOUT_SPACES = "\u0e00"
"""From this character on, writing systems have words of one letter, and no spaces between words."""


def is_english(scenario: ResolvedScenario) -> bool:
    """Return whether the sentences of a scenario may be judged by their English words."""
    return scenario.settings.get("language") in (None, "en")


def is_broad(keyword: str, *, english: bool) -> bool:
    """Return whether nearly every message contains a keyword."""
    word = keyword.strip().casefold()
    if len(word) > 1:
        return english and word in USUAL_WORDS
    return word in ("", ".", ",") or (word.isalpha() and has_spaces(word))


def has_spaces(text: str) -> bool:
    """Return whether the writing system of `text` puts spaces between words."""
    return all(letter < _FIRST_WITHOUT_SPACES for letter in text)


def normalized_sentence(sentence: str) -> str:
    """Fold a sentence to lower case, without extra spaces and final punctuation."""
    return " ".join(sentence.casefold().split()).rstrip(".!?… ")


def repeat_in(sentence: str) -> tuple[str, str] | None:
    """Find the English words for an event that happened before, which no message shows on its own.

    Returns:
        These words and the sentence before them, both without punctuation; `None` if the sentence has no such words.
    """
    plain = f" {normalized_sentence(sentence).translate(_PUNCTUATION)} "
    found = _REPEAT.search(plain)
    return (found[0].strip(), plain[: found.start()].strip()) if found else None


def trigger_words(sentences: Sequence[str], *, english: bool) -> list[list[str]]:
    """Split sentences into folded words without punctuation.

    In English, the words lack a final `s`, synonyms are merged, and several words that mean `again` are dropped.
    """
    joined = f" {' | '.join(sentences)} ".casefold()
    if joined.count("|") >= len(sentences):
        return trigger_words([sentence.replace("|", " ") for sentence in sentences], english=english)
    if english:
        joined = joined.replace("'s ", " ").replace("’s ", " ")
    joined = joined.translate(_PUNCTUATION)
    if english:
        joined = joined.replace(" is ", " ").replace("s ", " ")
        for word, usual in _SYNONYMS:
            joined = joined.replace(word, usual)
        if " more " in joined or " second time " in joined:
            joined = re.sub(_SEVERAL_WORDS, "", joined)
    return [*map(str.split, joined.split("|"))]
