"""Comments at the end of a line, as in other formats: in scn, a comment is a whole line."""

import re

from scn_dsl.patterns import lazy_pattern

_COMMENT = lazy_pattern(r"(?:(?<=\S)[ \t\xa0]+#+|(?<=\S)[ \t\xa0]+//+)[ \t\xa0]*(?=[^\W\d_][^#]*$)")
_NO_COMMENT = lazy_pattern(
    r"""(?i)(?:\b(?:press|hit|push|dial|enter|type|use|the|a|an|by|with|and|or|then|pound|hash|number|key|sign|symbol|character
    |ticket|order|issue|no|nr|room|apt|suite|unit|item|channel|tag|hashtag|sharp|c|f|g)|[*0-9])$""",
    re.VERBOSE,
)
_GOES_ON = lazy_pattern(r"(?i)(?:key|sign|symbol|button|to|when|after|for|character)\b")


def trailing_comment(text: str, *, prose: bool = True) -> int | None:
    """Find the offset of a comment at the end of `text`, a space with `#` or `//` and words; `None` if it has none.

    In prose, a key (`press # to go on`) and a number (`order # A-12`) aren't comments.
    """
    found = _COMMENT.search(text)
    if not prose:
        found = re.search(r"(?<=\S)[ \t\xa0]+(?:#+|//+)", text)
        return found and found.end() - len(found[0].lstrip(" \t\xa0"))
    if (
        found is None
        or _NO_COMMENT.search(text[: found.start()].rstrip())
        or _GOES_ON.match(text, found.end())
    ):
        return None
    return found.end() - len(found[0].lstrip(" \t\xa0"))
