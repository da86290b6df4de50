"""Patterns as numbers, for the small machine in the scanner of tree-sitter-scn."""

from re import _constants as sre
from re import _parser
from typing import Any

OPERATIONS = (
    "MATCH",
    "ONE",
    "MANY",
    "SPLIT",
    "JUMP",
    "AHEAD",
    "NOT_AHEAD",
    "LINE_END",
    "WORD_END",
    "SEGMENT",
)
MATCH, ONE, MANY, SPLIT, JUMP, AHEAD, NOT_AHEAD, LINE_END, WORD_END, SEGMENT = range(len(OPERATIONS))

_SPACES = ((9, 13), (0x1C, 0x20), (0x85, 0x85), (0xA0, 0xA0), (0x1680, 0x1680), (0x2000, 0x200A),
           (0x2028, 0x2029), (0x202F, 0x202F), (0x205F, 0x205F), (0x3000, 0x3000))  # fmt: skip


class Machine:
    """All patterns one behind the other.

    Attributes:
        code: Operations and their operands.
        sets: The classes of characters: whether it is what is not in it, and from where to where.
    """

    def __init__(self) -> None:
        self.code: list[int] = []
        self.sets: list[tuple[bool, tuple[tuple[int, int], ...]]] = []

    def add(self, segments: list[str], ahead: str) -> int:
        """Where the code for some segments begins, with what must follow them."""
        start = len(self.code)
        for number, segment in enumerate(segments):
            self._all(_parser.parse(segment))
            self.code += [SEGMENT, number]
        if ahead:
            self._all(_parser.parse(f"(?={ahead})"))
        self.code.append(MATCH)
        return start

    def _all(self, parts: Any) -> None:
        for part in parts:
            self._one(part)

    def _one(self, part: Any) -> None:
        match part:
            case (sre.LITERAL | sre.NOT_LITERAL | sre.IN, _):
                self.code += [ONE, self._set(part)]
            case (sre.BRANCH, (_, branches)):
                self._branches(list(branches))
            case (sre.SUBPATTERN, (_, _, _, inner)):
                self._all(inner)
            case (sre.MAX_REPEAT, (low, high, inner)) if len(inner) == 1 and inner[0][0] in (
                sre.LITERAL,
                sre.IN,
            ):
                self.code += [MANY, self._set(inner[0]), low, -1 if high is sre.MAXREPEAT else high]
            case (sre.MAX_REPEAT, (low, high, inner)):
                self._repeat(low, high, inner)
            case (sre.AT, sre.AT_END):
                self.code.append(LINE_END)
            case (sre.AT, sre.AT_BOUNDARY):
                self.code.append(WORD_END)
            case ((sre.ASSERT | sre.ASSERT_NOT) as kind, (1, inner)):
                at = self._jump(AHEAD if kind is sre.ASSERT else NOT_AHEAD)
                self._all(inner)
                self.code.append(MATCH)
                self._land(at)
            case _:
                raise ValueError(f"the machine cannot do {part}")

    def _branches(self, branches: list[Any]) -> None:
        leaving = []
        for branch in branches[:-1]:
            other = self._jump(SPLIT)
            self._all(branch)
            leaving.append(self._jump(JUMP))
            self._land(other)
        self._all(branches[-1])
        for at in leaving:
            self._land(at)

    def _repeat(self, low: int, high: Any, inner: Any) -> None:
        for _ in range(low):
            self._all(inner)
        if high is sre.MAXREPEAT:
            start = len(self.code)
            done = self._jump(SPLIT)
            self._all(inner)
            self.code += [JUMP, start]
            self._land(done)
        else:
            leaving = []
            for _ in range(high - low):
                leaving.append(self._jump(SPLIT))
                self._all(inner)
            for at in leaving:
                self._land(at)

    def _jump(self, operation: int) -> int:
        self.code += [operation, -1]
        return len(self.code) - 1

    def _land(self, at: int) -> None:
        self.code[at] = len(self.code)

    def _set(self, part: Any) -> int:
        found: tuple[bool, tuple[tuple[int, int], ...]]
        match part:
            case (sre.LITERAL, code):
                found = (False, ((code, code),))
            case (sre.NOT_LITERAL, code):
                found = (True, ((code, code),))
            case (_, items):
                negated = items[0][0] is sre.NEGATE
                found = (negated, tuple(each for item in items[negated:] for each in _ranges(item)))
        if found not in self.sets:
            self.sets.append(found)
        return self.sets.index(found)


def _ranges(item: Any) -> tuple[tuple[int, int], ...]:
    match item:
        case (sre.LITERAL, code):
            return ((code, code),)
        case (sre.RANGE, (low, high)):
            return ((low, high),)
        case (sre.CATEGORY, sre.CATEGORY_SPACE):
            return _SPACES
    raise ValueError(f"the machine has no {item}")
