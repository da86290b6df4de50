"""The names about reuse in a part of a script: where they are declared and used."""

from collections.abc import Iterator

from scn_compiler.ide.document import ScriptPart, cached_per_part
from scn_compiler.reuse.node_texts import TextMap
from scn_compiler.reuse.signature import Argument, FragmentCall, read_insert, read_signature
from scn_compiler.reuse.substitution import REFERENCE
from scn_dsl.nodes import After, Block, CallTest, Field, Label, PlatformValue, Text, Variable, Version
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import LET

_CELL = lazy_pattern(r"[^ \t\xa0|][^|\n]*?(?=[ \t\xa0]*(?:[ \t\xa0]\|[ \t\xa0]|$))")


class NameMention(Record):
    """A name in a part.

    Attributes:
        kind: `fragment`, `parameter`, `value`, `column`, `label` or `prefix`.
        span: The span of the name alone, relative to the part.
        defines: Whether it declares the name.
        of: The fragment whose parameter an argument names; the name before the last dot of a label; for a value, `let`
            in the line of another value, and `file` in the default of a parameter, which have fewer values.
        line: The offset of the line, relative to the part.
    """

    kind: str
    name: str
    span: Span
    line: int
    defines: bool = False
    of: str = ""


class InsertLine(Record):
    """An `insert:` line that can be parsed; `span` is that of the line, relative to the part."""

    call: FragmentCall
    line: Field
    span: Span


@cached_per_part
def name_mentions(part: ScriptPart) -> tuple[NameMention, ...]:
    """Return the names about reuse in a part, in order."""
    found: list[NameMention] = []
    for item in part.items:
        if isinstance(item, Field) and item.name in ("fragment", "insert"):
            found.extend(_of_call(item, part))
        elif isinstance(item, Field) and item.name == "examples":
            found.extend(_columns(item))
        elif isinstance(item, Field) and item.name in ("row", "rows", "import"):
            continue
        elif isinstance(item, Variable) and item.holder == LET:
            start = item.whole.start
            at = part.text.find(item.name, start + len(LET))
            found.append(NameMention("value", item.name, Span(at, at + len(item.name)), start, defines=True))
            found.extend(replace(each, of="let") for each in _in_texts(item, part))
        else:
            if isinstance(item, Block):
                found.extend(_labels(item, part))
            if (
                not isinstance(item, Version | CallTest)
                and "$" in part.text[item.whole.start : item.whole.end]
            ):
                found.extend(_in_texts(item, part))
    return tuple(sorted(found, key=lambda each: each.span))


@cached_per_part
def insert_lines(part: ScriptPart) -> tuple[InsertLine, ...]:
    """Return the `insert:` lines of a part that can be parsed, in order."""
    found: list[InsertLine] = []
    for item in part.items:
        if isinstance(item, Field) and item.name == "insert" and not item.raw:
            call = read_insert(item.value.value)
            if isinstance(call, FragmentCall):
                found.append(InsertLine(call, item, item.whole))
    return tuple(found)


@cached_per_part
def signature_of(part: ScriptPart) -> FragmentCall | None:
    """Return the signature of a part that is a fragment; `None` if its line has a mistake."""
    call = read_signature(part.fragment.title.value.value) if part.fragment else None
    return call if isinstance(call, FragmentCall) else None


def name_at(part: ScriptPart, offset: int) -> NameMention | None:
    """Find the name at an offset of a part, or right before it."""
    found = [each for each in name_mentions(part) if each.span.start <= offset <= each.span.end]
    return min(found, key=lambda each: each.span.end - each.span.start, default=None)


def _of_call(line: Field, part: ScriptPart) -> Iterator[NameMention]:
    declares = line.name == "fragment"
    call = (read_signature if declares else read_insert)(line.value.value)
    if not isinstance(call, FragmentCall):
        return
    at, value = line.whole.start, line.value

    def span(start: int, end: int) -> Span:
        return line.place(value.locate(start, end))

    yield NameMention("fragment", call.name, span(0, call.end), at, defines=declares)
    for entry in call.entries:
        name = entry.name or (entry.value if declares else None)
        if name:
            place = span(entry.at, entry.at + len(name))
            yield NameMention("parameter", name, place, at, defines=declares, of=call.name)
        yield from _in_argument(entry, line, part, is_default=declares)
    if call.prefix and not declares:
        end = len(value.value)
        yield NameMention("prefix", call.prefix, span(end - len(call.prefix), end), at, defines=True)


def _in_argument(
    entry: Argument, line: Field, part: ScriptPart, *, is_default: bool
) -> Iterator[NameMention]:
    """Yield the values in an argument, or in the default of a parameter, which uses those of the file alone."""
    if "$" not in (entry.value or ""):
        return
    place = line.place(line.value.locate(entry.start, entry.end))
    yield from _in_source(part, place, line.whole.start, of="file" if is_default else "")


def _columns(line: Field) -> Iterator[NameMention]:
    for cell in _CELL.finditer(line.value.value):
        span = line.place(line.value.locate(*cell.span()))
        yield NameMention("column", cell[0], span, line.whole.start, defines=True)


def _labels(block: Block, part: ScriptPart) -> Iterator[NameMention]:
    after = block.opening.label if isinstance(block.opening, After) else None
    for label, defines in ((block.label, True), (after, False)):
        if isinstance(label, Label) and label.number is None:
            start, end = block.place(label.span)
            if part.text[start:end] != f"@{label.name}":
                continue
            *prefixes, name = label.name.split(".")
            for index, prefix in enumerate(prefixes):
                first = start + 1 + sum(len(each) + 1 for each in prefixes[:index])
                of = ".".join(prefixes[:index])
                yield NameMention("prefix", prefix, Span(first, first + len(prefix)), block.at, of=of)
            of = ".".join(prefixes)
            yield NameMention("label", name, Span(end - len(name), end), block.at, defines=defines, of=of)


def _in_texts(item: Field | Variable | PlatformValue | Block, part: ScriptPart) -> Iterator[NameMention]:
    look = _Look(part)
    if isinstance(item, Block):
        look.block(item)
    else:
        look.setting(item)
    return iter(look.found)


class _Look(TextMap):
    """Collects the values in the texts of an item."""

    __slots__ = ("found", "part")

    def __init__(self, part: ScriptPart) -> None:
        super().__init__()
        self.part = part
        self.found: list[NameMention] = []

    def text(self, text: Text, *, is_json: bool = False) -> Text:  # noqa: ARG002
        if "$" not in text.value:
            return text
        at = self.item.whole.start
        if not text.places:
            self.found.extend(_in_source(self.part, self.item.place(text.span), at))
            return text
        for match in REFERENCE.finditer(text.value):
            group = "plain" if match["plain"] else "braced"
            if not match["dollar"]:
                span = self.item.place(text.locate(*match.span(group)))
                self.found.append(NameMention("value", match[group], span, at))
        return text


def _in_source(part: ScriptPart, place: Span, line: int, of: str = "") -> Iterator[NameMention]:
    """Yield the values in a stretch of the source."""
    for match in REFERENCE.finditer(part.text, *place):
        group = "plain" if match["plain"] else "braced"
        if not match["dollar"]:
            yield NameMention("value", match[group], Span(*match.span(group)), line, of=of)
