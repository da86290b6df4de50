/** Scripts, and views that follow them while you type. */

import * as vscode from "vscode";

/** The scheme of documents that show payloads. */
export const PAYLOAD_SCHEME = "scn-payload";

const PAUSE = 150;

export function isScript(document: vscode.TextDocument | undefined): boolean {
  return document?.languageId === "scn";
}

/** Calls `show` shortly after a script changes, once for a burst of changes. */
export function following(show: (uri: vscode.Uri) => unknown): vscode.Disposable {
  const waiting = new Map<string, NodeJS.Timeout>();
  const changes = vscode.workspace.onDidChangeTextDocument(({ document }) => {
    if (!isScript(document)) {
      return;
    }
    const key = document.uri.toString();
    clearTimeout(waiting.get(key));
    waiting.set(
      key,
      setTimeout(() => {
        waiting.delete(key);
        show(document.uri);
      }, PAUSE),
    );
  });
  return { dispose: () => (changes.dispose(), waiting.forEach((timer) => clearTimeout(timer))) };
}

/** The name of a script, without folder and suffix. */
export function stem(uri: vscode.Uri): string {
  return (uri.path.split("/").pop() || "script").replace(/\.scn$/, "");
}

/** The message of an error. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
