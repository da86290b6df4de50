/** The page: connects the editor, the panes and the answers. */

import { answers, type Answers, type Readiness } from "./answers";
import { Checker } from "./checker";
import { decompileOpenFile } from "./decompile";
import { askName, openMenu, say } from "./dialogs";
import { byId, reason, setText } from "./dom";
import { ScriptEditor } from "./editor";
import { openPage } from "./help";
import { Keeper } from "./keeper";
import { pack, type Saved } from "./link";
import type { Range } from "./marks";
import type { Desk } from "./pane";
import { Panes } from "./panes";
import { isPayload, summary } from "./problems";
import type { Action, Edit, Method, Parameters, Problem, Project, Result, Start } from "./protocol";
import { STARTER } from "./starter";
import { Tabs } from "./tabs";
import { freeName } from "./texts";
import { Themes } from "./themes";
import { areSame, nameProblem, withUnixLines, Workspace } from "./workspace";

/** A pause in typing, in milliseconds: results that take longer than a check wait for it, so that they delay no check. */
const SETTLED = 300;

export class Page implements Desk {
  problems: readonly Problem[] = [];
  start: Start | undefined;
  /** Called when there is something new to show in the bar. */
  onShow: () => void = () => undefined;
  target: { readonly name: string; readonly source: string } | undefined;
  readonly workspace: Workspace;
  private readonly answers: Answers;
  private readonly editor: ScriptEditor;
  private readonly checker: Checker;
  private readonly panes: Panes;
  private readonly files: Tabs;
  private readonly themes: Themes;
  private readonly keeper: Keeper;
  /** The files in which the problems were found. */
  private checked: Project["files"] = {};
  private shown = "";
  private settling: ReturnType<typeof setTimeout> | undefined;
  /** The files from the command line that the project began as. */
  private given: Project["files"] | undefined;
  private isStarting = false;
  private isLacking = false;
  /** Whether the first question got no answer; the next edit asks it again. */
  private isUnanswered = false;

  constructor(isEmbedded: boolean) {
    this.workspace = new Workspace(STARTER, () => this.onProject());
    this.keeper = new Keeper(isEmbedded, () => this.saved());
    this.answers = answers({
      onReadiness: (readiness) => this.onReadiness(readiness),
      onChange: () => void this.ready(),
      onLack: () => this.onLack(),
    });
    this.files = new Tabs(byId("files"), () => "editor", (name) => this.workspace.open(name));
    const quietly = <M extends Method>(method: M, parameters: Parameters<M>) => this.ask(method, parameters).catch(() => undefined);
    this.editor = new ScriptEditor(byId("editor"), quietly, {
      onEdit: () => this.onTyped(),
      onCursor: () => this.panes?.onCursor(),
      onActions: () => void this.openActions(),
      onFormat: () => void this.format(),
    });
    this.themes = new Themes(byId("theme"), () => this.panes.update());
    this.panes = new Panes(this);
    this.checker = new Checker(() => this.check());
    window.addEventListener("pagehide", () => this.settling && this.keeper.keep());
  }

  get project(): Project {
    return this.workspace.project;
  }

  get waiting(): string {
    return this.isFailed ? byId("status").textContent : this.answers.waiting;
  }

  get cursor(): number {
    return this.editor.cursor;
  }

  get isDark(): boolean {
    return this.themes.isDark;
  }

  async ask<M extends Method>(method: M, parameters: Parameters<M>): Promise<Result<M> | undefined> {
    const { version } = this.workspace;
    const result = await this.answers.ask(method, this.project, parameters);
    return version === this.workspace.version ? result : undefined;
  }

  /** Replace everything; the way back is in the message. The page stores the project once it is edited. */
  openProject(saved: Saved, words: string, back = "Undo"): void {
    const before = this.saved();
    this.begin(saved);
    this.keeper.leaveLink();
    say(words, { title: back, run: () => this.bringBack(before) });
  }

  /** Open what the page had before. */
  bringBack(saved: Saved): void {
    this.openProject(saved, "Your script from before is open.");
    this.keeper.isOwn = true;
  }

  /** The project that was written before this one. */
  get previous(): Saved | undefined {
    return this.keeper.previous;
  }

  /** Open what is stored or in a link. */
  begin(saved: Saved): void {
    this.keeper.leave();
    this.editor.clear();
    this.shown = "";
    this.given = saved.given;
    this.panes.onProject();
    this.workspace.set({ files: saved.files, open: saved.open, target: saved.target });
    this.keeper.begin();
    if (saved.tab) this.panes.select(saved.tab);
  }

  goTo(file: string, at: number): void {
    this.workspace.open(file);
    this.editor.goTo(at);
    this.editor.view.focus();
  }

  goToLine(file: string, line: number): void {
    this.workspace.open(file);
    this.editor.goToLine(line);
    this.editor.view.focus();
  }

  edit(edits: readonly Edit[]): void {
    const { open } = this.project;
    const elsewhere = edits.filter(({ file }) => file !== open);
    if (elsewhere.length) {
      this.workspace.edit(elsewhere);
    }
    this.editor.edit(edits.filter(({ file }) => file === open));
  }

  mark(blocks: readonly Range[]): void {
    this.editor.mark(blocks);
  }

  addFile(name: string, text: string): void {
    this.editor.forget(name);
    this.shown = "";
    this.workspace.add(name, text);
  }

  fix(problem: Problem, fix: number): void {
    const edits = problem.fixes[fix]?.edits ?? [];
    if (edits.some(({ file }) => this.checked[file] !== this.project.files[file])) {
      return say("The script has changed since this problem was found: wait until it is checked again.");
    }
    this.edit(edits);
  }

  explain(problem: Problem): void {
    void this.tell(async () => {
      const found = await this.ask("explain", { word: problem.name });
      if (found) openPage(found.title, found.html);
    });
  }

  decompile(file: string): void {
    this.workspace.open(file);
    void this.tell(() => decompileOpenFile(this));
  }

  async fixAll(): Promise<void> {
    await this.tell(async () => {
      const done = await this.ask("fix", {});
      if (done) {
        if (done.fixed) this.take(done.files);
        say(done.fixed ? `${done.fixed} problem${done.fixed === 1 ? "" : "s"} fixed.` : "Nothing to fix automatically.");
      }
    });
  }

  async format(): Promise<void> {
    await this.tell(async () => {
      const done = await this.ask("format", {});
      if (done) this.editor.replace(done.text);
    });
  }

  /** Add the open script without fragments, tables and values, as a file. */
  async expand(): Promise<void> {
    await this.tell(async () => {
      const done = await this.ask("expand", {});
      if (done) {
        const name = this.project.open.replace(/(\.[^.]*)?$/, "-expanded.scn");
        this.addFile(freeName(name, this.workspace.names), done.text);
      }
    });
  }

  /** The address of a link to the project. */
  async link(): Promise<string> {
    return `${location.href.replace(/[?#].*$/, "")}#${await pack({ ...this.project, tab: this.panes.selected })}`;
  }

  async newFile(): Promise<void> {
    const name = await askName("New file", freeName("new.scn", this.workspace.names), (each) => nameProblem(each, this.workspace.names));
    if (name) this.addFile(name, "");
    this.editor.view.focus();
  }

  async renameFile(): Promise<void> {
    const { open } = this.project;
    const others = this.workspace.names.filter((each) => each !== open);
    const name = await askName("Rename file", open, (each) => nameProblem(each, others));
    if (name && name !== open) {
      this.editor.forget(open);
      this.workspace.rename(name);
    }
  }

  deleteFile(): void {
    if (this.workspace.names.length < 2) {
      return say("The page needs at least one file.");
    }
    const { open } = this.project;
    const { text } = this.workspace;
    this.editor.forget(open);
    this.workspace.delete();
    say(`${open} deleted.`, { title: "Undo", run: () => this.addFile(freeName(open, this.workspace.names), text) });
  }

  saved(): Saved {
    return { ...this.project, tab: this.panes.selected, ...(this.given ? { given: this.given } : {}) };
  }

  private get isFailed(): boolean {
    return document.body.dataset["readiness"] === "failed";
  }

  private onProject(): void {
    const { open } = this.project;
    const isOpened = open !== this.shown;
    if (isOpened) {
      this.shown = open;
      this.editor.open(open, this.workspace.text);
      this.showProblems();
      this.panes.onOpen();
    }
    this.files.show(this.workspace.names.map((name) => ({ name, title: name })), open);
    this.checker.ask();
    this.onShow();
    clearTimeout(this.settling);
    this.settling = setTimeout(() => this.onSettled(), isOpened ? 0 : SETTLED);
  }

  private onTyped(): void {
    if (this.shown && this.editor.text !== this.workspace.text) {
      this.workspace.type(this.editor.text);
    }
  }

  /** After a pause in typing: show the results, and store the project. */
  private onSettled(): void {
    this.settling = undefined;
    this.panes.update();
    this.keeper.keep();
  }

  private async check(): Promise<void> {
    if (!this.start) {
      if (this.isUnanswered) void this.ready();
      return;
    }
    const found = await this.ask("check", {}).catch((error: unknown) => this.status(reason(error)));
    if (found) {
      const pasted = this.problems.some(isPayload) ? undefined : found.diagnostics.find(isPayload);
      if (pasted) say("This is JSON, not a script.", { title: "Decompile it", run: () => this.decompile(pasted.file) });
      this.problems = found.diagnostics;
      this.checked = this.project.files;
      this.target = found.target;
      this.showProblems();
      const unchecked = this.isLacking ? "aren't checked, because pydantic can't be loaded" : "are checked in a moment";
      this.status(`${summary(this.problems)}.${found.contracts ? "" : ` The values of payloads ${unchecked}.`}`);
      this.panes.onProblems();
      this.onShow();
    }
  }

  private showProblems(): void {
    const own = this.problems.filter(({ file }) => file === this.project.open);
    this.editor.showProblems(own, (problem, fix) => this.fix(problem, fix));
  }

  private onReadiness(readiness: Readiness): void {
    document.body.dataset["readiness"] = readiness.kind;
    const bar = byId<HTMLProgressElement>("loaded");
    bar.hidden = readiness.kind !== "loading";
    if (readiness.kind !== "ready") {
      bar.value = (readiness.kind === "loading" && readiness.done) || bar.value;
      this.status(readiness.words);
      if (readiness.kind === "failed" && !this.start) this.panes.show();
    } else if (!this.isStarting) {
      this.isStarting = true;
      void this.ready();
    }
  }

  private onLack(): void {
    this.isLacking = true;
    this.checker.ask();
  }

  private async ready(): Promise<void> {
    const isFirst = !this.start;
    this.isUnanswered = false;
    try {
      this.start = await this.answers.ask("start", this.project, {});
    } catch (error) {
      this.isUnanswered = isFirst;
      return this.status(reason(error));
    }
    const { project } = this.start;
    if (isFirst && project && !location.hash) {
      this.openGiven(project);
    }
    this.checker.ask();
    this.panes.show();
    this.onShow();
  }

  /** Open the files with which scn was started, unless they or an edited version of them are open already. */
  private openGiven(project: Project): void {
    const given = withUnixLines(project.files);
    const saved = { ...project, given };
    if (areSame(given, this.project.files)) {
      this.given = given;
    } else if (this.given && areSame(given, this.given)) {
      const run = () => {
        this.openProject(saved, "The files from disk are open.", "Back to my version");
        this.keeper.isOwn = true;
      };
      say("Your edited version of these files is open.", { title: "Open them from disk", run });
    } else {
      this.openProject(saved, "The files from the command line are open.", "Back to my script");
    }
  }

  private status(words: string): void {
    setText(byId("status"), words);
  }

  /** Whether to ask scn something; while it loads, the reader is told to wait. */
  isReady(): boolean {
    const isLoading = !this.start && !this.isFailed;
    if (isLoading) say("scn is still loading: try again in a moment.");
    return !isLoading;
  }

  /** Do something that needs answers; a failure becomes a message. */
  private async tell(doing: () => Promise<void>): Promise<void> {
    try {
      if (this.isReady()) await doing();
    } catch (error) {
      say(reason(error));
    }
  }

  private async openActions(): Promise<void> {
    const { from, to, head } = this.editor.view.state.selection.main;
    const found = await this.ask("actions", { from, to }).catch(() => undefined);
    if (!found?.length) {
      return say("No fixes or refactorings here.");
    }
    const at = this.editor.view.coordsAtPos(head);
    const entries = found.map((action: Action) => ({ title: action.title, run: () => this.edit(action.edits) }));
    openMenu("Fixes and refactorings", entries, { left: at?.left ?? 0, top: at?.bottom ?? 0 }, () => this.editor.view.focus());
  }

  /** Take over texts of files; that of the open file as a step of its history. */
  private take(files: Readonly<Record<string, string>>): void {
    const own = files[this.project.open];
    this.workspace.set({ ...this.project, files: { ...files, [this.project.open]: this.workspace.text } });
    if (own !== undefined) this.editor.replace(own);
  }
}
