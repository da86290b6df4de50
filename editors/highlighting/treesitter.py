"""Generates the tree-sitter grammar; its tokens come from the scanner.

`grammar.js` is the input of tree-sitter's own generator. `parser.c`, its output, is generated here from Lark's
tables, so that nobody needs that generator.
"""

from lark import Lark

import scannerrules
from parsertables import parser_c
from scannerrules import COLOURED, MARKERS, NODES
from scn_compiler.ide.semantic_tokens.kinds import TokenKind

FOLDER = "editors/tree-sitter-scn"
ZED_FOLDER = "editors/zed/languages/scn"

RULES = {
    "source_file": ("_item*", "section*"),
    "section": ("_title", "_part*", "_item*"),
    "setting": ("_setting", "_part*"),
    "block": ("_opening", "_part*", "action*"),
    "action": ("_action", "_part*"),
    "other": ("_other", "_part*"),
}
ITEMS = ("setting", "block", "action", "other")
PARTS = ("_continuation", "_sign", "text", *COLOURED)

CAPTURES = {
    TokenKind.KEYWORD: "keyword",
    TokenKind.FIELD: "property",
    TokenKind.LABEL: "label",
    TokenKind.REFERENCE: "label",
    TokenKind.STRING: "string",
    TokenKind.ESCAPE: "string.escape",
    TokenKind.NUMBER: "number",
    TokenKind.CONSTANT: "constant.builtin",
    TokenKind.VARIABLE: "variable",
    TokenKind.PLATFORM_KEY: "module",
    TokenKind.TAG: "tag",
    TokenKind.ATTRIBUTE: "tag.attribute",
    TokenKind.VALUE: "string.special",
    TokenKind.MARKER: "function.builtin",
    TokenKind.TEMPLATE: "variable.parameter",
    TokenKind.COMMENT: "comment",
    TokenKind.OPERATOR: "operator",
    TokenKind.PLACEHOLDER: "variable",
    TokenKind.FRAGMENT: "function",
    TokenKind.PARAMETER: "variable.parameter",
}

ZED_CAPTURES = CAPTURES | {
    TokenKind.CONSTANT: "constant",
    TokenKind.PLATFORM_KEY: "attribute",
    TokenKind.ATTRIBUTE: "attribute",
    TokenKind.MARKER: "function",
    TokenKind.TEMPLATE: "variable.special",
    TokenKind.PARAMETER: "variable",
}
"""Names that Zed's themes have. For Zed, there is no capture for spelling: the last capture of a node decides its color."""

_GRAMMAR = """\
// The grammar of scn for tree-sitter. Written by editors/highlighting/generate.py.
// Every token comes from the scanner (src/scanner.c); this file says how lines form blocks.

module.exports = grammar({{
  name: "scn",

  externals: ($) => [
{externals}
  ],

  extras: ($) => [/\\s/, $.comment],

  rules: {{
{rules}
  }},
}});
"""

_CONFIG = """\
{
  "grammars": [
    {
      "name": "scn",
      "scope": "source.scn",
      "file-types": ["scn"],
      "highlights": "queries/highlights.scm",
      "locals": "queries/locals.scm"
    }
  ],
  "metadata": {
    "version": "0.1.0",
    "license": "MIT",
    "description": "Scripts of test callers"
  }
}
"""

_WRITTEN = "; Written by editors/highlighting/generate.py\n"
_FOLDS = f"{_WRITTEN}\n[\n  (section)\n  (block)\n] @fold\n"
_ZED_OUTLINE = f"""{_WRITTEN}
(section . (_) @context . (text) @name) @item
(block . ({NODES[TokenKind.LABEL]})? @context . ({NODES[TokenKind.KEYWORD]}) @name) @item
"""
_LOCALS = f"""{_WRITTEN}
(section) @local.scope
({NODES[TokenKind.LABEL]}) @local.definition
({NODES[TokenKind.REFERENCE]}) @local.reference
"""


def files() -> dict[str, str]:
    texts = {
        "grammar.js": _grammar_js(),
        "tree-sitter.json": _CONFIG,
        "src/rules.h": scannerrules.rules_h(),
        "src/parser.c": parser_c(_lark(), scannerrules.TOKENS, "comment"),
        "queries/highlights.scm": f"{_highlights(CAPTURES)}(text) @spell\n({NODES[TokenKind.COMMENT]}) @spell\n",
        "queries/folds.scm": _FOLDS,
        "queries/locals.scm": _LOCALS,
    }
    for_zed = {"highlights.scm": _highlights(ZED_CAPTURES), "outline.scm": _ZED_OUTLINE}
    return {f"{FOLDER}/{path}": text for path, text in texts.items()} | {
        f"{ZED_FOLDER}/{path}": text for path, text in for_zed.items()
    }


def _grammar_js() -> str:
    rules = {name: f"seq({', '.join(map(_js, parts))})" for name, parts in RULES.items()}
    rules["block"] = f"prec.right({rules['block']})"
    rules["_item"] = f"choice({', '.join(map(_js, ITEMS))})"
    rules["_part"] = f"choice({', '.join(map(_js, PARTS))})"
    return _GRAMMAR.format(
        externals="\n".join(f"    $.{token}," for token in scannerrules.TOKENS),
        rules="\n".join(f"    {name}: ($) => {rule}," for name, rule in rules.items()),
    )


def _js(part: str) -> str:
    return f"repeat($.{part[:-1]})" if part.endswith("*") else f"$.{part}"


def _lark() -> Lark:
    """Build the grammar for Lark, with terminals in upper case."""
    terminals = set(MARKERS) | set(PARTS)

    def lark_name(part: str) -> str:
        return part.upper() if part.rstrip("*") in terminals else part

    rules = {name: " ".join(map(lark_name, parts)) for name, parts in RULES.items()}
    rules |= {"_item": " | ".join(ITEMS), "_part": " | ".join(map(lark_name, PARTS))}
    text = "\n".join(f"{name}: {rule}" for name, rule in rules.items())
    declared = " ".join(sorted(name.upper() for name in terminals))
    return Lark(f"{text}\n%declare {declared}\n", parser="lalr", lexer="basic", start="source_file")


def _highlights(captures: dict[TokenKind, str]) -> str:
    return "\n".join([_WRITTEN, *(f"({NODES[kind]}) @{name}" for kind, name in captures.items()), ""])
