// The payload and the graph beside a script.

import assert from "node:assert/strict";
import path from "node:path";

import { choose, goToLine, pictures, test, written } from "./run.mjs";
import { ask, command, goTo, openFile, page, PANE, PAYLOAD, save, shows, underlined } from "./window.mjs";

const PAYLOAD_LINES = '.monaco-editor[data-uri^="scn-payload:"] .view-line';
const TARGET = page.locator('[id="scnlang.scn.scn.target"]');
/** The lines of a payload that are marked. */
const MARKED = page.locator('.monaco-editor[data-uri^="scn-payload:"] .view-overlays [class*="TextEditorDecorationType"]');

export async function tryPanes() {
  await test("what is typed appears in the payload beside it", async () => {
    await command("scn: Show Compiled Payload");
    await shows(PAYLOAD, '"condition"');
    await goTo(2, "Control+End");
    await goTo(1, "Control+End");
    await page.keyboard.type(" more thing.");
    await shows(PAYLOAD, "One more thing.");
  });

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
    await PANE.locator("svg").first().waitFor();
    await goToLine("haircut.scn", "Just the cut, then.");
    await PANE.locator(".chosen", { hasText: "Just the cut, then." }).waitFor();
    await page.waitForTimeout(600);
    await page.screenshot({ path: path.join(pictures, "vscode-graph.png") });
    const node = PANE.locator("[data-line]").last();
    const line = await node.getAttribute("data-line");
    await node.click();
    await shows(page.locator('[id="status.editor.selection"]'), `Ln ${line},`);
  });

  await test("a graph keeps its zoom while the script changes, and shows errors in a bar", async () => {
    const width = () => PANE.locator(".view svg").getAttribute("width");
    const fitted = Number(await width());
    await PANE.locator("#larger").click();
    const zoomed = Number(await width());
    assert.ok(zoomed > fitted);
    await goToLine("haircut.scn", "It's Maya.");
    await page.keyboard.press("End");
    await page.keyboard.type(" Maya Lind.");
    await PANE.locator(".chosen", { hasText: "Maya Lind." }).waitFor();
    assert.equal(Number(await width()), zoomed);
    await page.keyboard.press("Enter");
    await page.keyboard.type("sya: Yes.");
    await shows(PANE.locator("#bar"), "This graph is from before the errors. Line ");
    await PANE.locator(".say", { hasText: "Maya Lind." }).waitFor();
    await command("File: Revert File");
    await PANE.locator("#bar:empty").waitFor({ state: "attached" });
  });

  await test("payload and graph wait with errors at the cursor until the cursor leaves them", async () => {
    choose({ "scn.calm": 60_000 });
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
    await PANE.locator("svg").first().waitFor();
    await goToLine("haircut.scn", "It's Maya.");
    await page.keyboard.press("End");
    await page.keyboard.press("Enter");
    await page.keyboard.type("sya: Yes.");
    await page.waitForTimeout(1000);
    assert.equal(await PANE.locator("#bar").innerText(), "");
    await page.keyboard.press("Control+Home");
    await shows(PANE.locator("#bar"), "This graph is from before the errors. Line ");
    await command("File: Revert File");
    await PANE.locator("#bar:empty").waitFor({ state: "attached" });
    choose({});
  });
}
