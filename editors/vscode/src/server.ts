/** The language server as the rest of the extension sees it: started, asked, started again. */

import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions, type Location, type Position } from "vscode-languageclient/node";

import { findLaunch, type Launch } from "./launch";

/** What lenses of the server may call. */
const LENS_COMMANDS = ["scn.showPayload", "scn.showReferences"];
const INSTALL = "https://www.python.org/downloads/";

export class Server implements vscode.Disposable {
  /** What the server is told when it starts. */
  options: () => object = () => ({});
  /** Where the server that runs comes from. */
  origin = "";

  private client: LanguageClient | undefined;
  private readonly readied = new vscode.EventEmitter<void>();
  /** The server has started, perhaps again. */
  readonly onReady = this.readied.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  async start(): Promise<void> {
    const launch = await findLaunch(this.context.extensionPath, (line) => this.output.info(line));
    if (!launch) {
      return this.complain("scn needs Python 3.11 or later, and found none");
    }
    this.output.info(`starting ${launch.origin}`);
    this.origin = launch.origin;
    const client = new LanguageClient("scn", "scn", this.program(launch), this.clientOptions());
    this.client = client;
    try {
      await client.start();
      this.readied.fire();
    } catch (error) {
      this.output.error(String(error));
      await this.complain(`the server did not start: ${launch.origin}`);
    }
  }

  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** What the server answers to a command; a refusal is thrown. */
  async ask<Answer>(command: string, ...args: unknown[]): Promise<Answer> {
    if (this.client?.state !== State.Running) {
      throw new Error("the server does not run: scn: Restart Server");
    }
    return this.client.sendRequest("workspace/executeCommand", { command, arguments: args });
  }

  /** Show places that the server named in the editor's own list of references. */
  async showReferences(uri: string, position: Position, locations: Location[]): Promise<void> {
    const convert = this.client?.protocol2CodeConverter;
    if (convert) {
      const places = locations.map((location) => convert.asLocation(location));
      await vscode.commands.executeCommand(
        "editor.action.showReferences",
        convert.asUri(uri),
        convert.asPosition(position),
        places,
      );
    }
  }

  /** Tell the server what is chosen now. */
  async configure(): Promise<void> {
    if (this.client?.state === State.Running) {
      await this.client.sendNotification("workspace/didChangeConfiguration", { settings: { scn: this.options() } });
    }
  }

  dispose(): void {
    void this.stop();
    this.readied.dispose();
  }

  private async stop(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    try {
      await client?.dispose();
    } catch (error) {
      this.output.warn(String(error));
    }
  }

  private program({ command, args, cwd }: Launch) {
    return { command, args: [...args], options: { cwd } };
  }

  private clientOptions(): LanguageClientOptions {
    return {
      documentSelector: ["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme, language: "scn" })),
      outputChannel: this.output,
      initializationOptions: { ...this.options(), commands: LENS_COMMANDS },
    };
  }

  private async complain(message: string): Promise<void> {
    this.output.error(message);
    const chosen = await vscode.window.showErrorMessage(`scn: ${message}`, "Choose a Server", "Get Python", "Show Output");
    if (chosen === "Choose a Server") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "scn.server.command");
    } else if (chosen === "Get Python") {
      await vscode.env.openExternal(vscode.Uri.parse(INSTALL));
    } else if (chosen === "Show Output") {
      this.output.show();
    }
  }
}
