// Drives VS Code in a browser with real keystrokes:
// node drive.mjs PLAYWRIGHT CHROMIUM ADDRESS WORKSPACE FOUND PICTURES DATA ENVIRONMENT
// Prints the results as JSON: the name of each test, and its error or "".

import assert from "node:assert/strict";
import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import { playCalls } from "./calls.mjs";

const [playwright, executablePath, address, workspace, foundInside, pictures, data, environment] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
const PATIENCE = 20_000;
const QUIET = ["disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"];

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...QUIET.map((flag) => `--${flag}`)] });
const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, permissions: ["clipboard-read", "clipboard-write"] });
const page = await context.newPage();
page.setDefaultTimeout(PATIENCE);
const found = {};

async function test(name, body) {
  try {
    await body();
    found[name] = "";
  } catch (error) {
    found[name] = error.stack ?? String(error);
    await page.screenshot({ path: path.join(pictures, `failed-${Object.keys(found).length}.png`) });
    await page.keyboard.press("Escape"); // closes a list or a question, so that the next test can run
  }
}

async function eventually(holds, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `waited in vain for ${holds}`);
    await page.waitForTimeout(100);
  }
}

/** Opens the list of commands, files or lines; while another list closes or a pane takes the focus, the keys have no effect. */
async function ask(keys, words) {
  const input = page.locator(".quick-input-widget input[type=text]");
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    if (!(await input.isVisible())) {
      await page.keyboard.press(keys);
    }
    try {
      return await input.fill(words, { timeout: 1000 });
    } catch (error) {
      if (Date.now() > deadline) {
        throw error;
      }
    }
  }
}

/** Presses a key until something is visible; a pane that takes the focus can take the key. */
async function pressUntil(key, locator) {
  const deadline = Date.now() + PATIENCE;
  do {
    assert.ok(Date.now() < deadline, `${key} has no effect`);
    await page.keyboard.press(key);
  } while (!(await locator.waitFor({ timeout: 2000 }).then(() => true, () => false)));
}

async function command(title) {
  await ask("F1", `>${title}`);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
  await page.keyboard.press("Enter");
}

async function openFile(name) {
  await ask("Control+P", name);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`.tab.active[aria-label^="${name}"]`).waitFor();
  await page.locator(".editor-group-container.active .monaco-editor .view-lines").first().click();
}

const SCRIPT = page.locator('.monaco-editor[data-uri^="vscode-remote:"][data-uri$="/call.scn"] .view-lines');
const PAYLOAD = page.locator('.monaco-editor[data-uri^="scn-payload:"] .view-lines');
const PAYLOAD_LINES = '.monaco-editor[data-uri^="scn-payload:"] .view-line';
const TARGET = page.locator('[id="scnlang.scn.scn.target"]');

const STATUS_ERROR = page.locator('[id="scnlang.scn.scn.target"].error-kind');

function toast(words) {
  return page.locator(".notification-toast", { hasText: words }).first();
}

/** Presses keys in the first or the second column of editors. */
async function goTo(column, keys) {
  await page.keyboard.press(`Control+${column}`);
  await page.keyboard.press(keys);
}

function written(name) {
  return fs.readFileSync(path.join(workspace, name), "utf8");
}

/** The logs of the extension: a window that is reloaded has a log of its own. */
function log() {
  const names = fs.readdirSync(path.join(data, "logs"), { recursive: true });
  const logs = names.filter((each) => each.endsWith(path.join("scnlang.scn", "scn.log")));
  return logs.map((each) => fs.readFileSync(path.join(data, "logs", each), "utf8")).join("");
}

/** Waits until an editor shows some words; its spaces are no-break spaces. */
async function shows(locator, words) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const text = (await locator.allInnerTexts()).join("\n").replaceAll("\u00a0", " ");
    if (text.includes(words)) {
      return;
    }
    assert.ok(Date.now() < deadline, `${JSON.stringify(words)} is not in ${JSON.stringify(text)}`);
    await page.waitForTimeout(50);
  }
}

/** Waits until something is underlined; lenses above the lines may move the cursor's line out of sight. */
async function underlined() {
  const deadline = Date.now() + PATIENCE;
  while (!(await page.locator(".squiggly-error").count())) {
    assert.ok(Date.now() < deadline, "nothing is underlined");
    await page.keyboard.press("Home");
    await page.waitForTimeout(200);
  }
}

async function save() {
  await goTo(1, "Control+S");
  await page.locator(".tab.dirty").waitFor({ state: "detached" });
}

const DAYS = `scenario: Monday
role: A customer
language: en

FIRST_MESSAGE
  say: Are you open on Monday?

WHEN contains "yes"
  end call

scenario: Tuesday
role: A customer
language: en

FIRST_MESSAGE
  say: Are you open on Tuesday?

WHEN contains "yes"
  end call
`;

const ORDER = `scenario: Order a pizza
role: A customer
language: en

FIRST_MESSAGE
  say: I'd like a pizza.

WHEN contains "size" OR contains "large"
  say: The big one, please.
THEN
  say: And extra cheese.

WHEN contains "drink"
  say: No, thank you.

WHEN The agent says goodbye
  say: Bye.
  end call
`;
const ORDER_TESTS = `test: The agent asks for a size
  hear: What size?
  say: The big one, please.

test: The agent offers a drink
  hear: Would you like a drink?
  say: Water.
`;

fs.writeFileSync(path.join(workspace, "days.scn"), DAYS);
fs.writeFileSync(path.join(workspace, "order.scn"), ORDER); // VS Code lists the files of the folder only once
fs.writeFileSync(path.join(workspace, "order.test.scn"), ORDER_TESTS);
await page.goto(address);
await page.locator(".monaco-workbench").waitFor();
await eventually(() => fs.existsSync(foundInside), 6 * PATIENCE);
await page.waitForTimeout(500);
await command("View: Close Primary Side Bar");
await command("Notifications: Clear All Notifications");

await test("a misspelt word that is typed is underlined, and one key mends it", async () => {
  await openFile("call.scn");
  await page.keyboard.press("Control+End");
  await page.keyboard.type('WEHN contains "ready"');
  await page.keyboard.press("Enter");
  await page.keyboard.type("  say: Thank you.");
  await page.keyboard.press("ArrowUp");
  await underlined();
  await page.locator(".squiggly-error").nth(1).waitFor({ state: "detached" }); // what was half typed was wrong, too
  await page.keyboard.press("Control+.");
  await page.locator(".action-widget .monaco-list-row").first().waitFor();
  await page.keyboard.press("Enter");
  await page.locator(".squiggly-error").first().waitFor({ state: "detached" });
  await save();
  assert.ok(written("call.scn").endsWith('\nWHEN contains "ready"\n  say: Thank you.'));
});

await test("lines are indented while they are typed, and Enter ends a line that is finished", async () => {
  await page.keyboard.press("Control+End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("WHEN The agent laughs\nsay: Ha and then\nend call\nWHEN The agent waits\nsay: Hm\nTHEN\nsay: One", { delay: 80 });
  await save();
  const typed = "\nWHEN The agent laughs\n  say: Ha and then\n  end call\nWHEN The agent waits\n  say: Hm\nTHEN\n  say: One";
  assert.ok(written("call.scn").endsWith(typed));
});

await test("Enter accepts a suggestion in a line that is unfinished", async () => {
  const before = written("call.scn");
  await page.keyboard.press("Enter");
  await page.keyboard.type("WHEN The agent waits\nend", { delay: 80 });
  await page.locator(".suggest-widget.visible .monaco-list-row.focused", { hasText: "end call" }).waitFor();
  await page.keyboard.press("Enter");
  await save();
  assert.equal(written("call.scn"), `${before}\nWHEN The agent waits\n  end call`);
  for (let count = 0; count < 2; count += 1) {
    await page.keyboard.press("Home");
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+End");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Backspace");
  }
  await save();
  assert.equal(written("call.scn"), before);
});

await test("Enter inside a text continues it, and one key takes that back", async () => {
  const before = written("call.scn");
  await page.keyboard.type(" and two", { delay: 80 });
  for (const _ of "two") {
    await page.keyboard.press("ArrowLeft");
  }
  await page.keyboard.press("Enter");
  await save();
  assert.equal(written("call.scn"), `${before} and \n    | two`);
  await page.keyboard.press("Control+Z");
  await save();
  assert.equal(written("call.scn"), `${before} and two`);
  await page.keyboard.press("End");
  for (const _ of " and two") {
    await page.keyboard.press("Backspace");
  }
  await save();
  assert.equal(written("call.scn"), before);
});

await test("what is taken from the list stands whole, with the cursor behind it", async () => {
  await page.keyboard.press("Enter");
  await page.keyboard.type("WHEN The agent jokes\nsay: [si", { delay: 80 });
  await page.locator(".suggest-widget.visible .monaco-list-row", { hasText: "[sigh]" }).first().waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.type(" Well.");
  await save();
  assert.ok(written("call.scn").endsWith("\nWHEN The agent jokes\n  say: [sigh] Well."));
  for (let count = 0; count < 2; count += 1) {
    await page.keyboard.press("Home");
    await page.keyboard.press("Home");
    await page.keyboard.press("Shift+End");
    await page.keyboard.press("Delete");
    await page.keyboard.press("Backspace");
  }
});

await test("what is typed appears in the payload beside it", async () => {
  await command("scn: Show Compiled Payload");
  await shows(PAYLOAD, '"condition"');
  await goTo(2, "Control+End");
  await goTo(1, "Control+End");
  await page.keyboard.type(" more thing.");
  await shows(PAYLOAD, "One more thing.");
});

/** The lines of a payload that are marked. */
const MARKED = page.locator('.monaco-editor[data-uri^="scn-payload:"] .view-overlays [class*="TextEditorDecorationType"]');

/** Sets the settings of the folder. */
function choose(settings) {
  fs.mkdirSync(path.join(workspace, ".vscode"), { recursive: true });
  fs.writeFileSync(path.join(workspace, ".vscode", "settings.json"), JSON.stringify(settings));
}

/** Goes to the line that contains some words, in a file that is saved. */
async function goToLine(name, words) {
  const line = 1 + written(name).split("\n").findIndex((each) => each.includes(words));
  await pressUntil("Control+1", page.locator(".editor-group-container.active .monaco-editor.focused").first());
  await ask("Control+G", `:${line}`);
  await page.keyboard.press("Enter");
  await shows(page.locator('[id="status.editor.selection"]'), `Ln ${line},`);
  return line;
}

await test("the block at the cursor is marked in the payload, and a click there leads back", async () => {
  await save();
  await command("View: Close All Editors");
  await openFile("haircut.scn");
  await command("scn: Show Compiled Payload");
  await shows(PAYLOAD, '"condition"');
  await goToLine("haircut.scn", "see you on Thursday");
  await shows(PAYLOAD, "see you on Thursday");
  await MARKED.nth(6).waitFor(); // 7 lines, some of which are wrapped
  assert.ok((await MARKED.count()) < 14);
  await page.locator(PAYLOAD_LINES, { hasText: "Just the cut, then." }).last().click();
  await page.keyboard.press("Control+1");
  const line = 1 + written("haircut.scn").split("\n").indexOf("AFTER @extra");
  await shows(page.locator('[id="status.editor.selection"]'), `Ln ${line},`);
  await page.keyboard.press("Control+2");
  await page.locator('.action-label[aria-label="Copy Payload"]').click();
  await page.locator(".statusbar", { hasText: "payload copied" }).waitFor();
  assert.equal(JSON.parse(await page.evaluate(() => navigator.clipboard.readText())).agent, 301);
  await command("View: Close All Editors");
  await openFile("call.scn");
  await command("scn: Show Compiled Payload");
  await shows(PAYLOAD, '"condition"');
});

await test("the target is chosen in the status bar, and the payload follows", async () => {
  await goTo(2, "Control+Home");
  await shows(TARGET, "cekura · default");
  await TARGET.click();
  await page.locator(".quick-input-list .monaco-list-row.focused .codicon-check").waitFor();
  await page.locator(".quick-input-widget input[type=text]").fill("cekura-when-conditions");
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "cekura-when-conditions" }).first().waitFor();
  await page.keyboard.press("Enter");
  await shows(TARGET, "cekura-when-conditions · chosen");
  await page.locator('[id="scnlang.scn.scn.target"].warning-kind').waitFor();
  await shows(PAYLOAD, '"when"'); // in any part of it: the payload keeps its place
  await TARGET.click();
  await page.locator(".quick-input-list .monaco-list-row", { hasText: "Each script's own" }).first().click();
  await shows(PAYLOAD, '"fixed_message"');
});

await test("a picture: a squiggle, and the payload beside the script", async () => {
  await save();
  await command("View: Close All Editors");
  await openFile("haircut.scn");
  await command("scn: Show Compiled Payload");
  await shows(PAYLOAD, '"condition"');
  await goTo(1, "Control+Home");
  const line = 1 + written("haircut.scn").split("\n").indexOf("WHEN The agent asks for a name");
  await ask("Control+G", `:${line}`);
  await page.keyboard.press("Enter");
  for (let count = 0; count < "WHEN".length; count += 1) {
    await page.keyboard.press("Delete");
  }
  await page.keyboard.type("WEHN");
  await page.keyboard.press("Escape");
  await underlined();
  await goTo(2, "Control+Home");
  await shows(page.locator('.monaco-editor[data-uri^="scn-payload:"] .codelens-decoration'), "From before the errors: line ");
  await page.waitForTimeout(800);
  await page.screenshot({ path: path.join(pictures, "vscode.png") });
  await page.keyboard.press("Control+1");
  await command("File: Revert File");
});

await test("a click on a node of the graph goes to its line", async () => {
  await command("View: Close All Editors");
  await openFile("haircut.scn");
  await command("scn: Show Graph");
  const frame = page.frameLocator("iframe.webview").frameLocator("iframe");
  await frame.locator("svg").first().waitFor();
  await goToLine("haircut.scn", "Just the cut, then.");
  await frame.locator(".chosen", { hasText: "Just the cut, then." }).waitFor();
  await page.waitForTimeout(600);
  await page.screenshot({ path: path.join(pictures, "vscode-graph.png") });
  const node = frame.locator("[data-line]").last();
  const line = await node.getAttribute("data-line");
  await node.click();
  await shows(page.locator('[id="status.editor.selection"]'), `Ln ${line},`);
});

await test("a graph keeps its zoom while the script changes, and shows errors in a bar", async () => {
  const frame = page.frameLocator("iframe.webview").frameLocator("iframe");
  const width = () => frame.locator(".view svg").getAttribute("width");
  const fitted = Number(await width());
  await frame.locator("#larger").click();
  const zoomed = Number(await width());
  assert.ok(zoomed > fitted);
  await goToLine("haircut.scn", "It's Maya.");
  await page.keyboard.press("End");
  await page.keyboard.type(" Maya Lind.");
  await frame.locator(".chosen", { hasText: "Maya Lind." }).waitFor();
  assert.equal(Number(await width()), zoomed);
  await page.keyboard.press("Enter");
  await page.keyboard.type("sya: Yes.");
  await shows(frame.locator("#bar"), "This graph is from before the errors. Line ");
  await frame.locator(".say", { hasText: "Maya Lind." }).waitFor();
  await command("File: Revert File");
  await frame.locator("#bar:empty").waitFor({ state: "attached" });
});

await test("payload and graph wait with errors at the cursor until the cursor leaves them", async () => {
  choose({ "scn.calm": 60_000 });
  const frame = page.frameLocator("iframe.webview").frameLocator("iframe");
  const bar = page.locator('.monaco-editor[data-uri^="scn-payload:"] .codelens-decoration');
  await goTo(1, "Control+Home");
  await command("scn: Show Compiled Payload");
  await shows(bar, "cekura");
  await goToLine("haircut.scn", "It's Maya.");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("sya: Yes.");
  await page.waitForTimeout(1000);
  await goTo(2, "Control+Home");
  await shows(bar, "cekura");
  await goTo(1, "Control+Home");
  await shows(bar, "From before the errors: line ");
  await command("File: Revert File");
  await shows(bar, "cekura");
  await command("View: Close All Editors");
  await openFile("haircut.scn");
  await command("scn: Show Graph");
  await frame.locator("svg").first().waitFor();
  await goToLine("haircut.scn", "It's Maya.");
  await page.keyboard.press("End");
  await page.keyboard.press("Enter");
  await page.keyboard.type("sya: Yes.");
  await page.waitForTimeout(1000);
  assert.equal(await frame.locator("#bar").innerText(), "");
  await page.keyboard.press("Control+Home");
  await shows(frame.locator("#bar"), "This graph is from before the errors. Line ");
  await command("File: Revert File");
  await frame.locator("#bar:empty").waitFor({ state: "attached" });
  choose({});
});

/** A row of the Test Explorer; its label ends with its state. */
function tested(label) {
  return page.locator(`.test-explorer .monaco-list-row[aria-label^="${label}"]`).first();
}

/** The numbers of the lines with a mark of coverage: `hit` or `miss`. */
async function marked(kind) {
  const numbers = await page.locator(`.line-numbers.coverage-deco-${kind}`).allInnerTexts();
  return numbers.map(Number).sort((one, other) => one - other);
}

await test("tests are run in the explorer: results at the lines, and marks of coverage beside the script", async () => {
  await command("View: Close All Editors");
  await openFile("order.test.scn");
  await ask("Control+P", "view Test Explorer");
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: "Test Explorer" }).waitFor();
  await page.keyboard.press("Enter");
  await tested("order.test.scn").click();
  await page.keyboard.press("ArrowRight");
  await tested("The agent asks for a size (Not yet run)").waitFor();
  await goTo(1, "Control+End");
  await command("Test: Run All Tests");
  await tested("The agent asks for a size (Passed)").waitFor();
  await tested("The agent offers a drink (Failed)").waitFor();
  await page.locator(".test-error-content-widget").click();
  await shows(page.locator(".test-output-peek .editor.original .view-lines"), "say: Water.");
  await shows(page.locator(".test-output-peek .editor.modified .view-lines"), "say: No, thank you.");
  await page.locator(".floating-click-widget", { hasText: "Replace with What the Caller Does" }).click();
  await page.keyboard.press("Escape");
  await shows(page.locator('.monaco-editor[data-uri$="/order.test.scn"] .view-lines').first(), "say: No, thank you.");
  await goTo(1, "Control+End");
  await command("File: Revert File");

  await command("Test: Run All Tests with Coverage");
  await openFile("order.scn");
  await page.keyboard.press("Control+J"); // hides the panel
  await page.locator(".line-numbers.coverage-deco-miss", { hasText: "18" }).waitFor();
  assert.deepEqual(await marked("miss"), [8, 10, 11, 16, 17, 18]); // line 8: no test has only its second alternative
  assert.deepEqual(await marked("hit"), [5, 6, 8, 9, 13, 14]);
  await page.waitForTimeout(800);
  await page.screenshot({ path: path.join(pictures, "vscode-tests.png") });
});

await test("a lens runs the test below it, and a test that is mended passes", async () => {
  await openFile("order.test.scn");
  await page.keyboard.press("Control+End");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("End");
  for (let count = 0; count < "Water.".length; count += 1) {
    await page.keyboard.press("Backspace");
  }
  await page.keyboard.type("No, thank you.");
  await page.locator(".codelens-decoration a", { hasText: "run test" }).last().click();
  await tested("The agent offers a drink (Passed)").waitFor();
  await command("File: Revert File");
  await command("View: Close Primary Side Bar");
  await command("View: Close All Editors");
});

/** The colors of the words in the visible lines of the script. */
function colors() {
  const lines = page.locator('.monaco-editor[data-uri$="/haircut.scn"] .view-line');
  return lines.evaluateAll((found) =>
    found
      .toSorted((one, other) => one.offsetTop - other.offsetTop)
      .flatMap((line) => [...line.querySelectorAll("span span")])
      .map((span) => [span, getComputedStyle(span).color])
      .flatMap(([span, color]) => (/ced-/.test(span.className) ? [] : [...span.textContent].map((each) => `${each} ${color}`))),
  );
}

const THEMES = {
  "Default Dark Modern": "vs-dark",
  "Default Light Modern": "vs",
  "Default High Contrast": "hc-black",
  "Default High Contrast Light": "hc-light",
};
await test("words keep their colors when the server knows them, in dark, light and high contrast", async () => {
  for (const [theme, kind] of Object.entries(THEMES)) {
    await openFile("haircut.scn");
    await page.keyboard.press("Control+Home");
    choose({ "workbench.colorTheme": theme, "editor.semanticHighlighting.enabled": false });
    await page.locator(`.monaco-workbench.${kind}`).waitFor();
    await page.waitForTimeout(500);
    const plain = await colors();
    assert.ok(new Set(plain.map((each) => each.slice(2))).size > 3, "there are colors");
    choose({ "workbench.colorTheme": theme, "editor.semanticHighlighting.enabled": true });
    await page.waitForTimeout(1000);
    assert.deepEqual(await colors(), plain);
    await command("scn: Show Graph");
    await page.frameLocator("iframe.webview").frameLocator("iframe").locator("svg").first().waitFor();
    await page.waitForTimeout(300);
    await page.screenshot({ path: path.join(pictures, `theme-${kind}.png`) });
    await command("View: Close All Editors");
  }
  choose({});
});

await playCalls({ test, page, command, openFile, goToLine, shows, choose, pictures });

await test("the project's own server is used where there is one", async () => {
  const own = path.join(workspace, ".venv");
  fs.symlinkSync(environment, own);
  await openFile("haircut.scn");
  await command("scn: Restart Server");
  await eventually(() => log().includes(`starting ${own}`));
  await page.keyboard.press("Control+End");
  await page.keyboard.type("\nWEHN contains");
  await underlined();
});

/** Configures another server: the command, with its arguments. */
function serveBy(...words) {
  const settings = path.join(data, "Machine", "settings.json");
  fs.mkdirSync(path.dirname(settings), { recursive: true });
  fs.writeFileSync(settings, JSON.stringify({ "scn.server.command": words }));
}

await test("a server that stops is started again; one that keeps stopping is named, and its problems stay", async () => {
  await underlined();
  const running = path.join(data, "running");
  const starts = () => log().split(" started").length;
  const before = starts();
  serveBy("sh", "-c", `echo $$ > ${running}; exec ${path.join(environment, "bin", "scn")} lsp`);
  for (let count = 0, seen = before; count < 4; count += 1, seen += 1) {
    await eventually(() => starts() > seen);
    process.kill(Number(fs.readFileSync(running, "utf8")), "SIGKILL");
  }
  await toast("keeps stopping").waitFor();
  await underlined();
  await STATUS_ERROR.waitFor();
  assert.equal(await page.locator(".notification-toast").count(), 1);
  await page.locator(".notification-toast .monaco-button", { hasText: "Restart Server" }).first().click();
  await STATUS_ERROR.waitFor({ state: "detached" });
  await underlined();
});

await test("a server that lacks something says what to install, in one message", async () => {
  await command("Notifications: Clear All Notifications");
  serveBy(path.join(environment, "bin", "python"), "-c", "import sys; sys.exit('Error: scn lsp needs pygls: install scnlang[lsp]')");
  await toast("scn: the server didn't start: scn lsp needs pygls: install scnlang[lsp]").waitFor();
  await STATUS_ERROR.waitFor();
  await page.waitForTimeout(1000);
  assert.equal(await page.locator(".notification-toast").count(), 1);
  await underlined();
});

await test("a server that does not start is named, with what to do", async () => {
  await command("Notifications: Clear All Notifications");
  serveBy("/nowhere/scn", "lsp");
  await toast("didn't start").waitFor();
  await page.locator(".notification-toast .monaco-button", { hasText: "Choose a Server" }).first().waitFor();
  await page.waitForTimeout(1000);
  assert.equal(await page.locator(".notification-toast").count(), 1);
});

await browser.close();
console.log(JSON.stringify(found));
