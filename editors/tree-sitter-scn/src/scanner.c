/* The scanner: every token comes from here. It runs the rules of rules.h, which come from the language itself.
 *
 * The kind of a line is known only at its end, and a scanner can't go back. So a line starts with an empty token;
 * its other tokens are known by then, and wait in a queue. */
#include <stdlib.h>
#include <string.h>

#include "rules.h"
#include "tree_sitter/parser.h"

enum { QUEUE = 150, DEPTH = 8, DEEPEST = 2000 };

typedef struct {
  uint32_t length;
  uint8_t token; /* BLANK for layout, which belongs to no token */
} Piece;

typedef struct {
  Piece queue[QUEUE];
  uint32_t first, count;
  uint8_t states[DEPTH], depth; /* the states of the table; empty at the start of a line */
  bool begun;
  int32_t *line; /* the rest of the line; not part of the state */
  uint32_t length, room;
} Scanner;

static bool is_blank(int32_t c) { return c == ' ' || c == '\t' || c == '\r' || c == 0xa0; }

static bool is_word(int32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' ||
         (c >= 0xaa && c <= 0x1fff) || (c >= 0x3040 && c <= 0xd7ff);
}

static bool in_set(uint32_t set, int32_t c) {
  const int32_t *at = RANGES + SETS[set];
  bool negated = at[0];
  for (int32_t left = at[1]; left > 0; left--) {
    at += 2;
    if (c >= at[0] && c <= at[1]) return !negated;
  }
  return negated;
}

/* The end of a match at `at`, or -1. The ends of its segments go into `ends`. */
static int64_t match(const Scanner *s, uint32_t code, uint32_t at, uint32_t *ends, uint32_t depth) {
  if (depth > DEEPEST) return -1;
  for (;;) {
    const int32_t *op = CODE + code;
    switch (op[0]) {
      case OP_MATCH:
        return at;
      case OP_ONE:
        if (at >= s->length || !in_set(op[1], s->line[at])) return -1;
        at++, code += 2;
        break;
      case OP_MANY: {
        uint32_t low = at + op[2], high = at;
        while (high < s->length && (op[3] < 0 || high < at + op[3]) && in_set(op[1], s->line[high])) high++;
        for (; high > low; high--) {
          int64_t end = match(s, code + 4, high, ends, depth + 1);
          if (end >= 0) return end;
        }
        if (high < low) return -1;
        at = low, code += 4;
        break;
      }
      case OP_SPLIT: {
        int64_t end = match(s, code + 2, at, ends, depth + 1);
        if (end >= 0) return end;
        code = op[1];
        break;
      }
      case OP_JUMP:
        code = op[1];
        break;
      case OP_AHEAD:
      case OP_NOT_AHEAD:
        if ((match(s, code + 2, at, ends, depth + 1) >= 0) != (op[0] == OP_AHEAD)) return -1;
        code = op[1];
        break;
      case OP_LINE_END:
        if (at != s->length) return -1;
        code += 1;
        break;
      case OP_WORD_END:
        if (at < s->length && is_word(s->line[at])) return -1;
        code += 1;
        break;
      case OP_SEGMENT:
        ends[op[1]] = at;
        code += 2;
        break;
    }
  }
}

static void put(Scanner *s, uint32_t from, uint32_t to, uint8_t token) {
  if (to == from) return;
  if (s->count && s->queue[s->count - 1].token == token) {
    s->queue[s->count - 1].length += to - from;
  } else {
    s->queue[s->count++] = (Piece){to - from, token};
  }
}

/* Part of the line, without the spaces around it. */
static void put_trimmed(Scanner *s, uint32_t from, uint32_t to, uint8_t token) {
  uint32_t start = from, end = to;
  while (start < end && is_blank(s->line[start])) start++;
  while (end > start && is_blank(s->line[end - 1])) end--;
  put(s, from, start, BLANK);
  put(s, start, end, token);
  put(s, end, to, BLANK);
}

/* Text that no rule matches: spaces belong to strings only. */
static void put_run(Scanner *s, uint32_t from, uint32_t to, uint8_t token) {
  (token == TEXT ? put_trimmed : put)(s, from, to, token);
}

static uint32_t put_segments(Scanner *s, const Rule *rule, uint32_t at, const uint32_t *ends) {
  for (uint32_t i = 0; i < rule->segments; i++) {
    put_trimmed(s, at, ends[i], rule->tokens[i]);
    at = ends[i];
  }
  return at;
}

static void move(Scanner *s, const Rule *rule) {
  if (rule->to) s->states[s->depth - 1] = rule->to;
  if (rule->push && s->depth < DEPTH) s->states[s->depth++] = rule->push;
  if (rule->pop) s->depth--;
}

static const Rule *find(const Scanner *s, uint8_t state, uint32_t at, uint32_t *ends) {
  for (const Rule *rule = STATES[state].rules; rule < STATES[state].rules + STATES[state].count; rule++) {
    if (match(s, rule->code, at, ends, 0) >= 0) return rule;
  }
  return NULL;
}

/* The pieces of the line from `at` on, as many as fit in the queue. */
static void put_rest(Scanner *s, uint32_t at) {
  uint32_t start = at, ends[SEGMENTS];
  while (at < s->length && is_blank(s->line[at])) at++;
  put(s, start, at, BLANK);
  start = at;
  while (at < s->length && s->count < QUEUE - 4 * SEGMENTS) {
    uint8_t state = s->states[s->depth - 1], own = STATES[state].token;
    const Rule *rule = find(s, state, at, ends);
    if (rule && !rule->colors && !rule->to && !rule->push && !rule->pop) {
      at = ends[rule->segments - 1];
      continue;
    }
    if (!rule) {
      at++;
      continue;
    }
    put_run(s, start, at, own);
    start = at = put_segments(s, rule, at, ends);
    move(s, rule);
  }
  put_run(s, start, at, STATES[s->states[s->depth - 1]].token);
}

/* The empty token at the start of the line; the others go into the queue. */
static uint8_t begin_line(Scanner *s, bool fresh) {
  uint32_t at = 0, ends[SEGMENTS];
  uint8_t token = CONTINUATION;
  uint32_t bars = 0;
  while (bars < s->length && s->line[bars] == '|') bars++;
  if (fresh && (bars == 1 || bars == 2) && s->depth) {
    if (STATES[s->states[s->depth - 1]].one_line) s->depth--;
    put(s, 0, at = bars, BAR);
  } else if (fresh || !s->depth) {
    const Rule *head = find(s, HEADS, 0, ends);
    token = head ? head->opens : OTHER;
    s->depth = 1;
    s->states[0] = head ? head->to : NOTHING;
    if (head) at = put_segments(s, head, 0, ends);
  }
  put_rest(s, at);
  return token;
}

static void read_line(Scanner *s, TSLexer *lexer) {
  s->length = 0;
  while (!lexer->eof(lexer) && lexer->lookahead != '\n') {
    if (s->length == s->room) {
      s->room = s->room ? 2 * s->room : 256;
      s->line = realloc(s->line, s->room * sizeof *s->line);
    }
    s->line[s->length++] = lexer->lookahead;
    lexer->advance(lexer, false);
  }
  while (s->length && is_blank(s->line[s->length - 1])) s->length--;
}

static bool take(Scanner *s, TSLexer *lexer) {
  while (s->first < s->count) {
    Piece piece = s->queue[s->first++];
    for (uint32_t i = 0; i < piece.length; i++) lexer->advance(lexer, piece.token == BLANK);
    if (piece.token == BLANK) continue;
    lexer->mark_end(lexer);
    lexer->result_symbol = piece.token;
    return true;
  }
  s->first = s->count = 0;
  return false;
}

bool tree_sitter_scn_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid) {
  (void)valid; /* every token is valid everywhere */
  Scanner *s = payload;
  if (take(s, lexer)) return true;
  bool fresh = !s->begun;
  while (!lexer->eof(lexer) && (is_blank(lexer->lookahead) || lexer->lookahead == '\n')) {
    fresh = fresh || lexer->lookahead == '\n';
    lexer->advance(lexer, true);
  }
  if (lexer->eof(lexer)) return false;
  s->begun = true;
  if (fresh && lexer->lookahead == '#') {
    while (!lexer->eof(lexer) && lexer->lookahead != '\n') {
      bool blank = is_blank(lexer->lookahead);
      lexer->advance(lexer, false);
      if (!blank) lexer->mark_end(lexer);
    }
    lexer->result_symbol = COMMENT;
    return true;
  }
  lexer->mark_end(lexer);
  read_line(s, lexer);
  lexer->result_symbol = begin_line(s, fresh);
  return true;
}

void *tree_sitter_scn_external_scanner_create(void) { return calloc(1, sizeof(Scanner)); }

void tree_sitter_scn_external_scanner_destroy(void *payload) {
  Scanner *s = payload;
  free(s->line);
  free(s);
}

unsigned tree_sitter_scn_external_scanner_serialize(void *payload, char *buffer) {
  Scanner *s = payload;
  unsigned size = 0;
  buffer[size++] = (char)s->begun;
  buffer[size++] = (char)s->depth;
  memcpy(buffer + size, s->states, s->depth);
  size += s->depth;
  for (uint32_t i = s->first; i < s->count; i++) {
    memcpy(buffer + size, &s->queue[i].length, sizeof(uint32_t));
    size += sizeof(uint32_t);
    buffer[size++] = (char)s->queue[i].token;
  }
  return size;
}

void tree_sitter_scn_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  Scanner *s = payload;
  s->first = s->count = s->depth = 0;
  s->begun = false;
  if (!length) return;
  unsigned at = 0;
  s->begun = buffer[at++];
  s->depth = (uint8_t)buffer[at++];
  memcpy(s->states, buffer + at, s->depth);
  for (at += s->depth; at < length; at += sizeof(uint32_t) + 1) {
    Piece *piece = &s->queue[s->count++];
    memcpy(&piece->length, buffer + at, sizeof(uint32_t));
    piece->token = (uint8_t)buffer[at + sizeof(uint32_t)];
  }
}
