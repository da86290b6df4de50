// Types keys in VS Code, and waits after each step until the window shows some words:
// node session.mjs PLAYWRIGHT CHROMIUM ADDRESS PICTURE < STEPS
// STEPS is a JSON list of steps: {keys: "<F1>words<Enter>", shown: [WORDS, …]}. Prints what went wrong, or nothing.

import fs from "node:fs";

import { browser, enter, page, PATIENCE } from "./window.mjs";

const [picture] = process.argv.slice(5);
const PAUSE = 30;
/** How long the focus must stay before the next step: panes, lists and fields take it a moment after they appear. */
const STILL = 300;
/** The keys that Playwright calls by another name. */
const NAMES = { Ctrl: "Control", Down: "ArrowDown", Up: "ArrowUp", Space: "Space" };

/** The words in the window and in its fields; VS Code writes spaces as no-break spaces. */
function screen() {
  return page.evaluate(() => {
    const fields = [...document.querySelectorAll("input, textarea")].map((field) => field.value);
    return [document.body.innerText, ...fields].join("\n").replaceAll("\u00a0", " ");
  });
}

async function type(keys) {
  for (const [key] of keys.matchAll(/<[^<> ]+>|./gu)) {
    if (key.length > 1 && key.startsWith("<")) {
      await page.keyboard.press(key.slice(1, -1).split("+").map((name) => NAMES[name] ?? name).join("+"));
    } else {
      await page.keyboard.type(key);
    }
    await page.waitForTimeout(PAUSE);
  }
}

/** The words that the window doesn't show in time. */
async function missing(words) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const text = await screen();
    const absent = words.filter((each) => !text.includes(each));
    if (!absent.length || Date.now() > deadline) {
      return absent;
    }
    await page.waitForTimeout(50);
  }
}

async function settled() {
  const focused = () => page.evaluateHandle(() => document.activeElement);
  for (let at = await focused(), since = Date.now(); Date.now() - since < STILL; await page.waitForTimeout(50)) {
    const now = await focused();
    if (!(await page.evaluate(([one, other]) => one === other, [at, now]))) {
      [at, since] = [now, Date.now()];
    }
  }
}

await enter();
for (const { keys, shown } of JSON.parse(fs.readFileSync(0, "utf8"))) {
  await type(keys);
  const absent = await missing(shown);
  if (absent.length) {
    console.log(`after ${keys}: ${JSON.stringify(absent)} isn't in\n${await screen()}`);
    await page.screenshot({ path: picture });
    break;
  }
  await settled();
}
await browser.close();
