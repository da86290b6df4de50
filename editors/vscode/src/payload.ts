/**
 * Shows the payload of a script beside it, while you type: a document that keeps its place and its folds. If the script has
 * errors, the last payload stays, dimmed, and a bar above it shows the first error.
 */

import * as vscode from "vscode";
import type { Range } from "vscode-languageclient/node";

import { BlockMarks, innermost, type BlockPlace } from "./marks";
import { editorOf, following, followingCursor, Later, PAYLOAD_SCHEME, reason, stem, summary, toRange } from "./scripts";
import type { Server } from "./server";
import type { Targets } from "./targets";

interface Compiled {
  readonly target: string;
  readonly payloads: readonly {
    readonly name: string | null;
    readonly json: string;
    readonly places: readonly { readonly block: Range; readonly range: Range }[];
  }[];
  /** The errors that prevent compiling, each with its line. */
  readonly problems?: readonly string[];
  /** For how many milliseconds the errors wait, because they are about what is being typed. */
  readonly held?: number;
}

/** A payload in a document. */
interface Part {
  readonly json: string;
  /** Its first line, with its name if there are several. */
  readonly line: number;
}

/** A payload in sight. */
interface InSight {
  readonly script: string;
  readonly column: vscode.ViewColumn;
}

interface Page {
  text: string;
  parts: readonly Part[];
  places: readonly BlockPlace[];
  target: string;
  problems: readonly string[];
  /** Whether the payload is from before the problems. */
  isOld: boolean;
  /** Whether the script has changed since, but its errors wait. */
  isBehind: boolean;
}

/** Between an icon and a title; VS Code drops an ordinary space there. */
const SPACE = "\u00a0";
/** The key of the payloads in sight, for a window that is reloaded. */
const KEY = "scn.payloads";
const EMPTY: Page = { text: "", parts: [], places: [], target: "", problems: [], isOld: false, isBehind: false };

export class Payloads implements vscode.TextDocumentContentProvider, vscode.CodeLensProvider, vscode.DefinitionProvider, vscode.FileDecorationProvider, vscode.Disposable {
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;
  private readonly barsChanged = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.barsChanged.event;
  private readonly agesChanged = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChangeFileDecorations = this.agesChanged.event;
  private readonly marks = new BlockMarks();
  /** What the document of each script shows. */
  private readonly pages = new Map<string, Page>();
  /** The latest request for each script: answers can overtake each other, and only this one counts. */
  private readonly asked = new Map<string, Promise<Compiled>>();
  private readonly later = new Later((script) => this.changed.fire(pageOf(script)));
  private readonly parts: vscode.Disposable[];

  constructor(
    private readonly server: Server,
    targets: Targets,
    private readonly memory: vscode.Memento,
  ) {
    const documents = { scheme: PAYLOAD_SCHEME };
    this.parts = [
      this.changed,
      this.barsChanged,
      this.agesChanged,
      this.marks,
      this.later,
      vscode.workspace.registerTextDocumentContentProvider(PAYLOAD_SCHEME, this),
      vscode.languages.registerCodeLensProvider(documents, this),
      vscode.languages.registerDefinitionProvider(documents, this),
      vscode.window.registerFileDecorationProvider(this),
      vscode.workspace.onDidCloseTextDocument(({ uri }) => this.forget(uri)),
      vscode.workspace.onDidChangeTextDocument(({ document }) => this.mark(document.uri)),
      vscode.window.onDidChangeVisibleTextEditors((editors) => editors.forEach(({ document }) => this.mark(document.uri))),
      vscode.window.onDidChangeTextEditorSelection((change) => this.follow(change)),
      following(() => this.refresh()), // a script may import the one that has changed
      followingCursor((script) => this.mark(pageOf(script))),
      targets.onChange(() => this.refresh()),
      server.onReady(() => this.refresh()),
    ];
    void this.reopen(memory.get<readonly InSight[]>(KEY, []));
  }

  async show(script: vscode.Uri | undefined): Promise<void> {
    if (!script) {
      return;
    }
    const page = await vscode.workspace.openTextDocument(pageOf(script));
    await vscode.window.showTextDocument(page, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false });
  }

  /** Show the payloads that were in sight before the window was reloaded, and remember those that are from now on. */
  private async reopen(before: readonly InSight[]): Promise<void> {
    for (const { script, column } of before) {
      const page = await vscode.workspace.openTextDocument(pageOf(vscode.Uri.parse(script)));
      await vscode.window.showTextDocument(page, { viewColumn: column, preserveFocus: true, preview: false });
    }
    this.parts.push(vscode.window.tabGroups.onDidChangeTabs(() => this.memory.update(KEY, inSight())));
  }

  /** Copy the payload at the cursor. */
  async copy(): Promise<void> {
    const part = this.partAtCursor();
    if (part) {
      await vscode.env.clipboard.writeText(part.json);
      vscode.window.setStatusBarMessage("scn: payload copied", 3000);
    }
  }

  /** Save the payload at the cursor to a file. */
  async save(): Promise<void> {
    const part = this.partAtCursor();
    const page = vscode.window.activeTextEditor?.document.uri;
    if (!part || !page) {
      return;
    }
    const script = vscode.Uri.parse(page.query);
    const folder = script.scheme === "untitled" ? vscode.workspace.workspaceFolders?.[0]?.uri : vscode.Uri.joinPath(script, "..");
    const beside = folder && { defaultUri: vscode.Uri.joinPath(folder, `${stem(script)}.json`) };
    const file = await vscode.window.showSaveDialog({ ...beside, filters: { JSON: ["json"] } });
    if (!file) {
      return;
    }
    try {
      await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(`${part.json.trimEnd()}\n`));
    } catch (error) {
      void vscode.window.showErrorMessage(`scn: ${file.fsPath} can't be written: ${reason(error)}`);
    }
  }

  async provideTextDocumentContent(page: vscode.Uri): Promise<string> {
    const script = page.query;
    const before = this.pages.get(script) ?? EMPTY;
    const after = await this.next(script, before);
    this.pages.set(script, after);
    this.barsChanged.fire();
    this.agesChanged.fire(page);
    if (after.text === before.text) {
      this.mark(page); // the document won't change
    }
    return after.text;
  }

  /** The bar above each payload. */
  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    const page = this.pages.get(document.uri.query);
    if (!page) {
      return [];
    }
    const words = summary(page.problems);
    const [icon, before] = page.isOld ? ["warning", "From before the errors: "] : ["error", ""];
    const target = page.parts.length
      ? { title: `$(target)${SPACE}${page.target}`, command: "scn.pickTarget" }
      : { title: `$(info)${SPACE}This file has no scenario, so it has no payload`, command: "" };
    const bar = words
      ? { title: `$(${icon})${SPACE}${before}${words}`, command: "scn.goToProblem", arguments: [document.uri.query, page.problems[0]] }
      : target;
    const lines = page.parts.length ? page.parts.map(({ line }) => line) : [0];
    return lines.map((line) => new vscode.CodeLens(new vscode.Range(line, 0, line, 0), bar));
  }

  /** The mark in the tab of a payload from before errors: the bar may be out of sight. */
  provideFileDecoration(uri: vscode.Uri): vscode.FileDecoration | undefined {
    const page = uri.scheme === PAYLOAD_SCHEME ? this.pages.get(uri.query) : undefined;
    if (!page?.isOld) {
      return undefined;
    }
    const color = new vscode.ThemeColor("list.warningForeground");
    return { badge: "!", color, tooltip: `From before the errors: ${summary(page.problems)}` };
  }

  /** The block that a part of a payload comes from. */
  provideDefinition(document: vscode.TextDocument, position: vscode.Position): vscode.Location | undefined {
    const place = innermost(this.placesIn(document.uri.query), position);
    return place && new vscode.Location(vscode.Uri.parse(document.uri.query), place.block);
  }

  dispose(): void {
    vscode.Disposable.from(...this.parts).dispose();
  }

  private async next(script: string, before: Page): Promise<Page> {
    try {
      const compiled = await this.compile(script);
      this.later.stop(script);
      if (!compiled.problems?.length) {
        return pageWith(compiled);
      }
      if (compiled.held && before.text) {
        this.later.wait(script, compiled.held);
        return { ...before, isBehind: true };
      }
      return { ...before, problems: compiled.problems, isOld: before.text !== "", isBehind: false };
    } catch (error) {
      return { ...before, problems: [reason(error)], isOld: before.text !== "", isBehind: false };
    }
  }

  /** The latest answer, even for an older request. */
  private async compile(script: string): Promise<Compiled> {
    let answer = this.server.ask<Compiled>("scn.compile", script);
    this.asked.set(script, answer);
    for (;;) {
      await Promise.allSettled([answer]);
      const newest = this.asked.get(script) ?? answer;
      if (newest === answer) {
        return answer;
      }
      answer = newest;
    }
  }

  /** The places of blocks; none in a payload from an earlier version of the script. */
  private placesIn(script: string): readonly BlockPlace[] {
    const page = this.pages.get(script);
    return !page || page.isOld || page.isBehind ? [] : page.places;
  }

  /** Mark the block at the cursor of the script in its payload. */
  private mark(page: vscode.Uri): void {
    const editor = page.scheme === PAYLOAD_SCHEME ? editorOf(page.toString()) : undefined;
    if (editor && !this.pages.get(page.query)?.isBehind) {
      const cursor = editorOf(page.query)?.selection.active;
      this.marks.show(editor, this.placesIn(page.query), cursor, this.pages.get(page.query)?.isOld ?? false);
    }
  }

  /** After a click in a payload, show the block in the script. */
  private follow({ textEditor, selections, kind }: vscode.TextEditorSelectionChangeEvent): void {
    const { uri } = textEditor.document;
    const script = uri.scheme === PAYLOAD_SCHEME ? editorOf(uri.query) : undefined;
    const [at] = selections;
    if (!script || kind !== vscode.TextEditorSelectionChangeKind.Mouse || !at?.isEmpty) {
      return;
    }
    const place = innermost(this.placesIn(uri.query), at.active);
    if (place && !place.block.contains(script.selection.active)) {
      script.selection = new vscode.Selection(place.block.start, place.block.start);
      script.revealRange(place.block, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  }

  private partAtCursor(): Part | undefined {
    const editor = vscode.window.activeTextEditor;
    const page = editor && this.pages.get(editor.document.uri.query);
    const parts = page?.parts ?? [];
    return parts.filter(({ line }) => line <= (editor?.selection.active.line ?? 0)).pop() ?? parts[0];
  }

  private forget(page: vscode.Uri): void {
    if (page.scheme === PAYLOAD_SCHEME) {
      this.later.stop(page.query);
      this.pages.delete(page.query);
      this.asked.delete(page.query);
    }
  }

  private refresh(): void {
    vscode.workspace.textDocuments
      .filter((document) => document.uri.scheme === PAYLOAD_SCHEME)
      .forEach((document) => this.changed.fire(document.uri));
  }
}

/** The document that shows a script's payload. */
function pageOf(script: vscode.Uri): vscode.Uri {
  return vscode.Uri.from({ scheme: PAYLOAD_SCHEME, path: `/${stem(script)}.payload.jsonc`, query: script.toString() });
}

function inSight(): InSight[] {
  return vscode.window.tabGroups.all.flatMap(({ activeTab, viewColumn }) => {
    const uri = activeTab?.input instanceof vscode.TabInputText ? activeTab.input.uri : undefined;
    return uri?.scheme === PAYLOAD_SCHEME ? [{ script: uri.query, column: viewColumn }] : [];
  });
}

/** The payloads below each other; each has its name above it, if there are several. */
function pageWith({ payloads, target }: Compiled): Page {
  const parts: Part[] = [];
  const places: BlockPlace[] = [];
  let text = "";
  for (const { name, json, places: found } of payloads) {
    text += parts.length ? "\n" : "";
    parts.push({ json, line: lineCount(text) });
    text += payloads.length > 1 ? `// ${name ?? ""}\n` : "";
    const shift = lineCount(text);
    places.push(...found.map(({ block, range }) => ({ block: toRange(block), range: shifted(toRange(range), shift) })));
    text += `${json.trimEnd()}\n`;
  }
  return { text, parts, places, target, problems: [], isOld: false, isBehind: false };
}

function lineCount(text: string): number {
  return text.split("\n").length - 1;
}

function shifted({ start, end }: vscode.Range, lines: number): vscode.Range {
  return new vscode.Range(start.translate(lines), end.translate(lines));
}
