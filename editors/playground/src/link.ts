/** Projects in links and in the browser's storage. Links hold everything in their fragment, so no server sees it. */

import type { Project } from "./protocol";
import { areSame } from "./workspace";

export interface Saved extends Project {
  /** The tab that was open beside the script. */
  readonly tab?: string;
  /** The files from the command line that the project began as. */
  readonly given?: Project["files"];
}

const KEY = "s=";
const STORED = "scn.project";
const BEFORE = "scn.project.before";

/** The text of a link is broken; the message is a sentence for the reader. */
export class BrokenLink extends Error {}

/** Pack a project for a fragment: JSON, compressed, in the letters of an address. */
export async function pack(saved: Saved): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(saved));
  const small = await through(bytes, new CompressionStream("deflate-raw"));
  const letters = Array.from(small, (byte) => String.fromCharCode(byte)).join("");
  return `${KEY}${btoa(letters).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "")}`;
}

/** Read the project in a fragment; `undefined` if it has none. */
export async function unpack(fragment: string): Promise<Saved | undefined> {
  const part = fragment.replace(/^#/, "").split("&").find((each) => each.startsWith(KEY));
  if (part === undefined) {
    return undefined;
  }
  try {
    const letters = atob(part.slice(KEY.length).replace(/-/g, "+").replace(/_/g, "/"));
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const json = await through(bytes, new DecompressionStream("deflate-raw"));
    return checked(JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(json)));
  } catch {
    throw new BrokenLink("This link is incomplete or damaged. Copy the whole link and open it again.");
  }
}

/** The project that this tab has stored, or else the last one of any tab; `undefined` without one. */
export function stored(): Saved | undefined {
  return storedProjects()[0];
}

/** The stored projects: of this tab, of the tab that stored last, and the one before. */
export function storedProjects(): Saved[] {
  const found = [read(() => sessionStorage, STORED), read(() => localStorage, STORED), read(() => localStorage, BEFORE)];
  return found.filter((each) => each !== undefined);
}

/** Read a project. Even the storage itself can be refused. */
function read(storage: () => Storage, key: string): Saved | undefined {
  try {
    return checked(JSON.parse(storage().getItem(key) ?? ""));
  } catch {
    return undefined;
  }
}

/** The text that this page has stored last: another one is of another tab. */
let written: string | undefined;

/**
 * Store the project, for this tab and for new ones; returns whether the browser has accepted it.
 *
 * A project of another tab is kept as the one before. With the files `opened` that the project was before its edits, so is
 * what this tab has stored of other files.
 */
export function store(saved: Saved, opened?: Project["files"]): boolean {
  const text = JSON.stringify(saved);
  try {
    const isReplaced = opened !== undefined || localStorage.getItem(STORED) !== written;
    const old = isReplaced ? read(() => localStorage, STORED) : undefined;
    const before = old && ![opened, saved.files].some((files) => files && areSame(old.files, files)) ? JSON.stringify(old) : undefined;
    const isOwn = old && isOf(ownFiles(), old);
    if (before) localStorage.setItem(BEFORE, before);
    localStorage.setItem(STORED, text);
    written = text;
    sessionStorage.setItem(STORED, text);
    if (before && isOwn) sessionStorage.setItem(BEFORE, before);
    return true;
  } catch {
    return false;
  }
}

/**
 * Forget the project with these files and what this tab has stored, but not what other tabs have.
 *
 * If a project of another tab is left, this tab stores `next` for itself: else a reload would open the other one.
 */
export function forget(files: Project["files"], next: Saved): void {
  try {
    const own = [files, ...ownFiles()];
    for (const key of [STORED, BEFORE]) {
      const found = read(() => localStorage, key);
      if (found && isOf(own, found)) localStorage.removeItem(key);
      sessionStorage.removeItem(key);
    }
    if (stored()) sessionStorage.setItem(STORED, JSON.stringify(next));
  } catch {
    // without storage, there is nothing to forget
  }
}

/** The files of the projects that this tab has stored. */
function ownFiles(): Project["files"][] {
  const found = [STORED, BEFORE].map((key) => read(() => sessionStorage, key));
  return found.filter((each) => each !== undefined).map(({ files }) => files);
}

function isOf(all: readonly Project["files"][], saved: Saved): boolean {
  return all.some((files) => areSame(files, saved.files));
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const writer = stream.writable.getWriter();
  const isWritten = writer.write(bytes).then(() => writer.close());
  const [result] = await Promise.all([new Response(stream.readable).arrayBuffer(), isWritten]);
  return new Uint8Array(result);
}

/** Check that a value from outside is a project. */
function checked(value: unknown): Saved {
  const { files, open, target, tab, given } = value as Record<string, unknown>;
  if (!areFiles(files) || !isText(open) || !(open in files)) {
    throw new BrokenLink("not a project");
  }
  const more = { ...(isText(tab) ? { tab } : {}), ...(areFiles(given) ? { given } : {}) };
  return { files, open, target: isText(target) ? target : null, ...more };
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function areFiles(value: unknown): value is Project["files"] {
  return typeof value === "object" && value !== null && Object.values(value).every(isText);
}
