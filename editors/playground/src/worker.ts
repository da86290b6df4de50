/**
 * Python in a worker: scn answers the page's requests.
 *
 * The first message has the address of the page's folder; the others are requests, answered in order. Python and scn come
 * first; pydantic, which only checks values that scripts pass through to a platform, comes after the first answers.
 */

import type { PyodideAPI, loadPyodide } from "pyodide";

interface Start {
  readonly base: string;
}

interface Question {
  readonly id: number;
  readonly request: unknown;
}

/** This worker, whose types aren't those of a window. */
interface Scope {
  onmessage: ((event: MessageEvent<Start | Question>) => void) | null;
  postMessage(message: object): void;
}

/** The bytes of the large files without which nothing starts; the build writes them. */
declare const START_BYTES: number;

type Answer = (request: string) => string;

/** How long the page must be quiet before pydantic is loaded, which takes a moment, in milliseconds. */
const QUIET = 300;

const scope = globalThis as unknown as Scope;
const waiting: Question[] = [];
let answer: Answer | null = null;
let asked = 0;

scope.onmessage = ({ data }) => {
  if ("base" in data) {
    void start(data.base).catch((error: unknown) => {
      console.error(error);
      scope.postMessage({ failed: "Python can't be loaded: check your connection, then reload the page." });
    });
  } else if (answer) {
    reply(answer, data);
  } else {
    waiting.push(data);
  }
};

function reply(answer: Answer, { id, request }: Question): void {
  asked = performance.now();
  scope.postMessage({ id, ...(JSON.parse(answer(JSON.stringify(request))) as object) });
}

async function start(base: string): Promise<void> {
  scope.postMessage({ progress: "Loading Python" });
  Object.assign(globalThis, { importScripts: undefined }); // Pyodide tries it with an address that the policy forbids
  const loading = new Loading((done) => scope.postMessage({ progress: "Loading Python", done }));
  const library = `${base}python/python_stdlib.zip`;
  answerFetch(library, loading.pack(`${base}python.pack`));
  const binary = `${base}python/pyodide.asm.wasm`;
  answerFetch(binary, loading.file(binary)); // now, and not only when Pyodide's scripts are there
  const scnPack = loading.pack(`${base}scn.pack`).then((response) => response.arrayBuffer());
  const python = await Promise.race([startPython(base, library), loading.failure]);
  scope.postMessage({ progress: "Loading scn" });
  write(python, "/scn", await scnPack);
  const ready = python.runPython(`
import sys
sys.path.insert(0, "/scn")
from scn_compiler.playground.answers import answer_text
answer_text
`) as Answer;
  answer = ready;
  scope.postMessage({ ready: true });
  waiting.splice(0).forEach((question) => reply(ready, question));
  await addContracts(python, `${base}pydantic.pack`).catch((error: unknown) => {
    console.warn(error);
    scope.postMessage({ lacking: true });
  });
}

async function startPython(base: string, library: string): Promise<PyodideAPI> {
  const { loadPyodide: load } = (await import(`${base}python/pyodide.mjs`)) as { loadPyodide: typeof loadPyodide };
  return load({ indexURL: `${base}python/`, stdLibURL: library, env: { HOME: "/" } });
}

/** Load all other answers, and pydantic, as soon as the page has been quiet for a moment. Without pydantic, scn answers as before. */
async function addContracts(python: PyodideAPI, address: string): Promise<void> {
  const pack = await unpacked(await fetched(address)).arrayBuffer();
  while (performance.now() < asked + QUIET) {
    await new Promise((resolve) => setTimeout(resolve, QUIET));
  }
  write(python, "/pydantic", pack);
  python.runPython(`
from scn_compiler.playground.answers import load_all_answers
import importlib, sys
load_all_answers()
sys.path.append("/pydantic")
importlib.invalidate_caches()
import gc, pydantic
pydantic.BaseModel, pydantic.ValidationError
gc.freeze()  # otherwise, some keys wait for a search through all that was loaded
`);
  scope.postMessage({ changed: true });
}

/** The large files of the start: how much of them is there, and whether one can't be loaded, which Pyodide doesn't always tell. */
class Loading {
  readonly failure: Promise<never>;
  private fail: (reason: unknown) => void = () => undefined;
  private bytes = 0;
  private open = 0;
  private shown = 0;

  /** `onPart` gets the loaded part, from 0 to 1, in steps of hundredths. */
  constructor(private readonly onPart: (part: number) => void) {
    this.failure = new Promise<never>((_, reject) => (this.fail = reject));
    this.failure.catch(() => undefined); // told by who waits for it
  }

  async pack(address: string): Promise<Response> {
    return unpacked(await this.file(address));
  }

  async file(address: string): Promise<Response> {
    this.open += 1;
    try {
      const response = await fetched(address);
      void this.count(response.clone()).catch(this.fail); // the original may have compiled code with it
      return response;
    } catch (error) {
      this.fail(error);
      throw error;
    }
  }

  private async count({ body }: Response): Promise<void> {
    const reader = body?.getReader();
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      this.bytes += part.value.length;
      const hundredths = Math.floor((100 * this.bytes) / START_BYTES);
      if (hundredths > this.shown) {
        this.shown = hundredths;
        this.onPart(hundredths / 100);
      }
    }
    this.open -= 1;
    if (!this.open && this.bytes !== START_BYTES) throw new Error("Python is incomplete");
  }
}

async function fetched(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(`${address}: ${response.status}`);
  }
  return response;
}

/** The content of a file that is compressed as a whole. */
function unpacked({ body }: Response): Response {
  return new Response(body?.pipeThrough(new DecompressionStream("gzip")));
}

/** Let a later fetch of an address get this response: Pyodide has no other way to give it a file. */
function answerFetch(address: string, response: Promise<Response>): void {
  response.catch(() => undefined); // told by who fetches it
  const plain = globalThis.fetch;
  globalThis.fetch = (input, init) => (String(input) === address ? response : plain(input, init));
}

/** Write the files of a pack into a folder of Python's file system; pack.py describes the form. */
function write(python: PyodideAPI, folder: string, pack: ArrayBuffer): void {
  const size = new DataView(pack).getUint32(0, true);
  const index = JSON.parse(new TextDecoder().decode(new Uint8Array(pack, 4, size))) as [string, number][];
  const made = new Set<string>();
  let at = 4 + size;
  for (const [name, length] of index) {
    const path = `${folder}/${name}`;
    const parent = path.slice(0, path.lastIndexOf("/"));
    if (!made.has(parent)) {
      made.add(parent);
      python.FS.mkdirTree(parent);
    }
    python.FS.writeFile(path, new Uint8Array(pack, at, length));
    at += length;
  }
}
