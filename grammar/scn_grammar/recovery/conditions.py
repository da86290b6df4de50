"""Repairs conditions: `contains` and its text, with wrong words, quotes or brackets around them."""

import re
from dataclasses import dataclass, field

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.recovery.patterns import REGULAR, expression_for, texts_of
from scn_grammar.recovery.reworded_triggers import match_filler
from scn_grammar.recovery.trigger_tokens import TriggerToken, tokens_of

HOMOGLYPHS = "contains letters from another alphabet"
_PLAIN = '"'
_OF_PATTERNS = frozenset("like ilike match matches matching regex regexp pattern".split())
_SURELY_PATTERN = lazy_pattern(r"\[[^\]]+\]|[a-z)\].][*+]|[)\].]\?|\{\d+,?\d*\}|\(\?")
_SURELY_WORDS = lazy_pattern(r"[\w'’ ?!-]+")
_PATIENCE = 20
"""Number of mistakes in one trigger after which the repair gives up."""

_FRENCH = frozenset("«»‹›")
"""Quotes with spaces inside them that aren't part of the text."""

_BRACKETS = {"(": "parentheses", "[": "square brackets", "{": "braces"}
_ANY_QUOTE = "\"'“”„‟‘’‚‛«»` "
_BETWEEN = lazy_pattern(r"""\s*(?:[,;/+]|\|\|?|&&?|\b(?:OR|AND|or|and)\b)\s*""")
_NESTED = lazy_pattern(
    r"""(?=[^\W_])(?!(?:OR|AND|or|and)\b)[^\n]*?"(?=\s*+(?:$|[),;|&\]]|(?:OR|AND|or|and)\b))"""
)
_ABSORBED = lazy_pattern(r"[\"“”][ \t\xa0]*+(?:OR|AND|or|and)[ \t\xa0]++contains\b")
"""A false string, from the closing quote of one text to the opening quote of the next condition."""


class GiveUp(Exception):  # noqa: N818
    """Raised when the repair of a trigger fails; its last mistake says why."""


@dataclass(slots=True)
class TriggerRepair:
    """A repair in progress, token by token.

    Attributes:
        line: The line with the tokens.
        end: The end of the trigger in it.
        at: Index of the next token.
        mistakes: Of each mistake, the name, message, span, and whether its repair is safe.
        words: The repaired trigger.
    """

    line: str
    tokens: list[TriggerToken]
    end: int
    at: int = 0
    mistakes: list[tuple[str, str, Span, bool]] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def peek(self) -> TriggerToken | None:
        return self.tokens[self.at] if self.at < len(self.tokens) else None

    def note(self, name: str, message: str, start: int, end: int, *, safe: bool = True) -> None:
        self.mistakes.append((name, message, Span(start, end), safe))

    def give_up(self, name: str, message: str, start: int, end: int) -> None:
        self.note(name, message, start, max(end, start + 1))
        raise GiveUp

    def parse_contains(self, token: TriggerToken) -> None:
        word = token.text.rstrip(":=：")
        sign = token.text[len(word) :]
        if word != "contains":
            same = word.casefold() == "contains"
            message = f"unknown condition `{word}`"
            if same:
                message = f"`{word}` must be lowercase"
            elif token.plain == "contains":
                message = f"`{word}` {HOMOGLYPHS}"
            name = "wrong-case-keyword" if same else "misspelt-keyword"
            self.note(name, message, token.start, token.start + len(word), safe=token.is_sure)
        elif sign:
            message = f"unexpected `{sign}` after `contains`"
            self.note("bad-trigger", message, token.start, token.end)
        self.at += 1
        self._skip_filler()
        following = self.peek()
        if following and following.kind == "open" and self._parse_list(following):
            return
        if following and following.kind in ("string", "unclosed"):
            self.parse_string(following)
            if word.casefold() in _OF_PATTERNS:
                pattern = following.text[1:-1]
                if texts := texts_of(pattern):
                    self.words[-1] = expression_for(texts)
                elif _SURELY_PATTERN.search(pattern):
                    self.give_up("bad-trigger", REGULAR, following.start, following.end)
        else:
            self._unquoted_text(token)

    def _skip_filler(self) -> None:
        """Skip words between `contains` and its text: a second `contains`, a sign, `any of`."""
        while (token := self.peek()) and token.text == "contains":
            self.note("bad-trigger", "duplicate `contains`", token.start, token.end)
            self.at += 1
        if token and (match := match_filler(self.line, token.start)):
            message = f"unexpected `{match[0].strip()}` between `contains` and its text"
            end = token.start + len(match[0].rstrip())
            self.note("bad-trigger", message, token.start, end, safe=match[0].strip(" =") == "")
            self.tokenize_from(match.end())

    def _parse_list(self, bracket: TriggerToken) -> bool:
        """Repair `contains ("a")`, `contains [a, b]`, `contains ("a" OR "b")`; false if the brackets contain more than texts."""
        rest = self.tokens[self.at + 1 :]
        length = next((at for at, token in enumerate(rest) if token.kind == "close"), 0)
        inside = rest[:length]
        if not inside or any(token.kind not in ("string", "symbol", "word") or token.is_contains or token.is_not
                             for token in inside):  # fmt: skip
            return False
        last = rest[length]
        several = any(token.operator for token in inside)
        message = (
            "`contains` accepts one string, not a list"
            if several
            else f"unexpected {_BRACKETS[bracket.text]} after `contains`"
        )
        self.note("bad-trigger", message, bracket.start, last.end, safe=not several)
        written = self.line[bracket.end : last.start]
        for number, part in enumerate(_BETWEEN.split(written)):
            self.words += [] if not number else ["AND" if "AND" in written else "OR"]
            self.words.append(f'contains "{" ".join(part.split()).strip(_ANY_QUOTE)}"')
        self.at += 2 + length
        return True

    def parse_string(self, token: TriggerToken) -> None:
        if swallowed := re.search(
            r"(?<![ \t\xa0])[ \t\xa0]++(?:OR|AND)[ \t\xa0]++contains[ \t\xa0]*+$",
            token.text[1:-1],
            re.IGNORECASE,
        ):
            token = self._cut_string(token, token.start + 1 + swallowed.start())
        plain = token.kind == "string" and token.text[0] == _PLAIN
        if plain and (nested := _NESTED.match(self.line, token.end)):
            self._nested_quotes(token, nested.end())
        else:
            self.words.append(f'contains "{self._inner(token)}"')
            self.at += 1

    def _inner(self, token: TriggerToken) -> str:
        """Extract the text inside the quotes, escaped for straight quotes."""
        if token.kind == "unclosed":
            self.note("unclosed-string", "missing closing quote", token.start, token.end, safe=False)
            inner = token.text[1:].rstrip().rstrip("'’”`")
            if not inner:
                self.give_up("empty-text", "missing text after this quote", token.start, token.end)
            return inner
        inner = token.text[1:-1].strip("'")
        if token.text[0] in _FRENCH:
            inner = inner.strip("\xa0\u202f\u2009 ")
        if token.text[0] != _PLAIN or token.text[-1] != _PLAIN:
            at = token.start if token.text[0] != _PLAIN else token.end - 1
            sign = "a backtick" if self.line[at] == "`" else f"`{self.line[at]}`"
            safe = inner == inner.strip()
            self.note("wrong-quotes", f'expected a straight quote `"`, not {sign}', at, at + 1, safe=safe)
            return inner.replace('"', '\\"')
        if re.search(r"\\[bBsdwDW]", inner.replace("\\\\", "")):
            if texts := texts_of(inner):
                self.note("bad-trigger", REGULAR, token.start, token.end, safe=False)
                return '" OR contains "'.join(texts)
            self.give_up("bad-trigger", REGULAR, token.start, token.end)
        if bad := re.search(r'\\[^"\\]', inner.replace("\\\\", "\0\0")):
            message = f'unknown escape `{bad[0]}`: only `\\"` and `\\\\` are allowed'
            start = token.start + 1 + bad.start()
            self.note("bad-trigger", message, start, start + 2, safe=False)
            return _without_escapes(inner)
        return inner

    def _nested_quotes(self, token: TriggerToken, end: int) -> None:
        """Repair `"say "hi" now"`: a text with quotes in it."""
        if len(self.mistakes) > _PATIENCE:
            self.give_up(
                "wrong-quotes", "can't tell which of these quotes belong together", token.start, token.end
            )
        message = 'quotes inside quoted text must be written `\\"`'
        self.note("wrong-quotes", message, token.end - 1, token.end, safe=False)
        inner = re.sub(r'(?<!\\)"', r'\\"', self.line[token.start + 1 : end - 1])
        self.words.append(f'contains "{inner}"')
        self.at += 1
        self.tokenize_from(end)

    def _cut_string(self, token: TriggerToken, end: int) -> TriggerToken:
        """Cut a string that lacks its closing quote and swallowed the next condition; tokenize again from `end`."""
        if len(self.mistakes) > _PATIENCE:
            self.give_up("unclosed-string", "missing closing quote", token.start, token.end)
        self.tokens[self.at + 1 :] = tokens_of(self.line, end)
        return TriggerToken("unclosed", self.line[token.start : end], token.start)

    def _unquoted_text(self, keyword: TriggerToken) -> None:
        start = self.at
        while (token := self.peek()) and token.kind in ("word", "symbol") and not self._ends_text(token):
            self.at += 1
        tokens = self.tokens[start : self.at]
        if tokens and tokens[0].plain == "not":
            message = "triggers can't use `not`: no platform supports it"
            self.give_up("bad-trigger", message, tokens[0].start, tokens[0].end)
        if not tokens:
            self.give_up("empty-text", "missing quoted text after `contains`", keyword.start, keyword.end)
        text = " ".join(self.line[tokens[0].start : tokens[-1].end].split()).rstrip(",;")
        token = self.peek()
        if token and token.kind == "unclosed" and token.text in ('"', "”", "“"):
            message = "missing opening quote"
            self.note("unclosed-string", message, tokens[0].start, token.end, safe=False)
            self.at += 1
        elif (
            token and token.kind == "string" and _ABSORBED.match(token.text) and token.start == tokens[-1].end
        ):
            message = "missing opening quote"
            self.note("unclosed-string", message, tokens[0].start, token.start + 1, safe=False)
            self.tokenize_from(token.start + 1)
        elif token and token.kind in ("string", "unclosed"):
            message = "this trigger mixes conditions and a sentence"
            self.give_up("expression-prose-mix", message, tokens[0].start, tokens[-1].end)
        else:
            parts = [part for part in re.split(r"\s*(?:[,;]|\bor\b|\|\|?)\s*", text) if part]
            several = len(parts) > 1
            message = f"missing quotes around `{text}`"
            safe = not several and bool(_SURELY_WORDS.fullmatch(text))
            self.note("unquoted-contains", message, tokens[0].start, tokens[-1].end, safe=safe)
            text = '" OR contains "'.join(parts)
        self.words.append(f'contains "{text}"')

    def _ends_text(self, token: TriggerToken) -> bool:
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        if token.text in ("OR", "AND"):
            return True
        return bool(token.operator and following and (following.is_contains or following.kind == "string"))

    def tokenize_from(self, start: int) -> None:
        """Tokenize again from `start`, which can be inside a token."""
        self.tokens[self.at :] = tokens_of(self.line, start)


def _without_escapes(text: str) -> str:
    """Resolve the escapes of other formats in `text`, and double other backslashes."""
    text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda match: chr(int(match[1], 16)), text)
    text = re.sub(r"(?<!\\)(?:\\[nrt])+", " ", text).strip()
    return re.sub(r'\\(?!["\\])', r"\\\\", text)
