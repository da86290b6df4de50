// What is typed in a script: its errors, its indents, and what Enter and Tab do.

import assert from "node:assert/strict";

import { test, written } from "./run.mjs";
import { openFile, page, save, underlined } from "./window.mjs";

export async function tryTyping() {
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
}
