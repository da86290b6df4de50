"""Comments behind other words of a line, as other formats have them: a comment of scn is a whole line."""

import re

_COMMENT = re.compile(r"(?:(?<=\S)[ \t\xa0]+#+|(?<=\S)[ \t\xa0]+//+)[ \t\xa0]*(?=[^\W\d_][^#]*$)")
_NO_COMMENT = re.compile(
    r"""(?i)(?:\b(?:press|hit|push|dial|enter|type|use|the|a|an|by|with|and|or|then|pound|hash|number|key|sign|symbol|character
    |ticket|order|issue|no|nr|room|apt|suite|unit|item|channel|tag|hashtag|sharp|c|f|g)|[*0-9])$""",
    re.VERBOSE,
)
_GOES_ON = re.compile(r"(?i)(?:key|sign|symbol|button|to|when|after|for|character)\b")


def trailing_comment(text: str, *, prose: bool = True) -> int | None:
    """The offset of a comment at the end of `text`: `#` or `//` behind a blank, and words; `None` without one.

    In prose a key that is pressed (`press # to go on`) and a number (`order # A-12`) are none.
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
