"""A tool call as a script writes it: `lookup(order="A-1", open=true)`; from text, and to text."""

import re
from collections.abc import Iterator

from scn_compiler.jsondoc.codec import BadJson, Json, load, stringify
from scn_dsl.records import Record, field


class Call(Record):
    """A call: which tool, with which arguments."""

    name: str
    arguments: dict[str, Json] = field(default_factory=dict)


class CallMistake(Record):
    """Why a text is no call.

    Attributes:
        start, end: Where in the text.
        replacement: What stands there in the call that was surely meant; `None` where nobody can tell.
        safe: Whether there is no doubt of it.
    """

    message: str
    start: int
    end: int
    hint: str | None = None
    replacement: str | None = None
    safe: bool = True


class _Wrong(Exception):  # noqa: N818  (an outcome of reading)
    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)
        self.slip = CallMistake(*parts)  # type: ignore[arg-type]


_BARE = re.compile(r"[A-Za-z_][\w.-]*")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
_SINGLE = re.compile(r"'([^'\"\\]*)'")
_NEXT = re.compile(r'(?<=[\s"\]}])\s*(?P<name>[A-Za-z_][\w-]*)\s*[=:](?!=)')
_CONSTANTS = {
    "True": "true",
    "False": "false",
    "None": "null",
    "TRUE": "true",
    "FALSE": "false",
    "nil": "null",
}
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def read_call(text: str) -> Call | CallMistake:
    """The call that `text` is, or the first reason why it is none."""
    try:
        return _call(text)
    except _Wrong as wrong:
        return wrong.slip


def write_call(call: Call) -> str:
    """The text of `call`: names bare where they can be."""
    from scn_grammar.printer import escape  # noqa: PLC0415  (reading does without)

    inner = ", ".join(f"{_written(name)}={escape(value)}" for name, value in call.arguments.items())
    return f"{_written(call.name)}({inner})"


def _written(name: str) -> str:
    return name if _BARE.fullmatch(name) else stringify(name)


def _call(text: str) -> Call:
    name, at = _name(text, 0)
    if name is None:
        hint = 'write e.g. `lookup_order(order_id="A-1")`'
        raise _Wrong("a call begins with the name of the tool", 0, min(1, len(text)), hint)
    at = _skip(text, at)
    if text[at : at + 1] != "(":
        if at == len(text):
            raise _Wrong(f"`{name}` has no parentheses", at, at, f"write `{text}()`", "()")
        hint = f'write e.g. `{_written(name)}(order_id="A-1")`'
        raise _Wrong("after the tool's name its arguments stand in parentheses", at, at + 1, hint)
    arguments: dict[str, Json] = {}
    at = _skip(text, at + 1)
    while text[at : at + 1] != ")":
        at = _argument(text, at, arguments)
    after = _skip(text, at + 1)
    if after < len(text):
        raise _Wrong(
            f"after the call there is `{_short(text[after:])}`", at + 1, len(text), "take it out", ""
        )
    return Call(name, arguments)


def _argument(text: str, at: int, arguments: dict[str, Json]) -> int:
    """Read `NAME=VALUE`, and the comma behind it; returns where the next argument or the end is."""
    start = at
    if at == len(text):
        raise _Wrong("the closing `)` is missing", at, at, "write `)` at the end", ")")
    if text[at] == ",":
        raise _Wrong("there is no argument before this comma", at, at + 1, "take the comma out", "")
    name, at = _name(text, at)
    at = _skip(text, at)
    sign = text[at : at + 1]
    if name is None or sign not in ("=", ":"):
        end = _end_of_value(text, start)
        shown = _short(text[start:end].strip())
        raise _Wrong(f"the argument `{shown}` has no name", start, end, f"write `NAME={shown}`")
    if sign == ":":
        hint = f"write `{_written(name)}=`"
        raise _Wrong(f"between `{name}` and its value stands `=`", at, at + 1, hint, "=")
    if name in arguments:
        raise _Wrong(f"the argument `{name}` is given twice", start, at, "take one out")
    first = _skip(text, at + 1)
    end = _end_of_value(text, first)
    arguments[name] = _value(text, name, first, end)
    if end == len(text):
        raise _Wrong("the closing `)` is missing", end, end, "write `)` at the end", ")")
    if text[end] == ",":
        after = _skip(text, end + 1)
        if text[after : after + 1] == ")":
            raise _Wrong("there is no argument after this comma", end, end + 1, "take the comma out", "")
        return after
    return end


def _name(text: str, at: int) -> tuple[str | None, int]:
    """The name that begins at `at`, bare or as a JSON string, and where it ends."""
    if bare := _BARE.match(text, at):
        return bare[0], bare.end()
    if string := _STRING.match(text, at):
        try:
            return load(string[0]), string.end()
        except BadJson:
            return None, at
    return None, at


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\n"):
        at += 1
    return at


def _end_of_value(text: str, at: int) -> int:
    """Where the value that begins at `at` ends: at a comma or parenthesis that is not inside of it."""
    opened: list[str] = []
    while at < len(text):
        sign = text[at]
        if sign == '"':
            string = _STRING.match(text, at)
            at = string.end() if string else len(text)
            continue
        if single := _SINGLE.match(text, at) if text[at - 1 : at] in (*"=:[{(, ",) else None:
            at = single.end()
            continue
        if opened and sign == opened[-1]:
            opened.pop()
        elif not opened and sign in ",)":
            return at
        elif sign in _CLOSING:
            opened.append(_CLOSING[sign])
        at += 1
    return at


def _value(text: str, name: str, start: int, end: int) -> Json:
    end = start + len(text[start:end].rstrip())
    written = text[start:end]
    if not written:
        raise _Wrong(f"`{_written(name)}=` has no value", start, start, "write it behind the `=`, as JSON")
    try:
        return load(written)
    except BadJson as error:
        for near_miss in _near_misses(name, written, start):
            raise near_miss from None
        at = min(start + error.offset, len(text))
        raise _Wrong(f"`{name}` needs a JSON value: {error}", at, min(at + 1, len(text))) from None


def _near_misses(name: str, written: str, start: int) -> Iterator[_Wrong]:
    """What else the author may have meant by a value that is no JSON."""
    end = start + len(written)
    shown = _short(written)
    if written[0] == '"' and not _STRING.match(written):
        yield _Wrong(f"the quote of `{name}` is never closed", start, end, 'write the closing `"`')
    for following in _NEXT.finditer(written):
        if _is_json(written[: following.start()].rstrip()):
            at = start + len(written[: following.start()].rstrip())
            yield _Wrong(f"a comma is missing before `{following['name']}`", at, at, "write `,`", ",")
    if single := _SINGLE.fullmatch(written):
        quoted = stringify(single[1])
        yield _Wrong(
            f"`{shown}` has single quotes, and JSON has double ones", start, end, f"write `{quoted}`", quoted
        )
    for word, constant in _CONSTANTS.items():
        for found in re.finditer(rf"\b{word}\b", _STRING.sub(lambda match: " " * len(match[0]), written)):
            at, to = start + found.start(), start + found.end()
            yield _Wrong(f"JSON writes `{constant}`, not `{word}`", at, to, f"write `{constant}`", constant)
    if "'" in written and written[0] in "[{":
        at = start + written.index("'")
        yield _Wrong("JSON has double quotes only", at, at + 1, "write `\"` instead of `'`")
    if opened := _open_bracket(written):
        yield _Wrong(f"`{written[opened - 1]}` is never closed", start + opened - 1, start + opened)
    if written[0] not in '"[{' and not re.search(r"[\"\[\]{}]", written):
        quoted = stringify(written)
        hint = f"text stands in quotes: `{quoted}`"
        yield _Wrong(f"`{shown}` is no JSON value", start, end, hint, quoted, False)


def _open_bracket(written: str) -> int:
    """Where the first bracket that nothing closes ends; 0 if there is none."""
    plain = _STRING.sub(lambda match: " " * len(match[0]), written)
    opened: list[int] = []
    for at, sign in enumerate(plain):
        if sign in "[{":
            opened.append(at + 1)
        elif sign in "]}" and opened:
            opened.pop()
    return opened[0] if opened else 0


def _is_json(written: str) -> bool:
    try:
        load(written)
    except BadJson:
        return False
    return True


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
