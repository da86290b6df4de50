/** The help, and the pages of rules. */

import { openDialog } from "./dialogs";
import { documentation, h } from "./dom";

const KEYS: readonly [string, string][] = [
  ["Ctrl+Space", "complete"],
  ["Ctrl+.", "fixes and refactorings at the cursor"],
  ["Shift+Alt+F", "format"],
  ["Ctrl+K Ctrl+I", "show help for the word at the cursor"],
  ["F8", "go to the next problem"],
  ["Ctrl+F", "find and replace"],
  ["Ctrl+/", "comment or uncomment"],
  ["Tab", "leave the editor; accept a completion"],
];

export function openHelp(version: string, isLocal: boolean): void {
  const rows = KEYS.map(([key, words]) => h("tr", {}, h("td", {}, h("kbd", {}, key)), h("td", {}, words)));
  const where = isLocal
    ? "The scn on your machine answers this page. Your files on disk never change."
    : "Everything runs in this page. Nothing that you type leaves your browser.";
  const content = h(
    "div", {},
    h("p", {}, "scn scripts simulated callers: what a caller says to a voice agent, and when. Write a script on the left; the payload for the platform, the graph, and a call that you can play appear beside it."),
    h("p", {}, `${where} The browser stores your script, and the one that you wrote before it, until you choose Reset. A link that you share contains the whole script.`),
    h("table", { class: "keys" }, h("tbody", {}, ...rows)),
    h("p", {}, `On a Mac, Ctrl is Cmd, except for Ctrl+Space.${version ? ` scn ${version}.` : ""}`),
  );
  openDialog("Help", content);
}

export function openPage(title: string, html: string): void {
  openDialog(title, documentation(html));
}
