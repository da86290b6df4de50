/** Colors scripts before anything has been checked: a stream parser that follows the generated table. */

import { StreamLanguage, type StreamParser, type StringStream } from "@codemirror/language";
import { tags, type Tag } from "@lezer/highlight";

import { BAR, BLANK, COMMENT, HEADS, STATES } from "./grammar";

/** A match at the current position, and the change of state that follows. */
export interface Rule {
  /** Has a group for each kind. */
  readonly match: RegExp;
  readonly kinds: readonly (string | null)[];
  readonly goto?: string;
  readonly push?: string;
  readonly pop?: boolean;
}

export interface State {
  readonly rules: readonly Rule[];
  /** The kind of text that no rule matches, and a pattern for it. */
  readonly kind?: string;
  readonly fill?: RegExp;
  /** Whether the state ends with the line. */
  readonly oneLine?: boolean;
}

interface Place {
  /** States, the current one last; empty outside a run of lines. */
  stack: string[];
  /** Tokens that a rule has matched and that are still to come: length and kind. */
  pending: [number, string | null][];
}

export const parser: StreamParser<Place> = {
  name: "scn",
  startState: () => ({ stack: [], pending: [] }),
  copyState: ({ stack, pending }) => ({ stack: [...stack], pending: [...pending] }),
  token(stream, place) {
    if (stream.sol()) {
      place.pending = [];
      startLine(stream, place);
    }
    return next(stream, place);
  },
  blankLine: ({ stack }) => leaveLine(stack),
  languageData: { commentTokens: { line: "#" } },
};

const TAGS: Record<string, Tag> = {
  keyword: tags.keyword,
  field: tags.propertyName,
  label: tags.labelName,
  reference: tags.labelName,
  string: tags.string,
  escape: tags.escape,
  number: tags.number,
  constant: tags.bool,
  variable: tags.definition(tags.variableName),
  platform_key: tags.namespace,
  tag: tags.tagName,
  attribute: tags.attributeName,
  value: tags.attributeValue,
  marker: tags.annotation,
  template: tags.macroName,
  comment: tags.comment,
  operator: tags.operator,
  placeholder: tags.special(tags.variableName),
  fragment: tags.className,
  parameter: tags.local(tags.variableName),
};

export const scn = StreamLanguage.define({ ...parser, tokenTable: TAGS });

/** Decide whether the line continues the run above it. */
function startLine(stream: StringStream, place: Place): void {
  leaveLine(place.stack);
  const line = stream.string;
  const found = COMMENT.exec(line);
  if (found) {
    place.pending = [[found[0].length, "comment"]];
  } else if (place.stack.length && BAR.test(line)) {
    queue(place, BAR.exec(line), [null, "operator"]);
  } else if (!BLANK.test(line)) {
    place.stack = [];
  }
}

function leaveLine(stack: string[]): void {
  while (STATES[stack.at(-1) ?? ""]?.oneLine) {
    stack.pop();
  }
}

function next(stream: StringStream, place: Place): string | null {
  for (;;) {
    const waiting = place.pending.shift();
    if (waiting) {
      stream.pos += waiting[0];
      return waiting[1];
    }
    const rest = stream.string.slice(stream.pos);
    const state = STATES[place.stack.at(-1) ?? ""];
    const rules = state ? state.rules : stream.sol() ? HEADS : [];
    if (!rules.some((rule) => apply(rule, rest, place))) {
      return other(stream, rest, state);
    }
  }
}

function apply(rule: Rule, rest: string, place: Place): boolean {
  const found = rule.match.exec(rest);
  if (!found) {
    return false;
  }
  queue(place, found, rule.kinds);
  if (rule.pop || (rule.goto && place.stack.length)) {
    place.stack.pop();
  }
  const goal = rule.push ?? rule.goto;
  if (goal) {
    place.stack.push(goal);
  }
  return true;
}

function queue(place: Place, found: RegExpExecArray | null, kinds: readonly (string | null)[]): void {
  const parts = kinds.map((kind, at): [number, string | null] => [found?.[at + 1]?.length ?? 0, kind]);
  place.pending.push(...parts.filter(([length]) => length > 0));
}

/** Text that no rule matches: up to the next place where a rule may match. */
function other(stream: StringStream, rest: string, state: State | undefined): string | null {
  if (!state) {
    stream.skipToEnd();
    return null;
  }
  stream.pos += state.fill?.exec(rest)?.[0].length ?? 1;
  return state.kind ?? null;
}
