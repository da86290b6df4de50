// Answers requests with the Python that is packed for the playground's page, in Node instead of a browser.
// Usage: node packed_answers.mjs FOLDER ITEMS: FOLDER is the static page, ITEMS a file with a request as JSON per line.
// Prints an answer per line. Without pydantic first, then with it: a line "contracts" in ITEMS adds it.

import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { gunzipSync } from "node:zlib";

const [page, items] = process.argv.slice(2).map((each) => resolve(each));
const library = join(mkdtempSync(join(tmpdir(), "scn-")), "python_stdlib.zip");
writeFileSync(library, gunzipSync(readFileSync(join(page, "python.pack"))));
const { loadPyodide } = await import(pathToFileURL(join(page, "python/pyodide.mjs")).href);
const python = await loadPyodide({ indexURL: join(page, "python/"), stdLibURL: library, env: { HOME: "/" } });

function write(name) {
  const data = gunzipSync(readFileSync(join(page, `${name}.pack`)));
  const size = data.readUInt32LE(0);
  let at = 4 + size;
  for (const [path, length] of JSON.parse(data.toString("utf-8", 4, 4 + size))) {
    python.FS.mkdirTree(`/${name}/${path}`.replace(/\/[^/]*$/, ""));
    python.FS.writeFile(`/${name}/${path}`, new Uint8Array(data.subarray(at, at + length)));
    at += length;
  }
  python.runPython(`import importlib, sys\nsys.path.append("/${name}")\nimportlib.invalidate_caches()`);
}

try {
  write("scn");
  const answer = python.runPython("from scn_compiler.playground.answers import answer_text\nanswer_text");
  for (const line of readFileSync(items, "utf-8").split("\n").filter(Boolean)) {
    if (line === '"contracts"') {
      write("pydantic");
      python.runPython("import pydantic\npydantic.BaseModel");
    } else {
      process.stdout.write(`${answer(line)}\n`);
    }
  }
} catch (error) {
  console.error(error.message.slice(-2000));
  process.exit(1);
}
