"""The text of a `fragment:` and of an `insert:` line: a name with parameters, a name with arguments."""

import re

from scn_compiler.jsondoc.codec import BadJson, load
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record

VALUE_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
"""The name of a value, a parameter or a column."""

FRAGMENT_NAME = r"[A-Za-z_][A-Za-z0-9_-]*"

_NAME = lazy_pattern(FRAGMENT_NAME)
_ENTRY = lazy_pattern(rf"(?P<name>{VALUE_NAME})[ \t\n]*(?P<sign>[=:])")
_SIGNED = lazy_pattern(rf"\$\{{?(?P<name>{VALUE_NAME})\}}?")
_STRING = lazy_pattern(r'"(?:[^"\\]|\\.)*"')
_AS = lazy_pattern(r"as\b[ \t\n]*@?(?P<name>.*)", re.DOTALL)
_LABEL = lazy_pattern(r"[a-z][a-z0-9_-]*")


class Argument(Record):
    """A parameter or an argument.

    Attributes:
        name: Its name; `None` for an argument without one.
        value: The default of a parameter, or the value of an argument; `None` for a parameter that needs a value.
        start, end: Offsets of the value in the text, or of the name of a parameter without a default.
        at: Offset of the name.
    """

    name: str | None
    value: str | None
    start: int
    end: int
    at: int


class FragmentCall(Record):
    """A name with entries in parentheses: the signature of a fragment, or an insert.

    Attributes:
        end: Offset of the end of the name.
        prefix: The name after `as`; `None` without one.
    """

    name: str
    end: int
    entries: tuple[Argument, ...] = ()
    prefix: str | None = None


class SignatureMistake(Record):
    """A mistake in such a text, at `start` to `end`; `replacement` is the text to put there instead, if that is clear."""

    message: str
    start: int
    end: int
    hint: str
    replacement: str | None = None


def read_signature(text: str) -> FragmentCall | SignatureMistake:
    """Parse `NAME(PARAMETER, PARAMETER = DEFAULT)`; the parentheses are optional."""
    call = _read(text, 'write a name, with parameters in parentheses: `verify(code, name = "Dana Reyes")`')
    if isinstance(call, SignatureMistake):
        return call
    if call.prefix is not None:
        hint = "write `as NAME` where you insert the fragment"
        return SignatureMistake(
            "`as` belongs in the `insert:` line", text.index("as", call.end), len(text), hint
        )
    return call


def without_sign(name: str) -> str | None:
    """Return the name in `$name` or `${name}`, which is right only where a value is used; `None` for other texts."""
    signed = _SIGNED.fullmatch(name)
    return signed["name"] if signed else None


def name_in(text: str) -> str:
    """Return the name at the start of a `fragment:` or `insert:` text; empty without one."""
    name = _NAME.match(text)
    return name[0] if name else ""


def read_insert(text: str) -> FragmentCall | SignatureMistake:
    """Parse `NAME(ARGUMENT = VALUE, …) as PREFIX`; parentheses and `as` are optional."""
    return _read(text, 'write the name of a fragment, with arguments in parentheses: `verify(code = "AB12")`')


def _read(text: str, form: str) -> FragmentCall | SignatureMistake:
    name = _NAME.match(text)
    if not name:
        word = text.split("(", maxsplit=1)[0].strip()
        message = (
            f"`{word}` can't be the name of a fragment" if word else "this line needs the name of a fragment"
        )
        return SignatureMistake(message, 0, len(word) or min(1, len(text)), form)
    at = _skip(text, name.end())
    entries: list[Argument] = []
    if text[at : at + 1] == "(":
        at = _skip(text, at + 1)
        while text[at : at + 1] != ")":
            found = _entry(text, at)
            if isinstance(found, SignatureMistake):
                return found
            entry, at = found
            entries.append(entry)
        at = _skip(text, at + 1)
    prefix = None
    if at < len(text):
        after = _AS.match(text, at)
        if not after:
            return _unexpected(text, at, name.end())
        prefix = after["name"]
        if not _LABEL.fullmatch(prefix):
            hint = "use lowercase letters, digits, `-` and `_`, for example `as id`"
            return SignatureMistake(
                f"`{prefix}` can't be a prefix of labels" if prefix else "`as` needs a name after it",
                after.start("name") if prefix else at,
                len(text),
                hint,
            )
    return FragmentCall(name[0], name.end(), tuple(entries), prefix)


def _entry(text: str, at: int) -> tuple[Argument, int] | SignatureMistake:
    """Parse one parameter or argument and the comma after it; return it with the offset behind."""
    if at == len(text):
        return _unclosed(text)
    if text[at] == ",":
        return SignatureMistake("nothing before this comma", at, at + 1, "remove the comma", "")
    signed = _SIGNED.match(text, at)
    if signed and text[_skip(text, signed.end()) :].startswith("="):
        message, hint = f"`{signed[0]}` can't be the name of a parameter", "write the name without `$`"
        return SignatureMistake(message, at, signed.end(), hint, signed["name"])
    named = _ENTRY.match(text, at)
    if named and named["sign"] == ":":
        where = named.end() - 1
        return SignatureMistake(f"expected `=` after `{named['name']}`", where, where + 1, "write `=`", " =")
    start = _skip(text, named.end()) if named else at
    string = _STRING.match(text, start)
    end = string.end() if string else _words_end(text, start)
    words = text[start:end].rstrip()
    end = start + len(words)
    after = _skip(text, end)
    if text[after : after + 1] not in (",", ")"):
        if after == len(text):
            return _unclosed(text)
        return SignatureMistake(
            "missing comma before this", after, len(text), "put a comma between the values"
        )
    value = _value(words, string is not None)
    if isinstance(value, str):
        name = named["name"] if named else None
        following = _skip(text, after + 1) if text[after] == "," else after
        return Argument(name, value, start, end, at), following
    return SignatureMistake(value[0], start, max(end, start + 1), value[1])


def _unexpected(text: str, at: int, name_end: int) -> SignatureMistake:
    """Explain the text after a name or after its parentheses."""
    rest = text[at:]
    message, hint, replacement = f"unexpected `{rest[:40]}` after the fragment", "remove it", None
    if ")" in text[name_end:at]:
        hint = f"remove `{rest[:40]}`, or write `as NAME` for a prefix of labels"
    elif "=" in rest:
        hint, replacement = "put the values in parentheses", f"({rest})"
    elif _NAME.fullmatch(whole := "-".join(text.split())):
        hint, replacement = f"a name has no spaces: write `{whole}`", whole
        return SignatureMistake(message, 0, len(text), hint, replacement)
    return SignatureMistake(message, at, len(text), hint, replacement)


def _unclosed(text: str) -> SignatureMistake:
    end = len(text.rstrip())
    return SignatureMistake("missing `)`", end - 1, end, "add `)` at the end", f"{text[end - 1]})")


def _words_end(text: str, at: int) -> int:
    match = re.compile(r"[^,()]*(?:\([^,()]*\)[^,()]*)*").match(text, at)
    return match.end() if match else at


def _value(words: str, is_string: bool) -> str | tuple[str, str]:
    """Read a value; a mistake is a message and a hint."""
    if is_string:
        if "\\" not in words and words.isprintable():
            return words[1:-1]
        try:
            text: str = load(words)
        except BadJson as error:
            return (
                f"this string isn't valid: {error}",
                'write a quote inside as `\\"`, and a backslash as `\\\\`',
            )
        return text
    if not words:
        return "a value is missing here", 'write a value, for example `"AB12"`'
    if words[0] in "[{":
        return "a value is a text or a number, not a list or an object", "pass the parts one by one"
    if words[0] in "\"'“”‘„«" or '"' in words:
        return "this value needs straight double quotes around it", 'write it like `"AB12"`'
    return words


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\n", "\u00a0"):
        at += 1
    return at
