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
  const library = `${base}python/python_stdlib.zip`;
  answerFetch(library, fetchPack(`${base}python.pack`));
  const binary = `${base}python/pyodide.asm.wasm`;
  answerFetch(binary, fetch(binary)); // now, and not only when Pyodide's scripts are there
  const scnPack = fetchPack(`${base}scn.pack`).then((response) => response.arrayBuffer());
  const { loadPyodide: load } = (await import(`${base}python/pyodide.mjs`)) as { loadPyodide: typeof loadPyodide };
  const python = await load({ indexURL: `${base}python/`, stdLibURL: library, env: { HOME: "/" } });
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

/** Load all other answers, and pydantic, as soon as the page has been quiet for a moment. Without pydantic, scn answers as before. */
async function addContracts(python: PyodideAPI, address: string): Promise<void> {
  const pack = await (await fetchPack(address)).arrayBuffer();
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
import pydantic
pydantic.BaseModel, pydantic.ValidationError
`);
  scope.postMessage({ changed: true });
}

/** Fetch a file that is compressed as a whole. */
async function fetchPack(address: string): Promise<Response> {
  const response = await fetch(address);
  if (!response.ok || !response.body) {
    throw new Error(`${address}: ${response.status}`);
  }
  return new Response(response.body.pipeThrough(new DecompressionStream("gzip")));
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
