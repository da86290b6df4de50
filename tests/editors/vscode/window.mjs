// VS Code's window in a browser, and what the tests do in it with real keystrokes. The arguments of each program that
// imports this start with PLAYWRIGHT CHROMIUM ADDRESS.

import assert from "node:assert/strict";
import { createRequire } from "node:module";

const [playwright, executablePath, address] = process.argv.slice(2);
const { chromium } = createRequire(import.meta.url)(playwright);
export const PATIENCE = 20_000;
const QUIET = ["disable-quic", "no-first-run", "disable-background-networking", "disable-component-update", "disable-sync"];

export const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", ...QUIET.map((flag) => `--${flag}`)] });
const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, permissions: ["clipboard-read", "clipboard-write"] });
export const page = await context.newPage();
page.setDefaultTimeout(PATIENCE);

export const PAYLOAD = page.locator('.monaco-editor[data-uri^="scn-payload:"] .view-lines');
/** The inside of a pane with a graph or a call. */
export const PANE = page.frameLocator("iframe.webview.ready").frameLocator("iframe");

/** Shows the workspace in the window. */
export async function enter() {
  await page.goto(address);
  await page.locator(".monaco-workbench").waitFor();
}

export async function eventually(holds, patience = PATIENCE) {
  const deadline = Date.now() + patience;
  while (!holds()) {
    assert.ok(Date.now() < deadline, `waited in vain for ${holds}`);
    await page.waitForTimeout(100);
  }
}

/** Opens the list of commands, files or lines; while another list closes or a pane takes the focus, the keys have no effect. */
export async function ask(keys, words) {
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
export async function pressUntil(key, locator) {
  const deadline = Date.now() + PATIENCE;
  do {
    assert.ok(Date.now() < deadline, `${key} has no effect`);
    await page.keyboard.press(key);
  } while (!(await locator.waitFor({ timeout: 2000 }).then(() => true, () => false)));
}

export async function command(title) {
  await ask("F1", `>${title}`);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: title }).waitFor();
  await page.keyboard.press("Enter");
}

export async function openFile(name) {
  await ask("Control+P", name);
  await page.locator(".quick-input-list .monaco-list-row.focused", { hasText: name }).waitFor();
  await page.keyboard.press("Enter");
  await page.locator(`.tab.active[aria-label^="${name}"]`).waitFor();
  await page.locator(".editor-group-container.active .monaco-editor .view-lines").first().click();
}

/** Presses keys in the first or the second column of editors. */
export async function goTo(column, keys) {
  await page.keyboard.press(`Control+${column}`);
  await page.keyboard.press(keys);
}

/** Waits until an editor shows some words; its spaces are no-break spaces. */
export async function shows(locator, words) {
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
export async function underlined() {
  const deadline = Date.now() + PATIENCE;
  while (!(await page.locator(".squiggly-error").count())) {
    assert.ok(Date.now() < deadline, "nothing is underlined");
    await page.keyboard.press("Home");
    await page.waitForTimeout(200);
  }
}

export async function save() {
  await goTo(1, "Control+S");
  await page.locator(".tab.dirty").waitFor({ state: "detached" });
}
