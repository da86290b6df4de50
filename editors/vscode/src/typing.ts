/** Tells the server which lists of completions appear while the author types, so that they don't take the Enter key. */

import * as vscode from "vscode";
import type { CompletionMiddleware } from "vscode-languageclient";

/** How soon after a change VS Code asks for completions by itself. */
const WITHIN = 1_000;

export class Typing implements vscode.Disposable {
  private typed: { readonly document: vscode.TextDocument; readonly at: number } | undefined;
  private readonly changes = vscode.workspace.onDidChangeTextDocument(({ document }) => {
    this.typed = { document, at: Date.now() };
  });

  /** For VS Code, the list that the first letter opens and the list that Ctrl+Space opens are of one kind. */
  readonly middleware: CompletionMiddleware = {
    provideCompletionItem: (document, position, context, token, next) => {
      const appears = this.isTyping(document) && context.triggerKind === vscode.CompletionTriggerKind.Invoke;
      const triggerKind = vscode.CompletionTriggerKind.TriggerForIncompleteCompletions;
      return next(document, position, appears ? { ...context, triggerKind } : context, token);
    },
  };

  dispose(): void {
    this.changes.dispose();
  }

  /** Whether nothing was asked for since a change. */
  private isTyping(document: vscode.TextDocument): boolean {
    const { typed } = this;
    this.typed = undefined;
    return typed?.document === document && Date.now() - typed.at < WITHIN;
  }
}
