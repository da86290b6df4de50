/** The server's process: started, listened to, and stopped. */

import { spawn, type ChildProcess } from "node:child_process";

import type { Launch } from "./launch";

/** How long a process gets to stop by itself. */
const PATIENCE = 2_000;
const MOST = 4_000;

export class Program {
  private said = "";
  private readonly gone: Promise<void>;

  private constructor(readonly process: ChildProcess) {
    process.stderr?.on("data", (text: Buffer) => (this.said = (this.said + text.toString()).slice(-MOST)));
    this.gone = new Promise((resolve) => process.once("close", () => resolve()));
  }

  /** Start it; throws if that fails. */
  static async start({ command, args, cwd }: Launch, variables: Record<string, string>): Promise<Program> {
    const program = new Program(spawn(command, [...args], { cwd, env: { ...process.env, ...variables } }));
    await new Promise<void>((resolve, reject) => program.process.once("spawn", resolve).once("error", reject));
    return program;
  }

  /** The last line of standard error, which usually says why a process stopped. */
  async lastWords(): Promise<string> {
    await Promise.race([this.gone, pause(PATIENCE)]);
    const lines = this.said.split(/\r?\n/).filter((line) => line.trim());
    return (lines.at(-1) ?? "").trim().replace(/^(Error|scn): /, "");
  }

  /** Wait until it stops; kill it if it doesn't. */
  async end(): Promise<void> {
    await Promise.race([this.gone, pause(PATIENCE)]);
    this.process.kill();
  }
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
