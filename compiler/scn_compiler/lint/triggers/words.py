"""The words of triggers: which ones matter, which ones are in nearly every message, and in which language."""

from collections.abc import Sequence

from scn_compiler.semantics.resolve import ResolvedScenario

_PUNCTUATION = str.maketrans("", "", ".,:;!?…\"“”„«»'‘’()-")

SMALL_WORDS = frozenset(
    word.removesuffix("s")
    for word in (
        "the a an this that these those it its they them their he she him her his you your i me my "
        "caller user customer agent main someone somebody of for to in on at by with about as "
        "is are be been was were am do does did has have had will would can could should may might "
        "and or if whether what which please also just now then full own say tell state"
    ).split()
)
"""English words that do not tell two triggers apart."""

_SYNONYMS = ((" request ", " ask "), (" provide ", " give "))

USUAL_WORDS = frozenset(
    "the an to of in is it and or for on are you your my we be can do at so as if that this with have".split()
)
"""English words in nearly every message, besides single letters."""

_FIRST_WITHOUT_BLANKS = "\u0e00"
"""From this character on, writing systems have words of one letter, and no blanks between words."""


def is_english(scenario: ResolvedScenario) -> bool:
    """Whether the sentences of a scenario may be judged by their English words."""
    return scenario.settings.get("language") in (None, "en")


def is_broad(keyword: str, *, english: bool) -> bool:
    """Whether nearly every message contains a keyword."""
    word = keyword.strip().casefold()
    if len(word) > 1:
        return english and word in USUAL_WORDS
    return word in ("", ".", ",") or (word.isalpha() and has_blanks(word))


def has_blanks(text: str) -> bool:
    """Whether the writing system of `text` has blanks between words."""
    return all(letter < _FIRST_WITHOUT_BLANKS for letter in text)


def normalized_sentence(sentence: str) -> str:
    """A sentence without capitals, extra blanks and final punctuation."""
    return " ".join(sentence.casefold().split()).rstrip(".!?… ")


def trigger_words(sentences: Sequence[str], *, english: bool) -> list[list[str]]:
    """The words of each sentence, folded, without punctuation; in English without a final `s`, synonyms joined."""
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
    return [*map(str.split, joined.split("|"))]
