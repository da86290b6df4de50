"""Makes text inert: escapes characters that a terminal or a CI runner would obey, e.g. as `\\u001b`.

Sources:
    github.com/actions/runner, `ActionCommand.cs` and `OutputManager.cs` (2026-11): `##[command]` anywhere in a line, and
    `::command::` at its start, are commands, on standard output and standard error alike.
    learn.microsoft.com, "Logging commands" of Azure Pipelines: `##vso[command]` and `##[command]`.
    www.jetbrains.com, "Service messages" of TeamCity: `##teamcity[message]`.
"""

import re
from collections.abc import Callable

_BETWEEN = r"[^ -~\n]*"
"""Characters that may appear inside the marker of a command: .NET ignores them when it compares strings."""

_NUMBER_SIGN = rf"#(?={_BETWEEN}#(?:[\w.-]|[^ -~\n])*\[)"
_COMMAND = rf"(?m){_NUMBER_SIGN}|(?:^|(?<=\r))[^!-~\n]*:(?={_BETWEEN}:)"
_STEERING = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
_IN_JSON = f"{_STEERING}|{_NUMBER_SIGN}"
_IN_MARKUP = f"{_STEERING}|{_NUMBER_SIGN}|:(?={_BETWEEN}:)"
# Patterns as text: `re` compiles and caches them at their first use, and most runs use none.

_KEPT = frozenset(
    "\t\n\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u200c\u200d"  # they join and separate letters of Persian and Hindi, and emoji
)
"""Harmless characters that Python doesn't consider printable."""

_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def inert(text: str) -> str:
    """Escape control characters, characters that change the direction, and commands to CI runners; keep line breaks."""
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        text = "".join(char if char.isprintable() or char in _KEPT else escaped(char) for char in text)
    return without_commands(text)


def one_line(text: str) -> str:
    """Make `text` inert and put it on one line: a file name, an author's words, a message."""
    for char in "\t\n":
        text = text.replace(char, escaped(char))
    return inert(text)


def without_commands(text: str) -> str:
    """Escape commands to CI runners; keep control characters."""
    return _escape_last(_COMMAND, text, escaped) if "#" in text or ":" in text else text


def line_with_command(text: str) -> int | None:
    """Return the number of the first line that a CI runner would obey."""
    found = re.search(_COMMAND, text)
    return text.count("\n", 0, found.end()) + 1 if found else None


def inert_json(text: str) -> str:
    """Make a JSON text inert, without changing its values."""
    if text.isascii() and "##" not in text and "\x7f" not in text:
        return text
    return _escape_last(_IN_JSON, text, escaped)


def inert_markup(text: str) -> str:
    """Make a text in XML, HTML or DOT inert, without changing its meaning; keep line breaks."""
    return _escape_last(_IN_MARKUP, text, lambda char: f"&#{ord(char)};")


def escaped(char: str) -> str:
    """Return the escape of a character, as in JSON if possible."""
    code = ord(char)
    return _SHORT.get(char) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def _escape_last(pattern: str, text: str, escape: Callable[[str], str]) -> str:
    """Escape the last character of each match."""
    return re.sub(pattern, lambda match: match[0][:-1] + escape(match[0][-1]), text)
