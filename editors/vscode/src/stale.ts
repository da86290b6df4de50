/** Problems of a server that stopped: they stay, marked as old, until a new server has reported its own. */

import * as vscode from "vscode";

const SOURCE = "scn";
const MARKED = "scn, before it stopped";
/** How long a new server gets to report them again. */
const PATIENCE = 5_000;

export class StaleProblems implements vscode.Disposable {
  private readonly kept = vscode.languages.createDiagnosticCollection("scn-stale");
  private readonly changes = vscode.languages.onDidChangeDiagnostics(({ uris }) => uris.forEach((uri) => this.compare(uri)));
  private leaving: NodeJS.Timeout | undefined;

  /** Keep the problems: the server is gone, or about to go. */
  keep(): void {
    clearTimeout(this.leaving);
    this.leaving = undefined;
    for (const [uri] of vscode.languages.getDiagnostics()) {
      const own = fresh(uri);
      if (own.length) {
        this.kept.set(uri, own.map(marked));
      }
    }
  }

  /** A server runs: replace the kept problems with its own. */
  leave(): void {
    this.leaving ??= setTimeout(() => this.kept.clear(), PATIENCE);
  }

  dispose(): void {
    clearTimeout(this.leaving);
    vscode.Disposable.from(this.changes, this.kept).dispose();
  }

  private compare(uri: vscode.Uri): void {
    if (this.leaving && this.kept.has(uri) && fresh(uri).length) {
      this.kept.delete(uri);
    }
  }
}

/** The problems of the running server. */
function fresh(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter(({ source }) => source === SOURCE);
}

function marked({ range, message, severity, code }: vscode.Diagnostic): vscode.Diagnostic {
  return Object.assign(new vscode.Diagnostic(range, message, severity), { code, source: MARKED });
}
