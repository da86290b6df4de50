/** A call as the server plays it, and what its panel shows. The page of the panel has these types as well. */

export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Place {
  /** The line, from 1, in its own file. */
  readonly line: number | null;
  /** The place in words, such as `line 12`. */
  readonly name: string;
  /** The block in the script; of an imported block, the line that inserts it. */
  readonly range: { readonly start: Position; readonly end: Position } | null;
}

/** A block as a line of the caller. */
export interface Line {
  readonly verb: "say" | "do" | "wait" | "end call";
  /** The words, with tags as stage directions. */
  readonly staged: string;
  readonly ends: boolean;
  readonly reason: string;
  readonly place: Place;
}

/** A message of the agent; without `text`, silence. */
export interface Message {
  readonly text: string | null;
  readonly cuts: boolean;
  /** The names of the sentences that it counts as. */
  readonly sentences: readonly string[];
}

/** A message, and the caller's answer; the start of a call has no message. */
export interface Exchange {
  readonly heard: Message | null;
  readonly lines: readonly Line[];
  readonly due: readonly Line[];
  readonly near: readonly { readonly message: string; readonly place: Place }[];
  readonly questions: readonly { readonly option: string; readonly message: string; readonly answers: readonly { readonly name: string; readonly meaning: string }[] }[];
  readonly unknown: readonly string[];
  readonly late: boolean;
  readonly ended: boolean;
}

export interface Played {
  readonly scenarios: readonly { readonly name: string }[];
  /** The index of the scenario that was played. */
  readonly scenario: number | null;
  /** Why none was played. */
  readonly problem: string;
  /** The errors in the script, each with its line. */
  readonly problems: readonly string[];
  /** For how many milliseconds the errors wait, because they are about what is being typed. */
  readonly held?: number;
  readonly sentences: readonly { readonly name: string; readonly text: string }[];
  readonly exchanges: readonly Exchange[];
}

/** The call as the page shows it. */
export interface Shown {
  readonly script: string;
  readonly scenarios: readonly string[];
  readonly scenario: number;
  readonly sentences: readonly { readonly name: string; readonly text: string }[];
  readonly exchanges: readonly Exchange[];
  /** The number of messages up to the current step; later ones can be stepped to. */
  readonly at: number;
  /** For each exchange that an edit of the script has changed, the answer before the edit. */
  readonly before: readonly (string | null)[];
  /** A message above the call; empty for none. */
  readonly bar: string;
  /** Whether the call is from before errors that prevent playing it. */
  readonly old: boolean;
}

/** A request of the page. */
export type Request =
  | { readonly type: "ready" | "silence" | "back" | "forward" | "restart" | "write" | "bar" }
  | { readonly type: "say"; readonly text: string; readonly cuts: boolean }
  | { readonly type: "count"; readonly sentences: readonly string[] }
  | { readonly type: "go"; readonly at: number }
  | { readonly type: "scenario"; readonly index: number }
  | { readonly type: "line"; readonly line: number };

/** The caller's action in words. */
export function spoken({ verb, staged }: Line): string {
  const words = { say: staged, do: `improvises: ${staged}`, wait: "waits", "end call": "" };
  return words[verb];
}

/** The whole answer in one line. */
export function answer({ lines, late }: Exchange): string {
  if (late) {
    return "has hung up and doesn't hear this";
  }
  const parts = lines.flatMap((line) => [spoken(line), line.ends ? "hangs up" : ""]);
  return parts.filter(Boolean).join(" ") || "says nothing";
}

/** The answers that an edit has changed, as they were; `null` for the others. */
export function changes(before: readonly Exchange[], after: readonly Exchange[]): (string | null)[] {
  return after.map((exchange, index) => {
    const old = before[index];
    return old && answer(old) !== answer(exchange) ? answer(old) : null;
  });
}
