"""Triggers gone wrong: reads them on purpose, and says which one was meant."""

import json
import re
from dataclasses import dataclass, field

from scn_dsl.source import Span
from scn_grammar.intruders import intruder
from scn_grammar.slip import Slip, swap
from scn_grammar.tokens import Token, tokens_of

DEPTH = 50
"""How deep parentheses may be nested; more is no trigger that a person wrote."""

_PLAIN = '"'
_PATIENCE = 20
"""After so many slips in one trigger no guess at it is worth the time."""

_LAST = (".", ";", ",", "?", "!", ":")


class _Hopeless(Exception):  # noqa: N818
    """The first slip allows no guess at the rest."""


@dataclass(slots=True)
class _Reading:
    """One pass over a trigger: what was found wrong, and the trigger as it should be."""

    line: str
    tokens: list[Token]
    end: int
    at: int = 0
    opened: list[Token] = field(default_factory=list)
    slips: list[tuple[str, str, Span, bool]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def peek(self) -> Token | None:
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
            if (token := self.peek()) is None:
                break
            if token is self.tokens[-1] and token.text in _LAST:
                self.note(
                    "bad-trigger",
                    f"`{token.text}` after the last condition means nothing",
                    token.start,
                    token.end,
                )
                break
            self._operator()
        if self.opened:
            token = self.opened[-1]
            self.note("bad-trigger", "this parenthesis is never closed", token.start, token.end, safe=False)
            self.words.append(")" * len(self.opened))

    def _close(self, token: Token) -> None:
        if not self.opened:
            self.note("bad-trigger", f"`{token.text}` closes nothing", token.start, token.end, safe=False)
            self.at += 1
            return
        self._bracket(token, ")")
        self.opened.pop()

    def _bracket(self, token: Token, right: str) -> None:
        if token.text != right:
            message = f"`{token.text}` does not group conditions: parentheses do"
            self.note("bad-trigger", message, token.start, token.end)
        self.words.append(right)
        self.at += 1

    def _operand(self) -> None:
        token = self.peek()
        if token is None:
            last = self.tokens[-1] if self.tokens else Token("word", " ", self.end - 1)
            message = f"a condition is missing after `{last.text}`"
            self.give_up("bad-trigger", message, last.start, last.end)
        elif token.kind == "open":
            self._bracket(token, "(")
            self.opened.append(token)
            if len(self.opened) > DEPTH:
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

    def _no_operand(self, token: Token) -> None:
        if token.text.casefold() == "not":
            message = "a trigger cannot say `not`: no platform takes it"
            self.give_up("bad-trigger", message, token.start, token.end)
        if token.operator or token.kind == "close":
            message = f"a condition is missing before `{token.text}`"
            self.give_up("bad-trigger", message, token.start, token.end)
        message = "a trigger is either an expression or one sentence, not both"
        self.give_up("expression-prose-mix", message, token.start, self.end)

    def _contains(self, token: Token) -> None:
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
        if following and following.kind == "open" and self._listed(following):
            return
        if following and following.kind in ("string", "unclosed"):
            self._string(following)
        else:
            self._unquoted(token)

    def _listed(self, opened: Token) -> bool:
        """`contains ("a")` or `contains ["a", "b"]`: the texts in brackets, if nothing else is in them."""
        at = self.at + 1
        texts: list[Token] = []
        while at < len(self.tokens) and self.tokens[at].kind in ("string", "symbol"):
            texts += [self.tokens[at]] if self.tokens[at].kind == "string" else []
            at += 1
        if not texts or at == len(self.tokens) or self.tokens[at].kind != "close":
            return False
        several = len(texts) > 1
        message = "`contains` takes one text" if several else "`contains` takes no parentheses"
        self.note("bad-trigger", message, opened.start, self.tokens[at].end, safe=not several)
        for number, text in enumerate(texts):
            self.words += ["OR"] if number else []
            self._string(text)
        self.at = at + 1
        return True

    def _string(self, token: Token) -> None:
        if swallowed := re.search(
            r"(?<![ \t\xa0])[ \t\xa0]++(?:OR|AND)[ \t\xa0]++contains[ \t\xa0]*+$",
            token.text[1:-1],
            re.IGNORECASE,
        ):
            token = self._cut(token, token.start + 1 + swallowed.start())
        inner = token.text[1:] if token.kind == "unclosed" else token.text[1:-1].strip("'")
        if token.kind == "unclosed":
            self.note("unclosed-string", "this quote is never closed", token.start, token.end, safe=False)
            inner = inner.rstrip()
        elif token.text[0] != _PLAIN or token.text[-1] != _PLAIN:
            wrong, at = (
                (token.text[0], token.start) if token.text[0] != _PLAIN else (token.text[-1], token.end - 1)
            )
            self.note("wrong-quotes", f'`{wrong}` is not the plain quote `"`', at, at + 1)
            inner = inner.replace('"', '\\"')
        elif bad := re.search(r'\\[^"\\]', inner.replace("\\\\", "\0\0")):
            message = f'`{bad[0]}` is no escape: only `\\"` and `\\\\` are'
            start = token.start + 1 + bad.start()
            self.note("bad-trigger", message, start, start + 2, safe=False)
            inner = re.sub(r'\\(?!["\\])', r"\\\\", inner)
        self.words.append(f'contains "{inner}"')
        self.at += 1

    def _cut(self, token: Token, end: int) -> Token:
        """A string without its closing quote, which swallowed the next condition: read anew from there."""
        if len(self.slips) > _PATIENCE:
            self.give_up("unclosed-string", "this quote is never closed", token.start, token.end)
        self.tokens[self.at + 1 :] = tokens_of(self.line, end)
        return Token("unclosed", self.line[token.start : end], token.start)

    def _unquoted(self, keyword: Token) -> None:
        start = self.at
        while (token := self.peek()) and token.kind in ("word", "symbol") and not self._splits(token):
            self.at += 1
        taken = self.tokens[start : self.at]
        if not taken:
            self.give_up("empty-text", "`contains` needs a text in quotes", keyword.start, keyword.end)
        text = " ".join(self.line[taken[0].start : taken[-1].end].split()).rstrip(",;")
        token = self.peek()
        if token and token.kind == "unclosed" and token.text in ('"', "”", "“"):
            message = "the quote before this text is missing"
            self.note("unclosed-string", message, taken[0].start, token.end, safe=False)
            self.at += 1
        elif token and token.kind in ("string", "unclosed"):
            message = "a trigger is either an expression or one sentence, not both"
            self.give_up("expression-prose-mix", message, taken[0].start, taken[-1].end)
        else:
            parts = [part for part in re.split(r"\s*(?:[,;]|\bor\b|\|\|?)\s*", text) if part]
            several = len(parts) > 1
            message = f"`{text}` needs quotes after `contains`"
            self.note("unquoted-contains", message, taken[0].start, taken[-1].end, safe=not several)
            text = '" OR contains "'.join(parts)
        self.words.append(f'contains "{text}"')

    def _splits(self, token: Token) -> bool:
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
    if slip := intruder(line, start):
        return slip
    reading = _Reading(line, tokens_of(line, start), len(line))
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
    words = re.sub(r"\s*\n[ \t\xa0\r]*\|?\s*", " ", line[start:])
    sentence = "raw: " + json.dumps(words.strip(), ensure_ascii=False)
    if "`not`" in message:
        hint = "say it in a sentence: `WHEN The agent does not mention …`"
        return Slip(name, message, span, hint, swap(start, len(line), sentence), usable=False)
    if name in ("bad-trigger", "empty-text"):
        hint = 'an expression reads `contains "a" OR contains "b"`; anything else is one plain sentence'
        return Slip(name, message, span, hint, swap(start, len(line), sentence), usable=False)
    hint = f'write only `contains "…"` conditions, or keep the sentence as `WHEN {sentence}`'
    title = "keep it as one sentence"
    return Slip(name, message, span, hint, swap(start, len(line), sentence), title, safe=False)
