"""Generates the Pygments lexer in the package."""

from patterns import perl
from scn_compiler.ide.semantic_tokens.kinds import TokenKind
from table import BAR, B, Rule, State, Table, table

PATH = "compiler/scn_compiler/pygments_lexer.py"

TOKENS = {
    TokenKind.KEYWORD: "Keyword",
    TokenKind.FIELD: "Name.Attribute",
    TokenKind.LABEL: "Name.Label",
    TokenKind.REFERENCE: "Name.Label",
    TokenKind.STRING: "String.Double",
    TokenKind.ESCAPE: "String.Escape",
    TokenKind.NUMBER: "Number",
    TokenKind.CONSTANT: "Keyword.Constant",
    TokenKind.VARIABLE: "Name.Variable",
    TokenKind.PLATFORM_KEY: "Name.Namespace",
    TokenKind.TAG: "Name.Tag",
    TokenKind.ATTRIBUTE: "Name.Attribute",
    TokenKind.VALUE: "String",
    TokenKind.MARKER: "Name.Builtin",
    TokenKind.TEMPLATE: "String.Interpol",
    TokenKind.COMMENT: "Comment.Single",
    TokenKind.OPERATOR: "Operator",
    TokenKind.PLACEHOLDER: "Name.Variable",
    TokenKind.FRAGMENT: "Name.Function",
    TokenKind.PARAMETER: "Name.Variable",
    None: "Text",
}

_LEXER = '''\
"""Highlighting for Pygments: `pygmentize -l scn FILE`. Written by `editors/highlighting/generate.py`."""

# ruff: noqa: E501, RUF012

from pygments.lexer import RegexLexer, bygroups, default, include
from pygments.token import Comment, Keyword, Name, Number, Operator, String, Text


class ScnLexer(RegexLexer):  # type: ignore[misc]
    """Scripts of test callers."""

    name = "scn"
    aliases = ["scn"]
    filenames = ["*.scn"]
    mimetypes = ["text/x-scn"]

    tokens = {{
{states}
    }}
'''


def files() -> dict[str, str]:
    rules = table()
    depths = _depths(rules)
    b = perl(f"{B}*")
    states = {
        "root": [
            f'(r"^{b}#[^\\n]*", {TOKENS[TokenKind.COMMENT]})',
            *(_entry(rule, line_start=True) for rule in rules.heads),
            r'(r"[^\n]+|\n", Text)',
        ],
        "run": [
            f'(r"^({b})(#[^\\n]*)", bygroups(Text, {TOKENS[TokenKind.COMMENT]}))',
            f'(r"^({b})({BAR})", bygroups(Text, {TOKENS[TokenKind.OPERATOR]}))',
        ],
        **{name: _state(state, depths[name]) for name, state in rules.states.items()},
    }
    text = "\n".join(
        f'        "{name}": [\n' + "".join(f"            {entry},\n" for entry in entries) + "        ],"
        for name, entries in states.items()
    )
    return {PATH: _LEXER.format(states=text)}


def _depths(rules: Table) -> dict[str, int]:
    """Compute the size of the lexer's stack in each state."""
    depths: dict[str, int] = {}
    queue = [(rule.goto, 2) for rule in rules.heads]
    while queue:
        name, depth = queue.pop()
        if name not in depths:
            depths[name] = depth
            for rule in rules.states[name].rules:
                queue += [(rule.goto, depth)] * bool(rule.goto) + [(rule.push, depth + 1)] * bool(rule.push)
    return depths


def _state(state: State, depth: int) -> list[str]:
    b = perl(f"{B}*")
    exit_action = "#pop" if depth == 2 else f"#pop:{depth - 1}"
    entries = [
        'include("run")',
        f'(r"\\n(?!{b}(?:{BAR}|#|\\n|\\Z))", Text, "{exit_action}")',
        *(_entry(rule) for rule in state.rules),
    ]
    if state.kind:
        entries.append(f"({_quoted(f'[^{state.stops}{chr(92)}n]+')}, {TOKENS[state.kind]})")
    return [
        *entries,
        f'(r"[^\\n]", {TOKENS[state.kind]})',
        'default("#pop")' if state.one_line else r'(r"\n", Text)',
    ]


def _entry(rule: Rule, *, line_start: bool = False) -> str:
    kinds = [segment.kind for segment in rule.segments]
    groups = [perl(segment.pattern) for segment in rule.segments]
    ahead = f"(?={perl(rule.ahead)})" if rule.ahead else ""
    if line_start:
        kinds, groups = [None, *kinds], [perl(f"{B}*"), *groups]
    pattern = ("^" if line_start else "") + "".join(f"({group})" for group in groups) + ahead
    if len(groups) == 1:
        pattern, action = groups[0] + ahead, TOKENS[kinds[0]]
    else:
        action = f"bygroups({', '.join(TOKENS[kind] for kind in kinds)})" if groups else "Text"
    then = f', "{rule.push or rule.goto}"' if rule.push or line_start else ""
    if rule.goto and not line_start:
        then = f', ("#pop", "{rule.goto}")'
    if rule.pop:
        then = ', "#pop"'
    return f"({_quoted(pattern)}, {action}{then})"


def _quoted(pattern: str) -> str:
    marks = next(marks for marks in ('"', "'", '"""') if marks not in pattern)
    return f"r{marks}{pattern}{marks}"
