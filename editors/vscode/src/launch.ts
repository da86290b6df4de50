/** Finds the server: the one in the settings, the project's own, or the bundled one. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

/** A command that serves over its standard streams, and where it comes from, for people. */
export interface Launch {
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly origin: string;
}

const HAS_SERVER =
  "import sys\nfrom importlib.util import find_spec\n" +
  "sys.exit(not all(find_spec(name) for name in ('pygls', 'scn_compiler', 'scn_compiler.lsp')))";
const IS_NEW_ENOUGH = "import sys\nsys.exit(sys.version_info < (3, 11))";
const SERVE = "import sys\nfrom scn_compiler.cli import main\nsys.argv[1:] = ['lsp']\nmain()";
const ON_WINDOWS = process.platform === "win32";
const PATIENCE = 10_000;

/** Find the program to start; `undefined` without one. `say` logs what was tried. */
export async function findLaunch(home: string, say: (line: string) => void): Promise<Launch | undefined> {
  const [program, ...args] = vscode.workspace.getConfiguration("scn").get<string[]>("server.command", []);
  if (program) {
    return { command: program, args, cwd: folders()[0] ?? home, origin: "scn.server.command" };
  }
  const ours = vscode.workspace.isTrusted ? await projectPythons() : [];
  for (const python of ours) {
    if (await succeeds(python, HAS_SERVER, home)) {
      return { command: python, args: ["-I", "-c", SERVE], cwd: home, origin: python };
    }
    say(`${python}: scnlang[lsp] isn't installed`);
  }
  for (const python of [...ours, ...commonPythons()]) {
    if (await succeeds(python, IS_NEW_ENOUGH, home)) {
      const args = ["-I", "-S", path.join(home, "serve.py")];
      say("platform values aren't checked against the platform's contract; to check them, install scnlang[lsp] in the project");
      return { command: python, args, cwd: home, origin: `the bundled server, with ${python}` };
    }
    say(`${python}: not Python 3.11 or later`);
  }
  return undefined;
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === "file")
    .map((folder) => folder.uri.fsPath);
}

/** The project's interpreters; call only for trusted folders. */
async function projectPythons(): Promise<string[]> {
  const inside = ON_WINDOWS ? path.join("Scripts", "python.exe") : path.join("bin", "python");
  const own = folders()
    .map((folder) => path.join(folder, ".venv", inside))
    .filter((python) => existsSync(python));
  const chosen = await chosenPython();
  return chosen && !own.includes(chosen) ? [...own, chosen] : own;
}

/** The interpreter chosen in the Python extension, if that is installed. */
async function chosenPython(): Promise<string | undefined> {
  try {
    const python = vscode.extensions.getExtension("ms-python.python");
    const api = await python?.activate();
    const environment = await api?.environments?.resolveEnvironment(api.environments.getActiveEnvironmentPath());
    return environment?.executable?.uri?.fsPath;
  } catch {
    return undefined;
  }
}

function commonPythons(): string[] {
  return ON_WINDOWS ? ["py", "python", "python3"] : ["python3", "python", "python3.14", "python3.13", "python3.12", "python3.11"];
}

/** Whether a program succeeds. It runs isolated (`-I`) in the extension's folder, so files of the workspace can't affect it. */
function succeeds(python: string, program: string, home: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(python, ["-I", "-c", program], { cwd: home, timeout: PATIENCE }, (error) => resolve(!error));
  });
}
