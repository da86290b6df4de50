/** The language server as the rest of the extension sees it: started, asked, started again. */

import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  State,
  type LanguageClientOptions,
  type Location,
  type Position,
} from "vscode-languageclient/node";

import { findLaunch } from "./launch";
import { Program } from "./program";
import { reason } from "./scripts";
import { StaleProblems } from "./stale";

/** What lenses of the server may call. */
const LENS_COMMANDS = ["scn.showPayload", "scn.showReferences"];
/** How long a server that starts is waited for before it is ended: until then it cannot be asked to stop. */
const PATIENCE = 5_000;
const INSTALL = "https://www.python.org/downloads/";
/** A server that stops is started again, so many times within so long. */
const RESTARTS = 3;
const WITHIN = 180_000;

/** A client that writes down what goes wrong. `Server` says it to the person, once and with what to do. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Server implements vscode.Disposable {
  /** What the server is told when it starts. */
  options: () => object = () => ({});
  /** Where the server that runs comes from. */
  origin = "";

  /** Why no server runs; empty if one does, or starts. */
  trouble = "";

  private client: LanguageClient | undefined;
  private program: Program | undefined;
  private readonly stale = new StaleProblems();
  private stops: number[] = [];
  /** Starts and stops follow each other, so that no client is forgotten. */
  private turn: Promise<void> = Promise.resolve();
  /** Fulfilled when the newest client has started, or failed to. */
  private starting: Promise<void> = Promise.resolve();
  private readonly readied = new vscode.EventEmitter<void>();
  /** The server has started, perhaps again. */
  readonly onReady = this.readied.event;
  private readonly troubled = new vscode.EventEmitter<void>();
  /** No server runs, and none will without a person. */
  readonly onTrouble = this.troubled.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  async start(): Promise<void> {
    await this.inTurn(() => this.launch());
    await this.starting;
  }

  async restart(): Promise<void> {
    this.stops = [];
    this.stale.keep();
    await this.again();
  }

  private async again(): Promise<void> {
    await this.inTurn(async () => {
      await this.end();
      await this.launch();
    });
    await this.starting;
  }

  /** What the server answers to a command; a refusal is thrown. */
  async ask<Answer>(command: string, ...args: unknown[]): Promise<Answer> {
    if (this.client?.state !== State.Running) {
      throw new Error(`the server does not run: ${this.trouble || "it starts"}`);
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
    vscode.Disposable.from(this.readied, this.troubled, this.stale).dispose();
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.turn.then(step);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Find a server and begin to start it; a message to the person is not waited for. */
  private async launch(): Promise<void> {
    this.trouble = "";
    const launch = await findLaunch(this.context.extensionPath, (line) => this.output.info(line));
    if (!launch) {
      return void this.complain("scn needs Python 3.11 or later, and found none", "Get Python");
    }
    this.output.info(`starting ${launch.origin}`);
    this.origin = launch.origin;
    try {
      const program = await Program.start(launch);
      this.program = program;
      this.client = new QuietClient("scn", "scn", async () => program.process, this.clientOptions(program));
      this.starting = this.run(this.client, program);
    } catch (error) {
      void this.complain(`the server did not start: ${reason(error)}`, "Choose a Server");
    }
  }

  private async run(client: LanguageClient, program: Program): Promise<void> {
    try {
      await client.start();
      if (this.client === client) {
        this.output.info("started");
        this.stale.leave();
        this.readied.fire();
      }
    } catch (error) {
      this.output.error(String(error));
      if (this.client === client) {
        const words = (await program.lastWords()) || this.origin;
        void this.complain(`the server did not start: ${words}`, "Choose a Server");
      }
    }
  }

  /** The server stopped by itself: start it again, unless it keeps stopping. */
  private async lost(program: Program): Promise<void> {
    const now = Date.now();
    this.stops = [...this.stops.filter((stop) => now - stop < WITHIN), now];
    const words = (await program.lastWords()) || "it said nothing";
    this.output.error(`the server stopped: ${words}`);
    if (this.stops.length > RESTARTS) {
      return this.complain(`the server keeps stopping, so problems are not up to date: ${words}`, "Restart Server");
    }
    await this.again();
  }

  private async end(): Promise<void> {
    const { client, program } = this;
    this.client = this.program = undefined;
    await Promise.race([this.starting, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);
    this.starting = Promise.resolve();
    try {
      await client?.dispose();
    } catch (error) {
      this.output.warn(String(error));
    }
    await program?.end();
  }

  private clientOptions(program: Program): LanguageClientOptions {
    return {
      errorHandler: {
        error: () => ({ action: ErrorAction.Continue, handled: true }),
        closed: () => {
          if (this.program === program && this.client?.state === State.Running) {
            this.stale.keep();
            void this.lost(program);
          }
          return { action: CloseAction.DoNotRestart, handled: true };
        },
      },
      initializationFailedHandler: () => false,
      documentSelector: ["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme, language: "scn" })),
      outputChannel: this.output,
      initializationOptions: { ...this.options(), commands: LENS_COMMANDS },
    };
  }

  /** Say what is wrong, once, with what a person can do. */
  private async complain(message: string, remedy: "Choose a Server" | "Get Python" | "Restart Server"): Promise<void> {
    this.trouble = message;
    this.troubled.fire();
    this.output.error(message);
    const chosen = await vscode.window.showErrorMessage(`scn: ${message}`, remedy, "Show Output");
    if (chosen === "Choose a Server") {
      await vscode.commands.executeCommand("workbench.action.openSettings", "scn.server.command");
    } else if (chosen === "Get Python") {
      await vscode.env.openExternal(vscode.Uri.parse(INSTALL));
    } else if (chosen === "Restart Server") {
      await this.restart();
    } else if (chosen === "Show Output") {
      this.output.show();
    }
  }
}
