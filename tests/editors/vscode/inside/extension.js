// Runs inside VS Code: asks the editor for the results of the scn extension, and writes them to a file.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const vscode = require("vscode");

const { eventually, opened, PATIENCE, run } = require("./editor.js");
const language = require("./language.js");
const views = require("./views.js");

const tests = {
  ...language.tests,
  ...views.tests,

  "nothing is said of files that are gone": async () => {
    for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
      await vscode.window.showTextDocument(document);
      await run("workbench.action.revertAndCloseActiveEditor");
    }
    await run("workbench.action.closeAllEditors");
    await new Promise((resolve) => setTimeout(resolve, 3000)); // the editor looks at closed files every two seconds
    opened.forEach((file) => fs.rmSync(file));
    const left = () => vscode.languages.getDiagnostics().filter(([, problems]) => problems.length);
    await eventually(() => left().length === 0, () => left().map(([uri]) => uri.toString()));
  },
};

function late() {
  return new Promise((_, reject) => setTimeout(() => reject(new Error("it did not end")), 2 * PATIENCE));
}

exports.activate = async () => {
  if (fs.existsSync(process.env.SCN_FOUND)) {
    return; // the window was reloaded
  }
  const found = {};
  for (const [name, test] of Object.entries(tests)) {
    try {
      await Promise.race([test(), late()]);
      found[name] = "";
    } catch (error) {
      found[name] = error.stack ?? String(error);
    }
  }
  fs.writeFileSync(process.env.SCN_FOUND, JSON.stringify(found));
};
