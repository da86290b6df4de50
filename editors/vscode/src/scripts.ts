/** Scripts, views that follow them while you type, and ways into them. */

import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";

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

/**
 * Calls `open` for each panel of a view when the window is reloaded. Its page keeps the `script` in its state. If VS Code
 * hasn't saved that state, the title of the panel tells which of the remembered scripts it shows.
 */
export function reopening(
  view: string,
  remembered: () => readonly string[],
  title: (script: vscode.Uri) => string,
  open: (panel: vscode.WebviewPanel, script: vscode.Uri) => Promise<void>,
): vscode.Disposable {
  return vscode.window.registerWebviewPanelSerializer(view, {
    deserializeWebviewPanel: async (panel, state: { script?: unknown } | undefined) => {
      const script = state?.script ?? remembered().find((each) => title(vscode.Uri.parse(each)) === panel.title);
      await (typeof script === "string" ? open(panel, vscode.Uri.parse(script)) : panel.dispose());
    },
  });
}

/** Calls `show` with the editor of a script, and the line of its cursor, from 0, whenever that may have changed. */
export function followingCursor(show: (script: vscode.Uri, line: number) => void): vscode.Disposable {
  const tell = (editor: vscode.TextEditor | undefined) =>
    editor && isScript(editor.document) && show(editor.document.uri, editor.selection.active.line);
  return vscode.Disposable.from(
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => tell(textEditor)),
    vscode.window.onDidChangeActiveTextEditor(tell),
  );
}

/** Calls `show` again for scripts with errors that wait: when the list of problems changes, or at last after a time. */
export class Later implements vscode.Disposable {
  private readonly waiting = new Map<string, NodeJS.Timeout>();
  private readonly changes = vscode.languages.onDidChangeDiagnostics(({ uris }) =>
    uris.map(String).forEach((script) => this.waiting.has(script) && this.wait(script, PAUSE)),
  );

  constructor(private readonly show: (script: vscode.Uri) => unknown) {}

  wait(script: string, milliseconds: number): void {
    this.stop(script);
    const again = () => {
      this.waiting.delete(script);
      this.show(vscode.Uri.parse(script));
    };
    this.waiting.set(script, setTimeout(again, milliseconds));
  }

  stop(script: string): void {
    clearTimeout(this.waiting.get(script));
    this.waiting.delete(script);
  }

  dispose(): void {
    this.changes.dispose();
    [...this.waiting.keys()].forEach((script) => this.stop(script));
  }
}

/** The line of the cursor in a script, from 0; `undefined` if no editor shows the script. */
export function cursorIn(script: string): number | undefined {
  return editorOf(script)?.selection.active.line;
}

/** The visible editor of a document. */
export function editorOf(uri: string): vscode.TextEditor | undefined {
  return vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri);
}

/** Go to a line of a script, from 1. */
export async function goTo(script: vscode.Uri, line: unknown): Promise<void> {
  if (typeof line !== "number" || !(line >= 1)) {
    return;
  }
  const shown = editorOf(script.toString());
  const document = await vscode.workspace.openTextDocument(script);
  const place = document.lineAt(Math.min(line, document.lineCount) - 1).range;
  await vscode.window.showTextDocument(document, { viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One, selection: place });
}

/** Go to the line of a problem, `LINE: MESSAGE`; a problem in another file is in the list of problems. */
export async function goToProblem(script: string, problem: string): Promise<void> {
  const line = /^(\d+): /.exec(problem)?.[1];
  await (line ? goTo(vscode.Uri.parse(script), Number(line)) : vscode.commands.executeCommand("workbench.actions.view.problems"));
}

/** The errors of a script in one line, e.g. `2 errors; line 3: unknown field`; empty without errors. */
export function summary(problems: readonly string[]): string {
  const [first = "", ...more] = problems;
  const words = first.replace(/^(\d+): /, "line $1: ");
  return more.length ? `${problems.length} errors; ${words}` : words;
}

/** The name of a file, without its folder. */
export function nameOf(uri: vscode.Uri): string {
  return uri.path.split("/").pop() || "script";
}

/** The name of a script, without folder and suffix. */
export function stem(uri: vscode.Uri): string {
  return nameOf(uri).replace(/\.scn$/, "");
}

/** The message of an error. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function toRange({ start, end }: Range): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}
