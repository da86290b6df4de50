"""How build runners interpret printed lines, and what controls a terminal."""

import re
import unicodedata

ANNOTATION = re.compile(
    r"::(error|warning|notice) file=[^\r\n]*?(,line=\d+(,endLine=\d+)?(,col=\d+(,endColumn=\d+)?)?)?(,title=SCN\d+ [\w-]+)?::"
)
"""The start of scn's annotations."""

CONTROLS = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")
"""Control characters and changes of direction, except line breaks and tabs."""


def commands(printed: str, *, annotations: bool = False) -> list[str]:
    """The lines that GitHub, Azure Pipelines or TeamCity would run as a command.

    Args:
        annotations: Accept annotations of scn, which are meant to be commands.
    """
    return [
        line
        for line in re.split(r"\r\n|\r|\n", printed)
        if _is_command(ANNOTATION.sub("", line, count=1) if annotations and ANNOTATION.match(line) else line)
    ]


def _is_command(line: str) -> bool:
    """.NET finds a text even if it contains ignorable characters."""
    weighty = "".join(char for char in line if unicodedata.category(char) not in ("Cc", "Cf", "Mn"))
    return any(
        re.match(r"\s*::.*?::", text, re.DOTALL) or re.search(r"##[\w.-]*\[", text)
        for text in (line, weighty)
    )
