"""What a rule sees of a scenario."""

import re
from collections.abc import Iterator
from itertools import accumulate

from scn_compiler.lint.call_end import ends_call
from scn_compiler.lint.triggers.view import TriggerView, view_of
from scn_compiler.lint.triggers.words import is_english
from scn_compiler.platforms.kit.target import Blocks, Target
from scn_compiler.semantics.resolve import ResolvedBlock, ResolvedScenario
from scn_dsl.nodes import (
    WORDLESS,
    Do,
    Expression,
    FirstMessage,
    Say,
    Script,
    Sentence,
    Text,
    Undecided,
    When,
)
from scn_dsl.records import Record, fast_constructor, replace
from scn_dsl.source import Span
from scn_grammar.markup import Attribute, Mark, Tag, scan


class Spoken(Record):
    """The text of one action, with the marks in it, and those of them that are tags.

    `every_tag` are those and the tags in their attributes, which stand where the attribute does.
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
        """Whether it is the first message."""
        return isinstance(self.row.block.opening, FirstMessage)

    def place(self, start: int, end: int) -> Span:
        """Where `text[start:end]` stands in the file."""
        return self.row.block.place(self.action.text.locate(start, end))

    def may_edit(self, start: int, end: int) -> bool:
        """Whether a fix may replace `text[start:end]`."""
        return self.action.text.is_unbroken(start, end)

    @property
    def whole(self) -> Span:
        return self.row.block.place(self.action.text.span)


_new_spoken = fast_constructor(Spoken)


def _every(tags: tuple[Tag, ...]) -> Iterator[Tag]:
    for tag in tags:
        yield tag
        for attribute in tag.attributes:
            for mark in scan(attribute.value) if "<" in attribute.value else ():
                if isinstance(mark, Tag):
                    yield _inside(mark, attribute)


def _inside(tag: Tag, attribute: Attribute) -> Tag:
    start, end = attribute.start, attribute.end
    moved = tuple(replace(own, start=start, end=end) for own in tag.attributes)
    return replace(tag, attributes=moved, start=start, end=end)


def spoken_in(scenario: ResolvedScenario) -> tuple[Spoken, ...]:
    """Every text that is said or done in a scenario, in order."""
    found: list[Spoken] = []
    for row in scenario.rows:
        for action in row.block.actions:
            if not isinstance(action, WORDLESS):
                text = action.text.value
                marks = scan(text)
                tags = tuple(mark for mark in marks if isinstance(mark, Tag)) if marks else ()
                every_tag = tuple(_every(tags)) if tags else ()
                found.append(_new_spoken(row, action, text, marks, tags, every_tag))
    return tuple(found)


def number(value: str) -> float | None:
    """What an attribute's value says as a number; `None` if it is none."""
    return float(value) if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value) else None


def seconds(tag: Tag) -> float | None:
    """The length of a pause; `None` if it cannot be told."""
    time = tag.get("time")
    return number(time.value[:-1]) if time and time.value.endswith("s") else None


class TextTraits(Record):
    """What stands anywhere in the text of a script: if it does not, no look at each of its parts is needed.

    Attributes:
        unusual: Anything but plain ASCII that can be seen, and line ends.
        braces: An opening brace.
    """

    unusual: bool = True
    braces: bool = True


_VISIBLE = bytes((*range(0x20, 0x7F), *b"\n\t"))


def traits_of(text: str) -> TextTraits:
    """The signs in a script; what a JSON string may hide as an escape counts as being there."""
    return TextTraits(not _is_usual(text), "{" in text or "\\u" in text)


def _is_usual(text: str) -> bool:
    if not text.isascii():
        return False
    rest = text.encode().translate(None, _VISIBLE)
    return not rest or (not rest.strip(b"\r") and "\r" not in text.replace("\r\n", ""))


def in_one_line(text: Text) -> Text:
    """The same words with one space for the line breaks between them: what is looked for stands in either."""
    if "\n" not in text.value:
        return text
    value = re.sub("\n+", " ", text.value)
    lengths = (end - start + 1 for start, end in text.lines)
    starts = accumulate(lengths, initial=0)
    places = tuple((start, offset) for start, (_, offset) in zip(starts, text.places, strict=False))
    return replace(text, value=value, places=places)


def _seen(trigger: Expression | Sentence) -> Expression | Sentence:
    if not isinstance(trigger, Sentence) or "\n" not in trigger.text.value:
        return trigger
    return replace(trigger, text=in_one_line(trigger.text))


class RuleContext(Record):
    """One scenario, the script that it stands in, and the target that it is meant for.

    Attributes:
        spoken: What is said or done in it, in order.
        marked, tagged: Those of them with marks, and with tags.
        openings: The rows of FIRST_MESSAGE: one, if all is well.
        triggers: The rows of WHEN with what they wait for.
        trigger_view: The same for the rules of advice.
        beyond_end: The rows that follow up one that ends the call.
        needs_closer_look: Whether there is a reason to ask the rules about triggers.
        signs: What stands anywhere in the script.
    """

    script: Script
    scenario: ResolvedScenario
    target: Target
    spoken: tuple[Spoken, ...]
    marked: tuple[Spoken, ...]
    tagged: tuple[Spoken, ...]
    openings: tuple[ResolvedBlock, ...]
    triggers: tuple[tuple[ResolvedBlock, Expression | Sentence], ...]
    trigger_view: TriggerView
    beyond_end: tuple[ResolvedBlock, ...]
    needs_closer_look: bool
    signs: TextTraits

    @property
    def of_agent(self) -> bool:
        """Whether the script is an agent's own, and not one of a caller that tests it."""
        return self.target.blocks is Blocks.CONFIGURED


def context_of(script: Script, scenario: ResolvedScenario, target: Target, signs: TextTraits) -> RuleContext:
    """What the rules see of `scenario`."""
    spoken = spoken_in(scenario)
    marked = tuple([words for words in spoken if words.marks])
    openings: list[ResolvedBlock] = []
    triggers: list[tuple[ResolvedBlock, Expression | Sentence]] = []
    beyond_end: list[ResolvedBlock] = []
    for row in scenario.rows:
        opening = row.block.opening
        if isinstance(opening, When):
            triggers.append((row, _seen(opening.trigger)))
        elif isinstance(opening, FirstMessage):
            openings.append(row)
        elif row.parent is not None and ends_call(scenario.rows[row.parent]):
            beyond_end.append(row)
    trigger_view = view_of(triggers, english=is_english(scenario))
    ended = beyond_end or (openings and triggers and ends_call(openings[0]))
    return RuleContext(
        script=script,
        scenario=scenario,
        target=target,
        spoken=spoken,
        marked=marked,
        tagged=tuple(words for words in marked if words.tags),
        openings=tuple(openings),
        triggers=tuple(triggers),
        trigger_view=trigger_view,
        beyond_end=tuple(beyond_end),
        needs_closer_look=trigger_view.needs_closer_look or bool(ended),
        signs=signs,
    )
