// The editor's answers about scripts and configurations: problems, completions, hovers, lenses and edits.

const assert = require("node:assert/strict");
const fs = require("node:fs");
const path = require("node:path");
const vscode = require("vscode");

const { at, eventually, open, run, SCRIPT, tabs } = require("./editor.js");

exports.tests = {
  "the extension is active": async () => {
    const extension = vscode.extensions.getExtension("scnlang.scn");
    await extension.activate();
    assert.ok(extension.isActive);
    assert.equal((await open("active.scn", SCRIPT)).languageId, "scn");
  },

  "a misspelled word is one problem, and one preferred quick fix mends it": async () => {
    const document = await open("typo.scn", SCRIPT.replace("@day WHEN The", 'WEHN contains "appointment"\n  say: A\n\n@day WHEN The'));
    const [problem] = await eventually(() => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length ? found : undefined;
    });
    assert.equal(vscode.languages.getDiagnostics(document.uri).length, 1);
    assert.equal(document.getText(problem.range), "WEHN");
    const actions = await run("vscode.executeCodeActionProvider", document.uri, problem.range, "quickfix", 10);
    const preferred = actions.filter((action) => action.isPreferred);
    assert.equal(preferred.length, 1);
    await vscode.workspace.applyEdit(preferred[0].edit);
    assert.match(document.getText(), /^WHEN contains "appointment"$/m);
    await eventually(() => vscode.languages.getDiagnostics(document.uri).length === 0);
  },

  "a label is renamed wherever it stands": async () => {
    const document = await open("rename.scn", SCRIPT);
    const edit = await run("vscode.executeDocumentRenameProvider", document.uri, at(document, "@day", 2), "weekday");
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), SCRIPT.replaceAll("@day", "@weekday"));
  },

  "the definition and the references of a label are found": async () => {
    const document = await open("find.scn", SCRIPT);
    const [place] = await run("vscode.executeDefinitionProvider", document.uri, at(document, "AFTER @day", 8));
    assert.equal((place.targetRange ?? place.range).start.line, 7);
    const references = await run("vscode.executeReferenceProvider", document.uri, at(document, "@day", 2));
    assert.deepEqual(references.map(({ range }) => range.start.line), [7, 10]);
  },

  "tags are offered after <": async () => {
    assert.ok((await offered("say: Or <")).includes("silence"));
  },

  "attributes are offered inside a tag": async () => {
    assert.ok((await offered("say: Or <silence ")).includes("time"));
  },

  "labels are offered after AFTER @": async () => {
    const labels = await offered("AFTER @", "AFTER @day");
    assert.ok(labels.some((label) => label.replace("@", "") === "day"), String(labels));
  },

  "a word of the language says what it means": async () => {
    const document = await open("hover.scn", SCRIPT);
    const hovers = await run("vscode.executeHoverProvider", document.uri, at(document, "WHEN", 1));
    assert.ok(hovers.length > 0);
  },

  "the code of a problem, a suppression and a hover lead to the page of the rule": async () => {
    const document = await open("links.scn", SCRIPT.replace("FIRST_MESSAGE", "# scn: allow unused-label because\nFRIST_MESSAGE"));
    const [problem] = await eventually(() => {
      const found = vscode.languages.getDiagnostics(document.uri).filter(({ code }) => code?.value === "SCN101");
      return found.length ? found : undefined;
    });
    assertOpens(problem.code.target, "reference/rules/misspelt-keyword");
    const [link] = await run("vscode.executeLinkProvider", document.uri);
    assertOpens(link.target, "reference/rules/unused-label");
    const hovers = await run("vscode.executeHoverProvider", document.uri, at(document, "FRIST", 1));
    const texts = hovers.flatMap(({ contents }) => contents);
    const [shown] = texts.filter(({ value }) => value.includes("More: [misspelt-keyword]("));
    assertOpens(vscode.Uri.parse(/\((command:.*)\)$/m.exec(shown.value)[1]), "reference/rules/misspelt-keyword");
    assert.deepEqual([...shown.isTrusted.enabledCommands], ["scn.openDocs"]);
  },

  "the page of a rule opens in the editor if the browser can't reach it": async () => {
    await run("scn.openDocs", "reference/rules/misspelt-keyword");
    await eventually(() => tabs().some(({ label }) => /misspelt-keyword/.test(label)), () => tabs().map(({ label }) => label));
    await run("workbench.action.closeActiveEditor");
    const document = await open("docs.scn", SCRIPT.replace("FIRST_MESSAGE", "FRIST_MESSAGE"));
    await eventually(() => vscode.languages.getDiagnostics(document.uri).length);
    const start = at(document, "FRIST", 1);
    vscode.window.activeTextEditor.selection = new vscode.Selection(start, start);
    await run("scn.openDocs");
    await eventually(() => tabs().some(({ label }) => /misspelt-keyword/.test(label)), () => tabs().map(({ label }) => label));
    await run("workbench.action.closeActiveEditor");
  },

  "completion waits for a server that starts": async () => {
    const document = await open("start.scn", "\n");
    const restarted = run("scn.restartServer");
    await new Promise((resolve) => setTimeout(resolve, 50));
    const list = await run("vscode.executeCompletionItemProvider", document.uri, new vscode.Position(0, 0));
    assert.ok(list.items.some(({ label }) => (label.label ?? label) === "scenario:"));
    await restarted;
  },

  "a script is laid out": async () => {
    const document = await open("format.scn", SCRIPT.replace("  say: Hello", "say:    Hello"));
    const edits = await run("vscode.executeFormatDocumentProvider", document.uri, { tabSize: 2, insertSpaces: true });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), SCRIPT);
  },

  "the outline has the scenario": async () => {
    const document = await open("outline.scn", SCRIPT);
    const symbols = await run("vscode.executeDocumentSymbolProvider", document.uri);
    assert.match(symbols[0].name, /Book a day/);
  },

  "the words have their colors": async () => {
    const document = await open("colors.scn", SCRIPT);
    const tokens = await run("vscode.provideDocumentSemanticTokens", document.uri);
    assert.ok(tokens.data.length > 0);
  },

  "a configuration has problems, completions and hovers": async () => {
    fs.mkdirSync(path.join(vscode.workspace.workspaceFolders[0].uri.fsPath, "configured"), { recursive: true });
    const document = await open("configured/scn.toml", 'ignore = ["unused-labl"]\n\n');
    const [problem] = await eventually(() => {
      const found = vscode.languages.getDiagnostics(document.uri);
      return found.length ? found : undefined;
    });
    assert.equal(document.getText(problem.range), '"unused-labl"');
    const list = await run("vscode.executeCompletionItemProvider", document.uri, new vscode.Position(1, 0));
    assert.ok(list.items.some(({ label }) => (label.label ?? label) === "target"));
    const [hover] = await run("vscode.executeHoverProvider", document.uri, new vscode.Position(0, 2));
    assert.match(hover.contents[0].value, /^\*\*`ignore`\*\*: The rules to ignore/);
  },

  "a lens says how often a block fires, also after a new measurement": async () => {
    const folder = path.join(vscode.workspace.workspaceFolders[0].uri.fsPath, "measured");
    fs.mkdirSync(folder);
    const measure = (holds) => fs.writeFileSync(path.join(folder, "calls.json"), JSON.stringify(measurement('contains "day"', holds)));
    fs.writeFileSync(path.join(folder, "scn.toml"), 'measured = "calls.json"\n');
    measure(0);
    const document = await open("measured/shop.scn", SCRIPT.replace("The agent asks for a day", 'contains "day"'));
    const codes = () => vscode.languages.getDiagnostics(document.uri).map(({ code }) => code.value ?? code);
    await eventually(() => codes().includes("SCN647"), codes);
    assert.ok((await lenses(document)).includes("fires in none of 1,000 utterances"));
    measure(12);
    await eventually(() => !codes().includes("SCN647"), codes);
    assert.ok((await lenses(document)).includes("fires in 1.2% of 1,000 utterances"));
  },
};

function assertOpens(target, page) {
  assert.equal(target.scheme, "command");
  assert.equal(target.path, "scn.openDocs");
  assert.deepEqual(JSON.parse(target.query), [page]);
}

/** A measurement of one condition in 1,000 utterances. */
function measurement(condition, holds) {
  const counts = { holds, first: holds, heard: 0, lost: 0, gained: 0, numbers: 0, undecided: 0 };
  return { version: 1, utterances: 1000, conditions: [{ condition, not_measured: null, near: [], ...counts }], pairs: [] };
}

/** The titles of the lenses in a document. */
async function lenses(document) {
  const found = await run("vscode.executeCodeLensProvider", document.uri, 100);
  return found.map(({ command }) => command.title);
}

/** The completions at the end of a line that ends with `typed` instead of `before`. */
async function offered(typed, before = "say: Or Thursday.") {
  const document = await open(`offered-${typed.length}.scn`, SCRIPT.replace(before, typed));
  const list = await run("vscode.executeCompletionItemProvider", document.uri, at(document, typed, typed.length));
  return list.items.map(({ label }) => (typeof label === "string" ? label : label.label).replace(/[</>]/g, "").trim().split(/[ =]/)[0]);
}
