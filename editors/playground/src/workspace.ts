/** The project in the page: its files, the open one, the target that was picked. */

import type { Edit, Project } from "./protocol";
import { edited, unixLines } from "./texts";

export class Workspace {
  /** Changes with the project; an answer to a question from before is out of date. */
  version = 0;

  constructor(
    private current: Project,
    private readonly onChange: () => void,
  ) {}

  get project(): Project {
    return this.current;
  }

  get names(): string[] {
    return Object.keys(this.current.files);
  }

  get text(): string {
    return this.current.files[this.current.open] ?? "";
  }

  set(project: Project): void {
    this.current = { ...project, files: withUnixLines(project.files) };
    this.version += 1;
    this.onChange();
  }

  /** Take over what was typed. */
  type(text: string): void {
    const { files, open } = this.current;
    this.set({ ...this.current, files: { ...files, [open]: text } });
  }

  pick(target: string | null): void {
    this.set({ ...this.current, target });
  }

  open(name: string): void {
    if (name !== this.current.open && name in this.current.files) {
      this.set({ ...this.current, open: name });
    }
  }

  add(name: string, text: string): void {
    this.set({ ...this.current, files: { ...this.current.files, [name]: text }, open: name });
  }

  /** Rename the open file; it stays where it is among the tabs. */
  rename(name: string): void {
    const { files, open } = this.current;
    const entries = Object.entries(files).map(([each, text]) => [each === open ? name : each, text]);
    this.set({ ...this.current, files: Object.fromEntries(entries) as Record<string, string>, open: name });
  }

  /** Delete the open file, unless no script would be left. */
  delete(): void {
    const { files, open } = this.current;
    const names = this.names.filter((each) => each !== open);
    const next = names[Math.max(0, this.names.indexOf(open) - 1)] ?? names[0];
    if (next !== undefined) {
      const rest = Object.fromEntries(Object.entries(files).filter(([each]) => each !== open));
      this.set({ ...this.current, files: rest, open: next });
    }
  }

  edit(edits: readonly Edit[]): void {
    this.set({ ...this.current, files: edited(this.current.files, edits) });
  }
}

/** Whether files have the same names and texts, in any order. */
export function areSame(one: Project["files"], other: Project["files"]): boolean {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

/** Files with the line ends of the editor; the same object if they have them. */
export function withUnixLines(files: Project["files"]): Project["files"] {
  const entries = Object.entries(files);
  const isWindows = entries.some(([, text]) => text.includes("\r"));
  return isWindows ? Object.fromEntries(entries.map(([name, text]) => [name, unixLines(text)])) : files;
}

/** Why a file can't have a name; empty if it can. */
export function nameProblem(name: string, taken: readonly string[]): string {
  if (taken.includes(name)) {
    return `There is already a file ${name}.`;
  }
  if (name !== "scn.toml" && !/\.(?:scn|csv|tsv|jsonl|json)$/.test(name)) {
    return "End the name with .scn for a script, or .csv, .tsv, .jsonl, .json for rows and values. A configuration is called scn.toml.";
  }
  return /^[\w.-]+(?:\/[\w.-]+)*$/.test(name) && !/(?:^|\/)\.\.?(?:\/|$)/.test(name) ? "" : "Use letters, digits, _, - and . in the name.";
}
