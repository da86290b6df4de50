"""The words of triggers: which of them matter, which are everywhere, and in which language that is known."""

from collections.abc import Sequence

from scn_compiler.semantics.resolve import ResolvedScenario

_MARKS = str.maketrans("", "", ".,:;!?…\"“”„«»'‘’()-")

SMALL = frozenset(
    word.removesuffix("s")
    for word in (
        "the a an this that these those it its they them their he she him her his you your i me my "
        "caller user customer agent main someone somebody of for to in on at by with about as "
        "is are be been was were am do does did has have had will would can could should may might "
        "and or if whether what which please also just now then full own say tell state"
    ).split()
)
"""English words in which triggers differ that wait for the same."""

_ALIKE = ((" request ", " ask "), (" provide ", " give "))

USUAL = frozenset(
    "the an to of in is it and or for on are you your my we be can do at so as if that this with have".split()
)
"""English words that nearly every message has, beside single letters."""

_FIRST_ALONE = "\u0e00"
"""From here on are scripts in which one letter may be a word, and a sentence has no blanks."""


def is_english(scenario: ResolvedScenario) -> bool:
    """Whether the sentences of a scenario may be judged by their English words."""
    return scenario.settings.get("language") in (None, "en")


def is_broad(keyword: str, *, english: bool) -> bool:
    """Whether nearly every message has a keyword in it."""
    word = keyword.strip().casefold()
    if len(word) > 1:
        return english and word in USUAL
    return word in ("", ".", ",") or (word.isalpha() and has_blanks(word))


def has_blanks(words: str) -> bool:
    """Whether the script that `words` are written in has blanks between words."""
    return all(letter < _FIRST_ALONE for letter in words)


def plain_sentence(sentence: str) -> str:
    """A sentence without what makes no difference: capitals, blanks, the sign at its end."""
    return " ".join(sentence.casefold().split()).rstrip(".!?… ")


def trigger_words(sentences: Sequence[str], *, english: bool) -> list[list[str]]:
    """The words of each sentence, folded and without marks; in English without endings in `s`, and usual ones."""
    told = f" {' | '.join(sentences)} ".casefold()
    if told.count("|") >= len(sentences):
        return trigger_words([sentence.replace("|", " ") for sentence in sentences], english=english)
    if english:
        told = told.replace("'s ", " ").replace("’s ", " ")
    told = told.translate(_MARKS)
    if english:
        told = told.replace(" is ", " ").replace("s ", " ")
        for word, usual in _ALIKE:
            told = told.replace(word, usual)
    return [*map(str.split, told.split("|"))]
