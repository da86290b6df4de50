// Runs pack.py in Pyodide, because only the same Python can compile bytecode for it.
// Usage: node pack.mjs REPOSITORY PACKAGES OUTPUT

import { loadPyodide } from "pyodide";
import { fileURLToPath } from "node:url";
import { readFile } from "node:fs/promises";

const [repository, packages, output] = process.argv.slice(2);
const python = await loadPyodide({ env: { HOME: "/", PYTHONNODEBUGRANGES: "1" } });
for (const [place, folder] of Object.entries({ repository, packages, output })) {
  python.mountNodeFS(`/${place}`, folder);
}
try {
  python.runPython(await readFile(fileURLToPath(new URL("pack.py", import.meta.url)), "utf-8"));
} catch (error) {
  console.error(error.message.trim().split("\n").at(-1));
  process.exit(1);
}
