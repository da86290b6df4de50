/** Runs the tests of a script, as they are in the editor, and shows the results. */

import * as vscode from "vscode";

import { reason } from "./scripts";
import type { Server } from "./server";

interface Results {
  readonly passed: number;
  readonly failed: number;
  /** The problems and differences, each with its line, and the counts. */
  readonly text: string;
}

export class Tests implements vscode.Disposable {
  private readonly output = vscode.window.createOutputChannel("scn tests");

  constructor(private readonly server: Server) {}

  /** Run the tests of a file, or only those with a name. */
  async run(uri: unknown, name?: unknown): Promise<void> {
    try {
      const results = await this.server.ask<Results>("scn.test", String(uri), typeof name === "string" ? name : null);
      this.output.clear();
      this.output.appendLine(vscode.workspace.asRelativePath(vscode.Uri.parse(String(uri))));
      this.output.appendLine(results.text);
      this.output.show(true);
    } catch (error) {
      void vscode.window.showErrorMessage(`scn: the tests didn't run: ${reason(error)}`);
    }
  }

  dispose(): void {
    this.output.dispose();
  }
}
