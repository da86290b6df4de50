/** Decompiles a payload into a script: a new, unsaved document. */

import * as vscode from "vscode";

import { reason } from "./scripts";
import type { Server } from "./server";

interface Decompiled {
  readonly script: string | null;
  readonly target: string | null;
  readonly problems: readonly string[];
}

export async function decompileJson(server: Server, output: vscode.LogOutputChannel, uri?: vscode.Uri): Promise<void> {
  const source = uri ?? (await chosenFile());
  if (!source) {
    return;
  }
  try {
    const payload = await vscode.workspace.openTextDocument(source);
    const made = await server.ask<Decompiled>("scn.decompile", payload.getText());
    made.problems.forEach((problem) => output.warn(problem));
    if (made.script === null) {
      return void vscode.window.showErrorMessage(`scn: ${made.problems[0] ?? "scn can't read this payload"}`);
    }
    const script = await vscode.workspace.openTextDocument({ language: "scn", content: made.script });
    await vscode.window.showTextDocument(script);
    if (made.problems.length) {
      void vscode.window.showWarningMessage(`scn: ${made.problems.join("; ")}`);
    }
  } catch (error) {
    void vscode.window.showErrorMessage(`scn: ${reason(error)}`);
  }
}

async function chosenFile(): Promise<vscode.Uri | undefined> {
  const chosen = await vscode.window.showOpenDialog({ filters: { JSON: ["json"] }, openLabel: "Decompile" });
  return chosen?.[0];
}
