/** The language server as the rest of the extension sees it: started, asked, started again. */

import * as vscode from "vscode";
import { LanguageClient, State, type LanguageClientOptions, type Location, type Position } from "vscode-languageclient/node";

import { findLaunch, type Launch } from "./launch";

/** What lenses of the server may call. */
const LENS_COMMANDS = ["scn.showPayload", "scn.showReferences"];
/** How long a server that starts is waited for before it is ended: until then it cannot be asked to stop. */
const PATIENCE = 5_000;
const INSTALL = "https://www.python.org/downloads/";

export class Server implements vscode.Disposable {
  /** What the server is told when it starts. */
  options: () => object = () => ({});
  /** Where the server that runs comes from. */
  origin = "";

  private client: LanguageClient | undefined;
  /** Starts and stops follow each other, so that no client is forgotten. */
  private turn: Promise<void> = Promise.resolve();
  /** Fulfilled when the newest client has started, or failed to. */
  private starting: Promise<void> = Promise.resolve();
  private readonly readied = new vscode.EventEmitter<void>();
  /** The server has started, perhaps again. */
  readonly onReady = this.readied.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  async start(): Promise<void> {
    await this.inTurn(() => this.launch());
    await this.starting;
  }

  async restart(): Promise<void> {
    await this.inTurn(async () => {
      await this.end();
      await this.launch();
    });
    await this.starting;
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
    void this.inTurn(() => this.end());
    this.readied.dispose();
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.turn.then(step);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Find a server and begin to start it; a message to the person is not waited for. */
  private async launch(): Promise<void> {
    const launch = await findLaunch(this.context.extensionPath, (line) => this.output.info(line));
    if (!launch) {
      return void this.complain("scn needs Python 3.11 or later, and found none");
    }
    this.output.info(`starting ${launch.origin}`);
    this.origin = launch.origin;
    this.client = new LanguageClient("scn", "scn", this.program(launch), this.clientOptions());
    this.starting = this.run(this.client, launch.origin);
  }

  private async run(client: LanguageClient, origin: string): Promise<void> {
    try {
      await client.start();
      if (this.client === client) {
        this.readied.fire();
      }
    } catch (error) {
      this.output.error(String(error));
      if (this.client === client) {
        void this.complain(`the server did not start: ${origin}`);
      }
    }
  }

  private async end(): Promise<void> {
    const client = this.client;
    this.client = undefined;
    await Promise.race([this.starting, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    this.starting = Promise.resolve();
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
