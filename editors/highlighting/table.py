"""The table from which every highlighter is generated: states with rules, of which the first match applies.

It is derived from the language itself: the grammar's terminals, the shapes of lines, the fields, and the
default platform's tags, markers and templates.
"""

import re
from dataclasses import dataclass, field, replace
from functools import cache

from scn_compiler.ide.semantic_tokens.kinds import (
    ENTRY,
    HEADS,
    NAME_OF_FRAGMENT,
    PLACEHOLDER,
    Lexicon,
    TokenKind,
    TokenRule,
    arguments,
    cells,
    expression,
    expression_start,
    filler,
    json,
    placeholders,
    rest_of,
)
from scn_compiler.platforms import DEFAULT_TARGET, TARGETS
from scn_dsl.vocabulary import DETAILS, NAMED_LINES, TITLES
from scn_grammar.lalr.terminals import terminals, words
from scn_grammar.line_shapes import LineKind, Rest

B = "[ \\t\\xa0\\r]"
"""Whitespace inside a line."""

BAR = r"\|\|?(?!\|)"
"""The start of a continuation line."""

RUN_END = rf"^(?!{B}*(?:{BAR}|#|$))"
"""Matches before a line that doesn't continue the one above: it has no bars, and isn't blank or a comment."""


@dataclass(frozen=True)
class Segment:
    """A part of a line: its pattern and its kind of token."""

    pattern: str
    kind: TokenKind | None = None


@dataclass(frozen=True)
class Rule:
    """A match at the current position, and the change of state that follows.

    Attributes:
        ahead: A lookahead that must match after the segments.
        goto: The state that replaces the current one.
        push: The state to enter; afterwards, the current one resumes.
        pop: Whether to leave the current state.
        terminal: The terminal of the grammar, for a rule at the start of a line.
    """

    segments: tuple[Segment, ...] = ()
    ahead: str = ""
    goto: str = ""
    push: str = ""
    pop: bool = False
    terminal: str = ""


@dataclass(frozen=True)
class State:
    """The rules for the rest of a line.

    Attributes:
        kind: The kind of text that no rule matches.
        stops: The characters with which the rules start, in a state with a kind.
        one_line: Whether the state ends with the line. Every state ends with the run of lines.
    """

    rules: tuple[Rule, ...] = ()
    kind: TokenKind | None = None
    stops: str = ""
    one_line: bool = False


@dataclass(frozen=True)
class Table:
    """The rules for the start of a line, `heads`, and the states that they lead to."""

    heads: tuple[Rule, ...]
    states: dict[str, State] = field(default_factory=dict)


@cache
def table() -> Table:
    return Table(tuple(_heads()), _states())


def _heads() -> list[Rule]:
    blank = Segment(f"{B}+")
    label, other = Segment(terminals()["LABEL"], TokenKind.LABEL), Segment("@[^ \\t\\xa0\\r\\n]*")
    heads = [Rule((Segment(BAR, TokenKind.OPERATOR),), goto="nothing")]
    for kinds in HEADS.values():
        for name in kinds:
            heads.extend(_head(name, *kinds[name]))
    openings = [rule for rule in heads if rule.terminal in HEADS[LineKind.OPENING]]
    for first in (label, other):
        heads.extend(replace(rule, segments=(first, blank, *rule.segments)) for rule in openings)
    return heads


_AHEAD = {"END_CALL": r"\b", "WAIT": rf"\b(?!{B}*:)", "VERSION": f"{B}*$"}
"""Lookaheads that `lines.py` requires after some terminals."""

_NAMES = {"FIELD": tuple(NAMED_LINES), "DETAIL": DETAILS, "TITLE": TITLES}
"""Names at the start of lines whose rest depends on the name."""


def _head(name: str, kinds: tuple[TokenKind, ...], rest: Rest) -> list[Rule]:
    parts, of_kind = words(name), iter(kinds)
    segments = _joined(
        [Segment(part, None if at % 2 else next(of_kind, None)) for at, part in enumerate(parts)]
    )
    ahead = _AHEAD.get(name, "")
    names = _NAMES.get(name.partition("_")[0])
    if names is None:
        return [Rule(segments, ahead, rest.name.lower(), terminal=name)]
    by_rest: dict[Rest, list[str]] = {}
    for each in names:
        by_rest.setdefault(rest_of(each, rest), []).append(each)
    return [
        Rule(
            (Segment(one_of(fields), TokenKind.FIELD), *segments[1:]), ahead, own.name.lower(), terminal=name
        )
        for own, fields in by_rest.items()
    ]


def _joined(segments: list[Segment]) -> tuple[Segment, ...]:
    """Join adjacent segments without a kind."""
    joined: list[Segment] = []
    for segment in segments:
        if joined and segment.kind is None and joined[-1].kind is None:
            joined[-1] = Segment(joined[-1].pattern + segment.pattern)
        else:
            joined.append(segment)
    return tuple(joined)


def one_of(names: list[str] | tuple[str, ...]) -> str:
    """Return a pattern for any of the names, longest first: one can be a prefix of another."""
    return f"(?:{'|'.join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))})"


def _states() -> dict[str, State]:
    raw = _joined(
        [Segment(part, TokenKind.KEYWORD if at == 0 else None) for at, part in enumerate(words("_RAW"))]
    )
    anything = "[^ \\t\\xa0\\r\\n]"
    otherwise, words_otherwise = Rule(ahead=anything, goto="nothing"), Rule(ahead=anything, goto="words")
    scalar = "|".join(pattern for pattern, _ in json().words)
    entry = filler(",\\n")
    return {
        "nothing": State((Rule((Segment("[^\\n]+"),)),)),
        "words": State((*_rules(placeholders()), Rule((Segment("[^\\n$]+"),)))),
        "speech": _speech(),
        **_tag(),
        "trigger": State((
            Rule(raw, goto="string"), Rule(ahead=expression_start(), goto="expression"), words_otherwise,
        )),
        "expression": _lexed(expression(), "expression_string"),
        "expression_string": _string(expression(), one_line=True),
        "reference": State((Rule((Segment(terminals()["LABEL"], TokenKind.REFERENCE),), goto="nothing"), otherwise)),
        "string": _lexed(json(), "string_string", holds_values=True),
        "string_string": _string(json(), one_line=True),
        "json": _lexed(json(), "json_string", holds_values=True),
        "json_string": _string(json(), one_line=False),
        "literal": _lexed(json(), "literal_string"),
        "literal_string": _string(json(), one_line=False, holds_values=False),
        "variable": State((Rule(ahead=rf'["\[{{]|(?:{scalar}){B}*$', goto="json"), words_otherwise)),
        "entries": State((
            Rule((Segment(f"{B}+"),)),
            Rule((Segment(ENTRY, TokenKind.NUMBER),), ahead=f"{B}*(?:,|$)"),
            *_rules(placeholders(entry)),
            Rule((Segment(f"{entry}+"),)),
        )),
        "signature": State((*_rules((NAME_OF_FRAGMENT,), goto="parameters"), otherwise)),
        "call": State((*_rules((NAME_OF_FRAGMENT,), goto="arguments"), otherwise)),
        "parameters": _arguments(declared=True),
        "arguments": _arguments(declared=False),
        "argument_string": _string(json(), one_line=True),
        "columns": State(_rules(cells(named=True))),
        "cells": State(_rules(cells(named=False))),
    }  # fmt: skip


def _rules(steps: tuple[TokenRule, ...], goto: str = "") -> tuple[Rule, ...]:
    return tuple(Rule(tuple(Segment(*part) for part in step.parts), step.ahead, goto) for step in steps)


def _arguments(*, declared: bool) -> State:
    string = Rule((Segment('"', TokenKind.STRING),), push="argument_string")
    return State((string, *_rules(arguments(declared=declared))))


def _speech() -> State:
    markup = TARGETS[DEFAULT_TARGET].markup
    inside = rf"(?:{B}*\}}\}}|[.\[][^{{}}\n]*\}}\}})"
    return State((
        *_rules(placeholders()),
        Rule((Segment("[^<\\[{\\n$]+"),)),
        Rule((Segment("</?"), Segment(one_of(tuple(markup.tags)), TokenKind.TAG)), "(?![A-Za-z0-9_-])", push="tag"),
        Rule((Segment(rf"\[{one_of(markup.markers)}\]", TokenKind.MARKER),)),
        Rule((Segment(rf"\{{\{{{B}*{one_of(markup.templates)}{inside}", TokenKind.TEMPLATE),)),
    ))  # fmt: skip


def _tag() -> dict[str, State]:
    name = "[A-Za-z_][A-Za-z0-9_-]*"
    value = "[“”„‟][^“”„‟<>\\n]*[“”„‟]|[^\\s\"'<>/]+"
    equals = Segment(f"{B}*={B}*")
    return {
        "tag": State((
            Rule((Segment("/?>"),), pop=True),
            Rule((Segment(name, TokenKind.ATTRIBUTE), equals), ahead="[\"']"),
            Rule(
                (Segment(name, TokenKind.ATTRIBUTE), equals, Segment(PLACEHOLDER, TokenKind.PLACEHOLDER)),
                ahead="[\\s\"'<>/]|$",
            ),
            Rule((Segment(name, TokenKind.ATTRIBUTE), equals, Segment(f"(?:{value})", TokenKind.VALUE))),
            Rule((Segment('"', TokenKind.VALUE),), push="double_quoted"),
            Rule((Segment("'", TokenKind.VALUE),), push="single_quoted"),
            Rule((Segment(name),)),
            Rule(ahead="[^ \\t\\xa0\\r\\nA-Za-z_\"'|#]", pop=True),
        )),
        "double_quoted": _quoted('"'),
        "single_quoted": _quoted("'"),
    }  # fmt: skip


def _quoted(mark: str) -> State:
    end = Rule((Segment(mark, TokenKind.VALUE),), pop=True)
    return State((end, *_rules(placeholders())), TokenKind.VALUE, f"{mark}$")


def _lexed(lexicon: Lexicon, string: str, *, holds_values: bool = False) -> State:
    ahead = f"[{lexicon.ends}]|$"
    word = filler(lexicon.ends) if holds_values else f"[^{lexicon.ends}]"
    return State((
        Rule((Segment('"', TokenKind.STRING),), push=string),
        *(Rule((Segment(f"(?:{pattern})", kind),), ahead=ahead) for pattern, kind in lexicon.words),
        *(Rule((Segment(pattern, kind),)) for pattern, kind in lexicon.signs),
        *(_rules(placeholders(word)) if holds_values else ()),
        Rule((Segment(f"{word}+"),)),
    ))  # fmt: skip


def _string(lexicon: Lexicon, *, one_line: bool, holds_values: bool = True) -> State:
    return State(
        (
            Rule((Segment(lexicon.escape, TokenKind.ESCAPE),)),
            *(_rules(placeholders()) if holds_values else ()),
            Rule((Segment('"', TokenKind.STRING),), pop=True),
        ),
        TokenKind.STRING,
        '"\\\\$' if holds_values else '"\\\\',
        one_line,
    )
