"""Generates `rules.h`, the table of rules for the scanner of tree-sitter-scn."""

from bytecode import OPERATIONS, Machine
from scn_compiler.ide.semantic_tokens.kinds import HEADS, TokenKind
from scn_grammar.line_shapes import LineKind
from table import Rule, State, table

NODES = {kind: kind.name.lower() for kind in TokenKind}
MARKERS = ("_title", "_setting", "_opening", "_action", "_other")
COLOURED = tuple(NODES[kind] for kind in TokenKind if kind is not TokenKind.COMMENT)
TOKENS = (*MARKERS, "_continuation", "_sign", "text", *COLOURED, NODES[TokenKind.COMMENT])
"""The scanner's tokens, in the order of their numbers. Each line starts with an empty marker."""

_RULES = """\
/* The rules of a script's lines, from the grammar. Written by editors/highlighting/generate.py. */
#include <stdbool.h>
#include <stdint.h>

enum {{ {operations} }};
enum {{ {tokens}, BLANK }};
enum {{ HEADS = 0, NOTHING = {nothing}, BAR = {bar}, SEGMENTS = {segments} }};

static const int32_t CODE[] = {{
{code}
}};

/* Each character class: whether it is negated, the number of ranges, and the ranges. */
static const int32_t RANGES[] = {{
{ranges}
}};
static const uint16_t SETS[] = {{{sets}}};

typedef struct {{
  uint32_t code;
  uint8_t segments, tokens[SEGMENTS];
  uint8_t opens, to, push;
  bool pop, colors;
}} Rule;

typedef struct {{
  const Rule *rules;
  uint8_t count, token;
  bool one_line;
}} State;

{rules}

static const State STATES[] = {{
{states}
}};
"""


def rules_h() -> str:
    rules, machine = table(), Machine()
    states = {"heads": State(rules.heads), **rules.states}
    numbers = {name: number for number, name in enumerate(states)}
    segments = max(len(rule.segments) for state in states.values() for rule in state.rules)
    declarations = "\n".join(
        f"static const Rule RULES_{numbers[name]}[] = {{\n"
        + "".join(f"  {_rule(rule, machine, numbers, heads=name == 'heads')},\n" for rule in state.rules)
        + "};"
        for name, state in states.items()
    )
    offsets, ranges = [0], []
    for negated, own in machine.sets:
        ranges += [int(negated), len(own), *(code for each in own for code in each)]
        offsets.append(len(ranges))
    return _RULES.format(
        operations=", ".join(f"OP_{name}" for name in OPERATIONS),
        tokens=", ".join(_constant(token) for token in TOKENS),
        nothing=numbers["nothing"],
        bar=_constant(NODES[TokenKind.OPERATOR]),
        segments=segments,
        code=_wrapped(machine.code),
        ranges=_wrapped(ranges),
        sets=", ".join(map(str, offsets[:-1])),
        rules=declarations,
        states="\n".join(f"  {_state(name, state, numbers)}," for name, state in states.items()),
    )


def _constant(token: str) -> str:
    return token.lstrip("_").upper()


def _wrapped(numbers: list[int]) -> str:
    rows = [numbers[at : at + 20] for at in range(0, len(numbers), 20)]
    return "\n".join(f"  {', '.join(map(str, row))}," for row in rows)


def _rule(rule: Rule, machine: Machine, numbers: dict[str, int], *, heads: bool) -> str:
    code = machine.add([segment.pattern for segment in rule.segments], rule.ahead)
    tokens = ", ".join(_constant(NODES[each.kind] if each.kind else "_sign") for each in rule.segments) or "0"
    opens = _constant(_marker(rule)) if heads else "0"
    to, push = numbers.get(rule.goto, 0), numbers.get(rule.push, 0)
    colors = any(segment.kind for segment in rule.segments)
    flags = f"{str(rule.pop).lower()}, {str(colors).lower()}"
    return f"{{{code}, {len(rule.segments)}, {{{tokens}}}, {opens}, {to}, {push}, {flags}}}"


def _marker(rule: Rule) -> str:
    """Return the marker of a line that starts with this rule."""
    for kind, terminals in HEADS.items():
        if rule.terminal in terminals and kind is not LineKind.VERSION:
            return "_action" if kind is LineKind.DETAIL else f"_{kind.name.lower()}"
    return "_other"


def _state(name: str, state: State, numbers: dict[str, int]) -> str:
    token = _constant(NODES[state.kind] if state.kind else "text")
    return f"{{RULES_{numbers[name]}, {len(state.rules)}, {token}, {str(state.one_line).lower()}}}"
