"""The input of a rule: one scenario, with its texts, tags and triggers collected once for all rules."""

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from scn_compiler.lint.call_end import ENDING, ends_call
from scn_compiler.lint.texts.literal import is_odd, literal_of
from scn_compiler.lint.triggers.view import Triggers, TriggerView, view_of
from scn_compiler.lint.triggers.words import is_english
from scn_compiler.platforms.kit.target import Blocks, Markup, Target
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.nodes import (
    WORDLESS,
    Contains,
    Do,
    EndCall,
    Expression,
    FirstMessage,
    Say,
    Script,
    Sentence,
    Text,
    Undecided,
    When,
)
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import Record, fast_constructor, field, replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS
from scn_grammar.markup import Attribute, Mark, Tag, scan
from scn_grammar.text_cache import CACHED_TEXTS, search_by_line


class Spoken(Record):
    """The text of one action.

    Attributes:
        marks: The tags, markers and templates in the text.
        tags: Those of the marks that are tags.
        every_tag: The tags, and the tags inside their attributes; those have the attribute's offsets.
    """

    row: ResolvedBlock
    action: Say | Do | Undecided
    text: str
    marks: tuple[Mark, ...]
    tags: tuple[Tag, ...]
    every_tag: tuple[Tag, ...]

    @property
    def verbatim(self) -> bool:
        return not isinstance(self.action, Do)

    @property
    def opens(self) -> bool:
        """Whether the text belongs to the first message."""
        return isinstance(self.row.block.opening, FirstMessage)

    def place(self, start: int, end: int) -> Span:
        """Return the span of `text[start:end]` in the file."""
        return self.row.block.place(self.action.text.locate(start, end))

    def may_edit(self, start: int, end: int) -> bool:
        """Return whether a fix may replace `text[start:end]`: it must be on one line."""
        return self.action.text.is_unbroken(start, end)

    @property
    def whole(self) -> Span:
        return self.row.block.place(self.action.text.span)


_new_spoken = fast_constructor(Spoken)


@lru_cache(maxsize=CACHED_TEXTS)
def _tags_in(text: str) -> tuple[tuple[Tag, ...], tuple[Tag, ...]]:
    """Return the tags of a text, without and with the tags inside attributes."""
    tags = tuple(mark for mark in scan(text) if isinstance(mark, Tag))
    return tags, tuple(_with_inner_tags(tags)) if tags else ()


def _with_inner_tags(tags: tuple[Tag, ...]) -> Iterator[Tag]:
    for tag in tags:
        yield tag
        for attribute in tag.attributes:
            for mark in scan(attribute.value) if "<" in attribute.value else ():
                if isinstance(mark, Tag):
                    yield _moved_to(attribute, mark)


def _moved_to(attribute: Attribute, tag: Tag) -> Tag:
    """Give a tag inside an attribute the offsets of that attribute."""
    start, end = attribute.start, attribute.end
    attributes = tuple(replace(each, start=start, end=end) for each in tag.attributes)
    return replace(tag, attributes=attributes, start=start, end=end)


def _spoken_in(rows: tuple[ResolvedBlock, ...]) -> tuple[Spoken, ...]:
    """Collect the texts of all actions in these blocks, in order."""
    spoken: list[Spoken] = []
    for row in rows:
        for action in row.block.actions:
            if not isinstance(action, WORDLESS):
                text = action.text.value
                marks = scan(text)
                tags, every_tag = _tags_in(text) if marks else ((), ())
                spoken.append(_new_spoken(row, action, text, marks, tags, every_tag))
    return tuple(spoken)


def parse_number(value: str) -> float | None:
    """Parse an attribute's value as a number; `None` for any other text."""
    return float(value) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value) else None


def seconds_of(tag: Tag) -> float | None:
    """Return a tag's `time` in seconds; `None` unless it has the form `1.5s`."""
    time = tag.get("time")
    return parse_number(time.value[:-1]) if time and time.value.endswith("s") else None


class Indent(Record):
    """The indentation of a line: its width in columns, with tab stops every 8 columns, and its length in characters."""

    width: int
    characters: int


class TextTraits(Record):
    """Traits of a whole script, which let rules skip a search that can't find anything.

    Attributes:
        unusual: Whether it has any character other than visible ASCII, spaces, tabs and line ends.
        braces: Whether it has an opening brace.
        indents: The indentation of each line, by the offset of its first word; empty if no block is indented.
        halves: Whether it has half of a character, or an escape for one.
        as_written: Whether its nodes are those of its text: none was inserted, filled in or proposed.
    """

    unusual: bool = True
    braces: bool = True
    indents: dict[int, Indent] = field(default_factory=dict)
    halves: bool = True
    as_written: bool = True


_INDENTED = lazy_pattern(r"^[ \t]+(?:@\S+[ \t]+)?(?:WHEN|THEN|AFTER|FIRST_MESSAGE)\b", re.MULTILINE)
_AFTER_BLANKS = tuple(
    f"{blank}{word}" for blank in " \t" for word in ("WHEN", "THEN", "AFTER", "FIRST_MESSAGE")
)
"""Each match of `_INDENTED` ends with one of these; a search for them is faster."""

_FIRST_WORD = lazy_pattern(r"^([ \t]+)\S", re.MULTILINE)
_VISIBLE = bytes((*range(0x20, 0x7F), *b"\n\t"))


def traits_of(text: str, head: str = "") -> TextTraits:
    """Collect the traits of a script, with the text `head` above it.

    An escape in a JSON string counts as any character it may stand for. Offsets count from the start of `text`.
    """
    whole = head + text
    if not _has_traits(whole):
        return TextTraits(unusual=False, braces=False, indents={}, halves=False)
    has_escapes = "\\u" in whole
    halves = (has_escapes and bool(re.search(r"\\u[dD][89a-fA-F]", whole))) or _has_half(whole)
    return TextTraits(not _is_usual(whole), has_escapes or "{" in whole, indents_of(text), halves)


@search_by_line
def _has_traits(text: str) -> bool:
    """Return whether a text may have any of the traits."""
    return not _is_usual(text) or "{" in text or "\\u" in text or any(map(text.__contains__, _AFTER_BLANKS))


def with_others(traits: TextTraits, texts: list[str]) -> TextTraits:
    """Add the traits of other texts that parts of a script come from."""
    if not texts:
        return traits
    others = traits_of("\n".join(texts))
    return replace(
        traits,
        unusual=traits.unusual or others.unusual,
        braces=traits.braces or others.braces,
        halves=traits.halves or others.halves,
    )


def indents_of(text: str) -> dict[int, Indent]:
    """Measure the indentation of each line, by the offset of its first word; empty if no block is indented."""
    if not any(map(text.__contains__, _AFTER_BLANKS)) or not _INDENTED.search(text):
        return {}
    blanks = [(found.end(1), found[1]) for found in _FIRST_WORD.finditer(text)]
    return {at: Indent(len(blank.expandtabs(8)), len(blank)) for at, blank in blanks}


def _has_half(text: str) -> bool:
    if text.isascii():
        return False
    try:
        text.encode()
    except UnicodeEncodeError:
        return True
    return False


def _is_usual(text: str) -> bool:
    if not text.isascii():
        return False
    rest = text.encode().translate(None, _VISIBLE)
    return not rest or (not rest.strip(b"\r") and "\r" not in text.replace("\r\n", ""))


def joined_lines(text: Text) -> Text:
    """Join the lines of a text with single spaces, so that patterns match across lines; spans stay correct."""
    if "\n" not in text.value:
        return text
    if not text.places:
        return replace(text, value=re.sub("\n+", " ", text.value))
    lines: list[str] = []
    places: list[tuple[int, int]] = []
    length = 0
    for (start, end), (_, offset) in zip(text.lines, text.places, strict=True):
        line = text.value[start:end]
        if words := line.strip(BLANKS):
            places.append((length, offset + len(line) - len(line.lstrip(BLANKS))))
            lines.append(words)
            length += len(words) + 1
    return replace(text, value=" ".join(lines), places=tuple(places))


def _on_one_line(trigger: Sentence) -> Sentence:
    return replace(trigger, text=joined_lines(trigger.text)) if "\n" in trigger.text.value else trigger


SIGNS = frozenset("$%.\\^[]{}()|?'\"/<>_#@*&")
"""Characters that few texts contain. A rule about some of them can skip texts if none contains one."""


def _signs_in(texts: list[str]) -> frozenset[str]:
    joined = "\n".join(texts)
    return frozenset(filter(joined.__contains__, SIGNS))


def _texts_of(trigger: Expression | Sentence) -> list[str]:
    """List the keywords of an expression, or the words of a sentence."""
    if isinstance(trigger, Sentence):
        return [trigger.text.value]
    if isinstance(trigger, Contains):
        return [trigger.text]
    texts = [operand.text for operand in trigger.operands if isinstance(operand, Contains)]
    if len(texts) == len(trigger.operands):
        return texts
    return [text for operand in trigger.operands for text in _texts_of(operand)]


_markups: dict[int, Markup] = {}
"""Each markup by its `id`, which is faster to hash."""


@lru_cache(maxsize=CACHED_TEXTS)
def _is_odd(text: str, markup: int) -> bool:
    """Return whether a text is odd even without the marks that the platform with this markup obeys."""
    if not is_odd(text):
        return False
    marks = scan(text)
    return not marks or is_odd(literal_of(text, marks, _markups[markup]))


class RuleContext(Record):
    """One scenario with its script and target, and the parts of it that most rules need.

    After an edit of a long scenario, `rows` leaves out most of the blocks that didn't change; see `incremental.py`. So a
    rule that reads `rows`, or a text or trigger of theirs, must judge each block on its own. Rules that compare blocks
    read `scenario.rows`, `openings` and `beyond_end`, which are always complete, and `trigger_view`, which is complete if
    the rules about triggers run.

    Attributes:
        rows: The blocks to look at.
        spoken: The texts of all their actions, in order.
        spoken_signs: Those of `SIGNS` that any of these texts contains.
        trigger_signs: Those of `SIGNS` that any keyword or sentence of their triggers contains.
        marked: Those of the texts with marks.
        tagged: Those with tags.
        odd: Those that may contain more than plain words and the marks that the platform obeys.
        triggers: Those of the blocks that are WHEN blocks, each with its trigger on one line.
        openings: The FIRST_MESSAGE blocks; a script without errors has one at most.
        trigger_view: The triggers, prepared for the rules about triggers.
        ends: The indices of the blocks that end the call.
        beyond_end: The follow-ups of these blocks.
        needs_closer_look: Whether the trigger rules need to run.
        traits: Traits of the whole script.
    """

    script: Script
    scenario: ResolvedScenario
    target: Target
    rows: tuple[ResolvedBlock, ...]
    spoken: tuple[Spoken, ...]
    spoken_signs: frozenset[str]
    trigger_signs: frozenset[str]
    marked: tuple[Spoken, ...]
    tagged: tuple[Spoken, ...]
    odd: tuple[Spoken, ...]
    triggers: Triggers
    openings: tuple[ResolvedBlock, ...]
    trigger_view: TriggerView
    ends: frozenset[int]
    beyond_end: tuple[ResolvedBlock, ...]
    needs_closer_look: bool
    traits: TextTraits

    @property
    def of_agent(self) -> bool:
        """Whether the script configures an agent, rather than a caller that tests one."""
        return self.target.blocks is Blocks.CONFIGURED


def _ends_in(rows: tuple[ResolvedBlock, ...], spoken: tuple[Spoken, ...]) -> frozenset[int]:
    """Return the indices of the blocks that end the call."""
    by_tag = [words.row for words in spoken if ENDING in words.text and ends_call(words.row)]
    plainly = [row for row in rows for action in row.block.actions if isinstance(action, EndCall)]
    return frozenset([row.index for row in (*by_tag, *plainly)])


def triggers_of(rows: tuple[ResolvedBlock, ...]) -> Triggers:
    """Return the WHEN blocks, each with its trigger on one line."""
    return tuple(
        [
            (row, _on_one_line(trigger) if isinstance(trigger, Sentence) else trigger)
            for row in rows
            if isinstance(opening := row.block.opening, When)
            for trigger in (opening.trigger,)
        ]
    )


def context_of(
    script: Script,
    scenario: ResolvedScenario,
    target: Target,
    traits: TextTraits,
    view: TriggerView | None = None,
    rows: tuple[ResolvedBlock, ...] | None = None,
) -> RuleContext:
    """Collect a scenario's texts, blocks and triggers for the rules.

    Args:
        view: The triggers of the scenario, if the caller has prepared them.
        rows: The blocks to look at, by default all of them. Those that start or end the call must be among them.
    """
    rows = scenario.rows if rows is None else rows
    spoken = _spoken_in(rows)
    marked = tuple([text for text in spoken if text.marks])
    triggers = triggers_of(rows)
    view = view or view_of(triggers, english=is_english(scenario))
    openings = tuple([row for row in rows if isinstance(row.block.opening, FirstMessage)])
    ends = _ends_in(rows, spoken)
    beyond_end = tuple([row for row in scenario.rows if row.parent in ends]) if ends else ()
    markup = id(target.markup)
    _markups[markup] = target.markup
    ended = beyond_end or (openings and (view.expressions or view.sentences) and openings[0].index in ends)
    return RuleContext(
        script=script,
        scenario=scenario,
        target=target,
        rows=rows,
        spoken=spoken,
        spoken_signs=_signs_in([words.text for words in spoken]),
        trigger_signs=_signs_in(list(chain.from_iterable([_texts_of(trigger) for _, trigger in triggers]))),
        marked=marked,
        tagged=tuple(text for text in marked if text.tags),
        odd=tuple([words for words in spoken if _is_odd(words.text, markup)]),
        triggers=triggers,
        openings=openings,
        trigger_view=view,
        ends=ends,
        beyond_end=beyond_end,
        needs_closer_look=view.needs_closer_look or bool(ended),
        traits=traits,
    )
