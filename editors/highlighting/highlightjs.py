"""Generates the language definition for highlight.js."""

import json

from patterns import javascript
from scn_compiler.ide.semantic_tokens.kinds import TokenKind
from table import BAR, RUN_END, B, Rule, State, table

PATH = "editors/highlightjs/scn.js"

SCOPES = {
    TokenKind.KEYWORD: "keyword",
    TokenKind.FIELD: "property",
    TokenKind.LABEL: "symbol",
    TokenKind.REFERENCE: "symbol",
    TokenKind.STRING: "string",
    TokenKind.ESCAPE: "char.escape",
    TokenKind.NUMBER: "number",
    TokenKind.CONSTANT: "literal",
    TokenKind.VARIABLE: "variable",
    TokenKind.PLATFORM_KEY: "attribute",
    TokenKind.TAG: "name",
    TokenKind.ATTRIBUTE: "attr",
    TokenKind.VALUE: "string",
    TokenKind.MARKER: "built_in",
    TokenKind.TEMPLATE: "template-variable",
    TokenKind.COMMENT: "comment",
    TokenKind.OPERATOR: "operator",
    TokenKind.PLACEHOLDER: "variable",
    TokenKind.FRAGMENT: "title",
    TokenKind.PARAMETER: "params",
}

_NOT_FIRST = "(?!^)"
"""highlight.js tries the modes inside a mode before the mode's end, which is at the start of a line."""

_LANGUAGE = """\
// highlight.js: `hljs.registerLanguage("scn", scn)`. Written by editors/highlighting/generate.py.
const scn = () => {{
  const RUN_END = {run_end};
  const COMMENT = {comment};
  const BAR = {bar};
{states}
  return {{
    name: "scn",
    contains: [
      COMMENT,
{heads}
    ],
  }};
}};

if (typeof module !== "undefined") module.exports = scn;
"""


def files() -> dict[str, str]:
    rules = table()
    blanks = f"^{B}*"
    text = _LANGUAGE.format(
        run_end=javascript(RUN_END),
        comment=f"{{ match: [{javascript(blanks)}, /#[^\\n]*/], scope: {{ 2: {_scope(TokenKind.COMMENT)} }} }}",
        bar=f"{{ match: [{javascript(blanks)}, {javascript(BAR)}], scope: {{ 2: {_scope(TokenKind.OPERATOR)} }} }}",
        states="\n".join(_declared(rules.states)),
        heads="\n".join(f"      {_head(rule)}," for rule in rules.heads),
    )
    return {PATH: text}


def _declared(states: dict[str, State]) -> list[str]:
    """Declare a constant for each state, after the constants it refers to."""
    declarations: dict[str, str] = {}

    def declare(name: str) -> None:
        if name in declarations:
            return
        for rule in states[name].rules:
            for other in (rule.goto, rule.push):
                if other:
                    declare(other)
        entries = "".join(f"\n    {_mode(rule)}," for rule in states[name].rules if not rule.pop)
        declarations[name] = f"  const {name} = [\n    COMMENT,\n    BAR,{entries}\n  ];"

    for name in states:
        declare(name)
    return list(declarations.values())


def _head(rule: Rule) -> str:
    begin, scopes = _segments(rule, before=[f"^{B}*"])
    return f"{{ begin: {begin}, beginScope: {scopes}, end: RUN_END, contains: {rule.goto} }}"


def _mode(rule: Rule) -> str:
    begin, scopes = _segments(rule)
    if rule.push:
        return _pushed(rule, begin, scopes)
    opening = f"begin: {begin}, beginScope: {scopes}"
    if not any(segment.kind for segment in rule.segments):
        opening = f"begin: {javascript(_joined(rule))}"
    if rule.goto:
        return f"{{ {opening}, end: RUN_END, contains: {rule.goto} }}"
    return f"{{ {opening.replace('begin', 'match').replace('matchScope', 'scope')} }}"


def _pushed(rule: Rule, begin: str, scopes: str) -> str:
    state = table().states[rule.push]
    ends = (
        [_joined(each).removeprefix(_NOT_FIRST) for each in state.rules if each.pop]
        + ["$"] * state.one_line
        + [RUN_END]
    )
    kind = f"scope: {_scope(state.kind)}, " if state.kind else f"beginScope: {scopes}, "
    if state.kind:
        begin = javascript(_joined(rule))
    return f"{{ begin: {begin}, {kind}end: {javascript('|'.join(ends))}, contains: {rule.push} }}"


def _segments(rule: Rule, before: list[str] | None = None) -> tuple[str, str]:
    """Convert the segments of a rule for highlight.js: a list of patterns, and scopes by index in the list."""
    first = before or [_NOT_FIRST]
    patterns = first + [segment.pattern for segment in rule.segments]
    if rule.ahead:
        patterns.append(f"(?={rule.ahead})")
    scopes = ", ".join(
        f"{at}: {_scope(segment.kind)}"
        for at, segment in enumerate(rule.segments, len(first) + 1)
        if segment.kind
    )
    return f"[{', '.join(map(javascript, patterns))}]", f"{{ {scopes} }}"


def _joined(rule: Rule) -> str:
    ahead = f"(?={rule.ahead})" if rule.ahead else ""
    return _NOT_FIRST + "".join(segment.pattern for segment in rule.segments) + ahead


def _scope(kind: TokenKind) -> str:
    return json.dumps(SCOPES[kind])
