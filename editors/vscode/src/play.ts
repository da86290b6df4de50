/**
 * Plays a call of a script in a panel beside it: you type what the agent says. A call is the list of these messages, so an
 * edit of the script plays the same messages again. Arrows in the script show which blocks run, and which come next.
 */

import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";

import { Arrows } from "./arrows";
import { changes, type Exchange, type Message, type Place, type Played, type Position, type Request, type Shown } from "./call";
import { editorOf, following, goTo, goToProblem, isScript, Later, reason, reopening, stem, summary, toRange } from "./scripts";
import type { Server } from "./server";

const VIEW = "scn.play";
/** How a test starts, before its name. */
const TEST = "test: ";

/** The key of the calls, for a window that is reloaded. */
const KEY = "scn.calls";

/** Whether the call is the answer to something that the person did, or follows an edit of the script. */
type Cause = "step" | "edit";

/** What makes a call. */
interface Course {
  /** The scenario: its name, a position in it, or `null` for the first one. */
  scenario: string | Position | null;
  messages: readonly Message[];
  /** The number of messages up to the current step. */
  at: number;
}

interface Call extends Course {
  readonly script: vscode.Uri;
  readonly panel: vscode.WebviewPanel;
  played?: Played;
  /** The exchanges as they were after the last step, to compare with. */
  before: readonly Exchange[];
  /** Why the call can't be played now; empty if it can. */
  trouble: string;
  /** The number of requests sent: only the latest answer counts. */
  asked: number;
}

interface Written {
  readonly problem: string;
  readonly uri: string;
  readonly exists: boolean;
  readonly range: Range;
  readonly text: string;
}

export class Calls implements vscode.Disposable {
  private readonly calls = new Map<string, Call>();
  private readonly arrows: Arrows;
  private readonly later = new Later((script) => this.play(this.calls.get(script.toString()), "edit"));
  private readonly parts: vscode.Disposable[];

  constructor(
    private readonly extension: vscode.Uri,
    private readonly server: Server,
    private readonly memory: vscode.Memento,
  ) {
    this.arrows = new Arrows(extension);
    this.parts = [
      this.arrows,
      this.later,
      reopening(VIEW, () => Object.keys(this.remembered()), title, (panel, script) => this.reopen(panel, script)),
      following(() => this.again()),
      server.onReady(() => this.again()),
      vscode.window.onDidChangeVisibleTextEditors((editors) =>
        editors.forEach(({ document }) => this.mark(this.calls.get(document.uri.toString()), "edit")),
      ),
    ];
  }

  /** Show the call of a script; `position` is in the scenario to play, by default the one at the cursor. */
  async show(script: vscode.Uri | undefined, position?: Position): Promise<void> {
    if (!script) {
      return;
    }
    const key = script.toString();
    const editor = editorOf(key);
    const at = position ?? (editor && isScript(editor.document) ? editor.selection.active : undefined);
    const known = this.calls.get(key);
    if (known) {
      known.panel.reveal();
      const asked = position ?? (editor === vscode.window.activeTextEditor ? at : undefined);
      if (asked) {
        await this.choose(known, asked);
      }
      return void known.panel.webview.postMessage({ type: "focus" });
    }
    const panel = vscode.window.createWebviewPanel(VIEW, title(script), vscode.ViewColumn.Beside);
    const scenario = at ? { line: at.line, character: at.character } : null;
    await this.open({ script, panel, scenario, messages: [], at: 0, before: [], trouble: "", asked: 0 }, "step");
  }

  /** Play a call in a panel of the window before it was reloaded; the script may have changed since. */
  private async reopen(panel: vscode.WebviewPanel, script: vscode.Uri): Promise<void> {
    if (this.calls.has(script.toString())) {
      return void panel.dispose();
    }
    const { scenario = null, messages = [], at = 0 } = this.remembered()[script.toString()] ?? {};
    await this.open({ script, panel, scenario, messages, at, before: [], trouble: "", asked: 0 }, "edit");
  }

  private async open(call: Call, cause: Cause): Promise<void> {
    const { panel, script } = call;
    const key = script.toString();
    this.calls.set(key, call);
    panel.webview.options = { enableScripts: true, localResourceRoots: [] };
    panel.onDidDispose(() => this.forget(key));
    panel.webview.onDidReceiveMessage((request: Request) => this.obey(call, request));
    await vscode.commands.executeCommand("setContext", "scn.hasCall", true);
    panel.webview.html = this.page();
    await this.play(call, cause);
  }

  back(): void {
    this.step(this.current(), -1);
  }

  forward(): void {
    this.step(this.current(), 1);
  }

  restart(): void {
    const call = this.current();
    this.step(call, call ? -call.at : 0);
  }

  /** Add the call to the tests of its script, and show the test. */
  async write(call = this.current()): Promise<void> {
    if (!call) {
      return;
    }
    try {
      const heard = call.messages.slice(0, call.at);
      const written = await this.server.ask<Written>("scn.callTest", call.script.toString(), call.scenario, heard);
      if (written.problem) {
        throw new Error(written.problem);
      }
      await this.add(call, written);
    } catch (error) {
      void vscode.window.showErrorMessage(`scn: the call wasn't written as a test: ${reason(error)}`);
    }
  }

  dispose(): void {
    const panels = [...this.calls.values()].map(({ panel }) => panel);
    this.calls.clear(); // a panel that is closed now isn't forgotten
    vscode.Disposable.from(...this.parts, ...panels).dispose();
  }

  /** The call in the active panel, or of the script in the active editor; the only one if there is one. */
  private current(): Call | undefined {
    const calls = [...this.calls.values()];
    const active = calls.find(({ panel }) => panel.active);
    const script = vscode.window.activeTextEditor?.document.uri.toString();
    return active ?? calls.find((call) => call.script.toString() === script) ?? (calls.length === 1 ? calls[0] : undefined);
  }

  private obey(call: Call, request: Request): unknown {
    switch (request.type) {
      case "ready":
        return this.refresh(call, call.panel.active);
      case "say":
        return this.hear(call, { text: String(request.text), cuts: request.cuts === true, sentences: [] });
      case "silence":
        return this.hear(call, { text: null, cuts: false, sentences: [] });
      case "count":
        return this.count(call, request.sentences);
      case "go":
        return this.step(call, request.at - call.at);
      case "back":
        return this.step(call, -1);
      case "forward":
        return this.step(call, 1);
      case "restart":
        return this.step(call, -call.at);
      case "scenario":
        return this.choose(call, call.played?.scenarios[request.index]?.name ?? null);
      case "line":
        return goTo(call.script, request.line);
      case "bar":
        return this.explain(call);
      case "write":
        return this.write(call);
    }
  }

  private async hear(call: Call, message: Message): Promise<void> {
    if (call.trouble || call.played?.exchanges[call.at]?.ended) {
      return;
    }
    call.messages = [...call.messages.slice(0, call.at), message];
    call.at += 1;
    await this.play(call, "step");
  }

  /** Change the sentences that the message at the current step counts as. */
  private async count(call: Call, sentences: readonly string[]): Promise<void> {
    const message = call.messages[call.at - 1];
    if (message) {
      const counted = { ...message, sentences: sentences.map(String) };
      call.messages = call.messages.map((each) => (each === message ? counted : each));
      await this.play(call, "step");
    }
  }

  private step(call: Call | undefined, by: number): void {
    const at = call && Math.min(Math.max(call.at + by, 0), call.messages.length);
    if (call && at !== undefined && at >= 0) {
      call.at = at;
      call.before = call.played?.exchanges ?? [];
      this.refresh(call);
      this.mark(call, "step");
    }
  }

  /** Play another scenario, from the start; if it is the one that is played, nothing changes. */
  private async choose(call: Call, scenario: string | Position | null): Promise<void> {
    const found = await this.ask(call, scenario, []);
    if (typeof found === "string" || found.scenario === call.played?.scenario) {
      return;
    }
    Object.assign(call, { scenario, messages: [], at: 0 });
    await this.play(call, "step");
  }

  private again(): void {
    this.calls.forEach((call) => void this.play(call, "edit"));
  }

  private async play(call: Call | undefined, cause: Cause): Promise<void> {
    if (!call) {
      return;
    }
    const turn = ++call.asked;
    let played = await this.ask(call, call.scenario, call.messages);
    const name = typeof played === "string" ? undefined : this.renamed(call, played);
    if (name !== undefined) {
      call.scenario = name;
      played = await this.ask(call, call.scenario, call.messages);
    }
    if (call.asked !== turn || this.calls.get(call.script.toString()) !== call) {
      return;
    }
    const key = call.script.toString();
    const held = typeof played === "string" || !call.played || cause === "step" ? 0 : (played.held ?? 0);
    this.later.stop(key);
    if (held) {
      return this.later.wait(key, held);
    }
    call.trouble = typeof played === "string" ? played : played.problem;
    if (typeof played !== "string" && !played.problem) {
      call.played = played;
      call.before = cause === "step" ? played.exchanges : call.before;
      const { scenarios, scenario } = played;
      call.scenario = scenarios.length > 1 ? (scenarios[scenario ?? 0]?.name ?? null) : null;
    }
    this.refresh(call);
    this.mark(call, cause);
  }

  /** The new name of the scenario, if the script has as many scenarios as before, but none with its name. */
  private renamed(call: Call, { problem, scenarios }: Played): string | undefined {
    const before = call.played;
    const isEdited = problem && before && before.scenarios.length === scenarios.length;
    return isEdited ? scenarios[before.scenario ?? 0]?.name : undefined;
  }

  /** The call, or the reason why it can't be played. */
  private async ask({ script }: Call, scenario: Call["scenario"], messages: readonly Message[]): Promise<Played | string> {
    try {
      return await this.server.ask<Played>("scn.play", script.toString(), scenario, messages);
    } catch (error) {
      return reason(error);
    }
  }

  /** Send to the page what it should show. */
  private refresh(call: Call, focus = false): void {
    const exchanges = call.played?.exchanges ?? [];
    const before = changes(call.before, exchanges);
    const shown: Shown = {
      script: call.script.toString(),
      scenarios: call.played?.scenarios.map(({ name }) => name) ?? [],
      scenario: call.played?.scenario ?? 0,
      sentences: call.played?.sentences ?? [],
      exchanges,
      at: Math.min(call.at, Math.max(exchanges.length - 1, 0)),
      before,
      bar: capitalized(call.trouble || summary(call.played?.problems ?? [])),
      old: call.trouble !== "",
    };
    void call.panel.webview.postMessage({ type: "call", shown });
    const { scenario, messages, at } = call;
    void this.memory.update(KEY, { ...this.remembered(), [shown.script]: { scenario, messages, at } });
    if (focus) {
      void call.panel.webview.postMessage({ type: "focus" });
    }
  }

  /** Mark the current step in the script; after a step, also show it. */
  private mark(call: Call | undefined, cause: Cause): void {
    const editor = call && editorOf(call.script.toString());
    if (!editor) {
      return;
    }
    const exchange = call.trouble ? undefined : call.played?.exchanges[call.at];
    const running = blocks(exchange?.lines);
    this.arrows.show(editor, running, blocks(exchange?.due));
    if (running[0] && cause === "step") {
      editor.revealRange(running[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  /** Go to the first error of the script. */
  private async explain(call: Call): Promise<void> {
    const [problem] = call.played?.problems ?? [];
    if (!call.trouble && problem) {
      await goToProblem(call.script.toString(), problem);
    }
  }

  /** Add a test through an edit, so that it can be undone, and select its name. */
  private async add(call: Call, { uri, exists, range, text }: Written): Promise<void> {
    const file = vscode.Uri.parse(uri);
    const edit = new vscode.WorkspaceEdit();
    if (!exists) {
      edit.createFile(file, { ignoreIfExists: true });
    }
    edit.replace(file, toRange(range), text);
    if (!(await vscode.workspace.applyEdit(edit))) {
      throw new Error("the editor didn't accept the edit");
    }
    const document = await vscode.workspace.openTextDocument(file);
    const start = document.positionAt(document.offsetAt(toRange(range).start) + text.indexOf(TEST) + TEST.length);
    const selection = new vscode.Range(start, document.lineAt(start.line).range.end);
    const viewColumn = editorOf(call.script.toString())?.viewColumn ?? vscode.ViewColumn.One;
    await vscode.window.showTextDocument(document, { viewColumn, selection, preview: false });
  }

  /** The calls in the panels of this window, and those in panels from before it was reloaded. */
  private remembered(): Readonly<Record<string, Course | undefined>> {
    return this.memory.get(KEY, {});
  }

  private forget(key: string): void {
    if (!this.calls.delete(key)) {
      return;
    }
    const editor = editorOf(key);
    this.later.stop(key);
    void this.memory.update(KEY, { ...this.remembered(), [key]: undefined });
    if (editor) {
      this.arrows.show(editor, [], []);
    }
    void vscode.commands.executeCommand("setContext", "scn.hasCall", this.calls.size > 0);
  }

  private page(): string {
    const nonce = randomBytes(16).toString("hex");
    const read = (...names: string[]) => readFileSync(vscode.Uri.joinPath(this.extension, ...names).fsPath, "utf8");
    const policy = `default-src 'none'; style-src 'nonce-${nonce}'; script-src 'nonce-${nonce}'`;
    return `<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>Call</title>
<style nonce="${nonce}">${read("page", "play.css")}</style>
</head>
<body>
${read("page", "play.html")}
<script nonce="${nonce}">${read("dist", "play.js")}</script>
</body>
</html>`;
  }
}

function title(script: vscode.Uri): string {
  return `${stem(script)}: call`;
}

/** The blocks of lines, in the script. */
function blocks(lines: Exchange["lines"] = []): vscode.Range[] {
  return lines.flatMap(({ place }: { place: Place }) => (place.range ? [toRange(place.range)] : []));
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
