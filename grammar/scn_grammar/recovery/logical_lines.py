"""The lines of a rejected item, each with its continuation lines and with words that lack their `|`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scn_dsl.diagnostic import NO_KEYWORD, Edit
from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_dsl.vocabulary import FIELDS, NAMED_LINES, FieldKind
from scn_grammar.line_shapes import LineKind
from scn_grammar.lines import SILENT, Line, parts_of, split
from scn_grammar.recovery.code_fences import closes_text, is_fence, words_below_fence
from scn_grammar.recovery.keywords import LONE_LABEL
from scn_grammar.recovery.mistake import WITHOUT_KEYWORD, Mistake, replacement, unquoted
from scn_grammar.recovery.names import platform_mistake
from scn_grammar.recovery.understand import understand

_BULLET = lazy_pattern(r"(?:[-*•–+]|\d{1,3}[.)])[ \t\xa0]+(?=\S)")
_FENCES = ("", '"""', "'''", "```", "|", ">", "|-", ">-", "|+", ">+", "\\", "(", "[", "{")
"""Marks that open a text of several lines in other formats; empty if the text starts on the next line."""
_CLOSINGS = ('"""', "'''", "```", ")", "]", "}")
_NAME = lazy_pattern(r"@|[^\W\d][\w /-]{0,30}(?:\([^()]*\))?[ \t\xa0]*[:=：]")
_NOT_SPEECH = lazy_pattern(
    r"(?:press|dial|dtmf|keypad|wait|pause|silence|sleep|hold)\b|(?:say|do)$|```", re.IGNORECASE
)
_CONDITION = lazy_pattern(r"(?i:or|and)\b(?:[ \t\xa0(]+(?:contains\b|[\"“])|$)|\(?contains\b")
_MORE_OF_A_TRIGGER = lazy_pattern(r"(?:[a-z][\w'’-]*,?|AND|And|OR|Or) [\w'’,. -]+")
_SAY = "write `say:`"
_COMMENT = lazy_pattern(r"(?P<open>/\*+|<!--|\"\"\"|'''|\(\*)")
_COMMENT_ENDS = {"/": "*/", "<": "-->", '"': '"""', "'": "'''", "(": "*)"}
JSON_VALUE = lazy_pattern(r"(?:\.[\w$.-]+|\braw)[ \t\xa0]*:")
"""Matches in a line whose value is JSON."""

_LISTS = (FieldKind.TEXTS, FieldKind.IDS)


@dataclass(slots=True)
class LogicalLine:
    """A line with its continuation lines.

    Attributes:
        start: Its offset in the item.
        text: The source text.
        kind: Its kind, or the kind it was meant to be.
        guessed: Whether it doesn't start with a keyword, so that `kind` is a guess.
        new_text: The repaired text, which is parsed instead.
        mistake: Its mistake, if only the lines below reveal it.
    """

    start: int
    text: str
    kind: LineKind
    guessed: bool
    new_text: str = ""
    mistake: Mistake | None = None

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_bare(self) -> bool:
        """Whether it has words but no keyword, so that it can continue the line above."""
        return self.guessed and self.kind is LineKind.UNKNOWN and is_bare(self.text)


def is_bare(line: str) -> bool:
    """Tell whether a line with an unknown start is plain words or a list entry, and not an attempt at a keyword or name."""
    if is_fence(line):
        return False
    if _BULLET.match(line) or line in _CLOSINGS:
        return understand(line).kind is LineKind.UNKNOWN
    if _NAME.match(line) or _NOT_SPEECH.match(line) or understand(line).mistake or platform_mistake(line):
        return False
    return (
        understand(line).kind is LineKind.UNKNOWN and line[:1] not in tuple("{[|") and line not in NAMED_LINES
    )


def logical_lines(text: str, above: str) -> list[LogicalLine]:
    """Split an item into logical lines, without blank lines and comments; `above` as in `understand`."""
    single = list(_continued(text, above))
    if single and single[0].kind is LineKind.SETTING and JSON_VALUE.search(_first(single[0])):
        return single
    lines: list[LogicalLine] = []
    last: LogicalLine | None = None
    in_comment = False
    for line in single:
        head = lines[-1] if lines else None
        if head and last and (in_comment or _goes_below(head, line)):
            in_comment = in_comment and not ends_comment(head.text, line.text)
            last = line
            continue
        _extend(head, last, text)
        lines.append(line)
        last = line
        in_comment = opens_comment(line.text)
    _extend(lines[-1] if lines else None, last, text)
    for at, line in enumerate(lines):
        if _COMMENT.match(line.text):
            line.mistake = _comment(line.text)
        elif "\n" in line.text and not line.is_bare:
            line.mistake = _words_below(line.text)
        elif line.is_bare and at and is_fence(lines[at - 1].text):
            line.mistake = words_below_fence(line.text)
        elif line.is_bare and at:
            line.mistake = _goes_on(lines[at - 1], line.text)
            if line.mistake and line.mistake.fix == _SAY:
                line.kind = LineKind.ACTION
    return lines


def _continued(text: str, above: str) -> Iterator[LogicalLine]:
    lines = [line for line in split(text) if line.kind not in SILENT]
    start = 0
    while start < len(lines):
        end = start + 1
        alone = is_fence(lines[start].text)
        while end < len(lines) and lines[end].kind is LineKind.CONTINUATION and not alone:
            end += 1
        first: Line = lines[start]
        if LONE_LABEL.match(first.text) and end < len(lines) and lines[end].kind is LineKind.OPENING:
            end += 1
        guessed = first.kind is LineKind.UNKNOWN
        kind = understand(first.text, above).kind if guessed else first.kind
        yield LogicalLine(first.start, text[first.start : lines[end - 1].end], kind, guessed)
        start = end


def _extend(line: LogicalLine | None, last: LogicalLine | None, text: str) -> None:
    """Extend `line` by the lines up to `last`."""
    if line and last and line is not last:
        line.text = text[line.start : last.end]


def _goes_below(head: LogicalLine, line: LogicalLine) -> bool:
    """Tell whether bare words belong to the line above: as its text, as more bare words, or as entries of its list."""
    if closes_text(line.text, _first(head)):
        return True
    if not line.is_bare:
        return False
    if head.is_bare or _has_no_words(head):
        return True
    return _BULLET.match(line.text) is not None and _field_kind(head) in _LISTS


def opens_comment(line: str) -> bool:
    """Tell whether a line starts a comment of another format without ending it."""
    mark = _COMMENT.match(line)
    return mark is not None and _COMMENT_ENDS[line[0]] not in line[mark.end() :]


def ends_comment(first: str, line: str) -> bool:
    """Tell whether `line` ends the comment that starts with the line `first`."""
    return _COMMENT_ENDS[first[0]] in line


def _comment(text: str) -> Mistake | None:
    """Explain a comment of several lines in another format."""
    if "\n" not in text:
        return None
    mark = _COMMENT.match(text)
    whole = mark[0] if mark else ""
    inside = text[len(whole) :].rstrip().removesuffix(_COMMENT_ENDS[text[0]])
    lines = [line.strip(" \t\xa0\r*") for line in inside.split("\n")]
    meant = "\n".join(f"# {line}" for line in lines if line)
    edits = replacement(0, len(text), meant)
    message, hint = f"`{whole}` doesn't start a comment", "start each line of the comment with `#`"
    return Mistake("stray-line", message, Span(0, len(whole)), hint, edits, hint)


def _first(line: LogicalLine) -> str:
    return line.text.split("\n", maxsplit=1)[0].rstrip()


def _field_kind(line: LogicalLine) -> FieldKind | None:
    parts = parts_of(_first(line)) if line.kind in (LineKind.SETTING, LineKind.DETAIL) else None
    return FIELDS[parts.keyword].kind if parts and not parts.raw and parts.keyword in FIELDS else None


def _has_no_words(line: LogicalLine) -> bool:
    """Tell whether `say:` or a field name has no text, or only a mark that opens a text of several lines elsewhere."""
    if line.kind not in (LineKind.ACTION, LineKind.SETTING, LineKind.DETAIL, LineKind.TITLE):
        return False
    parts = parts_of(_first(line))
    if parts is None or parts.sign != ":" or parts.raw or "." in parts.keyword:
        return False
    return parts.rest in _FENCES or parts.rest.startswith(('"""', "'''"))


def _words_below(text: str) -> Mistake | None:
    """Explain `say:` whose text is on the next lines."""
    head, *below = text.split("\n")
    parts = parts_of(head.rstrip())
    if parts is None or any(line.strip().startswith("|") for line in below):
        return None
    rest = re.sub(r"^(?:\"\"\"|''')", "", parts.rest)
    entries = [] if rest in _FENCES else [rest]
    entries += [line.strip() for line in below if line.strip() and line.strip()[0] != "#"]
    entries = [re.sub(r"(?:\"\"\"|''')$", "", entry).rstrip() for entry in entries if entry not in _CLOSINGS]
    if not all(entries) or not entries:
        return None
    word = f"{parts.keyword}:"
    is_list = all(_BULLET.match(entry) for entry in entries[0 if rest in _FENCES else 1 :])
    plain = [unquoted(_BULLET.sub("", entry)) if is_list else entry for entry in entries]
    kind = FIELDS[parts.keyword].kind if parts.keyword in FIELDS else FieldKind.TEXT
    message = (
        f"the {'text' if parts.keyword in ('say', 'do') else 'value'} of `{word}` must start on the same line"
    )
    bar = "||" if rest[:1] == "|" else "|"  # a bar in other formats keeps line breaks
    meant = f"{word} " + f"\n    {bar} ".join(plain if len(entries) > 1 else [unquoted(plain[0])])
    safe = not is_list
    if kind in _LISTS:
        message = f"the entries of `{word}` must be on one line, separated by commas"
        meant, safe = f"{word} {', '.join(plain)}", is_list
    elif kind is FieldKind.STATEMENT and is_list:
        message = f"each statement needs its own line that starts with `{word}`"
        meant = "\n".join(f"{word} {entry}" for entry in plain)
    lines = meant.split("\n")
    hint = f"write `{lines[0][:70]}`" + (f", and below it `{lines[1].strip()[:70]}`" if lines[1:] else "")
    name = "stray-line" if rest and rest[0] in "|>" else "empty-text"
    span = Span(parts.start - len(parts.sign) if not parts.rest else parts.start, len(head.rstrip()))
    span = Span(0, len(head.rstrip())) if not parts.rest else span
    edits = replacement(0, len(text), meant)
    return Mistake(
        name, message, span, hint, edits, f"write `{lines[0][:70]}`", safe, read_as=_one_item(text, meant)
    )


def _one_item(text: str, meant: str) -> tuple[Edit, ...]:
    """Make the edit for recovery: keep only the first of several statements, because an item is one line."""
    lines = meant.split("\n")
    return replacement(0, len(text), meant if lines[1:] and "|" in lines[1] else lines[0])


def _goes_on(above: LogicalLine, text: str) -> Mistake | None:
    """Explain words without a keyword, below a text or below a line that accepts none."""
    lines = text.split("\n")
    first = lines[0].rstrip()
    if _BULLET.match(first) or first in _CLOSINGS or _CONDITION.match(first):
        return None
    begins = [m.start() for m in re.finditer(r"^[ \t\xa0]*(?=[^\s#])", text, re.MULTILINE)]
    begins = [at + len(text[at:]) - len(text[at:].lstrip(" \t\xa0")) for at in begins]
    span = Span(0, len(first))
    parts = parts_of(_first(above))
    is_trigger = parts is not None and parts.keyword == "WHEN"
    if parts and (parts.sign or (is_trigger and _MORE_OF_A_TRIGGER.fullmatch(first))) and not parts.raw:
        hint = f"to continue the text above, write `| {first[:70]}`"
        edits = tuple(each for at in begins for each in replacement(at, at, "| "))
        return Mistake(
            "stray-line",
            WITHOUT_KEYWORD,
            span,
            hint,
            edits,
            "continue the text above: start the line with `|`",
            safe=False,
            case=NO_KEYWORD,
        )
    if (
        parts
        and above.kind in (LineKind.OPENING, LineKind.ACTION)
        and parts.keyword not in ("wait", "end call")
    ):
        hint = f"to make the caller say this, write `say: {first[:70]}`"
        more = tuple(each for at in begins[1:] for each in replacement(at, at, "  | "))
        return Mistake(
            "stray-line",
            WITHOUT_KEYWORD,
            span,
            hint,
            (*replacement(0, 0, "say: "), *more),
            _SAY,
            safe=False,
            case=NO_KEYWORD,
        )
    return None
