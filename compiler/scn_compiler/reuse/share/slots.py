"""The texts of a scenario or of some blocks in order, each with its place, and the same nodes with other texts."""

from collections.abc import Callable, Iterable
from enum import Enum

from scn_compiler.reuse.node_texts import TextMap
from scn_compiler.reuse.share.patterns import as_written, doubled
from scn_dsl.nodes import Action, Block, Contains, Detail, Field, Scenario, Setting, Text, Variable
from scn_dsl.records import Record


class TextPlace(Enum):
    """Where a text is."""

    TITLE = "title"
    SETTING = "setting"
    TRIGGER = "trigger"
    ACTION = "action"
    DETAIL = "detail"


class Slot(Record):
    """A text with its place.

    Attributes:
        text: The escaped text.
        setting: The setting that it is the value of.
        block: The block that it is in.
        is_json: Whether values in it may be escaped.
    """

    text: str
    place: TextPlace
    setting: Setting | None = None
    block: Block | None = None
    is_json: bool = False


class _Change(TextMap):
    """Maps each text, also those of keywords, with a function."""

    __slots__ = ("change",)

    def __init__(self, change: Callable[[str], str]) -> None:
        super().__init__()
        self.change = change

    def text(self, text: Text, *, is_json: bool = False) -> Text:  # noqa: ARG002
        value = self.change(text.value)
        return text if value == text.value else Text(value=value)

    def keyword(self, contains: Contains) -> str:
        return self.change(contains.text)


class _Collection(TextMap):
    """Collects the texts."""

    __slots__ = ("found", "place")

    def __init__(self) -> None:
        super().__init__()
        self.found: list[Slot] = []
        self.place = TextPlace.TRIGGER

    def text(self, text: Text, *, is_json: bool = False) -> Text:
        if isinstance(self.item, Block):
            self.found.append(Slot(text.value, self.place, None, self.item, is_json))
        elif isinstance(self.item, Field | Variable):
            is_title = isinstance(self.item, Field) and self.item.name == "scenario"
            place = TextPlace.TITLE if is_title else TextPlace.SETTING
            self.found.append(Slot(text.value, place, self.item, None, is_json))
        return text

    def keyword(self, contains: Contains) -> str:
        self.text(Text(value=contains.text))
        return contains.text

    def block(self, block: Block) -> Block:
        self.place = TextPlace.TRIGGER
        return super().block(block)

    def action(self, action: Action) -> Action:
        self.place = TextPlace.ACTION
        return super().action(action)

    def detail(self, detail: Detail) -> Detail:
        self.place = TextPlace.DETAIL
        return super().detail(detail)


class Lines(Record):
    """Lines of a scenario: its title, some settings and some blocks."""

    title: Field | None = None
    settings: tuple[Setting, ...] = ()
    blocks: tuple[Block, ...] = ()

    def slots(self) -> tuple[Slot, ...]:
        """Return the texts in order."""
        collection = _Collection()
        self._mapped(collection)
        return tuple(collection.found)

    def with_texts(self, texts: Iterable[str]) -> "Lines":
        """Put other texts in the place of these, in the same order."""
        following = iter(texts)
        return self._mapped(_Change(lambda _: next(following)))

    def changed(self, change: Callable[[str], str]) -> "Lines":
        """Map each text."""
        return self._mapped(_Change(change))

    def shape(self) -> "Lines":
        """Return these lines without their texts."""
        return self.changed(lambda _: "")

    def _mapped(self, texts: TextMap) -> "Lines":
        title = texts.setting(self.title) if self.title else None
        assert title is None or isinstance(title, Field)
        return Lines(title, tuple(map(texts.setting, self.settings)), tuple(map(texts.block, self.blocks)))


def payload_lines(scenario: Scenario) -> Lines:
    """Take the lines of a scenario without values, with escaped texts."""
    return Lines(scenario.title, scenario.settings, scenario.blocks).changed(doubled)


def written(lines: Lines) -> Lines:
    """Write escaped texts as an author would."""
    return lines.changed(as_written)
