"""The source lines of statements and records, for messages that point into their text."""

from scn_compiler.semantics.resolve import ResolvedScenario, ResolvedScript
from scn_compiler.semantics.settings import Value
from scn_dsl.nodes import Field
from scn_dsl.source import Span


class SourceLine:
    """A line with the text of a record or a statement."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self.whole = field.place(field.value.span)

    def place(self, start: int, end: int) -> Span:
        """Return the span of a part of the text; an empty part has the span of the character before it."""
        text = self._field.value
        if start == end:
            start = max(start - 1, 0)
        return self._field.place(text.locate(start, min(max(end, start + 1), len(text.value))))

    def edit(self, start: int, end: int) -> Span | None:
        """Return the span to replace in the file for a part of the text; `None` if the part isn't contiguous there."""
        text = self._field.value
        if not text.places or (start < end and not text.is_unbroken(start, end)):
            return None
        if start < end or not start:
            return self._field.place(text.locate(start, end))
        return self._field.place(text.locate(start - 1, start)).after


def source_lines(document: ResolvedScript, scenario: ResolvedScenario, name: str) -> list[SourceLine]:
    """Return the lines of a repeatable field, in the order of its values."""
    return [
        SourceLine(setting)
        for setting in (*document.script.defaults, *scenario.scenario.settings)
        if isinstance(setting, Field) and setting.name == name and setting.value.value
    ]


def source_line(scenario: ResolvedScenario, value: Value) -> SourceLine | None:
    """Return the line of this scenario that sets `value` in plain words, or `None`."""
    for setting in scenario.scenario.settings:
        if isinstance(setting, Field) and setting.place(setting.value.span) == value.span:
            return SourceLine(setting) if setting.value.value == value.value else None
    return None
