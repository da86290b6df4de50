/** The tests of scripts in the Test Explorer: runs them as they are in the editor, with results and coverage at the lines. */

import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";

import { following, reason, toRange } from "./scripts";
import type { Server } from "./server";

interface Listed {
  readonly uri: string;
  readonly tests: readonly { readonly name: string; readonly range: Range }[];
}

interface Result {
  readonly name: string;
  readonly outcome: "passed" | "failed" | "error";
  readonly message: string;
  readonly place: Range;
  readonly expected: readonly string[];
  readonly actual: readonly string[];
}

interface Results {
  readonly tests: readonly Result[];
  /** The problems and differences, each with its line, and the counts. */
  readonly text: string;
}

interface Covered {
  readonly uri: string;
  readonly points: readonly Point[];
}

interface Point {
  readonly kind: "block" | "follow-up" | "alternative" | "hang-up" | "function";
  readonly range: Range;
  readonly block: Range;
  readonly text: string;
  readonly hits: number;
}

const SUFFIX = ".test.scn";
/** The title of the server's quick fix for a line that a test doesn't meet. */
const ACCEPT = "Replace with what the caller does";
/** Marks the messages of lines that a test doesn't meet, for the menu of messages in package.json. */
const UNMET = "scn.unmet";

export class Tests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController("scn", "scn");
  private readonly runProfile = this.profile("Run", vscode.TestRunProfileKind.Run);
  private readonly details = new WeakMap<vscode.FileCoverage, vscode.FileCoverageDetail[]>();
  private readonly parts: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    private readonly output: vscode.LogOutputChannel,
  ) {
    const coverage = this.profile("Run with Coverage", vscode.TestRunProfileKind.Coverage);
    coverage.loadDetailedCoverage = async (_run, file) => this.details.get(file) ?? [];
    this.controller.refreshHandler = () => this.list();
    const files = vscode.workspace.createFileSystemWatcher(`**/*${SUFFIX}`);
    this.parts = [
      this.controller,
      files,
      files.onDidCreate((uri) => this.list(uri)),
      files.onDidChange((uri) => this.list(uri)),
      files.onDidDelete((uri) => this.controller.items.delete(uri.toString())),
      following((uri) => (uri.path.endsWith(SUFFIX) ? this.list(uri) : undefined)),
      server.onReady(() => this.list()),
    ];
  }

  /** Run the tests of a file, or only those with a name; without a file, all tests. */
  async run(uri?: unknown, name?: unknown): Promise<void> {
    const file = typeof uri === "string" ? vscode.Uri.parse(uri) : undefined;
    await this.list(file);
    const item = file && this.controller.items.get(file.toString());
    if (file && !item) {
      return; // its tests are gone, and a request without tests would run all files
    }
    const chosen = item && typeof name === "string" ? members(item.children).filter(({ label }) => label === name) : item && [item];
    const request = new vscode.TestRunRequest(chosen, undefined, this.runProfile);
    await this.play(request, new vscode.CancellationTokenSource().token);
  }

  /** Change a failing test so that it expects what the caller does. */
  async accept({ message }: { message?: vscode.TestMessage } = {}): Promise<void> {
    const { uri, range } = message?.location ?? {};
    if (!uri || !range) {
      return;
    }
    await vscode.workspace.openTextDocument(uri);
    const kind = vscode.CodeActionKind.QuickFix.value;
    const found = await vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", uri, range, kind);
    const edit = found.find(({ title }) => title === ACCEPT)?.edit;
    if (edit) {
      await vscode.workspace.applyEdit(edit);
    } else {
      void vscode.window.showWarningMessage("scn: this test can't be replaced as it is now. Run it again, or change it yourself.");
    }
  }

  dispose(): void {
    vscode.Disposable.from(...this.parts).dispose();
  }

  private profile(label: string, kind: vscode.TestRunProfileKind): vscode.TestRunProfile {
    return this.controller.createRunProfile(label, kind, (request, token) => this.play(request, token), true);
  }

  /** Update the tests of a file, or of all files. */
  private async list(uri?: vscode.Uri): Promise<void> {
    const { items } = this.controller;
    try {
      const files = await this.server.ask<Listed[]>("scn.tests", ...(uri ? [uri.toString()] : []));
      const found = files.filter(({ tests }) => tests.length).map((file) => this.itemOf(file));
      if (!uri) {
        items.replace(found);
      } else if (found[0]) {
        items.add(found[0]);
      } else {
        items.delete(uri.toString());
      }
    } catch (error) {
      this.output.warn(`the tests can't be listed: ${reason(error)}`);
    }
  }

  private itemOf(file: Listed): vscode.TestItem {
    const uri = vscode.Uri.parse(file.uri);
    const id = uri.toString();
    const item = this.controller.items.get(id) ?? this.controller.createTestItem(id, vscode.workspace.asRelativePath(uri), uri);
    const ids = numbered(file.tests);
    item.children.replace(
      file.tests.map(({ name, range }, index) => {
        const test = this.controller.createTestItem(ids[index] ?? name, name, uri);
        test.range = toRange(range);
        test.sortText = String(index).padStart(6, "0");
        return test;
      }),
    );
    return item;
  }

  private async play(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    const run = this.controller.createTestRun(request);
    try {
      const chosen = this.chosen(request);
      for (const [file, tests] of chosen) {
        if (!token.isCancellationRequested) {
          await this.playFile(run, file, tests);
        }
      }
      if (request.profile?.kind === vscode.TestRunProfileKind.Coverage && !token.isCancellationRequested) {
        await this.cover(run, chosen);
      }
    } catch (error) {
      void vscode.window.showErrorMessage(`scn: the tests didn't run: ${reason(error)}`);
    } finally {
      run.end();
    }
  }

  /** The tests of a request, by their files. */
  private chosen(request: vscode.TestRunRequest): Map<vscode.TestItem, vscode.TestItem[]> {
    const found = new Map<vscode.TestItem, vscode.TestItem[]>();
    for (const item of request.include ?? members(this.controller.items)) {
      const file = item.parent ?? item;
      const tests = (item.parent ? [item] : members(item.children)).filter(
        (test) => !request.exclude?.includes(test) && !request.exclude?.includes(file),
      );
      found.set(file, [...new Set([...(found.get(file) ?? []), ...tests])]);
    }
    return found;
  }

  private async playFile(run: vscode.TestRun, file: vscode.TestItem, tests: vscode.TestItem[]): Promise<void> {
    tests.forEach((test) => run.started(test));
    const played = await this.server.ask<Results>("scn.test", file.id).catch(reason);
    if (typeof played === "string") {
      return tests.forEach((test) => run.errored(test, new vscode.TestMessage(played))); // other files can still be played
    }
    const ids = numbered(played.tests);
    for (const test of tests) {
      const result = played.tests[ids.indexOf(test.id)];
      if (!result) {
        run.skipped(test); // it was renamed or removed meanwhile
      } else if (result.outcome === "passed") {
        run.passed(test);
      } else {
        const message =
          result.outcome === "failed"
            ? vscode.TestMessage.diff(result.message, result.expected.join("\n"), result.actual.join("\n"))
            : new vscode.TestMessage(result.message);
        message.contextValue = result.outcome === "failed" ? UNMET : undefined;
        message.location = test.uri && new vscode.Location(test.uri, toRange(result.place));
        run[result.outcome === "failed" ? "failed" : "errored"](test, message);
      }
    }
    run.appendOutput(`${file.label}\n${played.text}\n`.replaceAll("\n", "\r\n"));
  }

  /** Mark what the chosen tests reach in scripts. */
  private async cover(run: vscode.TestRun, chosen: Map<vscode.TestItem, vscode.TestItem[]>): Promise<void> {
    const wanted = [...chosen].map(([file, tests]) => [file.id, ...tests.map(({ label }) => label)]);
    for (const { uri, points } of await this.server.ask<Covered[]>("scn.coverage", ...wanted)) {
      const details = statements(points);
      const file = vscode.FileCoverage.fromDetails(vscode.Uri.parse(uri), details);
      this.details.set(file, details);
      run.addCoverage(file);
    }
  }
}

/** Blocks and what is in them as statements; the alternatives of a trigger are the branches of its block. */
function statements(points: readonly Point[]): vscode.StatementCoverage[] {
  const blocks = new Map<number, vscode.StatementCoverage>();
  return points.flatMap(({ kind, range, block, text, hits }) => {
    if (kind === "alternative") {
      blocks.get(block.start.line)?.branches.push(new vscode.BranchCoverage(hits, toRange(range), text));
      return [];
    }
    const isBlock = kind === "block" || kind === "follow-up";
    const statement = new vscode.StatementCoverage(hits, toRange(isBlock ? block : range), []);
    if (isBlock) {
      blocks.set(block.start.line, statement);
    }
    return [statement];
  });
}

/** The ids of tests: their names, with numbers because two tests may have the same name. */
function numbered(tests: readonly { readonly name: string }[]): string[] {
  const counts = new Map<string, number>();
  return tests.map(({ name }) => {
    const count = counts.get(name) ?? 0;
    counts.set(name, count + 1);
    return `${name}#${count}`;
  });
}

/** The items in the order in which the Test Explorer shows them. */
function members(items: vscode.TestItemCollection): vscode.TestItem[] {
  const place = ({ sortText, label }: vscode.TestItem) => sortText ?? label;
  return [...items].map(([, item]) => item).sort((one, other) => (place(one) < place(other) ? -1 : 1));
}
