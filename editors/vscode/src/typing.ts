/**
 * Lists of completions that appear while the author types don't take the Enter key from a line that is finished. The server
 * leaves out items for this, but until its answer is there, VS Code shows the items from before the last keys.
 */

import * as vscode from "vscode";
import type { CompletionMiddleware } from "vscode-languageclient";

/** How soon after a change VS Code asks for completions by itself. */
const WITHIN = 1_000;
/** A key that belongs to a word; after other characters, VS Code opens a new list. */
const IN_WORD = /^[\p{L}\p{N}_]$/u;

interface Listed {
  readonly document: vscode.TextDocument;
  readonly items: readonly vscode.CompletionItem[];
}

export class Typing implements vscode.Disposable {
  private typed: { readonly document: vscode.TextDocument; readonly at: number } | undefined;
  /** The latest items that VS Code got. */
  private listed: Listed | undefined;
  private readonly changes = vscode.workspace.onDidChangeTextDocument((change) => {
    this.typed = { document: change.document, at: Date.now() };
    if (this.listed && isFinished(this.listed, change)) {
      void vscode.commands.executeCommand("hideSuggestWidget");
    }
  });

  /** For VS Code, the list that the first letter opens and the list that Ctrl+Space opens are of one kind. */
  readonly middleware: CompletionMiddleware = {
    provideCompletionItem: async (document, position, context, token, next) => {
      const appears = this.isTyping(document) && context.triggerKind === vscode.CompletionTriggerKind.Invoke;
      const triggerKind = vscode.CompletionTriggerKind.TriggerForIncompleteCompletions;
      const found = await next(document, position, appears ? { ...context, triggerKind } : context, token);
      const items = Array.isArray(found) ? found : (found?.items ?? []);
      this.listed = token.isCancellationRequested ? this.listed : { document, items };
      return found;
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

/** Whether a key has finished what the listed items offer: the rules of `leave_enter` in the server. */
function isFinished({ document, items }: Listed, change: vscode.TextDocumentChangeEvent): boolean {
  const [key] = change.contentChanges;
  if (change.document !== document || change.contentChanges.length !== 1 || !key || !IN_WORD.test(key.text)) {
    return false;
  }
  const cursor = key.range.start.translate(0, key.text.length);
  const offers = items.flatMap((item) => {
    const start = startOf(item);
    const text = start?.line === cursor.line ? document.getText(new vscode.Range(start, cursor)).trim() : "";
    return text && fits(item, text) ? [{ item, text }] : [];
  });
  const isWhole = offers.some(({ item, text }) => insertedBy(item) === text);
  return isWhole || (offers.length > 0 && offers.every(({ item, text }) => isDone(item, text)));
}

function startOf({ range }: vscode.CompletionItem): vscode.Position | undefined {
  return range instanceof vscode.Range ? range.start : range?.inserting.start;
}

function insertedBy({ insertText, label }: vscode.CompletionItem): string {
  const text = insertText instanceof vscode.SnippetString ? insertText.value.replace(/\$0$/, "") : insertText;
  return (text ?? (typeof label === "string" ? label : label.label)).trimStart();
}

/** Whether the characters are in an item, in their order: VS Code shows no other items. */
function fits({ filterText, label }: vscode.CompletionItem, text: string): boolean {
  const words = (filterText ?? (typeof label === "string" ? label : label.label)).toLowerCase();
  let at = -1;
  return [...text.toLowerCase()].every((sign) => (at = words.indexOf(sign, at + 1)) >= 0);
}

/** Whether the author has typed as much as the item has, or more than the first word of free text. */
function isDone(item: vscode.CompletionItem, text: string): boolean {
  return text.length >= insertedBy(item).length || (item.kind === vscode.CompletionItemKind.Text && text.includes(" "));
}
