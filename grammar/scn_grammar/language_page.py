"""The reference page of the language, by section."""

import re
from functools import cache
from pathlib import Path

_NAME = "LANGUAGE.md"
_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
_HEADING = re.compile(r"^(##+) (.+)$", re.MULTILINE)


@cache
def sections() -> dict[str, str]:
    """The Markdown below each heading, without the sections of a lower level that follow it, in order."""
    text = _text()
    code = [found.span() for found in _FENCE.finditer(text)]
    headings = [
        found
        for found in _HEADING.finditer(text)
        if not any(start <= found.start() < end for start, end in code)
    ]
    ends = [found.start() for found in headings[1:]] + [len(text)]
    return {
        found[2].replace("`", ""): text[found.end() : end].strip()
        for found, end in zip(headings, ends, strict=True)
    }


def _text() -> str:
    """The page: in an installed package beside this module, in a checkout in the folder above."""
    here = Path(__file__).parent
    path = here / _NAME if (here / _NAME).is_file() else here.parent / _NAME
    return path.read_text(encoding="utf-8")
