/** The scn extension: starts the server, and shows answers that don't fit into the protocol. */

import * as vscode from "vscode";

import type { Position } from "./call";
import { decompileJson, newScript } from "./decompile";
import { openDocs } from "./docs";
import { Graphs } from "./graph";
import { Payloads } from "./payload";
import { Calls } from "./play";
import { goToProblem } from "./scripts";
import { Server } from "./server";
import { completeAtStart } from "./startup";
import { Targets } from "./targets";
import { Tests } from "./tests";

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel("scn", { log: true });
  const server = new Server(context, output);
  const targets = new Targets(context.workspaceState, server);
  const payloads = new Payloads(server, targets, context.workspaceState);
  const graphs = new Graphs(server, context.workspaceState);
  const calls = new Calls(context.extensionUri, server, context.workspaceState);
  const tests = new Tests(server, output);
  server.runTests = (uri, name) => tests.run(uri, name);
  server.options = () => ({ ...targets.options(), ...settings() });
  context.subscriptions.push(
    output,
    server,
    targets,
    payloads,
    graphs,
    calls,
    tests,
    completeAtStart(server),
    vscode.commands.registerCommand("scn.showPayload", (uri?: unknown) => payloads.show(uriOf(uri))),
    vscode.commands.registerCommand("scn.copyPayload", () => payloads.copy()),
    vscode.commands.registerCommand("scn.savePayload", () => payloads.save()),
    vscode.commands.registerCommand("scn.wrapPayload", () => vscode.commands.executeCommand("editor.action.toggleWordWrap")),
    vscode.commands.registerCommand("scn.goToProblem", goToProblem),
    vscode.commands.registerCommand("scn.showGraph", (uri?: unknown) => graphs.show(uriOf(uri))),
    vscode.commands.registerCommand("scn.playCall", (uri?: unknown, at?: unknown) => calls.show(uriOf(uri), positionOf(at))),
    vscode.commands.registerCommand("scn.stepBack", () => calls.back()),
    vscode.commands.registerCommand("scn.stepForward", () => calls.forward()),
    vscode.commands.registerCommand("scn.restartCall", () => calls.restart()),
    vscode.commands.registerCommand("scn.writeCall", () => calls.write()),
    vscode.commands.registerCommand("scn.showReferences", server.showReferences.bind(server)),
    vscode.commands.registerCommand("scn.acceptTest", (failure?: { message?: vscode.TestMessage }) => tests.accept(failure)),
    vscode.commands.registerCommand("scn.newScript", newScript),
    vscode.commands.registerCommand("scn.decompileJson", (uri?: unknown) => decompileJson(server, output, uri)),
    vscode.commands.registerCommand("scn.pickTarget", () => targets.pick()),
    vscode.commands.registerCommand("scn.restartServer", () => server.restart()),
    vscode.commands.registerCommand("scn.openDocs", (page?: unknown) => openDocs(server, page)),
    vscode.commands.registerCommand("scn.showOutput", () => output.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => server.restart()),
    vscode.workspace.onDidChangeConfiguration((change) => {
      if (["scn.server.command", "scn.docsUrl", "scn.environment"].some((setting) => change.affectsConfiguration(setting))) {
        void server.restart();
      } else if (["scn.hints", "scn.lenses", "scn.checks", "scn.calm"].some((setting) => change.affectsConfiguration(setting))) {
        void server.configure();
      }
    }),
  );
  await server.start();
}

/** The settings that the server gets: whenever they change, or, for the environment, when it starts. */
function settings(): object {
  const given = vscode.workspace.getConfiguration("scn");
  return {
    environment: given.get<string>("environment", "") || null,
    hints: given.get("hints"),
    lenses: given.get("lenses"),
    checks: given.get("checks"),
    calm: given.get("calm"),
  };
}

/** The document for a command: its argument, or else the active document. */
function uriOf(given: unknown): vscode.Uri | undefined {
  if (typeof given === "string") {
    return vscode.Uri.parse(given);
  }
  return given instanceof vscode.Uri ? given : vscode.window.activeTextEditor?.document.uri;
}

/** The position that a lens gives; icons give something else. */
function positionOf(given: unknown): Position | undefined {
  const { line, character } = (given ?? {}) as Partial<Position>;
  return typeof line === "number" && typeof character === "number" ? { line, character } : undefined;
}
