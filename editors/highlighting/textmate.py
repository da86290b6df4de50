"""TextMate grammars, as VS Code and others take them: of scripts, and of scripts in Markdown."""

import json
from typing import Any

from patterns import perl
from scn_compiler.features.kinds import Kind
from table import RUN_END, B, Rule, State, table

FOLDER = "editors/vscode/syntaxes"

SCOPES = {
    Kind.KEYWORD: "keyword.control.scn",
    Kind.FIELD: "support.type.property-name.scn",
    Kind.LABEL: "constant.other.label.definition.scn",
    Kind.REFERENCE: "constant.other.label.reference.scn",
    Kind.STRING: "string.quoted.double.scn",
    Kind.ESCAPE: "constant.character.escape.scn",
    Kind.NUMBER: "constant.numeric.scn",
    Kind.CONSTANT: "constant.language.scn",
    Kind.VARIABLE: "variable.other.scn",
    Kind.PLATFORM_KEY: "support.type.property-name.platform.scn",
    Kind.TAG: "entity.name.tag.scn",
    Kind.ATTRIBUTE: "entity.other.attribute-name.scn",
    Kind.VALUE: "string.quoted.attribute.scn",
    Kind.MARKER: "support.constant.marker.scn",
    Kind.TEMPLATE: "variable.parameter.template.scn",
    Kind.COMMENT: "comment.line.number-sign.scn",
    Kind.OPERATOR: "keyword.operator.scn",
}

Node = dict[str, Any]


def files() -> dict[str, str]:
    grammars = {"scn.tmLanguage.json": _grammar(), "scn.markdown.tmLanguage.json": _in_markdown()}
    return {
        f"{FOLDER}/{name}": json.dumps(grammar, indent=2, ensure_ascii=True) + "\n"
        for name, grammar in grammars.items()
    }


def _grammar() -> Node:
    known = table()
    return {
        "$comment": "Written by editors/highlighting/generate.py",
        "name": "scn",
        "scopeName": "source.scn",
        "fileTypes": ["scn"],
        "patterns": [{"include": "#comment"}, *(_head(rule) for rule in known.heads)],
        "repository": {
            "comment": {"match": f"^{perl(f'{B}*')}(#.*)$", "captures": _captures([Kind.COMMENT])},
            "bar": {
                "match": "^" + perl(f"{B}*") + r"(\|)(?!\|)",
                "captures": _captures([Kind.OPERATOR]),
            },
            **{name: {"patterns": _patterns(state)} for name, state in known.states.items()},
        },
    }


def _head(rule: Rule) -> Node:
    return {
        "begin": f"^{perl(f'{B}*')}{_match(rule)}",
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
            "begin": _match(rule),
            **({"beginCaptures": captures} if captures else {}),
            "end": perl(RUN_END),
            "patterns": [{"include": f"#{rule.goto}"}],
        }
    return {"match": _match(rule), **({"captures": captures} if captures else {})}


def _pushed(rule: Rule, captures: Node) -> Node:
    state = table().states[rule.push]
    leaving = [each for each in state.rules if each.pop]
    ends = [_match(each) for each in leaving] + ["$"] * state.one_line + [perl(RUN_END)]
    kinds = [segment.kind for each in leaving for segment in each.segments]
    return {
        "begin": _match(rule),
        "beginCaptures": captures,
        "end": "|".join(ends),
        **({"endCaptures": _captures(kinds)} if _captures(kinds) else {}),
        **({"contentName": SCOPES[state.kind]} if state.kind else {}),
        "patterns": [{"include": f"#{rule.push}"}],
    }


def _match(rule: Rule) -> str:
    ahead = f"(?={perl(rule.ahead)})" if rule.ahead else ""
    return "".join(f"({perl(segment.pattern)})" for segment in rule.segments) + ahead


def _captures(kinds: list[Kind | None]) -> Node:
    return {str(at): {"name": SCOPES[kind]} for at, kind in enumerate(kinds, 1) if kind}


def _in_markdown() -> Node:
    """Blocks fenced as `scn`, wherever a Markdown grammar is at work."""
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
