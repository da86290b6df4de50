/** The questions that the page asks, and their answers. Offsets count UTF-16 code units of a file. */

export interface Project {
  /** The text of each file, by its name. */
  readonly files: Readonly<Record<string, string>>;
  readonly open: string;
  /** The target that was picked; `null` for the script's own. */
  readonly target: string | null;
}

export interface Edit {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

export interface Sample {
  readonly name: string;
  readonly title: string;
  readonly files: Readonly<Record<string, string>>;
  readonly open: string;
}

export interface Start {
  readonly version: string;
  readonly targets: readonly { readonly name: string; readonly title: string }[];
  readonly samples: readonly Sample[];
  readonly local: boolean;
  /** The files with which scn was started. */
  readonly project: Project | null;
}

export interface Problem {
  readonly file: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly severity: "error" | "warning" | "info";
  readonly code: string;
  readonly name: string;
  readonly message: string;
  readonly notes: readonly string[];
  readonly fixes: readonly { readonly title: string; readonly safe: boolean; readonly edits: readonly Edit[] }[];
}

export interface Checked {
  readonly diagnostics: readonly Problem[];
  readonly contracts: boolean;
  /** The target of the open script, and where it comes from. */
  readonly target?: { readonly name: string; readonly source: string };
}

/** Identifies the documentation of an item. */
export type Topic = readonly string[];

export interface CompletionItem {
  readonly label: string;
  readonly detail: string;
  readonly kind: string;
  readonly sort: string;
  /** The words that are compared with the typed ones. */
  readonly filter: string;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
  /** Whether `insert` is a template of CodeMirror. */
  readonly snippet: boolean;
  /** More edits, elsewhere in the file. */
  readonly edits: readonly Edit[];
  readonly topic: Topic | null;
}

export interface Completions {
  readonly from: number;
  readonly to: number;
  readonly items: readonly CompletionItem[];
}

export interface Hover {
  readonly from: number;
  readonly to: number;
  readonly html: string;
}

export interface Action {
  readonly title: string;
  readonly kind: string;
  readonly edits: readonly Edit[];
}

/** A block of the script, `from` to `to`, and its part of a document, `start` to `end`. */
export interface Mark {
  readonly document: number;
  readonly from: number;
  readonly to: number;
  readonly start: number;
  readonly end: number;
}

export interface Compiled {
  readonly ok: boolean;
  readonly target: string;
  readonly documents: readonly { readonly name: string | null; readonly text: string }[];
  readonly marks: readonly Mark[];
}

export interface Drawn {
  readonly svg: string;
  readonly css: string;
  /** The blocks of the script. */
  readonly blocks: readonly { readonly from: number; readonly to: number }[];
}

export interface Decompiled {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  readonly remarks: readonly {
    readonly message: string;
    readonly help: string;
    readonly severity: string;
    readonly line: number;
    readonly column: number;
  }[];
}

/** A message of the agent: `null` for silence. */
export interface Message {
  readonly text: string | null;
  readonly cuts: boolean;
  /** The names of the script's sentences that it counts as. */
  readonly sentences: readonly string[];
}

/** A place in the script, or in `file`, a file that it imports. */
export interface Place {
  readonly line: number | null;
  readonly file: string | null;
  /** "line 4", or the like for an imported file. */
  readonly name: string;
  /** Its block in the open script. */
  readonly range: { readonly from: number; readonly to: number } | null;
}

/** A block as a line of the caller. */
export interface CallLine {
  readonly verb: string;
  /** Its words, with tags as stage directions. */
  readonly staged: string;
  readonly ends: boolean;
  readonly reason: string;
  readonly place: Place;
}

export interface Exchange {
  /** `null` for the start of the call. */
  readonly heard: Message | null;
  readonly lines: readonly CallLine[];
  /** The follow-ups that run with the next message. */
  readonly due: readonly CallLine[];
  readonly near: readonly { readonly message: string; readonly place: Place }[];
  readonly questions: readonly { readonly message: string }[];
  readonly unknown: readonly string[];
  /** Whether the caller had hung up before the message. */
  readonly late: boolean;
  readonly ended: boolean;
}

export interface Sentence {
  readonly name: string;
  readonly text: string;
}

export interface Played {
  /** Why no call was played; otherwise empty. */
  readonly problem: string;
  readonly scenarios: readonly { readonly name: string }[];
  /** The index of the scenario that was played. */
  readonly scenario: number | null;
  readonly sentences: readonly Sentence[];
  readonly exchanges: readonly Exchange[];
  readonly ended: boolean;
  readonly test: string;
}

/** A test of a call: the edits that add it to a file, which the page has if it `exists`. */
export interface CallTest {
  readonly file: string;
  readonly exists: boolean;
  readonly edits: readonly Edit[];
}

export interface Tested {
  readonly tests: readonly TestResult[];
  readonly problems: readonly string[];
  readonly coverage: readonly { readonly file: string; readonly line: number; readonly state: string }[];
}

export interface TestResult {
  readonly file: string;
  readonly name: string;
  readonly line: number;
  readonly outcome: string;
  readonly ok: boolean;
  readonly message: string;
}

export interface Methods {
  start: [object, Start];
  check: [object, Checked];
  complete: [{ at: number; explicit: boolean }, Completions | null];
  document: [{ at: number; topic: Topic }, { readonly html: string } | null];
  hover: [{ at: number }, Hover | null];
  actions: [{ from: number; to: number }, readonly Action[]];
  fix: [object, { readonly files: Readonly<Record<string, string>>; readonly fixed: number }];
  format: [object, { readonly text: string }];
  compile: [object, Compiled];
  draw: [{ dark: boolean }, Drawn];
  decompile: [{ json: string; platform: string | null }, Decompiled];
  play: [{ scenario: string | null; heard: readonly Message[] }, Played];
  call_test: [{ scenario: string | null; heard: readonly Message[] }, CallTest];
  test: [object, Tested];
  explore: [object, { readonly lines: readonly string[] }];
  expand: [object, { readonly text: string }];
  explain: [{ word: string }, { readonly title: string; readonly html: string }];
}

export type Method = keyof Methods;
export type Parameters<M extends Method> = Methods[M][0];
export type Result<M extends Method> = Methods[M][1];
