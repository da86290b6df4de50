// Drives VS Code in a browser with real keystrokes, one chapter after the other:
// node drive.mjs PLAYWRIGHT CHROMIUM ADDRESS WORKSPACE FOUND PICTURES DATA ENVIRONMENT
// Prints the results as JSON: the name of each test, and its error or "".

import fs from "node:fs";
import path from "node:path";

import { tryCalls } from "./calls.mjs";
import { tryExplorer } from "./explorer.mjs";
import { tryPanes } from "./panes.mjs";
import { found, foundInside, workspace } from "./run.mjs";
import { tryServers } from "./servers.mjs";
import { tryThemes } from "./themes.mjs";
import { tryTyping } from "./typing.mjs";
import { browser, command, enter, eventually, page, PATIENCE } from "./window.mjs";

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
await enter();
await eventually(() => fs.existsSync(foundInside), 6 * PATIENCE);
await page.waitForTimeout(500);
await command("View: Close Primary Side Bar");
await command("Notifications: Clear All Notifications");

await tryTyping();
await tryPanes();
await tryExplorer();
await tryThemes();
await tryCalls();
await tryServers();

await browser.close();
console.log(JSON.stringify(found));
