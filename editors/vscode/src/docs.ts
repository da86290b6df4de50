/** The documentation: pages open in the browser; where it can't reach them, the page of a rule opens in the editor. */

import * as vscode from "vscode";
import type { Middleware } from "vscode-languageclient/node";

import { isScript, reason } from "./scripts";
import type { Server } from "./server";

const OPEN_DOCS = "scn.openDocs";

const HOME = "index";
/** Files of the manual, and of the rules' Markdown where the manual isn't built. */
const FILE = /^file:\/\/.*\/(?:site\/(?<page>[^#]+)\.html(?<anchor>#.*)?|lint\/pages\/(?<rule>[^/]+)\.md)$/;
const RULE = /reference\/rules\/([\w-]+)/;
const SUPPRESSION = /^\s*#\s*scn\s*:\s*allow\b/i;

interface Page {
  readonly address: string;
  /** The Markdown of a rule's page. */
  readonly source: string | null;
}

/** Open a page, or else the page of the rule at the cursor, or else the first page. */
export async function openDocs(server: Server, page?: unknown): Promise<void> {
  try {
    const { address, source } = await server.ask<Page>("scn.docs", typeof page === "string" ? page : (ruleAtCursor() ?? HOME));
    if (!address.endsWith(".md") && (await openInBrowser(address))) {
      return;
    }
    if (source) {
      return void (await vscode.commands.executeCommand("markdown.showPreviewToSide", vscode.Uri.parse(source)));
    }
    void vscode.window.showInformationMessage(`scn: no browser here can open ${address}. Set scn.docsUrl to a copy that a browser can reach.`);
  } catch (error) {
    void vscode.window.showErrorMessage(`scn: ${reason(error)}`);
  }
}

/** Makes links to files of the documentation open with `openDocs`: VS Code would show the source of an HTML file. */
export const linksToDocs: Middleware = {
  handleDiagnostics: (uri, diagnostics, next) => next(uri, diagnostics.map(linked)),
  provideDiagnostics: async (document, previous, token, next) => {
    const report = await next(document, previous, token);
    return report && "items" in report ? { ...report, items: report.items.map(linked) } : report;
  },
  provideWorkspaceDiagnostics: (known, token, reporter, next) =>
    next(known, token, (chunk) =>
      reporter(chunk && { items: chunk.items.map((report) => ("items" in report ? { ...report, items: report.items.map(linked) } : report)) }),
    ),
  provideDocumentLinks: async (document, token, next) => {
    const links = await next(document, token);
    links?.forEach((link) => (link.target = link.target && toCommand(link.target)));
    return links;
  },
  provideHover: async (document, position, token, next) => {
    const hover = await next(document, position, token);
    for (const content of hover?.contents ?? []) {
      if (content instanceof vscode.MarkdownString) {
        content.value = content.value.replace(/\]\((file:[^)\s]*)\)/g, (_, address: string) => `](${toCommand(vscode.Uri.parse(address))})`);
        content.isTrusted = { enabledCommands: [OPEN_DOCS] };
      }
    }
    return hover;
  },
};

function linked(diagnostic: vscode.Diagnostic): vscode.Diagnostic {
  const { code } = diagnostic;
  if (typeof code === "object") {
    diagnostic.code = { ...code, target: toCommand(code.target) };
  }
  return diagnostic;
}

/** The command that opens a file of the documentation; other addresses stay as they are. */
function toCommand(address: vscode.Uri): vscode.Uri {
  const found = FILE.exec(address.toString(true))?.groups;
  if (!found) {
    return address;
  }
  const page = found["rule"] ? `reference/rules/${found["rule"]}` : `${found["page"]}${found["anchor"] ?? ""}`;
  return vscode.Uri.from({ scheme: "command", path: OPEN_DOCS, query: JSON.stringify([page]) });
}

async function openInBrowser(address: string): Promise<boolean> {
  const uri = vscode.Uri.parse(address);
  const isElsewhere = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  return !(uri.scheme === "file" && isElsewhere) && (await vscode.env.openExternal(uri));
}

/** The rule of the problem at the cursor, or that of the suppression comment there. */
function ruleAtCursor(): string | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor || !isScript(editor.document)) {
    return undefined;
  }
  const { document, selection } = editor;
  const word = document.getWordRangeAtPosition(selection.active, /[\w-]+/);
  if (word && SUPPRESSION.test(document.lineAt(word.start.line).text) && document.getText(word).includes("-")) {
    return document.getText(word);
  }
  for (const { range, code } of vscode.languages.getDiagnostics(document.uri)) {
    const rule = range.contains(selection.active) && typeof code === "object" && RULE.exec(code.target.toString(true));
    if (rule) {
      return rule[1];
    }
  }
  return undefined;
}
