/** Which program serves: the one in the settings, the project's own, or the one that comes with the extension. */

import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";

/** A command that serves on its standard streams, and where it comes from in the words of a person. */
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

/** The program to start; `undefined` if there is none. `say` is told what was looked at. */
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
    say(`${python}: scnlang[lsp] is not installed there`);
  }
  for (const python of [...ours, ...commonPythons()]) {
    if (await succeeds(python, IS_NEW_ENOUGH, home)) {
      const args = ["-I", "-S", path.join(home, "serve.py")];
      say("values passed through to the platform are not compared with its contract: for that, install scnlang[lsp]");
      return { command: python, args, cwd: home, origin: `the server of the extension, with ${python}` };
    }
    say(`${python}: no Python 3.11 or later`);
  }
  return undefined;
}

function folders(): string[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === "file")
    .map((folder) => folder.uri.fsPath);
}

/** The interpreters of the project; only those of a trusted folder may be started. */
async function projectPythons(): Promise<string[]> {
  const inside = ON_WINDOWS ? path.join("Scripts", "python.exe") : path.join("bin", "python");
  const own = folders()
    .map((folder) => path.join(folder, ".venv", inside))
    .filter((python) => existsSync(python));
  const chosen = await chosenPython();
  return chosen && !own.includes(chosen) ? [...own, chosen] : own;
}

/** What the Python extension has chosen, where it is installed. */
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

/** Whether a program ends well. It runs in the extension's folder and isolated (`-I`): no file of a workspace is looked at. */
function succeeds(python: string, program: string, home: string): Promise<boolean> {
  return new Promise((resolve) => {
    execFile(python, ["-I", "-c", program], { cwd: home, timeout: PATIENCE }, (error) => resolve(!error));
  });
}
