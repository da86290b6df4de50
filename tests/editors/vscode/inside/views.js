// Payloads, graphs and new scripts, and the hints that the settings choose.

const assert = require("node:assert/strict");
const path = require("node:path");
const vscode = require("vscode");

const { at, eventually, open, PATIENCE, replace, run, SCRIPT, tabs } = require("./editor.js");

exports.tests = {
  "the payload stands beside the script, and follows it": async () => {
    const document = await open("payload.scn", SCRIPT);
    await run("scn.showPayload", document.uri);
    const payload = await eventually(() => shown("scn-payload", "payload.payload.jsonc"));
    assert.equal(JSON.parse(payload.getText()).name, "Book a day");
    await replace(document, "Hello", "Good evening");
    await eventually(() => payload.getText().includes("Good evening"));
    const before = payload.getText();
    assert.equal(await bar(payload), "$(target) cekura");
    await replace(document, "FIRST_MESSAGE", "FRIST_MESSAGE");
    await eventuallyBar(payload, "$(warning) From before the errors: line 5: unknown keyword `FRIST_MESSAGE`");
    assert.equal(payload.getText(), before);
    await replace(document, "FRIST_MESSAGE", "FIRST_MESSAGE");
    await eventuallyBar(payload, "$(target) cekura");
  },

  "a part of a payload leads to its block": async () => {
    const document = await open("places.scn", SCRIPT);
    await run("scn.showPayload", document.uri);
    const payload = await eventually(() => shown("scn-payload", "places.payload.jsonc"));
    await eventually(() => payload.getText());
    const [place] = await run("vscode.executeDefinitionProvider", payload.uri, at(payload, "Or Thursday", 3));
    assert.equal(place.uri.toString(), document.uri.toString());
    assert.equal(document.getText(place.range).split("\n")[0], "AFTER @day");
  },

  "the folds of a payload stay while the script changes": async () => {
    const document = await open("folds.scn", SCRIPT);
    await run("scn.showPayload", document.uri);
    const payload = await eventually(() => shown("scn-payload", "folds.payload.jsonc"));
    await eventually(() => payload.getText());
    const editor = await vscode.window.showTextDocument(payload, vscode.ViewColumn.Two);
    await run("editor.fold", { selectionLines: [at(payload, '"id": 1', 0).line - 1] });
    await eventually(() => editor.visibleRanges.length === 2);
    await replace(document, "say: Hello", "say: Hello\n\nWHEN The agent waits\n  say: Hello?");
    await eventually(() => payload.getText().includes("Hello?"));
    assert.equal(editor.visibleRanges.length, 2);
  },

  "hints, lenses and problems are those that the settings choose": async () => {
    const document = await open("settings.scn", SCRIPT.replace("FIRST_MESSAGE", "FRIST_MESSAGE"));
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const hints = () => run("vscode.executeInlayHintProvider", document.uri, whole);
    const problems = () => vscode.languages.getDiagnostics(document.uri);
    assert.equal((await hints())[0].label[0].value, "id 0");
    assert.deepEqual((await hints())[0].position, document.lineAt(4).range.end);
    await eventually(() => problems().length);
    const settings = vscode.workspace.getConfiguration("scn");
    for (const [name, value] of [["hints", []], ["lenses", []], ["checks", "none"]]) {
      await settings.update(name, value, vscode.ConfigurationTarget.Global);
    }
    await eventually(() => problems().length === 0);
    assert.deepEqual(await hints(), []);
    assert.deepEqual(await run("vscode.executeCodeLensProvider", document.uri), []);
    for (const name of ["hints", "lenses", "checks"]) {
      await settings.update(name, undefined, vscode.ConfigurationTarget.Global);
    }
    await eventually(() => problems().length);
  },

  "a file without a scenario says why its payload is empty": async () => {
    const document = await open("shared.scn", "fragment: end\nWHEN The agent says goodbye\n  end call\n");
    await run("scn.showPayload", document.uri);
    const payload = await eventually(() => vscode.workspace.textDocuments.find(({ uri }) => uri.path.endsWith("shared.payload.jsonc")));
    await eventuallyBar(payload, "$(info) This file has no scenario, so it has no payload");
    assert.equal(payload.getText(), "");
  },

  "the graph stands beside the script": async () => {
    const document = await open("graph.scn", SCRIPT);
    await run("scn.showGraph", document.uri);
    await eventually(() => tabs().some((tab) => tab.label === "graph: graph"));
  },

  "a problem leads to its line, and one in another file to the list of problems": async () => {
    const document = await open("problem.scn", SCRIPT);
    const line = () => vscode.window.activeTextEditor.selection.active.line;
    await run("scn.goToProblem", document.uri.toString(), "3: wrong");
    assert.equal(line(), 2);
    await run("scn.goToProblem", document.uri.toString(), "7-calls.scn:9: wrong");
    assert.equal(line(), 2);
    await run("workbench.action.closePanel");
  },

  "a payload becomes a script that is not saved": async () => {
    const payload = { role: "A caller", conditions: [first("Hello from JSON")] };
    const document = await open("payload.json", JSON.stringify(payload), "json");
    await run("scn.decompileJson", document.uri);
    const script = vscode.window.activeTextEditor.document;
    assert.equal(script.languageId, "scn");
    assert.ok(script.isUntitled);
    assert.match(script.getText(), /^ {2}say: Hello from JSON$/m);
  },

  "a script made from a payload has the name of its scenario": async () => {
    const actions = { role: "A caller", conditions: [first("Hello")] };
    const payload = { name: "Book a day!", scenario_type: "conditional_actions", conditional_actions: actions };
    const document = await open("made.json", JSON.stringify(payload), "json");
    await run("scn.decompileJson", document.uri);
    const script = vscode.window.activeTextEditor.document;
    assert.equal(path.basename(script.uri.path), "book-a-day.scn");
    assert.ok(script.isUntitled);
    assert.match(script.getText(), /^scenario: Book a day!$/m);
    await replace(script, "Book a day!", "Book two days");
    await run("scn.decompileJson", document.uri);
    assert.notEqual(vscode.window.activeTextEditor.document, script);
    assert.match(script.getText(), /^scenario: Book two days$/m);
    await run("workbench.action.revertAndCloseActiveEditor");
    await vscode.window.showTextDocument(script);
    await run("workbench.action.revertAndCloseActiveEditor");
  },

  "a new script has a scenario to fill in": async () => {
    await run("scn.newScript");
    const script = vscode.window.activeTextEditor.document;
    await eventually(() => script.getText().startsWith("scenario: Ask for the opening hours"), () => script.getText());
    assert.equal(script.languageId, "scn");
    assert.ok(script.isUntitled);
    await run("workbench.action.revertAndCloseActiveEditor");
  },
};

/** The bar above a payload. */
async function bar(payload) {
  const [lens] = await run("vscode.executeCodeLensProvider", payload.uri);
  return lens?.command.title.replace("\u00a0", " ");
}

async function eventuallyBar(payload, title) {
  const deadline = Date.now() + PATIENCE;
  while ((await bar(payload)) !== title) {
    assert.ok(Date.now() < deadline, `the bar is ${await bar(payload)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

function first(action) {
  return { id: 0, condition: "FIRST_MESSAGE", action, type: "standard", fixed_message: true };
}

function shown(scheme, name) {
  return vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === scheme && uri.path.endsWith(name));
}
