/** Files between the page and the reader's disk: opened, dropped on the page, saved. */

import { addPayload } from "./decompile";
import { say } from "./dialogs";
import { h } from "./dom";
import type { Desk } from "./pane";
import { freeName } from "./texts";
import { nameProblem } from "./workspace";

/** Files above this size, in bytes, are taken for a mistake. */
const LARGEST = 10_000_000;

/** Save a text as a file. */
export function saveFile(name: string, text: string, type = "text/plain"): void {
  const link = h("a", { href: URL.createObjectURL(new Blob([text], { type })), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}

/** Let the reader choose files. */
export function chooseFiles(onFiles: (files: readonly File[]) => void): void {
  const input = h("input", { type: "file", multiple: true, change: () => onFiles([...(input.files ?? [])]) });
  input.click();
}

/** Take files that are dropped anywhere on the page: by itself, a browser would leave the page to show them. */
export function onDrop(onFiles: (files: readonly File[]) => void): void {
  const hasFiles = ({ dataTransfer }: DragEvent) => dataTransfer?.types.includes("Files") ?? false;
  window.addEventListener("dragover", (event) => hasFiles(event) && event.preventDefault());
  const drop = (event: DragEvent) => {
    if (hasFiles(event)) {
      event.preventDefault();
      event.stopPropagation(); // the editor would insert their text
      onFiles([...(event.dataTransfer?.files ?? [])]);
    }
  };
  window.addEventListener("drop", drop, { capture: true });
}

/** Add files to the page. A payload becomes a script. */
export async function addFiles(desk: Desk, files: readonly File[]): Promise<void> {
  const problems: string[] = [];
  for (const file of files) {
    const name = file.name.replace(/[^\w.-]+/g, "-");
    const problem = file.size > LARGEST ? "Files can have at most 10 MB." : nameProblem(name, []);
    if (problem) problems.push(`The page can't open ${file.name}. ${problem}`);
    else await add(desk, name, await file.text());
  }
  if (problems[0]) say(problems[0]);
}

async function add(desk: Desk, name: string, text: string): Promise<void> {
  const { files } = desk.project;
  const isPayload = name.endsWith(".json") && (await addPayload(desk, text).catch(() => false));
  if (!isPayload && files[name] !== text) desk.addFile(freeName(name, Object.keys(files)), text);
}
