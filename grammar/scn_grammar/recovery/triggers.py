"""Triggers gone wrong: reads them on purpose, and says which one was meant."""

import json
import re
from dataclasses import dataclass, field

from scn_dsl.source import Span
from scn_grammar.continuation import text_of
from scn_grammar.homoglyphs import latin
from scn_grammar.recovery.conditions import TWINS, Hopeless, TriggerRepair
from scn_grammar.recovery.mistake import Mistake, swap
from scn_grammar.recovery.not_a_trigger import intruder
from scn_grammar.recovery.reworded_triggers import in_words, reworded, subject
from scn_grammar.recovery.trigger_tokens import TriggerToken, tokens_of

MAX_NESTING = 50
"""How deep parentheses may be nested; more is no trigger that a person wrote."""

_LAST = (".", ";", ",", "?", "!", ":")
_POSITION = re.compile(r"(?:starts?|begins?|ends?)[ ]+with(?=[ ]*[\"“”'‘])", re.IGNORECASE)
_SIGN = re.compile(r"(?:[:=–—~>*-]+|\+|\|)[ \t\xa0]*(?=[\w(\"“'\[])")


@dataclass(slots=True)
class _TriggerRepair(TriggerRepair):
    """The repair of a whole trigger: conditions, operators and parentheses."""

    opened: list[TriggerToken] = field(default_factory=list)

    def read(self) -> None:
        while True:
            self._operand()
            while (token := self.peek()) and token.kind == "close":
                self._close(token)
            if (token := self.peek()) is None:
                break
            if token is self.tokens[-1] and (token.text in _LAST or token.kind == "open"):
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

    def _close(self, token: TriggerToken) -> None:
        if not self.opened:
            self.note("bad-trigger", f"`{token.text}` closes nothing", token.start, token.end, safe=False)
            self.at += 1
            return
        self._bracket(token, ")")
        self.opened.pop()

    def _bracket(self, token: TriggerToken, right: str) -> None:
        if token.text != right:
            message = f"`{token.text}` does not group conditions: parentheses do"
            self.note("bad-trigger", message, token.start, token.end)
        self.words.append(right)
        self.at += 1

    def _operand(self) -> None:
        self._spare_operators()
        token = self.peek()
        if token is None:
            self._missing()
        elif token.kind == "open" and not subject(self.line, token.start):
            self._bracket(token, "(")
            self.opened.append(token)
            if len(self.opened) > MAX_NESTING:
                message = f"parentheses nested deeper than {MAX_NESTING} make no trigger"
                self.give_up("bad-trigger", message, token.start, token.end)
            self._operand()
        elif token.is_contains:
            self.contains(token)
        elif token.kind in ("string", "unclosed"):
            if not token.text.strip("\"“”„‟«»`'‘’ "):
                self.give_up("empty-text", "there are no words in these quotes", token.start, token.end)
            if token.kind == "string":
                message = f"{token.text} stands without `contains`"
                self.note("bare-string-trigger", message, token.start, token.end)
            self.string(token)
        else:
            self._no_operand(token)

    def _missing(self) -> None:
        last = self.tokens[-1] if self.tokens else TriggerToken("word", " ", self.end - 1)
        message = f"a condition is missing after `{last.text}`"
        if len(self.words) < 2 or self.words[-2] in ("(", "OR", "AND"):
            self.give_up("bad-trigger", message, last.start, last.end)
        self.note("bad-trigger", message, last.start, last.end, safe=False)
        self.words.pop()

    def _spare_operators(self) -> None:
        while (token := self.peek()) and token.operator and len(self.tokens) > self.at + 1:
            last = self.words[-1] if self.words else ""
            message = f"a condition is missing before `{token.text}`"
            if last == token.operator:
                message = f"`{token.text}` stands here twice"
            self.note("bad-trigger", message, token.start, token.end, safe=last == token.operator)
            self.at += 1

    def _no_operand(self, token: TriggerToken) -> None:
        if token.is_not:
            message = "a trigger cannot say `not`: no platform takes it"
            self.give_up("bad-trigger", message, token.start, token.end)
        if token.operator or token.kind == "close":
            message = f"a condition is missing before `{token.text}`"
            self.give_up("bad-trigger", message, token.start, token.end)
        if found := subject(self.line, token.start):
            message = f"nothing stands before `contains`, and here `{found[0].strip(' .')}` does"
            self.note(
                "expression-prose-mix", message, token.start, token.start + len(found[0].rstrip()), safe=False
            )
            self.anew(found.end())
            return self._operand()
        if found := _POSITION.match(self.line, token.start):
            self.note(
                "misspelt-keyword", f"`{found[0]}` is no condition, `contains` is", *found.span(), safe=False
            )
            self.anew(found.end())
            following = self.peek()
            if following and following.kind in ("string", "unclosed"):
                return self.string(following)
        if len(self.words) > 1 and self.words[-1] in ("OR", "AND") and self._bare():
            return None
        message = "a trigger is either an expression or one sentence, not both"
        return self.give_up("expression-prose-mix", message, token.start, self.end)

    def _bare(self) -> bool:
        """Few words between two operators, as if they had `contains` and quotes."""
        rest = self.tokens[self.at :]
        length = next((at for at, token in enumerate(rest) if token.text in ("OR", "AND")), len(rest))
        bare = rest[:length]
        if not 0 < length <= 3 or any(
            token.kind != "word" or token.is_contains or token.is_not for token in bare
        ):
            return False
        text = " ".join(self.line[bare[0].start : bare[-1].end].split())
        self.note(
            "unquoted-contains",
            f"`{text}` needs `contains` and quotes",
            bare[0].start,
            bare[-1].end,
            safe=False,
        )
        self.words.append(f'contains "{text}"')
        self.at += length
        return True

    def _operator(self) -> None:
        token = self.tokens[self.at]
        if token.operator:
            if token.text != token.operator:
                twins = latin(token.text) == token.operator
                message = (
                    f"`{token.text}` {TWINS if twins else f'joins no conditions, `{token.operator}` does'}"
                )
                self.note("wrong-operator", message, token.start, token.end)
            self.words.append(token.operator)
            self.at += 1
        elif token.is_contains or token.kind in ("string", "open"):
            message = "between two conditions stands `OR` or `AND`"
            self.note("wrong-operator", message, token.start, token.end, safe=False)
            self.words.append("OR")
        elif token.kind == "word" and self._joins():
            message = f"`{token.text}` joins no conditions, `OR` and `AND` do"
            self.note("wrong-operator", message, token.start, token.end, safe=False)
            self.words.append("AND" if token.plain in ("but", "plus", "with") else "OR")
            self.at += 1
        else:
            message = "a trigger is either an expression or one sentence, not both"
            self.give_up("expression-prose-mix", message, token.start, self.end)

    def _joins(self) -> bool:
        following = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        return following is not None and (
            following.is_contains or following.is_not or following.kind == "string"
        )


def explain_trigger(line: str, start: int) -> Mistake:
    """What is wrong with the trigger that begins at `start` of `line`, which was refused."""
    if mistake := intruder(line, start) or reworded(line, start):
        return mistake
    sign = _SIGN.match(line, start)
    at = sign.end() if sign else start
    repair = _TriggerRepair(line, tokens_of(line, at), len(line))
    if sign:
        repair.note("misspelt-keyword", f"WHEN takes no `{sign[0].strip()}`", start, at)
    try:
        repair.read()
    except Hopeless:
        if sign:
            span, edits = Span(start, at), swap(start, at, "")
            return Mistake(
                "misspelt-keyword", repair.mistakes[0][1], span, "take it out", edits, "take it out"
            )
        return _hopeless(repair, line, start)
    if not repair.mistakes:
        repair.note("bad-trigger", "this trigger cannot be read", start, len(line))
    name, message, span, _ = repair.mistakes[0]
    meant = " ".join(repair.words).replace("( ", "(").replace(" )", ")")
    safe = all(mistake[3] for mistake in repair.mistakes)
    title = f"write `{meant}`"
    return Mistake(name, message, span, f"write `WHEN {meant}`", swap(start, len(line), meant), title, safe)


def _hopeless(repair: TriggerRepair, line: str, start: int) -> Mistake:
    name, message, span, _ = repair.mistakes[-1]
    sentence = "raw: " + json.dumps(text_of(line[start:], start).value, ensure_ascii=False)
    if "`not`" in message:
        hint = "say it in a sentence: `WHEN The agent does not mention …`"
        if told := in_words(tokens_of(line, start)):
            edits = swap(start, len(line), told)
            return Mistake(
                name, message, span, f"write `WHEN {told}`", edits, "say it in a sentence", safe=False
            )
        return Mistake(name, message, span, hint, swap(start, len(line), sentence), usable=False)
    if name in ("bad-trigger", "empty-text"):
        hint = 'an expression reads `contains "a" OR contains "b"`; anything else is one plain sentence'
        return Mistake(name, message, span, hint, swap(start, len(line), sentence), usable=False)
    hint = f'write only `contains "…"` conditions, or keep the sentence as `WHEN {sentence}`'
    title = "keep it as one sentence"
    return Mistake(name, message, span, hint, swap(start, len(line), sentence), title, safe=False)
