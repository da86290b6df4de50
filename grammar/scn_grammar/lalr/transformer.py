"""Parse tree to nodes: one method for each rule of the grammar, and no decisions."""

import json
import re
from typing import Any, cast

from lark import Token, Transformer, v_args

from scn_dsl.nodes import (
    Action,
    After,
    And,
    Block,
    CallTest,
    Contains,
    CountsAs,
    Detail,
    Do,
    EndCall,
    Expression,
    Field,
    FirstMessage,
    Hear,
    Holder,
    Label,
    Opening,
    Or,
    PlatformValue,
    Plays,
    Quiet,
    Say,
    Script,
    ScriptItem,
    Sentence,
    Setting,
    Silent,
    TestStep,
    Text,
    Then,
    Undecided,
    Variable,
    Version,
    Wait,
    When,
)
from scn_dsl.patterns import lazy_pattern
from scn_dsl.records import replace
from scn_dsl.source import Span
from scn_dsl.vocabulary import BLANKS, HOLDERS, LET
from scn_grammar.assemble import assemble
from scn_grammar.continuation import json_of, text_of
from scn_grammar.prose import is_near_miss

_DECODER = json.JSONDecoder()
_STRING = lazy_pattern(r'"(?:[^"\\]|\\.)*"')
_LABEL = lazy_pattern(r"@[a-z0-9_.-]+")
_HOLDER_AND_NAME = lazy_pattern(rf'(?:{"|".join((*HOLDERS, LET))})[ \t\xa0]+(?:"(?:[^"\\]|\\.)*"|[^\s=":]+)')


class NearMiss(Exception):  # noqa: N818  (an outcome of parsing, not a failure of the program)
    """Raised if the near-miss guard rejects a sentence, or if a text of `||` alone is empty; `recovery/` explains it."""


def _span(token: Token) -> Span:
    start = token.start_pos or 0
    return Span(start, start + len(token.rstrip(BLANKS + "\n|")))


def _lexeme(form: re.Pattern[str], token: Token) -> str:
    """Return the lexeme of a token, without the spaces, bars and comments that follow it."""
    match = form.match(token)
    return match[0] if match else str(token)


def _word(token: Token, mark: str) -> str:
    """Return the word before `mark` in a keyword token, e.g. the name in `role: `."""
    return token[: token.index(mark)].rstrip(BLANKS)


def _text(token: Token) -> Text:
    text = text_of(str(token), token.start_pos or 0)
    if not text.value:
        raise NearMiss(token)
    return text


def _json(token: Token) -> Text:
    return json_of(str(token), token.start_pos or 0)


def _json_text(token: Token) -> Text:
    value, length = _DECODER.raw_decode(token)
    start = token.start_pos or 0
    return Text(value=value, span=Span(start, start + length))


def _operands(kind: type[Expression], operands: tuple[Expression, ...]) -> tuple[Expression, ...]:
    flat: list[Expression] = []
    for operand in operands:
        if isinstance(operand, kind) and not isinstance(operand, Contains):
            flat.extend(operand.operands)
        else:
            flat.append(operand)
    return tuple(flat)


@v_args(inline=True)
class Build(Transformer[Token, Any]):
    """Builds the node of each grammar rule; spans count from the start of the parsed text."""

    def script(self, *parts: Any) -> Script:
        items = (each if isinstance(each, tuple) else (each,) for each in parts)
        return assemble([item for each in items for item in each])

    def section(self, title: Field, *items: Setting | Block | CallTest) -> tuple[ScriptItem, ...]:
        return (title, *items)

    def item(self, item: Version | Setting | Block | CallTest) -> Version | Setting | Block | CallTest:
        return item

    def version(self, token: Token) -> Version:
        return Version(number=token.split()[1], span=_span(token))

    def title(self, keyword: Token, text: Token | None = None) -> Field:
        if text is None:
            at = _span(keyword)
            return Field(name=_word(keyword, ":"), value=Text(value="", span=at), span=at)
        return self.field(keyword, text)

    def raw_title(self, keyword: Token, text: Token) -> Field:
        return self.raw_field(keyword, text)

    def field(self, keyword: Token, text: Token) -> Field:
        value = _text(text)
        span = Span(keyword.start_pos or 0, value.span.end)
        return Field(name=_word(keyword, ":"), value=value, span=span)

    def raw_field(self, keyword: Token, text: Token) -> Field:
        value = _json(text)
        name = _word(keyword, ":").removesuffix("raw").rstrip(BLANKS)
        span = Span(keyword.start_pos or 0, value.span.end)
        return Field(name=name, value=value, raw=True, span=span)

    def variable(self, keyword: Token, text: Token) -> Variable:
        holder, name = _lexeme(_HOLDER_AND_NAME, keyword).split(maxsplit=1)
        value = _text(text)
        return Variable(
            holder=cast("Holder", holder),
            name=json.loads(name) if name.startswith('"') else name,
            value=value,
            span=Span(keyword.start_pos or 0, value.span.end),
        )

    def platform_value(self, keyword: Token, text: Token) -> PlatformValue:
        platform, key = _word(keyword, ":").split(".", 1)
        value = _json(text)
        span = Span(keyword.start_pos or 0, value.span.end)
        return PlatformValue(platform=platform, key=key, json=value, span=span)

    def block(self, *parts: Label | Opening | Action | Detail) -> Block:
        label = parts[0] if isinstance(parts[0], Label) else None
        opening, *actions = parts[1:] if label else parts
        return Block(
            label=label,
            opening=cast("Opening", opening),
            actions=tuple(cast("Action", each) for each in actions if not isinstance(each, Detail)),
            details=tuple(each for each in actions if isinstance(each, Detail)),
            span=Span(parts[0].span.start, parts[-1].span.end),
        )

    def label(self, token: Token) -> Label:
        name = _lexeme(_LABEL, token)
        start = token.start_pos or 0
        return Label(name=name[1:], span=Span(start, start + len(name)))

    def first_message(self, keyword: Token) -> FirstMessage:
        return FirstMessage(span=_span(keyword))

    def when(self, keyword: Token, trigger: Expression | Sentence) -> When:
        return When(trigger=trigger, span=Span(keyword.start_pos or 0, trigger.span.end))

    def then(self, keyword: Token) -> Then:
        return Then(span=_span(keyword))

    def after(self, keyword: Token, label: Label) -> After:
        return After(label=label, span=Span(keyword.start_pos or 0, label.span.end))

    def contains(self, keyword: Token, string: Token) -> Contains:
        quoted = _lexeme(_STRING, string)
        text = _unescape(quoted[1:-1]) if "\\" in quoted else quoted[1:-1]
        end = (string.start_pos or 0) + len(quoted)
        return Contains(text=text, span=Span(keyword.start_pos or 0, end))

    def group(self, left: Token, inner: Expression, right: Token) -> Expression:
        return replace(inner, span=Span(left.start_pos or 0, (right.start_pos or 0) + 1))

    def any_of(self, *operands: Expression) -> Or:
        span = Span(operands[0].span.start, operands[-1].span.end)
        return Or(operands=_operands(Or, operands), span=span)

    def all_of(self, *operands: Expression) -> And:
        span = Span(operands[0].span.start, operands[-1].span.end)
        return And(operands=_operands(And, operands), span=span)

    def sentence(self, token: Token) -> Sentence:
        text = _text(token)
        if is_near_miss(text.value):
            raise NearMiss(token)
        return Sentence(text=text, span=text.span)

    def raw_sentence(self, token: Token) -> Sentence:
        text = _json_text(token)
        return Sentence(text=text, span=text.span)

    def say(self, keyword: Token, text: Token) -> Say:
        words = _text(text)
        return Say(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def raw_say(self, keyword: Token, text: Token) -> Say:
        words = _json_text(text)
        return Say(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def do(self, keyword: Token, text: Token) -> Do:
        words = _text(text)
        return Do(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def raw_do(self, keyword: Token, text: Token) -> Do:
        words = _json_text(text)
        return Do(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def undecided(self, keyword: Token, text: Token) -> Undecided:
        words = _text(text)
        return Undecided(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def raw_undecided(self, keyword: Token, text: Token) -> Undecided:
        words = _json_text(text)
        return Undecided(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def detail(self, keyword: Token, text: Token) -> Detail:
        value = _text(text)
        span = Span(keyword.start_pos or 0, value.span.end)
        return Detail(name=_word(keyword, ":"), value=value, span=span)

    def raw_detail(self, keyword: Token, text: Token) -> Detail:
        value = _json(text)
        name = _word(keyword, ":").removesuffix("raw").rstrip(BLANKS)
        return Detail(name=name, value=value, raw=True, span=Span(keyword.start_pos or 0, value.span.end))

    def test(self, keyword: Token, *parts: Token | TestStep) -> CallTest:
        name = _text(parts[0]) if parts and isinstance(parts[0], Token) else None
        steps = tuple(part for part in parts if not isinstance(part, Token))
        last = steps[-1].span if steps else name.span if name else _span(keyword)
        return CallTest(name=name, steps=steps, span=Span(keyword.start_pos or 0, last.end))

    def hear(self, keyword: Token, text: Token) -> Hear:
        words = _text(text)
        return Hear(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def raw_hear(self, keyword: Token, text: Token) -> Hear:
        words = _json_text(text)
        return Hear(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def cut_off(self, keyword: Token, text: Token) -> Hear:
        return replace(self.hear(keyword, text), cuts=True)

    def raw_cut_off(self, keyword: Token, text: Token) -> Hear:
        return replace(self.raw_hear(keyword, text), cuts=True)

    def counts_as(self, keyword: Token, text: Token) -> CountsAs:
        words = _text(text)
        return CountsAs(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def plays(self, keyword: Token, text: Token) -> Plays:
        words = _text(text)
        return Plays(text=words, span=Span(keyword.start_pos or 0, words.span.end))

    def silent(self, token: Token) -> Silent:
        return Silent(span=_span(token))

    def quiet(self, token: Token) -> Quiet:
        return Quiet(span=_span(token))

    def end_call(self, token: Token) -> EndCall:
        return EndCall(span=_span(token))

    def wait(self, token: Token) -> Wait:
        return Wait(span=_span(token))


def _unescape(escaped: str) -> str:
    parts = escaped.split("\\\\")
    return "\\".join(part.replace('\\"', '"') for part in parts)
