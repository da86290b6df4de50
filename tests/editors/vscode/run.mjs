// A run of the tests: its folders, the files in them, and its results. `drive.mjs` names the arguments.

import fs from "node:fs";
import path from "node:path";

import { ask, page, pressUntil, shows } from "./window.mjs";

export const [workspace, foundInside, pictures, data, environment] = process.argv.slice(5);
/** The error of each test, or "". */
export const found = {};

export async function test(name, body) {
  try {
    await body();
    found[name] = "";
  } catch (error) {
    found[name] = error.stack ?? String(error);
    await page.screenshot({ path: path.join(pictures, `failed-${Object.keys(found).length}.png`) });
    await page.keyboard.press("Escape"); // closes a list or a question, so that the next test can run
  }
}

export function written(name) {
  return fs.readFileSync(path.join(workspace, name), "utf8");
}

/** Sets the settings of the folder. */
export function choose(settings) {
  fs.mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  fs.writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify(settings));
}

/** The logs of the extension: a window that is reloaded has a log of its own. */
export function log() {
  const names = fs.readdirSync(path.join(data, "logs"), { recursive: true });
  const logs = names.filter((each) => each.endsWith(path.join("scnlang.scn", "scn.log")));
  return logs.map((each) => fs.readFileSync(path.join(data, "logs", each), "utf8")).join("");
}

/** Goes to the line that contains some words, in a file that is saved. */
export async function goToLine(name, words) {
  const line = 1 + written(name).split("\n").findIndex((each) => each.includes(words));
  await pressUntil("Control+1", page.locator(".editor-group-container.active .monaco-editor.focused").first());
  await ask("Control+G", `:${line}`);
  await page.keyboard.press("Enter");
  await shows(page.locator('[id="status.editor.selection"]'), `Ln ${line},`);
  return line;
}
