/** Shows the graph of a script beside it, while you type; a click on a node goes to its line. Its page has its own policy. */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

import { following, reason, stem } from "./scripts";
import type { Server } from "./server";

/** The policy of a page that only shows a message. */
const SEALED = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;

interface Shown {
  readonly panel: vscode.WebviewPanel;
  /** The number of requests sent: only the latest answer is shown. */
  asked: number;
}

export class Graphs implements vscode.Disposable {
  private readonly panels = new Map<string, Shown>();
  private readonly parts: vscode.Disposable[];

  constructor(private readonly server: Server) {
    this.parts = [
      following((script) => this.draw(script)),
      server.onReady(() => [...this.panels.keys()].forEach((key) => void this.draw(vscode.Uri.parse(key)))),
    ];
  }

  async show(script: vscode.Uri | undefined): Promise<void> {
    if (!script) {
      return;
    }
    const key = script.toString();
    const known = this.panels.get(key);
    if (known) {
      return known.panel.reveal(undefined, true);
    }
    const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
    const panel = vscode.window.createWebviewPanel("scn.graph", `${stem(script)}: graph`, column, { enableScripts: true });
    this.panels.set(key, { panel, asked: 0 });
    panel.onDidDispose(() => this.panels.delete(key));
    panel.webview.onDidReceiveMessage((message: { line?: unknown }) => goTo(script, message.line));
    await this.draw(script);
  }

  dispose(): void {
    const panels = [...this.panels.values()].map(({ panel }) => panel);
    vscode.Disposable.from(...this.parts, ...panels).dispose();
  }

  private async draw(script: vscode.Uri): Promise<void> {
    const key = script.toString();
    const shown = this.panels.get(key);
    if (!shown) {
      return;
    }
    const turn = ++shown.asked;
    const html = await this.page(key);
    if (this.panels.get(key) === shown && shown.asked === turn) {
      shown.panel.webview.html = html;
    }
  }

  /** The graph, or the reason why it can't be drawn. */
  private async page(script: string): Promise<string> {
    const nonce = randomBytes(16).toString("hex");
    try {
      const { text } = await this.server.ask<{ text: string }>("scn.graph", script, "html", nonce);
      return text;
    } catch (error) {
      return `<!DOCTYPE html><meta charset="utf-8">${SEALED}<p>${escaped(reason(error))}</p>`;
    }
  }
}

async function goTo(script: vscode.Uri, line: unknown): Promise<void> {
  if (typeof line !== "number" || line < 1) {
    return;
  }
  const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === script.toString());
  const document = await vscode.workspace.openTextDocument(script);
  const place = document.lineAt(Math.min(line, document.lineCount) - 1).range;
  await vscode.window.showTextDocument(document, { viewColumn: shown?.viewColumn ?? vscode.ViewColumn.One, selection: place });
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
