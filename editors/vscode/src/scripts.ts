/** What is shown of a script follows it while it is typed. */

import * as vscode from "vscode";

/** Of the pages that show payloads. */
export const PAYLOAD_SCHEME = "scn-payload";

const PAUSE = 150;

export function isScript(document: vscode.TextDocument | undefined): boolean {
  return document?.languageId === "scn";
}

/** Calls `show` a moment after each change of a script, once for several. */
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

/** The name of a script without its folder and its ending. */
export function stem(uri: vscode.Uri): string {
  return (uri.path.split("/").pop() || "script").replace(/\.scn$/, "");
}

/** What went wrong, in one line. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
