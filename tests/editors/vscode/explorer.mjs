// Tests of scripts in the Test Explorer, and from a lens.

import assert from "node:assert/strict";
import path from "node:path";

import { pictures, test } from "./run.mjs";
import { ask, command, goTo, openFile, page, shows } from "./window.mjs";

/** A row of the Test Explorer; its label ends with its state. */
function tested(label) {
  return page.locator(`.test-explorer .monaco-list-row[aria-label^="${label}"]`).first();
}

/** The numbers of the lines with a mark of coverage: `hit` or `miss`. */
async function marked(kind) {
  const numbers = await page.locator(`.line-numbers.coverage-deco-${kind}`).allInnerTexts();
  return numbers.map(Number).sort((one, other) => one - other);
}

export async function tryExplorer() {
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
}
