/** Shows the payload beside the script: it keeps its place, marks the block at the cursor, and a click leads to the block. */

import { json } from "@codemirror/lang-json";
import { EditorState } from "@codemirror/state";
import { EditorView, lineNumbers } from "@codemirror/view";

import { look } from "./colors";
import { say } from "./dialogs";
import { saveFile } from "./disk";
import { h, reason } from "./dom";
import { mark, marks, type Range } from "./marks";
import { firstError, placeButton, type Desk, type Pane } from "./pane";
import type { Compiled } from "./protocol";
import { between } from "./texts";

/** A block of the script, `from` to `to`, and its part of the shown text, `start` to `end`. */
interface Place extends Range {
  readonly from: number;
  readonly to: number;
}

export class PayloadPane implements Pane {
  readonly element: HTMLElement;
  private readonly bar = h("div", { class: "bar", role: "status" });
  private readonly about = h("span", { class: "about" });
  private readonly copyButton = h("button", { type: "button", click: () => void this.copy() }, "Copy");
  private readonly saveButton = h("button", { type: "button", click: () => this.save() }, "Save");
  private readonly view: EditorView;
  private places: readonly Place[] = [];
  private marked = -1;
  private isWrong = false;
  /** The error in the bar; empty without one. */
  private warned = "";
  private documents: Compiled["documents"] = [];

  constructor(private readonly desk: Desk) {
    const place = h("div", { class: "code" });
    const tools = h("div", { class: "tools" }, this.about, this.copyButton, this.saveButton);
    this.element = h("div", { class: "pane" }, this.bar, tools, place);
    const root = place.attachShadow({ mode: "open" });
    this.view = new EditorView({ parent: root, root, state: this.state() });
    this.onOpen();
  }

  async update(): Promise<void> {
    const compiled = await this.desk.ask("compile", {}).catch((error: unknown) => this.warn(h("span", {}, reason(error))));
    if (!compiled) {
      return;
    }
    this.isWrong = !compiled.ok;
    if (this.isWrong) {
      return this.onProblems();
    }
    this.about.textContent = `for ${compiled.target}`;
    this.show(compiled);
    this.turn(false);
    this.onCursor();
  }

  onOpen(): void {
    this.isWrong = false;
    this.about.textContent = "";
    this.show({ documents: [], marks: [] });
    this.turn(false);
  }

  onCursor(): void {
    const at = this.desk.cursor;
    const isOld = this.element.classList.contains("old");
    const own = isOld ? [] : this.places.filter(({ from, to }) => from <= at && at <= to);
    const first = own[0];
    const isOther = first !== undefined && first.from !== this.marked;
    this.marked = first?.from ?? -1;
    const scroll = isOther ? [EditorView.scrollIntoView(Math.min(first.start, this.view.state.doc.length), { y: "center" })] : [];
    this.view.dispatch({ effects: [mark.of(own), ...scroll] });
  }

  onProblems(): void {
    if (this.isWrong) {
      const { words, problem } = firstError(this.desk) ?? { words: "the script has errors" };
      const sentence = this.documents.length ? `This payload is from before the errors: ${words}` : words;
      const key = `${problem?.from} ${sentence}`;
      if (key === this.warned) return; // a bar that is made again is announced again
      this.warn(problem ? placeButton(this.desk, "", problem, sentence) : h("span", {}, sentence));
      this.warned = key;
    }
  }

  private warn(words: HTMLElement): void {
    this.turn(this.documents.length > 0);
    this.bar.replaceChildren(words);
    this.view.dispatch({ effects: mark.of([]) });
  }

  /** Show whether the payload is from before the errors; then nobody should take it along. */
  private turn(isOld: boolean): void {
    this.element.classList.toggle("old", isOld);
    this.copyButton.disabled = this.saveButton.disabled = isOld || !this.documents.length;
    this.bar.replaceChildren();
    this.warned = "";
  }

  /** The documents below each other; each has its name above it, if there are several. */
  private show({ documents, marks: found }: Pick<Compiled, "documents" | "marks">): void {
    this.documents = documents;
    let text = "";
    const starts = documents.map((document) => {
      text += documents.length > 1 ? `${text ? "\n" : ""}// ${document.name ?? ""}\n` : "";
      const start = text.length;
      text += `${document.text.trimEnd()}\n`;
      return start;
    });
    this.places = found.map((place) => {
      const shift = starts[place.document] ?? 0;
      return { ...place, start: place.start + shift, end: place.end + shift };
    });
    const change = between(this.view.state.doc.toString(), text);
    if (change) this.view.dispatch({ changes: change });
  }

  private state(): EditorState {
    const label = EditorView.contentAttributes.of({ "aria-label": "Payload", tabindex: "0", "aria-readonly": "true" });
    const click = EditorView.domEventHandlers({ click: (event, view) => this.follow(view.posAtCoords(event)) });
    const fixed = [EditorState.readOnly.of(true), EditorView.editable.of(false)];
    return EditorState.create({ extensions: [fixed, label, click, marks, json(), lineNumbers(), EditorView.lineWrapping, look] });
  }

  /** Show the block of a place in the payload; the innermost one, since parts may be inside others. */
  private follow(at: number | null): void {
    if (at === null || this.element.classList.contains("old")) {
      return;
    }
    const around = this.places.filter(({ start, end }) => start <= at && at <= end);
    const [best] = around.sort((one, other) => one.end - one.start - (other.end - other.start));
    if (best) this.desk.goTo(this.desk.project.open, best.from);
  }

  private async copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(this.documents.map(({ text }) => text).join("\n"));
      say("Payload copied.");
    } catch {
      say("The browser doesn't allow copying here: select the text instead.");
    }
  }

  private save(): void {
    const stem = this.desk.project.open.replace(/^.*\/|\.[^.]*$/g, "") || "payload";
    for (const [number, { text }] of this.documents.entries()) {
      const name = this.documents.length > 1 ? `${stem}-${number + 1}.json` : `${stem}.json`;
      saveFile(name, text, "application/json");
    }
  }
}
