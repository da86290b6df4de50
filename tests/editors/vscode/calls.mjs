// Plays a call in VS Code's panel, by keys.

import assert from "node:assert/strict";
import path from "node:path";

import { choose, goToLine, pictures, test } from "./run.mjs";
import { command, openFile, page, PANE, PAYLOAD, shows } from "./window.mjs";

const ARROWS = '.monaco-editor[data-uri$="/order.scn"] .cgmr[class*="TextEditorDecorationType"]';
const RUNNING = '.monaco-editor[data-uri$="/order.scn"] .view-overlays .cdr[class*="TextEditorDecorationType"]';

export async function tryCalls() {
  const current = PANE.locator(".exchange.current");
  const words = PANE.locator("#words");

  /** Says something as the agent, by keys. */
  async function say(text, key = "Enter") {
    await words.click();
    await page.keyboard.type(text);
    await page.keyboard.press(key);
    await shows(current, text);
  }

  await test("a key plays a call, and arrows show in the script which blocks run and come next", async () => {
    await command("View: Close All Editors");
    await openFile("order.scn");
    await page.keyboard.press("F5");
    await shows(current, "I'd like a pizza.");
    await PANE.locator("#words:focus").waitFor();
    await say("What size?");
    await shows(current, "The big one, please.");
    await shows(current, "line 8, because the message matches");
    await shows(current, "Next, whatever the agent says: line 10: And extra cheese.");
    await shows(PANE.locator("#told"), "Step 1 of 1. The agent: What size?. The caller: The big one, please.");
    await page.locator(ARROWS).nth(1).waitFor();
    assert.equal(await page.locator(RUNNING).count(), 2);
    await say("Anything to go with it?");
    await shows(current, "And extra cheese.");
    assert.equal(await page.locator(ARROWS).count(), 1);
  });

  await test("keys step back and forward, and a click on a turn goes there", async () => {
    await page.keyboard.press("F9");
    await shows(current, "The big one, please.");
    await page.locator(ARROWS).nth(1).waitFor();
    await page.keyboard.press("F9");
    await shows(current, "I'd like a pizza.");
    await page.keyboard.press("F10");
    await shows(current, "The big one, please.");
    await PANE.locator(".heard", { hasText: "Anything to go with it?" }).click();
    await shows(current, "And extra cheese.");
    await page.keyboard.press("Control+Shift+F5");
    await shows(current, "Start of the call");
    assert.equal(await PANE.locator(".exchange.later").count(), 2);
  });

  await test("a message counts as the sentences that are chosen, and what nearly matched is shown", async () => {
    await say("Have a nice drnk!");
    await shows(current, "The caller says nothing.");
    await shows(current, "line 13 lacks only “drink”");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Space");
    await shows(current, "Hangs up.");
    await shows(current, "counts as “The agent says goodbye”");
    assert.ok(await words.evaluate((input) => input.readOnly));
    await page.keyboard.press("F9");
    await say("A drink?", "Control+Enter");
    await shows(current, "interrupts the caller");
    await PANE.locator("#silence").click();
    await shows(current, "(silence)");
  });

  await test("an edit of the script plays the call again, and says where it differs", async () => {
    await goToLine("order.scn", "No, thank you.");
    await page.keyboard.press("End");
    await page.keyboard.type(" Really.");
    await shows(PANE.locator(".exchange.changed"), "Before your edit: No, thank you.");
    await shows(PANE.locator("#bar"), "Since your edit, the call differs from step 1 on.");
    await page.screenshot({ path: path.join(pictures, "call-edited.png") });
    await page.keyboard.press("F9");
    await shows(current, "No, thank you. Really.");
    await PANE.locator("#bar:empty").waitFor({ state: "attached" });
    await page.keyboard.press("Enter");
    await page.keyboard.type("sya: Yes.");
    await page.keyboard.press("ArrowUp"); // while the line is typed, its error waits
    await shows(PANE.locator("#bar"), "Line 15: ");
    await command("File: Revert File");
    await PANE.locator("#bar", { hasText: "Line 15" }).waitFor({ state: "detached" });
  });

  await test("the call becomes a test in the file of tests, unsaved, with its name selected", async () => {
    await PANE.locator("#restart").click();
    await PANE.locator("#forward").click();
    await PANE.locator("#write").click();
    const tests = page.locator('.monaco-editor[data-uri$="/order.test.scn"] .view-lines');
    await shows(tests, "test: After A drink?");
    await shows(tests, "cut off: A drink?");
    await page.keyboard.type("No drink");
    await shows(tests, "test: No drink");
    await command("File: Revert File");
  });

  await test("the key plays the scenario at the cursor, also while the call of another one is shown", async () => {
    await command("View: Close All Editors");
    await openFile("days.scn");
    await goToLine("days.scn", "on Monday?");
    await page.keyboard.press("F5");
    await shows(current, "Are you open on Monday?");
    await PANE.locator("#words:focus").waitFor();
    await goToLine("days.scn", "on Tuesday?");
    await page.keyboard.press("F5");
    await shows(current, "Are you open on Tuesday?");
  });

  /** Leaves the window, so that VS Code saves its state; then reloads it, and waits for the editor of a script. */
  async function reload(name) {
    await page.keyboard.press("Control+1");
    await page.evaluate(() => {
      window.dispatchEvent(new Event("focus"));
      document.hasFocus = () => false;
      window.dispatchEvent(new Event("blur"));
    });
    await page.waitForTimeout(4000);
    await page.reload();
    await page.locator(`.monaco-editor[data-uri$="/${name}"] .view-lines`).waitFor();
  }

  await test("when the window is reloaded, the call goes on at its step, and the graph and the payload are back", async () => {
    await command("View: Close All Editors");
    await openFile("order.scn");
    await command("scn: Show Graph");
    await PANE.locator("svg").first().waitFor();
    await goToLine("order.scn", "I'd like a pizza.");
    await page.keyboard.press("F5");
    await PANE.locator("#words:focus").waitFor();
    await say("What size?");
    await say("And a drink?");
    await page.keyboard.press("F9");
    await shows(current, "The big one, please.");
    await reload("order.scn");
    await shows(current, "The big one, please.");
    assert.equal(await PANE.locator(".exchange.later").count(), 1);
    await page.locator(ARROWS).nth(1).waitFor();
    await PANE.locator("#forward").click();
    await shows(current, "And a drink?");
    await page.keyboard.press("Control+2");
    await page.keyboard.press("Control+PageUp");
    await PANE.locator(".say", { hasText: "The big one, please." }).waitFor();

    await command("View: Close All Editors");
    await openFile("order.scn");
    await command("scn: Show Compiled Payload");
    await shows(PAYLOAD, '"condition"');
    await reload("order.scn");
    await shows(PAYLOAD, '"condition"');
    await page.locator('.tab[aria-label^="order.payload.jsonc"] .codicon-close').click();
    await PAYLOAD.waitFor({ state: "detached" });
    await reload("order.scn");
    await page.waitForTimeout(1500);
    assert.equal(await PAYLOAD.count(), 0, "a payload that was closed stays closed");
  });

  await test("a lens plays the call of the scenario below it; a picture of the call beside its script, and its arrows, in dark, light and high contrast", async () => {
    await command("View: Close All Editors");
    await openFile("haircut.scn");
    await page.locator(".codelens-decoration a", { hasText: "play call" }).click();
    await shows(current, "Start of the call");
    assert.ok(await PANE.locator("#choice").isHidden());
    await say("Good morning, who is calling?");
    await PANE.locator("#sentences label", { hasText: "name" }).click();
    await say("When would you like to come?");
    await PANE.locator("#sentences label").first().click();
    await shows(current, "Tuesday at three would be lovely.");
    await page.locator(".view-overlays .cdr").first().waitFor();
    await page.waitForTimeout(600);
    await page.screenshot({ path: path.join(pictures, "vscode-call.png") });
    for (const [theme, kind] of [["Default Light Modern", "vs"], ["Default High Contrast", "hc-black"], ["Default High Contrast Light", "hc-light"]]) {
      choose({ "workbench.colorTheme": theme });
      await page.locator(`.monaco-workbench.${kind}`).waitFor();
      await page.waitForTimeout(400);
      await page.screenshot({ path: path.join(pictures, `call-${kind}.png`) });
    }
    choose({});
    await command("View: Close All Editors");
  });
}
