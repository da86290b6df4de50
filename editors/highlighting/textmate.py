"""Generates TextMate grammars, for VS Code and others: for scripts, and for scripts in Markdown."""

import json
from typing import Any

from patterns import perl
from scn_compiler.ide.semantic_tokens.kinds import TokenKind
from table import BAR, RUN_END, B, Rule, State, table

FOLDER = "editors/vscode/syntaxes"

SCOPES = {
    TokenKind.KEYWORD: "keyword.control.scn",
    TokenKind.FIELD: "variable.other.property.field.scn",
    TokenKind.LABEL: "variable.other.enummember.label.definition.scn",
    TokenKind.REFERENCE: "variable.other.enummember.label.reference.scn",
    TokenKind.STRING: "string.quoted.double.scn",
    TokenKind.ESCAPE: "constant.character.escape.scn",
    TokenKind.NUMBER: "constant.numeric.scn",
    TokenKind.CONSTANT: "constant.language.scn",
    TokenKind.VARIABLE: "variable.other.scn",
    TokenKind.PLATFORM_KEY: "variable.other.property.platform.scn",
    TokenKind.TAG: "entity.name.tag.scn",
    TokenKind.ATTRIBUTE: "entity.other.attribute-name.scn",
    TokenKind.VALUE: "string.quoted.attribute.scn",
    TokenKind.MARKER: "support.function.marker.scn",
    TokenKind.TEMPLATE: "variable.parameter.template.scn",
    TokenKind.COMMENT: "comment.line.number-sign.scn",
    TokenKind.OPERATOR: "keyword.operator.scn",
    TokenKind.PLACEHOLDER: "variable.other.placeholder.scn",
    TokenKind.FRAGMENT: "entity.name.function.scn",
    TokenKind.PARAMETER: "variable.parameter.scn",
}

Node = dict[str, Any]


def files() -> dict[str, str]:
    grammars = {"scn.tmLanguage.json": _grammar(), "scn.markdown.tmLanguage.json": _in_markdown()}
    return {
        f"{FOLDER}/{name}": json.dumps(grammar, indent=2, ensure_ascii=True) + "\n"
        for name, grammar in grammars.items()
    }


def _grammar() -> Node:
    rules = table()
    return {
        "$comment": "Written by editors/highlighting/generate.py",
        "name": "scn",
        "scopeName": "source.scn",
        "fileTypes": ["scn"],
        "patterns": [{"include": "#comment"}, *(_head(rule) for rule in rules.heads)],
        "repository": {
            "comment": {"match": f"^{perl(f'{B}*')}(#.*)$", "captures": _captures([TokenKind.COMMENT])},
            "bar": {
                "match": f"^{perl(f'{B}*')}({perl(BAR)})",
                "captures": _captures([TokenKind.OPERATOR]),
            },
            **{name: {"patterns": _patterns(state)} for name, state in rules.states.items()},
        },
    }


def _head(rule: Rule) -> Node:
    return {
        "begin": f"^{perl(f'{B}*')}{grouped(rule)}",
        "beginCaptures": _captures([segment.kind for segment in rule.segments]),
        "end": perl(RUN_END),
        "patterns": [{"include": f"#{rule.goto}"}],
    }


def _patterns(state: State) -> list[Node]:
    return [
        {"include": "#comment"},
        {"include": "#bar"},
        *(_pattern(rule) for rule in state.rules if not rule.pop),
    ]


def _pattern(rule: Rule) -> Node:
    captures = _captures([segment.kind for segment in rule.segments])
    if rule.push:
        return _pushed(rule, captures)
    if rule.goto:
        return {
            "begin": grouped(rule),
            **({"beginCaptures": captures} if captures else {}),
            "end": perl(RUN_END),
            "patterns": [{"include": f"#{rule.goto}"}],
        }
    return {"match": grouped(rule), **({"captures": captures} if captures else {})}


def _pushed(rule: Rule, captures: Node) -> Node:
    state = table().states[rule.push]
    exits = [each for each in state.rules if each.pop]
    ends = [grouped(each) for each in exits] + ["$"] * state.one_line + [perl(RUN_END)]
    kinds = [segment.kind for each in exits for segment in each.segments]
    return {
        "begin": grouped(rule),
        "beginCaptures": captures,
        "end": "|".join(ends),
        **({"endCaptures": _captures(kinds)} if _captures(kinds) else {}),
        **({"contentName": SCOPES[state.kind]} if state.kind else {}),
        "patterns": [{"include": f"#{rule.push}"}],
    }


def grouped(rule: Rule) -> str:
    """Return the pattern of a rule, with a group for each segment."""
    ahead = f"(?={perl(rule.ahead)})" if rule.ahead else ""
    return "".join(f"({perl(segment.pattern)})" for segment in rule.segments) + ahead


def _captures(kinds: list[TokenKind | None]) -> Node:
    return {str(at): {"name": SCOPES[kind]} for at, kind in enumerate(kinds, 1) if kind}


def _in_markdown() -> Node:
    """Build the grammar that is injected into Markdown, for fences marked `scn`."""
    fence = r"(`{3,}|~{3,})"
    return {
        "$comment": "Written by editors/highlighting/generate.py",
        "scopeName": "markdown.scn.codeblock",
        "injectionSelector": "L:text.html.markdown",
        "patterns": [{"include": "#block"}],
        "repository": {
            "block": {
                "name": "markup.fenced_code.block.markdown",
                "begin": rf"(^|\G)(\s*){fence}\s*((?i:scn)(?:[\s,:{{][^`]*)?)$",
                "beginCaptures": {
                    "3": {"name": "punctuation.definition.markdown"},
                    "4": {"name": "fenced_code.block.language.markdown"},
                },
                "end": r"(^|\G)(\2|\s{0,3})(\3)\s*$",
                "endCaptures": {"3": {"name": "punctuation.definition.markdown"}},
                "patterns": [
                    {
                        "begin": r"(^|\G)(\s*)(.*)",
                        "while": r"(^|\G)(?!\s*([`~]{3,})\s*$)",
                        "contentName": "meta.embedded.block.scn",
                        "patterns": [{"include": "source.scn"}],
                    }
                ],
            }
        },
    }
