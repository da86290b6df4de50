"""Tolerant lexer for rejected triggers: accepts any quotes, operators and brackets."""

import re
from dataclasses import dataclass

from scn_dsl.patterns import lazy_pattern
from scn_grammar.homoglyphs import latin
from scn_grammar.prose_words import FOREIGN_CONTAINS

_TOKEN = lazy_pattern(
    r"""
      (?P<blank>\n[ \t\xa0\r]*(?:\#[^\n]*)?(?=\n) | \n[ \t\xa0\r]*(?:\|(?!\|))? | [ \t\xa0\r]+)
    | (?P<string>["“”„‟＂](?:[^"“”„‟＂\\\n]|\\.)*["“”„‟＂] | [‘’‚][^‘’‚\n]*[‘’] | «[^»\n]*»
        | »[^«\n]*« | ‹[^›\n]*› | 「[^」\n]*」 | 『[^』\n]*』
        | `[^`\n]*` | \'\'[^'\n]+\'\'
        | (?<![^\s(,\[])'[^'\n]*'(?=[\s),\]]|$))
    | (?P<unclosed>["“”„‟＂«`].*)
    | (?P<bang>!(?=[ \t\xa0]*[\w("“]))
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<symbol>\|\|?|&&?|[,;+/](?=[\s"“\])]|$))
    | (?P<word>[^\s"“”„‟＂«`()\[\]{},;|&]+|[,;])
    """,
    re.VERBOSE,
)
_NEARLY_CONTAINS = (
    "include includes including match matches matching mention mentions mentioning has have".split()
)
_HARDLY_CONTAINS = (
    "say says said equal equals is like regex regexp pattern keyword keywords phrase word text".split()
)
_NOT = frozenset("not ! does doesn't doesn’t don't don’t nicht pas ne no não niet ne non nie не".split())
_OPERATORS = {"or": "OR", "and": "AND"}
AND_ELSEWHERE = frozenset("und et y e en i и och og ja und/oder but plus with".split())
_SYMBOLS = {"|": "OR", "||": "OR", ",": "OR", ";": "OR", "/": "OR", "&": "AND", "&&": "AND", "+": "AND"}
_CONTAINS_LIKE = lazy_pattern(
    r"c[ontais]{4,8}(?:ing)?|[xv]?ontains|ocntains|contrains|comtains"
    r"|i?contains?(?:[_-]?(?:any|all|one|of|either|text|word|words|phrase|string|ignorecase))*"
)


@dataclass(frozen=True, slots=True)
class TriggerToken:
    """One token of a trigger; `kind` is a group of `_TOKEN`, `text` the lexeme."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def plain(self) -> str:
        """The word in lower case, without trailing signs and homoglyphs."""
        return latin(self.text).rstrip(":=").casefold()

    @property
    def is_contains(self) -> bool:
        return self.kind == "word" and (
            self.plain in _NEARLY_CONTAINS
            or self.plain in FOREIGN_CONTAINS
            or self.text.rstrip(":=").casefold() in FOREIGN_CONTAINS
            or self.plain in _HARDLY_CONTAINS
            or bool(_CONTAINS_LIKE.fullmatch(self.plain))
        )

    @property
    def is_sure(self) -> bool:
        """Whether the author can only have meant `contains`."""
        return self.plain not in _HARDLY_CONTAINS and not re.match(
            r"icontains|contains?[_-]?(?:any|all|one|of|either|text|word|phrase|string)", self.plain
        )

    @property
    def is_not(self) -> bool:
        return self.kind in ("word", "bang") and self.plain in _NOT

    @property
    def operator(self) -> str | None:
        if self.kind == "symbol":
            return _SYMBOLS[self.text]
        return _OPERATORS.get(self.plain) if self.kind == "word" else None


def tokens_of(line: str, start: int) -> list[TriggerToken]:
    """Tokenize `line` from `start` on, without spaces and continuation marks."""
    return [
        TriggerToken(match.lastgroup or "", match[0], match.start())
        for match in _TOKEN.finditer(line, start)
        if match.lastgroup != "blank"
    ]
