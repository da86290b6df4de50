/** The language server for the rest of the extension: start, ask, restart. */

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

import { linksToDocs } from "./docs";
import { findLaunch } from "./launch";
import { Program } from "./program";
import { reason } from "./scripts";
import { StaleProblems } from "./stale";
import { Typing } from "./typing";

/** Commands that the server's lenses may call. */
const LENS_COMMANDS = ["scn.showPayload", "scn.playCall", "scn.showReferences"];
/** Commands of the server that run tests: the Test Explorer runs them instead. */
const TEST_COMMANDS = ["scn.runTest", "scn.runAllTests"];
/** Files with a configuration, whatever language the editor takes them for. */
const CONFIGURATIONS = ["**/scn.toml", "**/pyproject.toml"];
/** How long to wait for a starting server before stopping it: until then, it can't be asked to stop. */
const PATIENCE = 5_000;
const INSTALL = "https://www.python.org/downloads/";
/** How often a server that stops is restarted, and within how long. */
const RESTARTS = 3;
const WITHIN = 180_000;

/** A client that only logs errors. `Server` shows them, once and with a remedy. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

export class Server implements vscode.Disposable {
  /** The options for a starting server. */
  options: () => object = () => ({});
  /** Runs the tests of a file, those with a name, or all tests. */
  runTests: (uri?: unknown, name?: unknown) => Promise<void> = async () => {};
  /** Where the running server comes from. */
  origin = "";
  /** Why no server runs; empty if one runs or starts. */
  trouble = "";
  /** The version of the running server; empty while none runs. */
  version = "";

  private client: LanguageClient | undefined;
  private program: Program | undefined;
  private readonly stale = new StaleProblems();
  private readonly typing = new Typing();
  private stops: number[] = [];
  /** Starts and stops are sequential, so that no client is lost. */
  private turn: Promise<void> = Promise.resolve();
  /** Resolves when the latest client has started or failed. */
  private starting: Promise<void> = Promise.resolve();
  private readonly readied = new vscode.EventEmitter<void>();
  /** The server has started or restarted. */
  readonly onReady = this.readied.event;
  private readonly changed = new vscode.EventEmitter<void>();
  /** The server starts, runs, or has stopped. */
  readonly onHealth = this.changed.event;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly output: vscode.LogOutputChannel,
  ) {}

  async start(): Promise<void> {
    await this.inTurn(() => this.launch());
    await this.starting;
  }

  /** Wait until a server that starts runs or has failed. */
  async whenStarted(): Promise<void> {
    await this.turn;
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

  /** Send a command to the server; throws if the server refuses it. */
  async ask<Answer>(command: string, ...args: unknown[]): Promise<Answer> {
    if (this.client?.state !== State.Running) {
      throw new Error(`the server isn't running: ${this.trouble || "it's starting"}`);
    }
    return this.client.sendRequest("workspace/executeCommand", { command, arguments: args });
  }

  /** Show locations from the server in the editor's list of references. */
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

  /** Send the current options to the server. */
  async configure(): Promise<void> {
    if (this.client?.state === State.Running) {
      await this.client.sendNotification("workspace/didChangeConfiguration", { settings: { scn: this.options() } });
    }
  }

  dispose(): void {
    void this.inTurn(() => this.end());
    vscode.Disposable.from(this.readied, this.changed, this.stale, this.typing).dispose();
  }

  private inTurn(step: () => Promise<void>): Promise<void> {
    const done = this.turn.then(step);
    this.turn = done.catch(() => undefined);
    return done;
  }

  /** Find a server and start it; doesn't wait for the user to close a message. */
  private async launch(): Promise<void> {
    this.trouble = "";
    this.changed.fire();
    const launch = await findLaunch(this.context.extensionPath, (line) => this.output.info(line));
    if (!launch) {
      return void this.complain("scn needs Python 3.11 or later, which isn't installed", "Get Python");
    }
    this.output.info(`starting ${launch.origin}`);
    this.origin = launch.origin;
    try {
      const program = await Program.start(launch, variables());
      this.program = program;
      this.client = new QuietClient("scn", "scn", async () => program.process, this.clientOptions(program));
      this.starting = this.run(this.client, program);
    } catch (error) {
      void this.complain(`the server didn't start: ${reason(error)}`, "Choose a Server");
    }
  }

  private async run(client: LanguageClient, program: Program): Promise<void> {
    try {
      await client.start();
      if (this.client === client) {
        this.output.info("started");
        this.version = client.initializeResult?.serverInfo?.version ?? "unknown";
        this.changed.fire();
        this.stale.leave();
        this.readied.fire();
      }
    } catch (error) {
      this.output.error(String(error));
      if (this.client === client) {
        const words = (await program.lastWords()) || this.origin;
        void this.complain(`the server didn't start: ${words}`, "Choose a Server");
      }
    }
  }

  /** The server stopped by itself: restart it, unless it keeps stopping. */
  private async lost(program: Program): Promise<void> {
    const now = Date.now();
    this.stops = [...this.stops.filter((stop) => now - stop < WITHIN), now];
    const words = (await program.lastWords()) || "no error message";
    this.output.error(`the server stopped: ${words}`);
    if (this.stops.length > RESTARTS) {
      return this.complain(`the server keeps stopping, so problems are out of date: ${words}`, "Restart Server");
    }
    await this.again();
  }

  private async end(): Promise<void> {
    const { client, program } = this;
    this.client = this.program = undefined;
    this.version = "";
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
      documentSelector: [
        ...["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme, language: "scn" })),
        ...CONFIGURATIONS.map((pattern) => ({ scheme: "file", pattern })),
      ],
      outputChannel: this.output,
      middleware: {
        ...linksToDocs,
        ...this.typing.middleware,
        executeCommand: (command, args, next) =>
          TEST_COMMANDS.includes(command) ? this.runTests(args[0], args[1]) : next(command, args),
      },
      initializationOptions: { ...this.options(), commands: LENS_COMMANDS },
    };
  }

  /** Show what is wrong, once, with a remedy. */
  private async complain(message: string, remedy: "Choose a Server" | "Get Python" | "Restart Server"): Promise<void> {
    this.trouble = message;
    this.changed.fire();
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

/** Environment variables for the server, from settings. */
function variables(): Record<string, string> {
  const docs = vscode.workspace.getConfiguration("scn").get<string>("docsUrl", "");
  return docs ? { SCN_DOCS_URL: docs } : {};
}
