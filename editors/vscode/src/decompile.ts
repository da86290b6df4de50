/** New scripts: unsaved documents, empty or decompiled from a payload. */

import * as vscode from "vscode";

import { nameOf, reason } from "./scripts";
import type { Server } from "./server";

interface Decompiled {
  readonly script: string | null;
  readonly target: string | null;
  readonly problems: readonly string[];
}

/** Open a new script, with a scenario to fill in. */
export async function newScript(): Promise<void> {
  await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ language: "scn" }));
  await vscode.commands.executeCommand("editor.action.insertSnippet", { langId: "scn", name: "A scenario" });
}

/** Decompile a payload: the one given, or that in the active editor, or else a file that the user chooses. */
export async function decompileJson(server: Server, output: vscode.LogOutputChannel, uri?: unknown): Promise<void> {
  const active = vscode.window.activeTextEditor?.document;
  const shown = active && ["json", "jsonc"].includes(active.languageId) ? active.uri : undefined;
  const source = uri instanceof vscode.Uri ? uri : (shown ?? (await chosenFile()));
  if (!source) {
    return;
  }
  try {
    const payload = await vscode.workspace.openTextDocument(source);
    const made = await server.ask<Decompiled>("scn.decompile", payload.getText());
    made.problems.forEach((problem) => output.warn(problem));
    if (made.script === null) {
      return void vscode.window.showErrorMessage(`scn: ${nameOf(source)}: ${made.problems[0] ?? "scn can't read this payload"}`);
    }
    await vscode.window.showTextDocument(await unsaved(made.script, source));
    if (made.problems.length) {
      void vscode.window.showWarningMessage(`scn: ${nameOf(source)}: ${made.problems.join("; ")}`);
    }
  } catch (error) {
    void vscode.window.showErrorMessage(`scn: ${nameOf(source)}: ${reason(error)}`);
  }
}

/** An unsaved script beside its payload, with the name of its scenario; without a free name, it is untitled. */
async function unsaved(text: string, payload: vscode.Uri): Promise<vscode.TextDocument> {
  const title = /^scenario: (.+)$/m.exec(text)?.[1] ?? "";
  const slug = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-+|-+$/g, "").slice(0, 60);
  const file = vscode.Uri.joinPath(payload, "..", `${slug}.scn`);
  const draft = file.with({ scheme: "untitled" });
  const isTaken = async () => isOpen(draft) || (await exists(file));
  if (!slug || payload.scheme !== "file" || (await isTaken())) {
    return vscode.workspace.openTextDocument({ language: "scn", content: text });
  }
  const script = await vscode.workspace.openTextDocument(draft);
  const edit = new vscode.WorkspaceEdit();
  edit.replace(script.uri, new vscode.Range(0, 0, script.lineCount, 0), text);
  await vscode.workspace.applyEdit(edit);
  return script;
}

function isOpen(uri: vscode.Uri): boolean {
  return vscode.workspace.textDocuments.some((document) => !document.isClosed && document.uri.toString() === uri.toString());
}

async function exists(file: vscode.Uri): Promise<boolean> {
  try {
    await vscode.workspace.fs.stat(file);
    return true;
  } catch {
    return false;
  }
}

async function chosenFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ filters: { JSON: ["json"] }, openLabel: "Decompile" });
  return chosen?.[0];
}
