"""Tool calls in a script, such as `lookup(order="A-1", open=true)`: parsed and printed."""

import re
from collections.abc import Iterator

from scn_compiler.jsondoc.codec import BadJson, Json, load, stringify
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, field


class Call(Record):
    """A tool call: the name of the tool and its arguments."""

    name: str
    arguments: dict[str, Json] = field(default_factory=dict)


class CallMistake(Record):
    """A syntax error in a tool call.

    Attributes:
        start, end: Offsets of the error in the text.
        replacement: The text to put there instead; `None` if the intended call isn't clear.
        safe: Whether the replacement keeps the meaning for certain.
    """

    message: str
    start: int
    end: int
    hint: str | None = None
    replacement: str | None = None
    safe: bool = True


class _CallError(Exception):
    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)
        self.mistake = CallMistake(*parts)  # type: ignore[arg-type]


_BARE_NAME = lazy_pattern(r"[A-Za-z_][\w.-]*")
_STRING = lazy_pattern(r'"(?:[^"\\]|\\.)*"')
_SINGLE_QUOTED = lazy_pattern(r"'([^'\"\\]*)'")
_NEXT_ARGUMENT = lazy_pattern(r'(?<=[\s"\]}])\s*(?P<name>[A-Za-z_][\w-]*)\s*[=:](?!=)')
_CLOSING = {"(": ")", "[": "]", "{": "}"}


def read_call(text: str) -> Call | CallMistake:
    """Parse a tool call; return the first mistake instead if the text isn't a call.

    Args:
        text: `TOOL(NAME=JSON, …)`.

    Raises:
        Nothing: a broken call is returned as a `CallMistake`.
    """
    try:
        return _parse_call(text)
    except _CallError as error:
        return error.mistake


def write_call(call: Call) -> str:
    """Print a tool call; a name is quoted only if it has to be."""
    from scn_grammar.printer import escape  # noqa: PLC0415  (parsing does not need the printer)

    inner = ", ".join(f"{_print_name(name)}={escape(value)}" for name, value in call.arguments.items())
    return f"{_print_name(call.name)}({inner})"


def _print_name(name: str) -> str:
    return name if _BARE_NAME.fullmatch(name) else stringify(name)


def _parse_call(text: str) -> Call:
    name, at = _parse_name(text, 0)
    if name is None:
        hint = 'write a call, for example `lookup_order(order_id="A-1")`'
        raise _CallError("this call must start with the tool's name", 0, min(1, len(text)), hint)
    at = _skip_space(text, at)
    if text[at : at + 1] != "(":
        if at == len(text):
            raise _CallError(f"`{name}` needs parentheses", at, at, f"write `{text}()`", "()")
        hint = f"put the arguments in parentheses: `{_with_parentheses(name, text[at:])}`"
        raise _CallError("the arguments must be in parentheses after the tool's name", at, at + 1, hint)
    arguments: dict[str, Json] = {}
    at = _skip_space(text, at + 1)
    while text[at : at + 1] != ")":
        at = _parse_argument(text, at, arguments)
    after = _skip_space(text, at + 1)
    if after < len(text):
        raise _CallError(
            f"unexpected `{_short(text[after:])}` after the call",
            at + 1,
            len(text),
            "remove the text after the call",
            "",
        )
    return Call(name, arguments)


def _with_parentheses(name: str, arguments: str) -> str:
    """Print a call whose arguments are in other brackets, are an object, or have no brackets."""
    example = f'{_print_name(name)}(order_id="A-1")'
    arguments = arguments.rstrip(" \t\n")
    inner = arguments[1:-1] if arguments[0] + arguments[-1] in ("{}", "[]") else arguments
    try:
        value = load(arguments) if arguments[0] == "{" else None
    except BadJson:
        value = None
    call = Call(name, value) if isinstance(value, dict) else read_call(f"{_print_name(name)}({inner})")
    printed = write_call(call) if isinstance(call, Call) else example
    return printed if len(printed) <= 60 else example


def _parse_argument(text: str, at: int, arguments: dict[str, Json]) -> int:
    """Parse `NAME=VALUE` and the comma after it; return the offset of the next argument or of the `)`."""
    start = at
    if at == len(text):
        raise _CallError("missing `)`", at, at, "add `)` at the end", ")")
    if text[at] == ",":
        raise _CallError("missing argument before this comma", at, at + 1, "remove the comma", "")
    name, at = _parse_name(text, at)
    at = _skip_space(text, at)
    char = text[at : at + 1]
    if name is None or char not in ("=", ":"):
        end = _value_end(text, start)
        excerpt = _short(text[start:end].strip())
        raise _CallError(f"the argument `{excerpt}` needs a name", start, end, f"write `NAME={excerpt}`")
    if char == ":":
        hint = f"write `{_print_name(name)}=`"
        raise _CallError(f"expected `=` between `{name}` and its value", at, at + 1, hint, "=")
    if name in arguments:
        raise _CallError(f"duplicate argument `{name}`", start, at, "remove one of the two arguments")
    first = _skip_space(text, at + 1)
    end = _value_end(text, first)
    arguments[name] = _parse_value(text, name, first, end)
    if end == len(text):
        raise _CallError("missing `)`", end, end, "add `)` at the end", ")")
    if text[end] == ",":
        after = _skip_space(text, end + 1)
        if text[after : after + 1] == ")":
            raise _CallError("missing argument after this comma", end, end + 1, "remove the comma", "")
        return after
    return end


def _parse_name(text: str, at: int) -> tuple[str | None, int]:
    """Parse the name at `at`, with or without quotes; return it with the offset after it."""
    if bare := _BARE_NAME.match(text, at):
        return bare[0], bare.end()
    if string := _STRING.match(text, at):
        try:
            return load(string[0]), string.end()
        except BadJson:
            return None, at
    return None, at


def _skip_space(text: str, at: int) -> int:
    while text[at : at + 1] in (" ", "\t", "\n"):
        at += 1
    return at


def _value_end(text: str, at: int) -> int:
    """Find the end of the value at `at`: the first comma or closing parenthesis outside brackets and strings."""
    brackets: list[str] = []
    while at < len(text):
        char = text[at]
        if char == '"':
            string = _STRING.match(text, at)
            at = string.end() if string else len(text)
            continue
        if single := _SINGLE_QUOTED.match(text, at) if text[at - 1 : at] in (*"=:[{(, ",) else None:
            at = single.end()
            continue
        if brackets and char == brackets[-1]:
            brackets.pop()
        elif not brackets and char in ",)":
            return at
        elif char in _CLOSING:
            brackets.append(_CLOSING[char])
        at += 1
    return at


def _parse_value(text: str, name: str, start: int, end: int) -> Json:
    end = start + len(text[start:end].rstrip())
    source = text[start:end]
    if not source:
        raise _CallError(
            f"`{_print_name(name)}=` needs a value", start, start, "write the value as JSON after the `=`"
        )
    try:
        return load(source)
    except BadJson as error:
        from scn_compiler.jsondoc.errors import hint_for  # noqa: PLC0415  (only a wrong value needs it)

        for near_miss in _near_misses(name, source, start):
            raise near_miss from None
        at = min(start + error.offset, len(text))
        hint = (
            hint_for(source, error.offset) or f'write a JSON value, for example `{_print_name(name)}="A-1"`'
        )
        raise _CallError(f"`{name}` needs valid JSON: {error}", at, min(at + 1, len(text)), hint) from None


def _near_misses(name: str, source: str, start: int) -> Iterator[_CallError]:
    """Yield likely causes of a value that isn't JSON, the most certain first."""
    from scn_compiler.jsondoc.errors import CONSTANTS  # noqa: PLC0415  (only a wrong value needs it)

    end = start + len(source)
    excerpt = _short(source)
    if source[0] == '"' and not _STRING.match(source):
        yield _CallError(f"the string for `{name}` is never closed", start, end, 'add the closing `"`')
    for following in _NEXT_ARGUMENT.finditer(source):
        if _is_json(source[: following.start()].rstrip()):
            at = start + len(source[: following.start()].rstrip())
            yield _CallError(f"missing comma before `{following['name']}`", at, at, "add a comma", ",")
    if single := _SINGLE_QUOTED.fullmatch(source):
        quoted = stringify(single[1])
        yield _CallError(
            f"`{excerpt}` needs double quotes, because the value is JSON",
            start,
            end,
            f"write `{quoted}`",
            quoted,
        )
    for word, constant in CONSTANTS.items():
        for match in re.finditer(rf"\b{word}\b", _STRING.sub(lambda match: " " * len(match[0]), source)):
            at, to = start + match.start(), start + match.end()
            yield _CallError(f"JSON uses `{constant}`, not `{word}`", at, to, f"write `{constant}`", constant)
    if "'" in source and source[0] in "[{":
        at = start + source.index("'")
        yield _CallError("this JSON string needs double quotes", at, at + 1, "write `\"` instead of `'`")
    if opening := _open_bracket(source):
        left = source[opening - 1]
        hint = f"add the closing `{_CLOSING[left]}`"
        yield _CallError(f"`{left}` is never closed", start + opening - 1, start + opening, hint)
    if source[0] not in '"[{' and not re.search(r"[\"\[\]{}]", source):
        quoted = stringify(source)
        hint = f"put text in quotes: `{quoted}`"
        yield _CallError(f"`{excerpt}` isn't a JSON value", start, end, hint, quoted, False)


def _open_bracket(source: str) -> int:
    """Return the offset after the first unclosed bracket; 0 if all are closed."""
    plain = _STRING.sub(lambda match: " " * len(match[0]), source)
    brackets: list[int] = []
    for at, char in enumerate(plain):
        if char in "[{":
            brackets.append(at + 1)
        elif char in "]}" and brackets:
            brackets.pop()
    return brackets[0] if brackets else 0


def _is_json(source: str) -> bool:
    try:
        load(source)
    except BadJson:
        return False
    return True


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"
