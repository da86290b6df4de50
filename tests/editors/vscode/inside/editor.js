// What the tests inside the editor have in common.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const PATIENCE = 8000;
const SCRIPT = `scenario: Book a day
role: A caller
language: en

FIRST_MESSAGE
  say: Hello

@day WHEN The agent asks for a day
  say: Tuesday. <silence time="1s" />

AFTER @day
  say: Or Thursday.
  end call
`;

/** The files that the tests wrote. */
const opened = new Set();

function at(document, words, within) {
  return document.positionAt(document.getText().indexOf(words) + within);
}

async function open(name, text) {
  const file = path.join(vscode.workspace.workspaceFolders[0].uri.fsPath, name);
  fs.writeFileSync(file, text);
  opened.add(file);
  const document = await vscode.workspace.openTextDocument(file);
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  return document;
}

async function replace(document, old, fresh) {
  const edit = new vscode.WorkspaceEdit();
  const start = document.getText().indexOf(old);
  edit.replace(document.uri, new vscode.Range(document.positionAt(start), document.positionAt(start + old.length)), fresh);
  await vscode.workspace.applyEdit(edit);
}

function tabs() {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

function run(command, ...args) {
  return vscode.commands.executeCommand(command, ...args);
}

async function eventually(probe, shown = () => probe) {
  const deadline = Date.now() + PATIENCE;
  for (;;) {
    const found = probe();
    if (found) {
      return found;
    }
    assert.ok(Date.now() < deadline, `waited in vain: ${shown()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

module.exports = { at, eventually, open, opened, PATIENCE, replace, run, SCRIPT, tabs };
