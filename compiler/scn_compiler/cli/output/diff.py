"""Prints the changes to a file as a unified diff for `patch -p0` and `git apply -p0`."""

import difflib
import os
import re

from scn_compiler.cli.output.documents import show_difference
from scn_compiler.inert_text import one_line


def show_diff(before: str, after: str, name: str, change: str) -> None:
    """Print the diff between two versions of the file `name`; `change` describes the second one."""
    shown = _file_name(name)
    blank = " " if shown == name and " " not in name else "\t"  # a tab ends a name
    first, second = (shown + blank).rstrip(" "), f"{shown}{blank}({change})"
    lines = difflib.unified_diff(_lines(before), _lines(after), first, second)
    show_difference("".join(line if line.endswith("\n") else line + _WITHOUT_END for line in lines))


_WITHOUT_END = "\n\\ No newline at end of file\n"


def _file_name(name: str) -> str:
    """Return a name as Git writes it: in quotes, with C escapes, if it has special characters."""
    if one_line(name) == name and not re.search(r'[^\S ]|["\\]', name):
        return name
    plain = {*range(0x20, 0x7F)} - {*b'"\\#'}
    return '"' + "".join(chr(byte) if byte in plain else f"\\{byte:03o}" for byte in os.fsencode(name)) + '"'


def _lines(text: str) -> list[str]:
    """Split `text` into lines with their ends; only `\\n` ends a line."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
