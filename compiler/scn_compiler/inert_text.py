"""Text that steers neither a terminal nor the runner of a build: what would is written as an escape, e.g. `\\u001b`.

Sources:
    github.com/actions/runner, `ActionCommand.cs` and `OutputManager.cs` (2026-11): `##[command]` anywhere in a line, and
    `::command::` at its beginning, are commands, on standard output and standard error alike.
    learn.microsoft.com, "Logging commands" of Azure Pipelines: `##vso[command]` and `##[command]`.
    www.jetbrains.com, "Service messages" of TeamCity: `##teamcity[message]`.
"""

import re
from collections.abc import Callable

_BETWEEN = r"[^ -~\n]*"
"""What may stand between the signs of a command: .NET compares texts without characters that have no weight."""

_NUMBER_SIGN = rf"#(?={_BETWEEN}#(?:[\w.-]|[^ -~\n])*\[)"
_COMMAND = rf"(?m){_NUMBER_SIGN}|(?:^|(?<=\r))[^!-~\n]*:(?={_BETWEEN}:)"
_STEERING = "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]"
_IN_JSON = f"{_STEERING}|{_NUMBER_SIGN}"
_IN_MARKUP = f"{_STEERING}|{_NUMBER_SIGN}|:(?={_BETWEEN}:)"
# Patterns as text: `re` compiles and keeps them at their first use, and most runs use none.

_KEPT = frozenset(
    "\t\n\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
    "\u200c\u200d"  # they join and part letters of Persian and Hindi, and emoji
)
"""Characters that Python does not call printable, and that do no harm."""

_SHORT = {"\t": "\\t", "\n": "\\n", "\r": "\\r"}


def inert(text: str) -> str:
    """`text` for people, with its lines: control characters, those that turn the direction, and commands are escaped."""
    if not (text.isascii() and text.replace("\n", "").isprintable()):
        text = "".join(char if char.isprintable() or char in _KEPT else escaped(char) for char in text)
    return without_commands(text)


def one_line(text: str) -> str:
    """`text` for people, on one line: a file's name, an author's words, a message."""
    for char in "\t\n":
        text = text.replace(char, escaped(char))
    return inert(text)


def without_commands(text: str) -> str:
    """`text` without commands to runners; control characters stay."""
    return _escape_last(_COMMAND, text, escaped) if "#" in text or ":" in text else text


def line_with_command(text: str) -> int | None:
    """The number of the first line that a runner would take for a command."""
    found = re.search(_COMMAND, text)
    return text.count("\n", 0, found.end()) + 1 if found else None


def inert_json(text: str) -> str:
    """A JSON text of the same values, in which nothing steers."""
    if text.isascii() and "##" not in text and "\x7f" not in text:
        return text
    return _escape_last(_IN_JSON, text, escaped)


def inert_markup(text: str) -> str:
    """Text of XML, HTML or DOT of the same meaning, in which nothing steers; its line breaks stay."""
    return _escape_last(_IN_MARKUP, text, lambda char: f"&#{ord(char)};")


def escaped(char: str) -> str:
    """A character as an escape: of JSON, where JSON has one."""
    code = ord(char)
    return _SHORT.get(char) or (f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")


def _escape_last(pattern: str, text: str, escape: Callable[[str], str]) -> str:
    """`text`, with the last character of each match escaped."""
    return re.sub(pattern, lambda match: match[0][:-1] + escape(match[0][-1]), text)
