"""Formatter: changes only layout. It keeps all words and comments, and leaves rejected items unchanged."""

import re
from collections.abc import Iterable, Iterator

from scn_dsl.diagnostic import Diagnostic
from scn_dsl.nodes import Block, Expression, Script, ScriptItem, Sentence, When
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, fast_constructor
from scn_dsl.source import Source
from scn_dsl.vocabulary import BLANKS, NAMED_LINES
from scn_grammar.items import Stretch, split_items
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import Line, LineParts, body_start, parts_of, split
from scn_grammar.parser import Parsed, not_a_script, parse, parse_item, plain_items

_EXPRESSION = lazy_pattern(r'"(?:[^"\\]|\\.)*"|[()]|[A-Za-z]+')

INSERT = "insert"
_CALLS = ("fragment", INSERT)
"""The lines with a name and arguments."""


class FormatterBug(Exception):  # noqa: N818
    """Raised if the formatted text would parse to another script; it must not be written."""


class _OutputLine(Record):
    """One line of the result; `gap` tells whether a blank line goes before it."""

    text: str
    kind: LineKind
    gap: bool = False


_new_output_line = fast_constructor(_OutputLine)


def format_source(text: str, width: int = 0) -> tuple[str, tuple[Diagnostic, ...]]:
    """Format a script with the printer's layout and the author's line ends.

    Args:
        text: The script.
        width: Columns to wrap texts to, where possible; 0 keeps their lines.

    Shapes:
        a valid item -> the item with the printer's indents, spaces and blank lines
        a line break in a text -> `||` before the next line
        a rejected item -> unchanged
        a file in another format -> unchanged

    Returns:
        The formatted text, and the diagnostics of the parser for `text`.

    Raises:
        FormatterBug: If the result wouldn't parse to the same script with the same comments.
    """
    foreign = not_a_script(text)
    if foreign:
        return text, (foreign,)
    plain = plain_items(text)
    diagnostics = parse(Source(text)).diagnostics if plain is None else ()
    lines = list(_output_lines(text, width, plain))
    if "row" in text or "examples" in text:
        lines = list(_with_tables(lines))
    ending = "\r\n" if re.match(r"[^\n]*\r\n", text) else "\n"
    result = "".join(line + ending for line in _spaced(lines))
    if body_start(result):  # U+FEFF belongs to the first line, and must not become the file's byte order mark
        result = "\ufeff" + result
    if result != text:
        _prove(text, result)
    return result, diagnostics


def _output_lines(text: str, width: int, plain: list[ScriptItem] | None) -> Iterator[_OutputLine]:
    """Lay out the lines of a script; `plain` has its items if they are all plain."""
    stretches = list(split_items(text, body_start(text)))
    items = _items(text, stretches, plain)
    at = body_start(text)
    above = ""
    for stretch, item in zip(stretches, items, strict=True):
        yield from _between(text[at : stretch.start])
        start = max(body_start(text), text.rfind("\n", 0, stretch.start) + 1)
        if item is None:
            for line in text[start : stretch.end].split("\n"):
                yield _new_output_line(line.rstrip("\r"), LineKind.UNKNOWN)
        else:
            trigger = (
                item.opening.trigger if isinstance(item, Block) and isinstance(item.opening, When) else None
            )
            yield from _item(stretch.lines, trigger, above, width)
        above = _kind_above(stretch)
        end = text.find("\n", stretch.end)
        at = len(text) if end == -1 else end + 1
    yield from _between(text[at:] + "\n")


def _kind_above(stretch: Stretch) -> str:
    """Return `block` or `insert` for an item that a `THEN` can follow, else nothing."""
    if stretch.kind is LineKind.OPENING:
        return "block"
    return INSERT if stretch.kind is LineKind.SETTING and stretch.lines[0].text.startswith(INSERT) else ""


def _items(
    text: str, stretches: list[Stretch], plain: list[ScriptItem] | None
) -> Iterable[ScriptItem | None]:
    """Return the item of each stretch; `None` for a rejected one."""
    if plain is not None and [item.at for item in plain] == [stretch.start for stretch in stretches]:
        return plain
    return (parse_item(text[stretch.start : stretch.end]) for stretch in stretches)


def _between(text: str) -> Iterator[_OutputLine]:
    for line in split(text[: text.rfind("\n") + 1].removesuffix("\n")) if "\n" in text else ():
        yield _new_output_line(line.text, line.kind)


def _item(
    lines: list[Line], trigger: Expression | Sentence | None, above: str, width: int
) -> Iterator[_OutputLine]:
    of_block = lines[0].kind is LineKind.OPENING
    for number, (line, below) in enumerate(_with_continuation(lines)):
        parts = parts_of(line.text)
        indent = _indent(line, parts, of_block)
        head, words = _head_and_words(line.text, parts)
        opens = line.kind is LineKind.OPENING
        if opens and trigger and not isinstance(trigger, Sentence):
            words = _expression(words)
        gap = _gap(line, parts, above, first=number == 0)
        if parts and parts.keyword in _CALLS and not (below or parts.raw):
            words = _spaced_call(words)
        if not (below or width):
            yield _new_output_line(f"{indent}{head} {words}" if words else indent + head, line.kind, gap)
            continue
        from scn_grammar.layout.texts import Frame, lay_out_text, lay_out_verbatim  # noqa: PLC0415  (few scripts need it)

        frame = Frame(f"{indent}{head}", f"{indent}  ", "  " if of_block else "", width)
        if opens and trigger and not isinstance(trigger, Sentence):
            texts = lay_out_verbatim(frame, words, below, _expression)
        elif parts and (_is_sentence(trigger) if opens else _is_text(parts, below)):
            texts = lay_out_text(frame, words, below)
        else:
            layout = _without_blanks if opens or line.kind is LineKind.ACTION else _without_blank
            texts = lay_out_verbatim(frame, words, below, layout)
        yield _new_output_line(next(texts), line.kind, gap)
        for text in texts:
            yield _new_output_line(text, LineKind.CONTINUATION)


def _is_sentence(trigger: Expression | Sentence | None) -> bool:
    """Tell whether a trigger is a sentence in plain words."""
    return isinstance(trigger, Sentence) and bool(trigger.text.places)


def _gap(line: Line, parts: LineParts | None, above: str, *, first: bool) -> bool:
    """Tell whether a blank line goes before a line, which is below a block, an insert or neither."""
    if line.kind is LineKind.OPENING:
        return parts is None or parts.keyword != "THEN" or not above
    if above == "block" and parts and parts.keyword == INSERT:
        return True
    return line.kind is LineKind.TITLE and first


def _is_text(parts: LineParts, below: list[Line]) -> bool:
    """Tell whether the words of a line are formatted as prose."""
    if parts.raw or "." in parts.keyword or not parts.sign:
        return False
    further = (line.text.lstrip(f"|{BLANKS}") for line in below if line.kind is LineKind.CONTINUATION)
    words = parts.rest or next(filter(None, further), "")
    from scn_grammar.plain_text import has_prose  # noqa: PLC0415  (few scripts need it)

    return not parts.rest.startswith("|") and has_prose(parts.keyword, words)


def _without_blank(words: str) -> str:
    return words.removeprefix(" ")


def _without_blanks(words: str) -> str:
    return words.strip(BLANKS)


def _with_continuation(lines: list[Line]) -> Iterator[tuple[Line, list[Line]]]:
    """Yield each logical line of an item, with its continuation lines and the comments between them."""
    below: list[Line] = []
    first = lines[0]
    for line in lines[1:]:
        if line.kind in (LineKind.CONTINUATION, LineKind.COMMENT):
            below.append(line)
        elif line.kind is not LineKind.BLANK:
            yield first, below
            first, below = line, []
    yield first, below


def _indent(line: Line, parts: LineParts | None, of_block: bool) -> str:
    """Return the indent of a line: two spaces for the content of a block or record."""
    if of_block:
        return "" if line.kind is LineKind.OPENING else "  "
    spec = NAMED_LINES.get(parts.keyword) if parts else None
    return "  " if spec and spec.under else ""


def _head_and_words(line: str, parts: LineParts | None) -> tuple[str, str]:
    """Split a line into its head, as printed, and the words after it."""
    if parts is None:
        return " ".join(line.split()), ""
    if parts.name:
        return f"{parts.keyword} {parts.name} =", parts.rest
    if parts.sign:
        return f"{parts.keyword}{' raw' if parts.raw else ''}:", parts.rest
    words = (parts.label, parts.keyword, "raw:" if parts.raw else "")
    return " ".join(filter(None, words)), parts.rest


def _expression(text: str) -> str:
    line = ""
    for token in _EXPRESSION.findall(text):
        line += token if token == ")" or not line or line.endswith("(") else f" {token}"
    return line


def _spaced_call(words: str) -> str:
    from scn_grammar.layout.tables import space_call  # noqa: PLC0415  (few scripts need it)

    return space_call(words)


def _with_tables(lines: list[_OutputLine]) -> Iterator[_OutputLine]:
    """Align the rows of each table."""
    tables: list[list[int]] = []
    for index, line in enumerate(lines):
        if line.kind is LineKind.TITLE or line.text.startswith("examples:"):
            tables.append([])
        is_row = line.kind is LineKind.SETTING and line.text.startswith(("row:", "examples:"))
        if is_row and not _is_continued(lines, index):
            tables = tables or [[]]
            tables[-1].append(index)
    found: dict[int, str] = {}
    for table in filter(None, tables):
        from scn_grammar.layout.tables import align  # noqa: PLC0415  (few scripts need it)

        found.update(zip(table, align([lines[index].text for index in table]), strict=True))
    for index, line in enumerate(lines):
        yield _new_output_line(found[index], line.kind, line.gap) if index in found else line


def _is_continued(lines: list[_OutputLine], index: int) -> bool:
    return lines[index + 1 : index + 2] != [] and lines[index + 1].kind is LineKind.CONTINUATION


def _spaced(lines: list[_OutputLine]) -> Iterator[str]:
    """Put one blank line before each block and scenario, and never two in a row."""
    result: list[_OutputLine] = []
    for line in lines:
        if line.kind is LineKind.BLANK:
            if result and result[-1].text:
                result.append(line)
            continue
        if line.kind is LineKind.OPENING:
            _close_up(result, line.gap)
        elif line.gap:
            _close_up(result, True)
        result.append(line)
    while result and not result[-1].text:
        result.pop()
    return (line.text for line in result)


def _close_up(result: list[_OutputLine], gap: bool) -> None:
    """Insert or remove the blank line before a head and the comments directly above it."""
    at = len(result)
    while at and result[at - 1].kind is LineKind.COMMENT:
        at -= 1
    if gap and at and result[at - 1].text:
        result.insert(at, _OutputLine("", LineKind.BLANK))
    elif not gap and at == len(result) and at and not result[at - 1].text:
        result.pop()


def _prove(before: str, after: str) -> None:
    first, second = parse(Source(before)), parse(Source(after))
    same = _same(first.script, second.script) and _codes(first) == _codes(second)
    if not same or _comments(before) != _comments(after):
        raise FormatterBug("the formatted text wouldn't be the same script")


def _same(before: Script, after: Script) -> bool:
    if before == after:
        return True
    from scn_grammar.layout.tables import without_layout  # noqa: PLC0415  (few scripts need it)

    return without_layout(before) == without_layout(after)


def _codes(parsed: Parsed) -> list[tuple[str, str]]:
    return [(diagnostic.code, diagnostic.message) for diagnostic in parsed.diagnostics]


def _comments(text: str) -> list[str]:
    return [line.text for line in split(text, body_start(text)) if line.kind is LineKind.COMMENT]
