"""Takes out what was typed beside the quotes of an expression: backslashes, quotes in quotes, keys that stuck."""

import re

_QUOTES = "\"'“”„‟‘’‚‛«»`´＂"
_OPEN = re.compile(
    rf"(?P<before>(?i:contains|contain|includes)[ \t\xa0]*:?[ \t\xa0]*)"
    rf"(?P<stray>[^\s{_QUOTES}()\[\]:=：]{{1,3}})(?=[\"“”„‟«»＂`])"
)
_BEHIND = re.compile(rf"(?<=[\"“”„‟«»＂`])[^\s{_QUOTES}()\[\]|&,;]{{1,3}}(?=\s|$)|(?<=[\"“”„‟«»＂`])[;:.,]$")
_STUCK = re.compile(r"(?<=[\"”»])\w{1,2}$")
_FIRST = re.compile(rf"(?:(?<=[\s(:=])|^)[{_QUOTES}]{{2,}}(?=[^\s{_QUOTES})])")
_LAST = re.compile(rf"(?<=[^\s{_QUOTES}(])[{_QUOTES}]{{2,}}(?=[\s)]|$)")
_ESCAPED = re.compile(r"\\+(?=[\"'“”])")
_ESCAPED_FIRST = re.compile(r"(?i:contains|contain|includes|raw:)?[ \t\xa0(:]*\\+[\"'“]")
_PAIRS = re.compile(
    r"(?P<contains>(?i:contains)[ \t\xa0]+)"
    r"(?:<{1,2}|[´~*^#_‹›»「『])(?P<text>[^\s\"'<>*~^#_][^\"<>\n]*?)(?:>{1,2}|[´~*^#_›‹«」』])$"
)


def without_stray_signs(trigger: str) -> str | None:
    """`trigger` without signs that no expression has beside its quotes; `None` if it has none of them."""
    if re.search(r"(?<!')''(?!')", trigger):
        return None  # two apostrophes for a quote: they need no guess
    cleaned = trigger
    if _ESCAPED_FIRST.match(cleaned) or re.search(r"[^\\]\\\"$", cleaned):
        cleaned = _ESCAPED.sub("", cleaned)
    cleaned = _OPEN.sub(lambda match: match["before"], cleaned)
    cleaned = (_BEHIND if cleaned != trigger else _STUCK).sub("", cleaned)
    if _FIRST.search(cleaned):
        cleaned = _LAST.sub('"', _FIRST.sub('"', cleaned))
    elif cleaned.count('"') % 2:
        cleaned = _LAST.sub('"', cleaned)
    cleaned = _PAIRS.sub(lambda match: f'{match["contains"]}"{match["text"]}"', cleaned)
    return cleaned if cleaned != trigger else None
