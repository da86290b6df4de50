/** The target for checking and compiling: chosen in the status bar, remembered for the workspace. */

import * as vscode from "vscode";

import { isScript, PAYLOAD_SCHEME, reason } from "./scripts";
import type { Server } from "./server";

interface Target {
  readonly name: string;
  readonly summary: string;
}

const KEY = "scn.target";
const BY_ITSELF = "Each script's own";

export class Targets implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onChange = this.changed.event;
  private readonly item = vscode.window.createStatusBarItem("scn.target", vscode.StatusBarAlignment.Right, 100);
  private readonly parts: vscode.Disposable[];

  constructor(
    private readonly memory: vscode.Memento,
    private readonly server: Server,
  ) {
    this.item.name = "scn target";
    this.parts = [
      this.item,
      this.changed,
      server.onReady(() => this.show()),
      server.onTrouble(() => this.show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.show()),
    ];
    this.show();
  }

  /** The chosen target; `null` for each script's own. */
  get chosen(): string | null {
    return this.memory.get<string>(KEY) ?? null;
  }

  options(): object {
    return { target: this.chosen };
  }

  async pick(): Promise<void> {
    const picked = await vscode.window.showQuickPick(this.choices(), {
      title: "Target for All Scripts",
      matchOnDescription: true,
    });
    if (picked) {
      await this.choose(picked.label === BY_ITSELF ? null : picked.label);
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.parts).dispose();
  }

  private async choose(target: string | null): Promise<void> {
    await this.memory.update(KEY, target ?? undefined);
    this.show();
    await this.server.configure();
    this.changed.fire();
  }

  private async choices(): Promise<vscode.QuickPickItem[]> {
    try {
      const targets = await this.server.ask<Target[]>("scn.targets");
      const items = targets.map(({ name, summary }) => ({ label: name, description: summary }));
      return [{ label: BY_ITSELF, description: "from `target:` or the project's configuration" }, ...items];
    } catch (error) {
      void vscode.window.showErrorMessage(`scn: ${reason(error)}`);
      return [];
    }
  }

  private show(): void {
    const { trouble } = this.server;
    this.item.text = `$(${trouble ? "error" : "target"}) ${this.chosen ?? "scn"}`;
    this.item.backgroundColor = trouble ? new vscode.ThemeColor("statusBarItem.errorBackground") : undefined;
    this.item.command = trouble ? "scn.restartServer" : "scn.pickTarget";
    this.item.tooltip = trouble
      ? `scn: ${trouble}\nClick to restart the server.`
      : `scn: ${this.chosen ?? "each script's own target"}\nserver: ${this.server.origin}`;
    const shown = vscode.window.activeTextEditor?.document;
    if (isScript(shown) || shown?.uri.scheme === PAYLOAD_SCHEME) {
      this.item.show();
    } else {
      this.item.hide();
    }
  }
}
