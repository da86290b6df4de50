// Servers of a project, and servers that stop, lack something or do not start.

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";

import { data, environment, log, test, workspace } from "./run.mjs";
import { command, eventually, openFile, page, underlined } from "./window.mjs";

const STATUS_ERROR = page.locator('[id="scnlang.scn.scn.target"].error-kind');

function toast(words) {
  return page.locator(".notification-toast", { hasText: words }).first();
}

/** Configures another server: the command, with its arguments. */
function serveBy(...words) {
  const settings = path.join(data, "Machine", "settings.json");
  fs.mkdirSync(path.dirname(settings), { recursive: true });
  fs.writeFileSync(settings, JSON.stringify({ "scn.server.command": words }));
}

export async function tryServers() {
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
}
