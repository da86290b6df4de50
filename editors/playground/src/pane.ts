/** The interface between the page and the panes beside the script. */

import { h } from "./dom";
import type { Range } from "./marks";
import type { Edit, Method, Parameters, Problem, Project, Result } from "./protocol";

/** The page, as panes use it. */
export interface Desk {
  readonly project: Project;
  readonly problems: readonly Problem[];
  /** The offset of the cursor in the open file. */
  readonly cursor: number;
  readonly isDark: boolean;
  /** Ask about the project. The answer is `undefined` if the project has changed since. Rejects with a sentence. */
  ask<M extends Method>(method: M, parameters: Parameters<M>): Promise<Result<M> | undefined>;
  goTo(file: string, at: number): void;
  goToLine(file: string, line: number): void;
  /** Mark blocks of the open file. */
  mark(blocks: readonly Range[]): void;
  fix(problem: Problem, fix: number): void;
  explain(problem: Problem): void;
  /** Turn the JSON in a file into a script. */
  decompile(file: string): void;
  addFile(name: string, text: string): void;
  edit(edits: readonly Edit[]): void;
}

export interface Pane {
  readonly element: HTMLElement;
  /** Show the project as it is now; called only while the pane can be seen. */
  update(): Promise<void> | void;
  /** The cursor has moved. */
  onCursor?(): void;
  /** All files are others: what belongs to the old ones is to be forgotten. */
  onProject?(): void;
  /** Another file is open: what is shown isn't about it. */
  onOpen?(): void;
  /** The problems are known; the results of an update can come before them. */
  onProblems?(): void;
  /** Another pane is shown instead. */
  onHide?(): void;
}

/** The place that a button leads to: an offset of a file, or else a line. */
export interface Goal {
  readonly file: string;
  readonly from?: number;
  readonly line: number | null;
}

/** A button that leads to a place; only its words if the page doesn't have the file, since scn can read others. */
export function placeButton(desk: Desk, kind: string, { file, from, line }: Goal, ...words: (Node | string)[]): HTMLElement {
  if (line === null || !(file in desk.project.files)) {
    return h("span", { class: kind }, ...words);
  }
  const go = () => (from === undefined ? desk.goToLine(file, line) : desk.goTo(file, from));
  return h("button", { type: "button", class: kind, click: go }, ...words);
}

/** The first error of the open script, in words for a bar above an older result. */
export function firstError({ problems, project }: Desk): { words: string; problem: Problem } | undefined {
  const errors = problems.filter(({ severity }) => severity === "error");
  const problem = errors.find(({ file }) => file === project.open) ?? errors[0];
  if (!problem) {
    return undefined;
  }
  const where = problem.file === project.open ? `line ${problem.line}` : `${problem.file}, line ${problem.line}`;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return { words: `${where}: ${problem.message}${more}`, problem };
}
