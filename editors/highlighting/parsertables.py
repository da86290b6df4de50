"""Generates a tree-sitter parser (ABI 14) from Lark's LALR tables; its tokens come from an external scanner."""

from typing import Any

from lark import Lark

_PARSER = """\
/* The tables of grammar.js. Written by editors/highlighting/generate.py. */
#include "tree_sitter/parser.h"

enum {{ SYMBOLS = {symbols}, TOKENS = {tokens}, EXTERNALS = {externals}, STATES = {states} }};

static const char *const symbol_names[SYMBOLS] = {{
{names}
}};

static const TSSymbol symbol_map[SYMBOLS] = {{{map}}};

static const TSSymbolMetadata symbol_metadata[SYMBOLS] = {{
{metadata}
}};

static const uint16_t alias_map[] = {{0}};
static const TSSymbol alias_sequences[1][{longest}] = {{{{0}}}};
static const TSStateId primary_state_ids[STATES] = {{{primary}}};
static const TSLexMode lex_modes[STATES] = {{{modes}}};

/* Every token is valid everywhere. */
static const bool scanner_states[2][EXTERNALS] = {{{{0}}, {{{all}}}}};
static const TSSymbol scanner_symbols[EXTERNALS] = {{{own}}};

#define ENTRY(of, safe) {{.entry = {{.count = of, .reusable = safe}}}}
#define SHIFT(to) {{{{.shift = {{.type = TSParseActionTypeShift, .state = to}}}}}}
#define SHIFT_REPEAT(to) {{{{.shift = {{.type = TSParseActionTypeShift, .state = to, .repetition = true}}}}}}
#define SHIFT_EXTRA {{{{.shift = {{.type = TSParseActionTypeShift, .extra = true}}}}}}
#define REDUCE(to, count) {{{{.reduce = {{.type = TSParseActionTypeReduce, .child_count = count, .symbol = to}}}}}}
#define ACCEPT {{{{.type = TSParseActionTypeAccept}}}}
#define RECOVER {{{{.type = TSParseActionTypeRecover}}}}

static const TSParseActionEntry actions[] = {{
  {{.entry = {{.count = 0}}}},
{actions}
}};

static const uint16_t parse_table[STATES][SYMBOLS] = {{
{table}
}};

/* The scanner leaves only layout at the end of the file. */
static bool lex(TSLexer *lexer, TSStateId state) {{
  (void)state;
  while (!lexer->eof(lexer)) lexer->advance(lexer, true);
  lexer->result_symbol = ts_builtin_sym_end;
  lexer->mark_end(lexer);
  return true;
}}

void *tree_sitter_scn_external_scanner_create(void);
void tree_sitter_scn_external_scanner_destroy(void *);
bool tree_sitter_scn_external_scanner_scan(void *, TSLexer *, const bool *);
unsigned tree_sitter_scn_external_scanner_serialize(void *, char *);
void tree_sitter_scn_external_scanner_deserialize(void *, const char *, unsigned);

#ifdef _WIN32
#define EXPORT __declspec(dllexport)
#else
#define EXPORT __attribute__((visibility("default")))
#endif

EXPORT const TSLanguage *tree_sitter_scn(void) {{
  static const TSLanguage language = {{
    .version = 14,
    .symbol_count = SYMBOLS,
    .token_count = TOKENS,
    .external_token_count = EXTERNALS,
    .state_count = STATES,
    .large_state_count = STATES,
    .production_id_count = 1,
    .max_alias_sequence_length = {longest},
    .parse_table = &parse_table[0][0],
    .parse_actions = actions,
    .symbol_names = symbol_names,
    .symbol_metadata = symbol_metadata,
    .public_symbol_map = symbol_map,
    .alias_map = alias_map,
    .alias_sequences = &alias_sequences[0][0],
    .lex_modes = lex_modes,
    .lex_fn = lex,
    .external_scanner = {{
      &scanner_states[0][0],
      scanner_symbols,
      tree_sitter_scn_external_scanner_create,
      tree_sitter_scn_external_scanner_destroy,
      tree_sitter_scn_external_scanner_scan,
      tree_sitter_scn_external_scanner_serialize,
      tree_sitter_scn_external_scanner_deserialize,
    }},
    .primary_state_ids = primary_state_ids,
  }};
  return &language;
}}
"""


def parser_c(grammar: Lark, tokens: tuple[str, ...], extra: str) -> str:
    """Generate the parser of a grammar with the tokens `tokens`; the token `extra` can occur anywhere."""
    rules = sorted({rule.origin.name for rule in grammar.rules})
    symbols = ["end", *tokens, *rules]
    entries = _Entries()
    rows = _rows(grammar, symbols, len(tokens), entries)
    rows[0] = {number: entries.add("RECOVER", safe=False) for number in range(len(tokens) + 1)}
    for row in rows.values():
        row[symbols.index(extra)] = entries.add("SHIFT_EXTRA")
    count = len(rows)
    return _PARSER.format(
        symbols=len(symbols),
        tokens=len(tokens) + 1,
        externals=len(tokens),
        states=count,
        longest=max(len(rule.expansion) for rule in grammar.rules),
        names="\n".join(f'  "{_display_name(name)}",' for name in symbols),
        map=", ".join(map(str, range(len(symbols)))),
        metadata="\n".join(f"  {_metadata(name)}," for name in symbols),
        primary=", ".join(map(str, range(count))),
        modes=", ".join(["{0, 1}"] * count),
        all=", ".join(["1"] * len(tokens)),
        own=", ".join(str(symbols.index(token)) for token in tokens),
        actions="\n".join(f"  {entry}," for entry in entries.numbers),
        table="\n".join(_table_row(number, rows[number]) for number in sorted(rows)),
    )


class _Entries:
    """The parse actions, numbered as tree-sitter indexes them."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}
        self.actions: dict[int, tuple[str, ...]] = {}
        self.next = 1

    def add(self, *actions: str, safe: bool = True) -> int:
        entry = f"ENTRY({len(actions)}, {str(safe).lower()}), {', '.join(actions)}"
        if entry not in self.numbers:
            self.numbers[entry] = self.next
            self.actions[self.next] = actions
            self.next += 1 + len(actions)
        return self.numbers[entry]


def _rows(grammar: Lark, symbols: list[str], tokens: int, entries: _Entries) -> dict[int, dict[int, int]]:
    """Build the parse table: per state and symbol, the index of an entry; for a nonterminal, the next state."""
    lark_table = grammar.parser.parser._parse_table
    states = _numbered(lark_table.states, lark_table.start_states["source_file"])
    numbers = {name: number for number, name in enumerate(symbols)}
    numbers |= {name.upper(): number for name, number in numbers.items() if number <= tokens} | {"$END": 0}
    rows: dict[int, dict[int, int]] = {}
    for state, number in states.items():
        row = rows[number] = {}
        for name, (action, to) in sorted(lark_table.states[state].items()):
            if str(action) != "Shift":
                count = 1 if to.origin.name.startswith("__") else len(to.expansion)
                row[numbers[name]] = entries.add(_reduce(numbers[to.origin.name], count))
            elif numbers[name] > tokens:
                row[numbers[name]] = states[to]
            else:
                row[numbers[name]] = entries.add(f"SHIFT({states[to]})")
    rows[states[lark_table.end_states["source_file"]]] = {0: entries.add("ACCEPT")}
    repeats = [number for number, name in enumerate(symbols) if name.startswith("__")]
    for repeat in repeats:
        for following in sorted({row[repeat] for row in rows.values() if repeat in row}):
            _repeat(rows, following, repeat, tokens, entries)
    return rows


def _repeat(
    rows: dict[int, dict[int, int]], following: int, repeat: int, tokens: int, entries: _Entries
) -> None:
    """Add the rule `repeat: repeat repeat`, so that two adjacent repetitions reduce to one.

    Each starts as a repetition of one element. tree-sitter rebalances long repetitions as binary trees; this
    rule makes them valid.
    """
    row = {symbol: to for symbol, to in rows[following].items() if symbol > tokens}
    for symbol, entry in rows[following].items():
        if symbol <= tokens:
            shift = next((each for each in entries.actions[entry] if each.startswith("SHIFT(")), None)
            both = [_reduce(repeat, 2), *([shift.replace("SHIFT", "SHIFT_REPEAT")] if shift else [])]
            row[symbol] = entries.add(*both)
    number = len(rows) + 1
    row[repeat] = rows[following][repeat] = number
    rows[number] = row


def _reduce(symbol: int, count: int) -> str:
    return f"REDUCE({symbol}, {count})"


def _numbered(states: dict[int, dict[str, Any]], start: int) -> dict[int, int]:
    """Number the states the same way in each run; 0 is the error state."""
    numbers = {start: 1}
    queue = [start]
    while queue:
        state = queue.pop(0)
        for _, (action, to) in sorted(states[state].items()):
            if str(action) == "Shift" and to not in numbers:
                numbers[to] = len(numbers) + 1
                queue.append(to)
    return numbers


def _table_row(number: int, row: dict[int, int]) -> str:
    return f"  [{number}] = {{{', '.join(f'[{symbol}] = {row[symbol]}' for symbol in sorted(row))}}},"


def _display_name(name: str) -> str:
    return name.strip("_").replace("_star_", "_repeat") if name.startswith("__") else name


def _metadata(name: str) -> str:
    hidden = name.startswith("_")
    named = name != "end" and not name.startswith("__")
    return f"{{.visible = {str(not hidden and name != 'end').lower()}, .named = {str(named).lower()}}}"
