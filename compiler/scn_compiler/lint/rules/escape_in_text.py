r"""An escape sequence of another format in a text, such as `\n`, `\u00e9` or `&amp;`: the caller reads it aloud.

Only `raw:` has escapes, those of JSON, and they are intended. Windows paths are skipped.
"""

import re
from collections.abc import Iterator

from scn_compiler.lint.context import RuleContext, Spoken
from scn_compiler.lint.rule import PLAYED_OR_TOLD, rule
from scn_compiler.lint.texts.literal import literal_of
from scn_dsl.catalog import report
from scn_dsl.diagnostic import Diagnostic, Edit, Fix

_SIGNS = frozenset("\\&%Ãâ")
_ESCAPES = r"""
    (?P<coded>(?: \\u[0-9a-fA-F]{4} | \\u\{[0-9a-fA-F]{1,6}\} | \\U[0-9a-fA-F]{8} | \\x[0-9a-fA-F]{2} )+)
  | (?P<named> \\N\{[A-Z][A-Z -]{1,60}\} )
  | (?P<misread> (?: Ã[\u0080-\u00bf] | â€[\u2018-\u203a\u0153\u2122\u02dc\u00a6\u009c\u009d] )+ )
  | (?P<quote>\\["'])
  | (?P<blank>(?: \\[nrt] )+)
  | (?P<entity>&(?: [A-Za-z]{2,31} | \#\d{1,7} | \#[xX][0-9a-fA-F]{1,6} );)
  | (?<!\S) (?P<percent>[^\s/:@?=&%\d]+ (?: %[0-9A-Fa-f]{2} [^\s/:@?=&%]* )+) (?!\S)
"""
_PATH = r"[A-Za-z]:\\|\\\\\w|^[A-Z]+\\[a-z]"


@rule(blocks=PLAYED_OR_TOLD)
def escape_in_text(context: RuleContext) -> Iterator[Diagnostic]:
    for words in context.odd:
        if words.action.text.is_plain and not _SIGNS.isdisjoint(words.text):
            yield from _check_text(context, words)


def _check_text(context: RuleContext, words: Spoken) -> Iterator[Diagnostic]:
    literal = literal_of(words.text, words.marks, context.target.markup, attributes=False)
    for match in re.finditer(_ESCAPES, literal, re.VERBOSE):
        kind, written = match.lastgroup, match[0]
        if kind == "blank" and _is_path(literal, *match.span()):
            continue
        if written in {"&lt;", "&gt;"} and re.search(r"&lt;[ ]?/?[ ]?[a-z]", literal):
            continue  # a tag, which `unknown-tag` reports
        meant = _meaning(kind, written)
        if meant == written:
            continue
        span = words.place(*match.span())
        what = "the caller reads it aloud" if words.verbatim else "escapes don't work here"
        message = f"`{written}` is an escape sequence from another format: {what}"
        if kind == "misread":
            message = f"`{written}` was read in the wrong encoding"
        if kind == "blank":
            hint = "write a space; for a line break, start the next line with `||`"
            start, end = _with_spaces(literal, *match.span())
            between = " " if literal[:start].strip() and literal[end:].strip() else ""
            edit = Edit(words.place(start, end), between)
            whole = words.may_edit(start, end) and literal.strip() != written
            fix = Fix("replace with a space", (edit,), safe=False) if whole else None
        else:
            hint = f"replace with `{meant}`" if meant else "write the character itself"
            hint = "replace with a space" if meant == " " else hint
            fix = Fix(hint, (Edit(span, meant),)) if meant and words.may_edit(*match.span()) else None
        yield report("escape-in-text", span, message, hint, fix=fix)


def _is_path(text: str, start: int, end: int) -> bool:
    """Return whether `text[start:end]` is part of a word like `C:\\new`."""
    first = max(text.rfind(" ", 0, start), text.rfind("\n", 0, start)) + 1
    return bool(re.search(_PATH, text[first:end] + text[end : end + 1]))


def _with_spaces(text: str, start: int, end: int) -> tuple[int, int]:
    while start and text[start - 1] == " ":
        start -= 1
    while text[end : end + 1] == " ":
        end += 1
    return start, end


def _meaning(kind: str | None, written: str) -> str | None:
    """Decode an escape; `None` if a text can't contain its characters."""
    import html  # noqa: PLC0415  (only for texts with an escape)
    from urllib.parse import unquote  # noqa: PLC0415

    match kind:
        case "quote":
            meant = written[1:]
        case "named":
            import unicodedata  # noqa: PLC0415

            try:
                meant = unicodedata.lookup(written[3:-1])
            except KeyError:
                return None
        case "misread":
            meant = written.encode("cp1252", "replace").decode("utf-8", "replace")
        case "entity":
            meant = html.unescape(written).replace("\xa0", " ")
        case "percent":
            meant = unquote(written, errors="replace")
        case "coded":
            codes = re.findall(r"[0-9a-fA-F]+", written.replace("\\x", "\\u"))
            units = b"".join(_utf16(int(code, 16)) for code in codes)
            meant = units.decode("utf-16-be", "replace").replace("\xa0", " ")
        case _:
            return " "
    return meant if meant.isprintable() and "\ufffd" not in meant else None


def _utf16(code: int) -> bytes:
    return code.to_bytes(2) if code < 0x10000 else chr(min(code, 0x10FFFF)).encode("utf-16-be")
