"""Changes the texts in the nodes of a script, one by one; nodes whose texts stay the same are kept."""

from collections.abc import Callable
from operator import is_
from typing import TypeVar

from scn_dsl.nodes import (
    WORDLESS,
    Action,
    Block,
    Contains,
    Detail,
    Expression,
    Field,
    Fragment,
    Item,
    PlatformValue,
    Say,
    Scenario,
    Sentence,
    Setting,
    Text,
    When,
)
from scn_dsl.records import fast_constructor, replace
from scn_dsl.source import Origin
from scn_dsl.vocabulary import NAMED_LINES, FieldKind

_T = TypeVar("_T")
new_block, _new_say, _new_when = fast_constructor(Block), fast_constructor(Say), fast_constructor(When)
_new_contains, _new_sentence, _new_text = (
    fast_constructor(Contains),
    fast_constructor(Sentence),
    fast_constructor(Text),
)
_JSON_KINDS = (FieldKind.RECORD, FieldKind.JSON)


class TextMap:
    """Maps the texts of settings and blocks with `text`, and gives them an origin; the values of a platform stay.

    Attributes:
        origin: The origin that all items get; `None` to keep theirs.
        item: The item whose texts are being mapped.
    """

    __slots__ = ("item", "origin")

    def __init__(self, origin: Origin | None = None) -> None:
        self.origin = origin
        self.item: Item = Item()

    def text(self, text: Text, *, is_json: bool = False) -> Text:  # noqa: ARG002
        """Map one text; it stays the same unless a subclass changes it.

        Args:
            is_json: Whether it may be JSON.
        """
        return text

    def keyword(self, contains: Contains) -> str:
        """Map the text of a keyword; one without a dollar sign has no value in it."""
        if "$" not in contains.text:
            return contains.text
        return self.text(keyword_text(contains)).value

    def visit(self, section: Scenario | Fragment) -> None:
        """Map all texts of a section, for the effect; also those that insert fragments."""
        for block in section.blocks:
            self.block(block)
        title = (section.title,) if section.title and isinstance(section, Scenario) else ()
        for setting in (*title, *section.settings, *(use.line for use in section.uses)):
            self.setting(setting)

    def setting(self, setting: Setting) -> Setting:
        """Map the value of a setting."""
        self.item = setting
        if isinstance(setting, PlatformValue):
            return setting if self.origin is None else replace(setting, origin=self.origin)
        is_json = (
            not isinstance(setting, Field) or setting.raw or NAMED_LINES[setting.name].kind in _JSON_KINDS
        )
        value = self.text(setting.value, is_json=is_json)
        if value is setting.value and self.origin is None:
            return setting
        return replace(setting, value=value, origin=self.origin or setting.origin)

    def block(self, block: Block) -> Block:
        """Map the trigger, the actions and the details of a block."""
        self.item = block
        opening = block.opening
        if isinstance(opening, When):
            trigger = self._trigger(opening.trigger)
            opening = opening if trigger is opening.trigger else _new_when(trigger=trigger, span=opening.span)
        actions = _each(block.actions, self.action)
        details = _each(block.details, self.detail) if block.details else ()
        if (
            self.origin is None
            and opening is block.opening
            and actions is block.actions
            and details is block.details
        ):
            return block
        return new_block(
            label=block.label,
            opening=opening,
            actions=actions,
            details=details,
            span=block.span,
            at=block.at,
            origin=self.origin or block.origin,
            broken=block.broken,
        )

    def action(self, action: Action) -> Action:
        """Map the text of an action."""
        if isinstance(action, WORDLESS):
            return action
        text = self.text(action.text)
        if text is action.text:
            return action
        return (
            _new_say(text=text, span=action.span) if isinstance(action, Say) else replace(action, text=text)
        )

    def detail(self, detail: Detail) -> Detail:
        """Map the value of a detail."""
        value = self.text(detail.value, is_json=detail.raw)
        return detail if value is detail.value else replace(detail, value=value)

    def _trigger(self, trigger: Expression | Sentence) -> Expression | Sentence:
        if isinstance(trigger, Sentence):
            text = self.text(trigger.text)
            return trigger if text is trigger.text else _new_sentence(text=text, span=trigger.span)
        if isinstance(trigger, Contains):
            words = self.keyword(trigger)
            return trigger if words == trigger.text else _new_contains(text=words, span=trigger.span)
        operands = _each(trigger.operands, self._operand)
        return trigger if operands is trigger.operands else replace(trigger, operands=operands)

    def _operand(self, operand: Expression) -> Expression:
        mapped = self._trigger(operand)
        assert not isinstance(mapped, Sentence)
        return mapped


def keyword_text(contains: Contains) -> Text:
    """Return the text of a keyword, with its place if it is written as it is: with an escape, it would be longer."""
    words, (start, end) = contains.text, contains.span
    first = start + len('contains "')
    places = ((0, first),) if first + len(words) + 1 == end else ()
    return _new_text(value=words, span=contains.span, places=places)


def _each(nodes: tuple[_T, ...], change: Callable[[_T], _T]) -> tuple[_T, ...]:
    changed = tuple(map(change, nodes))
    return nodes if all(map(is_, changed, nodes)) else changed
