/** The program that serves: started, listened to, and ended. */

import { spawn, type ChildProcess } from "node:child_process";

import type { Launch } from "./launch";

/** How long a program may take to end by itself. */
const PATIENCE = 2_000;
const MOST = 4_000;

export class Program {
  private said = "";
  private readonly gone: Promise<void>;

  private constructor(readonly process: ChildProcess) {
    process.stderr?.on("data", (text: Buffer) => (this.said = (this.said + text.toString()).slice(-MOST)));
    this.gone = new Promise((resolve) => process.once("close", () => resolve()));
  }

  /** Start it; what cannot be started is thrown. */
  static async start({ command, args, cwd }: Launch): Promise<Program> {
    const program = new Program(spawn(command, [...args], { cwd }));
    await new Promise<void>((resolve, reject) => program.process.once("spawn", resolve).once("error", reject));
    return program;
  }

  /** The last line that it wrote to standard error: if it ends by itself, that says why. */
  async lastWords(): Promise<string> {
    await Promise.race([this.gone, pause(PATIENCE)]);
    const lines = this.said.split(/\r?\n/).filter((line) => line.trim());
    return (lines.at(-1) ?? "").trim().replace(/^(Error|scn): /, "");
  }

  /** Wait until it has ended, and end it if it does not. */
  async end(): Promise<void> {
    await Promise.race([this.gone, pause(PATIENCE)]);
    this.process.kill();
  }
}

function pause(time: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, time));
}
