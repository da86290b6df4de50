"""Generates the table of CodeMirror's highlighter, for the playground."""

from patterns import javascript
from scn_compiler.ide.semantic_tokens.kinds import TokenKind
from table import BAR, B, Rule, State, table

PATH = "editors/playground/src/grammar.ts"

STYLES = {kind: kind.name.lower() for kind in TokenKind}

_TABLE = """\
// The table of the highlighter in highlighter.ts. Written by editors/highlighting/generate.py.
import type {{ Rule, State }} from "./highlighter";

export const BLANK = {blank};
export const COMMENT = {comment};
export const BAR = {bar};

export const HEADS: readonly Rule[] = [
{heads}
];

export const STATES: Readonly<Record<string, State>> = {{
{states}
}};
"""


def files() -> dict[str, str]:
    rules = table()
    text = _TABLE.format(
        blank=_anchored(f"{B}*$"),
        comment=_anchored(f"{B}*#[^\\n]*$"),
        bar=_captured([f"{B}*", BAR]),
        heads="\n".join(f"  {_rule(rule, before=[f'{B}*'])}," for rule in rules.heads),
        states="\n".join(f"  {name}: {_state(state)}," for name, state in rules.states.items()),
    )
    return {PATH: text}


def _state(state: State) -> str:
    settings = ""
    if state.kind:
        settings += f' kind: "{STYLES[state.kind]}", fill: {_anchored(f"[^{state.stops}]+")},'
    if state.one_line:
        settings += " oneLine: true,"
    entries = "".join(f"\n      {_rule(rule)}," for rule in state.rules)
    return f"{{{settings} rules: [{entries}\n    ] }}"


def _rule(rule: Rule, before: list[str] | None = None) -> str:
    first = before or []
    kinds = [None] * len(first) + [segment.kind for segment in rule.segments]
    pattern = _captured(first + [segment.pattern for segment in rule.segments], rule.ahead)
    names = ", ".join(f'"{STYLES[kind]}"' if kind else "null" for kind in kinds)
    then = "".join(f', {word}: "{goal}"' for word, goal in (("goto", rule.goto), ("push", rule.push)) if goal)
    return f"{{ match: {pattern}, kinds: [{names}]{then}{', pop: true' * rule.pop} }}"


def _captured(patterns: list[str], ahead: str = "") -> str:
    """A pattern with a group for each of `patterns`, at the position of the stream."""
    groups = "".join(f"({_body(pattern)})" for pattern in patterns)
    return f"/^{groups}{f'(?={_body(ahead)})' if ahead else ''}/"


def _anchored(pattern: str) -> str:
    return f"/^{_body(pattern)}/"


def _body(pattern: str) -> str:
    return javascript(pattern)[1:-1]
