"""Compiles patterns to bytecode for the regex machine in the scanner of tree-sitter-scn."""

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
    """The program of all patterns, one after another.

    Attributes:
        code: Operations and their operands.
        sets: The character classes: whether each is negated, and its ranges.
    """

    def __init__(self) -> None:
        self.code: list[int] = []
        self.sets: list[tuple[bool, tuple[tuple[int, int], ...]]] = []

    def add(self, segments: list[str], ahead: str) -> int:
        """Compile the segments and the lookahead of a rule; return the address of their code."""
        start = len(self.code)
        for number, segment in enumerate(segments):
            self._compile_all(_parser.parse(segment))
            self.code += [SEGMENT, number]
        if ahead:
            self._compile_all(_parser.parse(f"(?={ahead})"))
        self.code.append(MATCH)
        return start

    def _compile_all(self, parts: Any) -> None:
        for part in parts:
            self._compile(part)

    def _compile(self, part: Any) -> None:
        match part:
            case (sre.LITERAL | sre.NOT_LITERAL | sre.IN, _):
                self.code += [ONE, self._set(part)]
            case (sre.BRANCH, (_, branches)):
                self._branches(list(branches))
            case (sre.SUBPATTERN, (_, _, _, inner)):
                self._compile_all(inner)
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
                self._compile_all(inner)
                self.code.append(MATCH)
                self._land(at)
            case _:
                raise ValueError(f"the machine doesn't support {part}")

    def _branches(self, branches: list[Any]) -> None:
        exits = []
        for branch in branches[:-1]:
            next_branch = self._jump(SPLIT)
            self._compile_all(branch)
            exits.append(self._jump(JUMP))
            self._land(next_branch)
        self._compile_all(branches[-1])
        for at in exits:
            self._land(at)

    def _repeat(self, low: int, high: Any, inner: Any) -> None:
        for _ in range(low):
            self._compile_all(inner)
        if high is sre.MAXREPEAT:
            start = len(self.code)
            done = self._jump(SPLIT)
            self._compile_all(inner)
            self.code += [JUMP, start]
            self._land(done)
        else:
            exits = []
            for _ in range(high - low):
                exits.append(self._jump(SPLIT))
                self._compile_all(inner)
            for at in exits:
                self._land(at)

    def _jump(self, operation: int) -> int:
        self.code += [operation, -1]
        return len(self.code) - 1

    def _land(self, at: int) -> None:
        self.code[at] = len(self.code)

    def _set(self, part: Any) -> int:
        char_set: tuple[bool, tuple[tuple[int, int], ...]]
        match part:
            case (sre.LITERAL, code):
                char_set = (False, ((code, code),))
            case (sre.NOT_LITERAL, code):
                char_set = (True, ((code, code),))
            case (_, items):
                negated = items[0][0] is sre.NEGATE
                char_set = (negated, tuple(each for item in items[negated:] for each in _ranges(item)))
        if char_set not in self.sets:
            self.sets.append(char_set)
        return self.sets.index(char_set)


def _ranges(item: Any) -> tuple[tuple[int, int], ...]:
    match item:
        case (sre.LITERAL, code):
            return ((code, code),)
        case (sre.RANGE, (low, high)):
            return ((low, high),)
        case (sre.CATEGORY, sre.CATEGORY_SPACE):
            return _SPACES
    raise ValueError(f"the machine doesn't support {item}")
