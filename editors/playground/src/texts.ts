/** Texts and their edits. */

import type { Edit } from "./protocol";

export interface Change {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** A text with the line ends that the editor has; without that, offsets of answers would differ from those in the editor. */
export function unixLines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** The change from one text to another, without what they have in common at both ends; `undefined` if they are equal. */
export function between(before: string, after: string): Change | undefined {
  if (before === after) {
    return undefined;
  }
  const most = Math.min(before.length, after.length);
  let from = 0;
  while (from < most && before[from] === after[from]) from += 1;
  let end = 0;
  while (end < most - from && before[before.length - 1 - end] === after[after.length - 1 - end]) end += 1;
  return { from, to: before.length - end, insert: after.slice(from, after.length - end) };
}

/** The files with the edits made. */
export function edited(files: Readonly<Record<string, string>>, edits: readonly Edit[]): Record<string, string> {
  const after = { ...files };
  for (const { file, from, to, insert } of [...edits].sort((one, other) => other.from - one.from)) {
    const text = after[file] ?? "";
    after[file] = text.slice(0, from) + insert + text.slice(to);
  }
  return after;
}

/** The line of an offset, from 1. */
export function lineAt(text: string, at: number): number {
  return text.slice(0, at).split("\n").length;
}

/** The name of a file without its folders. */
export function fileName(path: string): string {
  return path.replace(/^.*\//, "");
}

/** A name that no file has: the wanted one, or that with a number. */
export function freeName(wanted: string, taken: readonly string[]): string {
  const [, stem = wanted, ending = ""] = /^(.*?)((?:\.test)?\.[^.]*)$/.exec(wanted) ?? [];
  let name = wanted;
  for (let number = 2; taken.includes(name); number += 1) {
    name = `${stem}-${number}${ending}`;
  }
  return name;
}
