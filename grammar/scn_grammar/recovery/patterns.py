"""The plain texts that a foreign pattern looks for: a regular expression, or a text with wildcards."""

import re

from scn_dsl.patterns import lazy_pattern

_NOTHING = lazy_pattern(r"\(\?[a-z]+\)|\(\?:|\\[bBAZ]|\.[*+?]+|[()^$]|(?<!\w)[%*]|[%*](?!\w)")
_BLANK = lazy_pattern(r"\\s[*+?]?")
_LETTERS = lazy_pattern(r"\[(\w)(\w?)\]")
_PLAIN = lazy_pattern(r"[\w '’.,!-]+")
_MOST = 12
"""Maximum number of texts; a longer list isn't worth writing out."""

REGULAR = "triggers can't contain regular expressions"
EACH_PHRASE = 'list each phrase: `WHEN contains "…" OR contains "…"`'
"""The message and the hint for a regular expression without such texts."""


def texts_of(pattern: str) -> list[str] | None:
    """List texts such that a message matches if it contains one of them; `None` if no such list exists."""
    plain = _LETTERS.sub(_letter, _BLANK.sub(" ", _NOTHING.sub("", pattern)))
    texts = list(dict.fromkeys(text.strip() for text in re.split(r"\|{1,2}", plain)))
    if len(texts) > _MOST or not all(_PLAIN.fullmatch(text) and re.search(r"\w", text) for text in texts):
        return None
    return texts


def _letter(match: re.Match[str]) -> str:
    """Replace `[b]` and `[Bb]` with `b`; keep other choices, which makes the text not plain."""
    one, other = match.group(1, 2)
    return (other or one) if not other or one.casefold() == other.casefold() else match[0]


def expression_for(texts: list[str]) -> str:
    """Write `contains "a" OR contains "b"` for these texts."""
    return " OR ".join(f'contains "{text}"' for text in texts)
