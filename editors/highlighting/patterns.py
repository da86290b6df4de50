"""Translates patterns from Python's dialect to those of the highlighters, using Python's own regex parser."""

from collections.abc import Callable, Iterable, Iterator
from re import _constants as sre  # the opcodes in the parser's result
from re import _parser
from typing import Any

Part = tuple[Any, Any]

_WORD = "0-9A-Za-z_\\u00aa-\\u1fff\\u3040-\\ud7ff"
"""Word characters, as the inside of a character class."""

_SPACES = "\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
"""Python's `\\s`, as the inside of a character class."""

_IN_CLASS = "\\]^-["
_VIM_OR = "\\|"


def perl(pattern: str) -> str:
    """Translate a pattern for Oniguruma and Python, without capturing groups."""
    return "".join(_perl(part) for part in _parser.parse(pattern))


def javascript(pattern: str) -> str:
    """Translate a pattern to a JavaScript literal; `\\b`, which is ASCII-only there, becomes a lookahead."""
    body = perl(pattern).replace("\\b", f"(?![{_WORD}])").replace("/", "\\/")
    return f"/{body}/"


def _perl(part: Part) -> str:
    match part:
        case (sre.LITERAL, code):
            return char(code, "\\.^$*+?{}[]|()")
        case (sre.NOT_LITERAL, code):
            return f"[^{char(code, _IN_CLASS)}]"
        case (sre.IN, items):
            return f"[{''.join(members(items, _IN_CLASS))}]"
        case (sre.BRANCH, (_, branches)):
            return f"(?:{'|'.join(''.join(map(_perl, branch)) for branch in branches)})"
        case (sre.SUBPATTERN, (_, _, _, inner)):
            text = "".join(map(_perl, inner))
            return text if _is_one(inner) else f"(?:{text})"
        case (sre.MAX_REPEAT, (low, high, inner)):
            text = "".join(map(_perl, inner))
            return (text if _is_one(inner) else f"(?:{text})") + _times(low, high)
        case (sre.AT, sre.AT_BEGINNING):
            return "^"
        case (sre.AT, sre.AT_END):
            return "$"
        case (sre.AT, sre.AT_BOUNDARY):
            return "\\b"
        case ((sre.ASSERT | sre.ASSERT_NOT) as kind, (1, inner)):
            return f"(?{'=' if kind is sre.ASSERT else '!'}{''.join(map(_perl, inner))})"
    raise ValueError(f"no dialect supports {part}")


def vim(pattern: str) -> str:
    """Translate a pattern for Vim with the option `magic`."""
    return "".join(_vim(part) for part in _parser.parse(pattern))


def _vim(part: Part) -> str:
    match part:
        case (sre.LITERAL, code):
            return _vim_char(code)
        case (sre.NOT_LITERAL, code):
            return f"[^{_vim_member(code)}]"
        case (sre.IN, items):
            return f"[{''.join(members(items, member=_vim_member))}]"
        case (sre.BRANCH, (_, branches)):
            return rf"\%({_VIM_OR.join(''.join(map(_vim, branch)) for branch in branches)}\)"
        case (sre.SUBPATTERN, (_, _, _, inner)):
            return rf"\%({''.join(map(_vim, inner))}\)"
        case (sre.MAX_REPEAT, (low, high, inner)):
            text = "".join(map(_vim, inner))
            return (text if _is_one(inner) else rf"\%({text}\)") + _times(low, high, "\\")
        case (sre.AT, sre.AT_BEGINNING):
            return "^"
        case (sre.AT, sre.AT_END):
            return "$"
        case (sre.AT, sre.AT_BOUNDARY):
            return r"\k\@!"
        case ((sre.ASSERT | sre.ASSERT_NOT) as kind, (1, inner)):
            return rf"\%({''.join(map(_vim, inner))}\)\@{'=' if kind is sre.ASSERT else '!'}"
    raise ValueError(f"no dialect supports {part}")


def char(code: int, special: str = "") -> str:
    """Escape a character if it is special or not printable ASCII."""
    if chr(code) in special:
        return "\\" + chr(code)
    named = {9: "\\t", 10: "\\n", 13: "\\r"}
    return named.get(code) or (chr(code) if 32 <= code < 127 else f"\\u{code:04x}")


def members(
    items: Iterable[Part], special: str = "", member: Callable[[int], str] | None = None
) -> Iterator[str]:
    """Yield the members of a character class."""
    show = member or (lambda code: char(code, special))
    for item in items:
        match item:
            case (sre.NEGATE, _):
                yield "^"
            case (sre.LITERAL, code):
                yield show(code)
            case (sre.RANGE, (low, high)):
                yield f"{show(low)}-{show(high)}"
            case (sre.CATEGORY, sre.CATEGORY_SPACE):
                yield from members(_parser.parse(f"[{_SPACES}]")[0][1], special, member)
            case _:
                raise ValueError(f"no dialect supports {item}")


def _vim_char(code: int) -> str:
    named = {9: "\\t", 10: "\\n", 13: "\\r"}
    if code in named:
        return named[code]
    if chr(code) in "\\.^$*~[]":
        return "\\" + chr(code)
    return chr(code) if 32 <= code < 127 else f"\\%u{code:04x}"


def _vim_member(code: int) -> str:
    return char(code, "\\]^-")


def _is_one(inner: Any) -> bool:
    return len(inner) == 1 and inner[0][0] in (sre.LITERAL, sre.NOT_LITERAL, sre.IN)


def _times(low: int, high: Any, escape: str = "") -> str:
    match (low, high):
        case (0, sre.MAXREPEAT):
            return "*"
        case (1, sre.MAXREPEAT):
            return f"{escape}+"
        case (0, 1):
            return f"{escape}?" if not escape else "\\="
        case _:
            return (
                f"{escape}{{{low},{'' if high is sre.MAXREPEAT else high}}}"
                if low != high
                else f"{escape}{{{low}}}"
            )
