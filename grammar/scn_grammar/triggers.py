"""Triggers gone wrong: reads them on purpose, and says which one was meant."""

import json
import re
from dataclasses import dataclass, field

from scn_dsl.source import Span
from scn_grammar.slip import Slip, swap

DEPTH = 50
"""How deep parentheses may be nested; more is no trigger that a person wrote."""

_PLAIN = '"'
_TOKEN = re.compile(
    r"""
      (?P<blank>[ \t\xa0\r\n]+ | \n[ \t\xa0\r]*\|)
    | (?P<string>"(?:[^"\\\n]|\\.)*" | [“”„‟][^“”„‟"\n]*[“”„‟"] | ‘[^’\n]*’ | «[^»\n]*» | `[^`\n]*`
        | (?<![^\s(,])'[^'\n]*'(?=[\s),]|$))
    | (?P<unclosed>["“”„‟«`].*)
    | (?P<open>[(\[{])
    | (?P<close>[)\]}])
    | (?P<symbol>\|\|?|&&?|[,;+/](?=[\s"“]|$))
    | (?P<word>[^\s"“”„‟«`()\[\]{},;|&]+)
    """,
    re.VERBOSE,
)
_NEARLY_CONTAINS = (
    "contain contains containing contans cotains contians conatins containes contais "
    "include includes including match matches mention mentions has"
).split()
_OPERATORS = {"or": "OR", "and": "AND"}
_SYMBOLS = {"|": "OR", "||": "OR", ",": "OR", ";": "OR", "/": "OR", "&": "AND", "&&": "AND", "+": "AND"}


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def is_contains(self) -> bool:
        return self.kind == "word" and self.text.rstrip(":").casefold() in _NEARLY_CONTAINS

    @property
    def operator(self) -> str | None:
        if self.kind == "symbol":
            return _SYMBOLS[self.text]
        return _OPERATORS.get(self.text.casefold()) if self.kind == "word" else None


class _Hopeless(Exception):  # noqa: N818
    """The first slip allows no guess at the rest."""


@dataclass(slots=True)
class _Reading:
    """One pass over a trigger: what was found wrong, and the trigger as it should be."""

    tokens: list[_Token]
    end: int
    at: int = 0
    depth: int = 0
    slips: list[tuple[str, str, Span, bool]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def peek(self) -> _Token | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def note(self, name: str, message: str, start: int, end: int, *, safe: bool = True) -> None:
        self.slips.append((name, message, Span(start, end), safe))

    def give_up(self, name: str, message: str, start: int, end: int) -> None:
        self.note(name, message, start, max(end, start + 1))
        raise _Hopeless

    def read(self) -> None:
        while True:
            self._operand()
            while (token := self.peek()) and token.kind == "close":
                self._close(token)
            if self.peek() is None:
                break
            self._operator()
        if self.depth:
            self.give_up("bad-trigger", "a parenthesis is opened and never closed", self.end - 1, self.end)

    def _close(self, token: _Token) -> None:
        if not self.depth:
            self.give_up("bad-trigger", f"`{token.text}` closes nothing", token.start, token.end)
        self._bracket(token, ")")
        self.depth -= 1

    def _bracket(self, token: _Token, right: str) -> None:
        if token.text != right:
            message = f"`{token.text}` does not group conditions: parentheses do"
            self.note("bad-trigger", message, token.start, token.end)
        self.words.append(right)
        self.at += 1

    def _operand(self) -> None:
        token = self.peek()
        if token is None:
            message = "a condition is missing at the end of the trigger"
            self.give_up("bad-trigger", message, self.end - 1, self.end)
        elif token.kind == "open":
            self._bracket(token, "(")
            self.depth += 1
            if self.depth > DEPTH:
                message = f"parentheses nested deeper than {DEPTH} make no trigger"
                self.give_up("bad-trigger", message, token.start, token.end)
            self._operand()
        elif token.is_contains:
            self._contains(token)
        elif token.kind in ("string", "unclosed"):
            if token.kind == "string":
                message = f"{token.text} stands without `contains`"
                self.note("bare-string-trigger", message, token.start, token.end)
            self._string(token)
        else:
            self._no_operand(token)

    def _no_operand(self, token: _Token) -> None:
        if token.text.casefold() == "not":
            message = "a trigger cannot say `not`: no platform takes it"
            self.give_up("bad-trigger", message, token.start, token.end)
        if token.operator or token.kind == "close":
            message = f"a condition is missing before `{token.text}`"
            self.give_up("bad-trigger", message, token.start, token.end)
        message = "a trigger is either an expression or one sentence, not both"
        self.give_up("expression-prose-mix", message, token.start, self.end)

    def _contains(self, token: _Token) -> None:
        word = token.text.rstrip(":")
        if word != "contains":
            same = word.casefold() == "contains"
            message = (
                "`contains` is written in small letters"
                if same
                else f"`{word}` is no condition, `contains` is"
            )
            name = "wrong-case-keyword" if same else "misspelt-keyword"
            self.note(name, message, token.start, token.start + len(word))
        elif word != token.text:
            self.note("bad-trigger", "`contains` takes no colon", token.start, token.end)
        self.at += 1
        following = self.peek()
        if following and following.kind == "open" and self._called(following):
            return
        if following and following.kind in ("string", "unclosed"):
            self._string(following)
        else:
            self._unquoted(token)

    def _called(self, opened: _Token) -> bool:
        inner = self.tokens[self.at + 1 : self.at + 3]
        if len(inner) < 2 or inner[0].kind != "string" or inner[1].kind != "close":
            return False
        self.note("bad-trigger", "`contains` takes no parentheses", opened.start, inner[1].end)
        self.at += 1
        self._string(inner[0])
        self.at += 1
        return True

    def _string(self, token: _Token) -> None:
        inner = token.text[1:] if token.kind == "unclosed" else token.text[1:-1]
        if token.kind == "unclosed":
            message = "the quote is opened and never closed"
            self.note("unclosed-string", message, token.start, token.end, safe=False)
            inner = inner.rstrip()
        elif token.text[0] != _PLAIN or token.text[-1] != _PLAIN:
            message = f'`{token.text[0]}` is not the plain quote `"`'
            self.note("wrong-quotes", message, token.start, token.end)
            inner = inner.replace('"', '\\"')
        elif bad := re.search(r'\\[^"\\]', inner.replace("\\\\", "\0\0")):
            message = f'`{bad[0]}` is no escape: only `\\"` and `\\\\` are'
            start = token.start + 1 + bad.start()
            self.note("bad-trigger", message, start, start + 2, safe=False)
            inner = re.sub(r'\\(?!["\\])', r"\\\\", inner)
        self.words.append(f'contains "{inner}"')
        self.at += 1

    def _unquoted(self, keyword: _Token) -> None:
        start = self.at
        while (token := self.peek()) and token.kind in ("word", "symbol") and not self._splits(token):
            self.at += 1
        taken = self.tokens[start : self.at]
        if not taken:
            self.give_up("empty-text", "`contains` needs a text in quotes", keyword.start, keyword.end)
        text = " ".join(token.text for token in taken)
        if (token := self.peek()) and token.kind in ("string", "unclosed"):
            message = "a trigger is either an expression or one sentence, not both"
            self.give_up("expression-prose-mix", message, taken[0].start, taken[-1].end)
        message = f"`{text}` needs quotes after `contains`"
        self.note("unquoted-contains", message, taken[0].start, taken[-1].end)
        self.words.append(f'contains "{text}"')

    def _splits(self, token: _Token) -> bool:
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        if token.text in ("OR", "AND"):
            return True
        return bool(token.operator and following and (following.is_contains or following.kind == "string"))

    def _operator(self) -> None:
        token = self.tokens[self.at]
        if token.operator:
            if token.text != token.operator:
                message = f"`{token.text}` joins no conditions, `{token.operator}` does"
                self.note("wrong-operator", message, token.start, token.end)
            self.words.append(token.operator)
            self.at += 1
        elif token.is_contains or token.kind in ("string", "open"):
            message = "between two conditions stands `OR` or `AND`"
            self.note("wrong-operator", message, token.start, token.end, safe=False)
            self.words.append("OR")
        else:
            message = "a trigger is either an expression or one sentence, not both"
            self.give_up("expression-prose-mix", message, token.start, self.end)


def explain_trigger(line: str, start: int) -> Slip:
    """What is wrong with the trigger that begins at `start` of `line`, which the grammar refused."""
    trigger = line[start:]
    tokens = [
        _Token(match.lastgroup or "", match[0], start + match.start())
        for match in _TOKEN.finditer(trigger)
        if match.lastgroup != "blank"
    ]
    reading = _Reading(tokens, len(line))
    try:
        reading.read()
    except _Hopeless:
        return _hopeless(reading, line, start)
    if not reading.slips:
        reading.note("bad-trigger", "this trigger cannot be read", start, len(line))
    name, message, span, _ = reading.slips[0]
    meant = " ".join(reading.words).replace("( ", "(").replace(" )", ")")
    safe = all(slip[3] for slip in reading.slips)
    title = f"write `{meant}`"
    return Slip(name, message, span, f"write `WHEN {meant}`", swap(start, len(line), meant), title, safe)


def _hopeless(reading: _Reading, line: str, start: int) -> Slip:
    name, message, span, _ = reading.slips[-1]
    sentence = "raw: " + json.dumps(" ".join(line[start:].split()), ensure_ascii=False)
    if name in {"bad-trigger", "empty-text"}:
        hint = 'an expression reads `contains "a" OR contains "b"`; anything else is one plain sentence'
        return Slip(name, message, span, hint, swap(start, len(line), sentence), usable=False)
    hint = f'write only `contains "…"` conditions, or keep the sentence as `WHEN {sentence}`'
    title = "keep it as one sentence"
    return Slip(name, message, span, hint, swap(start, len(line), sentence), title, safe=False)
