"""Explains rejected triggers: parses them tolerantly, and repairs them."""

import json
import re
from dataclasses import dataclass, field

from scn_dsl.patterns import lazy_pattern
from scn_dsl.source import Span
from scn_grammar.continuation import text_of
from scn_grammar.homoglyphs import latin
from scn_grammar.recovery.conditions import HOMOGLYPHS, GiveUp, TriggerRepair
from scn_grammar.recovery.mistake import Mistake, replacement
from scn_grammar.recovery.not_a_trigger import non_trigger
from scn_grammar.recovery.patterns import EACH_PHRASE, REGULAR
from scn_grammar.recovery.reworded_triggers import match_subject, negation_as_sentence, rewording
from scn_grammar.recovery.trigger_tokens import AND_ELSEWHERE, TriggerToken, tokens_of

MAX_NESTING = 50
"""Maximum nesting of parentheses; nobody writes more by hand."""

_LAST = (".", ";", ",", "?", "!", ":")
_POSITION = lazy_pattern(r"(?:starts?|begins?|ends?)[ ]+with(?=[ ]*[\"“”'‘])", re.IGNORECASE)
_SIGN = lazy_pattern(r"(?:[:=–—~>*-]+|\+|\|)[ \t\xa0]*(?=[\w(\"“'\[])")
_QUOTES = "\"'“”„‟‘’‚‛«»`´＂"
_OPEN = lazy_pattern(
    rf"(?P<before>(?i:contains|contain|includes)[ \t\xa0]*:?[ \t\xa0]*)"
    rf"(?P<stray>[^\s{_QUOTES}()\[\]:=：]{{1,3}})(?=[\"“”„‟«»＂`])"
)
_BEHIND = lazy_pattern(
    rf"(?<=[\"“”„‟«»＂`])[^\s{_QUOTES}()\[\]|&,;]{{1,3}}(?=\s|$)|(?<=[\"“”„‟«»＂`])[;:.,]$"
)
_STUCK = lazy_pattern(r"(?<=[\"”»])\w{1,2}$")
_OPENING_QUOTES = lazy_pattern(rf"(?:(?<=[\s(:=])|^)[{_QUOTES}]{{2,}}(?=[^\s{_QUOTES})])")
_CLOSING_QUOTES = lazy_pattern(rf"(?<=[^\s{_QUOTES}(])[{_QUOTES}]{{2,}}(?=[\s)]|$)")
_ESCAPED = lazy_pattern(r"\\+(?=[\"'“”])")
_ESCAPED_FIRST = lazy_pattern(r"(?i:contains|contain|includes|raw:)?[ \t\xa0(:]*\\+[\"'“]")
_PAIRS = lazy_pattern(
    r"(?P<contains>(?i:contains)[ \t\xa0]+)"
    r"(?:<{1,2}|[´~*^#_‹›»「『])(?P<text>[^\s\"'<>*~^#_][^\"<>\n]*?)(?:>{1,2}|[´~*^#_›‹«」』])$"
)


@dataclass(slots=True)
class _TriggerRepair(TriggerRepair):
    """Repairs a whole trigger: conditions, operators and parentheses."""

    open_brackets: list[TriggerToken] = field(default_factory=list)

    def parse(self) -> None:
        while True:
            self._operand()
            while (token := self.peek()) and token.kind == "close":
                self._close(token)
            if (token := self.peek()) is None:
                break
            if token is self.tokens[-1] and (token.text in _LAST or token.kind == "open"):
                self.note(
                    "bad-trigger",
                    f"unexpected `{token.text}` after the last condition",
                    token.start,
                    token.end,
                )
                break
            self._operator()
        if self.open_brackets:
            token = self.open_brackets[-1]
            self.note("bad-trigger", "missing closing parenthesis", token.start, token.end, safe=False)
            self.words.append(")" * len(self.open_brackets))

    def _close(self, token: TriggerToken) -> None:
        if not self.open_brackets:
            self.note(
                "bad-trigger",
                f"unexpected `{token.text}`",
                token.start,
                token.end,
                safe=False,
            )
            self.at += 1
            return
        self._bracket(token, ")")
        self.open_brackets.pop()

    def _bracket(self, token: TriggerToken, right: str) -> None:
        if token.text != right:
            message = f"expected `{right}`, not `{token.text}`"
            self.note("bad-trigger", message, token.start, token.end)
        self.words.append(right)
        self.at += 1

    def _operand(self) -> None:
        self._skip_operators()
        token = self.peek()
        if token is None:
            self._missing_operand()
        elif token.kind == "open" and not match_subject(self.line, token.start):
            self._bracket(token, "(")
            self.open_brackets.append(token)
            if len(self.open_brackets) > MAX_NESTING:
                message = f"parentheses are nested deeper than {MAX_NESTING} levels"
                self.give_up("bad-trigger", message, token.start, token.end)
            self._operand()
        elif token.is_contains:
            self.parse_contains(token)
        elif token.kind in ("string", "unclosed"):
            if not token.text.strip("\"“”„‟«»`'‘’ "):
                self.give_up("empty-text", "these quotes are empty", token.start, token.end)
            if token.kind == "string":
                message = f"missing `contains` before `{token.text.strip('`')}`"
                has_words = bool(re.search(r"\w", token.text))
                self.note("bare-string-trigger", message, token.start, token.end, safe=has_words)
            self.parse_string(token)
        else:
            self._no_operand(token)

    def _missing_operand(self) -> None:
        last = self.tokens[-1] if self.tokens else TriggerToken("word", " ", self.end - 1)
        message = f"missing condition after `{last.text}`"
        if len(self.words) < 2 or self.words[-2] in ("(", "OR", "AND"):
            self.give_up("bad-trigger", message, last.start, last.end)
        self.note("bad-trigger", message, last.start, last.end, safe=False)
        self.words.pop()

    def _skip_operators(self) -> None:
        while (token := self.peek()) and token.operator and len(self.tokens) > self.at + 1:
            last = self.words[-1] if self.words else ""
            message = f"missing condition before `{token.text}`"
            if last == token.operator:
                message = f"duplicate `{token.text}`"
            self.note("bad-trigger", message, token.start, token.end, safe=last == token.operator)
            self.at += 1

    def _no_operand(self, token: TriggerToken) -> None:
        if token.is_not:
            message = "triggers can't use `not`: no platform supports it"
            self.give_up("bad-trigger", message, token.start, token.end)
        if token.operator or token.kind == "close":
            message = f"missing condition before `{token.text}`"
            self.give_up("bad-trigger", message, token.start, token.end)
        if match := match_subject(self.line, token.start):
            message = f"unexpected `{match[0].strip(' .')}` before `contains`"
            self.note(
                "expression-prose-mix", message, token.start, token.start + len(match[0].rstrip()), safe=False
            )
            self.tokenize_from(match.end())
            return self._operand()
        if match := _POSITION.match(self.line, token.start):
            self.note("misspelt-keyword", f"unknown condition `{match[0]}`", *match.span(), safe=False)
            self.tokenize_from(match.end())
            following = self.peek()
            if following and following.kind in ("string", "unclosed"):
                return self.parse_string(following)
        if len(self.words) > 1 and self.words[-1] in ("OR", "AND") and self._unquoted_words():
            return None
        message = "this trigger mixes conditions and a sentence"
        return self.give_up("expression-prose-mix", message, token.start, self.end)

    def _unquoted_words(self) -> bool:
        """Repair up to three words between two operators, as if they had `contains` and quotes."""
        rest = self.tokens[self.at :]
        length = next((at for at, token in enumerate(rest) if token.text in ("OR", "AND")), len(rest))
        tokens = rest[:length]
        if not 0 < length <= 3 or any(
            token.kind != "word" or token.is_contains or token.is_not for token in tokens
        ):
            return False
        text = " ".join(self.line[tokens[0].start : tokens[-1].end].split())
        if re.search(r"[^\w\s'’-]", text):
            return False
        self.note(
            "unquoted-contains",
            f"missing `contains` and quotes around `{text}`",
            tokens[0].start,
            tokens[-1].end,
            safe=False,
        )
        self.words.append(f'contains "{text}"')
        self.at += length
        return True

    def _operator(self) -> None:
        token = self.tokens[self.at]
        if token.operator:
            if token.text != token.operator:
                message = f"unknown operator `{token.text}`"
                if token.text.upper() == token.operator:
                    message = f"`{token.text}` must be uppercase"
                elif latin(token.text) == token.operator:
                    message = f"`{token.text}` {HOMOGLYPHS}"
                self.note("wrong-operator", message, token.start, token.end)
            self.words.append(token.operator)
            self.at += 1
        elif token.is_contains or token.kind in ("string", "open"):
            message = "missing `OR` or `AND` between conditions"
            self.note("wrong-operator", message, token.start, token.end, safe=False)
            self.words.append("OR")
        elif token.kind == "word" and self._before_condition():
            message = f"unknown operator `{token.text}`"
            self.note("wrong-operator", message, token.start, token.end, safe=False)
            self.words.append("AND" if token.plain in AND_ELSEWHERE else "OR")
            self.at += 1
        else:
            message = "this trigger mixes conditions and a sentence"
            self.give_up("expression-prose-mix", message, token.start, self.end)

    def _before_condition(self) -> bool:
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        return following is not None and (
            following.is_contains or following.is_not or following.kind == "string"
        )


def explain_trigger(line: str, start: int) -> Mistake:
    """Explain the rejected trigger that starts at `start` of `line`."""
    if mistake := _stray_signs(line, start) or non_trigger(line, start) or rewording(line, start):
        return mistake
    sign = _SIGN.match(line, start)
    at = sign.end() if sign else start
    repair = _TriggerRepair(line, tokens_of(line, at), len(line))
    if sign:
        repair.note("misspelt-keyword", f"unexpected `{sign[0].strip()}` after `WHEN`", start, at)
    try:
        repair.parse()
    except GiveUp:
        if sign and (meant := _of_wildcards(line[start:])):
            edits = replacement(start, len(line), meant)
            message = "triggers can't contain wildcards"
            return Mistake(
                "bad-trigger",
                message,
                Span(start, at),
                f"write `WHEN {meant}`",
                edits,
                f"write `{meant}`",
                safe=False,
            )
        if sign:
            span, edits, title = Span(start, at), replacement(start, at, ""), f"remove `{sign[0].strip()}`"
            return Mistake("misspelt-keyword", repair.mistakes[0][1], span, title, edits, title)
        return _explain_give_up(repair, line, start)
    if not repair.mistakes:
        repair.note("bad-trigger", "invalid trigger", start, len(line))
    name, message, span, _ = repair.mistakes[0]
    meant = " ".join(repair.words).replace("( ", "(").replace(" )", ")")
    safe = all(mistake[3] for mistake in repair.mistakes)
    title = f"write `{meant}`"
    return Mistake(
        name, message, span, f"write `WHEN {meant}`", replacement(start, len(line), meant), title, safe
    )


def _of_wildcards(trigger: str) -> str | None:
    """Rewrite `*bye*` and the like as `contains "bye"`: one word, or words between two signs."""
    bare = re.fullmatch(r"(?P<first>[*%~=]+)(?P<word>[\w'’-]+(?:[ ][\w'’-]+)*)(?P<last>[*%~]*)\s*", trigger)
    if not bare or (" " in bare["word"] and not bare["last"]):
        return None
    return f'contains "{bare["word"]}"'


def _stray_signs(line: str, start: int) -> Mistake | None:
    """Explain an expression that is right except for signs next to its quotes."""
    trigger = line[start:].rstrip()
    cleaned = _without_stray_signs(trigger)
    if cleaned is None or "\n" in trigger:
        return None
    repair = _TriggerRepair(cleaned, tokens_of(cleaned, 0), len(cleaned))
    if not (repair.tokens and (repair.tokens[0].is_contains or repair.tokens[0].kind == "string")):
        return None
    try:
        repair.parse()
    except GiveUp:
        return None
    meant = " ".join(repair.words).replace("( ", "(").replace(" )", ")")
    at = next(
        number for number, (old, new) in enumerate(zip(trigger, f"{cleaned}\0", strict=False)) if old != new
    )
    sign = "backtick" if trigger[at] == "`" else f"`{trigger[at]}`"
    message = f"unexpected {sign}: expected text in straight quotes"
    if trigger[at] == '"':
        message = 'unexpected second quote: write one `"` on each side of the text'
    span = Span(start + at, start + at + 1)
    edits = replacement(start, len(line), meant)
    return Mistake(
        "wrong-quotes", message, span, f"write `WHEN {meant}`", edits, f"write `{meant}`", safe=False
    )


def _without_stray_signs(trigger: str) -> str | None:
    """Strip signs next to the quotes of `trigger`; `None` if it has none."""
    if re.search(r"(?<!')''(?!')", trigger):
        return None  # two apostrophes as a quote are unambiguous
    cleaned = trigger
    if _ESCAPED_FIRST.match(cleaned) or re.search(r"[^\\]\\\"$", cleaned):
        cleaned = _ESCAPED.sub("", cleaned)
    cleaned = _OPEN.sub(lambda match: match["before"], cleaned)
    cleaned = (_BEHIND if cleaned != trigger else _STUCK).sub("", cleaned)
    if _OPENING_QUOTES.search(cleaned):
        cleaned = _CLOSING_QUOTES.sub('"', _OPENING_QUOTES.sub('"', cleaned))
    elif cleaned.count('"') % 2:
        cleaned = _CLOSING_QUOTES.sub('"', cleaned)
    cleaned = _PAIRS.sub(lambda match: f'{match["contains"]}"{match["text"]}"', cleaned)
    return cleaned if cleaned != trigger else None


def _explain_give_up(repair: TriggerRepair, line: str, start: int) -> Mistake:
    name, message, span, _ = repair.mistakes[-1]
    sentence = "raw: " + json.dumps(text_of(line[start:], start).value, ensure_ascii=False)
    if "`not`" in message:
        hint = "write a sentence: `WHEN The agent does not mention …`"
        if meant := negation_as_sentence(tokens_of(line, start)):
            edits = replacement(start, len(line), meant)
            return Mistake(
                name,
                message,
                span,
                f"write `WHEN {meant}`",
                edits,
                "rewrite the trigger as a sentence",
                safe=False,
            )
        return Mistake(name, message, span, hint, replacement(start, len(line), sentence), usable=False)
    if message == REGULAR:
        return Mistake(
            name, message, span, EACH_PHRASE, replacement(start, len(line), sentence), usable=False
        )
    if name in ("bad-trigger", "empty-text"):
        hint = 'write an expression, for example `contains "a" OR contains "b"`, or one plain sentence'
        return Mistake(name, message, span, hint, replacement(start, len(line), sentence), usable=False)
    hint = f'write only `contains "…"` conditions, or turn the trigger into a sentence: `WHEN {sentence}`'
    title = "turn the trigger into a sentence"
    return Mistake(name, message, span, hint, replacement(start, len(line), sentence), title, safe=False)
