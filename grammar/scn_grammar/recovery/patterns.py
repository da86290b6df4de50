"""The plain texts that a pattern of another system looks for: a regular expression, or a text with wildcards."""

import re

_NOTHING = re.compile(r"\(\?[a-z]+\)|\(\?:|\\[bBAZ]|\.[*+?]+|[()^$]|(?<!\w)[%*]|[%*](?!\w)")
_BLANK = re.compile(r"\\s[*+?]?")
_LETTERS = re.compile(r"\[(\w)(\w?)\]")
_PLAIN = re.compile(r"[\w '’.,!-]+")
_MOST = 12
"""Texts; a longer list is not worth writing out."""


def texts_of(pattern: str) -> list[str] | None:
    """The texts, one of which a message must contain to match; `None` if no list of texts says it."""
    plain = _LETTERS.sub(_letter, _BLANK.sub(" ", _NOTHING.sub("", pattern)))
    texts = list(dict.fromkeys(text.strip() for text in re.split(r"\|{1,2}", plain)))
    if len(texts) > _MOST or not all(_PLAIN.fullmatch(text) and re.search(r"\w", text) for text in texts):
        return None
    return texts


def _letter(match: re.Match[str]) -> str:
    """`b` for `[b]` and `[Bb]`; another choice stays, and is no plain text."""
    one, other = match.group(1, 2)
    return (other or one) if not other or one.casefold() == other.casefold() else match[0]


def expression_for(texts: list[str]) -> str:
    """`contains "a" OR contains "b"` for these texts."""
    return " OR ".join(f'contains "{text}"' for text in texts)
