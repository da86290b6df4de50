"""Numbers in other forms: 4471, "four four seven one" and "44 71" are the same."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from text_to_num import alpha2digit

from scn_compiler.measure.conditions import Condition
from scn_compiler.measure.triggers import (
    PIECE,
    Ints,
    Keyword,
    TriggerTable,
    keyword_of,
    keywords_in,
    leaf_words,
)
from scn_compiler.rehearsal.matching import fold

NUMBER_LANGUAGES = frozenset("da de en es fr it nl pt".split())
"""The languages whose numbers in words are known. Source: the documentation of text2num 3.1."""

_REPEATED = re.compile(r"\b(double|triple)[\s-]+(\d)(?!\d)")
_SPOKEN_ZERO = re.compile(r"(?<=\d)([\s,-]+)oh?\b")
_OTHER_DIGIT = re.compile(r"[^\D0-9]")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\s,-]+(?=\d)")


def with_digits(text: str, language: str | None) -> str:
    """Write the numbers of a text as digits 0 to 9 without spaces, and fold the text.

    Args:
        language: The code of its language. In another one than `NUMBER_LANGUAGES`, numbers in words stay.
    """
    if language in NUMBER_LANGUAGES:
        text = alpha2digit(text, language, 0)
    text = _OTHER_DIGIT.sub(lambda found: str(int(found[0])), fold(text))
    if language == "en":
        text = _REPEATED.sub(lambda found: found[2] * (2 if found[1] == "double" else 3), text)
        text = _SPOKEN_ZERO.sub(r"\g<1>0", text)
    return _BETWEEN_DIGITS.sub("", text)


@dataclass(frozen=True, slots=True)
class NumberForms:
    """Keywords with a number, in one form.

    Attributes:
        by_language: For each language, the forms, and the node of the keyword that each is a form of.
    """

    by_language: tuple[tuple[str | None, tuple[Keyword, ...], Ints], ...]

    def found_in(self, texts: pa.Array, row_of: Ints) -> Ints:
        """Find the keywords in texts; a number isn't found inside a longer number.

        Returns:
            A key for each keyword in each text, as `TriggerTable.holding` takes them.
        """
        keys = [np.empty(0, np.int64)]
        for language, forms, nodes in self.by_language:
            rows = [with_digits(each, language).encode("utf-8") for each in texts.to_pylist()]
            whole = b"\n" + b"\n".join(rows) + b"\n"
            starts = np.cumsum([1, *(len(row) + 1 for row in rows)])
            keyword, row, start, end = keywords_in(whole, starts, forms)
            is_digit = np.zeros(256, np.bool_)
            is_digit[ord("0") : ord("9") + 1] = True
            digits = is_digit[np.frombuffer(whole, np.uint8)]
            whole_numbers = ~(digits[start - 1] & digits[start] | digits[end - 1] & digits[end])
            keys.append((nodes[keyword] * PIECE + row_of[row])[whole_numbers])
        return np.concatenate(keys)


def number_forms(conditions: Iterable[Condition], triggers: TriggerTable) -> NumberForms | None:
    """Find the keywords with a number, by the language of their scenario; `None` if no keyword has one."""
    nodes = dict(zip(triggers.keywords, triggers.keyword_nodes.tolist(), strict=True))
    found: dict[str | None, dict[tuple[Keyword, int], None]] = {}
    for condition in conditions:
        language = condition.language if condition.language in NUMBER_LANGUAGES else None
        if condition.trigger is None or isinstance(condition.trigger, str):
            continue
        for word in leaf_words(condition.trigger):
            form = with_digits(word, language) if _is_text(word) else ""
            if re.search(r"[0-9]", form):
                node = nodes[keyword_of(word, condition.words)]
                found.setdefault(language, {})[keyword_of(form, condition.words), node] = None
    by_language = [
        (language, tuple(form for form, _ in forms), np.array([node for _, node in forms], np.int64))
        for language, forms in found.items()
    ]
    return NumberForms(tuple(by_language)) if by_language else None


def _is_text(word: str) -> bool:
    """Return whether UTF-8 can hold a word: half a character can't be in a transcript."""
    return not any("\ud800" <= char <= "\udfff" for char in word)
