/** The target for checking and compiling, and the health of the server, in the status bar. */

import * as vscode from "vscode";

import { isScript, PAYLOAD_SCHEME, reason } from "./scripts";
import type { Server } from "./server";

interface Target {
  readonly name: string;
  readonly summary: string;
}

/** The target of a script. */
interface Effective {
  readonly target: string;
  readonly origin: "picked" | "script" | "configuration" | "default";
  /** The target that the script has if nobody picks one. */
  readonly own: string;
}

interface Choice extends vscode.QuickPickItem {
  readonly target: string | null;
}

const KEY = "scn.target";
const ORIGINS = {
  picked: { short: "chosen", long: "chosen for all scripts" },
  script: { short: "script", long: "from the script" },
  configuration: { short: "configuration", long: "from the project's configuration" },
  default: { short: "default", long: "the default: neither the script nor the project's configuration sets one" },
};
const COMMANDS = { "Choose target": "scn.pickTarget", "Restart server": "scn.restartServer", "Show output": "scn.showOutput" };

export class Targets implements vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<void>();
  readonly onChange = this.changed.event;
  private readonly item = vscode.window.createStatusBarItem("scn.target", vscode.StatusBarAlignment.Right, 100);
  private readonly parts: vscode.Disposable[];
  /** The target of the script that is shown. */
  private effective: Effective | undefined;
  /** The number of requests sent: only the latest answer is shown. */
  private asked = 0;

  constructor(
    private readonly memory: vscode.Memento,
    private readonly server: Server,
  ) {
    this.item.name = "scn target";
    this.parts = [
      this.item,
      this.changed,
      server.onReady(() => this.update()),
      server.onHealth(() => this.show()),
      vscode.window.onDidChangeActiveTextEditor(() => this.update()),
      // after each check: the `target:` line or the configuration may have changed
      vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.some((uri) => uri.toString() === scriptShown()) && this.update()),
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
    const choices = await this.choices();
    if (!choices.length) {
      return; // a message says why
    }
    const picker = vscode.window.createQuickPick<Choice>();
    picker.title = "Target for All Scripts";
    picker.matchOnDescription = true;
    picker.items = choices;
    picker.activeItems = choices.filter(({ target }) => target === this.chosen);
    picker.onDidAccept(() => {
      const [picked] = picker.selectedItems;
      picker.hide();
      if (picked) {
        void this.choose(picked.target);
      }
    });
    picker.onDidHide(() => picker.dispose());
    picker.show();
  }

  dispose(): void {
    vscode.Disposable.from(...this.parts).dispose();
  }

  private async choose(target: string | null): Promise<void> {
    await this.memory.update(KEY, target ?? undefined);
    await this.server.configure();
    this.changed.fire();
    await this.update();
  }

  private async choices(): Promise<Choice[]> {
    const check = (target: string | null) => (target === this.chosen ? "$(check) " : "");
    try {
      const targets = await this.server.ask<Target[]>("scn.targets");
      const items = targets.map(({ name, summary }) => ({ label: `${check(name)}${name}`, description: summary, target: name }));
      const own = this.effective ? `now ${this.effective.own}, ` : "";
      const description = `${own}from \`target:\` or the project's configuration`;
      return [{ label: `${check(null)}Each script's own`, description, target: null }, ...items];
    } catch (error) {
      void vscode.window.showErrorMessage(`scn: ${reason(error)}`);
      return [];
    }
  }

  /** Ask for the target of the script that is shown. */
  private async update(): Promise<void> {
    const script = scriptShown();
    const turn = ++this.asked;
    let effective: Effective | undefined;
    try {
      effective = script && !script.endsWith(".test.scn") ? await this.server.ask<Effective>("scn.target", script) : undefined;
    } catch {
      // no server runs, or the file is gone
    }
    if (turn === this.asked) {
      this.effective = effective;
      this.show();
    }
  }

  private show(): void {
    const { trouble, version } = this.server;
    const { target, origin, own } = this.effective ?? {};
    const isOverridden = target !== own;
    const words = target && origin ? `${target} · ${ORIGINS[origin].short}` : "scn";
    this.item.text = `$(${trouble ? "error" : version ? "target" : "sync~spin"}) ${words}`;
    this.item.backgroundColor = trouble
      ? new vscode.ThemeColor("statusBarItem.errorBackground")
      : isOverridden
        ? new vscode.ThemeColor("statusBarItem.warningBackground")
        : undefined;
    this.item.command = trouble ? "scn.restartServer" : "scn.pickTarget";
    const lines = [
      target && origin ? `Target: **${target}**, ${ORIGINS[origin].long}${isOverridden ? `; without it, **${own}**` : ""}` : "",
      trouble ? `Server: ${trouble}` : version ? `Server: running, scn ${version}, from ${this.server.origin}` : "Server: starting",
      Object.entries(COMMANDS)
        .map(([title, command]) => `[${title}](command:${command})`)
        .join(" · "),
    ];
    const tooltip = new vscode.MarkdownString(lines.filter(Boolean).join("\n\n"));
    tooltip.isTrusted = { enabledCommands: Object.values(COMMANDS) };
    this.item.tooltip = tooltip;
    if (scriptShown()) {
      this.item.show();
    } else {
      this.item.hide();
    }
  }
}

/** The script in the active editor, or the one whose payload is there. */
function scriptShown(): string | undefined {
  const shown = vscode.window.activeTextEditor?.document;
  return shown?.uri.scheme === PAYLOAD_SCHEME ? shown.uri.query : isScript(shown) ? shown?.uri.toString() : undefined;
}
