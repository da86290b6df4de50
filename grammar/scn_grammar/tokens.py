"""The tokens of a trigger gone wrong: any quotes, any operators, any brackets."""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<blank>\n[ \t\xa0\r]*(?:\#[^\n]*)?(?=\n) | \n[ \t\xa0\r]*\|? | [ \t\xa0\r]+)
    | (?P<string>["“”„‟](?:[^"“”„‟\\\n]|\\.)*["“”„‟] | [‘’‚][^‘’‚\n]*[‘’] | «[^»\n]*» | `[^`\n]*` | \'\'[^'\n]+\'\'
        | (?<![^\s(,\[])'[^'\n]*'(?=[\s),\]]|$))
    | (?P<unclosed>["“”„‟«`].*)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<symbol>\|\|?|&&?|[,;+/](?=[\s"“\])]|$))
    | (?P<word>[^\s"“”„‟«`()\[\]{},;|&]+|[,;])
    """,
    re.VERBOSE,
)
_NEARLY_CONTAINS = (
    "include includes including match matches matching mention mentions mentioning has have".split()
)
_OPERATORS = {"or": "OR", "and": "AND"}
_SYMBOLS = {"|": "OR", "||": "OR", ",": "OR", ";": "OR", "/": "OR", "&": "AND", "&&": "AND", "+": "AND"}
_CONTAINS_LIKE = re.compile(r"c[ontais]{4,8}(?:ing)?")


@dataclass(frozen=True, slots=True)
class Token:
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_contains(self) -> bool:
        word = self.text.rstrip(":").casefold()
        return self.kind == "word" and (word in _NEARLY_CONTAINS or bool(_CONTAINS_LIKE.fullmatch(word)))

    @property
    def operator(self) -> str | None:
        if self.kind == "symbol":
            return _SYMBOLS[self.text]
        return _OPERATORS.get(self.text.casefold()) if self.kind == "word" else None


def tokens_of(line: str, start: int) -> list[Token]:
    """The tokens of `line` from `start` on, without blanks and continuation marks."""
    return [
        Token(match.lastgroup or "", match[0], match.start())
        for match in _TOKEN.finditer(line, start)
        if match.lastgroup != "blank"
    ]
