/** Shows the payload of a script beside it, while you type. */

import * as vscode from "vscode";

import { following, PAYLOAD_SCHEME, reason, stem } from "./scripts";
import type { Server } from "./server";
import type { Targets } from "./targets";

interface Compiled {
  readonly target: string;
  readonly payloads: readonly { readonly name: string | null; readonly json: string }[];
  /** The errors that prevent compiling, each with its line. */
  readonly problems?: readonly string[];
}

export class Payloads implements vscode.TextDocumentContentProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  /** The last payload of each script. */
  private readonly last = new Map<string, string>();
  /** The latest request for each script: answers can overtake each other, and only this one counts. */
  private readonly asked = new Map<string, Promise<Compiled>>();
  private readonly parts: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly targets: Targets,
  ) {
    this.parts = [
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(PAYLOAD_SCHEME, this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
      following((script) => this.changed.fire(pageOf(script))),
      targets.onChange(() => this.refresh()),
      server.onReady(() => this.refresh()),
    ];
  }

  async show(script: vscode.Uri | undefined): Promise<void> {
    if (!script) {
      return;
    }
    const page = await vscode.workspace.openTextDocument(pageOf(script));
    await vscode.window.showTextDocument(page, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
  }

  async provideTextDocumentContent(page: vscode.Uri): Promise<string> {
    const script = page.query;
    try {
      const compiled = await this.compile(script);
      if (compiled.problems?.length) {
        const lines = [...compiled.problems, "The last payload is below."];
        return `${lines.map((line) => `// ${line}\n`).join("")}\n${this.last.get(script) ?? ""}`;
      }
      const text = textOf(compiled);
      this.last.set(script, text);
      return text;
    } catch (error) {
      return `// ${reason(error)}\n`;
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.parts).dispose();
  }

  /** The latest answer, even for an older request. */
  private async compile(script: string): Promise<Compiled> {
    let answer = this.server.ask<Compiled>("scn.compile", script, this.targets.chosen);
    this.asked.set(script, answer);
    for (;;) {
      await Promise.allSettled([answer]);
      const newest = this.asked.get(script) ?? answer;
      if (newest === answer) {
        return answer;
      }
      answer = newest;
    }
  }

  private forget(page: vscode.Uri): void {
    if (page.scheme === PAYLOAD_SCHEME) {
      this.last.delete(page.query);
      this.asked.delete(page.query);
    }
  }

  private refresh(): void {
    vscode.workspace.textDocuments
      .filter((document) => document.uri.scheme === PAYLOAD_SCHEME)
      .forEach((document) => this.changed.fire(document.uri));
  }
}

/** The document that shows a script's payload. */
function pageOf(script: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: PAYLOAD_SCHEME, path: `/${stem(script)}.payload.jsonc`, query: script.toString() });
}

function textOf({ payloads }: Compiled): string {
  const parts = payloads.map(({ name, json }) => (payloads.length > 1 ? `// ${name ?? ""}\n${json}` : json));
  return parts.map((part) => part.trimEnd() + "\n").join("\n");
}
