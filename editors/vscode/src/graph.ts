/**
 * Shows the graph of a script beside it, while you type. The page is loaded once and then updated, so it keeps its zoom and
 * its place. It marks the block at the cursor, and a click on a node goes to its line. The page has its own policy.
 */

import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";

import { cursorIn, following, followingCursor, goTo, Later, reason, reopening, stem, summary } from "./scripts";
import type { Server } from "./server";

const VIEW = "scn.graph";
/** The key of the scripts with graphs, for a window that is reloaded. */
const KEY = "scn.graphs";
/** The policy of a page that only shows a message. */
const SEALED = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'">`;

interface Drawn {
  readonly text: string;
  readonly blocks: readonly Range[];
  readonly problems: readonly string[];
  /** Whether blocks may be missing because lines can't be read. */
  readonly unread: boolean;
  /** For how many milliseconds the errors wait, because they are about what is being typed. */
  readonly held?: number;
}

interface Shown {
  readonly panel: vscode.WebviewPanel;
  /** The number of requests sent: only the latest answer is shown. */
  asked: number;
  /** What the page shows; `undefined` if it shows no graph. */
  graph?: Drawn;
  /** Whether the script has changed since, but its errors wait. */
  isBehind: boolean;
  bar: { text: string; old: boolean };
}

export class Graphs implements vscode.Disposable {
  private readonly panels = new Map<string, Shown>();
  private readonly later = new Later((script) => this.draw(script));
  private readonly parts: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly memory: vscode.Memento,
  ) {
    this.parts = [
      this.later,
      reopening(VIEW, () => Object.keys(this.remembered()), title, (panel, script) => this.reopen(panel, script)),
      following(() => this.drawAll()),
      followingCursor((script) => this.mark(script.toString())),
      server.onReady(() => this.drawAll()),
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
    await this.open(vscode.window.createWebviewPanel(VIEW, title(script), column), script);
  }

  /** Draw a graph in a panel of the window before it was reloaded. */
  private async reopen(panel: vscode.WebviewPanel, script: vscode.Uri): Promise<void> {
    await (this.panels.has(script.toString()) ? panel.dispose() : this.open(panel, script));
  }

  private async open(panel: vscode.WebviewPanel, script: vscode.Uri): Promise<void> {
    const key = script.toString();
    this.panels.set(key, { panel, asked: 0, isBehind: false, bar: { text: "", old: false } });
    panel.webview.options = { enableScripts: true };
    void this.memory.update(KEY, { ...this.remembered(), [key]: true });
    panel.onDidDispose(() => this.forget(key));
    panel.webview.onDidReceiveMessage((message: { type?: unknown; line?: unknown }) =>
      message.type === "ready" ? this.refresh(key) : goTo(script, message.line),
    );
    await this.draw(script);
  }

  dispose(): void {
    const panels = [...this.panels.values()].map(({ panel }) => panel);
    this.panels.clear(); // a panel that is closed now isn't forgotten
    vscode.Disposable.from(...this.parts, ...panels).dispose();
  }

  /** The scripts of the graphs in this window, and of those in panels from before it was reloaded. */
  private remembered(): object {
    return this.memory.get(KEY, {});
  }

  private forget(key: string): void {
    if (this.panels.delete(key)) {
      this.later.stop(key);
      void this.memory.update(KEY, { ...this.remembered(), [key]: undefined });
    }
  }

  /** Draw each graph again: a script may import the one that has changed. */
  private drawAll(): void {
    [...this.panels.keys()].forEach((key) => void this.draw(vscode.Uri.parse(key)));
  }

  private async draw(script: vscode.Uri): Promise<void> {
    const key = script.toString();
    const shown = this.panels.get(key);
    if (!shown) {
      return;
    }
    const turn = ++shown.asked;
    const answer = await this.ask(key);
    if (this.panels.get(key) !== shown || shown.asked !== turn) {
      return;
    }
    this.later.stop(key);
    const held = typeof answer === "string" || !shown.graph ? 0 : (answer.held ?? 0);
    shown.isBehind = held > 0;
    if (held) {
      return this.later.wait(key, held);
    }
    if (typeof answer === "string") {
      shown.bar = { text: answer, old: true };
    } else {
      const old = answer.unread && shown.graph !== undefined;
      const words = summary(answer.problems);
      shown.bar = { text: words && old ? `This graph is from before the errors. ${capitalized(words)}` : capitalized(words), old };
    }
    if (typeof answer !== "string" && !shown.bar.old) {
      const isFirst = !shown.graph;
      shown.graph = answer;
      if (isFirst) {
        shown.panel.webview.html = answer.text; // it sends "ready"
      }
    } else if (!shown.graph) {
      shown.panel.webview.html = `<!DOCTYPE html><meta charset="utf-8">${SEALED}<p>${escaped(shown.bar.text)}</p>`;
    }
    this.refresh(key);
  }

  /** Send to the page what it should show. */
  private refresh(key: string): void {
    const shown = this.panels.get(key);
    if (shown?.graph) {
      void shown.panel.webview.postMessage({ type: "script", script: key });
      void shown.panel.webview.postMessage({ type: "graph", page: shown.graph.text });
      void shown.panel.webview.postMessage({ type: "bar", ...shown.bar });
      this.mark(key);
    }
  }

  /** Mark the block at the cursor; places in a graph from before errors aren't known. */
  private mark(key: string): void {
    const shown = this.panels.get(key);
    const line = cursorIn(key);
    if (shown?.graph && line !== undefined && !shown.bar.old && !shown.isBehind) {
      const block = shown.graph.blocks.find(({ start, end }) => start.line <= line && line <= end.line);
      void shown.panel.webview.postMessage({ type: "block", line: block ? block.start.line + 1 : 0 });
    }
  }

  /** The graph, or the reason why it can't be drawn. */
  private async ask(script: string): Promise<Drawn | string> {
    try {
      return await this.server.ask<Drawn>("scn.graph", script, "html", randomBytes(16).toString("hex"));
    } catch (error) {
      return reason(error);
    }
  }
}

function title(script: vscode.Uri): string {
  return `${stem(script)}: graph`;
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function escaped(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;");
}
