"""A block whose lines are being read without Lark."""

from scn_dsl.nodes import Action, Block, Detail, Label, Opening, Text
from scn_dsl.records import maker
from scn_dsl.source import span_of

_new_block = maker(Block)


class OpenBlock:
    """What a block has so far; `start` is its offset in the text."""

    __slots__ = ("actions", "details", "label", "opening", "start")

    def __init__(self, start: int, label: Label | None, opening: Opening) -> None:
        self.start = start
        self.label = label
        self.opening = opening
        self.actions: list[Action] = []
        self.details: list[Detail] = []

    @property
    def says_something(self) -> bool:
        return bool(self.actions or self.details)

    def tell(self, name: str, value: Text, start: int) -> bool:
        """Add a detail whose line begins at `start`, an offset in the text."""
        span = span_of((start - self.start, value.span.end))
        self.details.append(Detail(name=name, value=value, span=span))
        return True

    def closed(self) -> Block:
        """The block, as it is."""
        last = self.actions[-1] if self.actions else self.opening
        end = last.span.end
        if self.details:
            end = max(end, self.details[-1].span.end)
        return _new_block(
            label=self.label,
            opening=self.opening,
            actions=tuple(self.actions),
            details=tuple(self.details),
            span=span_of((0, end)),
            at=self.start,
        )
