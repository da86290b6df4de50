// The colors of a script, in dark, light and high contrast.

import assert from "node:assert/strict";
import path from "node:path";

import { choose, pictures, test } from "./run.mjs";
import { command, openFile, page, PANE } from "./window.mjs";

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

export async function tryThemes() {
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
      await PANE.locator("svg").first().waitFor();
      await page.waitForTimeout(300);
      await page.screenshot({ path: path.join(pictures, `theme-${kind}.png`) });
      await command("View: Close All Editors");
    }
    choose({});
  });
}
