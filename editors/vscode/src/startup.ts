/** Completion while the server starts: without it, VS Code would say that there are no suggestions. */

import * as vscode from "vscode";

import type { Server } from "./server";

export function completeAtStart(server: Server): vscode.Disposable {
  return vscode.languages.registerCompletionItemProvider("scn", {
    provideCompletionItems: async (document, position) => {
      if (server.version) {
        return undefined; // the server answers itself
      }
      await server.whenStarted();
      return server.version
        ? vscode.commands.executeCommand<vscode.CompletionList>("vscode.executeCompletionItemProvider", document.uri, position)
        : undefined;
    },
  });
}
