/** The scn extension: starts the server, and shows answers that don't fit into the protocol. */

import * as vscode from "vscode";

import { decompileJson } from "./decompile";
import { openDocs } from "./docs";
import { Graphs } from "./graph";
import { Payloads } from "./payload";
import { Server } from "./server";
import { Targets } from "./targets";
import { Tests } from "./tests";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("scn", { log: true });
  const server = new Server(context, output);
  const targets = new Targets(context.workspaceState, server);
  const payloads = new Payloads(server, targets);
  const graphs = new Graphs(server);
  const tests = new Tests(server, output);
  server.runTests = (uri, name) => tests.run(uri, name);
  server.options = () => ({ ...targets.options(), environment: environment() });
  context.subscriptions.push(
    output,
    server,
    targets,
    payloads,
    graphs,
    tests,
    vscode.commands.registerCommand("scn.showPayload", (uri?: unknown) => payloads.show(uriOf(uri))),
    vscode.commands.registerCommand("scn.showGraph", (uri?: unknown) => graphs.show(uriOf(uri))),
    vscode.commands.registerCommand("scn.showReferences", server.showReferences.bind(server)),
    vscode.commands.registerCommand("scn.decompileJson", (uri?: unknown) => decompileJson(server, output, uriOf(uri))),
    vscode.commands.registerCommand("scn.pickTarget", () => targets.pick()),
    vscode.commands.registerCommand("scn.restartServer", () => server.restart()),
    vscode.commands.registerCommand("scn.openDocs", (page?: unknown) => openDocs(server, page)),
    vscode.commands.registerCommand("scn.showOutput", () => output.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (["scn.server.command", "scn.docsUrl", "scn.environment"].some((setting) => change.affectsConfiguration(setting))) {
        void server.restart();
      }
    }),
  );
  await server.start();
}

/** The environment that the settings choose; `null` for that of the project's configuration. */
function environment(): string | null {
  return vscode.workspace.getConfiguration("scn").get<string>("environment", "") || null;
}

/** The document for a command: its argument, or else the active document. */
function uriOf(given: unknown): vscode.Uri | undefined {
  if (typeof given === "string") {
    return vscode.Uri.parse(given);
  }
  return given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
}
