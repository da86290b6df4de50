"""Text to script: the fast reader parses plain lines, the grammar all other items; rejected items are recovered."""

import re
from collections.abc import Iterator

from scn_dsl.catalog import report
from scn_dsl.diagnostic import CODE_FENCE, Diagnostic
from scn_dsl.nodes import Block, CallTest, Field, PlatformValue, Script, ScriptItem, Variable, Version
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, replace
from scn_dsl.source import Source, Span
from scn_dsl.suggest import nearest
from scn_dsl.vocabulary import BLANKS
from scn_grammar.assemble import assemble
from scn_grammar.fast import reader
from scn_grammar.text_cache import cached_by_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from scn_grammar.line_shapes import LineKind

BYTE_ORDER_MARK = "\ufeff"

_LONG = 1 << 15
"""Length in characters from which a text is parsed around its last edit."""

_TITLE = lazy_pattern(r"(?:scenario|fragment)(?:[ \t\xa0]+raw)?[ \t\xa0]*:")


class Parsed(Record):
    """A parsed text: its script, and diagnostics for all that the grammar rejected."""

    script: Script
    diagnostics: tuple[Diagnostic, ...] = ()


def parse(source: Source) -> Parsed:
    """Parse a script.

    Shapes:
        plain lines, valid items -> nodes
        a rejected item -> the item it was meant to be, if any, and diagnostics
        a file in another format -> an empty script and one diagnostic

    Raises:
        Nothing: a broken text is a normal outcome.
    """
    diagnostic = not_a_script(source.text)
    if diagnostic:
        return Parsed(Script(), (diagnostic,))
    items, diagnostics = read_items(source.text)
    return Parsed(assemble(items), tuple(diagnostics))


def not_a_script(text: str) -> Diagnostic | None:
    """Diagnose a file in another format; `None` if `text` can be a script."""
    if reader.begins(text) and "\0" not in text and ("\r" not in text or "\n" in text):
        return None
    from scn_grammar.recovery.foreign_files import recognize  # noqa: PLC0415  (scripts don't need it)

    return recognize(text)


def sections(text: str) -> tuple[str, list[tuple[int, str]]]:
    """Cut a file at its `scenario:` and `fragment:` lines: the text above the first, then (offset, text) of each."""
    starts = _starts(text, "scenario")
    if fragments := _starts(text, "fragment"):
        starts = sorted(starts + fragments)
    ends = [*starts[1:], len(text)] if starts else []
    head = text[: starts[0]] if starts else text
    return head, [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]


def _starts(text: str, title: str) -> list[int]:
    """Find the offsets of the lines that start with `title` and a colon."""
    starts: list[int] = []
    at = text.find(title)
    while at != -1:
        start = text.rfind("\n", 0, at) + 1
        if not text[start:at].strip(BLANKS) and _TITLE.match(text, at):
            starts.append(start)
        end = text.find("\n", at)
        at = -1 if end == -1 else text.find(title, end)
    return starts


def read_items(text: str) -> tuple[list[ScriptItem], list[Diagnostic]]:
    """Parse a file to items, before they are assembled to scenarios.

    Shapes:
        text -> its items in order, each with its offset, and diagnostics for rejected items

    Raises:
        Nothing: a rejected item is recovered or dropped.
    """
    if not text.startswith(BYTE_ORDER_MARK):
        return _read(text)
    items, diagnostics = _read(text[1:])
    return [replace(item, at=item.at + 1) for item in items], [each.shift(1) for each in diagnostics]


def _read(text: str) -> tuple[list[ScriptItem], list[Diagnostic]]:
    items: list[ScriptItem] = []
    diagnostics: list[Diagnostic] = []
    for part in _plain_parts(text):
        if isinstance(part, Block):
            items.append(part)
        elif isinstance(part, Span):
            read_with_grammar(text[part.start : part.end], part.start, items, diagnostics)
        elif isinstance(part, Version):
            _add(part, items, diagnostics)
        else:
            items.append(part)
    if "test" in text and any(isinstance(item, CallTest) for item in items):
        _drop_lines_below_tests(items, diagnostics)
    if any(each.case == CODE_FENCE for each in diagnostics):
        from scn_grammar.recovery.code_fences import with_line_break  # noqa: PLC0415  (few scripts need it)

        diagnostics = [with_line_break(each, text) for each in diagnostics]
    return items, diagnostics


def _drop_lines_below_tests(items: list[ScriptItem], diagnostics: list[Diagnostic]) -> None:
    """Drop blocks and settings below a test, and report those without a diagnostic of their own."""
    from scn_grammar.recovery.steps import lines_below_tests  # noqa: PLC0415  (most scripts have no tests)

    for item, found in list(lines_below_tests(items)):
        items[:] = [each for each in items if each is not item]
        if not any(item.whole.start <= each.span.start <= item.whole.end for each in diagnostics):
            diagnostics.append(found)


def _plain_parts(text: str) -> list[ScriptItem | Span]:
    if len(text) < _LONG:
        return reader.read_plain(text)
    from scn_grammar.fast.incremental import read_again  # noqa: PLC0415  (few scripts are that long)

    return read_again(text)


def read_with_grammar(text: str, start: int, items: list[ScriptItem], diagnostics: list[Diagnostic]) -> None:
    """Parse a part of a file, which starts at `start`, with the grammar; append to `items` and `diagnostics`."""
    from scn_grammar.items import record_above, split_items  # noqa: PLC0415  (plain scripts don't need it)

    above = record_above(_fields_at_the_end(items))
    for stretch in split_items(text, above=above):
        parts, reports = read_item(text[stretch.start : stretch.end], stretch.kind, stretch.above)
        if (
            reports
            and stretch.kind.name != "TITLE"
            and _names_again(parts, items, text[stretch.start : stretch.end])
        ):
            parts, reports = (), tuple(_second_name(each) for each in reports)
        diagnostics.extend(each.shift(start + stretch.start) for each in reports)
        for item in parts:
            _add(replace(item, at=start + stretch.start), items, diagnostics)


def _names_again(parts: tuple[ScriptItem, ...], items: list[ScriptItem], text: str) -> bool:
    """Tell whether a line such as `name: B` was read as `scenario:` below the fields of a scenario that has one."""
    word = re.match(r"\w+", text)
    if word is None or nearest(word[0], ("scenario",), 0.7):
        return False
    if not (parts and isinstance(parts[0], Field) and parts[0].name == "scenario"):
        return False
    for item in reversed(items):
        if not isinstance(item, Field | Variable | PlatformValue):
            return False
        if isinstance(item, Field) and item.name == "scenario":
            return True
    return False


def _second_name(found: Diagnostic) -> Diagnostic:
    hint = "remove this line, or comment it out with `#`: the `scenario:` line above already has the name"
    return replace(found, hint=hint, fix=None)


def _fields_at_the_end(items: list[ScriptItem]) -> Iterator[str]:
    """Yield the names of the fields at the end of `items`, the last one first."""
    for item in reversed(items):
        if not isinstance(item, Field):
            return
        yield item.name


def _add(item: ScriptItem, items: list[ScriptItem], diagnostics: list[Diagnostic]) -> None:
    if isinstance(item, Version) and items:
        message = "the version line can appear only once, at the top of the file"
        hint = "keep one `scn 1` line, at the top of the file"
        diagnostics.append(report("unknown-version", item.whole, message, hint))
    else:
        items.append(item)


def plain_items(text: str) -> list[ScriptItem] | None:
    """Parse a script with the fast reader alone; `None` if a line needs the grammar, or the script has a mistake."""
    items: list[ScriptItem] = []
    for part in reader.read_plain(text):
        if isinstance(part, Span) or (items and isinstance(part, Version)):
            return None
        items.append(part)
    return items


def parse_item(text: str) -> ScriptItem | None:
    """Parse one item with the fast reader, or else with the grammar; `None` if the grammar rejects it."""
    item = reader.plain_item(text)
    if item is None:
        from scn_grammar.lalr.engine import accept_item  # noqa: PLC0415  (plain scripts don't need it)

        item = accept_item(text)
    return item


@cached_by_text(1 << 13)
def read_item(
    text: str, kind: "LineKind", above: str
) -> tuple[tuple[ScriptItem, ...], tuple[Diagnostic, ...]]:
    """Parse one item with the grammar, or recover it; cached by its text. `above` as in `understand`."""
    from scn_grammar.lalr.engine import accept_item  # noqa: PLC0415

    item = accept_item(text)
    if item is not None:
        return (item,), ()
    from scn_grammar.recovery.recover import recover  # noqa: PLC0415  (needed only for items with mistakes)

    return recover(text, kind, above)
