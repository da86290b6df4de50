/** The interface between the page and the panes beside the script. */

import type { Range } from "./marks";
import type { Method, Parameters, Problem, Project, Result } from "./protocol";

/** What panes can do with the page. */
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
  addFile(name: string, text: string): void;
}

export interface Pane {
  readonly element: HTMLElement;
  /** Show the project as it is now; called only while the pane can be seen. */
  update(): Promise<void> | void;
  /** The cursor has moved. */
  onCursor?(): void;
  /** The problems are known; the results of an update can come before them. */
  onProblems?(): void;
  /** Another pane is shown instead. */
  onHide?(): void;
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
