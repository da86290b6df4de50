"""Generates the syntax for Sublime Text, which other programs such as bat also read. The first rule that matches wins."""

import re
from collections.abc import Iterator, Sequence

from patterns import perl
from scn_compiler.ide.semantic_tokens.kinds import TokenKind
from table import BAR, RUN_END, B, Rule, State, table
from textmate import SCOPES, grouped

PATH = "editors/sublime/scn.sublime-syntax"

_HEAD = """\
%YAML 1.2
---
# Written by editors/highlighting/generate.py
name: scn
file_extensions: [scn]
scope: source.scn

contexts:
"""


START = f"^{perl(f'{B}*')}"
END = perl(RUN_END)


def files() -> dict[str, str]:
    rules = table()
    contexts = {
        "main": ["- include: comment", *(line for rule in rules.heads for line in _rule(rule, START))],
        "comment": _match(f"{START}(#.*)$", [TokenKind.COMMENT]),
        "bar": _match(f"{START}({perl(BAR)})", [TokenKind.OPERATOR]),
    }
    for name, state in rules.states.items():
        contexts[name] = [
            "- include: comment",
            "- include: bar",
            *(line for rule in state.rules if not rule.pop for line in _rule(rule)),
        ]
        contexts[f"{name}-run"] = [*_match(END, pop=True), f"- include: {name}"]
        if any(rule.pop for rule in state.rules):
            contexts[f"{name}-inside"] = list(_inside(name, state))
    return {PATH: _HEAD + "\n".join(_context(name, lines) for name, lines in contexts.items())}


def _context(name: str, lines: list[str]) -> str:
    return "".join([f"  {name}:\n", *(f"    {line}\n" for line in lines)])


def _inside(name: str, state: State) -> Iterator[str]:
    """Yield the context of a state that a rule has entered with `push`."""
    if state.kind:
        yield f"- meta_content_scope: {SCOPES[state.kind]}"
    for rule in state.rules:
        if rule.pop:
            yield from _match(grouped(rule), [segment.kind for segment in rule.segments], pop=True)
    if state.one_line:
        yield from _match("$", pop=True)
    yield from _match(END, pop=True)
    yield f"- include: {name}"


def _rule(rule: Rule, before: str = "") -> list[str]:
    entered = f"{rule.push}-inside" if rule.push else f"{rule.goto}-run" if rule.goto else ""
    return _match(before + grouped(rule), [segment.kind for segment in rule.segments], push=entered)


def _match(
    pattern: str, kinds: Sequence[TokenKind | None] = (), *, push: str = "", pop: bool = False
) -> list[str]:
    """Build a rule whose groups have these kinds."""
    # Sublime Text's own engine doesn't know `\\u00a0`.
    written = re.sub(r"\\u([0-9a-f]{4})", r"\\x{\1}", pattern).replace("'", "''")
    scopes = [f"    {at}: {SCOPES[kind]}" for at, kind in enumerate(kinds, 1) if kind]
    return [
        f"- match: '{written}'",
        *(["  captures:", *scopes] if scopes else []),
        *([f"  push: {push}"] if push else []),
        *(["  pop: true"] if pop else []),
    ]
