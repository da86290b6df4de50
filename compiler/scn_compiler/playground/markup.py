"""Markdown of scn's own documentation as HTML; everything that it doesn't know stays text."""

import re
from collections.abc import Iterator
from html import escape

from scn_dsl.patterns import lazy_pattern

_FENCE = lazy_pattern(r"^(`{3,})([^\n]*)\n(.*?)^\1$\n?", re.DOTALL | re.MULTILINE)
_ITEM = lazy_pattern(r"(?:[-*]|\d+\.) +")
_RULER = lazy_pattern(r"\|(?: *:?-+:? *\|)+")
_CELL_END = lazy_pattern(r"(?<!\\)\|")
_INLINE = lazy_pattern(
    r"(?<!`)(?P<ticks>`+)(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|\*\*(?P<bold>[^*\n]+(?:\*(?!\*)[^*\n]*)*)\*\*"
    r"|(?<![\w*])\*(?P<soft>[^\s*](?:[^*\n]*[^\s*])?)\*(?![\w*])"
    r"|\[(?P<words>(?:[^\[\]`]|`[^`]*`)+)\]\((?P<address>[^()\s]+)\)",
    re.DOTALL,
)
_PAGE = lazy_pattern(r"(?:\.\./)*(?P<page>[\w/-]+?)(?:\.md|\.html)?(?P<anchor>#[\w-]+)?")


def html_of(markdown: str) -> str:
    """Convert Markdown to HTML: paragraphs, headings, lists, tables, rulers, code, emphasis and links.

    A link to the manual gets the attribute `data-page` instead of an address, because the page knows where the manual is.
    """
    parts: list[str] = []
    at = 0
    for fence in _FENCE.finditer(markdown):
        parts += _blocks(markdown[at : fence.start()])
        language = escape(fence[2].split(" ")[0])
        parts.append(f'<pre><code data-language="{language}">{escape(fence[3])}</code></pre>')
        at = fence.end()
    parts += _blocks(markdown[at:])
    return "\n".join(parts)


def _blocks(text: str) -> Iterator[str]:
    for block in re.split(r"\n[ \t]*\n", text):
        if block.strip():
            yield from _block(block.strip("\n"))


def _block(block: str) -> Iterator[str]:
    lines = block.split("\n")
    if heading := re.fullmatch(r"(#{1,6}) +(.+)", lines[0]):
        level = min(len(heading[1]) + 1, 6)
        yield f"<h{level}>{_inline(heading[2])}</h{level}>"
        if lines[1:]:
            yield from _block("\n".join(lines[1:]))
    elif re.fullmatch(r"-{3,}", block.strip()):
        yield "<hr>"
    elif len(lines) > 1 and _RULER.fullmatch(lines[1].strip()):
        yield _table(lines)
    elif _ITEM.match(block):
        yield _list(block)
    elif all(line.startswith("    ") for line in lines):
        code = "".join(f"{line[4:]}\n" for line in lines)
        yield f"<pre><code>{escape(code)}</code></pre>"
    else:
        yield f"<p>{_inline(block)}</p>"


def _list(block: str) -> str:
    tag = "ol" if block[0].isdigit() else "ul"
    items = re.split(r"\n(?=(?:[-*]|\d+\.) )", block)
    inside = "".join(f"<li>{_inline(_ITEM.sub('', each, 1))}</li>" for each in items)
    return f"<{tag}>{inside}</{tag}>"


def _table(lines: list[str]) -> str:
    head, _, *rows = ([cell.strip() for cell in _CELL_END.split(line.strip())[1:-1]] for line in lines)
    return (
        f"<table><thead>{_row(head, 'th')}</thead>"
        f"<tbody>{''.join(_row(cells, 'td') for cells in rows)}</tbody></table>"
    )


def _row(cells: list[str], tag: str) -> str:
    texts = (cell.replace("\\|", "|") for cell in cells)
    return f"<tr>{''.join(f'<{tag}>{_inline(each)}</{tag}>' for each in texts)}</tr>"


def _inline(text: str) -> str:
    parts: list[str] = []
    at = 0
    for found in _INLINE.finditer(text):
        parts += (escape(text[at : found.start()]), _span(found))
        at = found.end()
    return "".join((*parts, escape(text[at:])))


def _span(found: re.Match[str]) -> str:
    if found["code"] is not None:
        code = found["code"]
        is_padded = len(code) > 2 and code[0] == code[-1] == " " and code.strip()
        return f"<code>{escape(code[1:-1] if is_padded else code)}</code>"
    if found["bold"] is not None:
        return f"<strong>{_inline(found['bold'])}</strong>"
    if found["soft"] is not None:
        return f"<em>{_inline(found['soft'])}</em>"
    return _link(_inline(found["words"]), found["address"])


def _link(words: str, address: str) -> str:
    if address.startswith("https://"):
        return f'<a href="{escape(address)}" target="_blank" rel="noopener noreferrer">{words}</a>'
    page = _PAGE.fullmatch(address)
    return f'<a data-page="{page["page"]}.html{page["anchor"] or ""}">{words}</a>' if page else words
